"""The verbs of homes and their owners.

`lists`: a whole list at once, and back again; `homes`: one home entered, sold, struck off; `contacts`: who an owner
is, looked at and corrected.
"""

from committees.owners.actions.contacts import correct, look_at
from committees.owners.actions.homes import enter_home, strike_home, transfer
from committees.owners.actions.lists import Taken, Taking, give_back, take_over

__all__ = [
    "Taken",
    "Taking",
    "correct",
    "enter_home",
    "give_back",
    "look_at",
    "strike_home",
    "take_over",
    "transfer",
]
