"""The desk of referrals of malicious arrears. Who it is about is masked; a look at the rest is written down."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, ReasonForm, done
from accounts.desk_filters import region_filter
from accounts.proofs import proof_response
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table, known
from fees.collection import referrals
from fees.collection.documents import missing
from fees.collection.forms import DecisionForm, NoticeForm, PaperForm, ProposeForm, ReferForm, StatementForm
from fees.collection.lifecycle import REFER, REFERRAL, VIEW
from fees.models import ArrearsPaper, ArrearsReferral, PaperKind, ReferralState
from intake.money import as_yuan, yuan

COLOURS = {
    ReferralState.PROPOSED: "info",
    ReferralState.NOTICED: "warning",
    ReferralState.REFERRED: "danger",
    ReferralState.REFUSED: "default",
    ReferralState.WITHDRAWN: "default",
    ReferralState.PAID: "success",
    ReferralState.ENDED: "default",
    ReferralState.LAPSED: "default",
    ReferralState.REVOKED: "default",
}


PAID_ENDS_IT = gettext_lazy("The arrears are paid: it ends at once.")


def show(referral: ArrearsReferral, *, by, at) -> str:
    held = referrals.look(referral, by=by, at=at)
    parts = [held.home, held.name, held.phone, held.statement]
    return " · ".join(part for part in parts if part)


BUTTONS = (
    Button.of(
        REFERRAL["add_paper"], done(referrals.add_paper), gettext_lazy("A legal paper, kept in private."),
        form=PaperForm, icon="attach_file",
    ),
    Button.of(
        REFERRAL["give_notice"], done(referrals.give_notice),
        gettext_lazy("The papers are complete. From the day of service the owner may answer in time."),
        form=NoticeForm, icon="mark_email_read", variant="primary",
    ),
    Button.of(
        REFERRAL["note_statement"], done(referrals.note_statement), gettext_lazy("What the owner said, once."),
        form=StatementForm, icon="chat",
    ),
    Button.of(
        REFERRAL["refer"], done(referrals.refer),
        gettext_lazy("Somebody else than who gave notice decides. It ends by itself on its day."), form=ReferForm,
        icon="gavel", variant="danger",
    ),
    Button.of(
        REFERRAL["refuse"], done(referrals.refuse), gettext_lazy("It is not referred."), form=DecisionForm,
        icon="close",
    ),
    Button.of(
        REFERRAL["note_paid"], done(referrals.note_paid), PAID_ENDS_IT, icon="task_alt", variant="primary"
    ),
    Button.of(REFERRAL["find_paid"], done(referrals.find_paid), PAID_ENDS_IT, icon="task_alt"),
    Button.of(
        REFERRAL["withdraw"], done(referrals.withdraw),
        gettext_lazy("The company takes it back: it ends at once."), icon="undo",
    ),
    Button.of(
        REFERRAL["revoke"], done(referrals.revoke),
        gettext_lazy("The decision does not stand: it ends at once."), form=ReasonForm, icon="undo",
    ),
    Button.of(
        REFERRAL["look"], show, gettext_lazy("Your look is written down in the history."), icon="visibility"
    ),
)  # fmt: skip


@admin.register(ArrearsReferral)
class ReferralDesk(SheetDesk):
    view_verb, add_verb = VIEW, REFER
    buttons = BUTTONS
    form = ProposeForm
    looks = {ReferralState.PROPOSED: "", ReferralState.NOTICED: "warm", ReferralState.REFERRED: "late"}
    list_display = ["number", "estate", "who", "arrears", "state_shown", "until_on"]
    list_select_related = ["estate"]
    list_filter = [region_filter("estate__region_id"), ("state", ChoicesDropdownFilter)]
    search_fields = ["number", "estate__search_text"]
    search_help_text = gettext_lazy("Number or estate")
    autocomplete_fields = ["contract"]
    fields = ["contract", ("home", "name", "phone"), ("arrears_fen", "arrears_since_on")]
    export_columns = (
        "number", "estate__code", "estate__name", "contract__number", "state",
        as_yuan("arrears_fen", gettext_lazy("arrears, yuan")), "arrears_since_on", "proposed_at", "noticed_on",
        "statement_due_on", "decided_at", "revoked_at", "until_on", "over_on", "erase_on",
    )  # fmt: skip

    def save_model(self, request, obj: ArrearsReferral, form, change: bool) -> None:
        given = form.cleaned_data
        made = referrals.propose(
            referrals.Debtor(given["home"], given["name"], given["phone"]), contract=given["contract"],
            arrears_fen=given["arrears_fen"], arrears_since_on=given["arrears_since_on"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.number = made.pk, made.number

    def get_urls(self):
        open_paper = self.admin_site.admin_view(self.open_paper)
        name = "fees_arrearsreferral_paper"
        return [path("<int:referral>/papers/<int:paper>/", open_paper, name=name), *super().get_urls()]

    def open_paper(self, request: HttpRequest, referral: int, paper: int) -> FileResponse:
        """A legal paper names the owner: who opens it is written down."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        thing = get_object_or_404(self.get_queryset(request), pk=referral)
        found = get_object_or_404(thing.papers, pk=paper)
        referrals.look_at_paper(found, by=request.user, at=timezone.now())
        return proof_response(found.file, f"{thing.number}-{found.kind}")

    def sheet(self, thing: ArrearsReferral) -> Sheet:
        texts = [(_("Why it was revoked"), thing.revoke_reason)]
        return Sheet(note=note_of(thing), facts=facts_of(thing), tables=[papers_of(thing)], texts=texts)

    @display(description=gettext_lazy("owner"))
    def who(self, referral: ArrearsReferral) -> str:
        return referral.masked_name or "–"

    @display(description=gettext_lazy("arrears, yuan"), ordering="arrears_fen")
    def arrears(self, referral: ArrearsReferral) -> str:
        return yuan(referral.arrears_fen)

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_shown(self, referral: ArrearsReferral) -> tuple[str, str]:
        return referral.state, referral.get_state_display()


