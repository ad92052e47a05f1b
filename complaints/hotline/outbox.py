"""What the hotline must be told: every public step of its own orders, and what is handed over to it."""

from complaints.models import Complaint, HotlineItem, Step

HOTLINE = "hotline"
"""The code of the hotline among the other bodies."""
HANDING_OVER = frozenset({"dispatch", "redispatch", "name_owner"})


def put(complaint: Complaint, step: Step) -> None:
    """Called where steps are written, in the same transaction."""
    if concerns_hotline(complaint, step):
        HotlineItem.objects.create(complaint=complaint, step=step, made_at=step.at)


def concerns_hotline(complaint: Complaint, step: Step) -> bool:
    if complaint.hotline_number:
        return step.is_public
    return step.verb in HANDING_OVER and complaint.body is not None and complaint.body.code == HOTLINE
