"""Malicious arrears are referred in due process, by two officers; payment ends it; then the person is forgotten."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, Role, RuleValue, User
from fees.collection import erasing, referrals
from fees.collection.lifecycle import REFERRAL
from fees.collection.referrals import Debtor
from fees.models import ArrearsPaper, ArrearsReferral, PaperKind, ReferralState
from tests.factories import a_company_login, a_contract, an_enterprise, an_estate
from tests.factories.rules import the_rules
from tests.fees.looked import AT, ON

DAY = timedelta(days=1)
LATER = AT + 12 * DAY
WHO = Debtor("3号楼2单元501", "赵青山", "13800001234")
OPEN = {
    "proposed": {"add_paper", "give_notice", "refuse", "withdraw", "note_paid", "find_paid", "look"},
    "noticed": {"note_statement", "refer", "refuse", "withdraw", "note_paid", "find_paid", "look"},
    "referred": {"withdraw", "note_paid", "find_paid", "revoke", "look"},
    "refused": set(), "withdrawn": set(), "paid": set(), "ended": set(), "revoked": set(),
    "lapsed": set(),
}  # fmt: skip
"""Written by hand: what may be done in each state."""


def test_moves_are_open_where_the_table_says():
    told = {state: {verb for verb, move in REFERRAL.items() if state in move.open_in} for state in ReferralState}
    assert told == OPEN


@pytest.fixture
def contract(city, people):
    the_rules(city)
    made = a_contract(an_estate(), an_enterprise())
    a_company_login(people["company"], made.enterprise)
    return made


@pytest.fixture
def other(people) -> User:
    return User.objects.create_user("district2", "x", role=Role.DISTRICT, region_id="130102000000")


def proposed(contract, by, who: Debtor = WHO, since: date = date(2025, 10, 1)) -> ArrearsReferral:
    return referrals.propose(who, contract=contract, arrears_fen=512_300, arrears_since_on=since, by=by, at=AT)


@pytest.fixture
def referral(contract, people) -> ArrearsReferral:
    return proposed(contract, people["company"])


def papers(referral, by, *kinds: PaperKind) -> None:
    for kind in kinds:
        file = ContentFile(b"%PDF-1.4 " + kind.encode(), name="a.pdf")
        referrals.add_paper(referral, kind=kind, issued_on=date(2026, 6, 1), file=file, by=by, at=AT)


WHOLE = (PaperKind.DEMAND, PaperKind.JUDGMENT, PaperKind.SERVED, PaperKind.ENFORCEMENT)


@pytest.fixture
def noticed(referral, people, private_storage) -> ArrearsReferral:
    papers(referral, people["company"], *WHOLE)
    return referrals.give_notice(referral, served_on=ON, by=people["district"], at=AT)


def referred(noticed, by, at: datetime = LATER, until_on: date = date(2027, 12, 1)) -> ArrearsReferral:
    return referrals.refer(noticed, until_on=until_on, decision="生效判决确认，经催告仍不缴纳。", by=by, at=at)


@pytest.mark.django_db
class TestProposing:
    def test_seals_who_it_is(self, referral):
        row = ArrearsReferral.objects.filter(pk=referral.pk).values().get()
        assert not any(secret in str(row) for secret in ("赵青山", "13800001234", "501"))
        assert (referral.masked_name, referral.home) == ("赵**", "3号楼2单元501")
        assert not AuditEntry.objects.filter(after__icontains="赵").exists()

    def test_is_the_companys_for_its_own_contract(self, contract, people):
        with pytest.raises(NotAllowed):
            proposed(a_contract(an_estate(), an_enterprise()), people["company"])
        with pytest.raises(NotAllowed):
            proposed(contract, people["district"])

    @pytest.mark.parametrize(("since", "is_fresh"), [(date(2025, 11, 20), False), (date(2025, 11, 21), True)])
    def test_asks_for_a_year_of_arrears(self, contract, people, since, is_fresh):
        if not is_fresh:
            assert proposed(contract, people["company"], since=since).pk
            return
        with pytest.raises(ValidationError) as fresh:
            proposed(contract, people["company"], since=since)
        assert set(fresh.value.message_dict) == {"arrears_since_on"}

    def test_of_a_home_is_open_once(self, referral, contract, people):
        with pytest.raises(ValidationError):
            proposed(contract, people["company"], who=Debtor("3号楼 2单元 501", "赵青山"))
        referrals.withdraw(referral, by=people["company"], at=AT)
        assert proposed(contract, people["company"]).pk

    @pytest.mark.parametrize("who", [Debtor(" ", "赵青山"), Debtor("501", " ")])
    def test_names_a_home_and_an_owner(self, contract, people, who):
        with pytest.raises(ValidationError):
            proposed(contract, people["company"], who=who)


@pytest.mark.django_db
class TestDueProcess:
    def test_names_each_missing_paper_with_its_article(self, referral, people, private_storage):
        papers(referral, people["company"], *WHOLE[:3])
        with pytest.raises(ValidationError) as lacking:
            referrals.give_notice(referral, served_on=ON, by=people["district"], at=AT)
        told = "".join(lacking.value.messages)
        assert str(PaperKind.ENFORCEMENT.label) in told
        assert str(PaperKind.DEMAND.label) not in told
        assert RuleValue.objects.get(key="arrears_paper_enforcement").article in told

    @pytest.mark.parametrize(
        ("added_at", "served_on"), [(AT, ON - DAY), (AT, date(2020, 2, 1)), (AT + 2 * DAY, ON + DAY)],
        ids=["before the proposal", "years before", "before the papers were there"],
    )  # fmt: skip
    def test_serves_no_notice_before_its_papers(self, referral, people, private_storage, added_at, served_on):
        papers(referral, people["company"], *WHOLE)
        ArrearsPaper.objects.filter(kind=PaperKind.ENFORCEMENT).update(added_at=added_at)
        with pytest.raises(ValidationError) as early:
            referrals.give_notice(referral, served_on=served_on, by=people["district"], at=AT + 3 * DAY)
        assert set(early.value.message_dict) == {"served_on"}

    def test_waits_for_the_owner_until_the_day(self, noticed, other):
        assert noticed.statement_due_on == date(2026, 11, 30)
        with pytest.raises(NotNow):
            referred(noticed, other, at=AT + 10 * DAY)
        assert referred(noticed, other, at=AT + 11 * DAY).state == "referred"

    def test_goes_on_when_the_owner_was_heard(self, noticed, people, other):
        held = referrals.note_statement(noticed, statement="房屋漏水未修。", by=people["district"], at=AT)
        assert "漏水" not in held.sealed_statement
        assert held.statement == "房屋漏水未修。"
        with pytest.raises(NotNow):
            referrals.note_statement(noticed, statement="又说。", by=people["district"], at=AT)
        assert referred(noticed, other, at=AT).state == "referred"

    def test_is_decided_by_somebody_else(self, noticed, people):
        with pytest.raises(NotAllowed):
            referred(noticed, people["district"])

    @pytest.mark.parametrize(("until_on", "is_sound"), [(date(2028, 12, 2), True), (date(2028, 12, 3), False)])
    def test_has_an_end_within_two_years(self, noticed, other, until_on, is_sound):
        if is_sound:
            assert referred(noticed, other, until_on=until_on).until_on == until_on
            return
        with pytest.raises(ValidationError) as endless:
            referred(noticed, other, until_on=until_on)
        assert set(endless.value.message_dict) == {"until_on"}

    def test_may_be_refused_and_revoked_with_a_reason(self, noticed, referral, people, other):
        with pytest.raises(ValidationError):
            referrals.refuse(noticed, decision=" ", by=people["district"], at=AT)
        referred(noticed, other)
        held = referrals.revoke(noticed, reason="判决被再审撤销。", by=people["bureau"], at=LATER)
        assert (held.state, held.over_on, held.revoke_reason) == ("revoked", date(2026, 12, 2), "判决被再审撤销。")
        assert held.decision != held.revoke_reason


@pytest.mark.django_db
class TestItsEnd:
    @pytest.mark.parametrize(("verb", "by"), [("note_paid", "company"), ("find_paid", "district")])
    def test_comes_at_once_with_payment(self, noticed, people, other, verb, by):
        referred(noticed, other)
        held = getattr(referrals, verb)(noticed, by=people[by], at=LATER)
        assert (held.state, held.over_on, held.erase_on) == ("paid", date(2026, 12, 2), date(2027, 6, 2))

    def test_comes_by_itself_on_its_day(self, noticed, other):
        referred(noticed, other)
        assert erasing.end_due(on=date(2027, 11, 30), at=LATER) == 0
        assert erasing.end_due(on=date(2027, 12, 1), at=LATER) == 1
        noticed.refresh_from_db()
        assert noticed.state == "ended"

    @pytest.mark.parametrize(("since", "lapsed"), [(date(2025, 11, 20), 1), (date(2025, 11, 21), 0)])
    def test_comes_by_itself_where_nobody_decided(self, noticed, since, lapsed):
        """Twelve months after it was proposed, and six more until the person is forgotten."""
        ArrearsReferral.objects.update(proposed_at=datetime(since.year, since.month, since.day, 4, tzinfo=AT.tzinfo))
        assert erasing.lapse_due(on=ON, at=AT) == lapsed
        noticed.refresh_from_db()
        assert (noticed.state, noticed.erase_on) == (("lapsed", date(2027, 5, 20)) if lapsed else ("noticed", None))
        assert erasing.erase_due(at=AT + 190 * DAY) == lapsed

    def test_needs_no_term_for_keeping_the_person(self, noticed, other):
        """Where the city says no term, nobody is kept."""
        referred(noticed, other)
        RuleValue.objects.filter(key="arrears_kept_months").delete()
        assert erasing.end_due(on=date(2027, 12, 1), at=LATER) == 1
        noticed.refresh_from_db()
        assert (noticed.state, noticed.erase_on) == ("ended", noticed.over_on)

    def test_is_followed_by_forgetting(self, noticed, people, django_capture_on_commit_callbacks):
        referrals.note_paid(noticed, by=people["company"], at=AT)
        paper = ArrearsPaper.objects.filter(referral=noticed).first()
        assert erasing.erase_due(at=AT + 170 * DAY) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert erasing.erase_due(at=AT + 190 * DAY) == 1
        noticed.refresh_from_db()
        left = (noticed.name, noticed.phone, noticed.home, noticed.statement, noticed.home_digest)
        assert left == ("",) * 5
        assert not ArrearsPaper.objects.exists()
        assert not paper.file.storage.exists(paper.file.name)
        assert erasing.erase_due(at=AT + 190 * DAY) == 0


@pytest.mark.django_db
class TestTheDatabase:
    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"state": "noticed"}, "referral_gave_notice_and_time"),
            ({"state": "noticed", "noticed_on": ON}, "referral_gave_notice_and_time"),
            (
                {"state": "referred", "noticed_on": ON, "statement_due_on": ON + DAY},
                "referral_in_force_has_decision_and_end",
            ),
            ({"state": "paid"}, "referral_that_is_over_will_be_erased"),
            ({"state": "revoked", "over_on": ON, "erase_on": ON}, "revoked_referral_says_why"),
            ({"erased_at": AT}, "erased_referral_holds_nobody"),
            ({"arrears_fen": 0}, "referral_is_of_arrears"),
        ],
    )
    def test_refuses_what_has_no_due_process(self, referral, values, constraint):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ArrearsReferral.objects.filter(pk=referral.pk).update(**values)

    def test_refuses_a_decision_of_who_gave_notice(self, noticed, people, other):
        referred(noticed, other)
        with pytest.raises(IntegrityError, match="referral_is_decided_by_somebody_else"), transaction.atomic():
            ArrearsReferral.objects.update(decided_by=people["district"])

    def test_refuses_a_second_open_one_of_a_home(self, referral):
        referral.pk, referral.number = None, "CJ-2"
        with pytest.raises(IntegrityError, match="one_open_referral_for_a_home"), transaction.atomic():
            referral.save(force_insert=True)


@pytest.mark.django_db
class TestLooking:
    def test_is_written_down(self, referral, people):
        held = referrals.look(referral, by=people["district"], at=AT)
        assert held.name == "赵青山"
        assert AuditEntry.objects.get(verb="look_at_referral").who == "district"
        with pytest.raises(ArrearsReferral.DoesNotExist):
            referrals.look(referral, by=people["neighbour"], at=AT)
        with pytest.raises(NotAllowed):
            referrals.look(referral, by=people["auditor"], at=AT)
