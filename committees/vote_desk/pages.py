"""The desk's own pages: the roll, the homes that are affected, paper ballots typed in and settled."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.actions import note_export
from accounts.authority import may
from accounts.desk_buttons import show_faults
from accounts.models import User
from accounts.spreadsheets import as_workbook
from committees.models import Owner, RollLine, Vote
from committees.vote_desk import settling
from committees.vote_desk.entry import EntryForm, WithdrawForm, beside, said_of
from committees.vote_desk.progress import lines_with_ballots
from committees.vote_desk.roll import CorrectForm, HomesForm, owner_now
from committees.vote_desk.settling import SettleForm
from committees.vote_desk.sheets import BallotSheet, SheetForm, bring_in
from committees.votes import actions
from committees.votes.lifecycle import ENTER, HOLD, ROLL_MAY_CHANGE, TAKES_PAPERS
from intake.downloads import workbook
from intake.faults import CannotRead, Fault, ImportFaults
from intake.templates import template

LINES_PER_PAGE = 100
FAULTS_SHOWN = 200


class PagesOfVotes:
    """The part of the desk of votes that is not a list, a page or a draft."""

    def page_urls(self, wrap) -> list:
        def own(route: str, view, name: str):
            return path(f"<int:pk>/{route}", wrap(never_cache(view)), name=f"committees_vote_{name}")

        return [
            own("roll/", self.roll, "roll"),
            own("roll/export/", self.export_roll, "roll_export"),
            own("roll/<int:line>/", self.correct, "correct"),
            own("homes/", self.homes, "homes"),
            own("ballots/", self.entry, "ballots"),
            own("ballots/withdraw/", self.withdraw, "withdraw"),
            own("ballots/sheet/", self.sheet, "sheet"),
            own("ballots/blank/", self.blank_sheet, "blank_sheet"),
            own("differences/", self.differences, "differences"),
            own("differences/<int:owner>/", self.settle, "settle"),
        ]

    def one(self, request: HttpRequest, pk: int, verb: str) -> Vote:
        """The vote, for somebody who may use `verb`. Raises PermissionDenied, Http404 outside of their scope."""
        if not (self.has_view_permission(request) and may(request.user, verb)):
            raise PermissionDenied
        return get_object_or_404(Vote.objects.visible_to(request.user).select_related("estate"), pk=pk)

    def entry_facts(self, request: HttpRequest, vote: Vote) -> dict[str, Any]:
        return {"takes_papers": vote.state in TAKES_PAPERS and may(request.user, ENTER)}

    def crumbs_of(self, vote: Vote, last: str) -> list[dict[str, str]]:
        return [
            {"label": str(self.opts.verbose_name_plural), "url": self.url("changelist")},
            {"label": vote.title, "url": self.url("change", vote.pk)},
            {"label": last},
        ]

    def page_of(self, request: HttpRequest, template: str, vote: Vote, title: str, **facts) -> HttpResponse:
        """A page about a vote, with the way back to it."""
        return self.page(
            request, template, vote, title, vote=vote, back=self.url("change", vote.pk),
            crumbs=self.crumbs_of(vote, title), **facts,
        )  # fmt: skip

    # The roll.

    def roll(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Home by home: the area, and for who runs the vote whether the owner has voted; never what."""
        vote = self.one(request, pk, "votes.view")
        tells = tells_who_took_part(request.user)
        lines = found_on_roll(vote, request.GET, by_part=tells)
        may_correct = may(request.user, HOLD) and vote.state in ROLL_MAY_CHANGE
        return self.page_of(
            request, "committees/vote_roll.html", vote, _("Roll"), may_correct=may_correct, query=request.GET,
            tells_who_took_part=tells, lines=Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("p")),
        )  # fmt: skip

    def export_roll(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The roll as a workbook, for who runs the vote with who has taken part; without names and choices."""
        vote = self.one(request, pk, "votes.view")
        tells = tells_who_took_part(request.user)
        rows = found_on_roll(vote, request.GET, by_part=tells)
        count = rows.count()
        note_export(
            self.opts.label_lower, kind="xlsx", filters={"vote": vote.number}, rows=count, by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        return as_workbook(roll_rows(rows, by_part=tells), f"{vote.number}-roll")

    def correct(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        vote = self.one(request, pk, HOLD)
        held = get_object_or_404(RollLine.objects.select_related("home"), vote=vote, pk=line)
        form = CorrectForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self.corrected(request, vote, held, form):
            messages.success(request, _("%(home)s is corrected.") % {"home": held.label})
            return HttpResponseRedirect(self.url("roll", vote.pk))
        title = _("Correct %(home)s") % {"home": held.label}
        return self.page_of(
            request, "committees/vote_form.html", vote, title, form=form, verb=_("Correct"),
            question=_("Now on the roll: %(area)s m².") % {"area": held.area_m2},
        )  # fmt: skip

    def corrected(self, request: HttpRequest, vote: Vote, line: RollLine, form: CorrectForm) -> bool:
        """Whether the action took it; what it refuses goes into the form."""
        given = form.cleaned_data
        try:
            owner = owner_now(line, timezone.localdate()) if given["takes_owner"] else None
            actions.correct_roll(
                vote, line.home, area_m2=given["area_m2"], owner=owner, reason=given["reason"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except self.refusals as refusal:
            show_faults(form, self.faults_in(refusal))
            return False
        return True

    def homes(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Which homes are affected: the roll is made of them."""
        vote = self.one(request, pk, HOLD)
        form = HomesForm(vote, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                actions.make_roll(vote, homes=form.cleaned_data["chosen"], by=request.user, at=timezone.now())
                return HttpResponseRedirect(self.url("roll", vote.pk))
            except self.refusals as refusal:
                show_faults(form, self.faults_in(refusal))
        return self.page_of(
            request, "committees/vote_form.html", vote, _("Choose the homes"), form=form, verb=_("Make the roll"),
            question=_("The owners of these homes decide, nobody else."),
        )  # fmt: skip

    # Paper ballots.

    def entry(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The empty form of a paper ballot (GET); the ballot saved, and the next empty form (POST)."""
        vote = self.one(request, pk, ENTER)
        kept_day = request.session.get(f"received {vote.pk}")
        form = EntryForm(vote, request.POST or None, initial={"received_on": kept_day} if kept_day else {})
        if request.method == "POST" and form.is_valid() and self.entered(request, vote, form):
            return HttpResponseRedirect(self.url("ballots", vote.pk))
        return self.page_of(
            request, "committees/vote_ballots.html", vote, _("Paper ballots"), form=form,
            beside=beside(vote, request.user), is_open=vote.state in TAKES_PAPERS,
        )  # fmt: skip

    def entered(self, request: HttpRequest, vote: Vote, form: EntryForm) -> bool:
        given = form.cleaned_data
        line = given["home"]
        try:
            read = actions.enter_paper(
                vote, line.owner, given["options"], received_on=given["received_on"], by_proxy=given["by_proxy"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except self.refusals as refusal:
            show_faults(form, self.faults_in(refusal))
            return False
        request.session[f"received {vote.pk}"] = given["received_on"].isoformat()
        sentence, needs_eye = said_of(line, read)
        (messages.warning if needs_eye else messages.success)(request, sentence)
        return True

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take out a paper that was typed in under the wrong home."""
        vote = self.one(request, pk, ENTER)
        form = WithdrawForm(vote, request.POST or None)
        if request.method == "POST" and form.is_valid():
            line = form.cleaned_data["home"]
            told = {"by": request.user, "at": timezone.now(), "reason": form.cleaned_data["reason"]}
            try:
                actions.withdraw_paper(vote, line.owner, **told)
                messages.success(request, _("%(home)s: the paper ballot is taken out.") % {"home": line.label})
                return HttpResponseRedirect(self.url("ballots", vote.pk))
            except self.refusals as refusal:
                show_faults(form, self.faults_in(refusal))
        return self.page_of(
            request, "committees/vote_form.html", vote, _("Take out a paper ballot"), form=form, verb=_("Take out"),
            question=_("Your own reading of it, or the only one that there is. A ballot that counts stays."),
        )  # fmt: skip

    def blank_sheet(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The workbook to type ballots into."""
        vote = self.one(request, pk, ENTER)
        return workbook(template(BallotSheet), f"{vote.number} {BallotSheet.tab}.xlsx")

    def sheet(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A workbook of paper ballots as this person's reading of them: all of it, or none and every fault."""
        vote = self.one(request, pk, ENTER)
        form = SheetForm(request.POST or None, request.FILES or None)
        faults: list[Fault] = []
        if request.method == "POST" and form.is_valid():
            try:
                batch = bring_in(form.cleaned_data["file"], by=request.user, at=timezone.now())
                messages.success(request, _("%(n)d paper ballots are read.") % {"n": batch.row_count})
                return HttpResponseRedirect(self.url("ballots", vote.pk))
            except CannotRead as fault:
                form.add_error("file", str(fault))
            except ImportFaults as found:
                faults = found.faults
        return self.page_of(
            request, "committees/vote_sheet.html", vote, _("Paper ballots from a workbook"), form=form,
            faults=faults[:FAULTS_SHOWN], fault_count=len(faults), entry=self.url("ballots", vote.pk),
        )  # fmt: skip

    def differences(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Which papers were read differently; by a home each, without what was read."""
        vote = self.one(request, pk, ENTER)
        return self.page_of(
            request, "committees/vote_differences.html", vote, _("Read differently"),
            differences=settling.differences(vote, request.user),
        )  # fmt: skip

    def settle(self, request: HttpRequest, pk: int, owner: int) -> HttpResponse:
        """Both readings side by side, for a third person. Asked for by a POST, since the look is put down."""
        vote = self.one(request, pk, ENTER)
        if request.method != "POST":
            return HttpResponseRedirect(self.url("differences", vote.pk))
        found = self.looked_at(request, vote, owner)
        if found is None:
            return HttpResponseRedirect(self.url("differences", vote.pk))
        form = SettleForm(vote, request.POST if "settle" in request.POST else None)
        if form.is_bound and form.is_valid() and self.settled(request, vote, owner, form):
            messages.success(request, _("%(home)s is settled.") % {"home": found.homes})
            return HttpResponseRedirect(self.url("differences", vote.pk))
        title = _("Settle %(home)s") % {"home": found.homes}
        return self.page_of(request, "committees/vote_settle.html", vote, title, form=form, found=found)

    def looked_at(self, request: HttpRequest, vote: Vote, owner: int) -> settling.Difference | None:
        try:
            return settling.look_at(vote, owner, by=request.user, at=timezone.now())
        except self.refusals as refusal:
            messages.error(request, str(refusal))
            return None

    def settled(self, request: HttpRequest, vote: Vote, owner: int, form: SettleForm) -> bool:
        given = form.cleaned_data
        told: dict[str, Any] = {"by": request.user, "at": timezone.now(), "reason": given["reason"]}
        head = Owner.objects.get(pk=owner)
        try:
            if given["is_spoilt"]:
                actions.spoil_paper(vote, head, **told)
            else:
                actions.settle_paper(vote, head, given["options"], by_proxy=given["by_proxy"], **told)
        except self.refusals as refusal:
            show_faults(form, self.faults_in(refusal))
            return False
        return True


def tells_who_took_part(user: User) -> bool:
    """Whether somebody learns home by home who has voted: those who hold the vote and type in its papers alone."""
    return may(user, HOLD) or may(user, ENTER)


def found_on_roll(vote: Vote, query, *, by_part: bool) -> Any:
    """The lines of a roll that somebody looks for: by home (`q`), by whether they took part (`part`: yes, no)."""
    lines = lines_with_ballots(vote).order_by("home__building__name", "home__unit", "home__room")
    if query.get("q", "").strip():
        lines = lines.filter(label__icontains=query["q"].strip()[:60])
    if by_part and query.get("part") in ("yes", "no"):
        lines = lines.filter(took_part=query["part"] == "yes")
    return lines


def roll_rows(lines, *, by_part: bool) -> Iterator[list]:
    """The rows of the workbook, its heading first; without the last column where it is nobody's business."""
    width = 3 if by_part else 2
    yield [_("home"), _("exclusive area, m²"), _("took part")][:width]
    for line in lines:
        yield [line.label, line.area_m2, _("yes") if line.took_part else _("no")][:width]
