"""The money: service standards, guide prices, filed fees, maintenance fund, public revenue.

- `standards/`: what each level promises, and which estate has which. `prices/`: guide prices and proposals to adjust
  them. `filings/`: what a company files to charge.
- `findings/`: the checks that find trouble, and how officers work through it; `evidence.py` tells `credit`.
  `collection/`: how much is paid, and referrals of those who will not.
- `funds/`: the maintenance fund, home by home, to the fen. `fund_uses/`: from a proposal to the settled account.
- `revenue/`: what the shared parts earn. `company_desk/`: what a company owes, by day.
"""
