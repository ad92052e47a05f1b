"""The form of a draft: what the vote is, and what it asks."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.desk_buttons import show_faults
from committees.models import Candidate, CandidateState, Committee, Matter, MatterKind, Organiser, Vote
from committees.votes.actions import NewMatter, NewVote
from estates.models import Estate

LINE, SELECT, AREA = UnfoldAdminTextInputWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget
MOST_MATTERS = 20
BLANKS = 1
MINUTE = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and a time in one box of the browser."""

    def __init__(self, **options) -> None:
        widget = LINE(attrs={"type": "datetime-local"})
        widget.format = MINUTE
        super().__init__(widget=widget, input_formats=[MINUTE, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], **options)

    def prepare_value(self, value):
        return f"{timezone.localtime(value):{MINUTE}}" if hasattr(value, "tzinfo") else value


class VoteForm(forms.Form):
    """The vote itself; `matters` come beside it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, widget=LINE)
    organiser = forms.ChoiceField(label=gettext_lazy("Held by"), choices=Organiser.choices, widget=SELECT)
    committee = forms.ModelChoiceField(
        label=gettext_lazy("Committee"), queryset=Committee.objects.none(), required=False, widget=SELECT,
        help_text=gettext_lazy("Where a committee holds the vote."),
    )  # fmt: skip
    opens_at = MomentField(label=gettext_lazy("Opens at"))
    closes_at = MomentField(label=gettext_lazy("Closes at"))
    is_temporary = forms.BooleanField(
        label=gettext_lazy("Temporary meeting"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    affects_all = forms.BooleanField(
        label=gettext_lazy("All homes decide"), required=False, initial=True, widget=UnfoldBooleanSwitchWidget,
        help_text=gettext_lazy("Off only where a part of the owners decides on the use of their maintenance fund."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Explanation"), max_length=4000, required=False, widget=AREA(attrs={"rows": 4})
    )

    def __init__(self, *args, estate: Estate, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.filter(estate=estate).order_by("-term_from")


class MatterForm(forms.Form):
    """One matter. Left empty it is not asked."""

    question = forms.CharField(
        label=gettext_lazy("Question"), max_length=300, widget=AREA(attrs={"rows": 2}), required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", "–"), *MatterKind.choices], widget=SELECT, required=False
    )
    details = forms.CharField(
        label=gettext_lazy("Details"), max_length=4000, required=False, widget=AREA(attrs={"rows": 2})
    )
    candidates = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Candidates"), queryset=Candidate.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("In an election. Without candidates owners answer yes, no or abstain."),
    )  # fmt: skip
    choose_most = forms.IntegerField(
        label=gettext_lazy("Seats"), min_value=1, required=False, widget=UnfoldAdminIntegerFieldWidget
    )

    def __init__(self, *args, estate: Estate, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        found = Candidate.objects.filter(formation__estate=estate, state=CandidateState.SOUND).order_by("pk")
        if found.exists():
            self.fields["candidates"].queryset = found
            self.fields["candidates"].label_from_instance = lambda candidate: candidate.name
        else:
            del self.fields["candidates"], self.fields["choose_most"]

    @property
    def is_asked(self) -> bool:
        given = self.cleaned_data
        return any(given.get(name) for name in ("question", "details", "candidates")) or bool(given.get("kind"))

    def matter(self) -> NewMatter:
        given = self.cleaned_data
        return NewMatter(
            kind=given["kind"], question=given["question"], details=given["details"],
            choose_most=given.get("choose_most") or 1, candidates=list(given.get("candidates") or ()),
        )  # fmt: skip


class Draft:
    """Both forms of a draft, empty, filled from a vote, or as they were sent."""

    def __init__(self, estate: Estate, vote: Vote | None = None, data: Any = None) -> None:
        self.estate, self.vote = estate, vote
        self.form = VoteForm(data, estate=estate, initial=facts_of(vote) if vote else None)
        asked = [facts_of_matter(matter) for matter in vote.matters.all()] if vote else []
        matters = forms.formset_factory(
            MatterForm, extra=0 if asked else BLANKS, max_num=MOST_MATTERS, absolute_max=MOST_MATTERS
        )
        self.matters = matters(data, initial=asked, prefix="matters", form_kwargs={"estate": estate})

    def with_one_more(self) -> "Draft":
        """As it was sent, with one more empty matter."""
        data = self.form.data.copy()
        data["matters-TOTAL_FORMS"] = str(min(self.matters.total_form_count() + 1, MOST_MATTERS))
        return Draft(self.estate, self.vote, data)

    def is_valid(self) -> bool:
        return self.form.is_valid() & self.matters.is_valid()

    def new_vote(self) -> NewVote:
        return NewVote(
            estate=self.estate, matters=[form.matter() for form in self.matters if form.is_asked],
            **self.form.cleaned_data,
        )  # fmt: skip

    def show(self, faults: dict[str | None, list[str]]) -> None:
        show_faults(self.form, faults)


def facts_of(vote: Vote) -> dict[str, Any]:
    names = ("title", "organiser", "committee", "opens_at", "closes_at", "is_temporary", "affects_all", "text")
    return {name: getattr(vote, name) for name in names}


def facts_of_matter(matter: Matter) -> dict[str, Any]:
    candidates = [option.candidate_id for option in matter.options.all() if option.candidate_id]
    return {
        "question": matter.question, "kind": matter.kind, "details": matter.details, "candidates": candidates,
        "choose_most": matter.choose_most,
    }  # fmt: skip


def sentence_of_states(vote: Vote) -> str:
    """What is to be done next with a vote, in a sentence; "" where nothing is."""
    if vote.state == "draft":
        return _("Confirm the roll and announce the vote.") if vote.roll.exists() else _("Make the roll.")
    return {
        "posted": _("It opens by itself. Make the letters of invitation, and record proxies."),
        "open": _("Owners vote. Type in the paper ballots that are handed in; two people read each of them."),
        "closed": _("Settle the paper ballots that are still open, then count."),
        "counted": _("Post the result."),
        "announced": _("The result hangs. Answer objections; then it becomes final."),
    }.get(vote.state, "")
