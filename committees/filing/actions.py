"""The verbs of a filing. Each locks it, asks the table of moves, and leaves a line in the audit log."""

from datetime import date, datetime
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.days import calendar
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from committees.filing.lifecycle import FILING, HANDS_IN
from committees.filing.papers import missing_papers
from committees.filing.terms import OF_A_NEW_ONE, due_on
from committees.forming.law import cited
from committees.law import vote_terms
from committees.models import (
    Committee,
    CommitteeState,
    Filing,
    FilingKind,
    FilingPaper,
    FilingState,
    Formation,
    FormationState,
    PaperKind,
    Seat,
    VoteState,
)
from committees.seats.ending import end
from committees.terms import forming_law

FITS = {
    FilingKind.FIRST: (CommitteeState.ELECTED,),
    FilingKind.REELECTION: (CommitteeState.ELECTED,),
    FilingKind.CHANGE: (CommitteeState.FILED,),
    FilingKind.DISSOLUTION: (CommitteeState.ENDED, CommitteeState.DISSOLVED),
}
"""What a committee in these states may file."""
SUFFIXES = {".pdf", ".doc", ".docx", ".jpg", ".jpeg", ".png", ".xls", ".xlsx"}
MOST_BYTES = 20 * 1024 * 1024
UNDER_WAY = (FilingState.DRAFT, FilingState.SUBMITTED, FilingState.RETURNED)


def hold(filing: Filing, verb: str, *, by: User | None) -> Filing:
    """The filing, locked, with this verb open. Raises NotAllowed, NotNow, DoesNotExist outside of one's scope."""
    move = FILING[verb]
    require(by, move.right)
    rows = Filing.objects if by is None else Filing.objects.visible_to(by)
    locked = Filing.objects.select_for_update(of=["self"], no_key=True).select_related("committee__estate")
    held = locked.get(pk=rows.values("pk").get(pk=filing.pk)["pk"])
    move.insist(held.state, number=held.number, now=FilingState(held.state).label)
    return held


def keep(held: Filing, verb: str, *columns: str, by: User | None, at: datetime, **told) -> Filing:
    held.version += 1
    held.save(update_fields=["state", "version", *columns])
    audit.record(by=by, at=at, verb=f"{verb}_filing", thing=held, after={"state": held.state, **told})
    return held


@transaction.atomic
def open_filing(
    committee: Committee, kind: str, *, happened_on: date, what_changed: str = "", by: User | None, at: datetime
) -> Filing:
    """Begin to put a filing together. It is due so many days after what happened; a day off moves that on.

    Raises NotAllowed, ValidationError where one is under way already, DoesNotExist outside of one's scope.
    """
    if by is not None:
        committee = Committee.objects.visible_to(by).get(pk=committee.pk)
    today = timezone.localdate(at)
    if happened_on > today:
        raise ValidationError({"happened_on": _("This day has not come yet.")})
    if kind == FilingKind.CHANGE and not what_changed.strip():
        raise ValidationError({"what_changed": _("Say what changed.")})
    filing = Filing(
        **numbered(Filing, "BA", today), committee=committee, kind=kind, happened_on=happened_on,
        what_changed=what_changed.strip()[:300], due_on=due_on(kind, happened_on),
    )  # fmt: skip
    audit.save_sound(filing, None)
    audit.record(by=by, at=at, verb="open_filing", thing=filing, after={"kind": kind, "due_on": str(filing.due_on)})
    return filing


def note_change(committee: Committee, words: str, *, happened_on: date, by: User | None, at: datetime) -> Filing | None:
    """Something of what is filed changed. It goes into the change under way, else into a new one.

    None where that of a new committee is being put together, which tells it all; and where one is handed in already:
    it is answered first, and `accept` looks again at who came and went meanwhile.
    """
    open_one = committee.filings.filter(state__in=UNDER_WAY).select_for_update(no_key=True).first()
    if open_one is None:
        if committee.state != CommitteeState.FILED:
            return None
        return open_filing(committee, FilingKind.CHANGE, happened_on=happened_on, what_changed=words, by=by, at=at)
    if open_one.state == FilingState.SUBMITTED or open_one.kind in OF_A_NEW_ONE:
        return None
    open_one.what_changed = "；".join(filter(None, [open_one.what_changed, words]))[:300]
    return keep(open_one, "note_change", "what_changed", by=by, at=at)


