"""What a use of the fund may not do, step by step; both sides of each boundary."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from committees.models import Committee, CommitteeLogin, MatterKind, Vote, VoteState
from estates.models import Home
from fees.fund_uses import actions, wording
from fees.fund_uses.acts import ACTS
from fees.fund_uses.telling import of_estate, running_of
from fees.fund_uses.votes import candidates
from fees.models import FundAccount, FundUse, FundUseState, Quote
from fees.splitting import split
from tests.factories import a_company_login, a_contract, an_enterprise
from tests.factories.fund_uses import (
    AT,
    DAY,
    LEAK,
    OPENS,
    ROOF,
    a_draft,
    a_fund,
    a_report,
    a_vote_on,
    accepted,
    approved,
    confirmed,
    decision_of,
)
from tests.factories.owners import a_committee, owners_of
from tests.factories.places import an_estate

AREAS = [90, 60.5, 49.49]
AS_PORTAL = {"by": None, "at": AT}


@pytest.fixture
def payers(estate):
    return owners_of(estate, AREAS)


@pytest.fixture
def homes(estate, payers):
    return list(Home.objects.of(estate).order_by("pk"))


@pytest.fixture
def fund(homes):
    return a_fund(homes, 50_000_00)


@pytest.fixture
def member(people, estate):
    CommitteeLogin.objects.create(user=people["committee"], committee=a_committee(estate))
    return people["committee"]


def fault(act, *args, **values) -> str:
    with pytest.raises(ValidationError) as raised:
        act(*args, **values)
    return str(raised.value.message_dict)


class TestWhoMay:
    def test_a_member_proposes_for_the_own_estate_only(self, estate, member):
        assert actions.propose(estate, ROOF, by=member, at=AT).committee == Committee.objects.get()
        with pytest.raises(NotAllowed):
            actions.propose(an_estate("130102001001"), ROOF, by=member, at=AT)

    def test_staff_of_a_company_propose_while_its_contract_runs(self, estate, people):
        contract = a_contract(estate, an_enterprise(), begins_on=date(2025, 1, 1), ends_on=date(2026, 8, 4))
        a_company_login(people["company"], contract.enterprise)
        use = actions.propose(estate, ROOF, by=people["company"], at=AT)
        with pytest.raises(NotAllowed):
            actions.propose(estate, ROOF, by=people["company"], at=AT + DAY)
        with pytest.raises(FundUse.DoesNotExist):
            actions.amend(use, replace(ROOF, title="改"), by=people["company"], at=AT + DAY)

    def test_another_district_sees_nothing_of_it(self, estate, people):
        use = actions.propose(estate, ROOF, **AS_PORTAL)
        with pytest.raises(FundUse.DoesNotExist):
            actions.withdraw(use, reason="不做了", by=people["neighbour"], at=AT)

    def test_whoever_filed_does_not_answer(self, estate, homes, fund, people):
        use = actions.file(confirmed(estate, homes, 10_000_00), by=people["district"], at=AT)
        for act, given in ((actions.approve, {}), (actions.refuse, {"reason": "否"})):
            with pytest.raises(NotAllowed):
                act(use, **given, by=people["district"], at=AT)

    def test_the_company_neither_accepts_the_work_nor_agrees_for_the_committee(self, estate, homes, fund, people):
        contract = a_contract(estate, an_enterprise(), begins_on=date(2025, 1, 1), ends_on=None)
        a_company_login(people["company"], contract.enterprise)
        use = approved(estate, homes, 10_000_00)
        with pytest.raises(NotAllowed):
            actions.accept_work(use, accepted_on=AT.date(), result="合格", by=people["company"], at=AT)
        use = actions.accept_work(use, accepted_on=AT.date(), result="合格", **AS_PORTAL)
        with pytest.raises(NotAllowed):
            actions.settle(use, amount_fen=9_000_00, consented_on=AT.date(), by=people["company"], at=AT)


class TestProposal:
    @pytest.mark.parametrize(
        ("changed", "field"),
        [({"title": " "}, "title"), ({"plan": ""}, "plan"), ({"part": "moon"}, "part"), ({"cause": "?"}, "cause"),
         ({"cause": "duty"}, "cause"), ({"case": "glass"}, "case"), ({"plan": "联系 13800000021"}, "plan")],
    )  # fmt: skip
    def test_is_refused_at_the_field_that_is_wrong(self, estate, changed, field):
        assert field in fault(actions.propose, estate, replace(ROOF, **changed), **AS_PORTAL)

    def test_becomes_an_emergency_when_amended_so(self, estate):
        use = actions.amend(actions.propose(estate, ROOF, **AS_PORTAL), LEAK, **AS_PORTAL)
        assert (use.kind, use.case) == ("emergency", "leak")
        with pytest.raises(NotNow):
            actions.post(use, **AS_PORTAL)

    def test_takes_homes_of_its_own_estate_only(self, estate):
        use = actions.propose(estate, ROOF, **AS_PORTAL)
        owners_of(an_estate("130102001001"), [80])
        assert "homes" in fault(actions.choose_homes, use, list(Home.objects.all()), **AS_PORTAL)
        assert "homes" in fault(actions.choose_homes, use, [], **AS_PORTAL)

    def test_has_one_quote_of_each_contractor_and_one_chosen(self, estate, homes):
        use = a_draft(estate, homes, 30_000_00, 20_000_00)
        again = {"contractor": "甲防水公司", "amount_fen": 1, "given_on": AT.date()}
        assert "contractor" in fault(actions.add_quote, use, **again, **AS_PORTAL)
        lowest = use.quotes.get(contractor="乙防水公司")
        actions.choose_quote(use, lowest, **AS_PORTAL)
        assert Quote.objects.get(use=use, is_chosen=True) == lowest
        actions.drop_quote(use, lowest, **AS_PORTAL)
        assert "quotes" in fault(actions.post, use, **AS_PORTAL)

    def test_is_not_posted_without_accounts_that_cover_it(self, estate, homes):
        use = a_draft(estate, homes, 30_000_00, 40_000_00)
        assert "1号楼1单元101" in fault(actions.post, use, **AS_PORTAL)
        a_fund(homes, 13_500_13)
        shares = split(30_000_00, [home.area_m2 for home in homes])
        assert shares[0] == 13_500_68
        assert "0.55" in fault(actions.post, use, **AS_PORTAL)


class TestDecisionOfTheOwners:
    @pytest.fixture
    def posted(self, estate, homes, fund):
        return actions.post(a_draft(estate, homes, 30_000_00, 31_000_00), **AS_PORTAL)

    def test_serves_once_it_is_final_and_passed(self, posted, payers):
        assert [ACTS[verb].look_for(posted) for verb in ("draft_vote", "take_decision")] == ["primary", ""]
        vote = actions.draft_vote(posted, opens_at=OPENS, closes_at=OPENS + 10 * DAY, **AS_PORTAL)
        assert [ACTS[verb].look_for(posted) for verb in ("draft_vote", "take_decision")] == ["", ""]
        assert (vote.affects_all, str(vote.matters.get())) == (True, vote.matters.get().question)
        assert "matter" in fault(actions.take_decision, posted, decision_of(vote), **AS_PORTAL)
        passed = decision_of(a_vote_on(posted, payers))
        assert list(candidates(posted)) == [passed]
        assert ACTS["take_decision"].look_for(posted) == "primary"
        assert actions.take_decision(posted, passed, **AS_PORTAL).state == FundUseState.VOTED
        assert list(candidates(posted)) == []

    def test_that_did_not_pass_does_not_serve(self, posted, payers):
        lost = decision_of(a_vote_on(posted, payers, "no"))
        assert "第二百七十八条" in fault(actions.take_decision, posted, lost, **AS_PORTAL)

    @pytest.mark.parametrize("which", ["opens_at", "estate"])
    def test_of_too_early_or_elsewhere_does_not_serve(self, posted, payers, which):
        vote = a_vote_on(posted, payers)
        changed = {"opens_at": AT + 6 * DAY} if which == "opens_at" else {"estate": an_estate("130102001001")}
        Vote.objects.filter(pk=vote.pk).update(**changed)
        assert "matter" in fault(actions.take_decision, posted, decision_of(vote), **AS_PORTAL)

    def test_opened_on_the_day_the_notice_ended_serves(self, posted, payers):
        vote = a_vote_on(posted, payers)
        Vote.objects.filter(pk=vote.pk).update(opens_at=AT + 8 * DAY)
        assert actions.take_decision(posted, decision_of(vote), **AS_PORTAL).matter is not None

    def test_of_other_homes_does_not_serve(self, estate, homes, fund, payers):
        some = actions.post(a_draft(estate, homes[:2], 30_000_00, 31_000_00), **AS_PORTAL)
        every = actions.post(a_draft(estate, homes, 30_000_00, 31_000_00), **AS_PORTAL)
        passed = decision_of(a_vote_on(every, payers))
        assert "1" in fault(actions.take_decision, some, passed, **AS_PORTAL)
        assert actions.take_decision(every, passed, **AS_PORTAL).state == FundUseState.VOTED

    def test_serves_one_use_only(self, estate, homes, fund, posted, payers):
        twin = actions.post(a_draft(estate, homes, 20_000_00, 21_000_00), **AS_PORTAL)
        passed = decision_of(a_vote_on(posted, payers))
        actions.take_decision(posted, passed, **AS_PORTAL)
        assert posted.number in fault(actions.take_decision, twin, passed, **AS_PORTAL)

    def test_on_something_else_does_not_serve(self, posted, payers):
        vote = a_vote_on(posted, payers)
        matter = decision_of(vote)
        matter.kind = MatterKind.RAISE_FUND
        assert "matter" in fault(actions.take_decision, posted, matter, **AS_PORTAL)
        assert vote.state == VoteState.FINAL


class TestAdvance:
    def test_goes_up_to_the_line_and_no_fen_beyond(self, estate, homes, fund):
        use = approved(estate, homes, 10_001_01)
        assert use.advance_most_fen == 5_000_50
        actions.advance(use, amount_fen=5_000_00, **AS_PORTAL)
        assert "5,000.50" in fault(actions.advance, use, amount_fen=51, **AS_PORTAL)
        actions.advance(use, amount_fen=50, **AS_PORTAL)
        assert "amount_fen" in fault(actions.advance, use, amount_fen=1, **AS_PORTAL)

    def test_that_was_more_than_the_bill_comes_back(self, estate, homes, fund):
        use = actions.advance(approved(estate, homes, 10_000_00), amount_fen=5_000_00, **AS_PORTAL)
        use = actions.accept_work(use, accepted_on=AT.date(), result="只做了一半。", **AS_PORTAL)
        use = actions.settle(use, amount_fen=3_333_33, consented_on=AT.date(), **AS_PORTAL)
        use = actions.pay_rest(use, **AS_PORTAL)
        assert [each.amount_fen for each in use.payments.all()] == [5_000_00, -1_666_67]
        balances = list(FundAccount.objects.order_by("home_id").values_list("balance_fen", flat=True))
        shares = [each.share_fen for each in use.homes.order_by("home_id")]
        assert shares == split(3_333_33, [home.area_m2 for home in homes])
        assert balances == [50_000_00 - share for share in shares]

    def test_keeps_a_use_from_being_withdrawn(self, estate, homes, fund):
        use = approved(estate, homes, 10_000_00)
        actions.advance(use, amount_fen=1, **AS_PORTAL)
        with pytest.raises(NotNow):
            actions.withdraw(use, reason="不做了", **AS_PORTAL)


class TestBill:
    def test_of_thirty_thousand_needs_consent_and_a_fen_more_an_audit(self, estate, homes, fund):
        use = accepted(estate, homes, 30_000_00)
        assert "consented_on" in fault(actions.settle, use, amount_fen=30_000_00, **AS_PORTAL)
        agreed = {"consented_on": AT.date(), **AS_PORTAL}
        assert "第七十二条" in fault(actions.settle, use, amount_fen=30_000_01, **agreed)
        assert actions.settle(use, amount_fen=30_000_00, **agreed).state == FundUseState.SETTLED

    def test_a_tenth_over_budget_is_settled_and_a_fen_more_goes_back(self, estate, homes, fund):
        agreed = {"consented_on": AT.date(), **AS_PORTAL}
        use = actions.settle(accepted(estate, homes, 10_000_05), amount_fen=11_000_05, **agreed)
        assert use.state == FundUseState.SETTLED
        use = actions.settle(accepted(estate, homes, 10_000_05), amount_fen=11_000_06, **agreed)
        assert (use.state, use.round, use.budget_fen) == (FundUseState.OVER, 2, 11_000_06)
        assert "第七十二条" in use.steps.last().words

    def test_is_not_more_than_the_audit_found(self, estate, homes, fund):
        found = {"auditor": "正信", "report": "18", "audited_on": AT.date(), "audited_fen": 39_000_00}
        use = actions.audit(accepted(estate, homes, 40_000_00), **found, file=a_report(), **AS_PORTAL)
        assert "39,000.00" in fault(actions.settle, use, amount_fen=39_000_01, **AS_PORTAL)
        assert actions.settle(use, amount_fen=39_000_00, **AS_PORTAL).consented_on is None

    @pytest.mark.parametrize("day", [AT.date() - timedelta(days=1), AT.date() + timedelta(days=1)])
    def test_is_agreed_to_after_the_acceptance_and_not_in_the_future(self, estate, homes, fund, day):
        use = accepted(estate, homes, 10_000_00)
        assert "consented_on" in fault(actions.settle, use, amount_fen=10_000_00, consented_on=day, **AS_PORTAL)


class TestTelling:
    def test_tells_nothing_before_it_was_posted_then_what_is_next(self, estate, homes, fund):
        use = a_draft(estate, homes, 30_000_00, 31_000_00)
        assert of_estate(estate, on=AT.date()) == []
        actions.post(use, **AS_PORTAL)
        [told] = of_estate(estate, on=AT.date())
        assert (told.number, told.amount_fen, told.kind, told.due_on) == (use.number, 30_000_00, "running", None)
        assert running_of([estate]) == {estate.pk: 1}

    def test_tells_that_an_after_notice_and_an_answer_are_late(self, estate, homes, fund):
        use = confirmed(estate, homes, 10_000_00)
        due = AT.date() + timedelta(days=7)
        assert [(told.due_on, told.is_late) for told in of_estate(estate, on=due)] == [(due, False)]
        assert of_estate(estate, on=due + timedelta(days=1))[0].kind == "late"
        assert list(FundUse.objects.late(on=due + timedelta(days=1))) == [use]
        actions.post_afterwards(use, **AS_PORTAL)
        use = actions.file(use, **AS_PORTAL)
        assert use.answer_due_on == date(2026, 8, 10)
        assert list(FundUse.objects.late(on=use.answer_due_on)) == []
        assert list(FundUse.objects.late(on=use.answer_due_on + timedelta(days=1))) == [use]


def test_the_audit_log_names_every_verb_and_no_person(estate, homes, fund, people):
    accepted(estate, homes, 10_000_00)
    verbs = set(AuditEntry.objects.filter(thing="fees.funduse").values_list("verb", flat=True))
    assert {"propose_fund_use", "choose_fund_use_homes", "add_fund_use_quote", "confirm_fund_use"} <= verbs
    assert {"post_afterwards_fund_use", "file_fund_use", "approve_fund_use", "accept_work_fund_use"} <= verbs


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_kept_of_a_step_is_in_the_portals_language_whoever_acts(language):
    with translation.override("zh-hans"):
        kept = wording.vote_drafted("BJ-1")
    with translation.override(language):
        assert wording.vote_drafted("BJ-1") == kept
        assert wording.audited(FundUse(auditor="正信", audit_report="47")) != "正信, report 47"
