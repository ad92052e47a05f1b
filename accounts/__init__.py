"""The ground floor: who may see, who may do, who did; and which city this is.

- `models/`: `Region` (statistical division), `User` (role + region), `ApiToken`, `ApiClient` (a program that fetches
  its own tokens), `CityProfile` with its dated `RuleValue`s, and the append-only `AuditEntry`.
- `authority.csv` is the table of what each role may do; `authority.py` reads it. Scope (`scope.py`) says what a
  person sees; the lifecycles upstairs say when a verb is open; `audit.py` writes down who did it. There is no fourth
  mechanism.
- `lifecycle.py`: what a verb of a thing is: its right, the states in which it is open. Each app has its own table.
  `acting.py`: what their verbs do alike. `numbers.py`: the numbers under which things are known.
- `city.py`: the city and its rule values; `basis.py`: which of their articles are law there. `days.py`: working days.
- `filters.py`, `filter_fields.py`: one convention for the filters of all lists; `spreadsheets.py`: lists as files.
- `patience.py`: how long the database may take over a request. `progress.py`: how far a command is.
- `desk.py` with `desk_buttons.py`, `desk_export.py`, `desk_filters.py`: what every page of the web admin shares;
  `sheet_desk.py`: pages that show a thing as it is, `desk_theme.py`: forms of the public pages in the admin's theme.
- Verbs: in `actions.py` `load_regions`, `amend_city`, `set_rule_value`, `keep_person`; in `tokens.py` `issue_token`,
  `rotate_token`, `revoke_token`, and the same for clients. `networks.py` says from where a token may be used.
- `pictures/`, `proofs.py`: pictures and papers that people send: what is refused, what is kept. `said.py`: what they
  type; `privacy.py`: what of it everybody may read; `floods.py`: how much comes from one place.
- `admin_login.py`, `brake.py`: the login page, and what slows down who guesses passwords there.
- `migrating.py`: what migrations of tables with triggers need.
- `look.py`, `pages.py`, `templatetags/site.py`: what all public pages share: look and language, how they are served,
  how dates and figures are written.

Start with `authority.csv`, then `scope.py`.
"""
