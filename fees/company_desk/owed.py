"""What a person's estates owe, from every room, most pressing first. Each room asks one query, whatever it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.city import whole
from accounts.models import Role, User
from committees.desk.dues import NEAR_DAYS, how_near
from enterprises.models import ServiceContract
from estates.models import BoardEntry, BoardObjection, EntryState, Equipment, Hazard, HazardState, ObjectionState
from fees.collection import periods
from fees.company_desk.doors import estates_of, reports_of
from fees.filings.terms import FILING_TERM, filed_from
from fees.models import FeeFiling, FilingState, Finding, FindingState
from fees.models.revenue import ReportState
from fees.revenue.periods import Period

NOT_FILED = (FilingState.DRAFT, FilingState.REFUSED, FilingState.WITHDRAWN)


@dataclass(frozen=True)
class Owed:
    """`about` is the room; `kind` and `word` one of the portal's states, `href` where it is settled."""

    about: str
    title: str
    place: str
    due_on: date
    kind: str
    word: str
    href: str


def owed(about: str, title: str, place: str, due_on: date, href: str, *, on: date) -> Owed:
    kind, word = how_near(due_on, on)
    return Owed(about, title, place, due_on, kind, word, href)


def of_revenue(user: User, on: date) -> Iterator[Owed]:
    rows = reports_of(user).filter(state=ReportState.OWED).select_related("estate")
    for report in rows:
        words = _("Correct the public revenue of %(time)s") if report.corrects_id else _("Public revenue of %(time)s")
        title = words % {"time": Period(report.from_on, report.until_on).label}
        href = reverse("fees:owed-report", args=[report.number])
        yield owed("revenue", title, report.estate.name, report.due_on, href, on=on)


def of_board(user: User, on: date) -> Iterator[Owed]:
    """What does not hang yet, and what was found incomplete: one line an estate."""
    rows = BoardEntry.objects.filter(estate__in=ids_of(user, on)).exclude(state=EntryState.POSTED)
    lines = rows.values("estate__code", "estate__name").annotate(n=Count("pk"), first=Min("due_on"))
    for line in lines.order_by("first"):
        title = ngettext("%(n)d item of the disclosure board", "%(n)d items of the disclosure board", line["n"])
        href = reverse("estates:board", args=[line["estate__code"]])
        yield owed("board", title % {"n": line["n"]}, line["estate__name"], line["first"], href, on=on)


def of_objections(user: User, on: date) -> Iterator[Owed]:
    """Objections to a board that nobody answered yet."""
    rows = BoardObjection.objects.filter(estate__in=ids_of(user, on), state=ObjectionState.FILED)
    for row in rows.select_related("estate").order_by("due_on", "pk"):
        title = _("Answer objection %(number)s") % {"number": row.number}
        href = reverse("estates:board-own-objection", args=[row.estate.code, row.number])
        yield owed("objections", title, row.estate.name, row.due_on, href, on=on)


def of_equipment(user: User, on: date) -> Iterator[Owed]:
    """Inspections that are due within weeks, or late, or never were (due at once): one line an estate and kind."""
    soon = Q(next_due_on__isnull=True) | Q(next_due_on__lte=on + timedelta(days=NEAR_DAYS))
    rows = Equipment.objects.in_use(on=on).filter(soon, estate__in=ids_of(user, on))
    lines = rows.values("estate__name", "estate__code", "kind").annotate(
        n=Count("pk"), first=Min(Coalesce("next_due_on", Value(on)))
    )
    kinds = dict(Equipment._meta.get_field("kind").flatchoices)
    for line in lines.order_by("first"):
        words = ngettext("Inspection of %(n)d piece: %(kind)s", "Inspection of %(n)d pieces: %(kind)s", line["n"])
        href = f"{reverse('estates:upkeep')}?estate={line['estate__code']}"
        title = words % {"n": line["n"], "kind": kinds[line["kind"]]}
        yield owed("equipment", title, line["estate__name"], line["first"], href, on=on)


