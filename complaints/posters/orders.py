"""Print orders: a person orders sheets for an estate or a region, a worker draws them, the file waits at the desk.

waiting -> drawing -> done | failed. Drawing may be begun again after it was cut off, up to `ATTEMPTS` times.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.scope import covers
from complaints.models import OrderState, PosterCode, PosterOrder
from complaints.posters import fonts, sheets
from complaints.posters.actions import RIGHT, issue_codes, require_own_place
from complaints.posters.contents import Poster
from complaints.posters.filling import house_of, parts_of, posters_of
from complaints.posters.queries import in_place
from estates.models import Estate

ATTEMPTS = 3
KEPT_DAYS = 30
"""How long the file of an order is kept: it can be drawn again at any time."""
LOCK_SPACE = 0x1A7C
"""First half of the advisory locks of orders that are being drawn; the second half is the order's id."""
TOLD_EVERY = 20
"""After how many sheets the pages hear how far an order is."""
IN_MEMORY = 30 * 1024 * 1024
Told = Callable[[int, int], None]


class OrderBusy(NotNow):
    """Another process draws the order at this moment. Carries a sentence."""


@transaction.atomic
def order(wanted: PosterOrder, *, by: User | None, at: datetime) -> PosterOrder:
    """Order sheets. Raises NotAllowed, ValidationError (no such place of this person's, nothing to print there)."""
    require(by, RIGHT)
    code = wanted.estate.region_id if wanted.estate else wanted.region_id
    if code is None or (wanted.estate and wanted.region):
        raise ValidationError({"region": _("Name a region or an estate, and not both.")})
    if not covers(by, code):
        raise ValidationError({"estate" if wanted.estate else "region": _("This place is outside of your region.")})
    require_public_address()
    house_of(at)
    wanted.total_count = Estate.objects.filter(in_place(wanted)).count()
    if not wanted.total_count:
        raise ValidationError({"region": _("There is no estate on the register here.")})
    wanted.by, wanted.at = by, at
    wanted.full_clean()
    wanted.save()
    told = {"place": code, "estate": wanted.estate_id, "size": wanted.size, "sheets": wanted.total_count}
    audit.record(by=by, at=at, verb="order_posters", thing=wanted, after=told)
    return wanted


def require_public_address() -> None:
    """Posters hang for years: their codes may lead only to where residents reach the portal. Raises ValidationError."""
    if "*" in settings.PUBLIC_URL or (settings.PRODUCTION and settings.PUBLIC_URL == settings.BASE_URL):
        raise ValidationError(
            _("The portal does not know its own public address. Set ANJU_PUBLIC_ADDRESS before printing posters.")
        )


def draw(wanted: PosterOrder, *, at: datetime, told: Told = lambda done, total: None) -> PosterOrder:
    """Draw an order into its file. Estates without a code get one. Raises OrderBusy, NotNow (drawn or given up)."""
    with at_work(wanted):
        begin(wanted)
        with translation.override(settings.LANGUAGE_CODE), SpooledTemporaryFile(IN_MEMORY) as out:
            name = write(wanted, out, at=at, told=Telling(wanted, told))
            out.seek(0)
            wanted.file.save(name, File(out), save=False)
        wanted.state, wanted.message, wanted.ended_at = OrderState.DONE, "", Now()
        wanted.save()
        wanted.refresh_from_db(fields=["ended_at"])
    return wanted


def draw_one(estate: Estate, *, size: str, by: User | None, at: datetime) -> bytes:
    """The PDF of one estate's sheet, at once. Raises NotAllowed, ValidationError."""
    require(by, RIGHT)
    require_own_place(by, estate.region_id)
    require_public_address()
    issue_codes([estate], by=by, at=at)
    out = BytesIO()
    with translation.override(settings.LANGUAGE_CODE):
        house = house_of(at)
        posters = posters_of([estate], size=size, house=house)
        sheets.write_pdf(posters, out, size=size, house=house, title=estate.name, told=lambda: None)
    note_printed([estate], at=at)
    return out.getvalue()


