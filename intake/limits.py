"""How large a file may be. Its bytes as uploaded: `settings.IMPORT_MAX_BYTES`."""

MAX_ROWS = 200_000
"""Most rows of data in one file."""

MAX_COLUMNS = 52
"""Columns A to AZ; no register has more."""

MAX_UNPACKED_BYTES = 1 << 30
"""Most bytes that the parts of a workbook may have together once unpacked (200,000 rows need about 200 MB)."""
