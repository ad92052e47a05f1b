"""Renovation plans with their works from files, such as a city's list of several years. Headings are the file's own."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from estates.life_sheets import Asked, check_steps, estates_in_charge
from estates.models import RenovationItem, RenovationPlan
from estates.renovation import actions
from estates.renovation.actions import DONE_PERCENT, NewItem
from estates.renovation.lifecycle import EDIT
from estates.sheets import ESTATE_CODE, named_estate
from intake.models import ImportBatch
from intake.money import fen_cell
from intake.parsing import day, text, whole
from intake.sheets import Column, Entry, Row, Sheet
from intake.trial import done, tried

OF_THE_PLAN = ("title", "due_on", "begins_on", "builder", "began_on", "finished_on", "accepted_on")
"""What every row of a plan says alike."""
FIRST_ROW = gettext_lazy("The same in every row of the plan.")


@dataclass(frozen=True)
class Listed(Asked):
    """A plan as the file has it: its first row, and (work, cost in fen or None) of every row."""

    works: list[tuple[NewItem, int | None]] = field(default_factory=list)


class RenovationPlanSheet(Sheet):
    """改造计划: one row a piece of work; rows of one estate and year are one plan.

    With the days on which work began, ended and was accepted a plan goes as far at once.
    """

    key = "renovation-plans"
    tab = "改造计划"
    title = gettext_lazy("renovation plans with their works")
    about = gettext_lazy("Estates in the plan of a year: one row a piece of work, and how far the whole has come.")
    model = RenovationItem
    identity = ("estate", "year", "name")
    verbs = ("registers.import", EDIT)
    can_update = False
    stands = (gettext_lazy("plans are not taken back"), gettext_lazy("Drop those entered by mistake at the desk."))
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("计划年度", "year", required=True, parse=whole(least=1990, most=2100), example="2024"),
        Column("改造名称", "title", FIRST_ROW, required=True, parse=text(100), example="老旧小区改造"),
        Column("计划开工日期", "begins_on", parse=day, example="2024-03-01"),
        Column("计划完工日期", "due_on", required=True, parse=day, example="2024-11-30"),
        Column("改造类别", "group", required=True),
        Column("改造内容", "name", required=True, example="屋面防水"),
        Column("预算（元）", "budget_fen", required=True, parse=fen_cell(least=0), example="120000.00"),
        Column("实际支出（元）", "cost_fen", gettext_lazy("Needed once it was accepted."), parse=fen_cell(least=0)),
        Column("施工单位", "builder", gettext_lazy("Needed once work began."), parse=text(100), empty=""),
        Column("实际开工日期", "began_on", gettext_lazy("Empty: not begun."), parse=day),
        Column("实际完工日期", "finished_on", gettext_lazy("Every piece of work is done."), parse=day),
        Column("验收日期", "accepted_on", parse=day),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.plans: dict[tuple[str, int], Listed] = {}
        self.now = timezone.now()

    def look_up(self, rows: list[Row]) -> None:
        self.estates = estates_in_charge(self.by, rows)

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        """Nothing yet: a plan is judged when all its rows are known."""
        estate = named_estate(row, self.estates)
        if estate is None or row.get("year") is None:
            return None
        listed = self.plans.setdefault((estate.code, row.get("year")), Listed(row, estate))
        self.check_alike(row, listed.row)
        if row.get("cost_fen") is not None and not row.get("finished_on"):
            row.fault("cost_fen", _("belongs to works that are finished"), _("Report it with their progress."))
        if row.is_sound:
            work = NewItem(row.get("group"), row.get("name"), row.get("budget_fen"))
            listed.works.append((work, row.get("cost_fen")))
        return None

    def check_alike(self, row: Row, first: Row) -> None:
        for name in OF_THE_PLAN:
            if (row.get(name) or None) != (first.get(name) or None) and not {name} & (row.faulty | first.faulty):
                row.fault(
                    name, _("is not what row %(row)d says of the same plan") % {"row": first.number},
                    _("Write the same in every row of the plan."),
                )  # fmt: skip

    def finish(self) -> list[Entry]:
        """The plans by year: an estate's next one begins when the one before is accepted."""
        if any(not fault.is_warning for fault in self.faults):
            return []
        by_year = sorted(self.plans.values(), key=lambda listed: listed.get("year"))
        for listed in by_year:
            check_steps(listed.row, "began_on", "finished_on", "accepted_on")
        plans = [listed for listed in by_year if listed.row.is_sound]
        by, at = self.by, self.now
        return [
            Entry(listed.row.number, listed)
            for listed in plans
            if tried(
                listed.row, partial(carry, listed, by=by, at=at), columns={"on": "finished_on"}, otherwise="estate"
            )
        ]

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        for entry in entries:
            listed = entry.thing
            done(f"{listed.estate.code} {listed.get('year')}", partial(carry, listed, by=by, at=at))


def carry(listed: Listed, *, by: User | None, at: datetime) -> RenovationPlan:
    """A plan of the file, as far as its days say. Raises what the actions raise."""
    who: dict[str, Any] = {"by": by, "at": at}
    given = {name: listed.get(name) for name in ("year", "title", "begins_on", "due_on")}
    works = [work for work, _cost in listed.works]
    plan = actions.plan(RenovationPlan(estate=listed.estate, **given), items=works, **who)
    if listed.get("began_on"):
        plan = actions.begin(plan, began_on=listed.get("began_on"), builder=listed.get("builder") or "", **who)
    if listed.get("finished_on"):
        report_done(plan, listed, **who)
        plan = actions.finish(plan, finished_on=listed.get("finished_on"), **who)
    if listed.get("accepted_on"):
        plan = actions.accept(plan, accepted_on=listed.get("accepted_on"), **who)
    return plan


def report_done(plan: RenovationPlan, listed: Listed, *, by: User | None, at: datetime) -> None:
    on: date = listed.get("finished_on")
    for item, (_work, cost) in zip(plan.items.order_by("place"), listed.works, strict=True):
        actions.report_progress(plan, item=item, percent=DONE_PERCENT, cost_fen=cost, on=on, by=by, at=at)
