"""The companies: property service enterprises (物业服务企业), their project managers and their contracts.

- `models/`: `Enterprise`, `ProjectManager`, `ServiceContract`, and `Employment` (which company a login belongs to).
- `queries.py`: `visible_to(user)` (registered here, or managing an estate here), `running(on=)`: who managed which
  estate on a day is one query.
- `reach.py`: who sees a company, kept by triggers in `Reach`; what is seen with it enters and leaves with it.
- Verbs (`actions.py`): `register_enterprise`, `amend_enterprise`, `appoint_manager`, `file_contract`, `end_contract`.
- `takeovers/`: whether new homes may be handed over, and what a company takes over with an estate.
- `sheets.py`: the Excel and CSV registers. `api/`, `admin.py`: the doors.

An estate has at most one running contract on any day: the database says so (`one_running_contract_per_estate`).
"""
