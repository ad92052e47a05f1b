"""The desk of objections: who filed one is sealed, and a look at it recorded."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.authority import NotAllowed
from accounts.desk_buttons import Button, ReasonForm, done, text_field
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from accounts.sheet_desk import Fact, Sheet, SheetDesk, moment
from estates.board import objections
from estates.board.lifecycle import CHECK, OBJECTION, VIEW
from estates.life_desk import estate_fact
from estates.models import BoardObjection, ObjectionState


class AnswerForm(forms.Form):
    answer = text_field(gettext_lazy("Answer"), gettext_lazy("Everybody reads it. Name no person."), most=500)


class LateFilter(admin.SimpleListFilter):
    title = gettext_lazy("answer")
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("late", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.late(on=timezone.localdate()) if self.value() == "late" else queryset


def look(objection: BoardObjection, **given) -> HttpResponse:
    """Answered by `ObjectionDesk.ask`, which has the page."""
    raise PermissionDenied


@admin.register(BoardObjection)
class ObjectionDesk(SheetDesk):
    """What anybody objected to. Who did is sealed; a look at it is recorded."""

    view_verb = VIEW
    looks = {ObjectionState.FILED: "warm", ObjectionState.ANSWERED: "ok"}
    list_display = ["number", "estate", "item", "kind_shown", "filed_at", "due_on", "state_shown"]
    list_select_related = ["estate", "item"]
    list_filter = [
        region_filter("estate__region_id"), LateFilter, ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text"]
    search_help_text = gettext_lazy("Number or estate")
    export_columns = (
        "number", "estate__code", "estate__name", "item__name", "kind", "filed_at", "due_on", "state", "answered_at",
        "answer", "set_aside_reason",
    )  # fmt: skip
    buttons = (
        Button.of(
            OBJECTION["reply"], done(objections.reply), gettext_lazy("Everybody reads it on the page of the estate."),
            AnswerForm, icon="reply", variant="primary",
        ),
        Button.of(
            OBJECTION["set_aside"], done(objections.set_aside),
            gettext_lazy("Everybody reads it. Only for abuse, repetitions and what belongs elsewhere."), ReasonForm,
            icon="block",
        ),
        Button(
            "contact", gettext_lazy("Look at name and phone"), CHECK, look, icon="visibility",
            question=lambda thing: _("That you look is recorded. Use it to ask back about this objection only."),
            when=lambda thing: bool(thing.sealed_name or thing.sealed_phone),
        ),
    )  # fmt: skip

    def ask(self, request: HttpRequest, button: Button, object_id: str | None) -> HttpResponse:
        """A name is shown as the answer itself: it has no address that could be opened without a record."""
        if button.name != "contact" or request.method != "POST":
            return super().ask(request, button, object_id)
        if not button.is_for(request.user):
            raise PermissionDenied
        thing = self.get_object(request, str(object_id))
        if thing is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        try:
            seen = objections.look_at_contact(thing, by=request.user, at=timezone.now())
        except (NotNow, NotAllowed) as fault:
            raise PermissionDenied(str(fault)) from fault
        back = self.url("change", thing.pk)
        return self.page(request, "estates/board/contact.html", thing, str(thing), seen=seen, back=back)

    def sheet(self, thing: BoardObjection) -> Sheet:
        return Sheet(
            note=_("The answer is late.") if thing.is_late(timezone.localdate()) else "",
            facts=[
                estate_fact(thing.estate),
                Fact(_("Disclosed item"), thing.item or _("The board itself")),
                Fact(_("Objection"), thing.get_kind_display()),
                Fact(_("Received"), moment(thing.filed_at)),
                Fact(_("Answer due on"), thing.due_on),
                Fact(_("Time of the answer"), moment(thing.answered_at)),
                Fact(_("Name given"), thing.masked_name or None),
                Fact(_("Phone"), thing.masked_phone or None),
                *(
                    [Fact(_("Fault"), thing.fault, reverse("admin:estates_boardfault_change", args=[thing.fault_id]))]
                    if thing.fault_id
                    else []
                ),
            ],
            texts=[
                (_("In words"), thing.words),
                (_("Answer"), thing.answer),
                (_("Why it was set aside"), thing.set_aside_reason),
            ],
        )

    @display(description=gettext_lazy("objection"), ordering="kind")
    def kind_shown(self, objection: BoardObjection) -> str:
        return objection.get_kind_display()

    @display(description=gettext_lazy("state"), ordering="state", label={"filed": "warning", "answered": "success"})
    def state_shown(self, objection: BoardObjection) -> tuple[str, str]:
        return objection.state, objection.get_state_display()
