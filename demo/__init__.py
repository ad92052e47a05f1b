"""Invented cities for trying out: made from a key and a day, written into Excel files, imported as a bureau would.

Never installed in production (`ANJU_DEMO`). `manage.py load_city shijiazhuang|yangquan|yangquan-small`, or
`loading.load`; the small one loads in seconds, for development and tests.

- `cities.py`, `data/`: what a city must have, as data. Divisions are real; everything else is made up.
- `world.py`: one city, whole. `calendar.py` (its days), `names.py`, `places.py`, `companies.py`, `contracts.py`, then
  `conduct.py` (what befell the companies) and `evidence.py` (the records of it). No clock, no database: all chance
  comes from `chance.py`, seeded by what it is for.
- `registers.py`, `workbooks.py`, `files.py`: the same as rows and as workbooks, under the data folder.
- `loading.py`, `replay.py`: an empty portal lives through it all: files come in, nights are run.
- `posters.py`: the codes of the estates, and the telephones of streets, districts and the city.
- `mediation.py`: committees of streets and districts, and disputes before them.
- `people.py`: one login for each role, kept in `demo.json`.

Start with `world.py`.
"""
