"""Step 2: what it is about, where, and the words; photos; and whether somebody has told of it already."""

import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import address_of
from accounts.pages import typed
from accounts.said import plain, plain_lines
from complaints.models import Channel, Kind, Photo
from complaints.photos import actions as photo_actions
from complaints.photos.showing import address_of as photo_address
from complaints.posters.pages import BY_POSTER
from complaints.reporting import drafts, sending
from complaints.reporting.drafts import Told
from complaints.reporting.forms import WhatForm
from complaints.reporting.likeness import joinable, offers
from complaints.reporting.limits import DRAFTS_BY_ADDRESS, PHOTOS_BY_ADDRESS
from complaints.reporting.sayings import wait_sentence
from complaints.reporting.serving import report_page
from complaints.reporting.topics import Group, groups
from complaints.terms import terms
from estates.finding import estate_coded, place_of
from estates.models import Estate

LONGEST_KEPT = 5_000
"""Of words that are too long, so much is kept for their writer to shorten."""


@dataclass
class Here:
    """What the page is about: the draft with its key, the estate, and the class once it is chosen."""

    key: uuid.UUID | None
    told: Told
    estate: Estate
    groups: dict[str, Group]
    group: Group | None
    faults: list[str] = field(default_factory=list)
    """What was wrong with photos."""


@report_page
def what(request: HttpRequest) -> HttpResponse:
    key = drafts.key_of(request)
    told = drafts.told(key)
    here = look_around(request, key if told else None, told or Told())
    if here is None:
        return redirect("complaints:report")
    if request.method == "POST" and here.group is not None:
        return take(request, here)
    return show(request, here)


def look_around(request: HttpRequest, key: uuid.UUID | None, told: Told) -> Here | None:
    """None while no estate is chosen."""
    asked = request.POST if request.method == "POST" else request.GET
    estate = estate_coded(asked.get("estate", "").strip() or told.estate)
    if estate is None:
        return None
    if asked.get("via") == BY_POSTER:
        told.channel = Channel.QR
    known = groups()
    return Here(key, told, estate, known, known.get(asked.get("class") or told.topic[:2]))


def take(request: HttpRequest, here: Here) -> HttpResponse:
    """Keep what was told, sound or not; go on when it is sound."""
    at = timezone.now()
    form = WhatForm(request.POST, leaves=here.group.leaves)
    form.is_valid()
    note(here, form)
    wait = DRAFTS_BY_ADDRESS.spend(address_of(request)) if here.key is None else 0
    if wait:
        here.faults = [wait_sentence(wait)]
        return show(request, here, form)
    here.key = drafts.keep(here.key, here.told, at=at)
    if "drop" in request.POST:
        photo_actions.drop(request.POST["drop"], draft_key=str(here.key))
    _taken, here.faults = take_photos(request.FILES.getlist("photos"), here.key, address=address_of(request), at=at)
    here.told.photos = [str(photo.key) for photo in photos_of(here.key)]
    if "drop" in request.POST or form.errors or here.faults:
        response = show(request, here, form if "drop" not in request.POST else None)
    else:
        response = redirect(next_place(request, here, at=at))
    drafts.keep(here.key, here.told, at=at)
    drafts.hand_out(request, response, here.key)
    return response


def note(here: Here, form: WhatForm) -> None:
    """Put what was typed into the draft. About another place or matter, the offer to join is made anew."""
    told, sound, raw = here.told, form.cleaned_data, form.data
    before = told.estate, told.topic
    told.estate = here.estate.code
    told.topic = sound.get("topic", here.group.topic.code)
    told.spot = sound.get("spot", plain(raw.get("spot", ""))[:LONGEST_KEPT])
    told.words = sound.get("words", plain_lines(raw.get("words", ""))[:LONGEST_KEPT])
    told.kind = sound.get("kind", Kind.COMPLAINT)
    if before != (told.estate, told.topic):
        told.join_to, told.is_different = "", False


def take_photos(files: list[UploadedFile], key: uuid.UUID, *, address: str, at) -> tuple[list[Photo], list[str]]:
    """Take what can be taken. Gives the photos, and what is to be said of the others."""
    taken: list[Photo] = []
    faults: list[str] = []
    for file in files:
        wait = PHOTOS_BY_ADDRESS.spend(address)
        if wait:
            return taken, [*faults, wait_sentence(wait)]
        try:
            taken.append(photo_actions.take(file, draft_key=str(key), at=at))
        except ValidationError as fault:
            faults += fault.messages
    return taken, faults


def photos_of(key: uuid.UUID | None) -> list[Photo]:
    return sending.photos_of(key) if key else []


def next_place(request: HttpRequest, here: Here, *, at) -> str:
    """To the contact step; to the offer first, where somebody has told of it already."""
    told = here.told
    if request.POST.get("join"):
        lead = joinable(typed(request.POST["join"]), here.estate)
        told.join_to = lead.number if lead else ""
    elif "different" in request.POST:
        told.join_to, told.is_different = "", True
    elif not told.is_different and not told.join_to and offers_for(here, at=at):
        return reverse("complaints:report-what") + "#alike"
    return reverse("complaints:report-contact")


def offers_for(here: Here, *, at) -> list:
    leaf = next((leaf for leaf in here.group.leaves if leaf.code == here.told.topic), None)
    return offers(here.estate, leaf, here.told.words, at=at) if leaf else []


def may_offer(here: Here, form: WhatForm | None) -> bool:
    """Faults come first; who has answered the offer is not asked again."""
    undecided = not here.told.is_different and not here.told.join_to
    return here.group is not None and form is None and not here.faults and undecided


def joint_households() -> int:
    """From so many on, one complaint of several homes is a joint case."""
    return terms(timezone.localdate()).joint_households


def show(request: HttpRequest, here: Here, form: WhatForm | None = None) -> HttpResponse:
    alike = offers_for(here, at=timezone.now()) if may_offer(here, form) else []
    faulty = form is not None or bool(here.faults)
    return render(
        request,
        "complaints/report/what.html" if here.group else "complaints/report/class.html",
        {
            "step": 2,
            "estate": here.estate,
            "place": place_of(here.estate.region),
            "told": here.told,
            "group": here.group,
            "groups": here.groups.values(),
            "kinds": Kind.choices,
            "errors": form.errors if form else {},
            "faults": here.faults,
            "photos": [(photo, photo_address(photo, "thumb")) for photo in photos_of(here.key)],
            "most_photos": photo_actions.MOST_AT_ONCE,
            "buildings": here.estate.buildings.values_list("name", flat=True)[:200] if here.group else [],
            "alike": alike,
            "joint_households": joint_households() if alike else None,
        },
        status=422 if faulty else 200,
    )
