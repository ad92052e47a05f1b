"""Telephones that are told by text message when something changes about an estate. No account, no name.

- `actions.py`: ask (a code goes to the number), confirm (with the code), end (by the link of any message), erase.
- `links.py`: what the link that ends it looks like. `sending.py`: who is told what, and when; `tasks.py` the clock.
- The pages are `oversight/pages/following.py`; what is told is `oversight/news/`.

A number is sealed; the row goes with the number's wish, with its last day, or when nobody confirmed it.
"""
