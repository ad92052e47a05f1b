"""What hangs on an estate's board and page for its time: minutes, names, votes and results, accounts, notices.

`actions.py`: `post` for the verbs of other rooms, `put_up` for a committee's own notices, `take_down`.
Who sees what, and what hangs on a day: `committees.queries.PostingQuerySet`.
"""
