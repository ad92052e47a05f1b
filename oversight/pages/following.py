"""Following an estate without an account: on this browser, or by telephone. The feed is `news.py`."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.middleware import address_of
from accounts.pages import own_page, with_sound
from estates.models import Estate
from oversight.followers import actions, links
from oversight.followers import list as on_this_phone
from oversight.followers.forms import CodeForm, PhoneForm
from oversight.followers.list import Seen
from oversight.models import Follower
from oversight.news.reading import news_of
from oversight.pages.estate import estate_by

ASKED = "oversight.followers.asked"
"""The salt under which a form says whose code it asks for."""


@own_page
def followed(request: HttpRequest) -> HttpResponse:
    """The estates that this browser follows, each with what is new since the last visit."""
    at = timezone.now()
    seen = {code: each.looked(at) for code, each in on_this_phone.followed(request).items()}
    estates = {estate.code: estate for estate in Estate.objects.filter(code__in=seen)}
    news = news_of(estates.values())
    rows = [
        {
            "estate": estates[code],
            "known": each.known,
            "news": [one for one in news[estates[code].pk] if one.at > each.known],
        }
        for code, each in reversed(seen.items())
        if code in estates
    ]
    response = render(request, "oversight/followed.html", {"rows": rows})
    on_this_phone.keep(request, response, {code: each for code, each in seen.items() if code in estates})
    return response


@with_sound
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """The ways to follow an estate; POST begins or ends it on this browser."""
    estate, at = estate_by(code), timezone.now()
    estates = on_this_phone.followed(request)
    if request.method != "POST":
        return ways(request, estate, PhoneForm())
    others = {each: seen for each, seen in estates.items() if each != code}
    response = redirect("oversight:followed")
    on_this_phone.keep(request, response, others if "forget" in request.POST else {**others, code: Seen(at, at)})
    return response


def ways(request: HttpRequest, estate: Estate, form: PhoneForm, *, status: int = 200) -> HttpResponse:
    facts = {
        "estate": estate,
        "form": form,
        "is_followed": estate.code in on_this_phone.followed(request),
        "last_day": actions.last_day_or_none(at=timezone.now()),
    }
    return render(request, "oversight/follow.html", facts, status=status)


@with_sound
def by_phone(request: HttpRequest, code: str) -> HttpResponse:
    """A number, and the digits that show that somebody is there; then the code that was sent to it."""
    estate = estate_by(code)
    if request.method != "POST":
        return redirect("oversight:follow", code)
    if "asked" in request.POST:
        return confirm(request, estate)
    if "other_digits" in request.POST:
        return ways(request, estate, PhoneForm(initial={"phone": request.POST.get("phone", "")[:40]}))
    form = PhoneForm(request.POST, address=address_of(request))
    if not form.is_valid():
        return ways(request, estate, form, status=422)
    try:
        follower = actions.ask(estate, form.cleaned_data["phone"], at=timezone.now())
    except actions.CannotFollow as fault:
        form.add_error("phone", str(fault))
        return ways(request, estate, form, status=422)
    return ask_code(request, estate, CodeForm(initial={"asked": signing.dumps(follower.phone_digest, salt=ASKED)}))


def ask_code(request: HttpRequest, estate: Estate, form: CodeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "oversight/follow_code.html", {"estate": estate, "form": form}, status=status)


def confirm(request: HttpRequest, estate: Estate) -> HttpResponse:
    form = CodeForm(request.POST)
    follower = asked(request.POST["asked"], estate)
    if not form.is_valid() or follower is None:
        return ask_code(request, estate, form, status=422)
    try:
        is_right = actions.confirm(follower, form.cleaned_data["code"], at=timezone.now())
    except actions.CannotFollow as fault:
        return ways(request, estate, refused(str(fault)), status=422)
    if not is_right:
        form.wrong()
        return ask_code(request, estate, form, status=422)
    return render(request, "oversight/follow_done.html", {"estate": estate, "until_on": follower.until_on})


def asked(token: str, estate: Estate) -> Follower | None:
    """Whose code a form asks for; None for a token that is forged or old.

    It holds no key: of an old row that would be a low one, and tell that the number was known before.
    """
    try:
        phone = signing.loads(token, salt=ASKED, max_age=actions.LASTS)
    except signing.BadSignature:
        return None
    return Follower.objects.filter(phone_digest=phone, estate_id=estate.pk).first()


def refused(sentence: str) -> PhoneForm:
    """The form to begin anew with, which says why."""
    form = PhoneForm({})
    form.full_clean()
    form.errors.clear()
    form.errors["__all__"] = form.error_class([sentence])
    return form


@own_page
def end(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    """The link of a message: asks once, since programs open links too. A link that ended its number says so again."""
    follower = links.opened(pk, secret)
    if follower is None and Follower.objects.filter(pk=pk).exists():
        raise Http404
    if follower is not None and request.method == "POST":
        actions.end(follower, at=timezone.now())
        follower = None
    estate = follower and Estate.objects.filter(pk=follower.estate_id).first()
    return render(request, "oversight/follow_end.html", {"follower": follower, "estate": estate})
