"""The boards of a company or a district on a phone: what is left out, and a page for each thing that is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.attempts import attempt
from accounts.lifecycle import Move, open_to
from accounts.models import User
from accounts.pages import typed
from accounts.proofs import proof_response
from estates.board import actions, objections
from estates.board.doors import boards_of, for_reporters, own_entry, own_estate, own_objection
from estates.board.forms import AnswerForm, AsideForm, LacksForm, PhotoForm, PostForm
from estates.board.lifecycle import ENTRY, OBJECTION
from estates.board.opening import WITH_A_COMPANY
from estates.board.telling import of_estate
from estates.models import BoardEntry, BoardItem, BoardObjection, BoardProof, EntryState, Estate, ObjectionState

A_PAGE = 20
HISTORY = 12


@dataclass(frozen=True)
class Act:
    """One thing to do: its move, its words, its form, and the call that does it."""

    move: Move
    consequence: Any
    button: Any
    form: type[forms.Form]
    do: Callable[..., Any]
    is_grave: bool = False


def put_up(entry: BoardEntry, given: dict[str, Any], *, by: User, at: datetime) -> None:
    actions.put_up(entry, posted_on=given["posted_on"], proofs=given["photos"], by=by, at=at)


def add_proof(entry: BoardEntry, given: dict[str, Any], *, by: User, at: datetime) -> None:
    actions.add_proof(entry, proofs=given["photos"], by=by, at=at)


def find_complete(entry: BoardEntry, given: dict[str, Any], *, by: User, at: datetime) -> None:
    actions.find_complete(entry, by=by, at=at)


def find_faulty(entry: BoardEntry, given: dict[str, Any], *, by: User, at: datetime) -> None:
    actions.find_faulty(entry, lacks=given["lacks"], by=by, at=at)


def answer(objection: BoardObjection, given: dict[str, Any], *, by: User, at: datetime) -> None:
    objections.reply(objection, answer=given["answer"], by=by, at=at)


def set_aside(objection: BoardObjection, given: dict[str, Any], *, by: User, at: datetime) -> None:
    objections.set_aside(objection, reason=given["reason"], by=by, at=at)


EVERYBODY_READS = _("Everybody reads it on the page of the estate.")
OF_ENTRIES = {
    "put_up": Act(
        ENTRY["put_up"],
        _("The page of the estate says from now on that it hangs. Officers look at boards on the spot."),
        _("Report it as posted"), PostForm, put_up,
    ),
    "add_proof": Act(ENTRY["add_proof"], _("The days stay as they are."), _("Add"), PhotoForm, add_proof),
    "find_complete": Act(
        ENTRY["find_complete"], _("You looked on the spot: it hangs, and nothing is missing."), _("It is complete"),
        forms.Form, find_complete,
    ),
    "find_faulty": Act(
        ENTRY["find_faulty"], _("You looked on the spot. It counts as left out until the company reports it anew."),
        _("Something is missing"), LacksForm, find_faulty, is_grave=True,
    ),
}  # fmt: skip
OF_OBJECTIONS = {
    "reply": Act(OBJECTION["reply"], EVERYBODY_READS, _("Send the answer"), AnswerForm, answer),
    "set_aside": Act(OBJECTION["set_aside"], EVERYBODY_READS, _("Set aside"), AsideForm, set_aside, is_grave=True),
}


@for_reporters
def boards(request: HttpRequest) -> HttpResponse:
    """The estates with what is late on each, most first; with one estate only, that one."""
    on, words = timezone.localdate(), typed(request.GET.get("q", ""))
    mine = boards_of(request).filter(service_mode__in=WITH_A_COMPANY)
    if not words and mine[:2].count() == 1:
        return redirect("estates:board", mine.get().code)
    found = with_late(mine.find(words), on=on).order_by("-objected", "-late", "name", "code")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "estates/board/boards.html", {"page": page, "words": words})


def with_late(estates, *, on: date):
    """With `late`, how many entries are, and `objected`, how many objections wait for an answer."""
    late = counted(BoardEntry.objects.late(on=on))
    waiting = counted(BoardObjection.objects.filter(state=ObjectionState.FILED))
    return estates.annotate(late=Coalesce(Subquery(late), 0), objected=Coalesce(Subquery(waiting), 0))


def counted(rows):
    return rows.filter(estate=OuterRef("pk")).order_by().values("estate").annotate(n=Count("pk")).values("n")


@for_reporters
def board(request: HttpRequest, code: str) -> HttpResponse:
    own, on = own_estate(request, code), timezone.localdate()
    told = of_estate(own, BoardItem.objects.in_force(on=on), on=on)
    waiting = BoardObjection.objects.filter(estate=own, state=ObjectionState.FILED).select_related("item")
    context = {
        "estate": own, "told": told, "todo": told.open, "older": older(own, told, on=on),
        "done": [line for line in told.lines if line.how == "posted"],
        "objections": [(each, each.is_late(on)) for each in waiting.order_by("due_on", "pk")],
    }  # fmt: skip
    return render(request, "estates/board/board.html", context)


def older(estate: Estate, told, *, on: date) -> list[BoardEntry]:
    """What is still left out of earlier periods."""
    latest = [line.entry.pk for line in told.lines if line.entry is not None]
    rows = BoardEntry.objects.filter(estate=estate).owed(on=on).exclude(pk__in=latest)
    return list(rows.select_related("item").order_by("due_on")[:HISTORY])


@for_reporters
def entry(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One item of one period: what has to be told, how it stands, what may be done."""
    own = own_estate(request, code)
    found = own_entry(request, own, pk)
    moves = open_to(request.user, found.state, ENTRY.values())
    context = {
        "estate": own, "entry": found, "acts": [(verb, OF_ENTRIES[verb]) for verb in moves],
        "proofs": found.proofs.all(), "days_late": days_late(found, on=timezone.localdate()),
        "earlier": BoardEntry.objects.filter(estate=own, item=found.item).exclude(pk=found.pk)[:HISTORY],
    }  # fmt: skip
    return render(request, "estates/board/entry.html", context)


