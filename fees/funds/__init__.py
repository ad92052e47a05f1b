"""The special maintenance fund (住宅专项维修资金), home by home, to the fen.

Money is kept by building (`FundBlock`, 楼栋账) and counted by home (`FundAccount`, 分户账). Every movement is a voucher
with its entries, added and never changed; balances follow from the entries, by triggers of the database. Where homes
are not registered yet, entries stand on the building alone until `open_accounts` divides them by area.

`actions/` writes: entries (`booking`), deposits and interest (`money`), uses and public revenue (`others`), periods and
calls (`rolling`). `ratio.py` says when a balance is low. `banks/` takes statements in and reconciles; `mine/` is where
an owner looks up the own account; `checks.py` finds trouble, `telling.py` tells pages.
"""
