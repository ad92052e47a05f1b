"""What changed about an estate, as everybody may read it. No estate is held by these rows: it may be struck off."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsKind(models.TextChoices):
    """What of an estate changed; its order is that of the estate's page."""

    MANAGER = "manager", _("who manages it")
    GRADE = "grade", _("credit grade")
    FEE = "fee", _("property fee")
    LEVEL = "level", _("service level")
    FUND = "fund", _("maintenance fund")
    REVENUE = "revenue", _("public revenue")
    COMMITTEE = "committee", _("owners' committee")
    VOTES = "votes", _("votes of owners")
    BOARD = "board", _("disclosure")


BLOCKS = {
    NewsKind.LEVEL: "standard",
    NewsKind.GRADE: "manager",
    NewsKind.VOTES: "committee",
    NewsKind.BOARD: "disclosure",
}
"""Where on the estate's page a kind is told, if not in the block of its own name."""


class Standing(models.Model):
    """How an estate was last seen by the portal when it looked for news: `facts` by `NewsKind`, as plain JSON."""

    estate_id = models.BigIntegerField(primary_key=True)
    facts = models.JSONField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("standing of an estate")
        verbose_name_plural = _("standings of estates")

    def __str__(self) -> str:
        return str(self.estate_id)


class News(models.Model):
    """One thing about an estate that is not as it was: the facts before and now, {} for none. Never amended.

    Names no person.
    """

    estate_id = models.BigIntegerField()
    kind = models.CharField(_("about"), max_length=10, choices=NewsKind)
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("news of an estate")
        verbose_name_plural = _("news of estates")
        indexes = [
            models.Index(fields=["estate_id", "-id"], name="news_of_an_estate"),
            models.Index(fields=["at"], name="news_by_moment"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="news_tells_of_a_change"),
        ]
        triggers = [pgtrigger.Protect(name="news_never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.estate_id} {self.kind}"

    @property
    def block(self) -> str:
        """The block of the estate's page where it is told."""
        return BLOCKS.get(NewsKind(self.kind), self.kind)
