"""What somebody told so far. It lies sealed in the database under a key that only a signed cookie knows.

A draft is begun by the first thing that is sent, never by looking at a page. It goes when it is sent or discarded, and
by itself after `KEPT_FOR`.
"""

import json
import uuid
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse

from accounts.sealing import NotOpened, seal, unseal
from complaints.models import Channel, Draft, Kind
from complaints.photo_queries import DRAFTS_KEPT

COOKIE = "report"
SALT = "complaints.reporting"
PATH = "/report/"
KEPT_FOR = DRAFTS_KEPT
"""As long as its photos."""
SHOWN_FOR = timedelta(days=1)
"""How long the number and secret can be looked at again on the phone that sent the report."""


@dataclass
class Told:
    """The answers so far. `estate` and `topic` are codes, `photos` keys, `join_to` a number."""

    estate: str = ""
    topic: str = ""
    spot: str = ""
    words: str = ""
    kind: str = Kind.COMPLAINT
    channel: str = Channel.WEB
    photos: list[str] = field(default_factory=list)
    join_to: str = ""
    is_different: bool = False
    """A similar complaint was offered, and this is another matter."""
    name: str = ""
    phone: str = ""
    consent_version: str = ""
    passed_contact: bool = False
    is_human: bool = False
    """The captcha was solved."""

    @classmethod
    def from_json(cls, text: str) -> "Told":
        """What an older release wrote and this one does not know is left out."""
        known = {column.name for column in fields(cls)}
        return cls(**{name: value for name, value in json.loads(text).items() if name in known})

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @property
    def passed_what(self) -> bool:
        return bool(self.estate and self.topic and self.words)

    @property
    def is_begun(self) -> bool:
        return bool(self.words or self.topic or self.photos)


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """The key in the reader's cookie; None where there is none, or it is forged or old."""
    text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KEPT_FOR)
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def told(key: uuid.UUID | None, *, lock: bool = False) -> Told | None:
    """What lies under a key. With `lock`, a second tap waits until the first one is done (and then finds None)."""
    if key is None:
        return None
    rows = Draft.objects.select_for_update() if lock else Draft.objects
    sealed = rows.filter(key=key).values_list("sealed", flat=True).first()
    try:
        return Told.from_json(unseal(sealed)) if sealed else None
    except NotOpened:
        return None


def keep(key: uuid.UUID | None, told: Told, *, at: datetime) -> uuid.UUID:
    """Put down what was told, under a new key where there is none. Gives the key."""
    key = key or uuid.uuid4()
    Draft.objects.update_or_create(key=key, defaults={"sealed": seal(told.to_json()), "touched_at": at})
    return key


def discard(key: uuid.UUID) -> None:
    Draft.objects.filter(key=key).delete()


def forget_old(*, at: datetime) -> int:
    """Drafts that nobody went on with. Gives how many went."""
    gone, _by_model = Draft.objects.filter(touched_at__lt=at - KEPT_FOR).delete()
    return gone


def hand_out(request: HttpRequest, response: HttpResponse, key: uuid.UUID, *, lasts: timedelta = KEPT_FOR) -> None:
    response.set_signed_cookie(
        COOKIE, str(key), salt=SALT, max_age=lasts, path=PATH, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def take_back(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def device_of(request: HttpRequest) -> str:
    """The CSRF cookie's secret stands for the browser: random, kept for a year, and there anyway."""
    return request.META.get("CSRF_COOKIE", "")
