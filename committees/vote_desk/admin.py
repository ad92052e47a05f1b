"""The desk of votes on the web: list, page, draft. `pages.py` has the pages of roll and papers."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.authority import NotAllowed, may
from accounts.city import NoRuleValue
from accounts.desk import Desk, seen
from accounts.desk_buttons import PageLink
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from accounts.models import Role, User
from committees.models import Ballot, RollLine, Vote, VoteState
from committees.papers.words import share
from committees.vote_desk import progress
from committees.vote_desk.buttons import BUTTONS
from committees.vote_desk.drafts import Draft, sentence_of_states
from committees.vote_desk.pages import PagesOfVotes, tells_who_took_part
from committees.votes import actions
from committees.votes.lifecycle import HAS_RESULT, HOLD
from estates.models import Estate

REFUSALS = (ValidationError, NotAllowed, NotNow, NoRuleValue)
LOOKS = {
    VoteState.DRAFT: ("default", "quiet"),
    VoteState.POSTED: ("info", ""),
    VoteState.OPEN: ("success", "ok"),
    VoteState.CLOSED: ("warning", "warm"),
    VoteState.COUNTED: ("warning", "warm"),
    VoteState.ANNOUNCED: ("info", ""),
    VoteState.FINAL: ("default", "ok"),
    VoteState.STOPPED: ("danger", "late"),
}
"""The colour of a state in a list, and at the head of a page."""
ROAD = (
    VoteState.DRAFT, VoteState.POSTED, VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED, VoteState.ANNOUNCED,
    VoteState.FINAL,
)  # fmt: skip


def counted(rows, field: str) -> Subquery:
    """How many different ones of a field stand in the rows of each vote."""
    found = rows.filter(vote=OuterRef("pk")).order_by().values("vote").annotate(n=Count(field, distinct=True))
    return Subquery(found.values("n"))


HEADS_OF_ROLL, BALLOTS_CAST = counted(RollLine.objects.all(), "owner"), counted(Ballot.objects.all(), "pk")


@admin.register(Vote)
class VoteDesk(PagesOfVotes, Desk):
    view_verb, add_verb = "votes.view", HOLD
    refusals = REFUSALS
    buttons = BUTTONS
    change_form_template = "committees/vote_desk.html"
    list_display = ["number", "title", "estate", "state_shown", "opens_at", "closes_at", "turnout_shown"]
    list_select_related = ["estate"]
    list_filter = [region_filter("estate__region_id"), ("state", ChoicesDropdownFilter)]
    search_fields = ["number", "title", "estate__search_text"]
    search_help_text = gettext_lazy("Number, title or estate")
    fields = ["estate"]
    autocomplete_fields = ["estate"]
    export_columns = (
        "number", "estate__code", "estate__name", "title", "organiser", "state", "posted_on", "opens_at", "closes_at",
        "announced_on", "list_digest",
    )  # fmt: skip

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = "committees_vote"
        return [
            path("draft/<int:estate>/", wrap(self.draft), name=f"{name}_draft"),
            path("<int:pk>/amend/", wrap(self.amend), name=f"{name}_amend"),
            *self.page_urls(wrap),
            *super().get_urls(),
        ]

    # A draft: first its estate, then everything else.

    def save_model(self, request: HttpRequest, obj: Vote, form, change: bool) -> None:
        """Nothing is kept yet: the estate is the first question, the draft has the others."""

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """As above."""

    def response_add(self, request: HttpRequest, obj: Vote, post_url_continue=None) -> HttpResponse:
        return HttpResponseRedirect(self.url("draft", obj.estate_id))

    def draft(self, request: HttpRequest, estate: int) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.drafting(request, get_object_or_404(seen(Estate, request.user), pk=estate), None)

    def amend(self, request: HttpRequest, pk: int) -> HttpResponse:
        vote = self.one(request, pk, HOLD)
        if vote.state != VoteState.DRAFT:
            return HttpResponseRedirect(self.url("change", vote.pk))
        return self.drafting(request, vote.estate, vote)

    def drafting(self, request: HttpRequest, estate: Estate, vote: Vote | None) -> HttpResponse:
        """The form of a draft (GET), the draft kept or amended, or one more matter asked for (POST)."""
        draft = Draft(estate, vote, request.POST if request.method == "POST" else None)
        if "more" in request.POST:
            draft = draft.with_one_more()
        elif request.method == "POST" and draft.is_valid() and (kept := self.keep_draft(request, draft)):
            return HttpResponseRedirect(self.url("change", kept.pk))
        title = (
            _("Draft: %(title)s") % {"title": vote.title} if vote else _("New vote: %(estate)s") % {"estate": estate}
        )
        back = self.url("change", vote.pk) if vote else self.url("changelist")
        return self.page(request, "committees/vote_draft.html", vote, title, draft=draft, back=back, estate=estate)

    def keep_draft(self, request: HttpRequest, draft: Draft) -> Vote | None:
        """The vote. None when the action refuses it, with the reasons in the form."""
        given: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        try:
            if draft.vote:
                return actions.amend(draft.vote, draft.new_vote(), **given)
            return actions.propose(draft.new_vote(), **given)
        except self.refusals as refusal:
            draft.show(self.faults_in(refusal))
            return None

    # The page.

    def page_facts(self, request: HttpRequest, thing: Vote | None) -> dict[str, Any]:
        if thing is None:
            return {}
        colour = LOOKS[VoteState(thing.state)][1]
        return {
            "vote": thing,
            "page_state": {"word": thing.get_state_display(), "kind": colour},
            "page_note": sentence_of_states(thing),
            "road": road(thing),
            "matters": matters_told(thing, shows_tallies(thing, request.user)),
            "roll": roll_told(thing, by_house=tells_who_took_part(request.user)),
            "made_papers": thing.papers.order_by("-pk"),
            "objections": thing.objections.order_by("pk"),
            "proxy_count": thing.proxies.count(),
            "refusals_told": list(thing.refusals.values("reason").annotate(n=Count("pk")).order_by("reason")),
            **self.entry_facts(request, thing),
        }

    def button_links(self, request: HttpRequest, thing: Vote | None) -> list[PageLink]:
        links = super().button_links(request, thing)
        if thing is None or not may(request.user, HOLD) or thing.state != VoteState.DRAFT:
            return links
        own = [PageLink(_("Amend"), self.url("amend", thing.pk), "edit")]
        if not thing.affects_all:
            own.append(PageLink(_("Choose the homes"), self.url("homes", thing.pk), "list_alt", "primary"))
        return [*own, *links]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).annotate(roll_heads=HEADS_OF_ROLL, cast_ballots=BALLOTS_CAST)

    @display(
        description=gettext_lazy("state"), ordering="state", label={state: look[0] for state, look in LOOKS.items()}
    )
    def state_shown(self, vote: Vote) -> tuple[str, str]:
        return vote.state, vote.get_state_display()

    @display(description=gettext_lazy("took part, heads"))
    def turnout_shown(self, vote: Vote) -> str:
        if vote.state in (VoteState.DRAFT, VoteState.POSTED) or not vote.roll_heads:
            return "–"
        return f"{vote.cast_ballots or 0:,} / {vote.roll_heads:,}"


def road(vote: Vote) -> list[tuple[str, str]]:
    """The states that a vote walks through, each done, now or to come; of a stopped one only where it stopped."""
    if vote.state == VoteState.STOPPED:
        return [(_("stopped"), "now")]
    here = ROAD.index(VoteState(vote.state))
    kinds = ["done" if place < here else "now" if place == here else "later" for place in range(len(ROAD))]
    return [(str(state.label), kind) for state, kind in zip(ROAD, kinds, strict=True)]


def shows_tallies(vote: Vote, user: User) -> bool:
    """Whether somebody sees what was found: a committee member as anybody once it is posted, others from the count."""
    ready = HAS_RESULT if user.role == Role.COMMITTEE else (VoteState.COUNTED, *HAS_RESULT)
    return vote.state in ready


def matters_told(vote: Vote, is_counted: bool) -> list[dict[str, Any]]:
    """Each matter with its options, and what was found."""
    matters = vote.matters.prefetch_related("options").order_by("place")
    return [
        {
            "matter": matter,
            "options": list(matter.options.all()),
            "is_counted": is_counted,
            "heads_share": share(matter.heads_part, matter.heads_all),
            "area_share": share(matter.area_part_m2, matter.area_all_m2),
        }
        for matter in matters
    ]


def roll_told(vote: Vote, *, by_house: bool) -> dict[str, Any]:
    """The roll in figures, and how many take part; nothing where there is no roll.

    `by_house`: house by house too. A house may be one home, so that says who has voted.
    """
    if not vote.roll.exists():
        return {}
    told: dict[str, Any] = {"homes": vote.roll.count(), "turnout": progress.turnout(vote)}
    if vote.state not in (VoteState.DRAFT, VoteState.POSTED, VoteState.STOPPED):
        told |= {"has_begun": True, "papers": progress.papers(vote)}
        if by_house:
            told["houses"] = progress.by_house(vote)
    return told
