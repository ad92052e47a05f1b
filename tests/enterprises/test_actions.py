"""The verbs of companies."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry
from enterprises.actions import (
    amend_contract,
    amend_enterprise,
    amend_manager,
    appoint_manager,
    end_contract,
    file_contract,
    register_enterprise,
)
from enterprises.models import Enterprise, ProjectManager, ServiceContract
from tests.conftest import NOW
from tests.factories import a_contract, a_manager, an_enterprise, an_estate

pytestmark = pytest.mark.django_db


def new_enterprise(**values) -> Enterprise:
    return Enterprise(
        **{"uscc": "91130102ma0abc02yg", "name": "和煦物业服务有限公司", "region_id": "130102000000", **values}
    )


def new_contract(estate, company, **values) -> ServiceContract:
    return ServiceContract(
        estate=estate,
        enterprise=company,
        **{"number": "HT-1", "stage": "owners", "begins_on": date(2026, 1, 1), **values},
    )


class TestRegisterEnterprise:
    def test_gives_it_its_initials_and_capitals(self, people):
        register_enterprise(new_enterprise(), by=people["district"], at=NOW)
        company = Enterprise.objects.get()
        assert (company.uscc, company.initials) == ("91130102MA0ABC02YG", "hxwyfwyxgs")
        assert AuditEntry.objects.get().verb == "register_enterprise"

    def test_is_refused_outside_of_the_region(self, people):
        with pytest.raises(ValidationError):
            register_enterprise(new_enterprise(region_id="130108000000"), by=people["district"], at=NOW)

    def test_takes_a_code_that_fails_its_check(self, people):
        register_enterprise(new_enterprise(uscc="91350211M0000XUF46"), by=people["bureau"], at=NOW)
        assert Enterprise.objects.get().code_fault == "checksum"


class TestAmendEnterprise:
    def test_cannot_take_a_company_from_the_next_district(self, people):
        company = an_enterprise("130108000000")
        company.region_id = "130102000000"
        with pytest.raises(ValidationError):
            amend_enterprise(company, by=people["district"], at=NOW)

    def test_keeps_its_credit_code(self, people):
        company = an_enterprise()
        uscc, company.uscc = company.uscc, "91130102MA0ABC02YG"
        with pytest.raises(ValidationError) as refusal:
            amend_enterprise(company, by=people["bureau"], at=NOW)
        assert list(refusal.value.message_dict) == ["uscc"]
        assert Enterprise.objects.get().uscc == uscc

    def test_takes_its_own_credit_code_however_it_is_typed(self, people):
        company = an_enterprise()
        company.uscc, company.name = f" {company.uscc.lower()} ", "新名物业"
        amend_enterprise(company, by=people["bureau"], at=NOW)
        assert Enterprise.objects.get().name == "新名物业"


class TestManager:
    def test_is_appointed_in_a_company_of_the_area(self, people):
        manager = ProjectManager(number="XM-1", name="李明", enterprise=an_enterprise(), registered_on=date(2024, 1, 5))
        appoint_manager(manager, by=people["district"], at=NOW)
        assert ProjectManager.objects.get().name == "李明"

    def test_of_a_company_next_door_is_refused(self, people):
        manager = a_manager(an_enterprise("130108000000"))
        with pytest.raises(ValidationError):
            amend_manager(manager, by=people["district"], at=NOW)

    def test_leaves_after_being_registered(self, people):
        manager = a_manager(an_enterprise())
        manager.left_on = date(2020, 1, 1)
        with pytest.raises(ValidationError) as refusal:
            amend_manager(manager, by=people["bureau"], at=NOW)
        assert list(refusal.value.message_dict) == ["left_on"]


class TestFileContract:
    def test_says_who_manages_the_estate(self, people):
        estate, company = an_estate(), an_enterprise()
        file_contract(new_contract(estate, company), by=people["district"], at=NOW)
        assert ServiceContract.objects.running(on=date(2026, 11, 20)).get().enterprise == company

    @pytest.mark.parametrize(
        ("begins_on", "ends_on"),
        [(date(2025, 12, 31), None), (date(2020, 1, 1), None), (date(2020, 1, 1), date(2024, 1, 2))],
    )
    def test_is_refused_when_another_runs_in_that_time(self, people, begins_on, ends_on):
        estate, company = an_estate(), an_enterprise()
        a_contract(estate, company, number="OLD-1", begins_on=date(2024, 1, 1), ends_on=date(2026, 1, 1))
        contract = new_contract(estate, company, begins_on=begins_on, ends_on=ends_on)
        with pytest.raises(ValidationError, match="OLD-1") as refusal:
            file_contract(contract, by=people["bureau"], at=NOW)
        assert "2025-12-31" in str(refusal.value)

    def test_may_begin_on_the_day_the_last_one_is_over(self, people):
        estate, company = an_estate(), an_enterprise()
        a_contract(estate, company, begins_on=date(2024, 1, 1), ends_on=date(2026, 1, 1))
        file_contract(new_contract(estate, company), by=people["bureau"], at=NOW)
        assert ServiceContract.objects.count() == 2

    def test_takes_a_manager_of_the_same_company(self, people):
        contract = new_contract(an_estate(), an_enterprise(), manager=a_manager(an_enterprise()))
        with pytest.raises(ValidationError) as refusal:
            file_contract(contract, by=people["bureau"], at=NOW)
        assert list(refusal.value.message_dict) == ["manager"]

    @pytest.mark.parametrize("ends_on", [date(2025, 12, 31), date(2026, 1, 1)])
    def test_ends_after_it_begins(self, people, ends_on):
        estate, company = an_estate(), an_enterprise()
        a_contract(estate, company, number="OLD-1", begins_on=date(2020, 1, 1))
        with pytest.raises(ValidationError) as refusal:
            file_contract(new_contract(estate, company, ends_on=ends_on), by=people["bureau"], at=NOW)
        assert list(refusal.value.message_dict) == ["ends_on"]

    def test_is_refused_for_an_estate_next_door(self, people):
        with pytest.raises(ValidationError):
            file_contract(new_contract(an_estate("130108001000"), an_enterprise()), by=people["district"], at=NOW)


class TestAmendContract:
    def test_cannot_move_a_contract_over_from_the_next_district(self, people):
        contract = a_contract(an_estate("130108001000"), an_enterprise())
        contract.estate = an_estate("130102001000")
        with pytest.raises(ValidationError):
            amend_contract(contract, by=people["district"], at=NOW)


class TestEndContract:
    def test_runs_through_the_last_day(self, people):
        contract = a_contract(an_estate(), an_enterprise())
        end_contract(contract, last_day=date(2026, 6, 30), by=people["district"], at=NOW, why="业主大会决定")
        running = ServiceContract.objects.running
        assert running(on=date(2026, 6, 30)).exists()
        assert not running(on=date(2026, 7, 1)).exists()
        assert AuditEntry.objects.get().verb == "end_contract"

    def test_is_not_before_the_first_day(self, people):
        contract = a_contract(an_estate(), an_enterprise())
        with pytest.raises(ValidationError):
            end_contract(contract, last_day=date(2023, 12, 31), by=people["bureau"], at=NOW)
