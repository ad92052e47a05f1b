"""The lists behind complaints: topics, other bodies, reasons for refusing, templates of answers."""

from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.models import User
from complaints.models import AnswerTemplate, Body, Handler, RefusalReason, Topic

Listed = TypeVar("Listed", Topic, Body, RefusalReason, AnswerTemplate)


@transaction.atomic
def keep_listed(thing: Listed, *, by: User | None, at: datetime) -> Listed:
    """Add or amend an entry of one of the lists. Raises NotAllowed, ValidationError per field.

    An entry is never deleted, since complaints name it: it is taken out of the choice. A code stays as it was given.
    """
    require(by, "complaints.lists")
    if isinstance(thing, Topic):
        refuse_odd_topic(thing)
    return audit.keep(thing, by=by, at=at, verb=f"keep_{thing._meta.model_name}")


def refuse_odd_topic(topic: Topic) -> None:
    """A leaf lies in the class whose two digits it begins with. Raises ValidationError."""
    if len(topic.code) == 4 and (topic.parent is None or topic.parent.code != topic.code[:2]):
        raise ValidationError(
            {"parent": _("Topic %(code)s belongs to class %(above)s.") % {"code": topic.code, "above": topic.code[:2]}}
        )
    if len(topic.code) == 2 and topic.parent is not None:
        raise ValidationError({"parent": _("One of the classes (two digits) belongs to no other class.")})
    if topic.handler == Handler.BODY and topic.parent is not None and topic.body is None:
        raise ValidationError({"body": _("Say which body it belongs to.")})
