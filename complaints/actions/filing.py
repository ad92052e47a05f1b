"""A complaint comes in: from a poster, the web, a clerk, the hotline or a program. Once, however often it is sent."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.city import profile
from accounts.days import calendar
from accounts.models import User
from accounts.moments import remembered
from accounts.numbers import numbered
from accounts.scope import covers
from accounts.sealing import digest
from complaints import clocks, notices, photos, tasks
from complaints.actions.acting import RESIDENT, SHORTEST, doer
from complaints.actions.joining import add_to
from complaints.models import Channel, Complaint, Contact, Kind, State, Step, Topic
from complaints.terms import terms
from estates.models import Estate
from intake.initials import initials_of

MOST_WORDS = 1000
TITLE_LENGTH = 30
BY_OTHERS = frozenset({Channel.CLERK, Channel.HOTLINE, Channel.OPEN311, Channel.API})
"""Channels by which a login files for a resident."""


@dataclass
class NewComplaint:
    """What is to be filed. `key` names the filing: sent twice, it is one complaint. `photos`: keys of taken photos.

    `phone`, `name`: as far as given; they are sealed. `address`, `device`: where it came from, kept as digests.
    `join_to`: an open complaint of the same estate that tells of the same thing.
    """

    estate: Estate
    topic: Topic
    words: str
    channel: str
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    kind: str = Kind.COMPLAINT
    title: str = ""
    spot: str = ""
    name: str = ""
    phone: str = ""
    consent_version: str = ""
    address: str = ""
    device: str = ""
    hotline_number: str | None = None
    photos: tuple[uuid.UUID | str, ...] = ()
    join_to: Complaint | None = None


def file(new: NewComplaint, *, by: User | None, at: datetime) -> Complaint:
    """Put a complaint on record. The same `key`, or number at the hotline, again gives the one that is there.

    Raises ValidationError for each field that is not sound, NotAllowed for an officer of another region.
    """
    if new.channel in BY_OTHERS:
        require(by, "complaints.file")
    if by is not None and not covers(by, new.estate.region_id):
        raise NotAllowed(_("This estate is outside of your region."))
    refuse_faults(new)
    try:
        with transaction.atomic():
            return put_down(new, by=by, at=at)
    except IntegrityError:
        same = Q(filing_key=new.key)
        if new.hotline_number:
            same |= Q(hotline_number=new.hotline_number)
        filed = Complaint.objects.filter(same).first()
        if filed is None:
            raise
        return filed


def refuse_faults(new: NewComplaint) -> None:
    """Raises ValidationError."""
    faults = {}
    words = new.words.strip()
    if len(words) < SHORTEST:
        faults["words"] = _("Please say what happened.")
    elif len(words) > MOST_WORDS:
        faults["words"] = _("At most %(most)d characters; these are %(count)d.") % {
            "most": MOST_WORDS,
            "count": len(words),
        }
    if new.topic.parent_id is None or not new.topic.is_active:
        faults["topic"] = _("Please choose what it is about from the list.")
    if new.channel == Channel.HOTLINE and not new.hotline_number:
        faults["hotline_number"] = _("A complaint from the hotline has its number there.")
    if any("\0" in text for text in (new.words, new.title, new.spot, new.name, new.phone)):
        faults["words"] = _("There is a character in it that cannot be kept.")
    for name, most in (("title", 80), ("spot", 60), ("name", 40), ("phone", 20)):
        if len(getattr(new, name)) > most:
            faults[name] = _("At most %(most)d characters.") % {"most": most}
    if faults:
        raise ValidationError(faults)


def put_down(new: NewComplaint, *, by: User | None, at: datetime) -> Complaint:
    complaint = made(new, by=by, at=at)
    complaint.save(force_insert=True)
    who = doer(by) if by is not None else RESIDENT
    step = Step.objects.create(
        complaint=complaint, verb="file", state=complaint.state, at=at, by=by, actor=who.actor, actor_name=who.name,
        values={"channel": new.channel},
    )  # fmt: skip
    if by is not None:
        audit.record(by=by, at=at, verb="file_complaint", thing=complaint, after={"channel": new.channel})
    keep_contact(complaint, new, at=at)
    if new.photos:
        photos.attach(new.photos, complaint=complaint, step=step)
    if new.join_to is not None:
        add_to(new.join_to, complaint, who=who, by=by, at=at)
    else:
        notices.tell(complaint, "file", at=at)
    tasks.screen_soon()
    return complaint


def made(new: NewComplaint, *, by: User | None, at: datetime) -> Complaint:
    """The row of a new complaint, not saved, with the terms that run from now."""
    today = timezone.localdate(at)
    rules, days = terms(today), calendar()
    urgent = new.topic.is_urgent
    complaint = Complaint(
        **numbered(Complaint, city_letters(), today), filing_key=new.key, estate=new.estate,
        region_id=new.estate.region_id,
        spot=new.spot.strip(), topic=new.topic, kind=new.kind, title=new.title.strip() or title_of(new),
        words=new.words.strip(), channel=new.channel, filed_at=at, filed_by=by, hotline_number=new.hotline_number,
        state=State.FILED, state_since=at, is_urgent=urgent,
        accept_due_at=clocks.accept_due(at, rules, days, urgent=urgent, joint=False),
        answer_due_at=clocks.answer_due(at, rules, days, urgent=urgent, workdays=new.topic.answer_workdays),
    )  # fmt: skip
    complaint.due_at = complaint.accept_due_at
    return complaint


@remembered
def city_letters() -> str:
    """The initials of the city's name without «city»; A where the portal is nobody's yet."""
    city = profile()
    return initials_of(city.name.removesuffix("市")).upper()[:6] if city else "A"


def title_of(new: NewComplaint) -> str:
    """Where no title is given: the place and the topic, and no words of the resident's."""
    return f"{new.spot.strip()} {new.topic.name}".strip()[:TITLE_LENGTH]


def keep_contact(complaint: Complaint, new: NewComplaint, *, at: datetime) -> None:
    today = timezone.localdate(at)
    contact = Contact(
        complaint=complaint,
        phone_digest=digest(new.phone) if new.phone else "",
        address_digest=digest(new.address) if new.address else "",
        device_digest=digest(new.device) if new.device else "",
        consent_version=new.consent_version,
        consented_at=at if new.consent_version else None,
        erase_on=today + relativedelta(months=terms(today).contact_kept_months),
    )
    contact.put_down(name=new.name.strip(), phone=new.phone.strip())
    contact.save(force_insert=True)
