import uuid
from pathlib import PurePath

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, Region
from complaints.posters.codes import code_of, grouped
from complaints.posters.queries import PhoneLineQuerySet, PosterCodeQuerySet, PosterOrderQuerySet
from estates.models import Estate

OFFICER = {"null": True, "blank": True, "related_name": "+"}


class PosterCode(Kept):
    """The code on an estate's posters. Its letters follow from the serial number (`id`) and a key of the portal."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="poster_codes", verbose_name=_("estate"))
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("issued by"), **OFFICER)
    print_count = models.PositiveIntegerField(_("times printed"), default=0)
    printed_at = models.DateTimeField(_("last printed"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("revoked by"), **OFFICER)
    revoked_why = models.CharField(_("why revoked"), max_length=300, blank=True)

    objects = PosterCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("poster")
        verbose_name_plural = _("posters")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["estate"], condition=Q(revoked_at__isnull=True), name="one_live_poster_code_per_estate"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_why=""), name="revoked_poster_code_says_why"
            ),
        ]

    def __str__(self) -> str:
        return grouped(self.code)

    @property
    def code(self) -> str:
        return code_of(self.pk)

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None


class Scan(models.Model):
    """How often an estate's posters were scanned on a day. Nobody's device is told apart."""

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="scans", verbose_name=_("estate"))
    on = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("scans"), default=0)

    class Meta:
        verbose_name = _("scans of a day")
        verbose_name_plural = _("scans")
        constraints = [models.UniqueConstraint(fields=["estate", "on"], name="one_count_of_scans_per_estate_and_day")]

    def __str__(self) -> str:
        return f"{self.estate_id} {self.on}"


class PhoneLevel(models.TextChoices):
    """Whom to ring, from the stairwell upwards."""

    PROPERTY = "property", _("property service")
    STREET = "street", _("community and street")
    DISTRICT = "district", _("district bureau")
    CITY = "city", _("city bureau")


class PhoneLine(Kept):
    """A telephone on the board of a poster: an estate's own, or that of a community, street, district or the city."""

    level = models.CharField(_("level"), max_length=8, choices=PhoneLevel)
    estate = models.ForeignKey(
        Estate, models.CASCADE, null=True, blank=True, related_name="phone_lines", verbose_name=_("estate"),
        help_text=_("For the property service only."),
    )  # fmt: skip
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"),
        help_text=_("For all other levels."),
    )  # fmt: skip
    name = models.CharField(
        _("who answers"), max_length=30, help_text=_("As it stands on the poster, with the hours if it helps.")
    )
    phone = models.CharField(
        _("phone"), max_length=20,
        validators=[RegexValidator(r"^[0-9][0-9 -]{2,19}$", _("Digits, spaces and hyphens only."))],
    )  # fmt: skip

    objects = PhoneLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("telephone on posters")
        verbose_name_plural = _("telephones on posters")
        ordering = ["level", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=PhoneLevel.PROPERTY, estate__isnull=False, region__isnull=True)
                | (~Q(level=PhoneLevel.PROPERTY) & Q(estate__isnull=True, region__isnull=False)),
                name="phone_line_has_an_estate_or_a_region",
                violation_error_message=_("The property service's telephone needs an estate, any other a region."),
            ),
            models.UniqueConstraint(
                fields=["estate"], condition=Q(estate__isnull=False), name="one_phone_line_per_estate",
                violation_error_message=_("This estate has a telephone already: amend that one."),
            ),
            models.UniqueConstraint(
                fields=["level", "region"], condition=Q(region__isnull=False), name="one_phone_line_per_region",
                violation_error_message=_("This region has a telephone already: amend that one."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.phone}"


class PaperSize(models.TextChoices):
    A3 = "A3", _("A3, for notice boards")
    A4 = "A4", _("A4, for stairwells")
    A5 = "A5", _("A5, for lifts")
    STICKER = "ST", _("stickers, eight on a sheet of A4")


class OrderState(models.TextChoices):
    WAITING = "waiting", _("waits to be drawn")
    DRAWING = "drawing", _("being drawn")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")


def place_of_file(order: "PosterOrder", name: str) -> str:
    return f"posters/{order.key}/{name[-100:]}"


class PosterOrder(models.Model):
    """Posters ordered for one estate or a whole region, and the file that came of it: a PDF, or many in a ZIP.

    `unprintable` names the estates in whose texts a character has no picture in the font.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    size = models.CharField(_("size"), max_length=2, choices=PaperSize, default=PaperSize.A4)
    estate = models.ForeignKey(
        Estate, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("estate")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    state = models.CharField(_("state"), max_length=8, choices=OrderState, default=OrderState.WAITING)
    total_count = models.PositiveIntegerField(_("sheets"), default=0)
    done_count = models.PositiveIntegerField(_("sheets drawn"), default=0)
    attempt_count = models.PositiveSmallIntegerField(_("times begun"), default=0)
    unprintable = models.JSONField(default=list, blank=True)
    message = models.TextField(_("message"), blank=True)
    file = models.FileField(_("file"), upload_to=place_of_file, max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("ordered by"), **OFFICER)
    at = models.DateTimeField(_("ordered at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = PosterOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("print order")
        verbose_name_plural = _("print orders")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(estate__isnull=False, region__isnull=True) | Q(estate__isnull=True, region__isnull=False),
                name="poster_order_is_for_an_estate_or_a_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.estate or self.region} · {self.get_size_display()}"

    @property
    def file_name(self) -> str:
        """What the file is called where it is handed out."""
        return f"{self.estate or self.region} {self.size}{PurePath(self.file.name).suffix}"
