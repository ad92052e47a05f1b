"""What is due, and a page for each thing that is reported."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.attempts import attempt
from accounts.authority import may
from accounts.pages import page_for, typed
from estates.belonging import in_charge
from estates.equipment import actions as reporting
from estates.equipment.actions import NewCheck
from estates.equipment.lifecycle import REPORT
from estates.models import Equipment, Estate, Hazard, HazardState
from estates.safety import actions as safety
from estates.telling import NEAR_DAYS
from estates.upkeep.forms import CheckForm, FixForm

MOST = 60


for_reporters = page_for(
    lambda user: may(user, REPORT), gettext_lazy("Inspections are reported by companies and officers.")
)


@for_reporters
def due(request: HttpRequest) -> HttpResponse:
    """Hazards first, then equipment: the most urgent of the estates for which the person may write today.

    `?estate=` narrows it to one of them.
    """
    on = timezone.localdate()
    mine = Estate.objects.filter(in_charge(request.user, on=on))
    if code := typed(request.GET.get("estate", "")):
        mine = mine.filter(code=code)
    open_ones = Hazard.objects.filter(estate__in=mine, state=HazardState.FOUND).select_related("estate")
    soon = (
        Equipment.objects.filter(estate__in=mine).in_use(on=on).exclude(next_due_on__gt=on + timedelta(days=NEAR_DAYS))
    )
    machines = soon.select_related("estate", "building").by_due_day()[:MOST]
    hazards = open_ones.order_by("fix_by", "pk")[:MOST]
    context = {
        "hazards": [(each, *how_near(each.fix_by, on)) for each in hazards],
        "machines": [(each, *how_near(each.next_due_on, on)) for each in machines],
        "most": MOST,
    }
    return render(request, "estates/upkeep/due.html", context)


def how_near(day: date | None, on: date) -> tuple[str, str]:
    """One of the portal's states, with its word."""
    if day is None:
        return "late", _("never inspected")
    left = (day - on).days
    if left < 0:
        return "late", _("%(n)d days late") % {"n": -left}
    return "near", _("due today") if left == 0 else _("due in %(n)d days") % {"n": left}


@for_reporters
def equipment(request: HttpRequest, code: str) -> HttpResponse:
    found = owned(request, Equipment.objects.select_related("estate", "building").filter(code=code))

    def report(given: dict[str, Any]) -> None:
        reporting.report_check(found, check=NewCheck(**given), by=request.user, at=timezone.now())

    facts = {"equipment": found, "title": found.label, "checks": found.checks.filter(replaced_by__isnull=True)[:5]}
    return asked(request, CheckForm, report, "estates/upkeep/equipment.html", facts)


@for_reporters
def hazard(request: HttpRequest, number: str) -> HttpResponse:
    found = owned(request, Hazard.objects.select_related("estate").filter(number=number))

    def report(given: dict[str, Any]) -> None:
        safety.report_fixed(found, **given, by=request.user, at=timezone.now())

    is_open = found.state == HazardState.FOUND
    return asked(
        request, FixForm, report, "estates/upkeep/hazard.html", {"hazard": found, "is_open": is_open, "title": found}
    )


def owned(request: HttpRequest, rows) -> Any:
    """The one of an estate for which the person may write today. Raises Http404 for any other, as for none."""
    mine = Estate.objects.filter(in_charge(request.user, on=timezone.localdate()))
    found = rows.filter(estate__in=mine).first()
    if found is None:
        raise Http404
    return found


def asked(
    request: HttpRequest, kind: type[forms.Form], act: Callable[[dict], None], template: str, facts: dict[str, Any]
) -> HttpResponse:
    """Ask, and do it. What cannot be done is said on the page; what was typed stays."""
    is_sent = request.method == "POST"
    form = kind(request.POST, request.FILES) if is_sent else kind()
    if is_sent:
        attempt(form, lambda: act(form.cleaned_data))
    if is_sent and not form.errors:
        return redirect("estates:upkeep")
    return render(request, template, {"form": form, **facts}, status=422 if form.errors else 200)
