"""The desk of complaints on the web: the list beside the open case, the verbs, many at once, on paper."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.authority import NotAllowed, may
from accounts.city import NoRuleValue, profile
from accounts.days import calendar
from accounts.desk import Desk
from accounts.desk_buttons import show_faults
from accounts.lifecycle import NotNow
from accounts.models import Role
from complaints.actions import Conflict, joining
from complaints.actions.contacts import look_at_contact
from complaints.desk import bulk, papers, presence
from complaints.desk.asking import offered, template_words
from complaints.desk.case import Case
from complaints.desk.conflict import clash_of
from complaints.desk.moves import ASKS, Ask, asks_for, done_sentence
from complaints.desk.worklist import worklist
from complaints.models import Complaint, Topic
from complaints.moves import open_moves
from complaints.queries import may_read_words
from complaints.reporting.clerk import FilesForCallers

KEPT_IN_ADDRESSES = ("tab", "q", "topic", "p")
BESIDE = (
    "estate", "region__parent", "topic__parent", "topic__body", "enterprise", "body", "contact", "joined_to", "refusal",
    "filed_by", "rating",
)  # fmt: skip


class ComplaintDesk(FilesForCallers, Desk):
    """Put up by `credit.admin`, which knows the companies' grades."""

    view_verb = "complaints.view"
    refusals = (ValidationError, NotAllowed, NotNow, NoRuleValue)

    def has_view_permission(self, request: HttpRequest, obj: Complaint | None = None) -> bool:
        """Staff of a company have a desk of their own."""
        return super().has_view_permission(request, obj) and request.user.role != Role.COMPANY

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = "complaints_complaint"
        verbs = [
            path(f"<int:pk>/{verb}/", wrap(self.view_of(ask)), name=f"{name}_{verb}") for verb, ask in ASKS.items()
        ]
        return [
            path("many/", wrap(self.many), name=f"{name}_many"),
            path("<int:pk>/gather/", wrap(self.gather), name=f"{name}_gather"),
            path("<int:pk>/contact-data/", wrap(never_cache(self.contact_data)), name=f"{name}_contact_data"),
            path("<int:pk>/looking/", wrap(never_cache(self.looking)), name=f"{name}_looking"),
            path("<int:pk>/sheet/", wrap(self.sheet), name=f"{name}_sheet"),
            path("<int:pk>/reply/", wrap(self.reply), name=f"{name}_reply"),
            *verbs,
            *super().get_urls(),
        ]

    # The list, and the case beside it.

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.split(request, "desk/complaints.html", None, page_links=self.filing_links(request))

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """A case is only read here; what is done to it has a page of its own."""
        if not object_id or not self.has_view_permission(request) or request.method == "POST":
            raise PermissionDenied
        return self.case_page(request, self.one(request, object_id))

    def case_page(self, request: HttpRequest, complaint: Complaint, **facts) -> TemplateResponse:
        at = timezone.now()
        others = presence.look_in(complaint.pk, request.user, at=at.timestamp())
        case = Case(complaint, request.user, at, calendar())
        return self.split(request, "desk/complaint.html", complaint, case=case, others=others, **facts)

    def split(self, request: HttpRequest, template: str, complaint: Complaint | None, **facts) -> TemplateResponse:
        """A page with the list at its left."""
        title = _("Complaints in hand")
        listed = worklist(request.user, request.GET, at=timezone.now(), calendar=calendar())
        return self.page(
            request, template, complaint, title, list=listed, kept=kept(request), may_do_many=self.may_do(request),
            classes=Topic.objects.filter(parent__isnull=True), crumbs=[{"label": title}], **facts,
        )  # fmt: skip

    def may_do(self, request: HttpRequest) -> bool:
        return may(request.user, "complaints.handle")

    def on_paper(self, request: HttpRequest, pk: int) -> Complaint:
        """The complaint, for a paper on which the resident's words stand."""
        if not may_read_words(request.user):
            raise PermissionDenied
        return self.opened(request, pk)

    def one(self, request: HttpRequest, pk: int | str) -> Complaint:
        """The complaint with what stands beside it. Raises Http404 outside of the person's scope."""
        rows = Complaint.objects.visible_to(request.user).select_related(*BESIDE)
        found = rows.filter(pk=int(pk)).first() if str(pk).isdecimal() and len(str(pk)) < 19 else None
        if found is None:
            raise Http404(_("There is no such complaint, or it is outside of your region."))
        return found

    def opened(self, request: HttpRequest, pk: int) -> Complaint:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.one(request, pk)

    def back_to(self, request: HttpRequest, complaint: Complaint) -> str:
        return f"{self.url('change', complaint.pk)}?{kept(request)}".rstrip("?")

    # One verb.

    def view_of(self, ask: Ask):
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return self.move(request, ask, self.opened(request, pk))

        return view

    def move(self, request: HttpRequest, ask: Ask, complaint: Complaint) -> HttpResponse:
        """The question (GET), and the answer (POST)."""
        if not may(request.user, ask.right):
            raise PermissionDenied
        if request.method != "POST":
            if not self.is_open(request, ask, complaint):
                messages.warning(request, _("“%(verb)s” is not open here now: somebody may have been quicker.")
                                 % {"verb": ask.label})  # fmt: skip
                return HttpResponseRedirect(self.back_to(request, complaint))
            return self.question(request, ask, complaint, ask.form(complaint))
        if "fill" in request.POST:
            return self.question(request, ask, complaint, with_template(request, ask, complaint))
        form = ask.form(complaint, request.POST, request.FILES)
        return (form.is_valid() and self.answer(request, ask, complaint, form)) or self.question(
            request, ask, complaint, form
        )

    def answer(self, request: HttpRequest, ask: Ask, complaint: Complaint, form) -> HttpResponse | None:
        """Call the action. What it refuses goes into the form (then None); a clash has its own page."""
        version = form.cleaned_data["version"]
        try:
            done = ask.action(complaint, by=request.user, at=timezone.now(), version=version, **form.given())
        except Conflict:
            return self.clash(request, ask, form, self.one(request, complaint.pk))
        except self.refusals as refusal:
            show_faults(form, self.faults_in(refusal))
            return None
        messages.success(request, done_sentence(ask, done))
        return HttpResponseRedirect(self.back_to(request, complaint))

    def question(self, request: HttpRequest, ask: Ask, complaint: Complaint, form) -> TemplateResponse:
        return self.page(
            request, "desk/complaint_move.html", complaint, ask.label, ask=ask, form=form, complaint=complaint,
            templates=offered(ask, complaint), back=self.back_to(request, complaint), kept=kept(request),
            crumbs=self.crumbs(complaint, ask.label),
        )  # fmt: skip

    def clash(self, request: HttpRequest, ask: Ask, form, now: Complaint) -> TemplateResponse:
        found = clash_of(request, ask, form, now, is_open=self.is_open(request, ask, now))
        return self.page(
            request, "desk/complaint_clash.html", now, _("Somebody was quicker"), ask=ask, clash=found, complaint=now,
            back=self.back_to(request, now), kept=kept(request), crumbs=self.crumbs(now, ask.label),
        )  # fmt: skip

    def is_open(self, request: HttpRequest, ask: Ask, complaint: Complaint) -> bool:
        return ask in asks_for(open_moves(request.user, complaint, at=timezone.now()), complaint)

    def crumbs(self, complaint: Complaint, last: str) -> list[dict[str, Any]]:
        return [
            {"label": _("Complaints in hand"), "url": self.url("changelist")},
            {"label": complaint.number, "url": self.url("change", complaint.pk)},
            {"label": last},
        ]

    # What is alike, who filed it, who else is looking.

    def gather(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Join the chosen complaints to this one. Each is chosen as it was shown: `id/version`."""
        complaint = self.opened(request, pk)
        joined = 0
        for choice in request.POST.getlist("other")[: bulk.MOST]:
            key, _slash, version = choice.partition("/")
            other = self.one(request, key)
            try:
                joining.join(other, to=complaint, by=request.user, at=timezone.now(), version=read_version(version))
                joined += 1
            except (*self.refusals, Conflict) as fault:
                messages.error(request, f"{other.number}: {sentence(fault)}")
        if joined:
            messages.success(request, _("Joined: %(n)d. One answer goes to all, and it counts once.") % {"n": joined})
        return HttpResponseRedirect(self.back_to(request, complaint))

    def contact_data(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who filed it, in full, on this answer only. Asked for by a POST, since the look is put down."""
        complaint = self.opened(request, pk)
        if request.method != "POST":
            return HttpResponseRedirect(self.back_to(request, complaint))
        try:
            contact = look_at_contact(complaint, by=request.user, at=timezone.now())
        except NotAllowed as fault:
            raise PermissionDenied(str(fault)) from fault
        return self.case_page(request, complaint, revealed=contact)

    def looking(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Said by an open page every half minute; the answer names the others."""
        complaint = self.opened(request, pk)
        others = presence.look_in(complaint.pk, request.user, at=timezone.now().timestamp())
        return TemplateResponse(request, "desk/complaint_others.html", {"others": others})

    # Many at once.

    def many(self, request: HttpRequest) -> HttpResponse:
        """The preview of one verb for many; then, confirmed, what came of it."""
        if not (self.has_view_permission(request) and self.may_do(request)):
            raise PermissionDenied
        verb, back = request.POST.get("verb", ""), f"{self.url('changelist')}?{kept(request)}".rstrip("?")
        picks = request.POST.getlist("pick")
        if verb not in bulk.VERBS or not picks:
            if request.method == "POST":
                messages.warning(request, _("Tick the complaints first, then say what is to be done with them."))
            return HttpResponseRedirect(back)
        given: dict[str, Any] = {"verb": verb, "ask": ASKS[verb], "back": back, "kept": kept(request)}
        at = timezone.now()
        if "go" in request.POST:
            given["outcomes"] = bulk.carry_out(verb, picks, by=request.user, at=at)
        else:
            given["plans"] = bulk.plans(verb, picks, user=request.user, at=at)
        title = _("%(verb)s: several complaints") % {"verb": ASKS[verb].label}
        crumbs = [{"label": _("Complaints in hand"), "url": back}, {"label": title}]
        return self.page(request, "desk/complaints_many.html", None, title, crumbs=crumbs, **given)

    # On paper.

    def sheet(self, request: HttpRequest, pk: int) -> HttpResponse:
        complaint = self.on_paper(request, pk)
        facts = papers.sheet(complaint, user=request.user, city=profile(), at=timezone.now())
        return TemplateResponse(request, "desk/complaint_sheet.html", facts)

    def reply(self, request: HttpRequest, pk: int) -> HttpResponse:
        complaint = self.on_paper(request, pk)
        facts = papers.reply(complaint, user=request.user, city=profile(), at=timezone.now())
        if facts is None:
            messages.warning(request, _("There is no answer yet that could be printed."))
            return HttpResponseRedirect(self.back_to(request, complaint))
        return TemplateResponse(request, "desk/complaint_reply.html", facts)


def kept(request: HttpRequest) -> str:
    """The part of the address that says which list stands at the left."""
    return urlencode([(name, request.GET[name]) for name in KEPT_IN_ADDRESSES if request.GET.get(name)])


def with_template(request: HttpRequest, ask: Ask, complaint: Complaint):
    """The form as it was filled in, with a template's words; nothing is judged yet."""
    typed = {name: value for name, value in request.POST.items() if name not in {"fill", "csrfmiddlewaretoken"}}
    return ask.form(complaint, initial={**typed, **template_words(request.POST["fill"], ask, complaint)})


def read_version(text: str) -> int:
    """The version that a choice names; 0, which no complaint has, for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def sentence(fault: Exception) -> str:
    return " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
