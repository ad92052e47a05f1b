"""The verbs of inspections at hand-over. Each locks the row, asks the table of moves, and is audited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import hold, refuse_elsewhere, refuse_future, said
from accounts.authority import NotAllowed, require
from accounts.city import whole
from accounts.lifecycle import Move
from accounts.models import Role, User
from accounts.numbers import numbered
from accounts.proofs import proof_of
from enterprises.models import (
    ServiceContract,
    Takeover,
    TakeoverDefect,
    TakeoverKind,
    TakeoverPaper,
    TakeoverState,
    TakeoverWitness,
    WitnessSide,
)
from enterprises.takeovers.law import defects_due, file_by, post_by, terms_of, witnesses_wanted
from enterprises.takeovers.lifecycle import RECORD, TAKEOVER


@dataclass(frozen=True)
class Witness:
    side: str
    body: str


@dataclass(frozen=True)
class NewDefect:
    place: str
    words: str


@dataclass(frozen=True)
class Inspection:
    """`proof` is the record that all who took part have signed."""

    inspected_on: date
    witnesses: Sequence[Witness]
    defects: Sequence[NewDefect] = ()
    proof: File | None = None


@transaction.atomic
def register(new: Takeover, *, by: User | None, at: datetime) -> Takeover:
    """A company is to take an estate over; the rules of the day say when papers and inspection are due.

    Raises NotAllowed, ValidationError, NoRuleValue.
    """
    require(by, RECORD)
    on = timezone.localdate(at)
    refuse_others(by, new, on=on)
    terms = terms_of(new.handover_on, on=on)
    new.inspect_by, new.papers_due_on = terms.inspect_by, terms.papers_due_on
    if new.delivery is not None and new.delivery.estate_id != new.estate_id:
        raise ValidationError({"delivery": _("This delivery verification is of another estate.")})
    if new.kind == TakeoverKind.CHANGE and new.delivery is not None:
        raise ValidationError({"delivery": _("A change of company has no delivery verification.")})
    for name, value in numbered(Takeover, "CY", on).items():
        setattr(new, name, value)
    new.state = TakeoverState.OPEN
    new.hands_over = said(new.hands_over, "hands_over", _("Say who hands over."))
    audit.save_sound(new, None)
    told = {"enterprise": str(new.enterprise), "handover_on": str(new.handover_on)}
    audit.record(by=by, at=at, verb="register_takeover", thing=new, after=told)
    return new


def refuse_others(by: User | None, takeover: Takeover, *, on: date) -> None:
    """Officers of the estate's region; staff of the company whose contract there runs or is to begin.

    Raises NotAllowed.
    """
    if by is None or by.role != Role.COMPANY:
        refuse_elsewhere(by, takeover.estate)
        return
    contracts = ServiceContract.objects.filter(estate=takeover.estate_id, enterprise=takeover.enterprise_id)
    still = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    if not contracts.filter(still, enterprise__staff__user=by).exists():
        raise NotAllowed(_("Only the company that takes the estate over, by a contract on file, may write this down."))


def take(takeover: Takeover, verb: str, *, by: User | None, at: datetime) -> Takeover:
    """The row, locked, for somebody who may write it. Raises NotAllowed, NotNow, DoesNotExist."""
    move: Move = TAKEOVER[verb]
    held = hold(takeover, move, by=by)
    refuse_others(by, held, on=timezone.localdate(at))
    return held


@transaction.atomic
def receive_paper(
    takeover: Takeover, *, kind: str, received_on: date, remark: str = "", by: User | None, at: datetime
) -> TakeoverPaper:
    held = take(takeover, "receive_paper", by=by, at=at)
    refuse_future("received_on", received_on, at=at)
    if held.papers.filter(kind=kind).exists():
        raise ValidationError({"kind": _("This paper came in before.")})
    made = TakeoverPaper(takeover=held, kind=kind, received_on=received_on, remark=remark)
    return audit.keep(made, by=by, at=at, verb="receive_takeover_paper")


@transaction.atomic
def note_inspection(takeover: Takeover, *, inspection: Inspection, by: User | None, at: datetime) -> Takeover:
    """It was inspected, and who stood by signed. Raises ValidationError naming the witnesses that are missing."""
    held = take(takeover, "note_inspection", by=by, at=at)
    refuse_future("inspected_on", inspection.inspected_on, at=at)
    refuse_without_witnesses(inspection)
    held.inspected_on = inspection.inspected_on
    held.post_by, held.file_by = post_by(held.inspected_on), file_by(held.inspected_on)
    if inspection.proof is not None:
        held.proof = proof_of(inspection.proof, "proof")
    held.state = TakeoverState.INSPECTED
    TakeoverWitness.objects.bulk_create(
        TakeoverWitness(takeover=held, side=each.side, body=each.body.strip(), signed_on=inspection.inspected_on)
        for each in inspection.witnesses
    )
    for each in inspection.defects:
        put_down(held, each, inspection.inspected_on)
    told = {"inspected_on": str(held.inspected_on), "defects": len(inspection.defects)}
    columns = ("inspected_on", "post_by", "file_by", "proof")
    return acting.keep(held, "inspect_takeover", *columns, by=by, at=at, **told)


def refuse_without_witnesses(inspection: Inspection) -> None:
    """Raises ValidationError, NoRuleValue."""
    signed = [each.side for each in inspection.witnesses if each.body.strip()]
    if len(signed) != len(set(signed)) or len(signed) != len(inspection.witnesses):
        raise ValidationError({"witnesses": _("Name one body for each side.")})
    wanted = witnesses_wanted(on=inspection.inspected_on)
    if missing := [side for side in wanted if side not in signed]:
        told = _("Not signed by: %(sides)s (%(article)s).")
        sides = "、".join(str(WitnessSide(side).label) for side in missing)
        raise ValidationError({"witnesses": told % {"sides": sides, "article": wanted[missing[0]]}})


def put_down(held: Takeover, defect: NewDefect, found_on: date) -> TakeoverDefect:
    made = TakeoverDefect(
        takeover=held, found_on=found_on, due_on=defects_due(found_on),
        place=said(defect.place, "place", _("Say where it is.")),
        words=said(defect.words, "words", _("Say what is wrong.")),
    )  # fmt: skip
    audit.save_sound(made, None)
    return made


@transaction.atomic
def add_defect(
    takeover: Takeover, *, defect: NewDefect, found_on: date, by: User | None, at: datetime
) -> TakeoverDefect:
    held = take(takeover, "add_defect", by=by, at=at)
    refuse_future("found_on", found_on, at=at)
    made = put_down(held, defect, found_on)
    audit.record(by=by, at=at, verb="add_takeover_defect", thing=held, after={"due_on": str(made.due_on)})
    return made


@transaction.atomic
def note_fixed(
    takeover: Takeover, *, defect: TakeoverDefect, fixed_on: date, by: User | None, at: datetime
) -> TakeoverDefect:
    held = take(takeover, "note_fixed", by=by, at=at)
    refuse_future("fixed_on", fixed_on, at=at)
    own = held.defects.filter(pk=defect.pk, fixed_on__isnull=True).first()
    if own is None:
        raise ValidationError({"defect": _("This defect is put right already, or of another hand-over.")})
    if fixed_on < own.found_on:
        raise ValidationError({"fixed_on": _("It was found on %(day)s, after that.") % {"day": own.found_on}})
    own.fixed_on = fixed_on
    return audit.keep(own, by=by, at=at, verb="fix_takeover_defect")


@transaction.atomic
def post(takeover: Takeover, *, posted_on: date, by: User | None, at: datetime) -> Takeover:
    """The result hangs where owners see it."""
    held = take(takeover, "post", by=by, at=at)
    refuse_future("posted_on", posted_on, at=at)
    if held.inspected_on and posted_on < held.inspected_on:
        raise ValidationError({"posted_on": _("It is posted after the inspection.")})
    held.posted_on = posted_on
    return acting.keep(held, "post_takeover", "posted_on", by=by, at=at)


@transaction.atomic
def finish(takeover: Takeover, *, finished_on: date, by: User | None, at: datetime) -> Takeover:
    """Every defect is put right and every paper is there. Raises ValidationError that says which are not."""
    held = take(takeover, "finish", by=by, at=at)
    refuse_future("finished_on", finished_on, at=at)
    refuse_unready(held, finished_on)
    held.state, held.finished_on = TakeoverState.FINISHED, finished_on
    return acting.keep(held, "finish_takeover", "finished_on", by=by, at=at)


def refuse_unready(held: Takeover, finished_on: date) -> None:
    """Raises ValidationError, NoRuleValue."""
    open_ones = list(held.defects.filter(fixed_on__isnull=True).values_list("words", flat=True))
    if open_ones:
        told = _("Not put right yet: %(defects)s.")
        raise ValidationError({"finished_on": told % {"defects": "；".join(open_ones)}})
    newest = held.defects.order_by("fixed_on").last()
    earliest = max(filter(None, [held.inspected_on, newest and newest.fixed_on]))
    if finished_on < earliest:
        raise ValidationError({"finished_on": _("The last step was on %(day)s, after that.") % {"day": earliest}})
    wanted, here = whole("takeover_papers_needed", on=finished_on), held.papers.count()
    if here < wanted:
        told = _("%(here)d of %(wanted)d kinds of papers came in. Note the others first.")
        raise ValidationError({"finished_on": told % {"here": here, "wanted": wanted}})


@transaction.atomic
def file(takeover: Takeover, *, filed_on: date, by: User | None, at: datetime) -> Takeover:
    """The company handed the papers in at the office. Late or not, the day stands."""
    held = take(takeover, "file", by=by, at=at)
    refuse_future("filed_on", filed_on, at=at)
    if held.finished_on and filed_on < held.finished_on:
        raise ValidationError({"filed_on": _("It was finished on %(day)s, after that.") % {"day": held.finished_on}})
    held.state, held.filed_on = TakeoverState.FILED, filed_on
    return acting.keep(held, "file_takeover", "filed_on", by=by, at=at)


@transaction.atomic
def strike(takeover: Takeover, *, reason: str, by: User | None, at: datetime) -> Takeover:
    held = take(takeover, "strike", by=by, at=at)
    held.state, held.struck_reason = TakeoverState.STRUCK, said(reason, "reason", _("Say why."))
    return acting.keep(held, "strike_takeover", "struck_reason", by=by, at=at)
