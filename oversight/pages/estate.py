"""One estate: nine answers, and what stands behind each."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.city import figure, rule_values
from accounts.look import look_of
from accounts.pages import public_page
from committees import telling as owners
from committees.voting import showing
from complaints import telling
from credit.marks import Mark, marks_of
from credit.models import Grade, Night
from credit.position import Position, position_of
from enterprises.models import ServiceContract
from estates.finding import estate_coded, place_of
from estates.models import Estate, ServiceMode
from oversight import unreported

EXAMPLE_HOME_M2 = 90
"""The home for which a fee is worked out, so that a price per square metre means something."""
PAST_SHOWN = 5


@public_page
def estate(request: HttpRequest, code: str) -> HttpResponse:
    found = estate_by(code)
    today = timezone.localdate()
    rules = rule_values(on=today)
    contracts = list(found.contracts.select_related("enterprise", "resolution__vote").order_by("-begins_on"))
    running = next((contract for contract in contracts if is_running(contract, on=today)), None)
    needs_contract = found.service_mode in (ServiceMode.COMPANY, ServiceMode.SPECIALISED)
    night = Night.objects.last()
    told_of_owners = owners.of_estate(found, rules, on=today)
    template = "oversight/estate_elder.html" if look_of(request).elder else "oversight/estate.html"
    return render(
        request,
        template,
        {
            "estate": found,
            "place": place_of(found.region),
            "buildings": found.buildings.aggregate(count=Count("pk"), lifts=Sum("lifts")),
            "contract": running,
            "term": term_of(running, rules, on=today) if running else None,
            "past": past_of(contracts, on=today),
            "needs_contract": needs_contract,
            "fee": fee_of(running),
            "night": night,
            "today": today,
            **grade_of(running, night),
            "told": telling.estate(found.code),
            "taken": telling.taken(),
            "owners": told_of_owners,
            "open_votes": votes_that_run(told_of_owners),
            "missing": missing(rules, on=today, needs_contract=needs_contract or running is not None),
        },
    )


def votes_that_run(told: owners.OwnersTold) -> list[dict]:
    """Each vote that is announced and not decided, how it stands, and if it is open how many took part."""
    now, rows = timezone.now(), []
    for vote in told.open_votes:
        phase = showing.phase_of(vote, now)
        so_far = showing.progress(vote, showing.law_of(vote)) if phase == showing.Phase.OPEN else {}
        rows.append({"vote": vote, "phase": phase, **so_far})
    return rows


def estate_by(code: str) -> Estate:
    """The estate with a 13-digit code. Raises Http404."""
    found = estate_coded(code)
    if found is None:
        raise Http404
    return found


def is_running(contract: ServiceContract, *, on: date) -> bool:
    return contract.begins_on <= on and (contract.ends_on is None or contract.ends_on > on)


@dataclass(frozen=True)
class Term:
    """Until when a contract runs: its last day, how many days that is off, and whether the notice to renew is due."""

    last_day: date
    days_left: int
    is_near: bool


def term_of(contract: ServiceContract, rules: unreported.Rules, *, on: date) -> Term | None:
    """None while no end is agreed."""
    if contract.ends_on is None:
        return None
    last_day = contract.ends_on - timedelta(days=1)
    left = (last_day - on).days
    notice = figure(rules.get("not_renew_notice_days"))
    return Term(last_day, left, is_near=notice is not None and left <= notice)


def past_of(contracts: list[ServiceContract], *, on: date) -> list[dict]:
    """The companies that managed the estate before, newest first."""
    return [
        {"enterprise": row.enterprise, "begins_on": row.begins_on, "last_day": row.ends_on - timedelta(days=1)}
        for row in contracts
        if row.ends_on and row.ends_on <= on
    ][:PAST_SHOWN]


def fee_of(contract: ServiceContract | None) -> dict[str, Decimal | int] | None:
    """The fee in yuan per m² and month, and for the example home."""
    if contract is None or contract.fee_fen_per_m2_month is None:
        return None
    fee = Decimal(contract.fee_fen_per_m2_month) / 100
    return {"per_m2": fee, "home_m2": EXAMPLE_HOME_M2, "per_home": fee * EXAMPLE_HOME_M2}


def grade_of(contract: ServiceContract | None, night: Night | None) -> dict[str, Grade | Mark | Position | None]:
    """The grade of the company that manages the estate, how it looks, and how far the next one is."""
    if contract is None:
        return {"grade": None, "mark": None, "position": None}
    grade = Grade.objects.current().filter(enterprise=contract.enterprise_id).select_related("rulebook").first()
    marks = marks_of(grade.rulebook_id if grade else (night.rulebook_id if night else None))
    graded = [mark for mark in marks if mark.is_graded]
    return {
        "grade": grade,
        "mark": marks.of(grade),
        "position": position_of(grade) if grade else None,
        "best": graded[0] if graded else None,
        "worst": graded[-1] if graded else None,
    }


def missing(rules: unreported.Rules, *, on: date, needs_contract: bool) -> dict[str, unreported.Unreported]:
    """The blocks whose figures this portal does not receive yet."""
    return {
        "contract": unreported.contract(rules),
        "fee": unreported.fee(rules) if needs_contract else unreported.no_fee(),
        "fund": unreported.fund(rules),
        "revenue": unreported.revenue(rules, on=on),
        "committee": unreported.committee(rules),
        "inspections": unreported.inspections(rules),
        "disclosure": unreported.disclosure(rules),
        "comparison": unreported.comparison(),
        "standard": unreported.standard() if needs_contract else unreported.no_standard(),
    }
