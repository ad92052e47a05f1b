"""The verbs of places. Each is atomic, checks the thing and its place, and leaves a line in the audit log."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.models import User
from accounts.removing import remove
from accounts.scope import covers
from estates.models import Building, Estate, Home
from intake.initials import initials_of


def require_own_region(by: User | None, code: str | None, *, field: str = "region") -> None:
    """Insist that a region lies in the person's area. Raises ValidationError on `field`."""
    if code and not covers(by, code):
        raise ValidationError({field: _("This place is outside of your region.")})


def require_own_place(by: User | None, code: str) -> None:
    """Insist that a thing that is there lies in the person's area. Raises NotAllowed."""
    if not covers(by, code):
        raise NotAllowed(_("This place is outside of your region."))


@transaction.atomic
def register_estate(estate: Estate, *, by: User | None, at: datetime, why: str = "") -> Estate:
    """Put a new estate on the register. Its code begins with its street's nine digits. Raises ValidationError."""
    require(by, "registers.edit")
    require_own_region(by, estate.region_id)
    if estate.region_id and not estate.code.startswith(estate.region_id[:9]):
        raise ValidationError(
            {"code": _("The code begins with the street's digits %(digits)s.") % {"digits": estate.region_id[:9]}}
        )
    return keep_estate(estate, by=by, at=at, verb="register_estate", why=why)


@transaction.atomic
def amend_estate(estate: Estate, *, by: User | None, at: datetime, why: str = "") -> Estate:
    """Correct an estate. Its code stays, even when a division's border moved. Raises ValidationError."""
    require(by, "registers.edit")
    held = audit.catch_up(estate) or Estate.objects.get(pk=estate.pk)
    require_own_region(by, estate.region_id)
    require_own_region(by, held.region_id)
    if estate.code != held.code:
        raise ValidationError({"code": _("The code of a registered estate stays. Register another estate.")})
    return keep_estate(estate, by=by, at=at, verb="amend_estate", why=why)


def keep_estate(estate: Estate, *, by: User | None, at: datetime, verb: str, why: str) -> Estate:
    if (estate.latitude is None) != (estate.longitude is None):
        empty = "latitude" if estate.latitude is None else "longitude"
        raise ValidationError({empty: _("Give both coordinates or none.")})
    estate.initials = initials_of(estate.name)
    audit.keep(estate, by=by, at=at, verb=verb, why=why)
    return estate


@transaction.atomic
def remove_estate(estate: Estate, *, by: User | None, at: datetime, why: str = "") -> None:
    """Strike an estate off the register that nothing refers to. Raises NotAllowed, StillNeeded, DoesNotExist."""
    require(by, "registers.edit")
    held = Estate.objects.select_for_update().get(pk=estate.pk)
    require_own_place(by, held.region_id)
    remove(held, by=by, at=at, verb="remove_estate", why=why)


@transaction.atomic
def register_building(building: Building, *, by: User | None, at: datetime, why: str = "") -> Building:
    """Put a new building on the register of its estate. Raises ValidationError."""
    return keep_building(building, by=by, at=at, verb="register_building", why=why)


@transaction.atomic
def amend_building(building: Building, *, by: User | None, at: datetime, why: str = "") -> Building:
    return keep_building(building, by=by, at=at, verb="amend_building", why=why)


def keep_building(building: Building, *, by: User | None, at: datetime, verb: str, why: str) -> Building:
    require(by, "registers.edit")
    audit.catch_up(building)
    require_own_region(by, building.estate.region_id, field="estate")
    for region_id in Building.objects.filter(pk=building.pk).values_list("estate__region_id", flat=True):
        require_own_region(by, region_id, field="estate")
    audit.keep(building, by=by, at=at, verb=verb, why=why)
    return building


@transaction.atomic
def remove_building(building: Building, *, by: User | None, at: datetime, why: str = "") -> None:
    """Strike a building off the register of its estate. Raises NotAllowed, StillNeeded, DoesNotExist."""
    require(by, "registers.edit")
    held = Building.objects.select_for_update(of=["self"]).select_related("estate").get(pk=building.pk)
    require_own_place(by, held.estate.region_id)
    remove(held, by=by, at=at, verb="remove_building", why=why)


@transaction.atomic
def register_home(home: Home, *, by: User | None, at: datetime, why: str = "") -> Home:
    """Put a new home on the register of its building. Whose it is, is told one floor up. Raises ValidationError."""
    return keep_home(home, by=by, at=at, verb="register_home", why=why)


@transaction.atomic
def amend_home(home: Home, *, by: User | None, at: datetime, why: str = "") -> Home:
    """Correct a home. Votes whose roll is confirmed go on with the area of the roll. Raises ValidationError."""
    return keep_home(home, by=by, at=at, verb="amend_home", why=why)


def keep_home(home: Home, *, by: User | None, at: datetime, verb: str, why: str) -> Home:
    require(by, "homes.edit")
    held = audit.catch_up(home)
    require_own_region(by, home.building.estate.region_id, field="building")
    if held is not None and held.building_id != home.building_id:
        raise ValidationError({"building": _("A home stays in its building. Enter another home.")})
    audit.keep(home, by=by, at=at, verb=verb, why=why)
    return home


@transaction.atomic
def remove_home(home: Home, *, by: User | None, at: datetime, why: str = "") -> None:
    """Strike a home off the register of its building. Raises NotAllowed, StillNeeded, DoesNotExist."""
    require(by, "homes.edit")
    held = Home.objects.select_for_update(of=["self"]).select_related("building__estate").get(pk=home.pk)
    require_own_place(by, held.building.estate.region_id)
    remove(held, by=by, at=at, verb="remove_home", why=why)
