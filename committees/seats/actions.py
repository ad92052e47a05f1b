"""The verbs of seats. Each locks the committee, looks into the law of the day, and leaves a line in the audit log."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import may, require
from accounts.lifecycle import NotNow
from accounts.models import User
from committees.filing.actions import note_change, open_filing
from committees.forming.actions.acting import insist_lawful, not_future, words
from committees.forming.actions.grouping import NewPerson, person_faults
from committees.forming.composition import are_too_few, management_faults
from committees.forming.facts import filled_seats, is_owner, seats_of
from committees.forming.law import Fault, cited, refuse
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeState,
    FilingKind,
    Matter,
    Member,
    PostingKind,
    Seat,
    WarningKind,
)
from committees.postings.actions import post
from committees.seats import ending
from committees.seats.grounds import Ground, Leaving, decisions_on, faults_of, is_for_the_street, undecided
from committees.seats.lifecycle import COMMITTEE, GUIDES, RUNS
from committees.seats.warnings import give
from committees.terms import forming_law
from committees.votes.wording import LANGUAGE


def hold(committee: Committee, verb: str, *, by: User | None) -> Committee:
    """The committee, locked, with this verb open. Raises NotNow, DoesNotExist outside of one's scope."""
    rows = Committee.objects if by is None else Committee.objects.visible_to(by)
    locked = Committee.objects.select_for_update(of=["self"], no_key=True).select_related("estate")
    held = locked.get(pk=rows.values("pk").get(pk=committee.pk)["pk"])
    COMMITTEE[verb].insist(held.state, committee=held, now=CommitteeState(held.state).label)
    return held


def require_either(by: User | None) -> None:
    """Those who run a committee, and those who guide it. Raises NotAllowed."""
    require(by, GUIDES if by is not None and not may(by, RUNS) else RUNS)


@transaction.atomic
def choose_officers(
    committee: Committee, *, chair: Member, vices: Sequence[Member] = (), held_on: date, by: User | None, at: datetime
) -> Committee:
    """The members chose a chair and vice chairs among them; who was one before is a member again.

    Raises NotAllowed, NotNow, ValidationError.
    """
    require_either(by)
    held = hold(committee, "choose_officers", by=by)
    insist_day_of_choice(held, held_on, at)
    sitting = held.members.filter(left_on__isnull=True).exclude(seat=Seat.SUBSTITUTE)
    eligible = set(filled_seats(held, held_on).filter(left_on__isnull=True).values_list("pk", flat=True))
    if not {chair.pk, *(vice.pk for vice in vices)} <= eligible or chair.pk in {vice.pk for vice in vices}:
        article = forming_law(held_on).committee.first_meeting_days.article
        raise ValidationError({"chair": cited(_("Officers are chosen among the members; each has one seat."), article)})
    was = dict(sitting.values_list("pk", "seat"))
    new = dict.fromkeys(was, Seat.MEMBER) | {vice.pk: Seat.VICE for vice in vices} | {chair.pk: Seat.CHAIR}
    sitting.update(seat=Seat.MEMBER)
    for seat in (Seat.CHAIR, Seat.VICE):
        held.members.filter(pk__in=[pk for pk, chosen in new.items() if chosen == seat]).update(seat=seat)
    held.first_met_on, held.officers_on = held.first_met_on or held_on, held_on
    held.save(update_fields=["first_met_on", "officers_on"])
    audit.record(by=by, at=at, verb="choose_officers_committee", thing=held, after={"held_on": str(held_on)})
    if was != new:
        note_change(held, _("The chair or vice chair changed."), happened_on=held_on, by=by, at=at)
    return held


def insist_day_of_choice(held: Committee, held_on: date, at: datetime) -> None:
    """After the committee was chosen, and not before its officers of today were. Raises ValidationError."""
    not_future(held_on, "held_on", at)
    if held_on < held.formed_on:
        raise ValidationError({"held_on": _("The committee was chosen on %(day)s.") % {"day": held.formed_on}})
    if held.officers_on is not None and held_on < held.officers_on:
        raise ValidationError({"held_on": _("Officers were chosen again on %(day)s.") % {"day": held.officers_on}})


@transaction.atomic
def post_names(committee: Committee, *, by: User | None, at: datetime) -> None:
    """Hang up who the members are. Raises NotAllowed, NotNow."""
    require_either(by)
    held = hold(committee, "post_names", by=by)
    today = timezone.localdate(at)
    days = forming_law(today).disclosure_min_post_days
    with translation.override(LANGUAGE):
        lines = [f"{each.get_seat_display()}：{each.name}" for each in held.members.filter(left_on__isnull=True)]
        title = _("Members of %(committee)s") % {"committee": held.name}
    post(held.estate, PostingKind.MEMBERS, title, "\n".join(lines), days=days.count, committee=held, by=by, at=at)


