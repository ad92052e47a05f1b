"""Votes of the owners' assembly: what is asked, who may answer, the ballots, the count that anybody can check.

The life of a vote and its verbs stand in `lifecycle.py`; `actions/` has the verbs and is the only room that writes.
What decides is law by date (`committees.law`); how it decides is arithmetic (`committees.quorum`).

`slips.py` cuts ballots up into the posted list, whose digest stands with the result; `counting.py` counts, and counts
again; `reading.py` is what pages, desks, papers and the API show; `sweeping.py` is the clock. `docs/recount.py` adds up
a posted list with nothing but Python.
"""
