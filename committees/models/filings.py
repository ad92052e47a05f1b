from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from committees.models.bodies import Committee
from committees.queries import OfACommittee, OfAFiling
from exchange.recording import recorded


class FilingKind(models.TextChoices):
    FIRST = "first", _("filing")
    CHANGE = "change", _("change of filing")
    REELECTION = "reelection", _("filing after re-election")
    DISSOLUTION = "dissolution", _("filing of an end")


class FilingState(models.TextChoices):
    DRAFT = "draft", _("being put together")
    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("given back to complete")
    FILED = "filed", _("filed")
    REFUSED = "refused", _("refused")


class PaperKind(models.TextChoices):
    MINUTES = "minutes", _("minutes of the assembly")
    DECISION = "decision", _("decision of the assembly")
    RULES = "rules", _("assembly rules")
    COVENANT = "covenant", _("covenant")
    COMMITTEE_MINUTES = "committee_minutes", _("minutes of the committee's first meeting")
    MEMBER_LIST = "member_list", _("list of members")
    NAMING = "naming", _("decision that names the members")
    HANDOVER = "handover", _("list of what was handed over")
    OTHER = "other", _("other paper")


def private_files():
    return storages["private"]


class Filing(Kept):
    """What a committee files with the street (备案), and the street's answer."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="filings", verbose_name=_("committee"))
    kind = models.CharField(_("kind"), max_length=12, choices=FilingKind)
    state = models.CharField(_("state"), max_length=10, choices=FilingState, default=FilingState.DRAFT)
    what_changed = models.CharField(_("what changed"), max_length=300, blank=True)
    happened_on = models.DateField(_("elected or changed on"))
    due_on = models.DateField(_("to be handed in by"))
    submitted_on = models.DateField(_("handed in on"), null=True, blank=True)
    answer_due_on = models.DateField(_("answer due on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    filing_number = models.CharField(_("filing number"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfACommittee.as_manager()

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee"], condition=Q(state__in=["draft", "submitted", "returned"]),
                name="one_filing_at_a_time",
                violation_error_message=_("This committee has a filing under way already."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["answer_due_on"], condition=Q(state="submitted"), name="filings_to_answer"),
        ]
        triggers = recorded(
            "filing",
            place="e.region_id",
            joins="LEFT JOIN committees_committee h ON h.id = t.committee_id "
            "LEFT JOIN estates_estate e ON e.id = h.estate_id",
        )

    def __str__(self) -> str:
        return self.number


class FilingPaper(models.Model):
    """One paper handed in with a filing."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="papers", verbose_name=_("filing"))
    kind = models.CharField(_("kind of paper"), max_length=20, choices=PaperKind)
    name = models.CharField(_("file name"), max_length=120)
    file = models.FileField(_("file"), storage=private_files, upload_to="filings/%Y/%m/")
    received_at = models.DateTimeField(_("received at"))

    objects = OfAFiling.as_manager()

    class Meta:
        verbose_name = _("filed paper")
        verbose_name_plural = _("filed papers")
        ordering = ["filing_id", "kind", "id"]

    def __str__(self) -> str:
        return self.name