@transaction.atomic
def take_paper(filing: Filing, kind: str, content: File, *, by: User | None, at: datetime) -> FilingPaper:
    """Put a paper in. Raises NotNow, ValidationError for kinds and files that cannot be taken."""
    held = hold(filing, "take_paper", by=by)
    name = PurePath(content.name or "").name
    if kind not in PaperKind.values:
        raise ValidationError({"kind": _("Choose what kind of paper it is.")})
    if PurePath(name).suffix.lower() not in SUFFIXES:
        allowed = ", ".join(sorted(suffix[1:] for suffix in SUFFIXES))
        raise ValidationError({"file": _("Files of these kinds are taken: %(allowed)s.") % {"allowed": allowed}})
    if not content.size or content.size > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise ValidationError({"file": _("The file is empty or larger than %(most)d MB.") % {"most": most}})
    paper = FilingPaper(filing=held, kind=kind, name=name[-120:], received_at=at)
    paper.file.save(f"{held.number}-{kind}{PurePath(name).suffix.lower()}", content, save=False)
    paper.save(force_insert=True)
    audit.record(by=by, at=at, verb="take_paper_filing", thing=held, after={"kind": kind})
    return paper


@transaction.atomic
def drop_paper(paper: FilingPaper, *, by: User | None, at: datetime) -> None:
    """Take a paper out again; its file goes when that is settled."""
    held = hold(paper.filing, "drop_paper", by=by)
    audit.record(by=by, at=at, verb="drop_paper_filing", thing=held, before={"kind": paper.kind})
    stored = paper.file
    paper.delete()
    transaction.on_commit(lambda: stored.delete(save=False), robust=True)


@transaction.atomic
def submit(filing: Filing, *, by: User | None, at: datetime) -> Filing:
    """Hand it in. From the next working day the street's term runs. Raises ValidationError for each paper missing."""
    held = hold(filing, "submit", by=by)
    refuse_incomplete(held)
    today = timezone.localdate(at)
    held.state, held.submitted_on = FilingState.SUBMITTED, today
    held.answer_due_on = calendar().after(today, forming_law(today).committee.answer_workdays.count)
    return keep(
        held, "submit", "submitted_on", "answer_due_on", by=by, at=at,
        answer_due_on=str(held.answer_due_on), late=today > held.due_on,
    )  # fmt: skip


def refuse_incomplete(held: Filing) -> None:
    """Raises ValidationError for what is missing, each with its article."""
    faults = [cited(_("Missing: %(paper)s.") % {"paper": each.label}, each.article) for each in missing_papers(held)]
    if faults:
        raise ValidationError({"papers": faults})
    chair = held.committee.members.filter(seat=Seat.CHAIR, left_on__isnull=True)
    if held.kind in OF_A_NEW_ONE and not chair.exists():
        article = forming_law(held.happened_on).committee.first_meeting_days.article
        raise ValidationError({"chair": cited(_("The first meeting has to choose a chair first."), article)})


@transaction.atomic
def accept(filing: Filing, *, filing_number: str = "", by: User | None, at: datetime) -> Filing:
    """File it. A new committee is in office from today, and the one before it has to hand over.

    Raises NotAllowed, NotNow before the result of its election is final, ValidationError for a committee that ended.
    """
    held = hold(filing, "accept", by=by)
    today = timezone.localdate(at)
    held.state, held.answered_on = FilingState.FILED, today
    held.filing_number = filing_number.strip()[:40] or f"备{held.number.removeprefix('BA-')}"
    if held.kind in OF_A_NEW_ONE:
        put_in_office(held, today, by=by, at=at)
    keep(
        held, "accept", "answered_on", "filing_number", by=by, at=at, filing_number=held.filing_number,
        late=held.answer_due_on is not None and today > held.answer_due_on,
    )  # fmt: skip
    note_meanwhile(held, by=by, at=at)
    return held


