"""The desks of posters: the codes of estates, the telephones, and print orders with their files."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button, PageLink, reason_field
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from complaints.models import OrderState, PaperSize, PhoneLine, PosterCode, PosterOrder
from complaints.posters import actions, orders
from complaints.posters.queries import SCAN_DAYS
from complaints.posters.tasks import hand_over
from intake.downloads import handed_out

RIGHT = actions.RIGHT
REFUSALS = (ValidationError, NotAllowed, NotNow)
REFRESH_SECONDS = 3
LOOKS = {
    OrderState.WAITING: ("quiet", "schedule"),
    OrderState.DRAWING: ("running", "progress_activity"),
    OrderState.DONE: ("ok", "task_alt"),
    OrderState.FAILED: ("late", "warning"),
}
LABELS = {
    OrderState.WAITING: "default",
    OrderState.DRAWING: "info",
    OrderState.DONE: "success",
    OrderState.FAILED: "danger",
}


class WhyForm(forms.Form):
    why = reason_field(gettext_lazy("Why"))


class SizeForm(forms.Form):
    size = forms.ChoiceField(
        label=gettext_lazy("Size"), choices=PaperSize.choices, initial=PaperSize.A4, widget=forms.RadioSelect
    )


def revoke(code: PosterCode, *, by, at, why: str) -> str:
    actions.revoke_code(code, why=why, by=by, at=at)
    return _("The code is revoked. Who scans it is led to the search.")


def replace(code: PosterCode, *, by, at, why: str) -> HttpResponse:
    fresh = actions.replace_code(code, why=why, by=by, at=at)
    return HttpResponseRedirect(reverse("admin:complaints_postercode_change", args=[fresh.pk]))


def print_one(code: PosterCode, *, by, at, size: str) -> HttpResponse:
    response = HttpResponse(orders.draw_one(code.estate, size=size, by=by, at=at), content_type="application/pdf")
    name = f"{code.estate.name} {size}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def is_live(code: PosterCode) -> bool:
    return code.is_live


CODE_BUTTONS = (
    Button(
        name="print", label=gettext_lazy("Print"), verb=RIGHT, icon="print", variant="primary",
        act=print_one, form=SizeForm, when=is_live,
        question=lambda code: _("The poster of %(estate)s as a PDF.") % {"estate": code.estate},
    ),
    Button(
        name="replace", label=gettext_lazy("Replace the code"), verb=RIGHT, icon="autorenew",
        act=replace, form=WhyForm, when=is_live,
        question=lambda code: _("Revoke this code and give %(estate)s a new one? New posters must be hung.")
        % {"estate": code.estate},
    ),
    Button(
        name="revoke", label=gettext_lazy("Revoke"), verb=RIGHT, icon="block", variant="danger",
        act=revoke, form=WhyForm, when=is_live,
        question=lambda code: _("Revoke the code of %(estate)s? Posters that hang lead to the search from now on.")
        % {"estate": code.estate},
    ),
)  # fmt: skip


class LiveFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("live", _("valid")), ("revoked", _("revoked"))]

    def queryset(self, request, queryset):
        if self.value() not in ("live", "revoked"):
            return queryset
        return queryset.filter(revoked_at__isnull=self.value() == "live")


@admin.register(PosterCode)
class PosterCodeDesk(Desk):
    view_verb = RIGHT
    refusals = REFUSALS
    buttons = CODE_BUTTONS
    list_display = ["estate", "code_shown", "state_shown", "scans_shown", "print_count", "printed_at", "issued_at"]
    list_select_related = ["estate"]
    list_filter = [region_filter("estate__region_id"), LiveFilter]
    search_fields = ["estate__search_text"]
    search_help_text = gettext_lazy("Name, address or code of the estate, or the code of a poster")
    fields = [("estate", "code_shown"), ("scans_shown", "print_count"), ("printed_at", "issued_at"), "issued_by",
              ("revoked_at", "revoked_by"), "revoked_why"]  # fmt: skip
    readonly_fields = ["code_shown", "scans_shown"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).with_scans(on=timezone.localdate()).order_by("-pk")

    def get_search_results(self, request, queryset, search_term):
        return queryset.find(search_term), False

    def add_links(self, request: HttpRequest) -> list[PageLink]:
        return [PageLink(_("Order posters"), reverse("admin:complaints_posterorder_add"), "print", "primary")]

    def page_facts(self, request: HttpRequest, thing: PosterCode | None) -> dict:
        if thing is None or thing.is_live:
            return {"page_title": thing.estate.name if thing else ""}
        return {"page_title": thing.estate.name, "page_state": {"word": _("revoked"), "kind": "late"}}

    @display(description=gettext_lazy("code"), ordering="pk")
    def code_shown(self, code: PosterCode) -> str:
        return str(code)

    @display(description=gettext_lazy("state"), label={"live": "success", "revoked": "danger"})
    def state_shown(self, code: PosterCode) -> tuple[str, str]:
        return ("live", _("valid")) if code.is_live else ("revoked", _("revoked"))

    @display(description=gettext_lazy("scans in %(days)d days") % {"days": SCAN_DAYS}, ordering="scans")
    def scans_shown(self, code: PosterCode) -> int:
        return code.scans


def remove_line(line: PhoneLine, *, by, at) -> HttpResponse:
    actions.remove_line(line, by=by, at=at)
    return HttpResponseRedirect(reverse("admin:complaints_phoneline_changelist"))


@admin.register(PhoneLine)
class PhoneLineDesk(Desk):
    view_verb = add_verb = change_verb = RIGHT
    refusals = REFUSALS
    buttons = (
        Button(
            name="remove", label=gettext_lazy("Remove"), verb=RIGHT, icon="delete", variant="danger", act=remove_line,
            question=lambda line: _("Remove “%(line)s”? New posters name the hotline at this level.") % {"line": line},
        ),
    )  # fmt: skip
    list_display = ["name", "phone", "level_shown", "place_shown"]
    list_select_related = ["estate", "region"]
    list_filter = [("level", ChoicesDropdownFilter)]
    search_fields = ["name", "phone", "estate__search_text", "region__name"]
    search_help_text = gettext_lazy("Who answers, phone, estate or region")
    autocomplete_fields = ["estate", "region"]
    fields = ["level", ("estate", "region"), ("name", "phone")]
    export_columns = ("level", "estate__code", "estate__name", "region__code", "region__name", "name", "phone")

    def keep(self, thing: PhoneLine, *, form, by, at) -> None:
        actions.keep_line(thing, by=by, at=at)

    @display(description=gettext_lazy("level"), ordering="level")
    def level_shown(self, line: PhoneLine) -> str:
        return line.get_level_display()

    @display(description=gettext_lazy("place"))
    def place_shown(self, line: PhoneLine) -> str:
        return str(line.estate or line.region)


def discard(order: PosterOrder, *, by, at) -> HttpResponse:
    orders.discard(order, by=by, at=at)
    return HttpResponseRedirect(reverse("admin:complaints_posterorder_changelist"))


@admin.register(PosterOrder)
class PosterOrderDesk(Desk):
    view_verb = add_verb = RIGHT
    refusals = REFUSALS
    buttons = (
        Button(
            name="discard", label=gettext_lazy("Discard"), verb=RIGHT, icon="delete", variant="danger", act=discard,
            when=lambda order: order.state != OrderState.DRAWING,
            question=lambda order: _("Throw away “%(order)s” with its file? The codes stay valid.") % {"order": order},
        ),
    )  # fmt: skip
    list_display = ["place_shown", "size_shown", "state_shown", "total_count", "by", "at"]
    list_select_related = ["estate", "region", "by"]
    list_filter = [("state", ChoicesDropdownFilter), ("size", ChoicesDropdownFilter)]
    autocomplete_fields = ["estate", "region"]
    fields = ["size", ("region", "estate")]

    def get_urls(self):
        view = self.admin_site.admin_view(self.hand_out)
        return [path("<path:object_id>/file/", view, name="complaints_posterorder_file"), *super().get_urls()]

    def page_facts(self, request: HttpRequest, thing: PosterOrder | None) -> dict:
        return {"page_note": _("Name a region (a street, a district, the city) or one estate, not both.")}

    def keep(self, thing: PosterOrder, *, form, by, at) -> None:
        orders.order(thing, by=by, at=at)

    def save_model(self, request: HttpRequest, obj: PosterOrder, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not hand_over(obj):
            messages.warning(
                request, _("The order is kept. The worker cannot be reached now; it begins within 5 minutes.")
            )

    def response_add(self, request: HttpRequest, obj: PosterOrder, post_url_continue=None) -> HttpResponse:
        return HttpResponseRedirect(self.url("change", obj.pk))

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None) -> HttpResponse:
        """One order: how far it is, and its file."""
        order = self.found(request, object_id)
        kind, icon = LOOKS[order.state]
        is_busy = order.state in (OrderState.WAITING, OrderState.DRAWING)
        response = self.page(
            request, "desk/posters.html", order, str(order), order=order, is_busy=is_busy, refresh=REFRESH_SECONDS,
            page_state={"kind": kind, "icon": icon, "word": order.get_state_display()},
            page_links=[*self.history_links(request, order), *self.button_links(request, order)],
            file_url=self.url("file", order.pk) if order.file else "", kept_days=orders.KEPT_DAYS,
        )  # fmt: skip
        if is_busy:
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    def found(self, request: HttpRequest, object_id: str) -> PosterOrder:
        """An order that this person may see. Raises Http404, PermissionDenied."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        order = self.get_object(request, unquote(object_id))
        if order is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return order

    def hand_out(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order = self.found(request, object_id)
        return handed_out(order.file, order.file_name)

    @display(description=gettext_lazy("for"))
    def place_shown(self, order: PosterOrder) -> str:
        return str(order.estate or order.region)

    @display(description=gettext_lazy("size"), ordering="size")
    def size_shown(self, order: PosterOrder) -> str:
        return order.get_size_display()

    @display(description=gettext_lazy("state"), ordering="state", label=LABELS)
    def state_shown(self, order: PosterOrder) -> tuple[str, str]:
        return order.state, order.get_state_display()
