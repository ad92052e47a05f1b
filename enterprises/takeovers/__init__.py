"""Handing over: whether new homes may be handed over, and what a company takes over with an estate.

- `deliveries.py`: delivery verification (交付核实). The developer applies, the district checks eight conditions, and
  confirms all of them in a paper with a number and a code (商品住房交付使用条件确认书, drawn by `papers.py`).
- `actions.py`: the inspection at hand-over (承接查验): papers, witnesses, defects and their days, the filing.
- `law.py`: which witnesses, papers, days and rooms the city's rules want. `lifecycle.py`: states and verbs of both.
- `telling.py`: what an estate's page says of both. `admin.py`, `api.py`, `sheets.py`: the doors.
"""
