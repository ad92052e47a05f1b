"""Residents who send: the draft is there, the digits are read, and the last tap is measured."""

import io
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from django.core.signing import get_cookie_signer
from django.middleware.csrf import _get_new_csrf_string as new_csrf_string
from django.utils import timezone

from bench.api.load import Failed, Result
from complaints.models import Channel, Complaint, Draft
from complaints.reporting import drafts
from complaints.reporting.drafts import Told

WORDS = "3 号楼 2 单元电梯这周第三次停在 5 层和 6 层之间，请尽快修好。"
LIFT = "0202"
WHAT = {"class": LIFT[:2], "topic": LIFT, "spot": "3 号楼", "words": WORDS}
PHOTO_BYTES = 4_000_000
PHOTO_SIZE = (4000, 3000)
PHOTOS = 3
BOUNDARY = "bench-boundary"


def begin(count: int, estate_codes: list[str]) -> list[str]:
    """So many drafts that lack nothing but the last tap. Returns their keys."""
    made = []
    for number in range(count):
        told = Told(
            estate=estate_codes[number % len(estate_codes)], topic=LIFT, spot=f"{number % 40}号楼", words=WORDS,
            channel=Channel.QR, passed_contact=True, is_human=True, is_different=True,
        )  # fmt: skip
        made.append(Draft(key=uuid.uuid4(), sealed=drafts.seal(told.to_json()), touched_at=timezone.now()))
    Draft.objects.bulk_create(made)
    return [str(draft.key) for draft in made]


def headers_of(key: str) -> tuple[dict[str, str], str]:
    """The browser's cookies for a draft, and the token of its form."""
    csrf = new_csrf_string()
    signed = get_cookie_signer(salt=drafts.COOKIE + drafts.SALT).sign(key)
    return {"Cookie": f"csrftoken={csrf}; {drafts.COOKIE}={signed}"}, csrf


@dataclass
class Sender:
    """One resident after another over one connection."""

    base: str
    photos: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        place = urlsplit(self.base)
        self.connection = HTTPConnection(place.hostname or "", place.port, timeout=60)

    def post(self, path: str, body: bytes, headers: dict[str, str], *, wanted: tuple[int, ...]) -> None:
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse()
        told = answer.read()
        if answer.status not in wanted:
            raise Failed(f"{path} {answer.status} {told[:400].decode(errors='replace')}")

    def send(self, key: str) -> None:
        headers, csrf = headers_of(key)
        for photo in self.photos:
            body = form_with(photo, csrf)
            kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
            self.post("/report/photos/", body, headers | kind, wanted=(200, 201, 302))
        if self.photos:
            self.tap("/report/what/", {**WHAT, "csrfmiddlewaretoken": csrf}, headers)
        self.tap("/report/check/", {"csrfmiddlewaretoken": csrf}, headers)

    def tap(self, path: str, fields: dict[str, str], headers: dict[str, str]) -> None:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.post(path, urlencode(fields).encode(), headers | kind, wanted=(302,))


def form_with(photo: bytes, csrf: str) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{csrf}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="IMG_1.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return head.encode() + photo + f"\r\n--{BOUNDARY}--\r\n".encode()


def a_photo() -> bytes:
    """A JPEG of twelve megapixels and about four megabytes, as a telephone makes it."""
    from PIL import Image

    draw = random.Random(4)
    small = Image.frombytes("RGB", (400, 300), draw.randbytes(400 * 300 * 3)).resize(
        PHOTO_SIZE, Image.Resampling.BICUBIC
    )
    best = b""
    for quality in range(95, 40, -5):
        out = io.BytesIO()
        small.save(out, "JPEG", quality=quality)
        best = out.getvalue()
        if len(best) <= PHOTO_BYTES * 1.1:
            break
    return best


def run(base: str, keys: list[str], *, clients: int, photos: list[bytes], a_second: float | None = None) -> Result:
    """Send every draft once. `a_second`: no faster than that, all clients together. Raises Failed."""
    waiting, lock, faults = iter(keys), threading.Lock(), []
    told: list[float] = []
    begun = time.perf_counter()

    def client(number: int) -> None:
        sender, sent = Sender(base, photos), 0
        try:
            while True:
                with lock:
                    key = next(waiting, None)
                if key is None:
                    return
                if a_second:
                    time.sleep(max(0.0, begun + (sent * clients + number) / a_second - time.perf_counter()))
                sent += 1
                at = time.perf_counter()
                sender.send(key)
                told.append(time.perf_counter() - at)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=client, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return Result(len(told) / (time.perf_counter() - begun), sorted(told))


def filed(keys: list[str]) -> int:
    """How many of these drafts are complaints now."""
    return Complaint.objects.filter(filing_key__in=keys).count()
