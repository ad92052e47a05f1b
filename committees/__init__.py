"""The owners: whose the homes are, who speaks for them, what they decide. Below `enterprises`, which may cite it.

Start with `tests/stories/test_one_vote.py` and `tests/stories/test_one_committee.py`, then the tables of moves:
`votes/lifecycle.py`, `forming/lifecycle.py`, `filing/lifecycle.py`.

- `owners/`: an `Owner` is one head, whoever holds the same homes together; heads are counted here, names sealed.
- `votes/`: a vote from its draft to its final result: roll, ballots, counting, the list that anybody can add up.
  `law.py` and `quorum.py` say what the law of a day asks for, exactly. `voting/` are the owners' pages, `vote_desk/`
  the street's, `identity.py` the port behind which somebody proves to be the owner.
- `forming/`: from an application to those who were chosen, step by step, each with its article and day; `filing/`
  with the street; `seats/`: leaving, moving up, warnings, handing over. `terms.py` reads the law of a day;
  `guide_desk/` and `committee_desk/` are the street's desks.
- `meetings/`, `seals/`, `disclosure/`, `audits/`, `assemblies/`, `postings/`: what a committee does in office;
  `desk/` is its own desk, for a phone, `office_desk/` what officers read of it.
- `mediators/`, `joint_meetings/`, `training/`, `party/`: who stands around it. `duties/`: what a company owes the
  owners; `evidence.py` tells `credit` what was decided. `coverage/`: how many estates govern themselves, counted by
  the clock.
- `papers/`: official documents in Word, from templates that the bureau edits, numbered and checkable.
"""
