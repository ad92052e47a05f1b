"""Who may see a photo, and under which address.

Officers and company staff see what they see of complaints; a resident, the cases that this browser has opened. The
address of a draft's photo carries a signature for two hours: it stands only on the page of whoever is filing.
"""

from django.core import signing
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from complaints.following.keys import numbers_open
from complaints.models import Actor, Complaint, Photo

SALT = "complaints.photos"
DRAFT_SECONDS = 2 * 3600


def address_of(photo: Photo, size: str = "full") -> str:
    """Where a browser fetches it; `size` is full or thumb."""
    address = reverse("complaints:photo", args=[photo.key, size])
    if photo.complaint_id is not None:
        return address
    return f"{address}?draft={signing.TimestampSigner(salt=SALT).sign(str(photo.key)).partition(':')[2]}"


def is_public_in(photo: Photo, complaint: Complaint) -> bool:
    """Whether the resident of `complaint` sees it: what others told of the same thing, they do not."""
    if photo.step is not None and not photo.step.is_public:
        return False
    return photo.complaint_id == complaint.pk or (photo.step is not None and photo.step.actor != Actor.RESIDENT)


def may_see(request: HttpRequest, photo: Photo) -> bool:
    if photo.complaint_id is None:
        return is_of_this_draft(photo, request.GET.get("draft", ""))
    if is_of_open_case(photo, numbers_open(request)):
        return True
    return isinstance(request.user, User) and Photo.objects.visible_to(request.user).filter(pk=photo.pk).exists()


def is_of_this_draft(photo: Photo, mark: str) -> bool:
    try:
        signing.TimestampSigner(salt=SALT).unsign(f"{photo.key}:{mark}", max_age=DRAFT_SECONDS)
    except signing.BadSignature:
        return False
    return True


def is_of_open_case(photo: Photo, numbers: list[str]) -> bool:
    """Whether it is public within one of these cases, or within one that was joined to its case."""
    if not numbers:
        return False
    of_its_case = Q(pk=photo.complaint_id) | Q(joined_to=photo.complaint_id)
    return any(is_public_in(photo, each) for each in Complaint.objects.filter(of_its_case, number__in=numbers))
