"""Accounts of many estates at once: a workbook that names what is owed, and the way back in."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.attempts import REFUSALS
from fees.company_desk.doors import for_reporters, reports_of
from fees.models.revenue import ReportState
from fees.revenue import line_sheets
from intake.downloads import workbook
from intake.faults import CannotRead, ImportFaults

SHOWN = 20


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Workbook"), widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
        error_messages={"required": gettext_lazy("Choose a workbook (.xlsx).")},
    )  # fmt: skip


@for_reporters
def to_fill_in(request: HttpRequest) -> HttpResponse:
    """The workbook with a row for each report that this person owes."""
    owed = reports_of(request.user).filter(state=ReportState.OWED)
    rows = owed.select_related("estate").order_by("due_on", "estate__name")
    return workbook(line_sheets.to_fill_in(rows), _("public revenue.xlsx"))


@for_reporters
def bring(request: HttpRequest) -> HttpResponse:
    """Ask for the workbook, and write what it says. All faults at once; with one of them nothing is kept."""
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if request.method == "POST" and form.is_valid():
        try:
            line_sheets.bring_in(form.cleaned_data["file"], by=request.user, at=timezone.now())
            return redirect(f"{reverse('fees:owed')}?about=revenue")
        except ImportFaults as found:
            form.add_error(None, [str(fault) for fault in found.faults[:SHOWN]])
        except (CannotRead, *REFUSALS) as fault:
            form.add_error(None, str(fault))
    return render(request, "fees/company_desk/workbook.html", {"form": form}, status=422 if form.errors else 200)