def put_in_office(held: Filing, today: date, *, by: User | None, at: datetime) -> None:
    """The committee is filed, its predecessor ends, its formation is done. Raises ValidationError for an ended one."""
    committee = Committee.objects.select_for_update(no_key=True).get(pk=held.committee_id)
    if committee.state != CommitteeState.ELECTED:
        now = CommitteeState(committee.state).label
        raise ValidationError(_("%(committee)s is “%(now)s”.") % {"committee": committee, "now": now})
    formations = list(Formation.objects.select_for_update(no_key=True).filter(committee=committee))
    for formation in formations:
        insist_final(formation)
    for before in committee.estate.committees.filter(state=CommitteeState.FILED):
        end(before, _("%(committee)s is in office.") % {"committee": committee}, by=by, at=at)
    committee.state, committee.filed_on, committee.filing_number = CommitteeState.FILED, today, held.filing_number
    committee.save(update_fields=["state", "filed_on", "filing_number"])
    audit.record(by=by, at=at, verb="file_committee", thing=committee, after={"filing_number": held.filing_number})
    held.committee = committee
    for formation in formations:
        formation.state, formation.ended_on = FormationState.DONE, today
        formation.version += 1
        formation.save(update_fields=["state", "ended_on", "version"])
        audit.record(by=by, at=at, verb="finish_formation", thing=formation, after={"state": formation.state})


def insist_final(formation: Formation) -> None:
    """Raises NotNow while owners may still object to the result that elected the committee."""
    vote = formation.vote
    if vote is None or vote.state == VoteState.FINAL:
        return
    told = {"number": vote.number, "now": VoteState(vote.state).label}
    words = _("Vote %(number)s, in which it was elected, is “%(now)s”: it is filed once the result is final.") % told
    raise NotNow(cited(words, vote_terms(vote.posted_on or formation.applied_on).result_post_days.article))


def note_meanwhile(held: Filing, *, by: User | None, at: datetime) -> None:
    """Who came or went while the filing was with the street: that is a change to be filed as well."""
    since = held.submitted_on
    changed = held.committee.members.filter(left_on__gte=since) | held.committee.members.filter(joined_on__gt=since)
    if held.kind != FilingKind.DISSOLUTION and changed.exists():
        note_change(held.committee, _("Members changed."), happened_on=timezone.localdate(at), by=by, at=at)


@transaction.atomic
def give_back(filing: Filing, *, reason: str, by: User | None, at: datetime) -> Filing:
    """Something is to be completed: all of it said at once."""
    return answered(filing, "give_back", FilingState.RETURNED, reason, by=by, at=at)


@transaction.atomic
def refuse(filing: Filing, *, reason: str, by: User | None, at: datetime) -> Filing:
    """The street does not file it; the reason names what the law has against it."""
    return answered(filing, "refuse", FilingState.REFUSED, reason, by=by, at=at)


def answered(filing: Filing, verb: str, state: FilingState, reason: str, *, by: User | None, at: datetime) -> Filing:
    held = hold(filing, verb, by=by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    held.state, held.reason, held.answered_on = state, reason.strip()[:300], timezone.localdate(at)
    return keep(held, verb, "reason", "answered_on", by=by, at=at)


@transaction.atomic
def begin(
    committee: Committee, kind: str, *, happened_on: date, what_changed: str = "", by: User | None, at: datetime
) -> Filing:
    """Somebody begins a filing by hand: a change of the office, or once more after a refusal. Raises NotAllowed."""
    require(by, HANDS_IN)
    if committee.state not in FITS[FilingKind(kind)]:
        told = {"committee": committee, "now": CommitteeState(committee.state).label}
        raise ValidationError({"kind": _("%(committee)s is “%(now)s”: choose what fits.") % told})
    return open_filing(committee, kind, happened_on=happened_on, what_changed=what_changed, by=by, at=at)
