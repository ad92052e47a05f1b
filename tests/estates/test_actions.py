"""The verbs of places."""

import pytest
from django.core.exceptions import ValidationError

from accounts.authority import NotAllowed
from accounts.models import AuditEntry
from estates.actions import amend_building, amend_estate, register_building, register_estate
from estates.models import Building, Estate
from tests.conftest import NOW
from tests.factories import a_building, an_estate

pytestmark = pytest.mark.django_db


def new_estate(**values) -> Estate:
    return Estate(
        **{
            "code": "1301020010001",
            "name": "重阳花苑",
            "address": "建设北大街 18 号",
            "region_id": "130102001000",
            "floor_area_m2": "86520.50",
            "households": 912,
            "building_count": 12,
            "kind": "commodity",
            "service_mode": "company",
            **values,
        }
    )


class TestRegisterEstate:
    def test_gives_it_its_initials_and_a_line_in_the_audit_log(self, people):
        estate = register_estate(new_estate(), by=people["district"], at=NOW, why="新建")
        assert estate.initials == "cyhy"
        line = AuditEntry.objects.get()
        assert (line.verb, line.who, line.why, line.after["name"]) == (
            "register_estate",
            "district",
            "新建",
            "重阳花苑",
        )

    def test_is_refused_outside_of_the_region(self, people):
        estate = new_estate(code="1301080010001", region_id="130108001000")
        with pytest.raises(ValidationError) as refusal:
            register_estate(estate, by=people["district"], at=NOW)
        assert list(refusal.value.message_dict) == ["region"]
        assert not Estate.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [("code", "1301080010001"), ("code", "13"), ("latitude", 38.04), ("kind", "castle"), ("name", "")],
    )
    def test_says_which_field_is_wrong(self, people, field, value):
        with pytest.raises(ValidationError) as refusal:
            register_estate(new_estate(**{field: value}), by=people["bureau"], at=NOW)
        assert list(refusal.value.message_dict) == ["longitude" if field == "latitude" else field]

    @pytest.mark.parametrize("who", ["system", "auditor", "street", "inspector", "company"])
    def test_is_not_for(self, people, who):
        with pytest.raises(NotAllowed):
            register_estate(new_estate(), by=people[who], at=NOW)


class TestAmendEstate:
    def test_makes_the_initials_anew(self, people):
        estate = an_estate()
        estate.name = "银都花园"
        amend_estate(estate, by=people["district"], at=NOW)
        assert Estate.objects.get().initials == "ydhy"

    def test_cannot_take_an_estate_from_the_next_district(self, people):
        estate = an_estate("130108001000")
        estate.region_id = "130102001000"
        with pytest.raises(ValidationError):
            amend_estate(estate, by=people["district"], at=NOW)
        assert Estate.objects.get().region_id == "130108001000"

    def test_keeps_its_code(self, people):
        estate = an_estate()
        code, estate.code = estate.code, "1301020010999"
        with pytest.raises(ValidationError) as refusal:
            amend_estate(estate, by=people["bureau"], at=NOW)
        assert list(refusal.value.message_dict) == ["code"]
        assert Estate.objects.get().code == code


class TestBuilding:
    def test_is_registered_with_its_estate(self, people):
        register_building(Building(estate=an_estate(), name="1号楼"), by=people["district"], at=NOW)
        assert Building.objects.get().name == "1号楼"

    def test_has_its_name_once_in_an_estate(self, people):
        building = a_building(an_estate())
        with pytest.raises(ValidationError):
            register_building(Building(estate=building.estate, name=building.name), by=people["bureau"], at=NOW)

    def test_of_the_next_district_is_left_alone(self, people):
        building = a_building(an_estate("130108001000"))
        building.estate = an_estate("130102001000")
        with pytest.raises(ValidationError):
            amend_building(building, by=people["district"], at=NOW)
