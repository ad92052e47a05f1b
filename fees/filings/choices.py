"""What may be chosen in a fee filing, and how it is called."""

from datetime import date

from django.db.models import QuerySet

from committees.models import Matter
from estates.models import Estate
from fees.filings.missing import BACKS_A_FEE
from fees.models import Standard, StandardLevel


def levels_in_force(*, on: date) -> QuerySet[StandardLevel]:
    in_force = Standard.objects.in_force(on=on)
    return StandardLevel.objects.filter(standard__in=in_force).select_related("standard").order_by("standard", "-rank")


def level_words(level: StandardLevel) -> str:
    return f"{level.standard.name} · {level.name}"


def matters_on_fees(estate: Estate) -> QuerySet[Matter]:
    """What the owners of an estate passed on a company or a fee, the latest first."""
    passed = Matter.objects.filter(vote__estate=estate, kind__in=BACKS_A_FEE, passed=True)
    return passed.select_related("vote").order_by("-vote__counted_at", "place")


def matter_words(matter: Matter) -> str:
    return f"{matter.vote.number} · {matter.question}"
