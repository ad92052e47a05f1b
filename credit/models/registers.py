"""What the nights knew of the registers downstairs, kept with the night that learnt it and the one that unlearnt."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from estates.models import Estate


class Standing(models.Model):
    """Since when a company takes part, as the nights `known_from`..`known_until` knew it."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="standings", db_index=False)
    county_code = models.CharField(max_length=12)
    joined_on = models.DateField(null=True)
    is_operating = models.BooleanField()
    known_from = models.IntegerField()
    known_until = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(known_until__isnull=True), name="one_current_standing",
                include=["county_code", "joined_on", "is_operating", "known_from"],
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["joined_on"], condition=Q(known_until__isnull=True), name="standing_joined"),
            models.Index(fields=["enterprise", "known_from"], name="standing_history"),
        ]

    def __str__(self) -> str:
        return str(self.enterprise_id)


class Share(models.Model):
    """How many square metres of which estate a company managed in [`from_on`, `until_on`), as the nights knew it."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="shares")
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="+", db_index=False)
    area_m2 = models.DecimalField(max_digits=12, decimal_places=2)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    known_from = models.IntegerField()
    known_until = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        indexes = [
            models.Index(fields=["from_on"], condition=Q(known_until__isnull=True), name="share_begins"),
            models.Index(fields=["until_on"], condition=Q(known_until__isnull=True), name="share_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.estate_id}"
