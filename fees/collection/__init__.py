"""How much of the fees is paid, and what may be done about those who will not pay.

- `actions.py`: `report_collection`: per estate and period, counts and sums alone, never whose.
- `referrals.py`: malicious arrears, in due process: the company proposes with the court's papers; the district gives
  notice and hears; somebody else decides, until a day; payment ends it at once. `erasing.py` forgets the person.
- `lifecycle.py`: the states and verbs of a referral. `documents.py`: which papers the city asks for.
"""
