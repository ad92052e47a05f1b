"""One estate, one city at a glance: the public home and estate pages, figures, dashboards, the import desk.

It stands on the top floor because it gathers several floors; it keeps what the nights learnt of coverage
(`CoverageCount`) and nothing else.

- `pages/`, `urls.py`: the public site. `api/`: the API's composed resources and figures.
- `desk*.py`, `dashboard/`, `first_page.py`, `night_page.py`: the web admin as a whole, its first page, the runs.
- `wall/`: the big screen.
- `figures/`: every figure of the dashboards, from kept counts. `tasks.py`: the clock's door.
"""
