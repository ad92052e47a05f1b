"""What has to be on file, and what has to be up to date: by whom, from which register, and of which estates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from accounts.city import figure
from accounts.models import RuleValue
from enterprises.models import ServiceContract
from estates.models import BoardEntry, Building, Equipment, EquipmentKind, EstateKind, ServiceMode
from fees.models import Collection, EstateLevel, FeeFiling, FilingState, FundBlock, RevenueReport
from fees.models.revenue import ReportState
from oversight.models import Side

Values = Mapping[str, RuleValue]
Estates = Callable[[date, Values], Any]
"""A condition on estates."""

DISTRICT, COMPANY, KEEPER = _("the district"), _("the company"), _("keeper of the fund")


@dataclass(frozen=True)
class Rule:
    """`asked`: the estates that owe it on a day; `lacking`: of those, the ones that have it not. `sheet`: the register
    that takes it in (`intake`), "" where something else does."""

    key: str
    label: object
    side: Side
    owed_by: object
    asked: Estates
    lacking: Estates
    sheet: str = "estates"


def of_estate(rows: QuerySet) -> QuerySet:
    return rows.filter(estate=OuterRef("pk"))


def every(_on: date, _values: Values) -> Q:
    return Q()


def running(on: date) -> QuerySet:
    return of_estate(ServiceContract.objects.running(on=on))


def managed(on: date, _values: Values) -> Q:
    """Estates with a contract in force."""
    return Q(Exists(running(on)))


def days_ago(on: date, values: Values, key: str) -> date:
    """The day so many days before; where the city set no term, one that nothing lies before."""
    days = figure(values.get(key))
    return date.min if days is None else on - timedelta(days=int(days))


def months_ago(on: date, values: Values, key: str) -> date:
    months = figure(values.get(key))
    return date.min if months is None else on - relativedelta(months=int(months))


def counted(rows: QuerySet) -> Coalesce:
    """How many `rows` an estate has."""
    found = of_estate(rows).order_by().values("estate").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found), 0)


def too_few_buildings(_on: date, _values: Values) -> Q:
    return Q(building_count__gt=counted(Building.objects.all()))


def with_lifts(_on: date, _values: Values) -> Q:
    return Q(Exists(of_estate(Building.objects.filter(lifts__gt=0))))


def too_few_lifts(on: date, _values: Values) -> GreaterThan:
    lifts = Equipment.objects.in_use(on=on).filter(kind=EquipmentKind.LIFT)
    said = of_estate(Building.objects.all()).order_by().values("estate").annotate(n=Sum("lifts")).values("n")
    return GreaterThan(Coalesce(Subquery(said), 0), counted(lifts))


def to_be_managed(_on: date, _values: Values) -> Q:
    return Q(service_mode__in=[ServiceMode.COMPANY, ServiceMode.SPECIALISED])


def no_contract(on: date, _values: Values) -> Q:
    return Q(~Exists(running(on)))


def no_manager(on: date, _values: Values) -> Q:
    return Q(Exists(running(on).filter(manager=None)))


def contract_not_filed(on: date, values: Values) -> Q:
    late = Q(signed_on=None) | Q(signed_on__lt=days_ago(on, values, "contract_filing_days"))
    return Q(Exists(running(on).filter(late, filed_on=None)))


def no_fee_filing(on: date, _values: Values) -> Q:
    filed = FeeFiling.objects.filter(state=FilingState.ACCEPTED, from_on__lte=on)
    return Q(~Exists(of_estate(filed.filter(Q(until_on=None) | Q(until_on__gt=on)))))


def no_level(on: date, _values: Values) -> Q:
    levels = EstateLevel.objects.filter(from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gt=on))
    return Q(~Exists(of_estate(levels)))


def with_fund(_on: date, _values: Values) -> Q:
    """Estates whose homes have a maintenance fund by law: those that were sold as commodity housing."""
    return Q(kind=EstateKind.COMMODITY)


def building_without_fund(_on: date, _values: Values) -> Q:
    buildings = of_estate(Building.objects.all())
    return Q(Exists(buildings.filter(fund_block=None))) | Q(~Exists(buildings))


def fund_told(_on: date, _values: Values) -> Q:
    return Q(Exists(of_estate(FundBlock.objects.all())))


def old_fund_balance(on: date, values: Values) -> Q:
    before = months_ago(on, values, "quality_fund_months")
    return Q(Exists(of_estate(FundBlock.objects.filter(Q(as_of_on=None) | Q(as_of_on__lt=before)))))


def owing_revenue(_on: date, _values: Values) -> Q:
    return Q(Exists(of_estate(RevenueReport.objects.all())))


def revenue_late(on: date, _values: Values) -> Q:
    return Q(Exists(of_estate(RevenueReport.objects.filter(state=ReportState.OWED, due_on__lt=on))))


def with_board(_on: date, _values: Values) -> Q:
    return Q(Exists(of_estate(BoardEntry.objects.all())))


def board_late(on: date, _values: Values) -> Q:
    return Q(Exists(of_estate(BoardEntry.objects.late(on=on))))


def with_equipment(on: date, _values: Values) -> Q:
    return Q(Exists(of_estate(Equipment.objects.in_use(on=on))))


def inspection_late(on: date, _values: Values) -> Q:
    return Q(Exists(of_estate(Equipment.objects.overdue(on=on))))


def managed_for_long(on: date, values: Values) -> Q:
    """Under contract for longer than a report of collection may be old."""
    begun = months_ago(on, values, "quality_collection_months")
    return Q(Exists(running(on).filter(begins_on__lt=begun)))


def no_collection(on: date, values: Values) -> Q:
    newer = Collection.objects.filter(until_on__gte=months_ago(on, values, "quality_collection_months"))
    return Q(~Exists(of_estate(newer)))


def lacks(**columns) -> Estates:
    return lambda _on, _values: Q(**columns)


COMPLETE, FRESH = Side.COMPLETE, Side.FRESH
RULES: tuple[Rule, ...] = (
    Rule("built_year", _("year of building"), COMPLETE, DISTRICT, every, lacks(built_year=None)),
    Rule("coordinates", _("place on the map"), COMPLETE, DISTRICT, every, lacks(latitude=None)),
    Rule(
        "size", _("floor area and households"), COMPLETE, DISTRICT, every,
        lambda _on, _values: Q(floor_area_m2=0) | Q(households=0),
    ),
    Rule("buildings", _("list of buildings"), COMPLETE, DISTRICT, every, too_few_buildings, "buildings"),
    Rule("lifts", _("register of lifts"), COMPLETE, COMPANY, with_lifts, too_few_lifts, "equipment"),
    Rule("contract", _("contract in force"), COMPLETE, COMPANY, to_be_managed, no_contract, "contracts"),
    Rule("manager", _("project manager"), COMPLETE, COMPANY, managed, no_manager, "contracts"),
    Rule("filing", _("filing of the contract"), COMPLETE, COMPANY, managed, contract_not_filed, "contracts"),
    Rule("fee", _("fee filing"), COMPLETE, COMPANY, managed, no_fee_filing, "fee-filings"),
    Rule("level", _("level of service, verified on site"), COMPLETE, DISTRICT, managed, no_level, "estate-levels"),
    Rule(
        "fund", _("maintenance fund of each building"), COMPLETE, KEEPER, with_fund, building_without_fund,
        "fund-accounts",
    ),
    Rule("fund_balance", _("balance of the maintenance fund"), FRESH, KEEPER, fund_told, old_fund_balance, ""),
    Rule("revenue", _("account of public revenue"), FRESH, COMPANY, owing_revenue, revenue_late, ""),
    Rule("board", _("disclosure board"), FRESH, COMPANY, with_board, board_late, "board-entries"),
    Rule(
        "inspections", _("inspection of equipment"), FRESH, COMPANY, with_equipment, inspection_late,
        "equipment-checks",
    ),
    Rule(
        "collection", _("report of fee collection"), FRESH, COMPANY, managed_for_long, no_collection,
        "fee-collections",
    ),
)  # fmt: skip
BY_KEY = {rule.key: rule for rule in RULES}
TERMS = {COMPLETE: "quality_complete_days", FRESH: "quality_fresh_days"}
"""The rule value that says within how many days a gap of a side is to be put right."""
