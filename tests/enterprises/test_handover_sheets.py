"""Delivery verifications and inspections at hand-over from files: what the actions refuse is said at the row."""

from datetime import date

import pytest
from django.utils import timezone, translation

from accounts.authority import NotAllowed
from enterprises.models import Delivery, Takeover
from enterprises.takeovers.sheets import DeliverySheet, TakeoverSheet
from tests.factories import an_enterprise, an_estate
from tests.factories.rules import the_rules

NEXT_YEAR = str(timezone.localdate().year + 1) + "-06-01"
FROM_THE_DEVELOPER = next(iter(TakeoverSheet.ready_columns()[2].choices))
SIGNED = {"by_community": "居委会", "by_owners": "业主代表", "by_agency": "协会"}
WITHOUT_DAYS = dict.fromkeys(("fixed_on", "posted_on", "finished_on", "filed_on"), "")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def estate(city):
    the_rules(city)
    return an_estate("130102001001")


def judged(kind, by, row: dict):
    """(what it becomes, faults) of a file with this one row."""
    sheet = kind(by=by)
    columns = kind.ready_columns()
    cells = [row.get(column.field, "") for column in columns]
    entries = sheet.take([sheet.read(2, cells, list(enumerate(columns)))])
    return entries, sheet.faults


def kept(kind, by, row: dict) -> None:
    entries, faults = judged(kind, by, row)
    assert not faults, faults
    assert not kind.model.objects.exists(), "a trial leaves nothing"
    kind.keep(entries, batch=None, by=by, at=timezone.now())


class TestDeliveries:
    @pytest.fixture
    def row(self, estate) -> dict:
        return {
            "estate": estate.code, "phase": "一期", "developer": "青禾地产", "homes": "432", "handover_on": NEXT_YEAR,
            "floor_area_m2": "20000", "service_rooms_m2": "80", "committee_room_m2": "20",
            "mains": "2026-03-02", "rooms": "2026-03-03",
        }  # fmt: skip

    def test_are_applied_for_and_checked_as_far_as_the_row_says(self, row, people):
        kept(DeliverySheet, people["district"], row)
        delivery = Delivery.objects.get()
        met = dict(delivery.conditions.filter(is_met=True).values_list("kind", "checked_on"))
        assert met == {"mains": date(2026, 3, 2), "rooms": date(2026, 3, 3)}
        assert (delivery.state, delivery.homes, delivery.service_rooms_m2) == ("applied", 432, 80)

    @pytest.mark.parametrize(
        ("wrong", "heading"),
        [
            ({"service_rooms_m2": "79.99"}, "物业服务用房（平方米）"),
            ({"handover_on": "2020-01-01"}, "计划交付日期"),
            ({"mains": NEXT_YEAR}, "水电气热核实日期"),
            ({"rooms": ""}, "物业用房核实日期"),
            ({"estate": "1301080010001"}, "小区代码"),
        ],
    )
    def test_say_at_the_column_what_is_wrong(self, row, people, wrong, heading):
        entries, faults = judged(DeliverySheet, people["district"], {**row, **wrong})
        assert (entries, [fault.heading for fault in faults]) == ([], [heading])

    def test_are_brought_in_by_district_and_bureau(self, estate, people):
        with pytest.raises(NotAllowed):
            DeliverySheet(by=people["street"])


class TestTakeovers:
    @pytest.fixture
    def row(self, estate) -> dict:
        return {
            "estate": estate.code, "enterprise": an_enterprise().uscc, "kind": FROM_THE_DEVELOPER,
            "hands_over": "青禾地产", "handover_on": "2026-03-01", "papers_on": "2026-01-20",
            "inspected_on": "2026-02-10", "defects": "车库，渗水；屋面，积水", "fixed_on": "2026-02-20",
            "posted_on": "2026-02-12", "finished_on": "2026-02-21", "filed_on": "2026-02-25", **SIGNED,
        }  # fmt: skip

    def test_go_as_far_as_the_row_says(self, row, people):
        kept(TakeoverSheet, people["district"], row)
        taken = Takeover.objects.get()
        assert (taken.state, taken.filed_on, taken.papers.count()) == ("filed", date(2026, 2, 25), 7)
        assert list(taken.defects.values_list("place", "words", "due_on")) == [
            ("车库", "渗水", date(2026, 3, 12)),
            ("屋面", "积水", date(2026, 3, 12)),
        ]

    @pytest.mark.parametrize(
        ("wrong", "heading"),
        [
            ({"by_owners": ""}, "见证方（社区居委会）"),
            ({"papers_on": ""}, "完成日期"),
            ({"fixed_on": ""}, "完成日期"),
            ({"fixed_on": "2026-02-01"}, "整改完成日期"),
            ({"finished_on": ""}, "完成日期"),
            ({"inspected_on": ""}, "查验日期"),
            ({"inspected_on": "soon"}, "查验日期"),
            ({"inspected_on": "", **WITHOUT_DAYS}, "查验日期"),
            ({"inspected_on": "", **WITHOUT_DAYS, "defects": ""}, "查验日期"),
            ({"inspected_on": "", **WITHOUT_DAYS, **dict.fromkeys(SIGNED, "")}, "查验日期"),
            ({"defects": ""}, "查验问题"),
            ({"defects": "渗水"}, "查验问题"),
            ({"enterprise": "91130100MA0ABC99XX"}, "企业统一社会信用代码"),
            ({"delivery": "JF-20200101-000001"}, "交付核实编号"),
        ],
    )
    def test_say_at_the_column_what_is_wrong(self, row, people, wrong, heading):
        entries, faults = judged(TakeoverSheet, people["district"], {**row, **wrong})
        assert (entries, [fault.heading for fault in faults]) == ([], [heading])
