"""One estate, one city at a glance: the public home and estate pages, figures, dashboards, the import desk.

It stands on the top floor because it gathers several floors. It keeps counts: of every area after each night
(`NightCount`), and of today (`Tally`); and what changed about estates (`News`), with those who want to hear of it
(`Follower`).

- `quality/`: what the data lack, until when; `money/`: fees, funds, revenue, boards, equipment counted by area.
- `pages/`, `urls.py`: the public site. `api/`: the API's composed resources and figures.
- `my_estate/`: what an estate's page tells, and how it is kept. `abreast.py`, `comparing.py`: estates side by side.
- `news/`: what changed about an estate. `followers/`: who is told of it, on a browser or by telephone.
- `desk*.py`, `dashboard/`, `first_page.py`, `night_page.py`: the web admin as a whole, its first page, the runs.
- `wall/`: the big screen.
- `counting.py`, `actions.py`, `following.py`: how areas are counted, kept, and kept in step with the registers.
- `figures/`: every figure of the dashboards, from kept counts. `suppression.py`: which small numbers are not told.
- `tasks.py`: the clock's door.
"""
