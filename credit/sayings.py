"""A rulebook's items and bands in plain words."""

from django.utils.translation import gettext as _

from accounts.templatetags.site import points, signed
from credit.models import Band, Item, PointsMode, Repeat, Validity


def price_words(item: Item) -> str:
    """How many points: `−5`, `国家级 +5 · 省级 +4`, `−1 to −5`."""
    if item.points_mode == PointsMode.VETO:
        return _("veto")
    if item.points_mode == PointsMode.BY_LEVEL:
        levels = sorted(item.levels.items(), key=lambda level: -abs(level[1]))
        return " · ".join(f"{name} {signed(value)}" for name, value in levels)
    if item.points_mode == PointsMode.RANGE:
        mild, strong = sorted((item.least_centipoints or 0, item.most_centipoints or 0), key=abs)
        return _("%(mild)s to %(strong)s") % {"mild": signed(mild), "strong": signed(strong)}
    return signed(item.fixed_centipoints or 0)


def repeat_words(item: Item) -> str:
    """How often it counts, and up to how much."""
    words = {
        Repeat.EACH: _("every record counts"),
        Repeat.HIGHEST: _("of one matter only the highest counts"),
        Repeat.ONCE: _("counts once"),
    }[Repeat(item.repeat)]
    if item.cap_centipoints is None:
        return words
    return _("%(how)s, at most %(points)s points") % {"how": words, "points": points(item.cap_centipoints)}


def validity_words(item: Item) -> str:
    """For how long it counts."""
    if item.validity == Validity.MONTHS:
        return _("counts for %(months)d months") % {"months": item.validity_months}
    if item.validity == Validity.YEAR_END:
        return _("counts to the end of the year")
    return _("counts until it is repaired")


def band_words(band: Band, higher: Band | None = None) -> str:
    """From which score to which: `110 points and more`, `90 to below 110 points`.

    Bands are tried in order, so one without an upper end of its own ends where the `higher` one before it begins.
    """
    low, high, high_closed = band.lower_centipoints, band.upper_centipoints, band.upper_closed
    if high is None and higher is not None and higher.lower_centipoints is not None:
        high, high_closed = higher.lower_centipoints, not higher.lower_closed
    values = {"low": points(low or 0), "high": points(high or 0)}
    if low is not None and high is not None:
        words = {
            (True, False): _("%(low)s to below %(high)s points"),
            (True, True): _("%(low)s to %(high)s points"),
            (False, False): _("more than %(low)s, less than %(high)s points"),
            (False, True): _("more than %(low)s, up to %(high)s points"),
        }[band.lower_closed, high_closed]
    elif low is not None:
        words = _("%(low)s points and more") if band.lower_closed else _("more than %(low)s points")
    elif high is not None:
        words = _("up to %(high)s points") if high_closed else _("less than %(high)s points")
    else:
        return _("whatever the score")
    return words % values
