"""Which part of the city figures are of, and into what it is divided. Nobody gets those of a place they do not see."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.city import profile
from accounts.models import CityProfile, Level, Region, User
from accounts.scope import regions_seen

DIVIDED = {
    Level.PROVINCE: (Level.COUNTY, Level.STREET),
    Level.CITY: (Level.COUNTY, Level.STREET),
    Level.COUNTY: (Level.STREET,),
    Level.STREET: (),
}
"""By what an area of each level can be broken down, the usual first. A street's next level are its estates."""


class NoSuchArea(LookupError):
    """There is no such division, none that the person sees, or none that figures are kept of. Carries a sentence."""


class NotDivided(ValueError):
    """An area is not divided so. Carries a sentence."""


@dataclass(frozen=True)
class Area:
    """A division from the city down to a street, and the city that it is part of."""

    region: Region
    city: CityProfile

    @property
    def told(self) -> dict[str, str]:
        """What figures say they are of."""
        return {"code": self.region.code, "name": self.region.name, "level": str(self.region.level)}

    @property
    def prefix(self) -> str:
        return self.region.stem

    @property
    def is_city(self) -> bool:
        return self.region.pk == self.city.region_id

    @property
    def is_street(self) -> bool:
        return self.region.level == Level.STREET

    @cached_property
    def counties(self) -> list[Region]:
        """The counties within; a county's only one is itself; none for a street, whose county is not its to see."""
        return self.within(Level.COUNTY)

    def within(self, level: str) -> list[Region]:
        """The divisions of a level in this area, itself included."""
        return list(Region.objects.filter(code__startswith=self.prefix, level=level).order_by("code"))

    def parts(self, by: str | None) -> list[Region]:
        """The area broken down `by` county or street; by None into what comes next. Raises NotDivided."""
        ways = DIVIDED[Level(self.region.level)]
        if by is None:
            by = ways[0] if ways else ""
        elif by not in ways:
            known = ", ".join(ways) or _("nothing: a street's next level are its estates")
            raise NotDivided(
                _("%(name)s can be broken down by %(known)s.") % {"name": self.region.name, "known": known}
            )
        return self.counties if by == Level.COUNTY else self.within(by) if by else []

    @property
    def usual_part(self) -> str | None:
        """The level of the parts that come next; None for a street."""
        return next(iter(DIVIDED[Level(self.region.level)]), None)


def area_for(user: User, code: str | None = None) -> Area:
    """The caller's own part of the city, or division `code` within it. Raises NoSuchArea."""
    city = profile()
    if city is None:
        raise NoSuchArea(_("The portal has no city yet. Set up its profile first."))
    region = user.region or city.region if code is None else seen_by(user, code)
    if region is None or not region.code.startswith(city.region.stem):
        raise NoSuchArea(
            _("There is no division %(code)s that you may see. Give all 12 digits.") % {"code": (code or "")[:12]}
        )
    if Level(region.level) not in DIVIDED:
        raise NoSuchArea(
            _("Figures are kept of streets and larger divisions; ask for the street of %(name)s.")
            % {"name": region.name}
        )
    return Area(region, city)


def seen_by(user: User, code: str) -> Region | None:
    known = code.isascii() and code.isdigit()
    return Region.objects.filter(regions_seen(user), code=code).first() if known else None
