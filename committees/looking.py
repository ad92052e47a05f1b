"""Full names and phones of those in a committee or a formation: who looks is put down."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from accounts import audit
from accounts.authority import require
from accounts.models import User
from committees.models import Committee, Formation

RIGHT = "owners.contact"
Body = TypeVar("Body", Committee, Formation)


@transaction.atomic
def look_at_people(body: Body, *, by: User, at: datetime) -> Body:
    """Each look stands in the audit log. Raises NotAllowed, DoesNotExist outside of one's scope."""
    require(by, RIGHT)
    seen = type(body).objects.visible_to(by).get(pk=body.pk)
    audit.record(by=by, at=at, verb="look_at_people", thing=seen)
    return seen
