"""Public revenue (公共收益): what shared parts earn, what it cost, and where the rest went.

Every period each served estate owes a report, by a day. Whoever manages it writes the lines down, adds proofs and
posts it; from then on nobody changes it, and a correction is a report that takes its place.

- `periods.py`, `accounts.py`: pure calculation, of periods and of sums. `law.py`: the city's figures with articles.
- `lifecycle.py`: the verbs of reports, contracts and audits. `reporting.py`, `contracts.py`, `arriving.py`,
  `auditing.py`, `demanding.py` write; `pending.py` ends or hands over what is open; `drawing.py` draws samples that
  anybody can draw again.
- `checks.py`: what the nightly machine of findings looks for. `telling.py`: what an estate's page is told.
- Doors: `pages.py` (everybody), `fees/company_desk/` (companies and committees, on a phone), `admin.py`,
  `audit_desk.py` and `demand_desk.py` (officers), `sheets.py` and `line_sheets.py` (files), `tasks.py` (the clock),
  `fees/api/revenue.py` and `revenue_demands.py`.
"""
