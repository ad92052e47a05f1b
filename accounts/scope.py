"""What a person may see, said once.

Officers see their region (and all of it); system administrators, auditors and officers without a region see the city.
Staff of a company and members of a committee see what is theirs, which only the floors above know: their querysets
add it.
"""

from django.db.models import Q

from accounts.models import Region, Role, User

NOTHING = Q(pk__in=[])
EVERYTHING = Q()
BELONGS = {Role.COMPANY, Role.COMMITTEE}
"""Who sees by belonging, not by region."""
SEES_THE_CITY = {Role.SYSTEM, Role.AUDITOR, Role.BUREAU, Role.INSPECTOR}


def stem_for(user: User) -> str | None:
    """The code prefix within which `user` sees; "" is everything, None is nothing by region."""
    if not getattr(user, "is_active", False) or user.role in BELONGS:
        return None
    if user.region is not None:
        return user.region.stem
    return "" if user.role in SEES_THE_CITY else None


def within(field: str, region: Region | str) -> Q:
    """Rows whose region-code column `field` (such as `region_id`) lies within `region` or within a code prefix."""
    stem = region.stem if isinstance(region, Region) else region
    column = field.removesuffix("_id") + "__code" if field.endswith("_id") else field
    return Q(**{f"{column}__startswith": stem}) if stem else EVERYTHING


def by_region(user: User, field: str) -> Q:
    """Rows that `user` sees by region; nothing for those who see by company."""
    stem = stem_for(user)
    return NOTHING if stem is None else within(field, stem)


def covers(user: User | None, code: str) -> bool:
    """Whether the region with this code lies where `user` sees. `None` is the portal itself, at home everywhere."""
    stem = "" if user is None else stem_for(user)
    return stem is not None and code.startswith(stem)


def lies_elsewhere(user: User, prefix: str) -> bool:
    """Whether a division (the significant part of its code) has nothing in common with the one that `user` sees."""
    stem = stem_for(user)
    return stem is not None and not prefix.startswith(stem) and not stem.startswith(prefix)


def regions_seen(user: User) -> Q:
    """The regions a person may choose from: their own, and all within. Who belongs somewhere may read all names."""
    if getattr(user, "is_active", False) and user.role in BELONGS:
        return EVERYTHING
    stem = stem_for(user)
    if stem is None:
        return NOTHING
    return within("code", stem) if stem else EVERYTHING
