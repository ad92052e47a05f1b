"""The page of a use that everybody reads, and the desk of those who carry uses out, made for a phone."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, Sum, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.attempts import attempt
from accounts.authority import may
from accounts.pages import page_for, public_page
from committees.models import Vote
from estates.belonging import in_charge
from estates.models import Estate
from fees.fund_uses import actions, forms
from fees.fund_uses.acts import ACTS, open_acts
from fees.fund_uses.lifecycle import PROPOSE
from fees.fund_uses.reading import history_of, road_of
from fees.fund_uses.telling import amount_of, use_told
from fees.fund_uses.wording import per_m2
from fees.models import FundUse, FundUseState

A_PAGE = 20
OVER = (FundUseState.PAID, FundUseState.REFUSED, FundUseState.WITHDRAWN)


@public_page
def fund_use(request: HttpRequest, number: str) -> HttpResponse:
    """What is repaired, who quotes, who pays how much, what the owners decided, and every step with its day."""
    told = FundUse.objects.told().select_related("estate", "matter__vote", "committee")
    use = told.filter(number=number).first()
    if use is None:
        raise Http404
    context = {
        "use": use, "told": use_told(use, on=timezone.localdate()), "quotes": list(use.quotes.all()),
        "paying": paying(use), "history": history_of(use), "road": road_of(use), "payments": list(use.payments.all()),
    }  # fmt: skip
    return render(request, "fees/fund_uses/use.html", context)


def paying(use: FundUse) -> dict[str, Any]:
    """How many homes pay, their area in m², and what each square metre costs in yuan."""
    found = use.homes.aggregate(count=Count("pk"), area=Sum("area_m2"))
    fen = amount_of(use)
    return {**found, "per_m2": per_m2(fen, found["area"]) if fen and found["area"] else None}


for_those_who_propose = page_for(
    lambda user: may(user, PROPOSE),
    gettext_lazy("This is the desk of those who carry out uses of the maintenance fund."),
)


@for_those_who_propose
def desk(request: HttpRequest) -> HttpResponse:
    """The uses of the own estates, those that are not over first."""
    today = timezone.localdate()
    mine = FundUse.objects.visible_to(request.user).select_related("estate")
    over = Case(When(state__in=OVER, then=1), default=0)
    page = Paginator(mine.order_by(over, "-pk"), A_PAGE).get_page(request.GET.get("page"))
    rows = [(use, use_told(use, on=today)) for use in page]
    context = {"page": page, "rows": rows, "estates": estates_of(request)}
    return render(request, "fees/fund_uses/desk.html", context)


def estates_of(request: HttpRequest) -> list[Estate]:
    """Where the person may propose one, if these are few; officers look an estate up at their own desk."""
    found = Estate.objects.filter(in_charge(request.user, on=timezone.localdate())).order_by("name")[: A_PAGE + 1]
    return list(found) if len(found) <= A_PAGE else []


@for_those_who_propose
def new(request: HttpRequest, code: str) -> HttpResponse:
    estate = Estate.objects.filter(in_charge(request.user, on=timezone.localdate()), code=code).first()
    if estate is None:
        raise Http404
    form = forms.ProposalForm(request.POST or None)
    if request.method == "POST":
        made = attempt(form, lambda: actions.propose(estate, **form.cleaned_data, by=request.user, at=timezone.now()))
        if made is not None:
            return redirect("fees:fund-use-next", made.number)
    context = {"estate": estate, "form": form, "title": _("Propose a use of the fund")}
    return render(request, "fees/fund_uses/new.html", context, status=422 if form.errors else 200)


def own_use(request: HttpRequest, number: str) -> FundUse:
    """Raises Http404 for a use that the person does not see, as for none."""
    seen = FundUse.objects.visible_to(request.user).select_related("estate", "matter__vote")
    found = seen.filter(number=number).first()
    if found is None:
        raise Http404
    return found


@for_those_who_propose
def following(request: HttpRequest, number: str) -> HttpResponse:
    """What comes next: the verbs that are open to the person, and how far the use is."""
    use = own_use(request, number)
    lead, others = open_acts(request.user, use)
    context = {
        "use": use, "told": use_told(use, on=timezone.localdate()), "lead": lead, "others": others,
        "quotes": list(use.quotes.all()), "homes": use.homes.aggregate(area=Sum("area_m2"))["area"],
        "home_count": use.homes.count(), "history": history_of(use), "road": road_of(use),
    }  # fmt: skip
    return render(request, "fees/fund_uses/next.html", context)


@for_those_who_propose
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Ask, and do it. What the law forbids is said on the page with its article; what was typed stays."""
    if verb not in ACTS:
        raise Http404
    use, chosen = own_use(request, number), ACTS[verb]
    if request.method != "POST" and not chosen.is_open(request.user, use):
        return redirect("fees:fund-use-next", number)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = chosen.form(*sent, thing=use)
    done = attempt(form, lambda: chosen.carry_out(use, form, by=request.user, at=timezone.now())) if sent else None
    if isinstance(done, Vote):
        return redirect("admin:committees_vote_change", done.pk)
    if done is not None:
        return redirect("fees:fund-use-next", number)
    context = {"use": use, "act": chosen, "form": form}
    return render(request, "fees/fund_uses/act.html", context, status=422 if form.errors else 200)
