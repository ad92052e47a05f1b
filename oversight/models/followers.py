"""Telephones that are told when something changes about an estate."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import SealedPerson


class Follower(SealedPerson):
    """One number that asked to be told of one estate: first to be confirmed by a code, then until `until_on`.

    There is no name. The row goes when its owner ends it by the link of any message, when its time is over, or when
    nobody confirmed it. `told_news` is the last news (by id) of which this number knows.
    """

    estate_id = models.BigIntegerField(_("estate"))
    phone_digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    until_on = models.DateField(_("kept until"))
    language = models.CharField(max_length=10)
    told_news = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("number that follows an estate")
        verbose_name_plural = _("numbers that follow estates")
        constraints = [
            models.UniqueConstraint(fields=["estate_id", "phone_digest"], name="one_number_follows_an_estate_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(code_digest=""), name="a_confirmed_number_has_no_code_left"
            ),
        ]
        indexes = [models.Index(fields=["until_on"], name="followers_by_last_day")]

    def __str__(self) -> str:
        return f"{self.estate_id} {self.masked_phone}"
