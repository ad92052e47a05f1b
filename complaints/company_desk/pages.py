"""The list by due time, one case, and the look at who filed."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.lifecycle import NotNow
from complaints import clocks
from complaints.actions.contacts import look_at_contact
from complaints.company_desk.doors import for_company, own_case
from complaints.company_desk.reading import gather
from complaints.following.deadline import running
from complaints.lifecycle import WITH_HANDLER
from complaints.models import Complaint, State
from complaints.terms import terms
from enterprises.models import Employment

A_PAGE = 20
WAITING = frozenset({State.ANSWERED, State.REVIEWED, State.DENIED})
TABS = {
    "todo": (_("To do"), WITH_HANDLER),
    "waiting": (_("Waiting for others"), WAITING),
    "done": (_("Done"), frozenset({State.CLOSED, State.WITHDRAWN})),
}


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    count: int
    is_here: bool


@dataclass(frozen=True)
class Row:
    """A case on the list, with how near its term is (`kind`, `word`) where one runs for the company."""

    complaint: Complaint
    kind: str = ""
    word: str = ""


@for_company
def desk(request: HttpRequest) -> HttpResponse:
    here = request.GET.get("show", "todo")
    here = here if here in TABS else "todo"
    mine = Complaint.objects.visible_to(request.user).cases()
    page = Paginator(ordered(mine.filter(state__in=TABS[here][1]), here), A_PAGE).get_page(request.GET.get("page"))
    at = timezone.now()
    employment = Employment.objects.select_related("enterprise").filter(user=request.user).first()
    return render(
        request,
        "complaints/company_desk/list.html",
        {
            "company": employment and employment.enterprise,
            "tabs": tabs(mine, here),
            "here": here,
            "page": page,
            "rows": rows_of(page, at=at),
        },
    )


def tabs(mine: QuerySet[Complaint], here: str) -> list[Tab]:
    counts = mine.aggregate(**{name: Count("pk", Q(state__in=states)) for name, (_label, states) in TABS.items()})
    return [Tab(name, label, counts[name], name == here) for name, (label, _states) in TABS.items()]


def ordered(found: QuerySet[Complaint], tab: str) -> QuerySet[Complaint]:
    """What is due first stands first; of what is done, the latest."""
    order = [F("due_at").asc(nulls_last=True), "id"] if tab != "done" else ["-state_since", "-id"]
    return found.select_related("estate", "topic").order_by(*order)


def rows_of(page, *, at: datetime) -> list[Row]:
    rules = terms(clocks.day_of(at))
    return [
        Row(each, *running(each.due_at, rules, at=at)) if each.due_at and each.state in WITH_HANDLER else Row(each)
        for each in page
    ]


@for_company
def case(request: HttpRequest, number: str) -> HttpResponse:
    complaint = own_case(request, number)
    return case_page(request, complaint)


def case_page(request: HttpRequest, complaint: Complaint, status: int = 200, **more) -> HttpResponse:
    work = gather(complaint, request.user, at=timezone.now())
    context = {"work": work, "complaint": complaint, **more}
    return render(request, "complaints/company_desk/case.html", context, status=status)


@require_POST
@for_company
def look(request: HttpRequest, number: str) -> HttpResponse:
    """Name and phone of whoever filed, on this one answer only. Asking again is another look, and put down again."""
    complaint = own_case(request, number)
    try:
        contact = look_at_contact(complaint, by=request.user, at=timezone.now())
    except NotNow as fault:
        return case_page(request, complaint, 409, fault=str(fault))
    return case_page(request, complaint, seen=contact)
