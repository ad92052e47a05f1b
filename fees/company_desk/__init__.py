"""What a company owes, by day, on a phone: reports of money, disclosure, equipment, statements to findings.

- `doors.py`: who may come in, and for which estates. `owed.py`: what is owed, from every room, most pressing first.
- `pages.py`: the list, an estate, a report. `acts.py`: one page for each verb of public revenue, tied to its action;
  `forms.py` has what they ask. `workbook.py`: the accounts of many estates at once.

Committee members of estates that manage themselves come in here too. Officers work in the web admin.
"""
