"""Who writes for an estate: its officers and committee, and the company that manages or managed it on a day."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.authority import NotAllowed
from accounts.models import User
from estates.belonging import in_charge
from estates.models import Estate


def refuse_others(by: User | None, estate: Estate, day: date) -> None:
    """Raises NotAllowed unless the person may write what is about the estate on a day.

    Of a period that is its last day: what a report says is held against the company of that day, so nobody who came
    after it writes or corrects it.
    """
    if not Estate.objects.filter(in_charge(by, on=day), pk=estate.pk).exists():
        raise NotAllowed(
            _("Only its officers, its committee and the company that managed this estate then may report for it.")
        )
