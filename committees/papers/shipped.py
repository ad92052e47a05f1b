"""The Word forms that the portal came with. `drafting.py` drew them."""

from functools import cache
from pathlib import Path

FORMS = Path(__file__).with_name("forms")


@cache
def form_of(kind: str) -> bytes:
    return (FORMS / f"{kind}.docx").read_bytes()
