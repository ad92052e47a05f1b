"""What the database itself refuses about a use of the fund, when somebody goes around the actions."""

from datetime import date

import pytest

from committees.models import Matter, Vote
from estates.models import Home
from fees.fund_uses import actions
from fees.models import FundPayment, FundUse, FundUseHome, FundUsePaper, FundUseStep, Quote
from tests.factories.fund_uses import AT, a_draft, accepted, approved, confirmed
from tests.factories.owners import owners_of
from tests.factories.places import an_estate
from tests.fees.fund_uses.going_round import changed, refused

AS_PORTAL = {"by": None, "at": AT}
TODAY = AT.date()
BUDGET = 10_000_00


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"case": ""}, "emergency_repair_names_its_case"),
        ({"kind": "ordinary"}, "emergency_repair_names_its_case"),
        ({"state": "posted", "budget_fen": None}, "posted_fund_use_has_a_budget"),
        ({"state": "filed", "budget_fen": 0}, "posted_fund_use_has_a_budget"),
        ({"kind": "ordinary", "case": "", "state": "voted"}, "ordinary_fund_use_was_posted_and_passed"),
        ({"confirmed_on": None}, "emergency_repair_was_confirmed"),
        ({"state": "returned", "answer": ""}, "refused_fund_use_says_why"),
        ({"state": "refused", "answer": ""}, "refused_fund_use_says_why"),
        ({"approved_fen": None}, "approved_fund_use_has_its_lines"),
        ({"advance_most_fen": BUDGET + 1}, "approved_fund_use_has_its_lines"),
        ({"ceiling_fen": BUDGET - 1}, "approved_fund_use_has_its_lines"),
        ({"state": "accepted"}, "settled_fund_use_was_accepted"),
    ],
)
def test_a_use_keeps_its_word(estate, homes, values, constraint):
    use = approved(estate, homes, BUDGET)
    with refused(constraint):
        changed(use, **values)


SOUND = {"state": "settled", "settled_on": TODAY, "settled_fen": BUDGET, "consented_on": TODAY}


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"settled_fen": BUDGET + BUDGET // 10 + 1}, "not the bill|within_its_ceiling"),
        ({"settled_on": None}, "fund_use_settled_within_its_ceiling"),
        ({"consented_on": None}, "fund_use_audited_or_small_and_agreed"),
        ({"consented_on": None, "audited_on": TODAY, "audited_fen": BUDGET - 1}, "fund_use_audited_or_small_and"),
        ({"audit_above_fen": BUDGET - 1}, "fund_use_audited_or_small_and_agreed"),
        ({"posted_on": None}, "emergency_repair_settled_after_its_notice"),
        ({"state": "paid"}, "what was paid is not the bill"),
    ],
)
def test_a_bill_keeps_its_word(estate, homes, values, refusal):
    use = accepted(estate, homes, BUDGET)
    first, second = use.homes.order_by("pk")
    FundUseHome.objects.filter(pk=first.pk).update(share_fen=6_000_00)
    with refused("the shares of the homes are not the bill"):
        changed(use, **SOUND)
    FundUseHome.objects.filter(pk=second.pk).update(share_fen=4_000_00)
    with refused(refusal):
        changed(use, **{**SOUND, **values})
    changed(use, **SOUND)


def test_a_paid_use_has_its_day(estate, homes):
    use = actions.settle(accepted(estate, homes, BUDGET), amount_fen=BUDGET, consented_on=TODAY, **AS_PORTAL)
    use = actions.pay_rest(use, **AS_PORTAL)
    with refused("fund_use_paid_out_on_a_day"):
        changed(use, paid_on=None)


def test_what_was_posted_stands(estate, homes):
    use = actions.post(a_draft(estate, homes, BUDGET, BUDGET + 1), **AS_PORTAL)
    line, quote = use.homes.first(), use.quotes.first()
    for write in (
        lambda: Quote.objects.filter(pk=quote.pk).update(amount_fen=1),
        lambda: Quote.objects.filter(pk=quote.pk).delete(),
        lambda: Quote.objects.create(use=use, contractor="丙", amount_fen=1, given_on=TODAY),
        lambda: FundUseHome.objects.filter(pk=line.pk).update(area_m2=1),
        lambda: FundUseHome.objects.filter(pk=line.pk).update(share_fen=1),
        lambda: FundUseHome.objects.filter(pk=line.pk).delete(),
    ):
        with refused("what was posted about a fund use does not change"):
            write()


