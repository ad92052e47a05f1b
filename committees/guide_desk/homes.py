"""Whose home is meant when somebody types `3号楼2单元501`, `3-2-501`, or `501` where there is one such room."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from committees.models import Owner, Ownership
from committees.vote_desk.homes import NAMED
from estates.homes import matches
from estates.models import Estate


def owner_of(estate: Estate, text: str, *, on: date) -> Owner:
    """The owner of that home on a day. Raises ValidationError with what to do."""
    rows = Ownership.objects.on(on).filter(home__building__estate=estate).select_related("home__building")
    found = matches(text, [(ownership.owner_id, ownership.home.label) for ownership in rows])
    owners = {key for key, _label in found}
    if len(owners) == 1:
        return Owner.objects.get(pk=owners.pop())
    if not rows:
        raise ValidationError(_("No owners of this estate are registered yet: import its homes and owners first."))
    if not owners:
        raise ValidationError(
            _("“%(home)s” is not a home of this estate. Type building, unit and room.") % {"home": text}
        )
    named = "、".join(label for _key, label in found[:NAMED]) + ("…" if len(found) > NAMED else "")
    raise ValidationError(
        _("“%(home)s” could be %(count)d homes: %(homes)s. Type the house and the unit too.")
        % {"home": text, "count": len(found), "homes": named}
    )
