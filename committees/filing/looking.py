"""Opening a filed paper: lists of members and minutes name people, so who looks is put down."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.authority import may, require
from accounts.models import User
from committees.filing.lifecycle import ANSWERS, HANDS_IN
from committees.models import FilingPaper


@transaction.atomic
def look_at_paper(paper: FilingPaper, *, by: User, at: datetime) -> FilingPaper:
    """For who hands papers in and who answers. Raises NotAllowed, DoesNotExist outside of one's scope."""
    require(by, HANDS_IN if may(by, HANDS_IN) else ANSWERS)
    seen = FilingPaper.objects.visible_to(by).select_related("filing").get(pk=paper.pk)
    audit.record(by=by, at=at, verb="look_at_paper_filing", thing=seen.filing, after={"kind": seen.kind})
    return seen
