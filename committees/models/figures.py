from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CommitteeCount(models.Model):
    """How far the owners' self-government of an area was on a day; of today, as of `at`.

    Areas are divisions from the province down to the street, by their 12 digits. All but the last two are estates:
    with an owners' committee or a management committee in office, of these with a term that has run out or is about
    to; with a formation under way; within reach of an active mediation committee of the level that the city asks for.
    `mediation_bodies`: active mediation committees of any level within the area, `mediation_over` of these those whose
    term is over.
    """

    on = models.DateField(_("day"))
    area_code = models.CharField(_("area"), max_length=12)
    at = models.DateTimeField(_("counted at"))
    estate_count = models.PositiveIntegerField(_("estates"))
    owners_count = models.PositiveIntegerField(_("with an owners' committee"))
    management_count = models.PositiveIntegerField(_("with a management committee"))
    run_out_count = models.PositiveIntegerField(_("whose term has run out"))
    running_out_count = models.PositiveIntegerField(_("whose term is about to run out"))
    forming_count = models.PositiveIntegerField(_("with a formation under way"))
    mediated_count = models.PositiveIntegerField(_("within reach of mediation"))
    mediation_bodies = models.PositiveIntegerField(_("mediation committees"))
    mediation_over = models.PositiveIntegerField(_("mediation committees whose term is over"))

    class Meta:
        verbose_name = _("count of committees")
        verbose_name_plural = _("counts of committees")
        constraints = [
            models.UniqueConstraint(fields=["area_code", "on"], name="one_count_of_committees_per_area_and_day"),
            models.CheckConstraint(
                condition=Q(owners_count__lte=F("estate_count") - F("management_count"))
                & Q(mediated_count__lte=F("estate_count")),
                name="committees_are_of_estates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.on}"
