"""How figures of the fund stand at the desks."""

from django.utils.translation import gettext as _

from fees.funds.ratio import percent
from fees.funds.telling import cut
from intake.money import yuan


def share(balance_fen: int, first_deposit_fen: int) -> str | None:
    """In per cent of the first deposit, cut off after one decimal."""
    found = percent(balance_fen, first_deposit_fen)
    return None if found is None else f"{cut(found):.1f}%"


def money(fen: int | None) -> str | None:
    return None if fen is None else _("%(yuan)s yuan") % {"yuan": yuan(fen)}
