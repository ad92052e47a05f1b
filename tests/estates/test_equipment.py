"""Equipment: who may report, when the next inspection is due, and what was reported wrong."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, RuleValue
from accounts.removing import StillNeeded
from estates.equipment import actions
from estates.equipment.actions import NewCheck
from estates.models import CheckResult, Equipment, EquipmentCheck
from tests.estates.living import AT, HERE, TODAY, a_pdf
from tests.factories import a_building, a_company_login, a_contract, an_enterprise, an_estate

pytestmark = pytest.mark.usefixtures("in_english")

DAY = date(2026, 10, 11)


@pytest.fixture
def lift(estate, people):
    return actions.register(Equipment(estate=estate, kind="lift", code="31101301"), by=people["district"], at=AT)


def passed(on: date = DAY, **values) -> NewCheck:
    return NewCheck(on, "市特检院", **{"result": CheckResult.PASSED, **values})


class TestRegistering:
    def test_without_a_code_gives_a_number(self, estate, people):
        made = actions.register(Equipment(estate=estate, kind="water_tank", code=" "), by=people["street"], at=AT)
        assert made.code.startswith("SB-20261120-")

    def test_refuses_a_building_of_another_estate(self, estate, people):
        building = a_building(an_estate(HERE))
        with pytest.raises(ValidationError) as fault:
            actions.register(Equipment(estate=estate, kind="lift", building=building), by=people["district"], at=AT)
        assert "building" in fault.value.message_dict
        with pytest.raises(IntegrityError, match="of another estate"), transaction.atomic():
            Equipment.objects.create(estate=estate, kind="lift", code="x", building=building)

    @pytest.mark.parametrize("who", ["neighbour", "company", "committee", "auditor"])
    def test_is_for_officers_of_the_place_and_the_company_that_manages_it(self, estate, people, who):
        with pytest.raises(NotAllowed):
            actions.register(Equipment(estate=estate, kind="lift"), by=people[who], at=AT)

    def test_of_what_was_never_inspected_can_be_undone(self, lift, people):
        actions.remove(lift, by=people["district"], at=AT)
        assert not Equipment.objects.exists()

    def test_of_what_was_inspected_cannot(self, lift, people):
        actions.report_check(lift, check=passed(), by=people["district"], at=AT)
        with pytest.raises(StillNeeded):
            actions.remove(lift, by=people["district"], at=AT)

    def test_keeps_code_estate_and_kind(self, lift, people):
        lift.kind = "fire"
        with pytest.raises(ValidationError) as fault:
            actions.amend(lift, by=people["district"], at=AT)
        assert "kind" in fault.value.message_dict


class TestTheCompanyInCharge:
    @pytest.fixture
    def staff(self, estate, people):
        company = an_enterprise()
        a_company_login(people["company"], company)
        return people["company"], a_contract(estate, company)

    def test_reports_while_its_contract_runs(self, lift, staff):
        actions.report_check(lift, check=passed(), by=staff[0], at=AT)
        lift.refresh_from_db()
        assert lift.next_due_on == date(2027, 10, 11)

    def test_does_not_from_the_day_its_contract_ends(self, lift, staff):
        person, contract = staff
        type(contract).objects.update(ends_on=TODAY)
        with pytest.raises(NotAllowed):
            actions.report_check(lift, check=passed(), by=person, at=AT)
        assert Equipment.objects.visible_to(person).count() == 1


class TestTheNextInspection:
    @pytest.mark.parametrize(
        ("kind", "result", "due"),
        [
            ("lift", "passed", date(2027, 10, 11)),
            ("water_tank", "passed", date(2027, 4, 11)),
            ("power", "passed", date(2028, 10, 11)),
            ("lift", "failed", date(2026, 10, 26)),
        ],
    )
    def test_is_due_by_the_citys_rule(self, estate, kind, result, due):
        made = actions.register(Equipment(estate=estate, kind=kind), by=None, at=AT)
        check = actions.report_check(made, check=passed(result=result), by=None, at=AT)
        made.refresh_from_db()
        assert (check.next_due_on, made.next_due_on, made.result) == (due, due, result)

    def test_may_be_sooner_by_the_report(self, lift):
        check = actions.report_check(lift, check=passed(next_due_on=date(2027, 4, 11)), by=None, at=AT)
        assert check.next_due_on == date(2027, 4, 11)

    @pytest.mark.parametrize(("wanted", "words"), [(date(2027, 10, 12), "第四十条"), (DAY, "follows this one")])
    def test_is_never_later_than_the_rule_and_never_at_once(self, lift, wanted, words):
        with pytest.raises(ValidationError, match=words) as fault:
            actions.report_check(lift, check=passed(next_due_on=wanted), by=None, at=AT)
        assert "next_due_on" in fault.value.message_dict

    def test_on_the_last_day_of_february_keeps_the_end_of_the_month(self, lift):
        later = AT.replace(year=2028, month=12)
        check = actions.report_check(lift, check=passed(date(2028, 2, 29)), by=None, at=later)
        assert check.next_due_on == date(2029, 2, 28)

    def test_follows_the_rule_of_the_day_of_the_inspection(self, lift):
        RuleValue.objects.create(key="equipment_months_lift", value="24", unit="月", article="x", from_on=DAY)
        first = actions.report_check(lift, check=passed(DAY - timedelta(days=1)), by=None, at=AT)
        second = actions.report_check(lift, check=passed(), by=None, at=AT)
        assert (first.next_due_on, second.next_due_on) == (date(2027, 10, 10), date(2028, 10, 11))


class TestReporting:
    def test_keeps_the_report_and_says_so_in_the_log(self, lift, people):
        check = actions.report_check(lift, check=passed(proof=a_pdf()), by=people["district"], at=AT)
        assert check.proof.name.endswith(".pdf")
        line = AuditEntry.objects.get(verb="report_equipment_check")
        assert line.after == {"inspected_on": "2026-10-11", "result": "passed", "next_due_on": "2027-10-11"}

    @pytest.mark.parametrize(
        ("check", "field"),
        [(passed(TODAY + timedelta(days=1)), "inspected_on"), (NewCheck(DAY, " ", "passed"), "inspected_by")],
    )
    def test_refuses_what_cannot_be(self, lift, check, field):
        with pytest.raises(ValidationError) as fault:
            actions.report_check(lift, check=check, by=None, at=AT)
        assert field in fault.value.message_dict

    def test_of_an_older_inspection_leaves_the_newest_in_force(self, lift):
        actions.report_check(lift, check=passed(), by=None, at=AT)
        actions.report_check(lift, check=passed(date(2025, 10, 1)), by=None, at=AT)
        lift.refresh_from_db()
        assert lift.inspected_on == DAY

    def test_twice_of_one_day_is_refused(self, lift):
        actions.report_check(lift, check=passed(), by=None, at=AT)
        with pytest.raises(ValidationError, match="Correct that one"):
            actions.report_check(lift, check=passed(), by=None, at=AT)

    def test_is_closed_once_it_is_out_of_use(self, lift, people):
        actions.retire(lift, retired_on=TODAY, why="拆除", by=people["district"], at=AT)
        assert not Equipment.objects.in_use(on=TODAY).exists()
        with pytest.raises(NotNow, match="out of use"):
            actions.report_check(lift, check=passed(), by=None, at=AT)


class TestCorrecting:
    def test_puts_a_right_one_in_its_place_and_leaves_the_wrong_one_on_file(self, lift):
        wrong = actions.report_check(lift, check=passed(), by=None, at=AT)
        actions.correct_check(lift, wrong=wrong, check=passed(result="failed"), by=None, at=AT)
        lift.refresh_from_db()
        assert (lift.result, lift.next_due_on, lift.checks.count()) == ("failed", date(2026, 10, 26), 2)

    def test_of_a_corrected_one_is_refused(self, lift):
        wrong = actions.report_check(lift, check=passed(), by=None, at=AT)
        actions.correct_check(lift, wrong=wrong, check=passed(), by=None, at=AT)
        with pytest.raises(ValidationError, match="corrected before"):
            actions.correct_check(lift, wrong=wrong, check=passed(), by=None, at=AT)

    def test_is_the_only_way(self, lift):
        check = actions.report_check(lift, check=passed(), by=None, at=AT)
        with pytest.raises(InternalError), transaction.atomic():
            EquipmentCheck.objects.filter(pk=check.pk).update(result="failed")
        with pytest.raises(InternalError), transaction.atomic():
            check.delete()


def test_the_database_wants_result_and_due_day_together(lift):
    with pytest.raises(IntegrityError, match="inspected_equipment_has_result"), transaction.atomic():
        Equipment.objects.filter(pk=lift.pk).update(inspected_on=DAY)
    with pytest.raises(IntegrityError, match="due_after_its_inspection"), transaction.atomic():
        Equipment.objects.filter(pk=lift.pk).update(inspected_on=DAY, next_due_on=DAY, result="passed")
    with pytest.raises(IntegrityError, match="next_inspection_follows"), transaction.atomic():
        EquipmentCheck.objects.create(
            equipment=lift, inspected_on=DAY, inspected_by="x", result="passed", next_due_on=DAY, reported_at=AT
        )


def test_what_is_overdue(lift, people):
    assert Equipment.objects.overdue(on=TODAY).get() == lift
    actions.report_check(lift, check=passed(), by=None, at=AT)
    due = date(2027, 10, 11)
    assert [Equipment.objects.overdue(on=day).count() for day in (TODAY, due, due + timedelta(days=1))] == [0, 0, 1]
    assert not Equipment.objects.visible_to(people["neighbour"]).exists()
