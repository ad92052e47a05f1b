"""An officer writes down what a caller says, or what the hotline passed on by telephone."""

import uuid

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from accounts.authority import may
from accounts.desk import seen
from accounts.desk_buttons import PageLink, show_faults
from accounts.said import plain, plain_lines, sound_phone
from complaints.actions import filing
from complaints.actions.filing import MOST_WORDS, NewComplaint
from complaints.models import Channel, Complaint, Kind, Topic
from complaints.reporting.consents import notice
from complaints.reporting.forms import without_room
from complaints.reporting.topics import groups
from estates.finding import place_of
from estates.models import Estate

VERB = "complaints.file"


def leaves_by_class() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        ("", [("", "—")]),
        *((str(group.topic), [(leaf.code, str(leaf)) for leaf in group.leaves]) for group in groups().values()),
    ]


class CallerForm(forms.Form):
    """`key` names this filing: sent twice, it is one complaint."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    estate = forms.ModelChoiceField(Estate.objects.none(), label=gettext_lazy("Estate"))
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), choices=leaves_by_class, widget=UnfoldAdminSelectWidget)
    spot = forms.CharField(
        label=gettext_lazy("Building and unit"), required=False, max_length=60, widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Such as building 3, unit 2. No number of a home."),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What the caller says"), max_length=MOST_WORDS,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Kind.choices, initial=Kind.COMPLAINT, widget=UnfoldAdminRadioSelectWidget
    )
    name = forms.CharField(
        label=gettext_lazy("Caller's name"), required=False, max_length=40, widget=UnfoldAdminTextInputWidget
    )
    phone = forms.CharField(
        label=gettext_lazy("Caller's phone"), required=False, max_length=30, widget=UnfoldAdminTextInputWidget
    )
    was_told = forms.BooleanField(
        label=gettext_lazy("The caller was told what happens to name and phone, and agreed"), required=False,
        widget=UnfoldBooleanWidget,
    )  # fmt: skip
    hotline_number = forms.CharField(
        label=gettext_lazy("Number at the hotline"), required=False, max_length=40, widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Only where the hotline passed it on."),
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **{"initial": {"key": uuid.uuid4()}, **kwargs})
        estate = self.fields["estate"]
        estate.queryset = seen(Estate, user)
        estate.widget = AutocompleteSelect(Complaint._meta.get_field("estate"), admin.site)
        estate.widget.choices = estate.choices

    def clean_spot(self) -> str:
        return without_room(plain(self.cleaned_data["spot"]))

    def clean_words(self) -> str:
        return plain_lines(self.cleaned_data["words"])

    def clean_phone(self) -> str:
        return sound_phone(self.cleaned_data["phone"]) if self.cleaned_data["phone"].strip() else ""

    def clean_hotline_number(self) -> str:
        """Raises ValidationError for one that is on file under another key."""
        number = plain(self.cleaned_data["hotline_number"])
        others = Complaint.objects.exclude(filing_key=self.cleaned_data.get("key"))
        known = others.filter(hotline_number=number).first() if number else None
        if known is not None:
            raise ValidationError(_("This one is on file already, as %(number)s.") % {"number": known.number})
        return number

    def clean(self) -> None:
        told = self.cleaned_data.get("name") or self.cleaned_data.get("phone")
        if told and not self.cleaned_data.get("was_told"):
            self.add_error("was_told", _("Tell the caller what happens to name and phone, or leave both empty."))

    def complaint(self) -> NewComplaint:
        given = self.cleaned_data
        text = notice(on=timezone.localdate()) if given["was_told"] else None
        topic = Topic.objects.get(code=given["topic"])
        return NewComplaint(
            key=given["key"], estate=given["estate"], topic=topic, words=given["words"],
            channel=Channel.HOTLINE if given["hotline_number"] else Channel.CLERK, kind=given["kind"],
            spot=given["spot"], name=plain(given["name"]), phone=given["phone"],
            consent_version=text.version if text else "", hotline_number=given["hotline_number"] or None,
        )  # fmt: skip


class FilesForCallers:
    """The part of the complaints' desk where one is filed."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        return [path("file/", self.admin_site.admin_view(self.file_view), name=name), *super().get_urls()]

    def filing_links(self, request: HttpRequest) -> list[PageLink]:
        if not may(request.user, VERB):
            return []
        return [PageLink(_("Write down a call"), self.url("file"), "add_call", "primary")]

    def file_view(self, request: HttpRequest) -> HttpResponse:
        """The form; then, once, the number and the secret to read out."""
        if not (self.has_view_permission(request) and may(request.user, VERB)):
            raise PermissionDenied
        form = CallerForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            complaint = self.filed(request, form)
            if complaint is not None:
                return self.read_out(request, complaint)
        return self.page(
            request, "desk/complaint_file.html", None, _("Write down a call"), form=form, media=self.media + form.media,
            back=self.url("changelist"), notice=notice(on=timezone.localdate()),
        )  # fmt: skip

    def filed(self, request: HttpRequest, form: CallerForm) -> Complaint | None:
        """None where the action refused; the form says why."""
        try:
            return filing.file(form.complaint(), by=request.user, at=timezone.now())
        except self.refusals as refusal:
            show_faults(form, self.faults_in(refusal))
            return None

    def read_out(self, request: HttpRequest, complaint: Complaint) -> HttpResponse:
        return self.page(
            request, "desk/complaint_filed.html", None, _("Filed as %(number)s") % {"number": complaint.number},
            complaint=complaint, secret=complaint.secret, place=place_of(complaint.region),
            case=self.url("change", complaint.pk), another=self.url("file"),
        )  # fmt: skip
