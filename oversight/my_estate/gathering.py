"""What every room tells of one estate on a day, put as its page needs it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.city import figure
from committees import telling as owners
from committees.voting import showing
from complaints import telling as cases
from credit.marks import Mark, Marks, marks_of
from credit.models import Grade, Night
from credit.position import Position, position_of
from enterprises.models import ServiceContract
from enterprises.takeovers import telling as takeovers
from estates import telling as life
from estates.board import telling as boards
from estates.board.opening import WITH_A_COMPANY
from estates.finding import place_of
from estates.models import Estate
from fees.fund_uses import telling as fund_uses
from fees.funds import telling as funds
from fees.revenue import telling as revenues
from fees.standards import telling as standards
from oversight.my_estate import unreported
from oversight.my_estate.charges import charges_of
from oversight.my_estate.citywide import Citywide

PAST_SHOWN = 5


def told_of(estate: Estate, city: Citywide, *, at: datetime) -> dict[str, Any]:
    """Everything that the page's templates read; in a fixed number of queries, however much there is."""
    prefetch_related_objects([estate], "buildings")
    today = timezone.localdate(at)
    rules = city.rules
    contracts = list(estate.contracts.select_related("enterprise", "resolution__vote").order_by("-begins_on"))
    running = next((contract for contract in contracts if is_running(contract, on=today)), None)
    needs_contract = estate.service_mode in WITH_A_COMPANY
    told_of_owners = owners.of_estate(estate, rules, on=today)
    return {
        "estate": estate,
        "today": today,
        "place": place_of(estate.region),
        "lifts": sum(building.lifts for building in estate.buildings.all()),
        "contract": running,
        "term": term_of(running, rules, on=today) if running else None,
        "past": past_of(contracts, on=today),
        "needs_contract": needs_contract,
        "night": city.night,
        **grade_of(running, city.night),
        **money_of(estate, running, city, on=today),
        **life_of(estate, running, city, on=today),
        "told": cases.estate(estate.code),
        "taken": city.taken,
        "owners": told_of_owners,
        "open_votes": votes_that_run(told_of_owners, at=at),
        "missing": unreported.missing(rules, on=today, needs_contract=needs_contract or running is not None),
    }


def money_of(estate: Estate, contract: ServiceContract | None, city: Citywide, *, on: date) -> dict[str, Any]:
    """Fee, level, fund, public revenue: each with what is owed in its place."""
    return {
        "fund": funds.of_estate(estate, city.rules, on=on),
        "fund_uses": fund_uses.of_estate(estate, on=on),
        "charges": charges_of(estate, contract, city.guide_book, on=on),
        "standard": standards.of_estate(estate, contract, city.standards, on=on),
        "revenue": revenues.of_estate(estate, contract, city.rules, on=on),
        "board_by": revenues.keeper(contract),
    }


def life_of(estate: Estate, contract: ServiceContract | None, city: Citywide, *, on: date) -> dict[str, Any]:
    """Equipment and the like, the disclosure board, how the estate was handed over.

    The list of equipment is late where a company owes it, and had the time; elsewhere nobody was given a day.
    """
    told = life.of_estate(estate, city.rules, on=on)
    due_on = life.list_due_on(city.rules, since=contract.begins_on, on=on) if contract else None
    return {
        "life": told,
        "equipment_by": contract.enterprise.name if contract else watched_by(estate),
        "equipment_due_on": due_on,
        "equipment_days_late": max(0, (on - due_on).days) if due_on else 0,
        "board": boards.of_estate(estate, city.board_items, on=on),
        "handed_over": takeovers.of_estate(estate, on=on),
    }


def watched_by(estate: Estate) -> str:
    """Who reports an estate's equipment where no company is in charge."""
    if estate.is_served:
        return _("whoever manages the estate")
    street = place_of(estate.region).street
    return street.name if street else _("the street")


def votes_that_run(told: owners.OwnersTold, *, at: datetime) -> list[dict]:
    """Each vote that is announced and not decided, how it stands, and if it is open how many took part."""
    rows = []
    for vote in told.open_votes:
        phase = showing.phase_of(vote, at)
        so_far = showing.progress(vote, showing.law_of(vote)) if phase == showing.Phase.OPEN else {}
        rows.append({"vote": vote, "phase": phase, **so_far})
    return rows


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


def grade_of(contract: ServiceContract | None, night: Night | None) -> dict[str, Grade | Mark | Position | None]:
    """The grade of the company that manages the estate, how it looks, and how far the next one is."""
    if contract is None:
        return {"grade": None, "mark": None, "position": None}
    grades = Grade.objects.current().select_related("rulebook").prefetch_related("rulebook__bands")
    grade = grades.filter(enterprise=contract.enterprise_id).first()
    marks = Marks(grade.rulebook.bands.all()) if grade else marks_of(night.rulebook_id if night else None)
    graded = [mark for mark in marks if mark.is_graded]
    return {
        "grade": grade,
        "mark": marks.of(grade),
        "position": position_of(grade) if grade else None,
        "best": graded[0] if graded else None,
        "worst": graded[-1] if graded else None,
    }
