"""Owners who want an account audited: counted by heads and by area, both sides of the line."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from committees.models import Ownership
from estates.models import Home
from fees.models import RevenueDemand, RevenueReport
from fees.revenue import auditing, checks, demanding, pending, reporting
from fees.revenue.lifecycle import DEMAND
from tests.factories import an_estate
from tests.factories.owners import an_owner, owners_of, some_homes
from tests.fees.revenue.accounted import LATE, PARKING, Q3, a_pdf, a_posted, refused_by

pytestmark = [pytest.mark.usefixtures("in_english"), pytest.mark.django_db]
ON = date(2026, 10, 19)
AS_PORTAL = {"by": None, "at": LATE}


@pytest.fixture
def posted(estate) -> RevenueReport:
    return a_posted(estate, PARKING)


def homes_with(estate, *areas) -> list[Home]:
    """A home of an owner of its own for each area."""
    owners_of(estate, areas)
    return list(Home.objects.of(estate).order_by("pk"))


def demanded(report, homes, **given) -> RevenueDemand:
    return demanding.record(report, homes=homes, **{"demanded_on": ON, **AS_PORTAL, **given})


def test_the_table_of_verbs_is_what_is_written_by_hand():
    assert {verb: move.open_in for verb, move in DEMAND.items()} == dict.fromkeys(
        ("add_homes", "drop"), frozenset(["open"])
    )


class TestTheLine:
    @pytest.mark.parametrize(
        ("areas", "state"),
        [
            ([100, 100, 100, 100, 100], "reached"),
            ([99.99, 100, 100, 100, 100.01], "open"),
            ([400, 100, 100, 100, 100, 100], "open"),
        ],
    )
    def test_is_reached_by_heads_and_by_area(self, posted, areas, state):
        first = homes_with(posted.estate, *areas)[:1]
        assert demanded(posted, first).state == state

    def test_what_is_short_of_it_is_not_shown_as_reached(self, posted):
        first = homes_with(posted.estate, 99.99, 100, 100, 100, 100.01)[:1]
        assert [str(share) for share in demanding.shares_of(demanded(posted, first))] == ["20.00", "19.99"]


class TestCounting:
    def test_somebody_with_several_homes_is_one_head_with_all_of_them(self, posted):
        flat, shop, *others = some_homes(posted.estate, [40, 60, *[100] * 5])
        an_owner(flat, shop)
        for home in others:
            an_owner(home)
        made = demanded(posted, [flat])
        assert (made.heads, made.of_heads, made.area_m2, made.of_area_m2) == (1, 6, 100, 600)
        again = demanding.add_homes(made, homes=[shop], **AS_PORTAL)
        assert (again.heads, again.state) == (1, "open")

    def test_enough_open_the_audit_and_are_forgotten(self, posted):
        homes = homes_with(posted.estate, *[100] * 6)
        made = demanded(posted, homes[:1])
        assert (made.state, made.joined.count()) == ("open", 1)
        reached = demanding.add_homes(made, homes=homes[:2], **AS_PORTAL)
        assert (reached.audit.basis, reached.audit.report, reached.audit.due_on) == (
            "owners",
            posted,
            date(2026, 12, 19),
        )
        assert (reached.heads, reached.joined.count()) == (2, 0)
        with pytest.raises(NotNow):
            demanding.add_homes(reached, homes=homes, **AS_PORTAL)

    def test_a_home_without_an_owner_makes_all_too_few(self, posted):
        homes = homes_with(posted.estate, *[100] * 5)
        Ownership.objects.filter(home=homes[-1]).delete()
        with pytest.raises(ValidationError, match="1 homes have no owner"):
            demanded(posted, homes[:1])

    def test_homes_of_another_estate_count_nowhere(self, posted):
        homes_with(posted.estate, *[100] * 5)
        for homes in (homes_with(an_estate(), 100), []):
            with pytest.raises(ValidationError) as odd:
                demanded(posted, homes)
            assert set(odd.value.message_dict) == {"homes"}


class TestRecording:
    def test_is_of_a_posted_report_that_was_not_audited(self, posted):
        homes = homes_with(posted.estate, *[100] * 5)
        auditing.order(posted, **AS_PORTAL)
        with pytest.raises(ValidationError, match="audited already"):
            demanded(posted, homes)
        with pytest.raises(ValidationError, match="Only a posted report"):
            demanded(reporting.correct(posted, reason="漏记。", **AS_PORTAL), homes)

    def test_is_seen_by_officers_and_once_it_opened_an_audit_by_the_company(self, posted, people):
        homes = homes_with(posted.estate, *[100] * 6)
        made = demanded(posted, homes[:1])
        seen = [RevenueDemand.objects.visible_to(people[person]).exists() for person in ("district", "company")]
        assert seen == [True, False]
        demanding.add_homes(made, homes=homes[1:2], **AS_PORTAL)
        assert RevenueDemand.objects.visible_to(people["company"]).exists()

    @pytest.mark.parametrize("day", [date(2026, 10, 13), date(2026, 10, 21)])
    def test_is_of_a_day_since_the_posting(self, posted, day):
        with pytest.raises(ValidationError) as odd:
            demanded(posted, homes_with(posted.estate, 100), demanded_on=day)
        assert set(odd.value.message_dict) == {"demanded_on"}

    def test_is_the_districts_within_its_division(self, posted, people):
        homes = homes_with(posted.estate, *[100] * 6)[:1]
        for person in ("neighbour", "street", "company", "auditor"):
            with pytest.raises(NotAllowed):
                demanded(posted, homes, by=people[person])
        assert demanded(posted, homes, by=people["district"]).state == "open"

    def test_there_is_one_at_a_time_and_one_that_is_dropped_forgets_who_joined(self, posted):
        homes = homes_with(posted.estate, *[100] * 6)[:1]
        made = demanded(posted, homes)
        with pytest.raises(ValidationError, match="open already"):
            demanded(posted, homes)
        dropped = demanding.drop(made, reason="业主撤回。", **AS_PORTAL)
        assert (dropped.state, dropped.joined.count()) == ("dropped", 0)
        assert demanded(posted, homes).state == "open"

    @pytest.mark.parametrize(
        ("change", "name"),
        [({"state": "reached"}, "has_its_audit"), ({"heads": 7}, "some_of_all"), ({"state": "dropped"}, "says_why")],
    )
    def test_is_kept_sound_by_the_database(self, posted, change, name):
        demanded(posted, homes_with(posted.estate, *[100] * 6)[:1])
        with refused_by(name), transaction.atomic():
            RevenueDemand.objects.update(**change)


def corrected(report) -> RevenueReport:
    """Posted in its place, with another proof."""
    made = reporting.correct(report, reason="笔误。", **AS_PORTAL)
    reporting.add_proof(made, kind="voucher", title="凭证", file=a_pdf(), **AS_PORTAL)
    return reporting.post(made, **AS_PORTAL)


class TestACorrection:
    """Nobody escapes an audit by correcting the account that it is of."""

    def test_takes_over_the_owners_who_joined(self, posted):
        homes = homes_with(posted.estate, *[100] * 6)
        made = demanded(posted, homes[:1])
        after = corrected(posted)
        reached = demanding.add_homes(made, homes=homes[1:2], **AS_PORTAL)
        assert (reached.report, reached.heads, reached.audit.report) == (after, 2, after)

    def test_takes_over_an_audit_that_is_open_with_its_term(self, posted):
        audit = auditing.order(posted, **AS_PORTAL)
        due_on, after = audit.due_on, corrected(posted)
        audit.refresh_from_db()
        assert (audit.report, audit.due_on) == (after, due_on)
        auditing.find_faulty(audit, auditor="甲", result="少记。", wrong_fen=100, **AS_PORTAL)
        assert [trouble.facts["audit"] for trouble in checks.audited(ON)] == [audit.number]

    def test_leaves_a_result_to_the_account_that_it_is_of(self, posted):
        audit = auditing.find_clean(auditing.order(posted, **AS_PORTAL), auditor="甲", result="无误。", **AS_PORTAL)
        corrected(posted)
        audit.refresh_from_db()
        assert audit.report == posted


class TestTheEnd:
    """Who joined is known only as long as the demand is open."""

    @pytest.fixture
    def made(self, posted) -> RevenueDemand:
        return demanded(posted, homes_with(posted.estate, *[100] * 6)[:1])

    @pytest.mark.parametrize("by_draw", [True, False])
    def test_comes_with_an_audit_for_another_reason(self, posted, regions, made, by_draw):
        if by_draw:
            auditing.draw(region=regions["130102000000"], day=Q3, seed="5f" * 16, **AS_PORTAL)
        else:
            auditing.order(posted, **AS_PORTAL)
        made.refresh_from_db()
        assert (made.state, made.joined.count()) == ("dropped", 0)
        assert posted.audits.get().number in made.drop_reason
        with pytest.raises(NotNow):
            demanding.add_homes(made, homes=Home.objects.of(posted.estate), **AS_PORTAL)

    @pytest.mark.parametrize(("days", "state"), [(90, "open"), (91, "dropped")])
    def test_comes_when_nobody_joined_for_ninety_days(self, made, days, state):
        assert pending.drop_stale(at=LATE + timedelta(days=days)) == (state == "dropped")
        made.refresh_from_db()
        assert (made.state, made.joined.exists(), bool(made.drop_reason)) == (
            state, state == "open", state == "dropped",
        )  # fmt: skip
