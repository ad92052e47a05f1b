"""Desks whose verbs make a key or a secret: it is shown on a page of its own, this once, and kept nowhere."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextareaWidget

from accounts.desk_buttons import reason_field
from accounts.networks import sound_networks
from accounts.tokens import LONGEST_OVERLAP, OVERLAP


class NewKey(HttpResponse):
    """What a verb returns that made a key for `thing`. The desk makes a page of it."""

    def __init__(self, thing, key: str) -> None:
        super().__init__()
        self.thing, self.key = thing, key


class ShowsKeys:
    """The part of a desk that shows what was made, after the form of a new thing (`request.new_key`) or a verb."""

    key_template = ""

    def response_add(self, request: HttpRequest, obj, post_url_continue=None) -> TemplateResponse:
        return self.key_page(request, obj, request.new_key)

    def _answer(self, request: HttpRequest, button, thing, form):
        done = super()._answer(request, button, thing, form)
        return self.key_page(request, done.thing, done.key) if isinstance(done, NewKey) else done

    def key_page(self, request: HttpRequest, thing, key: str) -> TemplateResponse:
        title = _("The key of “%(name)s”") % {"name": thing.name}
        return self.page(request, self.key_template, thing, title, key=key, back=self.url("change", thing.pk))


class NetworksField(forms.CharField):
    """A list of networks, one on a line. Commas and spaces part them too."""

    def __init__(self, **options):
        super().__init__(
            required=False,
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "placeholder": "10.20.0.0/16"}),
            **options,
        )

    def prepare_value(self, value) -> str:
        return value if isinstance(value, str) else "\n".join(value or ())

    def clean(self, value) -> list[str]:
        """Raises ValidationError for the first that is no network."""
        return sound_networks(super().clean(value).replace(",", " ").split())


class Overlap(forms.Form):
    overlap_days = forms.IntegerField(
        label=gettext_lazy("the old one goes on for, days"),
        min_value=0,
        max_value=LONGEST_OVERLAP.days,
        initial=OVERLAP.days,
        help_text=gettext_lazy("Time to put the new one everywhere. 0 ends the old one at once."),
        widget=UnfoldAdminIntegerFieldWidget(),
    )


class Reason(forms.Form):
    why = reason_field(gettext_lazy("Reason"))
