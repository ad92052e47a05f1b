"""The verbs on a page: a button leads to a question, the answer calls one action.

A button never acts on a GET. Its page says what will follow, takes what the action needs, and works without a script.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from accounts.authority import may
from accounts.lifecycle import Move


@dataclass(frozen=True)
class PageLink:
    """A link at the head of a page. `variant` is "", "primary" or "danger"."""

    label: str
    url: str
    icon: str = ""
    variant: str = ""


def always(thing: Model | None) -> bool:
    return True


@dataclass(frozen=True)
class Button:
    """A verb of a thing's page, or of the list (`on_list`).

    `act(thing, by=, at=, **answers)` calls the action and returns the sentence to show, or a finished HttpResponse.
    `question(thing)` says what will follow. `when(thing)` says whether the verb is open. `form_of(thing)` makes the
    form where what is asked depends on the thing. `or_verb` opens it as well.
    `stands_out(thing)` says whether it keeps its colour: of two that lead on, the one that comes next.
    """

    name: str
    label: Any
    verb: str
    act: Callable[..., Any]
    question: Callable[[Model | None], str]
    form: type[forms.Form] = forms.Form
    icon: str = ""
    variant: str = ""
    when: Callable[[Model | None], bool] = always
    on_list: bool = False
    form_of: Callable[[Any], type[forms.Form]] | None = None
    or_verb: str = ""
    stands_out: Callable[[Model | None], bool] = always

    @classmethod
    def of(
        cls, move: Move, act: Callable[..., Any], question, form=forms.Form, *, right="", when=always, **options: Any
    ) -> "Button":
        """The button of a move, for things with a `state` that it is open in. `right`: another one than the move's."""
        return cls(
            move.verb.replace("_", "-"), move.label, right or move.right, act, form=form,
            question=question if callable(question) else lambda thing: str(question),
            when=lambda thing: thing.state in move.open_in and when(thing), **options,
        )  # fmt: skip

    def is_for(self, user) -> bool:
        return may(user, self.verb) or bool(self.or_verb and may(user, self.or_verb))


def done(action: Callable[..., Any]) -> Callable[..., str]:
    """The action as a button calls it: the answer is the thing's number, and how it stands now."""

    def act(thing: Any, **given: Any) -> str:
        held = action(thing, **given)
        return _("%(number)s: %(state)s.") % {"number": held.number, "state": held.get_state_display()}

    return act


class DateInput(UnfoldAdminSingleDateWidget):
    """The theme's date field, for forms that stand outside of a ModelAdmin."""

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")

    class Media:
        js = (
            "admin/js/vendor/jquery/jquery.js",
            "admin/js/jquery.init.js",
            "admin/js/core.js",
            "admin/js/calendar.js",
            "admin/js/admin/DateTimeShortcuts.js",
        )


def show_faults(form: forms.Form, faults: dict[str | None, list[str]]) -> None:
    """Put what an action found wrong beside the fields it is about, or above the form."""
    for name, lines in faults.items():
        for line in lines:
            form.add_error(name if name in form.fields else None, line)


def reason_field(label, help_text="", required=True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    reason = reason_field(gettext_lazy("Why"))


def text_field(label, help_text="", *, most: int = 2000, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )  # fmt: skip


class ButtonsOnDesk:
    """The part of a desk that shows its buttons and asks their questions."""

    buttons: tuple[Button, ...] = ()

    def get_urls(self):
        return [self._path_of(button) for button in self.buttons] + super().get_urls()

    def _path_of(self, button: Button):
        def view(request: HttpRequest, object_id: str | None = None) -> HttpResponse:
            return self.ask(request, button, object_id)

        route = f"{button.name}/" if button.on_list else f"<path:object_id>/{button.name}/"
        name = f"{self.opts.app_label}_{self.opts.model_name}_{button.name}"
        return path(route, self.admin_site.admin_view(view), name=name)

    def button_links(self, request: HttpRequest, thing: Model | None) -> list[PageLink]:
        """The buttons that this person may press now, for a thing or (`None`) for the list."""
        return [
            PageLink(
                str(button.label),
                self.url(button.name) if button.on_list else self.url(button.name, thing.pk),
                button.icon,
                button.variant if button.stands_out(thing) else "",
            )
            for button in self.buttons
            if button.on_list == (thing is None) and button.is_for(request.user) and button.when(thing)
        ]

    def ask(self, request: HttpRequest, button: Button, object_id: str | None) -> HttpResponse:
        """The question's page (GET), and the answer (POST)."""
        if not (self.has_view_permission(request) and button.is_for(request.user)):
            raise PermissionDenied
        thing = None
        if not button.on_list:
            thing = self.get_object(request, unquote(object_id))
            if thing is None:
                self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        back = self.url("change", thing.pk) if thing else self.url("changelist")
        if not button.when(thing):
            messages.warning(request, self.closed_sentence(button))
            return HttpResponseRedirect(back)
        answered = request.method == "POST"
        asked = button.form_of(thing) if button.form_of else button.form
        form = asked(request.POST, request.FILES) if answered else asked()
        if answered and form.is_valid():
            done = self._answer(request, button, thing, form)
            if done is not None:
                return done if isinstance(done, HttpResponseBase) else HttpResponseRedirect(back)
        return self.page(
            request, "desk/ask.html", thing, str(button.label),
            form=form, button=button, question=button.question(thing), back=back, media=self.media + form.media,
        )  # fmt: skip

    def _answer(self, request: HttpRequest, button: Button, thing: Model | None, form: forms.Form):
        """Call the action. What it refuses goes into the form; then None."""
        try:
            done = button.act(thing, by=request.user, at=timezone.now(), **form.cleaned_data)
        except self.refusals as refusal:
            show_faults(form, self.faults_in(refusal))
            return None
        if isinstance(done, HttpResponseBase):
            return done
        if done:
            messages.success(request, done)
        return True

    def closed_sentence(self, button: Button) -> str:
        return _("“%(verb)s” is not open here now: somebody may have been quicker.") % {"verb": button.label}