def note_of(thing: ArrearsReferral) -> str:
    if thing.state == ReferralState.PROPOSED:
        there = set(thing.papers.values_list("kind", flat=True))
        if lacking := missing(there, on=timezone.localdate()):
            return _("These papers are missing: %(papers)s.") % {"papers": "、".join(map(str, lacking))}
    due = thing.statement_due_on
    if thing.state == ReferralState.NOTICED and (thing.stated_at or (due and due < timezone.localdate())):
        return _("The owner was heard, or let the day pass: somebody else than who gave notice decides.")
    return ""


def facts_of(thing: ArrearsReferral) -> list[Fact]:
    return [
        Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
        Fact(_("Contract"), thing.contract),
        Fact(_("Owner"), thing.masked_name or (_("erased") if thing.erased_at else None)),
        *known(Fact(_("Phone"), thing.masked_phone)),
        Fact(_("Arrears, yuan"), yuan(thing.arrears_fen)),
        Fact(_("In arrears since"), thing.arrears_since_on),
        *known(
            Fact(_("Notice served on"), thing.noticed_on),
            Fact(_("May be answered until"), thing.statement_due_on),
            Fact(_("Owner heard"), thing.stated_at),
            Fact(_("Decided"), thing.decided_at),
            Fact(_("Decision"), thing.decision),
            Fact(_("Revoked"), thing.revoked_at),
            Fact(_("Ends on"), thing.until_on),
            Fact(_("Over since"), thing.over_on),
            Fact(_("To be erased on"), thing.erased_at is None and thing.erase_on),
        ),
    ]


def papers_of(thing: ArrearsReferral) -> Table:
    rows = [
        [paper.get_kind_display(), paper.reference or "–", paper.issued_on, link_to(paper)]
        for paper in sorted(thing.papers.all(), key=lambda paper: (PaperKind.values.index(paper.kind), paper.pk))
    ]
    return Table(_("Legal papers"), [_("Kind"), _("Number"), _("Issued on"), _("File")], rows, _("None yet."))


def link_to(paper: ArrearsPaper) -> str:
    if not paper.file:
        return "–"
    place = reverse("admin:fees_arrearsreferral_paper", args=[paper.referral_id, paper.pk])
    return format_html('<a href="{}">{}</a>', place, _("Open"))