def write(wanted: PosterOrder, out: IO[bytes], *, at: datetime, told: "Telling") -> str:
    """Draw all sheets of an order into `out`. Returns the name of the file."""
    estates = list(Estate.objects.filter(in_place(wanted)).select_related("region").order_by("code"))
    issue_codes(estates, by=wanted.by, at=at)
    house = house_of(at)
    posters = posters_of(estates, size=wanted.size, house=house)
    wanted.total_count, wanted.unprintable = len(posters), unprintable(posters)
    parts = parts_of(estates, posters)
    if len(parts) == 1:
        sheets.write_pdf(posters, out, size=wanted.size, house=house, title=str(wanted), told=told.one_more)
    else:
        sheets.write_zip(parts, out, size=wanted.size, house=house, told=told.one_more)
    note_printed(estates, at=at)
    return "posters.pdf" if len(parts) == 1 else "posters.zip"


def unprintable(posters: list[Poster]) -> list[dict[str, str]]:
    """The estates in whose texts a character has no picture in the fonts, and which."""
    found = ((poster, fonts.unknown_in(poster.texts)) for poster in posters)
    return [
        {"code": poster.estate_code, "name": poster.name, "signs": "".join(signs)} for poster, signs in found if signs
    ]


def note_printed(estates: list[Estate], *, at: datetime) -> None:
    codes = PosterCode.objects.live().filter(estate__in=[estate.pk for estate in estates])
    codes.update(print_count=F("print_count") + 1, printed_at=at)


class Telling:
    """Counts sheets, and tells now and then: whoever looks at the order's page, and whoever waits at a terminal."""

    def __init__(self, wanted: PosterOrder, told: Told) -> None:
        self.wanted, self.told, self.done = wanted, told, 0

    def one_more(self) -> None:
        self.done += 1
        self.wanted.done_count = self.done
        if self.done % TOLD_EVERY == 0 or self.done == self.wanted.total_count:
            PosterOrder.objects.filter(pk=self.wanted.pk).update(
                done_count=self.done, total_count=self.wanted.total_count
            )
            self.told(self.done, self.wanted.total_count)


@contextmanager
def at_work(wanted: PosterOrder) -> Iterator[None]:
    """Hold an unfinished order for this process; whoever dies lets go of it. Raises OrderBusy, NotNow."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, wanted.pk])
        if not cursor.fetchone()[0]:
            raise OrderBusy(_("These posters are being drawn."))
        try:
            wanted.refresh_from_db()
            if wanted.state not in (OrderState.WAITING, OrderState.DRAWING):
                raise NotNow(_("These posters have been drawn, or given up."))
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, wanted.pk])


def begin(wanted: PosterOrder) -> None:
    """Note, where a kill cannot undo it, that drawing begins. Raises NotNow after too many attempts."""
    if wanted.attempt_count >= ATTEMPTS:
        give_up(wanted)
        raise NotNow(wanted.message)
    wanted.state, wanted.done_count = OrderState.DRAWING, 0
    wanted.attempt_count += 1
    wanted.save(update_fields=["state", "done_count", "attempt_count"])


def give_up(wanted: PosterOrder, reason: str = "") -> PosterOrder:
    wanted.state = OrderState.FAILED
    wanted.message = reason or _(
        "The posters were not drawn because of a fault in the portal. Please tell its administrator."
    )
    wanted.save(update_fields=["state", "message"])
    return wanted


@transaction.atomic
def discard(wanted: PosterOrder, *, by: User | None, at: datetime) -> None:
    """Throw away an order with its file; the codes stay. Raises NotAllowed, NotNow (it is being drawn)."""
    require(by, RIGHT)
    if wanted.state == OrderState.DRAWING:
        raise NotNow(_("These posters are being drawn."))
    audit.record(by=by, at=at, verb="discard_posters", thing=wanted)
    if wanted.file:
        transaction.on_commit(partial(wanted.file.storage.delete, wanted.file.name))
    wanted.delete()


def discard_old(*, at: datetime) -> int:
    """Throw away what was ordered more than `KEPT_DAYS` days ago. Returns how many orders."""
    old = list(PosterOrder.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).exclude(state=OrderState.DRAWING))
    for each in old:
        discard(each, by=None, at=at)
    return len(old)