@transaction.atomic
def remove_member(member: Member, leaving: Leaving, *, by: User | None, at: datetime) -> Member:
    """A seat becomes empty; the next substitute moves up, and where too few are left an election is warned of.

    Raises NotAllowed, NotNow, ValidationError with the article where the ground does not hold.
    """
    require(by, GUIDES) if is_for_the_street(leaving, member) else require_either(by)
    held = hold(member.committee, "remove_member", by=by)
    one = held.members.select_for_update(of=["self"]).select_related("owner", "committee__estate").get(pk=member.pk)
    if one.left_on is not None:
        raise NotNow(_("This member left on %(day)s.") % {"day": one.left_on})
    today = timezone.localdate(at)
    insist_lawful(faults_of(leaving, one, forming_law(today), today))
    note_seats(held, today)
    leave(one, leaving.said(), today)
    audit.record(
        by=by, at=at, verb="remove_member_committee", thing=held, after={"member": one.pk, "ground": leaving.ground}
    )
    if one.seat != Seat.SUBSTITUTE:
        move_up(held, by=by, at=at)
        warn_of_too_few(held, today)
    note_change(
        held, _("A member left: %(why)s.") % {"why": Ground(leaving.ground).label}, happened_on=today, by=by, at=at
    )
    return one


def note_seats(held: Committee, on: date) -> None:
    """Of a committee that came with a list nobody knows how many seats it has: as many as are filled today."""
    if held.seat_count is None:
        held.seat_count = filled_seats(held, on).count()
        held.save(update_fields=["seat_count"])


def leave(member: Member, reason: str, on: date) -> None:
    member.left_on, member.left_reason = max(on, member.joined_on), reason
    member.save(update_fields=["left_on", "left_reason"])


def move_up(held: Committee, *, by: User | None, at: datetime) -> Member | None:
    """The first substitute who is still an owner takes an empty seat; None where there is none.

    One whose home the register does not know waits until the street looked (`fill_seat`), and holds up who is behind.
    """
    today = timezone.localdate(at)
    seats, filled = seats_of(held, today)
    for substitute in held.members.filter(seat=Seat.SUBSTITUTE, left_on__isnull=True).select_related("owner"):
        if filled >= seats or substitute.owner is None:
            return None
        if is_owner(substitute.owner, held.estate, today):
            return take_seat(held, substitute, today, by=by, at=at)
    return None


def take_seat(held: Committee, substitute: Member, on: date, *, by: User | None, at: datetime) -> Member:
    leave(substitute, _("moved up to a member's seat"), on)
    made = Member.objects.create(
        committee=held, owner=substitute.owner, side=substitute.side, seat=Seat.MEMBER, place=substitute.place,
        is_party_member=substitute.is_party_member, joined_on=on, sealed_name=substitute.sealed_name,
        sealed_phone=substitute.sealed_phone,
    )  # fmt: skip
    audit.record(
        by=by,
        at=at,
        verb="move_up_committee",
        thing=held,
        after={"member": made.pk, "by_register": made.owner_id is not None},
    )
    return made


def warn_of_too_few(held: Committee, on: date) -> bool:
    """Whether so few are left that there has to be an election; that is warned of at once."""
    law = forming_law(on).committee
    seats, left = seats_of(held, on)
    if held.kind != CommitteeKind.OWNERS or not are_too_few(left, seats, law):
        return False
    give(held, WarningKind.TOO_FEW, on, on, law.few_ratio.article)
    return True


@transaction.atomic
def fill_seat(
    committee: Committee,
    *,
    substitute: Member | None = None,
    person: NewPerson | None = None,
    by: User | None,
    at: datetime,
) -> Member:
    """An empty seat is filled: by a substitute, or in a management committee by whom the street names.

    Raises NotAllowed, NotNow where no seat is empty, ValidationError with the article.
    """
    require(by, GUIDES)
    held = hold(committee, "fill_seat", by=by)
    today = timezone.localdate(at)
    seats, filled = seats_of(held, today)
    if filled >= seats:
        raise NotNow(_("All %(seats)d seats are filled.") % {"seats": seats})
    made = (
        name_member(held, person, today, by=by, at=at) if person else move_up_one(held, substitute, today, by=by, at=at)
    )
    note_change(held, _("A seat was filled."), happened_on=today, by=by, at=at)
    return made