def test_settling_changes_shares_and_nothing_else(estate, homes):
    use = accepted(estate, homes, BUDGET)
    FundUseHome.objects.filter(use=use).update(share_fen=5_000_00)
    with refused("does not change"):
        FundUseHome.objects.filter(use=use).update(share_fen=1, area_m2=1)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"share_fen": -1}, "share_of_a_fund_use_is_not_negative"),
        ({"area_m2": 0}, "home_of_a_fund_use_has_an_area"),
    ],
)
def test_a_home_has_an_area_and_no_negative_share(estate, homes, values, refusal):
    use = confirmed(estate, homes, BUDGET)
    with refused(refusal):
        FundUseHome.objects.filter(use=use).update(**values)


def test_homes_are_of_the_estate_and_pay_once(estate, homes):
    use = confirmed(estate, homes[:1], BUDGET)
    owners_of(an_estate("130102001001"), [80])
    elsewhere = Home.objects.exclude(building__estate=estate).get()
    with refused("the home is another estate's"):
        FundUseHome.objects.create(use=use, home=elsewhere, area_m2=80)
    with refused("one_share_of_a_home_in_a_fund_use"):
        FundUseHome.objects.create(use=use, home=homes[0], area_m2=80)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [({"amount_fen": 0}, "quote_has_an_amount"), ({"contractor": "甲防水公司"}, "one_quote_of_a_contractor"),
     ({"is_chosen": True}, "one_quote_is_chosen")],
)  # fmt: skip
def test_quotes_are_of_different_contractors_and_one_is_chosen(estate, homes, values, refusal):
    use = a_draft(estate, homes, BUDGET)
    with refused(refusal):
        Quote.objects.create(use=use, **{"contractor": "丙", "amount_fen": 1, "given_on": TODAY, **values})


class TestPayments:
    def paid(self, use: FundUse, kind: str, fen: int) -> FundPayment:
        return FundPayment.objects.create(use=use, kind=kind, amount_fen=fen, paid_on=TODAY, payee="甲", at=AT)

    def test_in_advance_go_up_to_the_line(self, estate, homes):
        use = approved(estate, homes, BUDGET)
        with refused("more than may be paid in advance"):
            self.paid(use, "advance", BUDGET // 2 + 1)
        self.paid(use, "advance", BUDGET // 2)
        with refused("more than may be paid in advance"):
            self.paid(use, "advance", 1)

    def test_at_the_end_are_what_was_settled(self, estate, homes):
        use = accepted(estate, homes, BUDGET)
        with refused("the bill less the advance"):
            self.paid(use, "rest", BUDGET)
        use = actions.settle(use, amount_fen=BUDGET, consented_on=TODAY, **AS_PORTAL)
        for fen in (BUDGET - 1, BUDGET + 1):
            with refused("the bill less the advance"):
                self.paid(use, "rest", fen)

    @pytest.mark.parametrize(("kind", "fen"), [("refund", 1), ("advance", -1), ("rest", 0)])
    def test_are_negative_only_where_paid_back(self, estate, homes, kind, fen):
        use = approved(estate, homes, BUDGET)
        with refused("only_what_is_paid_back_is_negative|less the advance"):
            self.paid(use, kind, fen)

    def test_never_change(self, estate, homes):
        self.paid(approved(estate, homes, BUDGET), "advance", 1)
        with refused("fund_payments|Cannot"):
            FundPayment.objects.update(amount_fen=2)


def test_steps_and_papers_never_change(estate, homes):
    use = confirmed(estate, homes, BUDGET)
    FundUsePaper.objects.create(use=use, kind="other", file="x.pdf", at=AT)
    for rows in (FundUseStep.objects.filter(use=use), FundUsePaper.objects.filter(use=use)):
        for write in (rows.delete, lambda rows=rows: rows.update(at=AT)):
            with refused("Cannot"):
                write()


def test_a_decision_serves_one_use(estate, homes):
    use = confirmed(estate, homes, BUDGET)
    vote = Vote.objects.create(
        number="BJ1", estate=estate, title="x", organiser="street", opens_at=AT, closes_at=AT.replace(year=2027)
    )
    matter = Matter.objects.create(vote=vote, place=1, kind="use_fund", question="？")
    told = {"use": use, "verb": "take_decision", "state": "voted", "on": date(2026, 8, 3), "at": AT, "matter": matter}
    FundUseStep.objects.create(**told)
    with refused("one_decision_serves_one_fund_use"):
        FundUseStep.objects.create(**told)
