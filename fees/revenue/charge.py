"""Who writes for an estate: its officers and committee, the company that manages it, and the one that did then."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.authority import NotAllowed
from accounts.models import User
from estates.belonging import in_charge
from estates.models import Estate


def refuse_others(by: User | None, estate: Estate, *days: date) -> None:
    """Raises NotAllowed unless the person may write for the estate on one of these days."""
    if not any(Estate.objects.filter(in_charge(by, on=day), pk=estate.pk).exists() for day in days):
        raise NotAllowed(
            _("Only its officers, its committee and the company that manages this estate may report for it.")
        )
