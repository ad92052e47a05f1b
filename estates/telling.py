"""What everybody may read of an estate's life: equipment, renovation, safety, basic service. Names no person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.city import figure
from accounts.models import RuleValue
from estates.models import (
    BasicService,
    BasicState,
    CheckResult,
    Equipment,
    EquipmentKind,
    Estate,
    HazardState,
    Moment,
    RenovationItem,
    RenovationPicture,
    RenovationPlan,
    RenovationState,
    SafetyVisit,
)

NEAR_DAYS = 30
"""From how many days before an inspection is due the page says so."""
ORDER = tuple(EquipmentKind.values)

Rules = Mapping[str, RuleValue]


@dataclass(frozen=True)
class KindTold:
    """The equipment of one kind. `kind` of `state`: done, near, late; `next_due_on` is the nearest day.

    Of what is overdue: `days_late` is the longest, `never` how many were never inspected at all.
    """

    kind: str
    label: str
    count: int
    inspected_on: date | None
    next_due_on: date | None
    overdue: int
    never: int
    days_late: int
    failed: int
    state: str
    words: str


@dataclass(frozen=True)
class EquipmentTold:
    """`lifts_missing`: lifts of the register of buildings that nobody reported; `has_lifts`: whether it has any."""

    kinds: list[KindTold]
    lifts_missing: int
    has_lifts: bool
    articles: tuple[str, ...]

    @property
    def overdue(self) -> int:
        return sum(kind.overdue for kind in self.kinds)

    @property
    def lifts(self) -> KindTold | None:
        return next((each for each in self.kinds if each.kind == EquipmentKind.LIFT), None)


@dataclass(frozen=True)
class RenovationTold:
    """The plan that goes on, or the last that was accepted; money in fen, `percent` weighed by budget."""

    plan: RenovationPlan
    items: list[RenovationItem]
    percent: int
    budget_fen: int
    cost_fen: int
    pictures: list[tuple[RenovationPicture | None, RenovationPicture | None]]
    is_late: bool


@dataclass(frozen=True)
class SafetyTold:
    """Hazards of the last twelve months. `visited_on`: the last check, in `campaign`."""

    visited_on: date | None
    campaign: str
    found: int
    removed: int
    open: int
    late: int
    open_major: int


@dataclass(frozen=True)
class LifeTold:
    equipment: EquipmentTold
    renovation: RenovationTold | None
    safety: SafetyTold
    basic: BasicService | None
    as_of_on: date
    sources: tuple[str, ...] = field(default_factory=tuple)


def of_estate(estate: Estate, rules: Rules, *, on: date) -> LifeTold:
    """Eight queries at most, however much there is."""
    return LifeTold(
        equipment=equipment_of(estate, rules, on=on),
        renovation=renovation_of(estate, on=on),
        safety=safety_of(estate, on=on),
        basic=BasicService.objects.filter(estate=estate, state=BasicState.SET).first(),
        as_of_on=on,
        sources=(_("the housing office of the district"), _("reports of whoever manages the estate")),
    )


# Equipment.


def equipment_of(estate: Estate, rules: Rules, *, on: date) -> EquipmentTold:
    rows = list(
        Equipment.objects.filter(estate=estate).in_use(on=on).only("kind", "inspected_on", "next_due_on", "result")
    )
    rows.sort(key=lambda row: ORDER.index(row.kind))
    kinds = [kind_told(kind, list(found), on=on) for kind, found in groupby(rows, key=lambda row: row.kind)]
    built = sum(building.lifts for building in estate.buildings.all())
    lifts = sum(row.kind == EquipmentKind.LIFT for row in rows)
    owed = [kind.kind for kind in kinds] or ["lift" if built else "fire"]
    cited = [rules.get(f"equipment_months_{kind}") for kind in owed]
    articles = tuple(dict.fromkeys(rule.article for rule in cited if rule))
    return EquipmentTold(kinds, max(0, built - lifts), built > 0, articles)


def kind_told(kind: str, rows: Sequence[Equipment], *, on: date) -> KindTold:
    overdue = sum(row.next_due_on is None or row.next_due_on < on for row in rows)
    failed = sum(row.result == CheckResult.FAILED for row in rows)
    nearest = min((row.next_due_on for row in rows if row.next_due_on), default=None)
    never = sum(row.next_due_on is None for row in rows)
    days_late = max(0, (on - nearest).days) if nearest else 0
    state, words = state_of(len(rows), overdue, failed, nearest, on=on)
    last = max((row.inspected_on for row in rows if row.inspected_on), default=None)
    return KindTold(
        kind=kind, label=str(EquipmentKind(kind).label), count=len(rows), inspected_on=last, next_due_on=nearest,
        overdue=overdue, never=never, days_late=days_late, failed=failed, state=state, words=words,
    )  # fmt: skip


def state_of(count: int, overdue: int, failed: int, nearest: date | None, *, on: date) -> tuple[str, str]:
    if overdue:
        return "late", overdue_words(count, overdue, nearest, on=on)
    if failed:
        return "late", _("to be inspected again")
    left = (nearest - on).days if nearest else 0
    if left <= NEAR_DAYS:
        return "near", _("in %(n)d days") % {"n": left}
    return "done", _("valid")


def overdue_words(count: int, overdue: int, nearest: date | None, *, on: date) -> str:
    """How many of several, how many days of a single one; what was never inspected has no day that is over."""
    if nearest is None:
        return _("never inspected")
    days = (on - nearest).days
    if count > 1:
        return _("%(n)d overdue") % {"n": overdue}
    return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}


def list_due_on(rules: Rules, *, since: date, on: date) -> date | None:
    """By which day of this half-year the list of equipment was, or is, owed by who manages the estate `since` a day.

    None where the city set no term.
    """
    days = figure(rules.get("equipment_report_days"))
    begun = max(since, date(on.year, 1 if on.month < 7 else 7, 1))
    return begun + timedelta(days=int(days)) if days is not None else None


# Renovation.


def renovation_of(estate: Estate, *, on: date) -> RenovationTold | None:
    plans = RenovationPlan.objects.filter(estate=estate).exclude(state=RenovationState.DROPPED)
    plan = plans.prefetch_related("items", "pictures").order_by("-year", "-pk").first()
    return renovation_told(plan, on=on) if plan else None


def renovation_told(plan: RenovationPlan, *, on: date) -> RenovationTold:
    """`items` and `pictures` are read along with it."""
    items = list(plan.items.all())
    return RenovationTold(
        plan, items, percent_of(items), sum(item.budget_fen for item in items),
        sum(item.cost_fen or 0 for item in items), pairs(list(plan.pictures.all())),
        is_late=plan.finished_on is None and plan.due_on < on,
    )  # fmt: skip


def percent_of(items: Sequence[RenovationItem]) -> int:
    """Rounded down, so that 100 means that all is done."""
    budget = sum(item.budget_fen for item in items)
    if not budget:
        return min((item.progress_percent for item in items), default=0)
    return int(Fraction(sum(item.progress_percent * item.budget_fen for item in items), budget))


def pairs(
    pictures: Sequence[RenovationPicture],
) -> list[tuple[RenovationPicture | None, RenovationPicture | None]]:
    """Before and after, of the same caption side by side."""
    by_caption: dict[str, dict[str, RenovationPicture]] = {}
    for picture in pictures:
        by_caption.setdefault(picture.caption, {})[picture.moment] = picture
    return [(each.get(Moment.BEFORE), each.get(Moment.AFTER)) for each in by_caption.values()]


# Safety.


def safety_of(estate: Estate, *, on: date) -> SafetyTold:
    recent = estate.hazards.filter(found_on__gt=on - timedelta(days=365)).exclude(state=HazardState.UNFOUNDED)
    figures = recent.aggregate(
        found=Count("pk"),
        removed=Count("pk", Q(state=HazardState.CLOSED)),
        late=Count("pk", Q(state=HazardState.FOUND, fix_by__lt=on)),
        open_major=Count("pk", Q(state__in=[HazardState.FOUND, HazardState.FIXED], severity="major")),
    )
    last = SafetyVisit.objects.filter(estate=estate).select_related("campaign").order_by("-visited_on", "-pk").first()
    return SafetyTold(
        visited_on=last.visited_on if last else None,
        campaign=last.campaign.title if last else "",
        open=figures["found"] - figures["removed"],
        **figures,
    )