def days_late(entry: BoardEntry, *, on: date) -> int:
    return max(0, (on - entry.due_on).days) if entry.state == EntryState.DUE else 0


@for_reporters
def objection(request: HttpRequest, code: str, number: str) -> HttpResponse:
    own = own_estate(request, code)
    found = own_objection(request, own, number)
    moves = open_to(request.user, found.state, OBJECTION.values())
    context = {
        "estate": own, "objection": found, "acts": [(verb, OF_OBJECTIONS[verb]) for verb in moves],
        "is_late": found.is_late(timezone.localdate()),
    }  # fmt: skip
    return render(request, "estates/board/objection.html", context)


@for_reporters
def act_on_entry(request: HttpRequest, code: str, pk: int, verb: str) -> HttpResponse:
    own = own_estate(request, code)
    return act(request, own, own_entry(request, own, pk), OF_ENTRIES.get(verb))


@for_reporters
def act_on_objection(request: HttpRequest, code: str, number: str, verb: str) -> HttpResponse:
    own = own_estate(request, code)
    return act(request, own, own_objection(request, own, number), OF_OBJECTIONS.get(verb))


def act(request: HttpRequest, estate: Estate, thing: Any, chosen: Act | None) -> HttpResponse:
    """Ask, and do it. What cannot be done is said on the page; what was typed stays."""
    if chosen is None:
        raise Http404
    is_sent = request.method == "POST"
    form = chosen.form(request.POST, request.FILES) if is_sent else chosen.form()
    if is_sent:
        attempt(form, lambda: chosen.do(thing, form.cleaned_data, by=request.user, at=timezone.now()))
    if is_sent and not form.errors:
        return redirect("estates:board", estate.code)
    is_open = chosen.move.is_open(request.user, thing.state)
    context = {"estate": estate, "thing": thing, "act": chosen, "form": form, "is_open": is_open}
    return render(request, "estates/board/act.html", context, status=422 if form.errors else 200 if is_open else 409)


@for_reporters
def photo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    own = own_estate(request, code)
    found = BoardProof.objects.filter(entry__estate=own, pk=pk).first()
    if found is None:
        raise Http404
    return proof_response(found.file, f"{own.code}-{found.pk}")
