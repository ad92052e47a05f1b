"""Handing over: eight conditions and their confirmation; inspections with witnesses, papers, defects and days."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from committees.papers.store import content
from enterprises.models import (
    ConditionKind,
    Delivery,
    DeliveryCondition,
    Takeover,
    TakeoverDefect,
    TakeoverPaperKind,
)
from enterprises.takeovers import actions, deliveries, telling
from enterprises.takeovers.actions import Inspection, NewDefect, Witness
from enterprises.takeovers.law import Rooms
from tests.factories import a_company_login, a_contract, an_enterprise, an_estate
from tests.factories.rules import the_rules

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TODAY, HANDOVER = date(2026, 11, 20), date(2027, 1, 1)
ON = {"by": None, "at": AT}
LARGE = Rooms(Decimal("172.81"), Decimal(20))
SIDES = tuple(Witness(side, f"{side} body") for side in ("community", "owners", "agency"))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def estate(city):
    the_rules(city)
    return an_estate()


@pytest.fixture
def delivery(estate):
    return applied(estate)


def applied(estate, by=None, **values) -> Delivery:
    new = {
        "phase": "一期", "developer": "青禾地产", "homes": 432, "handover_on": HANDOVER,
        "floor_area_m2": Decimal("43200.01"), **values,
    }  # fmt: skip
    return deliveries.apply(Delivery(estate=estate, **new), by=by, at=AT)


def meet(delivery: Delivery, *but: str) -> None:
    for kind in ConditionKind.values:
        if kind not in but:
            rooms = LARGE if kind == ConditionKind.ROOMS else None
            deliveries.check(delivery, kind=kind, is_met=True, checked_on=TODAY, rooms=rooms, **ON)


class TestADelivery:
    def test_has_eight_conditions_to_be_checked(self, delivery):
        assert delivery.conditions.filter(is_met__isnull=True).count() == 8

    def test_is_confirmed_in_a_paper_once_all_are_met(self, delivery, people):
        meet(delivery)
        held = deliveries.confirm(delivery, by=people["district"], at=AT)
        assert held.state == "confirmed"
        assert held.paper.number.startswith("WS-20261120-")
        assert content(held.paper).startswith(b"PK")

    def test_names_the_condition_that_is_left(self, delivery):
        meet(delivery, "mains")
        with pytest.raises(ValidationError, match="each with its meter"):
            deliveries.confirm(delivery, **ON)

    @pytest.mark.parametrize(
        ("floor_area_m2", "rooms", "field", "due"),
        [
            ("43200.01", ("172.80", "20"), "service_rooms_m2", "172.81"),
            ("20000", ("79.99", "20"), "service_rooms_m2", "80"),
            ("20000", ("80", "19.99"), "committee_room_m2", "20"),
            ("20000", ("80", None), "committee_room_m2", "20"),
        ],
    )
    def test_has_rooms_as_large_as_the_citys_rules_want(self, estate, floor_area_m2, rooms, field, due):
        """Four thousandths of the floor area, and never less than eighty; both ends of it are to the centimetre."""
        delivery = applied(estate, floor_area_m2=Decimal(floor_area_m2))
        small = Rooms(*(Decimal(area) if area else None for area in rooms))
        with pytest.raises(ValidationError, match=rf"{due} m².*默认值") as fault:
            deliveries.check(delivery, kind="rooms", is_met=True, checked_on=TODAY, rooms=small, **ON)
        assert list(fault.value.message_dict) == [field]

    def test_notes_how_large_rooms_are_that_are_too_small(self, delivery):
        small = Rooms(Decimal(60), None)
        deliveries.check(delivery, kind="rooms", is_met=False, missing="小", checked_on=TODAY, rooms=small, **ON)
        delivery.refresh_from_db()
        assert (delivery.service_rooms_m2, delivery.committee_room_m2) == (60, None)
        meet(delivery)
        with pytest.raises(IntegrityError, match="rooms_measured"), transaction.atomic():
            Delivery.objects.update(state="confirmed", confirmed_on=TODAY, committee_room_m2=None)

    def test_keeps_what_was_measured_until_it_is_measured_again(self, delivery, people):
        for rooms in (Rooms(Decimal(60), Decimal(20)), None, Rooms(Decimal(70))):
            deliveries.check(
                delivery, kind="rooms", is_met=False, missing="小", checked_on=TODAY, rooms=rooms,
                by=people["district"], at=AT,
            )  # fmt: skip
        delivery.refresh_from_db()
        assert (delivery.service_rooms_m2, delivery.committee_room_m2) == (70, 20)
        told = AuditEntry.objects.filter(verb="measure_delivery_rooms").order_by("pk")
        assert [entry.after for entry in told] == [
            {"service_rooms_m2": "60", "committee_room_m2": "20"}, {"service_rooms_m2": "70"},
        ]  # fmt: skip

    def test_takes_areas_with_the_condition_about_the_rooms_only(self, delivery):
        with pytest.raises(ValidationError) as fault:
            deliveries.check(delivery, kind="mains", is_met=True, checked_on=TODAY, rooms=LARGE, **ON)
        assert set(fault.value.message_dict) == {"service_rooms_m2", "committee_room_m2"}

    def test_seven_are_not_eight_for_the_database_either(self, delivery):
        meet(delivery, "papers")
        with pytest.raises(IntegrityError, match="not met"), transaction.atomic():
            Delivery.objects.filter(pk=delivery.pk).update(state="confirmed", confirmed_on=TODAY)

    def test_is_given_back_with_what_is_missing(self, delivery):
        with pytest.raises(ValidationError, match="No condition was found missing"):
            deliveries.give_back(delivery, remark="x", **ON)
        deliveries.check(delivery, kind="mains", is_met=False, missing="燃气未通", checked_on=TODAY, **ON)
        assert deliveries.give_back(delivery, remark="通气后再核实", **ON).state == "returned"
        meet(delivery)
        assert deliveries.confirm(delivery, **ON).state == "confirmed"

    def test_what_is_missing_has_words(self, delivery):
        with pytest.raises(ValidationError) as fault:
            deliveries.check(delivery, kind="mains", is_met=False, checked_on=TODAY, **ON)
        assert "missing" in fault.value.message_dict
        with pytest.raises(IntegrityError, match="missing_condition_says_what"), transaction.atomic():
            DeliveryCondition.objects.update(is_met=False, checked_on=TODAY)

    def test_stays_once_it_is_confirmed(self, delivery):
        meet(delivery)
        deliveries.confirm(delivery, **ON)
        with pytest.raises(NotNow):
            deliveries.check(delivery, kind="mains", is_met=True, checked_on=TODAY, **ON)
        with pytest.raises(IntegrityError, match="is over"), transaction.atomic():
            DeliveryCondition.objects.update(missing="x", is_met=False)

    def test_of_one_part_is_applied_for_once(self, delivery, estate):
        with pytest.raises(ValidationError, match="applied for already"):
            applied(estate)
        deliveries.withdraw(delivery, remark="重报", **ON)
        assert applied(estate).pk

    def test_comes_before_the_handing_over(self, estate):
        with pytest.raises(ValidationError, match="not before"):
            applied(estate, handover_on=TODAY - timedelta(days=1))

    @pytest.mark.parametrize("who", ["neighbour", "street", "company", "committee"])
    def test_is_verified_by_district_and_bureau(self, estate, people, who):
        with pytest.raises(NotAllowed):
            applied(estate, by=people[who])

    def test_has_its_day_once_confirmed(self, delivery):
        with pytest.raises(IntegrityError, match="confirmed_delivery_has_its_day"), transaction.atomic():
            Delivery.objects.update(confirmed_on=TODAY)


@pytest.fixture
def company(estate, people):
    made = an_enterprise()
    a_company_login(people["company"], made)
    a_contract(estate, made, begins_on=HANDOVER)
    return made


@pytest.fixture
def takeover(estate, company):
    return registered(estate, company)


def registered(estate, company, by=None, **values) -> Takeover:
    new = {"kind": "new", "hands_over": "青禾地产", "handover_on": HANDOVER, **values}
    return actions.register(Takeover(estate=estate, enterprise=company, **new), by=by, at=AT)


def inspected(takeover: Takeover, *defects: str, on: date = TODAY, witnesses=SIDES, by=None) -> Takeover:
    found = [NewDefect("车库", words) for words in defects]
    upload = SimpleUploadedFile("r.pdf", b"%PDF-1.4 x", "application/pdf")
    return actions.note_inspection(takeover, inspection=Inspection(on, witnesses, found, upload), by=by, at=AT)


def all_papers(takeover: Takeover, but: int = 0) -> None:
    for kind in TakeoverPaperKind.values[: 7 - but]:
        actions.receive_paper(takeover, kind=kind, received_on=TODAY, **ON)


class TestATakeover:
    def test_is_due_fifteen_days_before_and_its_papers_twenty_more(self, takeover):
        assert (takeover.inspect_by, takeover.papers_due_on) == (date(2026, 12, 17), date(2026, 11, 27))

    def test_gives_thirty_days_to_defects_and_to_the_filing(self, takeover):
        held = inspected(takeover, "渗水")
        assert held.file_by == held.defects.get().due_on == date(2026, 12, 20)

    @pytest.mark.parametrize("left_out", [0, 1, 2])
    def test_wants_every_witness_of_the_citys_rules(self, takeover, left_out):
        with pytest.raises(ValidationError, match=r"Not signed by.*泉州") as fault:
            inspected(takeover, witnesses=SIDES[:left_out] + SIDES[left_out + 1 :])
        assert "witnesses" in fault.value.message_dict

    def test_goes_to_the_filing_when_all_is_in_order(self, takeover):
        held = inspected(takeover, "渗水")
        with pytest.raises(ValidationError, match="渗水"):
            actions.finish(takeover, finished_on=TODAY, **ON)
        actions.note_fixed(takeover, defect=held.defects.get(), fixed_on=TODAY, **ON)
        all_papers(takeover, but=1)
        with pytest.raises(ValidationError, match="6 of 7"):
            actions.finish(takeover, finished_on=TODAY, **ON)
        actions.receive_paper(takeover, kind="other", received_on=TODAY, **ON)
        actions.post(takeover, posted_on=TODAY, **ON)
        actions.finish(takeover, finished_on=TODAY, **ON)
        assert actions.file(takeover, filed_on=TODAY, **ON).state == "filed"

    def test_is_written_down_by_the_company_whose_contract_is_to_begin(self, estate, company, people):
        made = registered(estate, company, by=people["company"])
        assert inspected(made, by=people["company"]).state == "inspected"
        assert Takeover.objects.visible_to(people["company"]).get() == made

    def test_is_not_written_down_by_another_company(self, estate, company, people, takeover):
        rival = type(people["company"]).objects.create_user("rival", "x", role="company")
        other = an_enterprise()
        a_company_login(rival, other)
        with pytest.raises(NotAllowed):
            registered(estate, other, by=rival)
        with pytest.raises(Takeover.DoesNotExist):
            inspected(takeover, by=rival)

    def test_has_no_open_defect_once_finished(self, takeover):
        inspected(takeover, "渗水")
        with pytest.raises(IntegrityError, match="a defect is open"), transaction.atomic():
            Takeover.objects.update(state="finished", finished_on=TODAY)

    def test_stays_once_finished(self, takeover):
        inspected(takeover)
        all_papers(takeover)
        actions.finish(takeover, finished_on=TODAY, **ON)
        with pytest.raises(NotNow):
            actions.add_defect(takeover, defect=NewDefect("x", "x"), found_on=TODAY, **ON)
        with pytest.raises(IntegrityError, match="is over"), transaction.atomic():
            TakeoverDefect.objects.create(takeover=takeover, place="x", words="x", found_on=TODAY, due_on=TODAY)

    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"state": "inspected"}, "inspected_takeover"),
            ({"state": "finished", "inspected_on": TODAY, "file_by": HANDOVER}, "finished_takeover"),
            ({"state": "struck"}, "struck_takeover"),
        ],
    )
    def test_the_database_wants_the_days_of_each_state(self, takeover, values, name):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Takeover.objects.update(**values)

    def test_is_of_the_deliverys_estate(self, estate, company, delivery):
        other = an_estate()
        with pytest.raises(ValidationError, match="another estate"):
            registered(other, company, delivery=delivery)


class TestWhatIsLate:
    @pytest.mark.parametrize(("days", "late"), [(27, 0), (28, 1)])
    def test_an_inspection(self, takeover, days, late):
        assert Takeover.objects.owing(on=TODAY + timedelta(days=days)).count() == late

    @pytest.mark.parametrize(("days", "late"), [(30, 0), (31, 1)])
    def test_a_defect_and_the_filing(self, takeover, days, late):
        inspected(takeover, "渗水")
        actions.post(takeover, posted_on=TODAY, **ON)
        assert Takeover.objects.owing(on=TODAY + timedelta(days=days)).count() == late

    @pytest.mark.parametrize(("days", "late"), [(3, 0), (4, 1)])
    def test_the_posting_of_the_result(self, takeover, days, late):
        inspected(takeover)
        assert Takeover.objects.owing(on=TODAY + timedelta(days=days)).count() == late


def test_what_everybody_reads(takeover, estate, django_assert_max_num_queries):
    inspected(takeover, "渗水", "积水")
    actions.note_fixed(takeover, defect=takeover.defects.first(), fixed_on=TODAY, **ON)
    with django_assert_max_num_queries(5):
        told = telling.of_estate(estate, on=TODAY + timedelta(days=31))
    last = told.last
    assert (last.defects, last.fixed, last.late, last.is_filing_late, last.is_inspection_late) == (2, 1, 1, True, False)
    assert len(last.witnesses) == 3
