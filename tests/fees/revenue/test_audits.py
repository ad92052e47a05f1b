"""Sample audits: drawn once, drawn again by anybody, and what they found."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import RuleValue
from fees.models import RevenueAudit, RevenueDraw, RevenueReport
from fees.models.revenue_audits import AuditState
from fees.revenue import auditing, reporting
from fees.revenue.drawing import drawn
from fees.revenue.lifecycle import SAMPLE
from tests.factories import a_contract, an_enterprise, an_estate
from tests.factories.rules import the_rules
from tests.fees.revenue.accounted import LATE, PARKING, Q3, a_posted

pytestmark = pytest.mark.usefixtures("in_english")

SEED = "5f" * 16
OPEN = {"open": {"find_clean", "find_faulty"}, "clean": set(), "faulty": {"revoke"}, "revoked": set()}
"""Written by hand."""


@pytest.fixture
def estates(city):
    """Five with a posted report, one that owes it still."""
    the_rules(city)
    company = an_enterprise()
    made = [an_estate() for _n in range(6)]
    for each in made:
        a_contract(each, company)
    for each in made[:5]:
        a_posted(each, PARKING)
    return made


@pytest.fixture
def county(regions):
    return regions["130102000000"]


def a_draw(county, by=None, **values) -> RevenueDraw:
    return auditing.draw(**{"region": county, "day": Q3, "seed": SEED, "by": by, "at": LATE, **values})


def test_the_table_of_verbs_is_what_is_written_by_hand():
    for state in AuditState.values:
        assert {verb for verb, move in SAMPLE.items() if state in move.open_in} == OPEN[state]


@pytest.mark.django_db
class TestDrawing:
    def test_can_be_repeated_from_what_is_published(self, estates, county, people):
        RuleValue.objects.filter(key="revenue_audit_percent").update(value="2/5")
        made = a_draw(county, by=people["district"])
        chosen = [audit.estate.code for audit in made.audits.order_by("rank")]
        assert made.pool == sorted(each.code for each in estates)
        assert chosen == drawn(made.pool, made.seed, made.percent / 100)
        assert len(chosen) == 3

    @pytest.mark.parametrize("code", ["130102000000", "130102001000", "130100000000"])
    def test_is_done_once_for_a_division_and_what_lies_in_or_around_it(self, estates, county, regions, code):
        a_draw(county)
        with pytest.raises(ValidationError) as twice:
            a_draw(regions[code], seed="00" * 16)
        assert set(twice.value.message_dict) == {"region"}

    def test_of_another_division_is_its_own(self, estates, county, regions):
        a_draw(county)
        other = an_estate("130108001000")
        a_contract(other, an_enterprise())
        a_posted(other, PARKING)
        assert a_draw(regions["130108000000"]).pool == [other.code]

    @pytest.mark.parametrize(("day", "fits"), [(15, False), (16, True)])
    def test_waits_until_all_had_their_time_to_post(self, estates, county, day, fits):
        if fits:
            assert a_draw(county, at=LATE.replace(day=day)).pool
            return
        with pytest.raises(ValidationError, match="in time until 2026-10-15"):
            a_draw(county, at=LATE.replace(day=day))

    def test_of_a_late_report_begins_when_that_is_posted(self, estates, county):
        late = RevenueReport.objects.get(estate=estates[5], state="owed")
        RuleValue.objects.filter(key="revenue_audit_percent").update(value="1")
        audit = a_draw(county).audits.get(report=late)
        for find in (auditing.find_clean, partial(auditing.find_faulty, wrong_fen=1)):
            with pytest.raises(NotNow, match="not posted yet"):
                find(audit, auditor="甲", result="无误。", by=None, at=LATE)
        reporting.post(late, by=None, at=LATE + timedelta(days=30))
        audit.refresh_from_db()
        assert audit.due_on == date(2027, 1, 18)
        assert auditing.find_clean(audit, auditor="甲", result="无误。", by=None, at=LATE).state == "clean"

    def test_waits_for_one_in_a_division_that_lies_in_it_or_around_it(self, estates, county):
        with CaptureQueriesContext(connection) as asked:
            a_draw(county)
        locks = [
            each["sql"] for each in asked if "accounts_region" in each["sql"] and "FOR NO KEY UPDATE" in each["sql"]
        ]
        assert len(locks) == 1
        assert '"parent_id" IS NULL' in locks[0]

    def test_needs_something_to_draw_from(self, estates, county):
        with pytest.raises(ValidationError, match="nothing can be drawn"):
            a_draw(county, day=date(2026, 4, 1))

    def test_is_the_bureaus_and_the_districts_within_their_division(self, estates, county, people):
        for person in ("neighbour", "street", "company", "auditor"):
            with pytest.raises(NotAllowed):
                a_draw(county, by=people[person])

    def test_seeds_are_nobodys_choice(self):
        assert len({auditing.new_seed() for _n in range(50)}) == 50


@pytest.mark.django_db
class TestAuditing:
    @pytest.fixture
    def audit(self, estates, county) -> RevenueAudit:
        reporting.post(RevenueReport.objects.get(state="owed"), by=None, at=LATE)
        return a_draw(county).audits.get()

    def test_is_due_sixty_days_on(self, audit):
        assert (audit.opened_on, audit.due_on) == (date(2026, 10, 20), date(2026, 12, 19))

    def test_names_its_auditor_and_result(self, audit, people):
        for told, field in (
            ({"auditor": " ", "result": "无误。"}, "auditor"),
            ({"auditor": "甲", "result": ""}, "result"),
            ({"auditor": "甲", "result": "经办人 13900000003。"}, "result"),
        ):
            with pytest.raises(ValidationError) as silent:
                auditing.find_clean(audit, **told, by=people["district"], at=LATE)
            assert set(silent.value.message_dict) == {field}
        done = auditing.find_clean(
            audit, auditor="正信会计师事务所", result="账实相符。", by=people["district"], at=LATE
        )
        assert (done.state, done.finished_on) == (AuditState.CLEAN, date(2026, 10, 20))
        with pytest.raises(NotNow):
            auditing.revoke(done, reason="x", by=None, at=LATE)

    def test_a_fault_has_a_sum(self, audit):
        with pytest.raises(ValidationError) as silent:
            auditing.find_faulty(audit, auditor="甲", result="少记。", wrong_fen=0, by=None, at=LATE)
        assert set(silent.value.message_dict) == {"wrong_fen"}

    def test_a_report_is_audited_once_unless_the_result_was_revoked(self, audit):
        with pytest.raises(ValidationError, match="audited already"):
            auditing.order(audit.report, by=None, at=LATE)
        faulty = auditing.find_faulty(audit, auditor="甲", result="少记。", wrong_fen=1, by=None, at=LATE)
        auditing.revoke(faulty, reason="复核无误。", by=None, at=LATE)
        assert auditing.order(audit.report, by=None, at=LATE).pk


@pytest.mark.django_db
class TestTheDatabase:
    def test_lets_a_draw_stand(self, estates, county):
        made = a_draw(county)
        with pytest.raises(IntegrityError, match="a draw does not change"), transaction.atomic():
            RevenueDraw.objects.update(seed="00" * 16)
        with pytest.raises(IntegrityError, match="one_revenue_draw_per_division"), transaction.atomic():
            RevenueDraw.objects.create(
                number="CQ-2", region=county, from_on=made.from_on, until_on=made.until_on, seed=SEED, pool=[],
                percent=5, drawn_at=LATE,
            )  # fmt: skip

    @pytest.mark.parametrize(
        ("values", "name"),
        [({"seed": "nope"}, "has_a_seed"), ({"percent": 0}, "has_a_share"), ({"until_on": Q3}, "has_a_period")],
    )
    def test_keeps_draws_sound(self, county, values, name):
        told = {"region": county, "from_on": Q3, "until_on": date(2026, 10, 1), "seed": SEED, "pool": [], "percent": 5}
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            RevenueDraw.objects.create(**{"number": "CQ-1", "drawn_at": LATE, **told, **values})

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ({"draw": None}, "sample_audit_names_its_draw"),
            ({"state": "clean"}, "finished_revenue_audit_has_a_result"),
            ({"state": "faulty", "auditor": "a", "result": "b", "finished_on": Q3}, "says_by_how_much"),
            ({"state": "revoked", "auditor": "a", "result": "b", "finished_on": Q3}, "revoked_revenue_audit"),
        ],
    )
    def test_keeps_audits_sound(self, estates, county, change, name):
        a_draw(county)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            RevenueAudit.objects.update(**change)
