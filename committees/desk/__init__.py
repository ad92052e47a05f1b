"""The desk of a committee's members, made for a phone: what is due, meetings, seal, disclosure, audits, notices.

- `doors.py`: who may come in, and whose committee lies there. `pages.py`: the committees of a street, one committee,
  one meeting, the seal register. `dues.py`: what the law wants next, by which day and article.
- `acts.py`: what is done, a page each, tied to its action; `forms.py` asks.

The street's officers come in as well: they chair management committees. Any other committee is not there (404).
"""
