"""What officers do about notices: the words, the addresses, and one that did not get through."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from complaints.models import Notice, NoticeAddress, NoticeState, NoticeTemplate, Way
from complaints.notices.waking import wake_worker
from complaints.notices.writing import MOBILE

LISTS, OUTBOX = "complaints.lists", "complaints.handle"


@transaction.atomic
def keep_template(template: NoticeTemplate, *, by: User | None, at: datetime) -> NoticeTemplate:
    """Raises NotAllowed, ValidationError per field."""
    require(by, LISTS)
    return audit.keep(template, by=by, at=at, verb="keep_notice_template")


@transaction.atomic
def keep_address(address: NoticeAddress, *, by: User | None, at: datetime) -> NoticeAddress:
    """Raises NotAllowed, ValidationError per field."""
    require(by, LISTS)
    address.address = address.address.strip()
    if address.way == Way.EMAIL and "@" not in address.address:
        raise ValidationError({"address": _("This is no e-mail address.")})
    if address.way == Way.SMS and not MOBILE.match(address.address):
        raise ValidationError({"address": _("A text message needs a mobile phone: 11 digits, beginning with 1.")})
    return audit.keep(address, by=by, at=at, verb="keep_notice_address")


@transaction.atomic
def hurry(notice: Notice, *, by: User | None, at: datetime) -> Notice:
    """Try one that waits now, whatever the hour. Raises NotAllowed, NotNow, DoesNotExist outside of one's region."""
    require(by, OUTBOX)
    rows = Notice.objects if by is None else Notice.objects.visible_to(by)
    held = Notice.objects.select_for_update().get(pk=rows.values("pk").get(pk=notice.pk)["pk"])
    if held.state != NoticeState.WAITING:
        raise NotNow(_("This notice is “%(state)s”: there is nothing to send.") % {"state": held.get_state_display()})
    held.next_try_at = at
    held.save(update_fields=["next_try_at"])
    audit.record(by=by, at=at, verb="hurry_notice", thing=held)
    transaction.on_commit(wake_worker, robust=True)
    return held
