"""The basic service of estates that no company manages (无物业小区基本服务): mode, grade and price.

Verbs (`lifecycle.py`): propose, note_check (development and reform office and housing office together, on site),
put_in_force, refuse, end. `actions.py` writes and keeps the estate's `service_mode` in step;
`sheets.py` takes them from files.
"""
