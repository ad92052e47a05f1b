from django.db import models
from django.utils.translation import gettext_lazy as _

from committees.models.bodies import Committee
from committees.queries import OfACommittee


class WarningKind(models.TextChoices):
    """What a committee and its street are warned of; each is given once for a day that nears or has passed."""

    REPORT = "report", _("the end of the term nears: report it")
    GROUP = "group", _("the end of the term nears: form the re-election group")
    LAST = "last", _("the end of the term nears: hold the election")
    OVER = "over", _("the term is over")
    TOO_FEW = "too_few", _("too few members are left: hold an election")
    FILING = "filing", _("the filing is late")
    ANSWER = "answer", _("the answer to the filing is late")
    HANDOVER = "handover", _("books and seal have not been handed over")


class CommitteeWarning(models.Model):
    """A warning given about a committee. `due_on` is the day it is about; `article` what it follows from."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="warnings", verbose_name=_("committee"))
    kind = models.CharField(_("kind"), max_length=10, choices=WarningKind)
    due_on = models.DateField(_("about the day"))
    given_on = models.DateField(_("given on"))
    article = models.CharField(_("article"), max_length=200)

    objects = OfACommittee.as_manager()

    class Meta:
        verbose_name = _("warning of a committee")
        verbose_name_plural = _("warnings of committees")
        ordering = ["-given_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "kind", "due_on"], name="one_warning_for_a_day"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
