"""Which part of the city figures are of. Nobody gets those of a place outside of what they see."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.city import profile
from accounts.models import CityProfile, Level, Region, User
from accounts.scope import regions_seen

KEPT_BY = 6
"""The nights keep their counts by county: the first six digits of a division code."""


class NoSuchArea(LookupError):
    """There is no such division, or none that the person sees. Carries a sentence."""


@dataclass(frozen=True)
class Area:
    """A division and the city that it is part of."""

    region: Region
    city: CityProfile

    @property
    def prefix(self) -> str:
        return self.region.stem

    @property
    def is_city(self) -> bool:
        return self.region.pk == self.city.region_id

    @property
    def is_kept(self) -> bool:
        """Whether the nights' counts can answer; below a county they cannot."""
        return len(self.prefix) <= KEPT_BY

    @cached_property
    def counties(self) -> list[Region]:
        """The counties within; a county's only one is itself."""
        return list(Region.objects.filter(code__startswith=self.prefix, level=Level.COUNTY).order_by("code"))


def area_for(user: User, code: str | None = None) -> Area:
    """The caller's own part of the city, or division `code` within it. Raises NoSuchArea."""
    city = profile()
    if city is None:
        raise NoSuchArea(_("The portal has no city yet. Set up its profile first."))
    if code is None:
        return Area(user.region or city.region, city)
    known = code.isascii() and code.isdigit()
    region = Region.objects.filter(regions_seen(user), code=code).first() if known else None
    if region is None or not region.code.startswith(city.region.stem):
        raise NoSuchArea(_("There is no division %(code)s that you may see. Give all 12 digits.") % {"code": code[:12]})
    return Area(region, city)
