from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.models.bodies import Committee, Member
from committees.models.postings import Posting
from committees.queries import OfACommittee


class Disclosure(models.Model):
    """What a committee told the owners about its duty (履职公开) in a half-year: from `from_on`, before `until_on`."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="disclosures", verbose_name=_("committee"))
    from_on = models.DateField(_("about the time from"))
    until_on = models.DateField(_("up to before"))
    due_on = models.DateField(_("due on"))
    disclosed_on = models.DateField(_("disclosed on"))
    meetings = models.PositiveSmallIntegerField(_("meetings held"))
    seal_uses = models.PositiveSmallIntegerField(_("times the seal was used"))
    posting = models.OneToOneField(
        Posting, models.PROTECT, related_name="disclosure", verbose_name=_("posting on the board")
    )

    objects = OfACommittee.as_manager()

    class Meta:
        verbose_name = _("disclosure of duty")
        verbose_name_plural = _("disclosures of duty")
        ordering = ["-from_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "from_on"], name="one_disclosure_per_period",
                violation_error_message=_("This half-year was disclosed already."),
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="disclosure_is_about_some_days"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.committee} {self.from_on}"

    @property
    def is_late(self) -> bool:
        return self.disclosed_on > self.due_on


class MemberDuty(models.Model):
    """What was disclosed of one member: meetings attended, and whether the own fees are paid."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="lines", verbose_name=_("disclosure"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="duties", verbose_name=_("committee member"))
    attended = models.PositiveSmallIntegerField(_("meetings attended"))
    fees_paid = models.BooleanField(_("own fees paid"))

    class Meta:
        verbose_name = _("duty of a member")
        verbose_name_plural = _("duties of members")
        ordering = ["disclosure_id", "member__place", "id"]
        constraints = [models.UniqueConstraint(fields=["disclosure", "member"], name="one_duty_line_per_member")]

    def __str__(self) -> str:
        return f"{self.disclosure_id} {self.member_id}"
