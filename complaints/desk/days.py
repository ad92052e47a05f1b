"""The desk of days off: each year's notice of the State Council is taken over here, span by span."""

from datetime import date, datetime

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import BooleanRadioFilter, DropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from accounts.days import calendar
from accounts.desk_buttons import Button, DateInput
from accounts.models import DayOff, User
from complaints.actions.days import RIGHT, keep_day, keep_days, remove_day
from complaints.desk.lists import ListDesk

NOTICE_MONTH = 11
"""From when on the next year's notice is to be expected: the last ones came from late October to early December."""


class SpanForm(forms.Form):
    """A span as the notice writes it, such as «October 1 to 7 off» or «September 27 worked»."""

    name = forms.CharField(label=gettext_lazy("holiday"), max_length=20, widget=UnfoldAdminTextInputWidget)
    first = forms.DateField(label=gettext_lazy("first day"), widget=DateInput)
    last = forms.DateField(label=gettext_lazy("last day"), widget=DateInput)
    is_worked = forms.BooleanField(
        label=gettext_lazy("worked to make up"), required=False, widget=UnfoldBooleanSwitchWidget,
        help_text=gettext_lazy("Off: these days are holidays."),
    )  # fmt: skip
    notice = forms.CharField(label=gettext_lazy("notice"), max_length=60, widget=UnfoldAdminTextInputWidget)


def take_over(_list, *, by: User, at: datetime, **span) -> str:
    count = len(keep_days(**span, by=by, at=at))
    sentence = ngettext(
        "%(count)d day is taken over. Terms that run keep the working days that they had left.",
        "%(count)d days are taken over. Terms that run keep the working days that they had left.",
        count,
    )
    return sentence % {"count": count}


def remove(day: DayOff, *, by: User, at: datetime) -> HttpResponse:
    remove_day(day, by=by, at=at)
    return HttpResponseRedirect(reverse("admin:accounts_dayoff_changelist"))


class YearFilter(DropdownFilter):
    title = gettext_lazy("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        years = DayOff.objects.dates("day", "year", order="DESC")
        return [(str(first.year), str(first.year)) for first in years]

    def queryset(self, request: HttpRequest, queryset):
        given = self.value()
        return queryset.filter(day__year=given) if given and given.isdecimal() and len(given) == 4 else queryset


@admin.register(DayOff)
class DayOffDesk(ListDesk):
    list_display = ["day_shown", "name", "kind_shown", "notice"]
    list_display_links = ["day_shown", "name"]
    list_filter = [YearFilter, ("is_worked", BooleanRadioFilter)]
    search_fields = ["name", "notice"]
    search_help_text = gettext_lazy("Holiday or notice")
    fields = ["day", "name", "is_worked", "notice"]
    export_columns = ("day", "name", "is_worked", "notice")
    buttons = (
        Button(
            "take-over", gettext_lazy("Take over a notice"), RIGHT, take_over, form=SpanForm, icon="event",
            question=lambda _list: _("Enter the notice of a year span by span; days that are there are amended."),
            variant="primary", on_list=True,
        ),
        Button(
            "remove", gettext_lazy("Remove"), RIGHT, remove, icon="delete", variant="danger",
            question=lambda day: _("%(day)s goes by its weekday again.") % {"day": day},
        ),
    )  # fmt: skip

    def keep(self, thing: DayOff, *, form, by, at) -> None:
        keep_day(thing, by=by, at=at)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        note = missing_year(timezone.localdate(), calendar().reaches_to())
        return super().changelist_view(request, {"page_note": note, **(extra_context or {})})

    @display(description=gettext_lazy("day"), ordering="day")
    def day_shown(self, day: DayOff) -> str:
        return f"{day.day:%Y-%m-%d} {WEEKDAYS_ABBR[day.day.weekday()]}"

    @display(description=gettext_lazy("kind"), ordering="is_worked", label={"off": "success", "worked": "warning"})
    def kind_shown(self, day: DayOff) -> tuple[str, str]:
        return ("worked", _("worked")) if day.is_worked else ("off", _("off"))


def missing_year(today: date, reaches_to: int | None) -> str:
    """A reminder that a year's notice is not here yet; "" while none is to be expected."""
    wanted = today.year + (today.month >= NOTICE_MONTH)
    if reaches_to is not None and reaches_to >= wanted:
        return ""
    return _(
        "The days off of %(year)d are not here yet: terms that reach into it count every Monday to Friday. "
        "Take over the State Council's notice as soon as it is out."
    ) % {"year": wanted}
