from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.protection import append_only
from committees.models.bodies import Committee, Member
from committees.models.meetings import Decision
from committees.models.votes import Matter
from committees.queries import OfACommittee


class Seal(models.TextChoices):
    COMMITTEE = "committee", _("the committee's seal")
    ASSEMBLY = "assembly", _("the assembly's seal")


class SealUse(models.Model):
    """One line of the seal register: what was sealed, for whom, who signed for it. Never changed: `corrects` names the
    line that it replaces. The assembly's seal goes by a matter that the owners passed."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seal_uses", verbose_name=_("committee"))
    number = models.CharField(_("number"), max_length=24, unique=True)
    seal = models.CharField(_("which seal"), max_length=10, choices=Seal, default=Seal.COMMITTEE)
    used_on = models.DateField(_("used on"))
    document = models.CharField(_("document that was sealed"), max_length=200)
    recipient = models.CharField(_("who gets it"), max_length=100, blank=True)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    signers = models.ManyToManyField(Member, related_name="+", verbose_name=_("signed by"))
    signed = models.PositiveSmallIntegerField(_("members who signed"))
    members_all = models.PositiveSmallIntegerField(_("members in all"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="seal_uses", verbose_name=_("committee decision")
    )
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="seal_uses", verbose_name=_("matter owners passed")
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("replaces")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = OfACommittee.as_manager()

    class Meta:
        verbose_name = _("seal use")
        verbose_name_plural = _("seal uses")
        ordering = ["-used_on", "-id"]
        indexes = [models.Index(fields=["committee", "-used_on"], name="seal_uses_of_a_committee")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(seal="assembly") | Q(matter__isnull=False), name="seal_of_the_owners_goes_by_their_vote"
            )
        ]
        triggers = append_only("seal_uses")

    def __str__(self) -> str:
        return self.number
