"""A rulebook's items and bands in plain words."""

from django.utils.translation import gettext as _

from accounts.templatetags.site import points, signed
from credit.models import Band, Item, PointsMode, Repeat, Validity


def price_words(item: Item) -> str:
    """How many points: `−5`, `国家级 +5 · 省级 +4`, `−1 to −5`."""
    if item.points_mode == PointsMode.VETO:
        return _("veto")
    if item.points_mode == PointsMode.BY_LEVEL:
        return " · ".join(f"{level} {signed(value)}" for level, value in item.levels.items())
    if item.points_mode == PointsMode.RANGE:
        mild, strong = sorted((item.least_centipoints, item.most_centipoints), key=abs)
        return _("%(mild)s to %(strong)s") % {"mild": signed(mild), "strong": signed(strong)}
    return signed(item.fixed_centipoints)


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


def band_words(band: Band) -> str:
    """From which score to which: `110 points and more`, `90 to below 110 points`."""
    low, high = band.lower_centipoints, band.upper_centipoints
    if low is not None and high is not None:
        values = {"low": points(low), "high": points(high)}
        words = {
            (True, False): _("%(low)s to below %(high)s points"),
            (True, True): _("%(low)s to %(high)s points"),
            (False, False): _("more than %(low)s, less than %(high)s points"),
            (False, True): _("more than %(low)s, up to %(high)s points"),
        }[band.lower_closed, band.upper_closed]
        return words % values
    if low is not None:
        return (_("%(low)s points and more") if band.lower_closed else _("more than %(low)s points")) % {
            "low": points(low)
        }
    if high is not None:
        return (_("up to %(high)s points") if band.upper_closed else _("less than %(high)s points")) % {
            "high": points(high)
        }
    return _("whatever the score")