def of_hazards(user: User, on: date) -> Iterator[Owed]:
    """Hazards that nobody reported as removed yet."""
    rows = Hazard.objects.filter(estate__in=ids_of(user, on), state=HazardState.FOUND).select_related("estate")
    for row in rows.order_by("fix_by"):
        title = _("Hazard: %(kind)s") % {"kind": row.get_kind_display()}
        href = reverse("estates:upkeep-hazard", args=[row.number])
        yield owed("hazards", title, row.estate.name, row.fix_by, href, on=on)


def of_collection(user: User, on: date) -> Iterator[Owed]:
    """The figures of the last period, of the company's contracts. Raises NoRuleValue."""
    running = ServiceContract.objects.running(on=on).filter(
        enterprise__staff__user=user, fee_fen_per_m2_month__isnull=False
    )
    for row in periods.owed(list(running.select_related("estate")), on=on):
        title = _("Collection of fees, %(time)s") % {"time": Period(row.period.from_on, row.period.until_on).label}
        href = f"{reverse('admin:fees_collection_add')}?contract={row.contract.pk}"
        yield owed("collection", title, row.contract.estate.name, row.period.due_on, href, on=on)


def of_filings(user: User, on: date) -> Iterator[Owed]:
    """Contracts with a fee of which nothing was filed, and filings that were given back. Raises NoRuleValue."""
    term = timedelta(days=whole(FILING_TERM, on=on))
    running = ServiceContract.objects.running(on=on).filter(
        enterprise__staff__user=user, fee_fen_per_m2_month__isnull=False
    )
    filed = FeeFiling.objects.filter(contract=OuterRef("pk")).exclude(state__in=NOT_FILED)
    for contract in running.filter(~Exists(filed)).select_related("estate"):
        href = reverse("fees:filings", args=[contract.estate.code])
        yield owed("filing", _("File the fees"), contract.estate.name, filed_from(contract) + term, href, on=on)
    returned = FeeFiling.objects.filter(contract__in=running, state=FilingState.RETURNED).select_related("estate")
    for filing in returned:
        title = _("Put right filing %(number)s") % {"number": filing.number}
        href = reverse("fees:filing", args=[filing.number])
        yield owed("filing", title, filing.estate.name, (filing.answered_on or on) + term, href, on=on)


def of_findings(user: User, on: date) -> Iterator[Owed]:
    """Findings to which the office waits for the company's statement, or that it ordered put right."""
    rows = Finding.objects.visible_to(user).filter(state__in=[FindingState.ASKED, FindingState.ORDERED])
    for finding in rows.select_related("estate"):
        asked = finding.state == FindingState.ASKED
        words = _("Answer to %(number)s") if asked else _("Put right what %(number)s found")
        href = reverse("admin:fees_finding_change", args=[finding.pk])
        due_on = finding.answer_due_on if asked else finding.put_right_by
        yield owed("findings", words % {"number": finding.number}, finding.estate.name, due_on, href, on=on)


def ids_of(user: User, on: date):
    return estates_of(user, on=on).order_by().values("pk")


Room = Callable[[User, date], Iterator[Owed]]
OF_BOTH: tuple[Room, ...] = (of_revenue,)
OF_COMPANIES: tuple[Room, ...] = (
    of_board, of_objections, of_equipment, of_hazards, of_collection, of_filings, of_findings,
)  # fmt: skip
ABOUTS = {
    "revenue": gettext_lazy("Public revenue"),
    "board": gettext_lazy("Disclosure board"),
    "objections": gettext_lazy("Objections"),
    "equipment": gettext_lazy("Equipment"),
    "hazards": gettext_lazy("Hazards"),
    "collection": gettext_lazy("Fee collection"),
    "filing": gettext_lazy("Fee filings"),
    "findings": gettext_lazy("Findings"),
}


def owed_by(user: User, *, on: date) -> list[Owed]:
    """Everything, the most pressing first. Raises NoRuleValue."""
    rooms = OF_BOTH + (OF_COMPANIES if user.role == Role.COMPANY else ())
    rows = [row for room in rooms for row in room(user, on)]
    return sorted(rows, key=lambda row: (row.due_on, row.place, row.title))
