"""Read this first: one use of the maintenance fund, from the proposal to the share that every home has paid.

A roof of eight homes with 701.3 m² is repaired for 33,333.33 yuan; the two homes of the next building do not pay.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from committees.models import Committee, CommitteeLogin, Posting
from estates.models import Home
from fees.fund_uses import actions
from fees.models import FundAccount, FundEntry, FundPayment, FundUseState
from fees.splitting import split
from tests.factories.fund_uses import (
    AT,
    CLOSES,
    DAY,
    LEAK,
    OPENS,
    ROOF,
    SETTLED,
    a_fund,
    a_report,
    a_vote_on,
    decision_of,
)
from tests.factories.owners import a_committee, an_owner, owners_of, some_homes
from tests.factories.places import an_estate
from tests.factories.rules import the_rules

AREAS = [90, 88.5, 76.25, 90, 88.55, 90, 88, 90]
YUAN = 100
BUDGET = 33_333_33


@pytest.fixture
def estate(city):
    the_rules(city)
    return an_estate("130102001001", name="青禾苑")


@pytest.fixture
def payers(estate):
    return owners_of(estate, AREAS)


@pytest.fixture
def homes(estate, payers):
    for home in some_homes(estate, [100, 100], building="2号楼"):
        an_owner(home)
    return list(Home.objects.of(estate).filter(building__name="1号楼").order_by("pk"))


@pytest.fixture
def member(people, estate):
    CommitteeLogin.objects.create(user=people["committee"], committee=a_committee(estate))
    return people["committee"]


def test_from_the_proposal_to_the_shares_of_all_homes(estate, payers, homes, member, people):
    street, district = people["street"], people["district"]
    accounts = a_fund(homes, 10_000 * YUAN)

    # The committee proposes; what the fund may not pay is refused with the article.
    with pytest.raises(ValidationError, match="第七十四条"):
        actions.propose(estate, replace(ROOF, cause="warranty"), by=member, at=AT)
    use = actions.propose(estate, ROOF, by=member, at=AT)
    assert (use.state, use.committee) == (FundUseState.DRAFT, Committee.objects.get())

    # The homes that gain pay; one quote is not enough; whoever passes a lower one over says why.
    actions.choose_homes(use, homes, by=member, at=AT)
    quote = {"given_on": date(2026, 8, 1), "by": member, "at": AT}
    actions.add_quote(use, contractor="甲防水公司", amount_fen=BUDGET, **quote)
    with pytest.raises(ValidationError, match="2"):
        actions.post(use, by=member, at=AT)
    actions.add_quote(use, contractor="乙防水公司", amount_fen=31_000 * YUAN, **quote)
    first = use.quotes.get(contractor="甲防水公司")
    with pytest.raises(ValidationError):
        actions.choose_quote(use, first, by=member, at=AT)
    actions.choose_quote(use, first, reason="质保十年，另一家五年。", by=member, at=AT)

    # It hangs for seven whole days; then those who pay vote, and only they.
    use = actions.post(use, by=member, at=AT)
    assert (use.budget_fen, use.posted_until_on) == (BUDGET, date(2026, 8, 11))
    assert "甲防水公司" in Posting.objects.get(estate=estate, kind="notice").text
    with pytest.raises(ValidationError):
        actions.draft_vote(use, opens_at=AT + 3 * DAY, closes_at=AT + 13 * DAY, by=street, at=AT)
    vote = a_vote_on(use, payers)
    assert (vote.state, vote.roll.count(), vote.opens_at) == ("final", 8, OPENS)
    now = CLOSES + 22 * DAY
    use = actions.take_decision(use, decision_of(vote), by=member, at=now)

    # Filed by one, approved by another: half may be paid ahead, a tenth more be settled.
    with pytest.raises(NotAllowed):
        actions.approve(actions.file(use, by=member, at=now), by=member, at=now)
    use = actions.approve(use, by=district, at=now + DAY)
    assert (use.advance_most_fen, use.ceiling_fen) == (16_666_66, 36_666_66)
    with pytest.raises(ValidationError, match=r"16,666\.66"):
        actions.advance(use, amount_fen=16_666_67, by=district, at=now + DAY)
    use = actions.advance(use, amount_fen=16_666_66, by=district, at=now + DAY)

    # The work is accepted, audited since it costs more than 30,000 yuan, and settled above the budget but within it.
    done = timezone.localdate(SETTLED) - 5 * timedelta(days=1)
    use = actions.accept_work(use, accepted_on=done, result="蓄水试验二十四小时无渗漏。", by=member, at=SETTLED)
    with pytest.raises(ValidationError, match=r"30,000\.00"):
        actions.settle(use, amount_fen=30_000_01, consented_on=done, by=member, at=SETTLED)
    use = actions.audit(
        use, auditor="正信工程造价咨询公司", report="正信审〔2026〕18号", audited_on=done, audited_fen=34_999_99,
        file=a_report(), by=member, at=SETTLED,
    )  # fmt: skip
    use = actions.settle(use, amount_fen=34_999_99, by=member, at=SETTLED)
    shares = list(use.homes.order_by("pk").values_list("share_fen", flat=True))
    assert shares == split(34_999_99, [home.area_m2 for home in homes])
    assert "34,999.99" in Posting.objects.get(estate=estate, kind="accounts").text

    # The bureau pays the rest: every account has given its share, the fund what was settled, to the fen.
    with pytest.raises(NotAllowed):
        actions.pay_rest(use, by=member, at=SETTLED)
    use = actions.pay_rest(use, by=district, at=SETTLED)
    assert use.state == FundUseState.PAID
    left = FundAccount.objects.filter(pk__in=[each.pk for each in accounts.values()]).order_by("home_id")
    assert [10_000 * YUAN - account.balance_fen for account in left] == shares
    assert sum(FundPayment.objects.values_list("amount_fen", flat=True)) == 34_999_99
    assert sum(FundEntry.objects.filter(kind="use").values_list("amount_fen", flat=True)) == -34_999_99
    verbs = [step.verb for step in use.steps.all()]
    assert verbs == [
        "propose", "post", "draft_vote", "take_decision", "file", "approve", "advance", "accept_work", "audit",
        "settle", "pay_rest",
    ]  # fmt: skip
    with pytest.raises(NotNow):
        actions.withdraw(use, reason="不做了", by=member, at=SETTLED)


def test_an_emergency_goes_without_a_vote_and_comes_back_when_it_costs_too_much(estate, homes, member, people):
    street, district = people["street"], people["district"]
    a_fund(homes, 10_000 * YUAN)
    use = actions.propose(estate, LEAK, by=member, at=AT)
    with pytest.raises(NotAllowed):
        actions.confirm(use, site="属实", by=member, at=AT)
    use = actions.confirm(use, site="顶层四户渗水，险情属实。", by=street, at=AT)
    assert use.notice_due_on == date(2026, 8, 10)

    # Homes and a quote are put together, filed and approved at once; the owners are told meanwhile.
    actions.choose_homes(use, homes, by=member, at=AT)
    actions.add_quote(use, contractor="甲防水公司", amount_fen=20_000 * YUAN, given_on=AT.date(), by=member, at=AT)
    actions.choose_quote(use, use.quotes.get(), by=member, at=AT)
    use = actions.approve(actions.file(use, by=member, at=AT), by=district, at=AT)
    use = actions.accept_work(use, accepted_on=AT.date(), result="不再渗水。", by=street, at=AT + DAY)
    small = {"amount_fen": 22_000 * YUAN, "consented_on": AT.date(), "by": member}
    with pytest.raises(ValidationError):
        actions.settle(use, **small, at=AT + DAY)
    use = actions.post_afterwards(use, by=member, at=AT + DAY)

    # A fen beyond a tenth over budget: the street looks again, it is filed again, and then settled.
    use = actions.settle(use, **small | {"amount_fen": 22_000_01}, at=AT + DAY)
    assert (use.state, use.round, use.budget_fen) == (FundUseState.OVER, 2, 22_000_01)
    use = actions.confirm(use, site="增加檐沟更换，属实。", by=street, at=AT + 2 * DAY)
    use = actions.approve(actions.file(use, by=member, at=AT + 2 * DAY), by=district, at=AT + 2 * DAY)
    assert use.state == FundUseState.ACCEPTED
    use = actions.settle(use, **small | {"amount_fen": 22_000_01}, at=AT + 3 * DAY)
    use = actions.pay_rest(use, by=district, at=AT + 3 * DAY)
    assert sum(use.homes.values_list("share_fen", flat=True)) == 22_000_01 == use.settled_fen
