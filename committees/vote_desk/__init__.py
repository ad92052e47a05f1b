"""The officers' desk of votes: from the draft to the objections.

- `admin.py`: the desk: list, page, its addresses. Start here.
- `drafts.py`: the form of a draft with its matters. `roll.py`: the homes that a vote affects, corrections.
- `progress.py`: how many take part, in all and house by house; never what anybody votes.
- `entry.py`: paper ballots typed in, one after the other; `settling.py`: two readings side by side, for a third person.
  `homes.py` finds the home that somebody typed, `marks.py` reads what was marked.
- `buttons.py`: the verbs, what each asks. `objections.py`: the desk of objections to results.
- `sheets.py`: paper ballots from a workbook, as one of the two readings.

What was voted is shown here nowhere: only what somebody types is theirs to see, until they have saved it.
"""
