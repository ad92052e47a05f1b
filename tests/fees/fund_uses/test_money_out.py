"""A use of the fund once money was paid, its bill is over budget, or it was given back: what stands and who may act."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from estates.models import Home
from fees.fund_uses import actions
from fees.models import FundAccount, FundUse, FundUseHome, FundUseState, Quote
from tests.factories import a_company_login, a_contract, an_enterprise
from tests.factories.fund_uses import (
    AT,
    LEAK,
    a_draft,
    a_fund,
    a_report,
    a_vote_on,
    accepted,
    approved,
    confirmed,
    decision_of,
    over,
)
from tests.factories.owners import owners_of
from tests.fees.fund_uses.going_round import changed, refused

AS_PORTAL = {"by": None, "at": AT}
TODAY = AT.date()
BUDGET, ADVANCE = 10_000_00, 4_000_00
AGREED = {"consented_on": TODAY, **AS_PORTAL}
STANDS = "does not change"


@pytest.fixture
def payers(estate):
    return owners_of(estate, [90, 60.5, 49.49])


@pytest.fixture
def homes(estate, payers):
    found = list(Home.objects.of(estate).order_by("pk"))
    a_fund(found, 50_000_00)
    return found


@pytest.fixture
def company(people, estate):
    contract = a_contract(estate, an_enterprise(), begins_on=TODAY, ends_on=None)
    a_company_login(people["company"], contract.enterprise)
    return people["company"]


class TestHomesAndContractor:
    @pytest.fixture
    def again(self, estate, homes):
        """Paid in advance, over budget, confirmed once more."""
        return actions.confirm(over(estate, homes, BUDGET, advance_fen=ADVANCE), site="属实。", **AS_PORTAL)

    def test_stand_once_money_was_paid(self, again, homes):
        quote = {"contractor": "乙", "amount_fen": 1, "given_on": TODAY}
        for act, given in (
            (actions.choose_homes, {"homes": homes[1:]}), (actions.add_quote, quote),
            (actions.choose_quote, {"quote": again.quotes.get()}), (actions.drop_quote, {"quote": again.quotes.get()}),
        ):  # fmt: skip
            with pytest.raises(NotNow):
                act(again, **given, **AS_PORTAL)

    @pytest.mark.parametrize("round", [1, 2])
    def test_stand_in_the_database_too(self, again, round):
        changed(again, round=round)
        for write in (
            lambda: FundUseHome.objects.filter(use=again).first().delete(),
            lambda: Quote.objects.filter(use=again).update(contractor="乙"),
            lambda: Quote.objects.create(use=again, contractor="乙", amount_fen=1, given_on=TODAY),
        ):
            with refused(STANDS):
                write()

    def test_of_an_emergency_that_was_given_back_can_be_mended(self, estate, homes):
        use = actions.file(confirmed(estate, homes[:2], BUDGET), **AS_PORTAL)
        use = actions.give_back(use, reason="少一户，报价不全。", **AS_PORTAL)
        actions.choose_homes(use, homes, **AS_PORTAL)
        actions.add_quote(use, contractor="乙防水公司", amount_fen=9_000_00, given_on=TODAY, **AS_PORTAL)
        actions.choose_quote(use, use.quotes.get(contractor="乙防水公司"), **AS_PORTAL)
        use = actions.file(use, **AS_PORTAL)
        assert (use.budget_fen, use.homes.count()) == (9_000_00, 3)

    def test_that_owners_voted_on_stand_when_given_back(self, estate, homes, payers):
        use = actions.post(a_draft(estate, homes, BUDGET, BUDGET + 1), **AS_PORTAL)
        use = actions.take_decision(use, decision_of(a_vote_on(use, payers)), **AS_PORTAL)
        use = actions.give_back(actions.file(use, **AS_PORTAL), reason="缺照片。", **AS_PORTAL)
        with pytest.raises(NotNow):
            actions.choose_homes(use, homes[1:], **AS_PORTAL)
        with refused(STANDS):
            Quote.objects.filter(use=use).delete()


def paid_out_within(use: FundUse, homes: list[Home]) -> None:
    """Settle at the ceiling and pay: every account has given its share, no fen is out."""
    assert (use.state, use.budget_fen) == (FundUseState.ACCEPTED, BUDGET)
    use = actions.pay_rest(actions.settle(use, amount_fen=11_000_00, **AGREED), **AS_PORTAL)
    given = [50_000_00 - fund.balance_fen for fund in FundAccount.objects.filter(home__in=homes).order_by("home_id")]
    assert given == [line.share_fen for line in use.homes.order_by("home_id")]
    assert sum(given) == 11_000_00


class TestOverBudgetWithMoneyOut:
    @pytest.fixture
    def sent_back(self, estate, homes):
        return over(estate, homes, BUDGET, advance_fen=ADVANCE)

    def test_a_lower_bill_is_settled_after_all(self, sent_back, homes):
        paid_out_within(actions.stay_within(sent_back, reason="施工单位让价。", **AS_PORTAL), homes)

    def test_no_emergency_the_second_time_does_not_end_it(self, sent_back, homes):
        paid_out_within(actions.decline(sent_back, reason="增项无必要。", **AS_PORTAL), homes)

    def test_a_refusal_of_the_second_filing_does_not_end_it(self, sent_back, homes):
        use = actions.file(actions.confirm(sent_back, site="属实。", **AS_PORTAL), **AS_PORTAL)
        paid_out_within(actions.refuse(use, reason="超出部分不予列支。", **AS_PORTAL), homes)

    @pytest.mark.parametrize("verb", ["confirm", "file", "give_back"])
    def test_there_is_a_way_back_from_every_step_of_the_second_round(self, sent_back, homes, verb):
        use = actions.confirm(sent_back, site="属实。", **AS_PORTAL)
        if verb in ("file", "give_back"):
            use = actions.file(use, **AS_PORTAL)
        if verb == "give_back":
            use = actions.give_back(use, reason="缺签证。", **AS_PORTAL)
        paid_out_within(actions.stay_within(use, reason="施工单位让价。", **AS_PORTAL), homes)

    def test_voted_down_it_goes_back_to_the_first_decision(self, estate, homes, payers):
        use = actions.post(a_draft(estate, homes, BUDGET, BUDGET + 1), **AS_PORTAL)
        passed = decision_of(a_vote_on(use, payers))
        use = actions.file(actions.take_decision(use, passed, **AS_PORTAL), **AS_PORTAL)
        use = actions.advance(actions.approve(use, **AS_PORTAL), amount_fen=ADVANCE, **AS_PORTAL)
        use = actions.accept_work(use, accepted_on=TODAY, result="合格。", **AS_PORTAL)
        use = actions.post(actions.settle(use, amount_fen=11_000_01, **AGREED), **AS_PORTAL)
        assert (use.state, use.round, use.matter) == (FundUseState.POSTED, 2, None)
        use = actions.stay_within(use, reason="业主未通过。", **AS_PORTAL)
        assert use.matter == passed
        paid_out_within(use, homes)

    def test_an_audited_bill_goes_back_to_audited(self, estate, homes):
        use = actions.advance(approved(estate, homes, 40_000_00), amount_fen=1, **AS_PORTAL)
        use = actions.accept_work(use, accepted_on=TODAY, result="合格。", **AS_PORTAL)
        found = {"auditor": "正信", "report": "18", "audited_on": TODAY, "audited_fen": 45_000_00}
        use = actions.settle(actions.audit(use, **found, file=a_report(), **AS_PORTAL), amount_fen=44_000_01, **AGREED)
        assert use.state == FundUseState.OVER
        use = actions.stay_within(use, reason="施工单位让价。", **AS_PORTAL)
        assert use.state == FundUseState.AUDITED
        assert actions.settle(use, amount_fen=44_000_00, **AS_PORTAL).state == FundUseState.SETTLED

    def test_nothing_goes_back_that_was_never_approved(self, estate, homes):
        with pytest.raises(NotNow):
            actions.stay_within(confirmed(estate, homes, BUDGET), reason="让价。", **AS_PORTAL)

    @pytest.mark.parametrize("state", ["refused", "withdrawn"])
    def test_the_database_ends_none(self, sent_back, state):
        with refused("money of the fund is out"):
            changed(sent_back, state=state, answer="否")


class TestWorkThatIsNeverDone:
    """The contractor pays the advance back; only then does the use end."""

    @pytest.fixture
    def begun(self, estate, homes):
        use = actions.advance(approved(estate, homes, BUDGET), amount_fen=1_000_01, **AS_PORTAL)
        return actions.advance(use, amount_fen=2_999_99, **AS_PORTAL)

    def test_ends_when_every_account_has_its_money_back(self, begun, homes):
        with pytest.raises(NotNow, match=r"4,000\.00"):
            actions.withdraw(begun, reason="施工单位退场。", **AS_PORTAL)
        for fen in (1_333_33, 2_666_67):
            use = actions.return_advance(begun, amount_fen=fen, **AS_PORTAL)
        held = FundAccount.objects.filter(home__in=homes).values_list("balance_fen", flat=True)
        assert list(held) == [50_000_00] * 3
        assert actions.withdraw(use, reason="施工单位退场。", **AS_PORTAL).state == FundUseState.WITHDRAWN

    @pytest.mark.parametrize("fen", [0, -1, ADVANCE + 1])
    def test_no_more_comes_back_than_is_out(self, begun, fen):
        with pytest.raises(ValidationError) as odd:
            actions.return_advance(begun, amount_fen=fen, **AS_PORTAL)
        assert set(odd.value.message_dict) == {"amount_fen"}

    def test_nor_past_the_actions(self, begun):
        with refused("more comes back"):
            begun.payments.create(kind="refund", amount_fen=-ADVANCE - 1, paid_on=TODAY, payee="甲", at=AT)

    def test_a_part_that_came_back_is_evened_out_by_the_bill(self, begun, homes):
        use = actions.return_advance(begun, amount_fen=1_000_03, **AS_PORTAL)
        use = actions.accept_work(use, accepted_on=TODAY, result="合格。", **AS_PORTAL)
        paid_out_within(use, homes)

    def test_whoever_put_it_forward_books_nothing_back(self, estate, homes, people):
        use = actions.approve(a_filed_one(estate, homes, filed_by=people["district"]), **AS_PORTAL)
        use = actions.advance(use, amount_fen=ADVANCE, **AS_PORTAL)
        with pytest.raises(NotAllowed):
            actions.return_advance(use, amount_fen=ADVANCE, by=people["district"], at=AT)


class TestAudit:
    FOUND = {"auditor": "我自己", "report": "1", "audited_on": TODAY, "audited_fen": 10_000_000_00}

    def test_is_not_noted_by_the_company(self, estate, homes, company):
        with pytest.raises(NotAllowed):
            actions.audit(accepted(estate, homes, BUDGET), **self.FOUND, file=a_report(), by=company, at=AT)

    def test_needs_its_report(self, estate, homes):
        use = accepted(estate, homes, BUDGET)
        with pytest.raises(ValidationError) as raised:
            actions.audit(use, **self.FOUND, **AS_PORTAL)
        assert "file" in raised.value.message_dict
        actions.attach(use, kind="audit", file=a_report(), **AS_PORTAL)
        assert actions.audit(use, **self.FOUND, **AS_PORTAL).state == FundUseState.AUDITED


class TestOfficers:
    """Who put a use forward does not approve it, and who settled it does not pay it."""

    def test_whoever_proposed_does_not_approve(self, estate, homes, people):
        use = a_filed_one(estate, homes, proposed_by=people["district"], filed_by=people["street"])
        with pytest.raises(NotAllowed):
            actions.approve(use, by=people["district"], at=AT)
        assert actions.approve(use, by=people["bureau"], at=AT).state == FundUseState.APPROVED

    @pytest.mark.parametrize("part", [{"proposed_by": "district"}, {"filed_by": "district"}])
    def test_whoever_put_it_forward_pays_nothing_in_advance(self, estate, homes, people, part):
        named = {key: people[name] for key, name in part.items()}
        use = actions.approve(a_filed_one(estate, homes, **named), by=people["bureau"], at=AT)
        with pytest.raises(NotAllowed):
            actions.advance(use, amount_fen=1, by=people["district"], at=AT)
        assert actions.advance(use, amount_fen=1, by=people["bureau"], at=AT).payments.count() == 1

    @pytest.mark.parametrize("verb", ["accept_work", "settle"])
    def test_whoever_accepted_or_settled_does_not_pay(self, estate, homes, people, verb):
        by = {"accept_work": None, "settle": None, verb: people["district"]}
        use = actions.accept_work(
            approved(estate, homes, BUDGET), accepted_on=TODAY, result="合格。", by=by["accept_work"], at=AT
        )  # fmt: skip
        use = actions.settle(use, amount_fen=BUDGET, consented_on=TODAY, by=by["settle"], at=AT)
        with pytest.raises(NotAllowed):
            actions.pay_rest(use, by=people["district"], at=AT)
        with refused("does not pay"):
            use.payments.create(
                kind="rest", amount_fen=BUDGET, paid_on=TODAY, payee="甲", at=AT, by=people["district"]
            )  # fmt: skip
        assert actions.pay_rest(use, by=people["bureau"], at=AT).state == FundUseState.PAID

    def test_whoever_brought_a_bill_over_budget_neither_confirms_nor_approves_it(self, estate, homes, people):
        street, district = people["street"], people["district"]
        use = accepted(estate, homes, BUDGET)
        use = actions.settle(use, amount_fen=11_000_01, consented_on=TODAY, by=street, at=AT)
        with pytest.raises(NotAllowed):
            actions.confirm(use, site="属实。", by=street, at=AT)
        use = accepted(estate, homes, BUDGET)
        use = actions.settle(use, amount_fen=11_000_01, consented_on=TODAY, by=district, at=AT)
        use = actions.file(actions.confirm(use, site="属实。", by=street, at=AT), by=street, at=AT)
        with pytest.raises(NotAllowed):
            actions.approve(use, by=district, at=AT)


def a_filed_one(estate, homes, *, proposed_by=None, filed_by=None) -> FundUse:
    use = a_draft(estate, homes, BUDGET, proposal=LEAK, by=proposed_by)
    use = actions.confirm(use, site="属实。", **AS_PORTAL)
    return actions.file(use, by=filed_by, at=AT)


class TestTheCompanyThatLeft:
    """It sees what everybody may; what is in preparation, with the quotes of others, is its successor's."""

    @pytest.fixture
    def before(self, people, estate):
        a_contract(estate, an_enterprise(), begins_on=TODAY, ends_on=None)
        old = a_contract(estate, an_enterprise(), begins_on=date(2025, 1, 1), ends_on=TODAY)
        a_company_login(people["company"], old.enterprise)
        return people["company"]

    def test_sees_no_draft_and_no_quote_of_one(self, estate, homes, before):
        use = a_draft(estate, homes, BUDGET)
        assert not FundUse.objects.visible_to(before).exists()
        assert not Quote.objects.visible_to(before).exists()
        actions.withdraw(use, reason="不做了。", **AS_PORTAL)
        assert not FundUse.objects.visible_to(before).exists()

    def test_sees_what_was_told(self, estate, homes, before):
        use = actions.post(a_draft(estate, homes, BUDGET, BUDGET + 1), **AS_PORTAL)
        assert list(FundUse.objects.visible_to(before)) == [use]

    def test_the_one_in_charge_sees_the_draft(self, estate, homes, company):
        use = a_draft(estate, homes, BUDGET)
        assert list(FundUse.objects.visible_to(company)) == [use]
