"""Who is voting on a phone: the port, and the check that comes with the portal.

`settings.VOTER_IDENTITY` names the check. The one here sends six digits to the phone that is on record of the owner;
the code of the letter was asked before. A city's register of titles, or a check of faces, is one more class with the
same verbs.
"""

import logging
import re
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.ports import Message, Undeliverable, adapter, is_used
from accounts.sealing import digest
from committees.models import Holder, Invitation

WAY = "sms"
DIGITS = 6
LASTS = timedelta(minutes=10)
MOST_TRIES = 5
"""Wrong answers to one code."""
MOST_SENT = 10
"""Codes for one invitation: with `MOST_TRIES` each, fifty guesses among a million."""
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)

log = logging.getLogger(__name__)


class CannotProve(Exception):
    """This owner cannot vote on a phone, or not now. The sentence says what else to do."""


class Identity(Protocol):
    def begin(self, invitation: Invitation, *, at: datetime) -> None:
        """Do what has to happen before `check`. Raises CannotProve."""

    def sent_to(self, invitation: Invitation) -> str:
        """Where the owner has to look, masked."""

    def check(self, invitation: Invitation, answer: str, *, at: datetime) -> bool:
        """Whether the answer proves it. Raises CannotProve where no answer would any more."""


def identity() -> Identity:
    return _made(settings.VOTER_IDENTITY)


@cache
def _made(path: str) -> Identity:
    return import_string(path)()


class PhoneCode:
    """A code to the first holder's phone, which votes for all holders of a home."""

    def begin(self, invitation: Invitation, *, at: datetime) -> None:
        """Send a code; an earlier one does not count any more. Raises CannotProve.

        A code counts once it was carried, and only then against `MOST_SENT`.
        """
        phone = phone_of(invitation)
        if not is_used(WAY):
            raise CannotProve(_("Codes cannot be sent to phones at the moment."))
        row = Invitation.objects.filter(pk=invitation.pk)
        if not row.filter(sent_count__lt=MOST_SENT).update(sent_count=F("sent_count") + 1, phone_code_digest=""):
            raise CannotProve(_("So many codes were sent for this letter that no more will be."))
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        try:
            send(invitation, phone, code)
        except CannotProve:
            row.update(sent_count=F("sent_count") - 1)
            raise
        row.update(phone_code_digest=digest_of(invitation, code), phone_code_until=at + LASTS, tries=0)

    def sent_to(self, invitation: Invitation) -> str:
        holder = first_holder(invitation)
        return holder.masked_phone if holder else ""

    def check(self, invitation: Invitation, answer: str, *, at: datetime) -> bool:
        """A right code is used up. Raises CannotProve when the code is old, or was guessed at too often."""
        with transaction.atomic():
            held = Invitation.objects.select_for_update().get(pk=invitation.pk)
            is_alive = held.phone_code_until is not None and at < held.phone_code_until
            if not held.phone_code_digest or not is_alive or held.tries >= MOST_TRIES:
                raise CannotProve(_("This code does not count any more. Have a new one sent."))
            is_right = constant_time_compare(held.phone_code_digest, digest_of(held, answer))
            if is_right:
                held.phone_code_digest, held.phone_code_until = "", None
            held.tries = 0 if is_right else held.tries + 1
            held.save(update_fields=["phone_code_digest", "phone_code_until", "tries"])
        return is_right


def first_holder(invitation: Invitation) -> Holder | None:
    return Holder.objects.filter(owner_id=invitation.owner_id).order_by("place").first()


def phone_of(invitation: Invitation) -> str:
    """Raises CannotProve where no phone is on record that takes a text message, or not the one of the roll any more."""
    holder = first_holder(invitation)
    if holder and holder.phone_digest != invitation.phone_digest:
        raise CannotProve(
            _(
                "The phone on record was changed after the roll of this vote was confirmed. So that nobody votes in"
                " an owner's name, no code is sent to the new one: this owner votes on paper."
            )
        )
    phone = holder.phone if holder else ""
    if not MOBILE.fullmatch(phone):
        raise CannotProve(_("No mobile phone was on record of this owner when the roll was confirmed: vote on paper."))
    return phone


def send(invitation: Invitation, phone: str, code: str) -> None:
    """Raises CannotProve."""
    words = _("%(code)s is your code for the owners' vote; it counts for %(minutes)d minutes. Tell it to nobody.") % {
        "code": code,
        "minutes": LASTS.seconds // 60,
    }
    masked = f"{phone[:3]}****{phone[-4:]}"
    key = f"vote-{invitation.pk}-{secrets.token_hex(8)}"
    try:
        adapter(WAY).carry(Message(key, phone, masked, _("Owners' vote"), words))
    except Undeliverable as fault:
        raise CannotProve(_("No message reaches the phone on record (%(phone)s).") % {"phone": masked}) from fault
    except Exception as fault:
        log.exception("a code for a vote could not be sent")
        raise CannotProve(_("The code could not be sent. Wait a minute and have it sent again.")) from fault


def digest_of(invitation: Invitation, code: str) -> str:
    return digest(f"phone code {invitation.pk} {code}")
