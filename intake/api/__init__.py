"""The import desk as addresses: the same dry run, the same faults beside the cells, the same undo.

`imports.py`: what was uploaded and the verbs on it; `templates.py`: the registers that take files and their workbooks.
"""
