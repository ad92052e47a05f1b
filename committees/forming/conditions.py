"""May an estate hold its first assembly, be re-elected, or get a management committee? Values in, faults out.

The grounds are those of `Condition`, the kinds those of `FormationKind`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.forming.composition import are_too_few
from committees.forming.law import ConditionLaw, Fault, FormingLaw, refuse

GROUNDS = {
    "first": frozenset({"delivered", "moved_in", "two_years"}),
    "reelection": frozenset({"term_ends", "too_few", "idle"}),
    "management": frozenset({"not_ready", "none_elected", "idle", "unmanaged", "term_ends", "too_few"}),
}
"""Which grounds belong to which kind."""
NO_GROUND = gettext_lazy("This ground does not belong to this way of forming a committee.")


@dataclass(frozen=True)
class Place:
    """What is known of an estate: shares in percent, None where nobody said; and of the committee it has, if any."""

    delivered_percent: Decimal | None = None
    moved_in_percent: Decimal | None = None
    first_delivered_on: date | None = None
    owners: int = 0
    is_served: bool = False
    failed_before: bool = False
    term_until: date | None = None
    seats: int = 0
    members_left: int = 0
    last_met_on: date | None = None


def of_area(place: Place, law: ConditionLaw, on: date) -> Fault | None:
    """Whether enough of the floor area is handed over."""
    if not law.area_percent.applies:
        return no_such_way(law)
    if place.delivered_percent is not None and place.delivered_percent >= law.area_percent.value:
        return None
    return refuse(
        "delivered_percent",
        _("At least %(least)d%% of the floor area has to be handed over."),
        law.area_percent,
        least=law.area_percent.count,
    )


def of_heads(place: Place, law: ConditionLaw, on: date) -> Fault | None:
    """Whether enough owners have taken over their homes."""
    if not law.heads_percent.applies:
        return no_such_way(law)
    if place.moved_in_percent is not None and place.moved_in_percent >= law.heads_percent.value:
        return None
    return refuse(
        "moved_in_percent",
        _("At least %(least)d%% of the owners have to have taken over their homes."),
        law.heads_percent,
        least=law.heads_percent.count,
    )


def of_years(place: Place, law: ConditionLaw, on: date) -> Fault | None:
    """Whether the first home was handed over long enough ago, and enough owners moved in since."""
    if not law.years.applies:
        return no_such_way(law)
    ripe_on = place.first_delivered_on and place.first_delivered_on + relativedelta(years=law.years.count)
    if ripe_on is None or ripe_on > on:
        return refuse(
            "first_delivered_on",
            _("The first home has to have been handed over for %(years)d years."),
            law.years,
            years=law.years.count,
        )
    if place.moved_in_percent is not None and place.moved_in_percent >= law.years_heads_percent.value:
        return None
    return refuse(
        "moved_in_percent",
        _("At least %(least)d%% of the owners have to have taken over their homes."),
        law.years_heads_percent,
        least=law.years_heads_percent.count,
    )


def no_such_way(law: ConditionLaw) -> Fault:
    return refuse("condition", _("The city's rules do not have this ground."), law.area_percent)


def of_term(place: Place, law: FormingLaw, on: date) -> Fault | None:
    """Whether the committee's term is over, or near enough to its end."""
    earliest = next(iter(law.reelection.months()), law.reelection.last_months)
    if place.term_until is not None and on >= place.term_until - relativedelta(months=earliest.count):
        return None
    words = _("The term does not end within %(months)d months.")
    return refuse("condition", words, earliest, months=earliest.count)


def of_members(place: Place, law: FormingLaw, on: date) -> Fault | None:
    """Whether so few members are left that there has to be an election."""
    if are_too_few(place.members_left, place.seats, law.committee):
        return None
    words = _("%(left)d of %(seats)d seats are filled: those are not too few.")
    return refuse("condition", words, law.committee.few_ratio, left=place.members_left, seats=place.seats)


def of_idleness(place: Place, law: FormingLaw, on: date) -> Fault | None:
    """Whether the committee has not met for so long."""
    months = law.management.idle_months
    if place.last_met_on is not None and on >= place.last_met_on + relativedelta(months=months.count):
        return None
    if place.last_met_on is None:
        return refuse("condition", _("This estate has no committee that could be idle."), months)
    words = _("The committee met on %(day)s: idle is one that has not met for %(months)d months.")
    return refuse("condition", words, months, day=place.last_met_on, months=months.count)


def of_unreadiness(place: Place, law: FormingLaw, on: date) -> Fault | None:
    """Whether it is true that no assembly can be held yet."""
    if all(way(place, law.forming, on) for way in WAYS.values()):
        return None
    words = _("The estate meets the conditions of a first assembly: form an owners' committee.")
    return refuse("condition", words, law.forming.area_percent)


def of_failure(place: Place, law: FormingLaw, on: date) -> Fault | None:
    """Whether an election was tried before, and failed."""
    words = _("No election has failed in this estate so far.")
    return None if place.failed_before else refuse("condition", words, law.management.least)


def of_neglect(place: Place, law: FormingLaw, on: date) -> Fault | None:
    words = _("This estate has property service.")
    return refuse("condition", words, law.management.least) if place.is_served else None


WAYS: dict[str, Callable[[Place, ConditionLaw, date], Fault | None]] = {
    "delivered": of_area,
    "moved_in": of_heads,
    "two_years": of_years,
}
OTHERS: dict[str, Callable[[Place, FormingLaw, date], Fault | None]] = {
    "term_ends": of_term,
    "too_few": of_members,
    "idle": of_idleness,
    "not_ready": of_unreadiness,
    "none_elected": of_failure,
    "unmanaged": of_neglect,
}


def ground_faults(kind: str, condition: str, place: Place, law: FormingLaw, on: date) -> list[Fault]:
    """What stands against forming a committee of this kind on this ground, on a day."""
    if condition not in GROUNDS[kind]:
        return [
            refuse("condition", NO_GROUND, law.management.least if kind == "management" else law.forming.area_percent)
        ]
    if condition in WAYS:
        fault = WAYS[condition](place, law.forming, on)
    else:
        fault = OTHERS[condition](place, law, on) if condition in OTHERS else None
    return [fault] if fault else []


def applicant_faults(applicants: int | None, place: Place, law: FormingLaw) -> list[Fault]:
    """Whether enough owners applied. None: the developer applied, or the street begins by itself."""
    share, least = law.forming.applicants_percent, law.forming.applicants_least
    if applicants is None or not (share.applies or least.applies):
        return []
    if least.applies and applicants >= least.count:
        return []
    if share.applies and place.owners and applicants * 100 >= share.value * place.owners:
        return []
    words = _("%(given)d owners applied: too few.") % {"given": applicants}
    return [Fault("applicants", f"{words} {wanted(law)}", (share if share.applies else least).article)]


def wanted(law: FormingLaw) -> str:
    """How many have to apply, in words: one way or the other is enough."""
    share, least = law.forming.applicants_percent, law.forming.applicants_least
    if share.applies and least.applies:
        words = _("At least %(least)d owners, or %(share)d%% of them, have to apply.")
    elif least.applies:
        words = _("At least %(least)d owners have to apply.")
    else:
        words = _("At least %(share)d%% of the owners have to apply.")
    return words % {"least": least.count, "share": share.count}
