"""Owners vote on a phone, and everybody reads what came of it. Plain pages that work without a script.

The way of a ballot, three steps:
- `entering.py`: who you are. The code of the letter, then the code that was sent to the phone (`committees.identity`).
- `marking.py`: what you choose, look it over, cast it; then the receipt. What is chosen stands in no table before.
- `keys.py`: the cookies that say how far somebody came. No address and no log ever holds a code.

What everybody reads: `showing.py` (one vote: open, or its result, with the list that re-adds), `files.py` (the list to
download), `finding.py` (the own lines, by receipt).
"""
