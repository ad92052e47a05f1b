"""The evidence ledger: priced once, resolved to who was responsible, only ever added to."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.authority import NotAllowed
from accounts.models import AuditEntry
from credit import actions
from credit.ledger import EvidenceFault
from credit.models import Evidence, EvidenceStep, Posting
from tests.conftest import NOW
from tests.credit.builders import AT, a_company, a_contract, a_manager, a_rulebook, an_estate, entry_for, evidence

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def book(regions):
    return a_rulebook()


class TestARecord:
    def test_is_priced_by_its_level(self):
        assert evidence("R-G01", of=a_company(), level="市").centipoints == 300

    def test_knows_its_last_day(self):
        record = evidence("R-N05", of=a_company(), on=date(2024, 2, 29))
        assert record.expires_on == date(2026, 3, 1)

    def test_about_an_estate_reaches_who_managed_it(self):
        company, estate = a_company(), an_estate()
        a_contract(estate, company)
        evidence("R-N01", at=estate)
        assert Posting.objects.get().enterprise == company

    def test_about_a_manager_reaches_the_employer(self):
        company = a_company()
        evidence("R-N11", by=a_manager(company))
        assert Posting.objects.get().enterprise == company

    def test_without_points_moves_no_score(self):
        evidence("R-B01", of=a_company())
        assert not Posting.objects.get().reaches_enterprise

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"code": "R-X99"}, "item_code"),
            ({"code": "R-G01", "level": "乡"}, "level"),
            ({"on": date(2020, 1, 1)}, "occurred_on"),
            ({"occurred_on": date(2026, 2, 1)}, "decided_on"),
            ({"effective_on": date(2026, 1, 1)}, "effective_on"),
            ({"of": None, "at": None}, "enterprise_id"),
            ({"centipoints": -500}, "centipoints"),
            ({"on": date(2031, 1, 1), "occurred_on": date(2026, 1, 1)}, "decided_on"),
        ],
    )
    def test_that_is_not_sound_names_the_field(self, fields, field):
        values = {"code": "R-N05", "of": a_company(), **fields}
        with pytest.raises(EvidenceFault) as caught:
            actions.record_evidence([entry_for(values.pop("code"), **values)], by=None, at=AT)
        assert [fault[1] for fault in caught.value.faults] == [field]

    def test_among_unsound_ones_is_not_saved(self):
        company = a_company()
        with pytest.raises(EvidenceFault) as caught:
            actions.record_evidence([entry_for("R-N05", of=company), entry_for("R-X", of=company)], by=None, at=AT)
        assert [fault[0] for fault in caught.value.faults] == [1]
        assert not Evidence.objects.exists()

    def test_keeps_tabs_lines_and_backslashes(self):
        record = evidence("R-N05", of=a_company(), fact="一\t二\n三\\四 𠮷")
        assert record.fact == "一\t二\n三\\四 𠮷"

    def test_posts_to_several_subjects_with_different_points(self, book):
        newer = actions.copy_rulebook(book, version="2", by=None, at=NOW)
        item = newer.items.get(code="R-N31")
        item.fixed_centipoints, item.also = -1_200, {"manager": -800}
        actions.amend_item(item, by=None, at=NOW)
        actions.publish_rulebook(newer, effective_from=date(2026, 1, 1), by=None, at=NOW)
        company = a_company()
        evidence("R-N31", of=company, by=a_manager(company))
        rows = Posting.objects.values_list("subject", "centipoints", "reaches_enterprise")
        assert set(rows) == {("enterprise", -1_200, True), ("manager", -800, False)}

    def test_charges_a_company_once_for_one_event(self, book):
        newer = actions.copy_rulebook(book, version="2", by=None, at=NOW)
        item = newer.items.get(code="R-N01")
        item.also = {"manager": -100}
        actions.amend_item(item, by=None, at=NOW)
        actions.publish_rulebook(newer, effective_from=date(2026, 1, 1), by=None, at=NOW)
        company, estate = a_company(), an_estate()
        a_contract(estate, company, manager=a_manager(company))
        evidence("R-N01", at=estate)
        rows = Posting.objects.values_list("subject", "centipoints", "reaches_enterprise")
        assert set(rows) == {("project", -300, True), ("manager", -100, False)}

    def test_is_recorded_in_the_audit_log(self, people):
        actions.record_evidence([entry_for("R-N05", of=a_company())], by=people["street"], at=AT)
        assert AuditEntry.objects.get(verb="record_evidence").who == "street"

    @pytest.mark.parametrize("name", ["auditor", "company", "system"])
    def test_is_refused_from_those_who_may_not(self, people, name):
        with pytest.raises(NotAllowed):
            actions.record_evidence([entry_for("R-N05", of=a_company())], by=people[name], at=AT)


class TestTheLedger:
    @pytest.mark.parametrize("table", ["credit_evidence", "credit_evidencestep", "credit_posting"])
    @pytest.mark.parametrize("statement", ["DELETE FROM {table}", "UPDATE {table} SET {column}"])
    def test_refuses_every_change(self, table, statement):
        record = evidence("R-N05", of=a_company())
        actions.object_to(record, on=date(2026, 1, 12), reason="不服", by=None, at=NOW)
        column = {
            "credit_evidence": "fact = 'x'",
            "credit_evidencestep": "reason = 'x'",
            "credit_posting": "centipoints = 0",
        }
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table=table, column=column[table]))


class TestAStep:
    def test_withdraws_once(self):
        record = evidence("R-N05", of=a_company())
        actions.withdraw(record, on=date(2026, 2, 1), reason="误录", by=None, at=NOW)
        with pytest.raises(actions.NotNow):
            actions.repair(record, on=date(2026, 2, 2), reason="已改", by=None, at=NOW)

    def test_needs_a_reason(self):
        with pytest.raises(actions.NotNow):
            actions.withdraw(evidence("R-N05", of=a_company()), on=date(2026, 2, 1), reason=" ", by=None, at=NOW)

    def test_objects_once_to_the_same_record(self):
        record = evidence("R-N05", of=a_company())
        actions.object_to(record, on=date(2026, 1, 12), reason="不服", by=None, at=NOW)
        with pytest.raises(actions.NotNow):
            actions.object_to(record, on=date(2026, 1, 13), reason="还是不服", by=None, at=NOW)

    def test_upholds_only_an_open_objection(self):
        record = evidence("R-N05", of=a_company())
        with pytest.raises(actions.NotNow):
            actions.uphold(record, on=date(2026, 1, 13), reason="属实", by=None, at=NOW)

    def test_changes_the_state_from_its_day(self):
        record = evidence("R-N05", of=a_company(), effective_on=date(2026, 1, 15))
        actions.repair(record, on=date(2026, 3, 1), reason="已整改", by=None, at=NOW)
        states = {
            day: Evidence.objects.with_state(on=day).get().state
            for day in (date(2026, 1, 14), date(2026, 1, 15), date(2026, 3, 1))
        }
        assert list(states.values()) == ["noticed", "effective", "repaired"]

    def test_of_a_whole_import_withdraws_what_still_stands(self, people):
        from intake.models import ImportBatch

        batch = ImportBatch.objects.create(sheet="evidence", file_name="a.xlsx", received_at=NOW)
        company = a_company()
        keys = actions.record_evidence(
            [entry_for("R-N05", of=company), entry_for("R-N29", of=company)], by=None, at=AT, batch=batch
        )
        actions.withdraw(Evidence.objects.get(pk=keys[0]), on=date(2026, 1, 20), reason="误录", by=None, at=NOW)
        assert actions.withdraw_batch(batch, on=date(2026, 2, 1), reason="导入撤销", by=people["bureau"], at=NOW) == 1
        assert EvidenceStep.objects.count() == 2
