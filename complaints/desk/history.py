"""What happened to a case, newest first, as officers read it: with the person and the notes among offices."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.models import Actor, Channel, Complaint, Handler, Outcome, Photo, RefusalReason, Stage, Step
from complaints.photos.showing import address_of


@dataclass(frozen=True)
class Picture:
    """A photo as a page shows it: `thumb` is "" while the worker has not made it clean."""

    full: str
    thumb: str
    kind: str = ""


@dataclass(frozen=True)
class Event:
    title: str
    at: datetime
    who: str
    text: str
    note: str
    facts: str
    photos: Sequence[Picture]


def photos_of(complaint: Complaint) -> dict[int | None, list[Picture]]:
    """Its photos by the step that they belong to (None: as it was filed)."""
    found: dict[int | None, list[Picture]] = defaultdict(list)
    for photo in Photo.objects.filter(complaint=complaint).exclude(state="refused"):
        found[photo.step_id].append(picture(photo))
    return found


def picture(photo: Photo) -> Picture:
    if photo.state != "clean":
        return Picture("", "", photo.get_kind_display())
    return Picture(address_of(photo, "full"), address_of(photo, "thumb"), photo.get_kind_display())


def history(
    steps: Iterable[Step], photos: Mapping[int | None, list[Picture]], *, reads_words: bool = True
) -> list[Event]:
    """The steps as events, the newest first; on request without residents' words and what officers noted of them."""
    reasons = dict(RefusalReason.objects.values_list("code", "name"))
    return [
        Event(
            title_of(step),
            step.at,
            who(step),
            step.text if reads_words or step.actor != Actor.RESIDENT else "",
            step.note if reads_words else "",
            facts_of(step, reasons),
            photos.get(step.pk, ()),
        )
        for step in steps
    ][::-1]


def who(step: Step) -> str:
    """The body, and of one's own offices the person. Residents and companies are told by what they are."""
    if step.actor == Actor.PORTAL:
        return _("by itself")
    body = step.actor_name or str(step.get_actor_display())
    return f"{body} · {step.by}" if step.by and step.actor not in (Actor.RESIDENT, Actor.COMPANY) else body


def title_of(step: Step) -> str:
    """What was done. Asked for anew each time, so that it is in the reader's language."""
    titles = {
        "file": _("Filed"), "accept": _("Accepted"), "refuse": _("Not accepted"),
        "ask": _("Resident asked for more"), "supplement": _("Resident added something"),
        "dispatch": _("Dispatched"), "redispatch": _("Dispatched to somebody else"),
        "name_owner": _("The city named who handles it"), "hand_back": _("Handed back"),
        "contact": _("Resident contacted"), "answer": _("Answered"), "ask_extension": _("Extension asked for"),
        "grant_extension": _("Extension granted"), "refuse_extension": _("Extension not granted"),
        "review": _("Answer passed on to the resident"), "return_answer": _("Answer sent back"),
        "confirm": _("Resident: solved"), "deny": _("Resident: not solved"),
        "find_false": _("Checked: not solved, the answer was false"), "find_solved": _("Checked: solved"),
        "find_unfounded": _("Checked: unfounded"), "join": _("Joined to another"),
        "joined_by": _("Another one was joined to it"), "part": _("Taken out again"),
        "escalate": _("Reported to the next stage"), "close": _("Closed: the resident was silent"),
        "withdraw": _("Withdrawn by the resident"), "reopen": _("Reopened by the resident"),
        "rate": _("Rated by the resident"), "overdue": _("The term ran out"),
        "look": _("Looked at who filed"), "lead": _("The case in place of another that was withdrawn"),
    }  # fmt: skip
    return titles.get(step.verb) or step.verb.replace("_", " ")


def facts_of(step: Step, reasons: Mapping[str, str]) -> str:
    """What an act decided, in one line."""
    values = step.values
    said = []
    if "channel" in values:
        said.append(_("came by: %(channel)s") % {"channel": label(Channel, values["channel"])})
    if "handler" in values:
        said.append(str(values.get("name") or label(Handler, values["handler"])))
    if "reason" in values:
        said.append(reasons.get(values["reason"], values["reason"]))
    if step.verb == "answer":
        said.append(_("says solved") if values.get("solved") else _("says not solved yet"))
    if values.get("late"):
        said.append(_("late"))
    if values.get("workdays"):
        said.append(ngettext("%(n)d working day", "%(n)d working days", values["workdays"]) % {"n": values["workdays"]})
    if step.verb == "grant_extension" and values.get("due_at"):
        said.append(_("now due %(day)s") % {"day": moment(values["due_at"])})
    if "households" in values:
        homes = values["households"]
        said.append(ngettext("%(n)d household", "%(n)d households", homes) % {"n": homes})
    if step.verb == "escalate":
        said += [_("to the %(stage)s") % {"stage": label(Stage, values.get("to"))}, why_word(values.get("why", ""))]
    if "outcome" in values:
        said.append(label(Outcome, values["outcome"]))
    if step.verb == "join":
        said.append(str(values.get("to", "")))
    return " · ".join(part for part in said if part)


def why_word(why: str) -> str:
    return {
        "overdue": _("overdue"), "repeated": _("reported again and again"), "joint": _("joint case"),
        "false_answers": _("answers found false"),
    }.get(why, "")  # fmt: skip


def label(choices, value) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def moment(text: str) -> str:
    at = parse_datetime(text)
    return f"{date_format(localtime(at), 'DATE_FORMAT')} {localtime(at):%H:%M}" if at else text
