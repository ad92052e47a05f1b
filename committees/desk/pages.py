"""The committees of a street, one committee with what is due, one meeting, the seal register."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.authority import NotAllowed, may
from accounts.city import NoRuleValue
from accounts.lifecycle import NotNow, open_to
from accounts.models import Role
from accounts.pages import typed
from committees.desk.doors import for_committee, own_committee, own_meeting
from committees.desk.dues import dues_of, how_near
from committees.meetings.lifecycle import MEETING
from committees.meetings.queries import with_meetings
from committees.meetings.standing import seated
from committees.meetings.terms import office_law
from committees.models import Assembly, Committee, CommitteeState, Meeting, MeetingState, Posting, PostingKind
from committees.postings.actions import take_down

A_PAGE = 20
LATEST = 5


@for_committee
def home(request: HttpRequest) -> HttpResponse:
    """The own committee; for a street those of its estates, who has been silent longest first."""
    mine = Committee.objects.visible_to(request.user)
    numbers = list(mine.values_list("number", flat=True)[:2])
    if len(numbers) == 1:
        return redirect("committees:desk-committee", numbers[0])
    on, words = timezone.localdate(), typed(request.GET.get("q", ""))
    found = with_meetings(mine.in_office().select_related("estate"), office_law(on))
    found = found.filter(estate__name__icontains=words) if words else found
    page = Paginator(found.order_by("meeting_due_on", "pk"), A_PAGE).get_page(request.GET.get("page"))
    rows = [(each, *how_near(each.meeting_due_on, on)) for each in page]
    return render(request, "committees/desk/home.html", {"page": page, "rows": rows, "words": words})


@for_committee
def committee(request: HttpRequest, number: str) -> HttpResponse:
    return committee_page(request, own_committee(request, number))


def committee_page(request: HttpRequest, own: Committee, status: int = 200, fault: str = "") -> HttpResponse:
    on = timezone.localdate()
    try:
        dues = dues_of(own, at=timezone.now())
    except NoRuleValue as missing:
        dues, fault = [], str(missing)
    context = {
        "committee": own, "dues": dues, "first": dues[0] if dues and dues[0].presses else None, "fault": fault,
        "members": seated(own, on=on), "postings": own_postings(own, on), "uses": latest_uses(own)[:LATEST],
        "meetings": Meeting.objects.visible_to(request.user).filter(committee=own)[:LATEST],
        "assembly": Assembly.objects.filter(estate=own.estate).first(), "disclosures": own.disclosures.all()[:LATEST],
        "audits": own.audits.all()[:LATEST], "is_over": own.ended_on is not None, "term": term_state(own, on),
        "reports_revenue": request.user.role == Role.COMMITTEE and may(request.user, "revenue.report"),
    }  # fmt: skip
    return render(request, "committees/desk/committee.html", context, status=status)


def own_postings(own: Committee, on: date):
    """What it put up and hangs now. `may_go`: a notice, but for the call of a meeting, which is cancelled instead."""
    called = Meeting.objects.filter(notice=OuterRef("pk"), state=MeetingState.CALLED)
    may_go = Q(kind=PostingKind.NOTICE) & ~Exists(called)
    return Posting.objects.filter(committee=own).shown(on=on).annotate(may_go=may_go)


def term_state(own: Committee, on: date) -> tuple[str, str]:
    """How near the end of the term is, where that is worth a word."""
    if own.state != CommitteeState.FILED:
        return "", own.get_state_display()
    kind, word = how_near(own.term_until, on)
    return (kind, word) if kind != "running" else ("done", own.get_state_display())


def latest_uses(own: Committee):
    return own.seal_uses.filter(corrected_by=None).select_related("decision__meeting", "matter__vote")


@for_committee
def meeting(request: HttpRequest, number: str, meeting: str) -> HttpResponse:
    own = own_committee(request, number)
    held = own_meeting(request, own, meeting)
    moves = open_to(request.user, held.state, MEETING.values())
    decisions = held.decisions.all()
    has_begun = held.meets_at <= timezone.now()
    context = {
        "committee": own, "meeting": held, "moves": [verb for verb in moves if verb != "meet" or has_begun],
        "decisions": decisions, "present": held.present.order_by("place", "pk"), "asked_by": held.asked_by.all(),
    }  # fmt: skip
    return render(request, "committees/desk/meeting.html", context)


@for_committee
def seals(request: HttpRequest, number: str) -> HttpResponse:
    """The whole register, replaced lines too."""
    own = own_committee(request, number)
    lines = own.seal_uses.select_related("decision__meeting", "matter__vote", "corrects", "corrected_by")
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "committees/desk/seals.html", {"committee": own, "page": page})


@require_POST
@for_committee
def down(request: HttpRequest, number: str, posting: int) -> HttpResponse:
    own = own_committee(request, number)
    found = Posting.objects.visible_to(request.user).filter(committee=own, pk=posting).first()
    if found is not None:
        try:
            take_down(found, by=request.user, at=timezone.now())
        except (NotNow, NotAllowed) as fault:
            return committee_page(request, own, 409, str(fault))
        except ValidationError as fault:
            return committee_page(request, own, 409, " ".join(fault.messages))
    return redirect("committees:desk-committee", number)
