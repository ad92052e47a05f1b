"""Which decision of the owners serves a use of the fund, and why another does not."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.law import vote_law
from committees.models import Matter, MatterKind, VoteState
from fees.fund_uses.law import refuse
from fees.models import FundUse, FundUseStep

ELSEWHERE = _("That decision is another estate's.")
ANOTHER_KIND = _("That decision is not about using the maintenance fund.")
NOT_FINAL = _("The vote is “%(state)s”: its result has to be final first.")
NOT_PASSED = _("The owners did not pass it: %(fault)s.")
SERVED = _("That decision served another use of the fund (%(number)s).")
TOO_EARLY = _("The vote opened on %(day)s, before the proposal had hung its time (until before %(until)s).")
OTHER_HOMES = _(
    "Those who voted are not those who pay: %(lacking)d homes that pay were not on the roll, %(more)d on the roll do "
    "not pay."
)


def candidates(use: FundUse) -> QuerySet[Matter]:
    """Final decisions of this estate on its fund that no use has taken yet, the latest first."""
    served = FundUseStep.objects.filter(matter__isnull=False).values("matter")
    found = Matter.objects.filter(
        vote__estate=use.estate, kind=MatterKind.USE_FUND, vote__state=VoteState.FINAL, passed=True
    )
    return found.exclude(pk__in=served).select_related("vote").order_by("-vote__opens_at", "place")


def insist_it_serves(matter: Matter, use: FundUse) -> None:
    """The owners who pay, and no others, decided after they had read it. Raises ValidationError with the article."""
    vote = matter.vote
    assert use.posted_until_on is not None
    opened_on = timezone.localdate(vote.opens_at)
    article = vote_law(vote.posted_on or opened_on).quorum.article
    if vote.estate_id != use.estate_id:
        refuse(ELSEWHERE, article, "matter")
    if matter.kind != MatterKind.USE_FUND:
        refuse(ANOTHER_KIND, article, "matter")
    if vote.state != VoteState.FINAL:
        refuse(NOT_FINAL, article, "matter", state=vote.get_state_display())
    if not matter.passed:
        refuse(NOT_PASSED, article, "matter", fault=matter.get_fault_display())
    if taken := FundUseStep.objects.filter(matter=matter).select_related("use").first():
        refuse(SERVED, article, "matter", number=taken.use.number)
    if opened_on < use.posted_until_on:
        refuse(TOO_EARLY, article, "matter", day=opened_on, until=use.posted_until_on)
    insist_same_homes(matter, use, article)


def insist_same_homes(matter: Matter, use: FundUse, article: str) -> None:
    """Raises ValidationError."""
    voted = set(matter.vote.roll.values_list("home", flat=True))
    paying = set(use.homes.values_list("home", flat=True))
    if voted != paying:
        refuse(OTHER_HOMES, article, "matter", lacking=len(paying - voted), more=len(voted - paying))
