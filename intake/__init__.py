"""What arrives in files: workbooks and CSV, checked whole before a single row is kept.

One file's road, in reading order:

1. `reading.py`, `workbook.py`: a file becomes rows, whatever its encoding; what cannot be read says why. `limits.py`.
2. `sheets.py`, `parsing.py`: how a register describes its columns (`Sheet`, `Column`) and judges its rows; every
   register upstairs declares its own in its `sheets.py`, the top floor lists them (`settings.IMPORT_SHEETS`);
   `trial.py`: rows that ask for an action are judged by trying it.
3. `examining.py`: the whole file against the register, every fault of every row at once; `marking.py`: the copy with
   the faults written beside the cells; `templates.py`: the empty workbook to fill in.
4. `actions/`: `receive`, `check` (the dry run), `order` and `apply` (all or none), `order_undo` and `undo` (the whole
   batch), `discard`; `load_file` does it at once. `models.py`: `ImportBatch`, one uploaded file and what became of it;
   `ImportedRow`, what each row touched.
5. `lifecycle.py`: what may be decided about a file, and when: buttons, moves and actions read the same table.
6. The doors: `tasks.py` (the worker), `admin.py` and `desk.py` (the import desk), `api/`, `management/commands/`;
   `downloads.py` has the files that they hand out.
"""
