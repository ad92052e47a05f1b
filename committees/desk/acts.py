"""What a committee does: a page each, with what follows from it, tied to its action."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.asking import Act
from accounts.attempts import attempt
from accounts.city import NoRuleValue
from accounts.models import User
from committees.assemblies.actions import keep_assembly
from committees.audits.actions import NewAudit, note_audit
from committees.desk import forms
from committees.desk.doors import for_committee, own_committee, own_meeting
from committees.disclosure.actions import disclose
from committees.meetings import actions as meetings
from committees.meetings.lifecycle import MEETING
from committees.models import Assembly, Committee, Meeting
from committees.postings.actions import put_up
from committees.seals.actions import NewUse, use_seal

Doing = Callable[..., Any]


def seal(committee: Committee, form: forms.Ask, *, by: User, at: datetime) -> None:
    use_seal(committee, NewUse(**form.cleaned_data), by=by, at=at)


def told(committee: Committee, form: forms.DisclosureForm, *, by: User, at: datetime) -> None:
    disclose(committee, **form.values(), by=by, at=at)


def audited(committee: Committee, form: forms.Ask, *, by: User, at: datetime) -> None:
    note_audit(committee, NewAudit(**form.cleaned_data), by=by, at=at)


def keep_facts(committee: Committee, form: forms.AssemblyForm, *, by: User, at: datetime) -> None:
    assembly = form.known or Assembly(estate=committee.estate)
    for name, value in form.cleaned_data.items():
        setattr(assembly, name, value)
    keep_assembly(assembly, by=by, at=at)


def given_to(verb: Doing) -> Doing:
    """The verb with what the form took, by name."""

    def do(thing: Committee | Meeting, form: forms.Ask, *, by: User, at: datetime) -> None:
        verb(thing, **form.cleaned_data, by=by, at=at)

    return do


ACTS = {
    act.verb: act
    for act in (
        Act("call", _("Call a meeting"), _("The agenda is posted on the estate's page at once, until the day of the "
            "meeting."), _("Call it"), forms.CallForm, given_to(meetings.call)),
        Act("put_up", _("Put up a notice"), _("It hangs on the estate's page for as many days as you say, and is gone "
            "then."), _("Put it up"), forms.NoticeForm, given_to(put_up)),
        Act("use_seal", _("Put a seal use down"), _("Lines of the register are never changed; a wrong one is replaced "
            "by a further one."), _("Put it down"), forms.SealForm, seal),
        Act("disclose", _("Disclose your duty"), _("The portal counts meetings, attendance and seal uses; you say "
            "whether each member's own fees are paid. Names are masked."), _("Post it"), forms.DisclosureForm, told),
        Act("note_audit", _("Note an audit"), _("The result is posted on the estate's page at once."), _("Post it"),
            forms.AuditForm, audited),
        Act("keep_assembly", _("The owners' assembly"), _("Everybody reads these days on the estate's page."),
            _("Save"), forms.AssemblyForm, keep_facts),
    )
}  # fmt: skip
MEETING_ACTS = {
    act.verb: act
    for act in (
        Act("meet", _("Who was there"), _("If enough members were there, the minutes are due next."), _("Record"),
            forms.AttendanceForm, given_to(meetings.meet)),
        Act("decide", _("Put a decision down"), _("It can be put right until the minutes are "
            "posted, not afterwards."), _("Put it down"),
            forms.DecisionForm, given_to(meetings.decide)),
        Act("post_minutes", _("Post the minutes"), _("They hang on the estate's page with the decisions, and nothing "
            "can be added then."), _("Post them"), forms.MinutesForm, given_to(meetings.post_minutes)),
        Act("cancel", _("It did not take place"), _("The notice comes down."), _("Record"), forms.ReasonForm,
            given_to(meetings.cancel), is_grave=True),
    )
}  # fmt: skip


@for_committee
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Ask, and do it. What the law forbids is said on the page with its article; what was typed stays."""
    if verb not in ACTS:
        raise Http404
    committee = own_committee(request, number)
    return asked(request, ACTS[verb], committee, committee)


@for_committee
def meeting_act(request: HttpRequest, number: str, meeting: str, verb: str) -> HttpResponse:
    if verb not in MEETING_ACTS:
        raise Http404
    committee = own_committee(request, number)
    own = own_meeting(request, committee, meeting)
    if request.method != "POST" and not MEETING[verb].is_open(request.user, own.state):
        return redirect("committees:desk-meeting", number, meeting)
    return asked(request, MEETING_ACTS[verb], committee, own, meeting=own)


def asked(request: HttpRequest, chosen: Act, committee: Committee, thing, **about: Meeting) -> HttpResponse:
    sent = (request.POST,) if request.method == "POST" else ()
    try:
        form = chosen.form(*sent, committee=committee, **about)
    except NoRuleValue as fault:
        return render(request, "committees/desk/closed.html", {"committee": committee, "fault": fault}, status=503)
    if sent:
        attempt(form, lambda: chosen.do(thing, form, by=request.user, at=timezone.now()))
    if sent and not form.errors:
        way = ("desk-meeting", committee.number, thing.number) if about else ("desk-committee", committee.number)
        return redirect(f"committees:{way[0]}", *way[1:])
    context = {"committee": committee, "act": chosen, "form": form, **about}
    return render(request, "committees/desk/act.html", context, status=422 if form.errors else 200)