def move_up_one(held: Committee, substitute: Member | None, on: date, *, by: User | None, at: datetime) -> Member:
    law = forming_law(on)
    waiting = held.members.filter(seat=Seat.SUBSTITUTE, left_on__isnull=True).select_related("owner")
    one = waiting.filter(pk=substitute.pk).first() if substitute else waiting.first()
    if one is None:
        words = _("No substitute is left: the seat is filled by an election.")
        insist_lawful([refuse("substitute", words, law.committee.few_ratio)])
    assert one is not None
    insist_lawful(substitute_faults(one, on, is_chosen=substitute is not None))
    return take_seat(held, one, on, by=by, at=at)


def substitute_faults(one: Member, on: date, *, is_chosen: bool) -> list[Fault]:
    """Where the register does not know the home of a substitute, whoever chooses them by name answers for it."""
    if one.owner is None and is_chosen:
        return []
    if one.owner is None:
        words = _("The register does not know which home is this substitute's: look, and choose the substitute.")
    elif not is_owner(one.owner, one.committee.estate, on):
        words = _("This substitute owns no home of the estate any more.")
    else:
        return []
    return [refuse("substitute", words, forming_law(on).candidate.is_owner)]


def name_member(held: Committee, person: NewPerson, on: date, *, by: User | None, at: datetime) -> Member:
    law = forming_law(on)
    words(person.name, "name", _("Give the name."))
    if held.kind != CommitteeKind.MANAGEMENT:
        insist_lawful([refuse("person", _("Members of an owners' committee are elected."), law.candidate.is_owner)])
    sides = [*filled_seats(held, on).values_list("side", flat=True), person.side]
    whole = len(sides) == held.seat_count
    insist_lawful(
        [
            *person_faults(person, held.estate, law, on),
            *(management_faults(sides, law.management) if whole else ()),
        ]
    )
    made = Member(
        committee=held, owner=person.owner, side=person.side, joined_on=on, is_party_member=person.is_party_member
    )
    made.put_down(name=person.name.strip(), phone=person.phone.strip())
    made.save(force_insert=True)
    audit.record(by=by, at=at, verb="name_member_committee", thing=held, after={"member": made.pk, "side": made.side})
    return made


@transaction.atomic
def end(committee: Committee, *, reason: str, by: User | None, at: datetime) -> Committee:
    """Its term is over and nobody followed: it may not act any more. Raises NotNow before its last day."""
    require(by, GUIDES)
    held = hold(committee, "end", by=by)
    if timezone.localdate(at) < held.term_until:
        said = _("Its term runs until %(day)s: before, the owners dissolve it by a vote.") % {"day": held.term_until}
        raise NotNow(cited(said, forming_law(timezone.localdate(at)).committee.term_most_years.article))
    return ending.end(held, words(reason, "reason", _("Say why.")), by=by, at=at)


@transaction.atomic
def dissolve(
    committee: Committee, *, reason: str, matter: Matter | None = None, by: User | None, at: datetime
) -> Committee:
    """Before its time: an owners' committee by a vote of the owners, a management committee by the street.

    Raises NotAllowed, NotNow, ValidationError with the article.
    """
    require(by, GUIDES)
    held = hold(committee, "dissolve", by=by)
    reason = words(reason, "reason", _("Say why."))
    today = timezone.localdate(at)
    if held.kind == CommitteeKind.OWNERS:
        insist_lawful(undecided(matter, decisions_on(held), today))
    was_filed = held.state == CommitteeState.FILED
    ending.over(held, CommitteeState.DISSOLVED, reason, by=by, at=at)
    if was_filed:
        open_filing(held, FilingKind.DISSOLUTION, happened_on=today, what_changed=reason, by=by, at=at)
    return held


@transaction.atomic
def hand_over(committee: Committee, *, what: str, handed_over_on: date, by: User | None, at: datetime) -> Committee:
    """Books, files, money and seal were handed over. Once. `what` lists them. Raises NotNow, ValidationError."""
    require_either(by)
    held = hold(committee, "hand_over", by=by)
    if held.handed_over_on is not None:
        raise NotNow(_("It handed over on %(day)s already.") % {"day": held.handed_over_on})
    not_future(handed_over_on, "handed_over_on", at)
    if held.ended_on is not None and handed_over_on < held.ended_on:
        raise ValidationError({"handed_over_on": _("It ended on %(day)s.") % {"day": held.ended_on}})
    listed = words(what, "what", _("List what was handed over."))
    held.handed_over_on = handed_over_on
    held.save(update_fields=["handed_over_on"])
    late = held.handover_due_on is not None and handed_over_on > held.handover_due_on
    audit.record(by=by, at=at, verb="hand_over_committee", thing=held, after={"late": late}, why=listed[:500])
    return held
