"""A renovation from the plan of a year to its acceptance, and what the register of estates says meanwhile."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from estates.models import RenovationItem, RenovationPicture, RenovationPlan
from estates.renovation import actions
from estates.renovation.actions import NewItem
from estates.renovation.lifecycle import RENOVATION
from tests.estates.living import AT, TODAY, a_pdf, a_picture

pytestmark = pytest.mark.usefixtures("in_english")

WORKS = (NewItem("basic", "屋面防水", 100_000_00), NewItem("improving", "停车位", 50_000_00))
ON = {"by": None, "at": AT}


def planned(estate, **values) -> RenovationPlan:
    new = RenovationPlan(estate=estate, **{"year": 2025, "title": "改造", "due_on": date(2026, 12, 1), **values})
    return actions.plan(new, items=WORKS, **ON)


@pytest.fixture
def plan(estate):
    return planned(estate)


@pytest.fixture
def begun(plan):
    return actions.begin(plan, began_on=date(2026, 4, 1), builder="示例建设", **ON)


def all_done(plan: RenovationPlan, cost: int | None = 1_00) -> None:
    for item in plan.items.all():
        actions.report_progress(plan, item=item, percent=100, cost_fen=cost, on=TODAY, **ON)


def says(estate) -> str:
    estate.refresh_from_db()
    return estate.renovation


class TestPlanning:
    @pytest.mark.parametrize(("year", "is_open"), [(2020, False), (2021, True), (2025, True), (2026, False)])
    def test_keeps_to_the_years_of_the_citys_plan(self, estate, year, is_open):
        if is_open:
            assert planned(estate, year=year).number.startswith("GZ-20261120-")
            assert says(estate) == "planned"
            return
        with pytest.raises(ValidationError, match="2021 to 2025") as fault:
            planned(estate, year=year)
        assert "year" in fault.value.message_dict

    def test_is_for_officers_of_the_place(self, estate, people):
        for who in ("neighbour", "company", "inspector"):
            with pytest.raises(NotAllowed):
                actions.plan(
                    RenovationPlan(estate=estate, year=2025, title="x", due_on=TODAY), items=(), by=people[who], at=AT
                )

    def test_is_refused_while_another_goes_on(self, plan, estate):
        with pytest.raises(ValidationError, match="not finished"):
            planned(estate)
        with pytest.raises(IntegrityError, match="one_renovation_at_a_time"), transaction.atomic():
            RenovationPlan.objects.create(number="GZ-x", estate=estate, year=2025, title="x", due_on=TODAY)

    def test_twice_of_one_work_is_refused(self, plan):
        with pytest.raises(ValidationError, match="stands in the plan"):
            actions.add_item(plan, item=WORKS[0], **ON)


class TestTheWay:
    def test_from_the_plan_to_the_acceptance(self, plan, estate):
        actions.begin(plan, began_on=date(2026, 4, 1), builder="示例建设", **ON)
        assert says(estate) == "under_way"
        all_done(plan)
        actions.finish(plan, finished_on=TODAY, **ON)
        assert says(estate) == "under_way"
        made = actions.accept(plan, accepted_on=TODAY, **ON)
        assert (made.state, says(estate)) == ("accepted", "done")
        assert planned(estate).pk

    def test_begins_with_works_only(self, estate):
        bare = actions.plan(RenovationPlan(estate=estate, year=2025, title="x", due_on=TODAY), items=(), **ON)
        with pytest.raises(ValidationError, match="no works"):
            actions.begin(bare, began_on=TODAY, builder="示例", **ON)

    def test_is_not_finished_while_a_work_is_open(self, begun):
        with pytest.raises(ValidationError, match="屋面防水、停车位"):
            actions.finish(begun, finished_on=TODAY, **ON)

    def test_is_not_accepted_without_costs(self, begun):
        all_done(begun, cost=None)
        actions.finish(begun, finished_on=TODAY, **ON)
        with pytest.raises(ValidationError, match="Without a cost"):
            actions.accept(begun, accepted_on=TODAY, **ON)

    def test_stays_as_it_was_once_accepted(self, begun):
        all_done(begun)
        actions.finish(begun, finished_on=TODAY, **ON)
        actions.accept(begun, accepted_on=TODAY, **ON)
        item = begun.items.first()
        with pytest.raises(NotNow):
            actions.report_progress(begun, item=item, percent=1, cost_fen=None, on=TODAY, **ON)
        with pytest.raises(IntegrityError, match="is over"), transaction.atomic():
            RenovationItem.objects.filter(pk=item.pk).update(cost_fen=1)

    def test_of_a_dropped_one_leaves_the_register_as_before(self, plan, estate):
        actions.drop(plan, reason="业主未达成一致", **ON)
        assert says(estate) == "not_planned"

    def test_progress_never_goes_back_in_time(self, begun):
        item = begun.items.first()
        actions.report_progress(begun, item=item, percent=50, cost_fen=None, on=TODAY, **ON)
        with pytest.raises(ValidationError, match="reported already"):
            actions.report_progress(begun, item=item, percent=60, cost_fen=None, on=date(2026, 11, 19), **ON)


@pytest.mark.parametrize(
    ("verb", "state"), [(verb, state) for verb in RENOVATION for state in ("planned", "accepted", "dropped")]
)
def test_verbs_are_open_in_their_states_only(verb, state):
    open_ones = {
        "planned": {"add_item", "begin", "add_picture", "remove_picture", "drop"},
        "accepted": {"add_picture", "remove_picture"},
        "dropped": set(),
    }
    assert (state in RENOVATION[verb].open_in) == (verb in open_ones[state])


class TestPictures:
    def picture(self, **values) -> RenovationPicture:
        return RenovationPicture(**{"moment": "before", "taken_on": TODAY, "caption": "楼道", **values})

    def test_are_drawn_anew(self, plan):
        made = actions.add_picture(plan, picture=self.picture(), upload=a_picture(), **ON)
        assert made.file.name.endswith(".jpg")

    def test_are_pictures(self, plan):
        with pytest.raises(ValidationError, match="JPEG or PNG"):
            actions.add_picture(plan, picture=self.picture(), upload=a_pdf(), **ON)

    def test_show_a_work_of_the_same_plan(self, plan, estate):
        other = RenovationItem(plan_id=plan.pk + 1, name="x")
        with pytest.raises(ValidationError, match="not in the plan"):
            actions.add_picture(plan, picture=self.picture(item=other), upload=a_picture(), **ON)

    def test_are_gone_with_their_file_once_removed(self, plan, django_capture_on_commit_callbacks):
        made = actions.add_picture(plan, picture=self.picture(), upload=a_picture(), **ON)
        storage, name = made.file.storage, made.file.name
        with django_capture_on_commit_callbacks(execute=True):
            actions.remove_picture(plan, picture=made, why="有人脸", **ON)
        assert not storage.exists(name)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "under_way"}, "under_way_has_begun"),
        ({"state": "finished", "began_on": TODAY}, "finished_renovation"),
        ({"state": "accepted", "began_on": TODAY, "finished_on": TODAY}, "accepted_renovation"),
        ({"state": "dropped"}, "dropped_renovation"),
    ],
)
def test_the_database_wants_the_days_of_each_state(plan, values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        RenovationPlan.objects.filter(pk=plan.pk).update(**values)
