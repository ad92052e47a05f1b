"""The officers' desk: complaints by due time beside the one that is open.

- `page.py`: the desk itself and its addresses. Start here.
- `worklist.py`: the tabs, their counts, a page of rows. `due.py`: how near a term is, in a word.
- `case.py`: everything that stands on one case's page. `clock.py`: its strip of days.
- `moves.py`, `forms.py`: the verbs open to an officer, what each asks, and the action that it calls.
- `conflict.py`: the second of two who save; `presence.py`: who else is looking.
- `bulk.py`: one verb for many, with a preview. `papers.py`: the dispatch sheet and the reply on paper.
- `lists.py`: the desks of topics, bodies, reasons and answer templates.

`credit.admin` puts the desk up, because it knows the companies' grades.
"""
