"""A use of the maintenance fund in the situations that tests need, brought there by the verbs themselves."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.core.files.base import ContentFile

from committees.models import Matter, MatterKind, Vote
from committees.votes import actions as votes
from committees.votes import sweeping
from estates.models import Building, Estate, Home
from fees.fund_uses import actions
from fees.fund_uses.actions import Proposal
from fees.funds import actions as funds
from fees.models import FundAccount, FundUse
from tests.factories.votes import votes_for

AT = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
"""A Monday, 10:00 in the city: the proposal is posted."""
OPENS = datetime(2026, 8, 30, 16, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=10)
SETTLED = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ROOF = Proposal("1号楼屋面防水翻修", "roof", "wear", "铲除旧防水层，重做防水、保温和排水坡。")
LEAK = Proposal("1号楼屋面渗漏抢修", "roof", "wear", "顶层渗水，抢修防水层。", case="leak")


def a_fund(homes: Sequence[Home], fen_each: int) -> dict[int, FundAccount]:
    """Accounts of these homes of one estate with so much on each; by home."""
    buildings = Building.objects.filter(homes__in=homes).distinct()
    for building in buildings:
        block = funds.keep_block(building=building, bank="建设银行", by=None, at=AT)
        funds.open_accounts(block, on=date(2026, 1, 5), by=None, at=AT)
    accounts = {account.home_id: account for account in FundAccount.objects.filter(home__in=homes)}
    amounts = {account.pk: fen_each for account in accounts.values()}
    estate = homes[0].building.estate
    funds.take_deposits(estate=estate, amounts=amounts, on=date(2026, 1, 6), by=None, at=AT)
    return accounts


def a_draft(estate: Estate, homes: Sequence[Home], *amounts: int, proposal: Proposal = ROOF, by=None) -> FundUse:
    """A proposal with these homes and one quote of each amount (fen), the first chosen."""
    use = actions.propose(estate, proposal, by=by, at=AT)
    actions.choose_homes(use, homes, by=None, at=AT)
    for place, fen in enumerate(amounts):
        actions.add_quote(
            use, contractor=f"{'甲乙丙'[place]}防水公司", amount_fen=fen, given_on=AT.date(), by=None, at=AT
        )  # fmt: skip
    chosen = use.quotes.get(contractor="甲防水公司")
    actions.choose_quote(use, chosen, reason="业主代表现场比选。", by=None, at=AT)
    return use


def a_vote_on(use: FundUse, owners: Sequence, stance: str = "yes") -> Vote:
    """The vote of those who pay, all of them of one mind, up to its final result."""
    vote = actions.draft_vote(use, opens_at=OPENS, closes_at=CLOSES, by=None, at=AT)
    votes.confirm_roll(vote, by=None, at=AT)
    votes.post(vote, by=None, at=AT + DAY)
    votes.open_now(vote, by=None, at=OPENS)
    votes_for(vote, owners, stance, at=OPENS + DAY)
    sweeping.sweep(at=CLOSES)
    for days in (1, 2, 20, 21):
        sweeping.sweep(at=CLOSES + days * DAY)
    vote.refresh_from_db()
    return vote


def decision_of(vote: Vote) -> Matter:
    return Matter.objects.select_related("vote").get(vote=vote, kind=MatterKind.USE_FUND)


def a_report() -> ContentFile:
    return ContentFile(b"%PDF-1.4", "report.pdf")


def confirmed(estate: Estate, homes: Sequence[Home], fen: int) -> FundUse:
    """An emergency with its homes and a chosen quote, ready to be filed."""
    use = a_draft(estate, homes, fen, proposal=LEAK)
    return actions.confirm(use, site="顶层渗水属实。", by=None, at=AT)


def approved(estate: Estate, homes: Sequence[Home], fen: int) -> FundUse:
    """An emergency repair that is approved and of which the owners were told."""
    use = actions.post_afterwards(confirmed(estate, homes, fen), by=None, at=AT)
    return actions.approve(actions.file(use, by=None, at=AT), by=None, at=AT)


def accepted(estate: Estate, homes: Sequence[Home], fen: int) -> FundUse:
    use = approved(estate, homes, fen)
    return actions.accept_work(use, accepted_on=AT.date(), result="不再渗水。", by=None, at=AT)


def over(estate: Estate, homes: Sequence[Home], fen: int, *, advance_fen: int = 0) -> FundUse:
    """An emergency repair whose bill is a fen more than may be settled."""
    use = approved(estate, homes, fen)
    if advance_fen:
        use = actions.advance(use, amount_fen=advance_fen, by=None, at=AT)
    use = actions.accept_work(use, accepted_on=AT.date(), result="不再渗水。", by=None, at=AT)
    assert use.ceiling_fen is not None
    return actions.settle(use, amount_fen=use.ceiling_fen + 1, consented_on=AT.date(), by=None, at=AT)
