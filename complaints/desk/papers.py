"""A case on paper: the sheet that goes with a dispatch (转办单), and the reply to whoever filed it (答复)."""

from datetime import datetime
from typing import Any

from complaints.actions.acting import doer
from complaints.desk.history import photos_of
from complaints.following.naming import names_of
from complaints.models import Complaint, State


def sheet(complaint: Complaint, *, user, city, at: datetime) -> dict[str, Any]:
    """What stands on the dispatch sheet. The complainant is masked: to see more is an act that is recorded."""
    note = complaint.steps.filter(verb__in=("dispatch", "redispatch", "name_owner")).order_by("-pk").first()
    return {
        "complaint": complaint,
        "contact": getattr(complaint, "contact", None),
        "names": names_of(complaint, city),
        "office": doer(user).name,
        "note": note.note if note else "",
        "photo_count": len(photos_of(complaint).get(None, ())),
        "printed_at": at,
    }


def reply(complaint: Complaint, *, user, city, at: datetime) -> dict[str, Any] | None:
    """What stands in the reply: the last answer, or the reason for refusing; None while there is neither."""
    answer = complaint.steps.filter(verb="answer").order_by("-pk").first()
    if complaint.state != State.REFUSED and (answer is None or complaint.answered_at is None):
        return None
    return {
        "complaint": complaint,
        "names": names_of(complaint, city),
        "office": doer(user).name,
        "answer": answer if complaint.state != State.REFUSED else None,
        "printed_at": at,
    }
