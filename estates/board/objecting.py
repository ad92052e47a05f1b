"""Anybody objects to what a board says or leaves out: three questions, no account. The answer is read here too."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.city import NoRuleValue, rule_values
from accounts.floods import HOUR, Limit
from accounts.middleware import address_of
from accounts.pages import own_page, with_sound
from estates.board import objections
from estates.board.forms import ObjectionForm
from estates.board.objections import Contact
from estates.board.telling import objections_of, owed_by
from estates.finding import estate_coded
from estates.models import BoardItem, BoardObjection, Estate

BY_ADDRESS = Limit("board-objection", "REPORTS_PER_ADDRESS_AND_HOUR", HOUR)


@with_sound
def object_to_board(request: HttpRequest, code: str) -> HttpResponse:
    estate = estate_coded(code)
    if estate is None:
        raise Http404
    items = owed_by(estate, BoardItem.objects.in_force(on=timezone.localdate()))
    if request.method != "POST":
        return show(request, estate, ObjectionForm(items=items, initial={"item": request.GET.get("item", "")}))
    if "other_digits" in request.POST:
        return show(request, estate, ObjectionForm(items=items, initial=request.POST.dict()))
    return take(request, estate, ObjectionForm(request.POST, items=items))


def take(request: HttpRequest, estate: Estate, form: ObjectionForm) -> HttpResponse:
    """The digits are judged last: they can be answered once."""
    captcha = captcha_form(request.POST)
    if not (form.is_valid() and captcha.is_valid()):
        return show(request, estate, form, captcha, status=422)
    if wait := too_many(request):
        return show(request, estate, form, fault=wait, status=429)
    try:
        return redirect("estates:board-objection", file(estate, form).number)
    except NoRuleValue as missing:
        return show(request, estate, form, fault=str(missing), status=503)


def captcha_form(*sent) -> forms.Form:
    """The city's way to tell people from programs: `settings.CAPTCHA_FORM`."""
    return import_string(settings.CAPTCHA_FORM)(*sent)


def file(estate: Estate, form: ObjectionForm) -> BoardObjection:
    given = form.cleaned_data
    return objections.file(
        estate=estate, item=form.item_chosen, kind=given["kind"], words=given["words"],
        contact=Contact(given["name"], given["phone"]), at=timezone.now(),
    )  # fmt: skip


def too_many(request: HttpRequest) -> str:
    minutes = BY_ADDRESS.spend(address_of(request))
    if not minutes:
        return ""
    wait = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _("Very much came from your network just now. Send it in %(wait)s.") % {"wait": wait}


def show(
    request: HttpRequest, estate: Estate, form: ObjectionForm, captcha: forms.Form | None = None, *, fault: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "estate": estate, "form": form, "captcha": captcha or captcha_form(), "fault": fault,
        "months": rule_values(on=timezone.localdate()).get("board_objection_kept_months"),
        "objections": objections_of(estate),
    }  # fmt: skip
    return render(request, "estates/board/object.html", context, status=status)


@own_page
def objected(request: HttpRequest, number: str) -> HttpResponse:
    """One objection and its answer, for everybody; what was written and by whom is not shown."""
    rows = BoardObjection.objects.select_related("item", "estate")
    found = rows.filter(number=number).first() if len(number) < 25 else None
    if found is None:
        raise Http404
    context = {"objection": found, "is_late": found.is_late(timezone.localdate())}
    return render(request, "estates/board/objected.html", context)
