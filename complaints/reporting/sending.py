"""The draft becomes a complaint, once. Few questions to the database: on a bad day the whole city sends at once."""

import uuid
from datetime import datetime

from complaints.actions import filing
from complaints.actions.filing import NewComplaint
from complaints.models import Complaint, Photo, Topic
from complaints.reporting import drafts
from complaints.reporting.drafts import Told
from complaints.reporting.likeness import joinable
from estates.models import Estate


class Incomplete(Exception):
    """The estate or the topic went while the draft lay; step 2 asks again."""


def send(key: uuid.UUID, told: Told, *, address: str, device: str, at: datetime) -> Complaint:
    """File what was told, and forget the draft. Within the transaction that holds the draft.

    Raises Incomplete, and ValidationError: what was to be joined was closed meanwhile, or a field is not sound.
    """
    estate = Estate.objects.filter(code=told.estate).only("code", "name", "region_id").first()
    topic = Topic.objects.filter(code=told.topic, parent__isnull=False, is_active=True).first()
    if estate is None or topic is None:
        raise Incomplete
    lead = joinable(told.join_to, estate)
    new = NewComplaint(
        estate=estate, topic=topic, words=told.words, channel=told.channel, key=key, kind=told.kind, spot=told.spot,
        name=told.name, phone=told.phone, consent_version=told.consent_version, address=address, device=device,
        photos=tuple(photo.key for photo in photos_of(key)), join_to=lead,
    )  # fmt: skip
    complaint = filing.file(new, by=None, at=at)
    drafts.discard(key)
    return complaint


def photos_of(key: uuid.UUID) -> list[Photo]:
    """What was taken for a draft and is fit to be filed, also what came after its last page was sent."""
    return list(Photo.objects.filter(draft_key=str(key)).counted())


def sent(key: uuid.UUID | None) -> Complaint | None:
    """What was filed under a key."""
    return Complaint.objects.filter(filing_key=key).first() if key else None
