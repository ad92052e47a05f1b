"""Step by step from an application to a committee in office: what is due, by which article and day, what is missing.

Values in, steps out. A step without a term of its own is due on the last day on which the next one can still be in
time: whoever posts the group's list later cannot hold the assembly within its term.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.forming.composition import group_faults, least_members, management_faults
from committees.forming.law import Figure, FormingLaw

ONE_DAY = Figure(Fraction(1), "")
"""The day on which a list goes up does not count (Civil Code, article 201)."""


@dataclass(frozen=True)
class Facts:
    """How far a formation has come. `filing_missing`: papers still to be handed in, by name."""

    kind: str
    households: int
    applied_on: date
    checked_on: date | None = None
    ground_faults: Sequence[str] = ()
    group: Sequence[str] = ()
    group_head: str | None = None
    grouped_on: date | None = None
    group_posted_on: date | None = None
    candidates_sound: int = 0
    candidates_unchecked: int = 0
    announced_on: date | None = None
    vote_opens_on: date | None = None
    vote_waits: str = ""
    elected_on: date | None = None
    first_met_on: date | None = None
    names_posted_on: date | None = None
    filing_due_on: date | None = None
    filing_missing: Sequence[str] = ()
    filing_submitted_on: date | None = None
    answer_due_on: date | None = None
    filed_on: date | None = None
    succeeds: bool = False
    handover_due_on: date | None = None
    handed_over_on: date | None = None


@dataclass(frozen=True)
class Step:
    """One step: what to do, the article, until when (None while its term has not begun), when it was done."""

    key: str
    title: Any
    article: str
    due_on: date | None
    done_on: date | None
    missing: Sequence[str] = ()

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    def was_late(self, on: date) -> bool:
        """Whether it was done after its day, or is still not done when that day is over."""
        return self.due_on is not None and (self.done_on or on) > self.due_on


TITLES = {
    "apply": gettext_lazy("Application"),
    "check": gettext_lazy("The street checks the conditions"),
    "group": gettext_lazy("Form the preparatory group"),
    "regroup": gettext_lazy("Form the re-election group"),
    "name": gettext_lazy("Name the members"),
    "post_group": gettext_lazy("Post the list of the group"),
    "post_named": gettext_lazy("Post the list of members"),
    "candidates": gettext_lazy("Gather candidates and check each of them"),
    "announce": gettext_lazy("Announce the matters and the candidates"),
    "vote": gettext_lazy("Hold the assembly and take its result"),
    "found": gettext_lazy("Form the management committee"),
    "first_meeting": gettext_lazy("First meeting: choose the chair"),
    "post_names": gettext_lazy("Post the names of the members"),
    "file": gettext_lazy("Hand in the filing"),
    "answer": gettext_lazy("The street answers the filing"),
    "hand_over": gettext_lazy("Books and seal are handed over"),
}


def steps(facts: Facts, law: FormingLaw) -> list[Step]:
    """All steps of a formation in their order."""
    begins = management_begins if facts.kind == "management" else assembly_begins
    return [*begins(facts, law), *ends(facts, law)]


def next_step(all_steps: Sequence[Step]) -> Step | None:
    """The first that is not done; None when all are."""
    return next((step for step in all_steps if not step.is_done), None)


def after(day: date | None, figure: Figure) -> date | None:
    """So many days after a day, if there is one yet."""
    return None if day is None else day + timedelta(days=figure.count)


def before(day: date | None, figure: Figure) -> date | None:
    return None if day is None else day - timedelta(days=figure.count)


def step(key: str, figure: Figure, due_on: date | None, done_on: date | None, missing: Sequence[str] = ()) -> Step:
    """What is missing is of no interest once a step is done."""
    return Step(key, TITLES[key], figure.article, due_on, done_on, () if done_on else tuple(missing))


def notice(law: FormingLaw) -> Figure:
    """How long matters and candidates hang before the assembly: the longer of the two terms."""
    return max(law.meeting_notice_days, law.candidate.post_days, key=lambda each: each.value)


def application(facts: Facts, law: FormingLaw) -> Iterator[Step]:
    yield step("apply", law.forming.applicants_percent, None, facts.applied_on)
    check_due = after(facts.applied_on, law.forming.check_days)
    yield step("check", law.forming.check_days, check_due, facts.checked_on, facts.ground_faults)


def assembly_begins(facts: Facts, law: FormingLaw) -> Iterator[Step]:
    """Up to the election: the group, its candidates, the assembly."""
    yield from application(facts, law)
    again = facts.kind == "reelection"
    days = law.group.reelection_days if again else law.group.days
    assembly_due = after(facts.grouped_on, law.first_assembly_days)
    announce_due = before(assembly_due, notice(law))
    faults = [str(fault) for fault in group_faults(facts.group, facts.group_head, law.group)]
    yield step("regroup" if again else "group", days, after(facts.checked_on, days), facts.grouped_on, faults)
    post_due = before(before(announce_due, law.group.post_days), ONE_DAY)
    yield step("post_group", law.group.post_days, post_due, facts.group_posted_on)
    yield candidates(facts, law, announce_due)
    yield step("announce", notice(law), announce_due, facts.announced_on)
    waits = [facts.vote_waits] if facts.vote_waits else []
    yield step("vote", law.first_assembly_days, assembly_due, facts.vote_opens_on and facts.elected_on, waits)


def candidates(facts: Facts, law: FormingLaw, due_on: date | None) -> Step:
    """Done with the announcement: until then others may still come up."""
    least = least_members(facts.households, law.committee)
    missing = []
    if facts.candidates_unchecked:
        missing.append(_("%(count)d candidates are not checked yet.") % {"count": facts.candidates_unchecked})
    if facts.candidates_sound < least.count:
        words = _("%(count)d candidates meet the conditions: there have to be at least %(least)d.")
        missing.append(words % {"count": facts.candidates_sound, "least": least.count})
    return step("candidates", least, due_on, facts.announced_on, missing)


def management_begins(facts: Facts, law: FormingLaw) -> Iterator[Step]:
    """Up to the founding: the street names the members, and posts who they are."""
    yield from application(facts, law)
    faults = [str(fault) for fault in management_faults(facts.group, law.management)]
    yield step("name", law.group.days, after(facts.checked_on, law.group.days), facts.grouped_on, faults)
    yield step("post_named", law.management.post_days, None, facts.group_posted_on)
    yield step("found", law.management.post_days, None, facts.elected_on)


def ends(facts: Facts, law: FormingLaw) -> Iterator[Step]:
    """From the election to the filing, and to the keys of whoever was there before."""
    meeting, names, filing = law.committee.first_meeting_days, law.committee.names_post_days, law.committee.filing_days
    yield step("first_meeting", meeting, after(facts.elected_on, meeting), facts.first_met_on)
    yield step("post_names", names, after(facts.elected_on, names), facts.names_posted_on)
    due_on = facts.filing_due_on or after(facts.elected_on, filing)
    yield step("file", filing, due_on, facts.filing_submitted_on, facts.filing_missing)
    yield step("answer", law.committee.answer_workdays, facts.answer_due_on, facts.filed_on)
    if facts.succeeds:
        yield step("hand_over", law.handover_days, facts.handover_due_on, facts.handed_over_on)
