"""The desk of filings: what waits for an answer, the papers, and the street's decision."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.authority import NotAllowed, may
from accounts.city import NoRuleValue
from accounts.desk import Desk
from accounts.desk_buttons import Button, ReasonForm, done
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from accounts.models import User
from committees.filing import actions
from committees.filing.lifecycle import ANSWERS, FILING, HANDS_IN
from committees.filing.looking import look_at_paper
from committees.filing.papers import needed_papers
from committees.guide_desk.steps import pressing
from committees.models import Filing, FilingPaper, FilingState, PaperForm, PaperKind
from committees.papers import actions as papers
from committees.papers.admin import word_file

LOOKS = {
    FilingState.DRAFT: ("info", ""),
    FilingState.SUBMITTED: ("warning", "warm"),
    FilingState.RETURNED: ("warning", "warm"),
    FilingState.FILED: ("success", "ok"),
    FilingState.REFUSED: ("danger", "late"),
}
DUE_LABELS = {"late": "danger", "warm": "warning", "": "info", "none": "default"}
TO_HAND_IN = (FilingState.DRAFT, FilingState.RETURNED)


class PaperInForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of paper"), choices=PaperKind.choices, widget=UnfoldAdminSelectWidget
    )
    content = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, Word, Excel or a picture, at most 20 MB.")
    )


class AcceptForm(forms.Form):
    filing_number = forms.CharField(
        label=gettext_lazy("Filing number"), max_length=40, required=False,
        widget=UnfoldAdminTextInputWidget, help_text=gettext_lazy("Empty: made from the number of the filing."),
    )  # fmt: skip


def dropping_form(filing: Filing) -> type[forms.Form]:
    paper = forms.ModelChoiceField(
        label=_("Paper"), queryset=filing.papers.all(), widget=UnfoldAdminSelectWidget, empty_label=None
    )
    paper.label_from_instance = lambda each: f"{each.get_kind_display()} · {each.name}"
    return type("DroppingForm", (forms.Form,), {"paper": paper})


def take_paper(filing: Filing, *, by: User, at: datetime, kind: str, content) -> str:
    taken = actions.take_paper(filing, kind, content, by=by, at=at)
    return _("Taken: %(paper)s.") % {"paper": taken.get_kind_display()}


def drop_paper(filing: Filing, *, by: User, at: datetime, paper: FilingPaper) -> str:
    actions.drop_paper(paper, by=by, at=at)
    return _("Taken out: %(paper)s.") % {"paper": paper.get_kind_display()}


def word_form(filing: Filing, *, by: User, at: datetime) -> HttpResponse:
    made = papers.hand_out(PaperForm.FILING_FORM, filing, by=by, at=at)
    return word_file(made.content, f"{made.paper.number}.docx")


BUTTONS = (
    Button.of(
        FILING["accept"], done(actions.accept),
        gettext_lazy("A new committee is in office from today, and the one before it has to hand over."),
        form=AcceptForm, icon="verified", variant="primary",
    ),
    Button.of(
        FILING["give_back"], done(actions.give_back), gettext_lazy("Say all that is missing or wrong at once."),
        form=ReasonForm, icon="assignment_return",
    ),
    Button.of(
        FILING["refuse"], done(actions.refuse),
        gettext_lazy("It is not filed; the reason names what the law has against it."), form=ReasonForm, icon="block",
        variant="danger",
    ),
    Button.of(
        FILING["submit"], done(actions.submit), gettext_lazy("The street's working days to answer run from tomorrow."),
        icon="send", variant="primary",
    ),
    Button.of(
        FILING["take_paper"], take_paper, gettext_lazy("One paper of the filing."), form=PaperInForm,
        icon="upload_file",
    ),
    Button.of(
        FILING["drop_paper"], drop_paper, gettext_lazy("The paper and its file go."), form_of=dropping_form,
        icon="delete", when=lambda filing: filing.papers.exists(),
    ),
    Button(
        "form", gettext_lazy("Filing form (Word)"), ANSWERS, word_form, icon="description",
        question=lambda filing: _("Numbered, with a code by which anybody can check it."),
    ),
)  # fmt: skip


class WaitingFilter(DropdownFilter):
    title = gettext_lazy("waits for")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [
            ("answer", _("an answer")),
            ("late_answer", _("an answer, overdue")),
            ("papers", _("being handed in")),
            ("late_papers", _("being handed in, overdue")),
        ]

    def queryset(self, request: HttpRequest, queryset):
        today = timezone.localdate()
        answers = queryset.filter(state=FilingState.SUBMITTED).order_by("answer_due_on", "pk")
        rows = queryset.filter(state__in=TO_HAND_IN).order_by("due_on", "pk")
        found = {
            "answer": answers,
            "late_answer": answers.filter(answer_due_on__lt=today),
            "papers": rows,
            "late_papers": rows.filter(due_on__lt=today),
        }
        return found.get(self.value() or "", queryset)


@admin.register(Filing)
class FilingDesk(Desk):
    view_verb = "committees.view"
    refusals = (ValidationError, NotAllowed, NotNow, NoRuleValue)
    buttons = BUTTONS
    change_form_template = "committees/guide/filing.html"
    list_display = ["number", "committee", "kind_shown", "state_shown", "due_shown", "submitted_on"]
    list_select_related = ["committee__estate"]
    list_filter = [
        region_filter("committee__estate__region_id"),
        WaitingFilter,
        ("kind", ChoicesDropdownFilter),
        ("state", ChoicesDropdownFilter),
    ]
    search_fields = ["number", "filing_number", "committee__name", "committee__estate__search_text"]
    search_help_text = gettext_lazy("Number, committee or estate")
    fields = ["committee"]
    export_columns = (
        "number", "committee__number", "committee__name", "committee__estate__code", "committee__estate__name", "kind",
        "state", "happened_on", "due_on", "submitted_on", "answer_due_on", "answered_on", "filing_number", "reason",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("committee__estate")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("paper/<int:pk>/", wrap(require_POST(self.paper)), name="committees_filing_paper"),
            *super().get_urls(),
        ]

    def paper(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One paper as a file. Asked for by a POST, since the look is put down."""
        paper = FilingPaper.objects.visible_to(request.user).filter(pk=pk).first()
        if paper is None or not self.has_view_permission(request):
            raise Http404(_("There is no such page, or it is outside of your region."))
        try:
            look_at_paper(paper, by=request.user, at=timezone.now())
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        answer = FileResponse(paper.file.open("rb"), as_attachment=True, filename=paper.name)
        answer["Cache-Control"], answer["X-Content-Type-Options"] = "private, no-store", "nosniff"
        return answer

    def page_facts(self, request: HttpRequest, thing: Filing | None) -> dict:
        if thing is None:
            return {}
        there = list(thing.papers.all())
        needed = needed_papers(thing.committee.kind, thing.kind, thing.happened_on)
        kinds = {paper.kind for paper in there}
        return {
            "filing": thing,
            "page_note": str(thing.committee),
            "page_state": {"word": thing.get_state_display(), "kind": LOOKS[FilingState(thing.state)][1]},
            "papers": there,
            "missing": [each for each in needed if each.kind not in kinds],
            "may_open": may(request.user, HANDS_IN) or may(request.user, ANSWERS),
            "committee_url": reverse("admin:committees_committee_change", args=[thing.committee_id]),
            "due": due_of(thing),
        }

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, filing: Filing) -> str:
        return filing.get_kind_display()

    @display(
        description=gettext_lazy("state"), ordering="state", label={state: look[0] for state, look in LOOKS.items()}
    )
    def state_shown(self, filing: Filing) -> tuple[str, str]:
        return filing.state, filing.get_state_display()

    @display(description=gettext_lazy("until"), label=DUE_LABELS)
    def due_shown(self, filing: Filing):
        return due_of(filing)


def due_of(filing: Filing) -> tuple[str, str]:
    """How near its day is: that of the answer, or of handing it in. Nothing once it is answered."""
    due_on = {FilingState.SUBMITTED: filing.answer_due_on}.get(FilingState(filing.state))
    if filing.state in TO_HAND_IN:
        due_on = filing.due_on
    if due_on is None:
        return "none", "–"
    kind, words = pressing(due_on, on=timezone.localdate())
    return kind, f"{due_on:%Y-%m-%d} · {words}"
