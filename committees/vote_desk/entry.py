"""Paper ballots typed in, one after the other: the home, then a figure for each matter, then Enter.

Nobody is shown what another person typed; what was saved is not shown again, to its writer neither.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.models import User
from committees.models import Ballot, Matter, PaperEntry, RollLine, Vote
from committees.vote_desk.homes import line_of
from committees.vote_desk.marks import options_typed
from committees.votes.actions.papers import Withdrawn

LAST_SHOWN = 8
WAITING_SHOWN = 200
LINE, DAY = UnfoldAdminTextInputWidget, forms.DateInput


def typed_field(label: str, **attrs) -> forms.CharField:
    plain = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", **attrs}
    return forms.CharField(label=label, max_length=60, required=False, widget=LINE(attrs=plain))


class EntryForm(forms.Form):
    """One paper ballot. Its fields stand in the order in which a paper is read."""

    home = typed_field(gettext_lazy("Room"), autofocus=True, enterkeyhint="next")

    def __init__(self, vote: Vote, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.vote, self.matters = vote, matters_of(vote)
        for matter in self.matters:
            self.fields[name_of(matter)] = marks_field(matter)
        self.fields["by_proxy"] = forms.BooleanField(label=_("Handed in by a proxy"), required=False)
        self.fields["received_on"] = forms.DateField(
            label=_("Handed in on"), initial=timezone.localdate, widget=DAY(format="%Y-%m-%d", attrs={"type": "date"})
        )

    def clean_home(self) -> RollLine:
        return line_of(self.vote, self.cleaned_data["home"])

    def clean(self) -> dict:
        given = super().clean()
        given["options"] = []
        for matter in self.matters:
            try:
                given["options"] += [option.pk for option in options_typed(matter, given.get(name_of(matter), ""))]
            except ValidationError as fault:
                self.add_error(name_of(matter), fault)
        return given

    def choices(self) -> list[tuple[forms.BoundField, Matter]]:
        """Each matter's field beside the matter, for the page."""
        return [(self[name_of(matter)], matter) for matter in self.matters]


class WithdrawForm(forms.Form):
    """Which paper is taken out, and why: one of a few reasons, since words could tell what it says."""

    home = typed_field(gettext_lazy("Room"), autofocus=True)
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=[("", ""), *Withdrawn.choices], widget=UnfoldAdminSelectWidget
    )

    def __init__(self, vote: Vote, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.vote = vote

    def clean_home(self) -> RollLine:
        return line_of(self.vote, self.cleaned_data["home"])


def matters_of(vote: Vote) -> Sequence[Matter]:
    return list(vote.matters.prefetch_related("options").order_by("place"))


def name_of(matter: Matter) -> str:
    return f"m{matter.place}"


def marks_field(matter: Matter) -> forms.CharField:
    return typed_field(f"{matter.place}. {matter.question}", inputmode="numeric", size=8)


@dataclass(frozen=True)
class Beside:
    """What stands beside the form: no choices anywhere. Labels of homes only."""

    mine: int
    last: list[str]
    waiting: list[str]
    waiting_count: int


def beside(vote: Vote, user: User) -> Beside:
    own = PaperEntry.objects.filter(vote=vote, entered_by=user)
    last = list(own.order_by("-entered_at").values_list("owner", flat=True)[:LAST_SHOWN])
    waiting = waiting_for(vote, user)
    homes = labels_by_owner(vote, {*last, *waiting[:WAITING_SHOWN]})
    shown = sorted(homes[owner] for owner in waiting[:WAITING_SHOWN])
    return Beside(own.count(), [homes[owner] for owner in last], shown, len(waiting))


def waiting_for(vote: Vote, user: User) -> list[int]:
    """The owners whose paper one other person has typed in, and this one has not."""
    cast = Ballot.objects.filter(vote=vote, owner=OuterRef("owner"))
    mine = PaperEntry.objects.filter(vote=vote, entered_by=user).values("owner")
    rows = PaperEntry.objects.filter(vote=vote).exclude(Exists(cast)).exclude(owner__in=mine)
    counted = rows.order_by().values("owner").annotate(readers=Count("pk")).filter(readers=1)
    return list(counted.order_by("owner").values_list("owner", flat=True))


def labels_by_owner(vote: Vote, owners: Collection[int]) -> dict[int, str]:
    """The homes of each of some owners, as they stand on the roll."""
    homes: dict[int, list[str]] = {owner: [] for owner in owners}
    lines = RollLine.objects.filter(vote=vote, owner__in=owners).order_by("label")
    for owner, label in lines.values_list("owner", "label"):
        homes[owner].append(label)
    return {owner: "、".join(labels) for owner, labels in homes.items()}


def said_of(line: RollLine, read) -> tuple[str, bool]:
    """The sentence after saving a ballot, and whether it needs somebody's eye. Nothing of what was marked."""
    told = {"home": labels_by_owner(line.vote, [line.owner_id])[line.owner_id]}
    if read.differs:
        return _("%(home)s: saved. The two readings differ; a third person settles it.") % told, True
    if read.ballot:
        return _("%(home)s: saved. Both readings agree: it counts.") % told, False
    return _("%(home)s: saved. A second person types it in next.") % told, False
