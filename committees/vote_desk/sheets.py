"""Paper ballots from a workbook: what one person typed there is one of the two readings. Headings are the file's own.

Rooms and choices stand in such a file side by side: what is said of a row repeats neither, and the file is erased once
it was imported, or when nobody has done so for some days.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget

from accounts.lifecycle import NotNow
from accounts.models import User
from committees.models import Ballot, Matter, Option, PaperEntry, Refusal, RollLine, Vote, Way
from committees.vote_desk.entry import matters_of
from committees.vote_desk.homes import why_not
from committees.vote_desk.marks import options_typed
from committees.votes.actions import AlreadyVoted, PaperRead, enter_paper
from committees.votes.actions.casting import refuse
from committees.votes.actions.papers import MOMENT
from committees.votes.lifecycle import ENTER, TAKES_PAPERS
from estates.homes import Doors
from intake.actions import erase_files, load_upload
from intake.faults import CannotRead, Fault
from intake.models import ImportBatch, ImportedRow
from intake.parsing import choice, code, day, text
from intake.sheets import Column, Entry, Row, Sheet

MOST_MATTERS = 20
YES_NO = {"是": "yes", "否": "", "yes": "yes", "no": ""}


@dataclass(frozen=True)
class Typed:
    """One row: what one person reads on a paper. `is_second`: its owner has voted, and only that it came is kept."""

    line: RollLine
    options: tuple[int, ...]
    received_on: date
    by_proxy: bool
    is_second: bool = False


class Known:
    """A vote of the file: its matters, roll and ballots, each asked for once."""

    def __init__(self, vote: Vote) -> None:
        self.vote = vote
        self.matters: list[Matter] = list(matters_of(vote))

    @cached_property
    def lines(self) -> dict[int, RollLine]:
        return {line.pk: line for line in RollLine.objects.filter(vote=self.vote).select_related("owner", "vote")}

    @cached_property
    def doors(self) -> Doors:
        return Doors((key, line.label) for key, line in self.lines.items())

    @cached_property
    def by_label(self) -> dict[str, RollLine]:
        return {line.label: line for line in self.lines.values()}

    @cached_property
    def have_voted(self) -> set[int]:
        return set(Ballot.objects.filter(vote=self.vote).values_list("owner", flat=True))

    @cached_property
    def proxies(self) -> set[int]:
        return set(self.vote.proxies.values_list("owner", flat=True))


class BallotSheet(Sheet):
    """纸质表决票: one row a paper ballot."""

    key = "ballots"
    tab = "纸质表决票"
    title = gettext_lazy("paper ballots")
    about = gettext_lazy(
        "One of the two readings of each paper ballot; another person types it in, or brings a workbook of their own. "
        "The file is erased after the import."
    )
    model = PaperEntry
    identity = ("vote", "home")
    verbs = ("registers.import", ENTER)
    can_update = False
    holds_persons = True
    columns = (
        Column("表决编号", "vote", required=True, parse=code(longest=24, pattern=r"[A-Z0-9-]+"), is_code=True,
               example="BJ-20260301-000001"),
        Column("房屋", "home", gettext_lazy("As on the ballot, or its figures: 3-2-501."), required=True,
               parse=text(60), is_code=True, example="3-2-501"),
        Column("递交日期", "received_on", required=True, parse=day, example="2026-03-12"),
        Column("代理", "by_proxy", gettext_lazy("Yes where a proxy with a letter handed it in."), choices=YES_NO,
               parse=choice(YES_NO), empty=""),
        *(
            Column(f"事项{place}", f"m{place}",
                   gettext_lazy("The figures of what is marked; 0 for nothing.") if place == 1 else "",
                   required=place == 1, parse=text(60), empty="", is_code=True, example="1" if place == 1 else "")
            for place in range(1, MOST_MATTERS + 1)
        ),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.today = timezone.localdate()
        self.known: dict[str, Known | None] = {}
        self.owners: dict[tuple[int, int], int] = {}

    def look_up(self, rows: list[Row]) -> None:
        wanted = {row.get("vote") for row in rows} - {None, *self.known}
        seen = Vote.objects.all() if self.by is None else Vote.objects.visible_to(self.by)
        found = {vote.number: Known(vote) for vote in seen.filter(number__in=wanted)}
        self.known |= {number: found.get(number) for number in wanted}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        known = self.vote_of(row)
        if known is None:
            return None
        line = self.line_of(row, known)
        marked = self.options_of(row, known)
        self.check_day(row, known.vote)
        if line is None or not is_first or not self.is_first_of_owner(row, line):
            return None
        by_proxy = bool(row.get("by_proxy"))
        if by_proxy and line.owner_id not in known.proxies:
            row.fault("by_proxy", _("has no letter on record"), _("Record the proxy on the page of the vote first."))
        is_second = line.owner_id in known.have_voted
        if is_second:
            row.remark("home", _("has voted already: only that a second ballot came is kept"))
        if not row.is_sound:
            return None
        return Entry(row.number, Typed(line, tuple(marked), row.get("received_on"), by_proxy, is_second))

    def vote_of(self, row: Row) -> Known | None:
        known = self.known.get(row.get("vote") or "")
        if row.get("vote") and known is None:
            row.fault("vote", _("is no vote of your region"), _("Copy the number from the page of the vote."))
        elif known and known.vote.state not in TAKES_PAPERS:
            row.fault(
                "vote",
                _("is “%(state)s” and takes no paper ballots") % {"state": known.vote.get_state_display()},
                _("They are taken while a vote is open, and until it is counted."),
            )
        return known

    def line_of(self, row: Row, known: Known) -> RollLine | None:
        said = row.get("home")
        if not said:
            return None
        exact = known.by_label.get("".join(said.split()))
        found = [(exact.pk, exact.label)] if exact else known.doors.meant(said)
        if len(found) != 1:
            row.fault("home", why_not(said, [label for _key, label in found]))
            return None
        return known.lines[found[0][0]]

    def is_first_of_owner(self, row: Row, line: RollLine) -> bool:
        """One owner has one ballot, whichever of their homes stands on it."""
        first = self.owners.setdefault((line.vote_id, line.owner_id), row.number)
        if first == row.number:
            return True
        row.fault("home", _("belongs to the owner of row %(row)d") % {"row": first},
                  _("One owner has one ballot: keep one of the two rows."))  # fmt: skip
        return False

    def options_of(self, row: Row, known: Known) -> list[int]:
        marked: list[Option] = []
        for matter in known.matters:
            if f"m{matter.place}" in row.faulty:
                continue
            try:
                marked += options_typed(matter, row.get(f"m{matter.place}") or "")
            except ValidationError as fault:
                row.fault(f"m{matter.place}", " ".join(fault.messages))
        for place in range(len(known.matters) + 1, MOST_MATTERS + 1):
            if row.get(f"m{place}"):
                row.fault(f"m{place}", _("stands for a matter that this vote does not have"), _("Empty the cell."))
        return [option.pk for option in marked]

    def check_day(self, row: Row, vote: Vote) -> None:
        """Late ones are typed in at the page, where it is kept that they came."""
        on = row.get("received_on")
        last = min(self.today, timezone.localdate(vote.closes_at - MOMENT))
        if on and not timezone.localdate(vote.opens_at) <= on <= last:
            row.fault(
                "received_on", _("is no day of the vote"),
                _("It was handed in on a day of the vote, today or before. Type late ones in at the page of the vote."),
            )  # fmt: skip

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        """Each as this person's reading, by owner, so that two workbooks at once do not wait for each other for ever.

        Nothing of what was marked stands in the batch.
        """
        assert by is not None, "somebody answers for a reading"
        for entry in sorted(entries, key=lambda each: (each.thing.line.vote_id, each.thing.line.owner_id)):
            read = entered(entry.thing, by=by, at=at)
            if read is not None:
                after = {"vote": entry.thing.line.vote.number}
                ImportedRow.objects.create(
                    batch=batch, row_number=entry.row_number, thing_id=read.entry.pk, after=after
                )
        transaction.on_commit(partial(erase_files, batch))

    @classmethod
    def take_back(cls, batch: ImportBatch, *, by: User | None, at: datetime, why: str) -> list[Fault]:
        """A ballot is cast once and for good, and a reading is corrected by typing it in again."""
        return [Fault(0, "", _("ballots are not taken back"), _("Type in again what was read wrongly."))]


class BallotsAtTheVote(BallotSheet):
    """The same, brought in at the page of the vote by those who have no import desk."""

    verbs = (ENTER,)


def entered(typed: Typed, *, by: User, at: datetime) -> PaperRead | None:
    """The reading; None where only that a second ballot came is kept.

    Raises CannotRead when the vote is over, or others have the same papers in hand.
    """
    vote, owner = typed.line.vote, typed.line.owner
    if typed.is_second:
        refuse(vote, owner, Way.PAPER, Refusal.Reason.SECOND, at=at)
        return None
    try:
        return enter_paper(
            vote, owner, typed.options, received_on=typed.received_on, by_proxy=typed.by_proxy, by=by, at=at
        )
    except AlreadyVoted:
        return None
    except (NotNow, ValidationError) as fault:
        raise CannotRead(" ".join(getattr(fault, "messages", [str(fault)]))) from fault
    except OperationalError as fault:
        raise CannotRead(_("Somebody else types in the same ballots. Wait a minute and try again.")) from fault


class SheetForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Workbook"), widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.xlsm,.csv"})
    )  # fmt: skip


def bring_in(file: UploadedFile, *, by: User, at: datetime) -> ImportBatch:
    """Take a workbook in at once; how it was called is not kept. Raises CannotRead, ImportFaults."""
    named = File(file, f"{BallotSheet.key}{Path(file.name or '').suffix.lower()[:6]}")
    return load_upload(named, BallotsAtTheVote, by=by, at=at)
