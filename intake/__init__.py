"""What arrives in files: workbooks and CSV, checked whole before a single row is kept.

- `reading.py`: a file becomes rows of text, whatever its encoding; what cannot be read says why.
- `sheets.py`: how a register describes its columns (`Sheet`, `Column`) and its faults.
- `models.py`: `ImportBatch`, one uploaded file and what became of it; `ImportedRow`, what each row touched.
- `actions/`: `receive`, `check` (the dry run), `apply` (all or none), `undo` (the whole batch).

Every register upstairs declares its own sheet; the desk that offers them is on the top floor.
"""
