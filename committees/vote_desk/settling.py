"""Two readings of a paper that differ, side by side, for a third person who holds the paper."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.models import User
from committees.models import Matter, PaperEntry, Vote
from committees.vote_desk.entry import labels_by_owner, marks_field, matters_of, name_of
from committees.vote_desk.marks import options_typed, words
from committees.votes.actions import unsettled
from committees.votes.actions.papers import Settled, Spoilt
from committees.votes.lifecycle import ENTER

REASONS = [
    ("", ""),
    (gettext_lazy("It counts"), Settled.choices),
    (gettext_lazy("It does not count"), Spoilt.choices),
]


@dataclass(frozen=True)
class Reading:
    """What one person read of a matter."""

    matter: Matter
    words: tuple[str, str]

    @property
    def differs(self) -> bool:
        return self.words[0] != self.words[1]


@dataclass(frozen=True)
class Difference:
    """A paper that two read differently. `is_own`: this person was one of them, and does not settle it."""

    owner: int
    homes: str
    entries: tuple[PaperEntry, PaperEntry]
    is_own: bool

    def readings(self) -> list[Reading]:
        one, other = self.entries
        matters = matters_of(one.vote)
        return [Reading(matter, (words(matter, one.options), words(matter, other.options))) for matter in matters]


def differences(vote: Vote, user: User) -> list[Difference]:
    """Those that are open, in the order in which they came."""
    read: dict[int, list[PaperEntry]] = {}
    for entry in unsettled(vote).order_by("entered_at"):
        read.setdefault(entry.owner_id, []).append(entry)
    twice = {owner: entries for owner, entries in read.items() if len(entries) > 1}
    homes = labels_by_owner(vote, twice)
    return [
        Difference(owner, homes[owner], (entries[0], entries[1]), user.pk in {each.entered_by_id for each in entries})
        for owner, entries in twice.items()
    ]


@transaction.atomic
def look_at(vote: Vote, owner: int, *, by: User, at: datetime) -> Difference | None:
    """The two readings of one paper; each look stands in the audit log. None when it is settled by now.

    Raises NotAllowed, also for who typed it in.
    """
    require(by, ENTER)
    found = next((each for each in differences(vote, by) if each.owner == owner), None)
    if found is None:
        return None
    if found.is_own:
        raise NotAllowed(_("You typed this paper ballot in: somebody else settles it."))
    audit.record(by=by, at=at, verb="look_at_readings", thing=vote)
    return found


class SettleForm(forms.Form):
    """What the paper shows, typed as at the first reading."""

    def __init__(self, vote: Vote, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.matters = matters_of(vote)
        for matter in self.matters:
            self.fields[name_of(matter)] = marks_field(matter)
        self.fields["by_proxy"] = forms.BooleanField(label=_("Handed in by a proxy"), required=False)
        self.fields["reason"] = forms.ChoiceField(
            label=_("What the paper shows"), choices=REASONS, widget=UnfoldAdminSelectWidget,
            help_text=_("Where it does not count, that it came is kept."),
        )  # fmt: skip

    def clean(self) -> dict:
        given = super().clean()
        given["options"] = []
        given["is_spoilt"] = given.get("reason") in Spoilt.values
        if given["is_spoilt"]:
            return given
        for matter in self.matters:
            try:
                given["options"] += [option.pk for option in options_typed(matter, given.get(name_of(matter), ""))]
            except ValidationError as fault:
                self.add_error(name_of(matter), fault)
        return given
