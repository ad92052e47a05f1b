"""How complete and how fresh the data are, estate by estate, and what is to be put right by when.

- `rules.py`: what has to be on file or up to date, who owes it, and which register takes it in. Start here.
- `taking.py`: every morning the gaps are found anew and every area is counted; `tasks.py` is the clock's door.
- `league.py`: the areas beside each other. `workbook.py`: what is to be filled in as a workbook to hand out, one tab
  for each register, which the import desk takes back. `desk.py`: both on the web.
"""
