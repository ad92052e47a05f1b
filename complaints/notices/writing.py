"""The outbox is written: whom an event concerns, where they are told, and in which words."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import formats, timezone, translation

from accounts import ports
from accounts.city import profile
from accounts.models import Level, Region
from accounts.moments import remembered
from accounts.sealing import NotOpened, seal
from complaints.models import (
    Audience,
    Channel,
    Complaint,
    Contact,
    Handler,
    Notice,
    NoticeAddress,
    NoticeState,
    NoticeTemplate,
    Stage,
    Way,
)
from complaints.notices.quiet import RINGING, goes_out_from
from complaints.notices.waking import wake_worker
from complaints.terms import terms

MOBILE = re.compile(r"^(\+?86)?1[3-9]\d{9}$")
SHOWN_A_NUMBER = frozenset({Channel.QR, Channel.WEB})
"""Who filed by these saw the number on the page, and is not told it again."""
STAGE_LEVELS = {Stage.STREET: Level.STREET, Stage.DISTRICT: Level.COUNTY, Stage.CITY: Level.CITY}


@dataclass(frozen=True)
class Recipient:
    """Who is told, by which complaint they know it, and where."""

    complaint: Complaint
    audience: str
    way: str
    address: str


def tell(complaint: Complaint, event: str, *, at: datetime) -> None:
    """Write down who must know of an event, in the caller's transaction. What is told once is not told again.

    What still waits to go out to the same people about the same complaint is replaced: only the last news matters.
    """
    templates = templates_of(event)
    found = [each for each in recipients(complaint, event, set(templates)) if ports.is_used(each.way)]
    if not found:
        return
    rules = terms(timezone.localdate(at))
    notices = []
    for number, each in enumerate(found):
        moment = goes_out_from(at, rules) if each.way in RINGING and not complaint.is_urgent else at
        key = f"{event}-{each.complaint.pk}-{each.audience}-{complaint.version}-{number}"
        notices.append(written(each, templates[each.audience], key, event, at=at, goes_out=moment))
    replace_waiting(notices)
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if any(notice.next_try_at <= at for notice in notices):
        transaction.on_commit(wake_worker, robust=True)


@remembered
def templates_of(event: str) -> dict[str, NoticeTemplate]:
    """By audience."""
    return {each.audience: each for each in NoticeTemplate.objects.filter(event=event, is_active=True)}


def written(
    to: Recipient, template: NoticeTemplate, key: str, event: str, *, at: datetime, goes_out: datetime
) -> Notice:
    filled = words_for(to.complaint)
    return Notice(
        key=key, complaint=to.complaint, event=event, audience=to.audience, way=to.way,
        sealed_address=seal(to.address), masked_address=masked(to.address), subject=fill(template.subject, filled),
        words=fill(template.words, filled), made_at=at, next_try_at=goes_out,
    )  # fmt: skip


def replace_waiting(notices: list[Notice]) -> None:
    for complaint_id, audience in {(each.complaint_id, each.audience) for each in notices}:
        waiting = Notice.objects.filter(complaint=complaint_id, audience=audience, state=NoticeState.WAITING)
        waiting = waiting.filter(try_count=0).exclude(key__in=[each.key for each in notices])
        waiting.update(state=NoticeState.REPLACED, sealed_address="")


def recipients(complaint: Complaint, event: str, audiences: set[str]) -> Iterator[Recipient]:
    if Audience.RESIDENT in audiences:
        yield from residents(complaint, event)
    if Audience.HANDLER in audiences:
        for way, address in handler_addresses(complaint):
            yield Recipient(complaint, Audience.HANDLER, way, address)
    if Audience.STAGE in audiences:
        for way, address in NoticeAddress.objects.filter(is_active=True, region=office_of(complaint)).values_list(
            "way", "address"
        ):
            yield Recipient(complaint, Audience.STAGE, way, address)


def residents(complaint: Complaint, event: str) -> Iterator[Recipient]:
    """Who filed it, if they left a phone, and those whose complaints follow it, each under their own number."""
    if event == "file" and complaint.channel in SHOWN_A_NUMBER:
        return
    contacts = Contact.objects.exclude(sealed_phone="").select_related("complaint__estate", "complaint__topic")
    if complaint.joined_to_id is None:
        concerned = contacts.filter(complaint=complaint) | contacts.filter(complaint__joined_to=complaint)
    else:
        concerned = contacts.filter(complaint=complaint)
    for contact in concerned:
        with suppress(NotOpened):
            told = complaint if contact.pk == complaint.pk else contact.complaint
            yield Recipient(told, Audience.RESIDENT, settings.NOTICE_RESIDENTS_BY, contact.phone)


def handler_addresses(complaint: Complaint) -> list[tuple[str, str]]:
    """Where whoever handles it is told. A company that named nothing is told on its business phone if it is mobile."""
    chosen = NoticeAddress.objects.filter(is_active=True)
    if complaint.enterprise is not None:
        named = list(chosen.filter(enterprise=complaint.enterprise_id).values_list("way", "address"))
        phone = re.sub(r"[\s-]", "", complaint.enterprise.contact_phone)
        return named or ([(Way.SMS, phone)] if MOBILE.match(phone) else [])
    if complaint.body is not None:
        return list(chosen.filter(body=complaint.body_id).values_list("way", "address"))
    return []


def office_of(complaint: Complaint) -> str | None:
    """The code of the office at whose stage a complaint is: the division of that level around the estate."""
    code = complaint.region_id
    stems = [code[:length].ljust(12, "0") for length in (4, 6, 9)]
    level = STAGE_LEVELS[Stage(complaint.level)]
    return Region.objects.filter(code__in=stems, level=level).values_list("code", flat=True).first()


def words_for(complaint: Complaint) -> dict[str, str]:
    """What stands in the places of a template, in the city's own language."""
    city = profile()
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "number": complaint.number,
            "estate": complaint.estate.name,
            "topic": str(complaint.topic),
            "due": moment_said(complaint.lead.due_at),
            "handler": handler_name(complaint.lead),
            "city": city.name if city else "",
            "hotline": city.hotline if city else "",
        }


def handler_name(complaint: Complaint) -> str:
    named = complaint.enterprise or complaint.body
    if named is not None:
        return named.name
    return str(Handler(complaint.handler).label) if complaint.handler else ""


def moment_said(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'MONTH_DAY_FORMAT')}{local:%H:%M}"


def fill(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)


def masked(address: str) -> str:
    """An address as lists show it: enough to tell two apart."""
    if "@" in address:
        name, _at, place = address.partition("@")
        return f"{name[:1]}***@{place}"
    return f"{address[:3]}****{address[-4:]}" if len(address) > 7 else "****"
