"""Posters: a code for each estate, and paper that carries it into the stairwell.

- `codes.py`: a code is the serial number of a `PosterCode` and a signature, in 12 letters; `reading.py` says what
  it leads to: live, revoked, or none of ours.
- `board.py`: the four levels of telephones that stand on a poster, from `PhoneLine` and the registers.
- Verbs (`actions.py`): `issue_codes`, `replace_code`, `revoke_code`, `count_scan`, `keep_line`, `remove_line`; in
  `orders.py` `order`, `draw`, `discard`: sheets for one estate, a street, a district or the city.
- Drawing, values in, ink out: `contents.py`, `fonts.py`, `qr.py`, `ink.py`, `paper.py` (A3, A4, A5), `stickers.py`,
  `sheets.py` (files). `font_files/` says where its fonts are from.
- The doors: `pages.py` (`/q/<code>/`), `admin.py`, `tasks.py`, and the command `posters`.

Start with `reading.py`, then `orders.py`.
"""
