"""Guide prices (指导价): what they allow, to the fen; and what a price would be if it followed the indices of a year.

- `caps.py`: pure: the base, the highest and the lowest price for a building; a price beside them.
- `guide.py`: the guide prices of a day for many estates in a few queries; `standing.py`: what estates charge beside it.
- `indices.py`: pure: the price that follows the indices. A proposal only: nothing ever writes it into a price.
- Verbs (`actions.py`): set_guide_price, end_guide_price, strike_guide_price, note_review, note_index,
  propose_guide_price, propose_fee.
- `telling.py`: the fee as an estate's page shows it. `admin.py`, `sheets.py`: the doors.
"""
