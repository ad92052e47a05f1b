"""Where a request is: `address_id` (the code of an estate), `lat` and `long`, or `address_string`, in this order."""

import math

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from complaints.open311.faults import Fault
from estates.models import Estate

NEAR_M = 500
"""Metres from an estate's coordinates within which a point is taken to lie in it."""
M_PER_DEGREE = 111_320
MOST_NAMED = 5
LONGEST = 200


def estate_of(form, by: User) -> Estate:
    """The estate that a form names, of those that `by` sees. Raises Fault 400."""
    seen = Estate.objects.visible_to(by)
    code, point, words = form.get("address_id"), (form.get("lat"), form.get("long")), form.get("address_string")
    if code:
        return by_code(seen, code)
    if all(point):
        return nearest(seen, *point)
    if words:
        return by_words(seen, words)
    raise Fault(400, _("Say where it is: address_id (code of the estate), lat and long, or address_string."))


def by_code(seen, code: str) -> Estate:
    found = seen.filter(code=code).first() if code.isascii() and code.isdigit() else None
    if found is None:
        raise Fault(400, _("address_id: there is no estate “%(code)s” here.") % {"code": code[:20]})
    return found


def nearest(seen, lat_text: str, long_text: str) -> Estate:
    lat, long = degrees("lat", lat_text, 90), degrees("long", long_text, 180)
    north, east = NEAR_M / M_PER_DEGREE, NEAR_M / (M_PER_DEGREE * max(0.1, math.cos(math.radians(lat))))
    box = {"latitude__range": (lat - north, lat + north), "longitude__range": (long - east, long + east)}
    around = [(metres(estate, lat, long), estate.pk, estate) for estate in seen.filter(**box)]
    distance, _pk, estate = min(around, default=(math.inf, 0, None))
    if estate is None or distance > NEAR_M:
        sentence = _("No estate lies within %(metres)d m of this point. Send its code as address_id.")
        raise Fault(400, sentence % {"metres": NEAR_M})
    return estate


def degrees(name: str, text: str, most: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not -most <= value <= most:
        raise Fault(
            400, _("%(name)s must be a number of degrees, from -%(most)d to %(most)d.") % {"name": name, "most": most}
        )
    return value


def metres(estate: Estate, lat: float, long: float) -> float:
    """On a plane: good enough for half a kilometre. The estate has coordinates."""
    assert estate.latitude is not None
    assert estate.longitude is not None
    north = (float(estate.latitude) - lat) * M_PER_DEGREE
    east = (float(estate.longitude) - long) * M_PER_DEGREE * math.cos(math.radians(lat))
    return math.hypot(north, east)


def by_words(seen, words: str) -> Estate:
    """By its name or former name alone, else by all words that the register has of it."""
    words = words.replace("\x00", "").strip()[:LONGEST]
    found = list(seen.filter(Q(name=words) | Q(address=words))[: MOST_NAMED + 1])
    found = found or list(seen.find(words).order_by("code")[: MOST_NAMED + 1])
    if len(found) == 1:
        return found[0]
    if not found:
        raise Fault(400, _("address_string: no estate is called that. Send its code as address_id."))
    names = "; ".join(f"{estate.name} {estate.code}" for estate in found[:MOST_NAMED])
    raise Fault(400, _("address_string fits several estates; send address_id: %(names)s") % {"names": names})
