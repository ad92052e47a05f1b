"""The judgement: rulebooks, the evidence ledger, and last night's grades.

How one grade comes about, in reading order:

1. `models/rulebooks.py`, `rules.py`: the law as dated data; `rules.Rules` is the same as plain values.
2. `models/evidence.py`: `Evidence` (what happened), `EvidenceStep` (withdrawn, repaired), `Posting` (whose points, how
   many, from which day until which day, and since which night the portal knew).
3. `night/` runs a night: collect, gather (set-based SQL), judge, publish. `scoring.assess(rules, facts)` is pure and
   returns the lines whose sum is the score.
4. `models/nights.py`: `Night` (a run people can read) and `Grade` (a snapshot that holds until the next one).

5. `pages.py`, `urls.py`: the public list and the page of a company. `ladder.py`, `waterfall.py` and `history.py` are
   the pure geometry of its pictures, `why.py` and `basis.py` its lines with the records behind them, `sayings.py` and
   `marks.py` the words and shapes.

6. `lifecycle.py`: what may become of a record and of a rulebook, and when. Actions insist on it; the desks' buttons and
   the API's `moves` show it.

7. `taking_up.py`: before each night, what the floors below show becomes records, and falls when it no longer stands;
   `floors.py` lists them.

Points are whole hundredths of a point everywhere in here (`centipoints`), so that sums are exact.
Verbs (`actions.py`): `draft_rulebook`, `copy_rulebook`, `amend_item`, `remove_item`, `publish_rulebook`,
`record_evidence`, `object_to`, `uphold`, `withdraw`, `repair`, `withdraw_batch`; in `night/`: `run`, `take_up`,
`recompute`.
"""
