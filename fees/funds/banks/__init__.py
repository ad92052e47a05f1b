"""What the bank says, against what the ledger says (银行对账).

`sheets.py` takes statements in, whose running balances must follow; `matching.py` finds for each line the entry that it
is, and says why there is none; `actions.py` works through the rest: booked from the line, matched by hand, explained.
A statement is closed when no line is left, and any difference of the balances is explained.
"""
