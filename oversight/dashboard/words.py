"""Numbers and changes as people read them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PERIODS = {"last_month": gettext_lazy("On last month"), "last_year": gettext_lazy("On last year")}
"""What a page can be compared with, by the word in its address; the first is the usual one."""
NOTHING = "–"


def whole(value: float | None) -> str:
    return NOTHING if value is None else f"{value:,.0f}"


def number(value: float | None) -> str:
    """With two decimals, unless it is whole."""
    if value is None:
        return NOTHING
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}"


def shown_percent(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}%"


def joined(*words: str) -> str:
    return _(", ").join(word for word in words if word)


def signed(amount: float, *, decimals: int = 0) -> str:
    """`+6`, `−0.41`, and `0` where nothing changed."""
    return "0" if not amount else f"{amount:+,.{decimals}f}".replace("-", "−")


def change_of(compared: Mapping[str, Any] | None, period: str, *, decimals: int = 0) -> str:
    """The change alone, for a column; empty where no night reaches back so far."""
    earlier = (compared or {}).get(period)
    return "" if earlier is None else signed(earlier["change"], decimals=decimals)


def change(figure: Mapping[str, Any], period: str) -> str:
    """`+6 on last month`, in words and sign; empty where no night reaches back so far."""
    amount = change_of(figure["compared"], period, decimals=2 if figure["unit"] == "percent" else 0)
    if not amount:
        return ""
    if amount == "0":
        return _("the same as last year") if period == "last_year" else _("the same as last month")
    words = _("%(change)s on last year") if period == "last_year" else _("%(change)s on last month")
    return words % {"change": amount}
