"""The audit log is only ever added to."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import audit
from accounts.models import AuditEntry
from enterprises.actions import amend_contract, amend_enterprise, amend_manager
from estates.actions import amend_building, amend_estate
from tests.conftest import NOW
from tests.factories import a_building, a_contract, a_manager, an_enterprise, an_estate


@pytest.fixture
def entry(people, city):
    return audit.record(
        by=people["bureau"], at=NOW, verb="amend", thing=city, before={"name": "a"}, after={"name": "b"}
    )


class TestAuditLog:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE accounts_auditentry SET why = 'other'",
            "DELETE FROM accounts_auditentry",
            "TRUNCATE accounts_auditentry",
        ],
    )
    def test_is_refused_by_the_database_to(self, entry, statement):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert AuditEntry.objects.get().why == ""

    def test_says_who_did_what(self, entry):
        assert (entry.who, entry.role, entry.verb, entry.region_code) == ("bureau", "bureau", "amend", "130100000000")


class TestKeep:
    """Two people open the same thing, each changes something else, each saves."""

    @pytest.fixture
    def opened(self, people):
        estate = an_estate()
        company = an_enterprise()
        manager = a_manager(company)
        contract = a_contract(estate, company)
        building = a_building(estate)
        things = {"estate": estate, "company": company, "manager": manager, "contract": contract, "building": building}
        return lambda name: [type(things[name]).objects.get(pk=things[name].pk) for _person in range(2)]

    @pytest.mark.parametrize(
        ("name", "amend", "first", "second"),
        [
            ("estate", amend_estate, ("address", "建北大街 18 号"), ("households", 7)),
            ("building", amend_building, ("name", "十号楼"), ("lifts", 3)),
            ("company", amend_enterprise, ("contact_phone", "0311-1"), ("legal_representative", "李某")),
            ("manager", amend_manager, ("name", "王某"), ("left_on", date(2026, 1, 1))),
            ("contract", amend_contract, ("service_level", "一级"), ("fee_fen_per_m2_month", 180)),
        ],
    )
    def test_what_one_changed_the_other_does_not_revert(self, people, opened, name, amend, first, second):
        one, other = opened(name)
        setattr(one, *first)
        amend(one, by=people["district"], at=NOW)
        setattr(other, *second)
        amend(other, by=people["bureau"], at=NOW)
        kept = type(one).objects.get(pk=one.pk)
        assert (getattr(kept, first[0]), getattr(kept, second[0])) == (first[1], second[1])
        last, before_it = AuditEntry.objects.order_by("-pk")[:2]
        assert (set(last.after), set(before_it.after)) == ({second[0]}, {first[0]})

    def test_the_whole_is_judged_as_it_is_now(self, people, opened):
        """One gives the coordinates; the other, who saw none, corrects one of them and keeps the other."""
        one, other = opened("estate")
        one.latitude, one.longitude = 38, 114
        amend_estate(one, by=people["district"], at=NOW)
        other.latitude = 39
        amend_estate(other, by=people["district"], at=NOW)
        kept = type(one).objects.get(pk=one.pk)
        assert (kept.latitude, kept.longitude) == (39, 114)

    def test_the_same_instance_may_be_amended_again(self, people, opened):
        one, other = opened("estate")
        for households in (5, 6):
            one.households = households
            amend_estate(one, by=people["district"], at=NOW)
            other.address = f"建北大街 {households} 号"
            amend_estate(other, by=people["district"], at=NOW)
        kept = type(one).objects.get(pk=one.pk)
        assert (kept.households, kept.address) == (6, "建北大街 6 号")
        assert AuditEntry.objects.count() == 4
