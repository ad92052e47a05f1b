"""What a proposal lacks before it may go on: homes, quotes, accounts that cover their shares."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fees.fund_uses.law import FundUseLaw, refuse
from fees.models import FundAccount, FundUse, FundUseHome, Quote
from fees.splitting import split
from intake.money import yuan

NAMED_AT_MOST = 10
"""Homes that a message names; it counts the rest."""
TOO_FEW_QUOTES = gettext_lazy("Quotes of %(least)d different contractors are needed; there are %(count)d.")


def insist_ready(use: FundUse, law: FundUseLaw) -> Quote:
    """The chosen quote of a use whose homes and quotes are there. Raises ValidationError."""
    if not use.homes.exists():
        raise ValidationError({"homes": _("Choose the homes that pay their share first.")})
    quotes, least = list(use.quotes.all()), law.quotes_of(is_emergency=use.is_emergency)
    if len(quotes) < least.count:
        refuse(TOO_FEW_QUOTES, least.article, "quotes", least=least.count, count=len(quotes))
    chosen = next((quote for quote in quotes if quote.is_chosen), None)
    if chosen is None:
        raise ValidationError({"quotes": _("Choose one of the quotes.")})
    return chosen


def shares_of(use: FundUse, total_fen: int) -> dict[FundUseHome, int]:
    """`total_fen` by area over the homes that pay, to the fen."""
    homes = list(use.homes.select_related("home__building").order_by("pk"))
    return dict(zip(homes, split(total_fen, [each.area_m2 for each in homes]), strict=True))


def accounts_of(homes: Sequence[FundUseHome]) -> dict[int, FundAccount]:
    """The fund accounts by home. Raises ValidationError for homes without one."""
    found = {account.home_id: account for account in FundAccount.objects.filter(home__in=[each.home for each in homes])}
    missing = [each for each in homes if each.home_id not in found]
    if missing:
        raise ValidationError(
            {"homes": _("%(count)d homes have no fund account: %(homes)s. They have to be opened first.")
             % named([each.home.label for each in missing])}
        )  # fmt: skip
    return found


def insist_covered(use: FundUse, total_fen: int, *, spent_fen: int = 0) -> None:
    """Every home's account covers its share of what is still to be paid. Raises ValidationError naming the others."""
    shares = shares_of(use, total_fen - spent_fen)
    accounts = accounts_of(list(shares))
    short = {home: share - accounts[home.home_id].balance_fen for home, share in shares.items()}
    lacking = {home: fen for home, fen in short.items() if fen > 0}
    if lacking:
        told = named([f"{home.home.label} {yuan(fen)}" for home, fen in lacking.items()])
        words = _("The accounts of %(count)d homes do not cover their share. They lack, in yuan: %(homes)s.")
        raise ValidationError({"homes": words % told})


def named(labels: Sequence[str]) -> dict[str, int | str]:
    """Some by name, and how many there are."""
    return {"homes": "、".join(labels[:NAMED_AT_MOST]), "count": len(labels)}
