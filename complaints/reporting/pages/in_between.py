"""What the script asks while somebody writes: photos one by one, similar complaints. And giving a draft up."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import address_of
from complaints.following import keys
from complaints.photos import actions as photo_actions
from complaints.reporting import drafts
from complaints.reporting.drafts import Told
from complaints.reporting.likeness import offers
from complaints.reporting.limits import DRAFTS_BY_ADDRESS
from complaints.reporting.pages.what import joint_households, photos_of, take_photos
from complaints.reporting.sayings import wait_sentence
from complaints.reporting.sending import sent
from complaints.reporting.serving import report_page
from complaints.reporting.topics import groups
from estates.finding import estate_coded


@require_POST
@report_page
def take_photo(request: HttpRequest) -> HttpResponse:
    """One photo for the draft. Its key, or what is wrong with it."""
    at, key, address = timezone.now(), drafts.key_of(request), address_of(request)
    if drafts.told(key) is None:
        wait = DRAFTS_BY_ADDRESS.spend(address)
        if wait:
            return JsonResponse({"faults": [wait_sentence(wait)]}, status=429)
        key = drafts.keep(None, Told(estate=request.POST.get("estate", "")[:13]), at=at)
    taken, faults = take_photos(request.FILES.getlist("photos")[:1], key, address=address, at=at)
    answer = {"photo": str(taken[0].key)} if taken else {"faults": faults}
    response = JsonResponse(answer, status=200 if taken else 422)
    drafts.hand_out(request, response, key)
    return response


@require_POST
@report_page
def drop_photo(request: HttpRequest, photo: uuid.UUID) -> HttpResponse:
    key = drafts.key_of(request)
    if key is not None:
        photo_actions.drop(photo, draft_key=str(key))
    return HttpResponse(status=204)


@require_POST
@report_page
def alike(request: HttpRequest) -> HttpResponse:
    """The offer to join, as a piece of the page; nothing when there is none."""
    estate = estate_coded(request.POST.get("estate", ""))
    code = request.POST.get("topic", "")
    group = groups().get(code[:2])
    leaf = next((leaf for leaf in group.leaves if leaf.code == code), None) if group else None
    if estate is None or leaf is None:
        return HttpResponse(status=204)
    found = offers(estate, leaf, request.POST.get("words", "")[:1000], at=timezone.now())
    if not found:
        return HttpResponse(status=204)
    return render(request, "complaints/report/alike.html", {"alike": found, "joint_households": joint_households()})


@require_POST
@report_page
def discard(request: HttpRequest) -> HttpResponse:
    """Give the draft up, with its photos; or, once it was sent, have a phone that is somebody else's forget it."""
    key = drafts.key_of(request)
    filed = sent(key)
    if key is not None:
        for photo in photos_of(key):
            photo_actions.drop(photo.key, draft_key=str(key))
        drafts.discard(key)
    response = redirect("complaints:report")
    drafts.take_back(response)
    if filed is not None:
        keys.take_back(request, response, filed.number)
    return response
