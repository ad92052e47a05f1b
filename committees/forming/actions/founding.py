"""A committee comes to be: elected, or named by the street. From that day it has to be filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.lifecycle import NotNow
from accounts.models import SealedPerson, User
from accounts.numbers import numbered
from committees.filing.actions import open_filing
from committees.forming.actions.acting import hold, insist_lawful, insist_posted, keep
from committees.forming.actions.grouping import list_faults
from committees.forming.composition import term_faults
from committees.forming.law import Fault, Figure, FormingLaw, refuse
from committees.models import (
    Assembly,
    Committee,
    CommitteeKind,
    FilingKind,
    Formation,
    FormationKind,
    FormationState,
    Member,
    Owner,
    Seat,
)
from committees.terms import forming_law

PREFIXES = {CommitteeKind.OWNERS: "YW", CommitteeKind.MANAGEMENT: "WG"}
NAMES = {
    CommitteeKind.OWNERS: "{estate}第{ordinal}届业主委员会",
    CommitteeKind.MANAGEMENT: "{estate}第{ordinal}届物业管理委员会",
}
"""As they stand on the seal, whatever language the desk is in."""


@dataclass(frozen=True)
class Term:
    """For how many years, and from when: by default from the day on which they were chosen."""

    years: int
    from_on: date | None = None


@dataclass(frozen=True)
class NewSeat:
    """Somebody who gets a seat; `person` carries the name and phone."""

    person: SealedPerson
    seat: str
    side: str
    owner: Owner | None = None
    is_party_member: bool = False


@transaction.atomic
def found(formation: Formation, term: Term, *, by: User | None, at: datetime) -> Formation:
    """Those whom the street named are the management committee, once their list has hung for its days.

    Raises NotNow, ValidationError with the article.
    """
    held = hold(formation, "found", by=by)
    if held.kind != FormationKind.MANAGEMENT:
        raise NotNow(_("An owners' committee is elected, not named."))
    today = timezone.localdate(at)
    law = forming_law(today)
    insist_posted("group_posted_on", held.group_posted_on, law.management.post_days, today)
    insist_lawful(list_faults(held, law))
    seats = [
        NewSeat(each, Seat.CHAIR if each.is_head else Seat.MEMBER, each.side, each.owner) for each in held.group.all()
    ]
    return found_committee(held, CommitteeKind.MANAGEMENT, seats, term, today, law, verb="found", by=by, at=at)


def found_committee(
    held: Formation,
    kind: CommitteeKind,
    seats: Sequence[NewSeat],
    term: Term,
    chosen_on: date,
    law: FormingLaw,
    *,
    verb: str,
    by: User | None,
    at: datetime,
) -> Formation:
    """The committee with its members and the draft of its filing. Raises ValidationError for an unlawful term."""
    owners = kind == CommitteeKind.OWNERS
    most = law.committee.term_most_years if owners else law.management.term_most_years
    insist_lawful(term_faults(term.years, least=law.committee.term_least_years if owners else None, most=most))
    from_on = term.from_on or chosen_on
    insist_lawful(start_faults(from_on, term.years, chosen_on, held.succeeds, law.term_start_days, most))
    committee = new_committee(held, kind, chosen_on, from_on, term.years)
    committee.seat_count = sum(each.seat != Seat.SUBSTITUTE for each in seats)
    committee.full_clean()
    committee.save(force_insert=True)
    audit.record(by=by, at=at, verb="found_committee", thing=committee, after=audit.facts(committee))
    take_seats(committee, seats, chosen_on)
    if held.kind == FormationKind.FIRST:
        note_assembly(held, chosen_on)
    again = held.kind == FormationKind.REELECTION
    open_filing(committee, FilingKind.REELECTION if again else FilingKind.FIRST, happened_on=chosen_on, by=by, at=at)
    held.state, held.committee = FormationState.ELECTED, committee
    return keep(held, verb, "committee", by=by, at=at, committee=committee.number, members=len(seats))


def start_faults(
    from_on: date, years: int, chosen_on: date, before: Committee | None, start: Figure, most: Figure
) -> list[Fault]:
    """A term begins when its members are chosen or soon after, at the latest when that of the committee before ends.

    They act from the day they are filed, so the longest term is counted from the day they were chosen.
    """
    if from_on < chosen_on:
        return [refuse("from_on", _("A term begins when the members are chosen, or later."), start)]
    latest = chosen_on + timedelta(days=start.count)
    if before is not None and before.is_in_office:
        latest = max(latest, before.term_until)
    if from_on > latest:
        return [refuse("from_on", _("The term begins on %(day)s at the latest."), start, day=latest)]
    over = chosen_on + relativedelta(years=most.count)
    if most.applies and from_on + relativedelta(years=years) > over:
        words = _("A term is at most %(most)d years from the day on which the members were chosen: until %(day)s.")
        return [refuse("from_on", words, most, most=most.count, day=over)]
    return []


def new_committee(held: Formation, kind: CommitteeKind, chosen_on: date, from_on: date, years: int) -> Committee:
    ordinal = 1 + held.estate.committees.filter(kind=kind, filed_on__isnull=False).count()
    return Committee(
        **numbered(Committee, PREFIXES[kind], chosen_on), estate=held.estate, kind=kind, ordinal=ordinal,
        name=NAMES[kind].format(estate=held.estate.name, ordinal=ordinal), formed_on=chosen_on, term_from=from_on,
        term_until=from_on + relativedelta(years=years),
    )  # fmt: skip


def take_seats(committee: Committee, seats: Sequence[NewSeat], on: date) -> None:
    Member.objects.bulk_create(
        [
            Member(
                committee=committee, owner=each.owner, seat=each.seat, side=each.side, place=place, joined_on=on,
                is_party_member=each.is_party_member, sealed_name=each.person.sealed_name,
                sealed_phone=each.person.sealed_phone,
            )
            for place, each in enumerate(seats, 1)
        ]
    )  # fmt: skip


def note_assembly(held: Formation, on: date) -> None:
    """The owners' assembly of the estate exists from its first meeting on."""
    assembly, made = Assembly.objects.get_or_create(estate=held.estate, defaults={"founded_on": on})
    if not made and assembly.founded_on is None:
        assembly.founded_on = on
        assembly.save(update_fields=["founded_on"])
