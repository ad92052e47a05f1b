import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from accounts.protection import append_only
from credit.models.rulebooks import Item, Subject
from credit.models.seen import COMPANIES, PARTIES, PLACE, STEPPED
from credit.queries import EvidenceQuerySet, PostingQuerySet
from enterprises.models import Enterprise, ProjectManager
from estates.models import Estate
from exchange.recording import recorded, tells
from intake.models import ImportBatch


class Source(models.TextChoices):
    INSPECTION = "inspection", _("inspection")
    COMPLAINT = "complaint", _("complaint")
    COMMITTEE = "committee", _("owners' self-government")
    BOARD = "board", _("disclosure board")
    MONEY = "money", _("fees and public money")
    PENALTY = "penalty", _("administrative penalty")
    COURT = "court", _("court or arbitration")
    MEDIA = "media", _("media")
    OWNERS = "owners", _("owners' rating")
    AWARD = "award", _("award")
    SELF_REPORT = "self_report", _("self-report")
    SYSTEM = "system", _("found by the portal")


class Evidence(models.Model):
    """One event under one rulebook item: who, where, when, how many points, on what paper. Never changed.

    It was priced when it was recorded, by the rulebook in force on its day. Its state on a day follows from its dates
    and its steps: see `EvidenceQuerySet.with_state`.
    """

    number = models.CharField(_("record number"), max_length=40, unique=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="evidence", verbose_name=_("item"))
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("enterprise"),
    )
    estate = models.ForeignKey(
        Estate, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("estate")
    )
    manager = models.ForeignKey(
        ProjectManager,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("project manager"),
    )
    level = models.CharField(_("level"), max_length=20, blank=True)
    centipoints = models.IntegerField(_("points, hundredths"))
    matter = models.CharField(_("matter"), max_length=60, blank=True)
    fact = models.CharField(_("fact"), max_length=300, blank=True)
    occurred_on = models.DateField(_("happened on"))
    decided_on = models.DateField(_("decided on"))
    effective_on = models.DateField(_("in effect from"))
    expires_on = models.DateField(_("counts until before"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=12, choices=Source)
    document = models.CharField(_("document"), max_length=100, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("import")
    )
    search_text = models.GeneratedField(
        expression=Lower(Concat("number", Value(" "), "document", Value(" "), "matter", Value(" "), "fact")),
        output_field=models.TextField(_("what search looks at")),
        db_persist=True,
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence ledger")
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__gte=F("occurred_on")), name="evidence_decided_after_it_happened"
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("decided_on")), name="evidence_in_effect_after_decision"
            ),
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False) | Q(estate__isnull=False) | Q(manager__isnull=False),
                name="evidence_names_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["-decided_on", "-id"], name="evidence_newest_first"),
            models.Index(fields=["enterprise", "-decided_on", "-id"], name="evidence_of_an_enterprise"),
            models.Index(fields=["occurred_on", "id"], name="evidence_by_happening"),
            models.Index(fields=["recorded_at", "id"], name="evidence_by_recording"),
            models.Index(fields=["centipoints", "id"], name="evidence_by_points"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="evidence_search_trigram"),
        ]
        triggers = [
            *append_only("evidence"),
            *recorded("evidence", place=PLACE, companies=COMPANIES, joins=PARTIES),
        ]

    def __str__(self) -> str:
        return self.number


class StepVerb(models.TextChoices):
    OBJECT = "object", _("objection received")
    UPHOLD = "uphold", _("objection answered: upheld")
    WITHDRAW = "withdraw", _("withdrawn")
    REPAIR = "repair", _("repaired")


class EvidenceStep(models.Model):
    """What happened to a record afterwards. A correction is a step; the record itself stays."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="steps", verbose_name=_("evidence"))
    verb = models.CharField(_("step"), max_length=10, choices=StepVerb)
    on = models.DateField(_("on"))
    at = models.DateTimeField(_("recorded at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("step of a record")
        verbose_name_plural = _("steps of records")
        ordering = ["id"]
        triggers = [
            *append_only("evidence_steps"),
            tells("step_tells_evidence", "evidence", pgtrigger.Insert, STEPPED),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.verb}"


class Posting(models.Model):
    """Whose points an event makes, how many, and when they count: [`counts_from`, `counts_until`).

    What the portal knew is kept beside when it was so. `known_from` is the night that first saw the row,
    `known_until` the night that saw the row which replaces it; the night job alone writes these two, once each. So any
    past night can be gathered again exactly as it was. A withdrawal adds a row that `replaces` the old one.
    """

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="postings")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=10, choices=Subject)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="postings", db_index=False)
    estate = models.ForeignKey(Estate, models.PROTECT, null=True, related_name="postings", db_index=False)
    manager = models.ForeignKey(ProjectManager, models.PROTECT, null=True, related_name="postings", db_index=False)
    reaches_enterprise = models.BooleanField()
    centipoints = models.IntegerField()
    matter = models.BigIntegerField()
    counts_from = models.DateField()
    counts_until = models.DateField()
    known_from = models.IntegerField(null=True)
    known_until = models.IntegerField(null=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by", db_index=False)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        indexes = [
            models.Index(
                fields=["enterprise", "item"],
                include=["counts_from", "counts_until", "centipoints"],
                condition=Q(known_from__isnull=False, known_until__isnull=True, reaches_enterprise=True),
                name="posting_of_tonight",
            ),
            models.Index(
                fields=["estate"],
                condition=Q(enterprise__isnull=True, known_until__isnull=True),
                name="posting_of_nobody",
            ),
            models.Index(fields=["id"], condition=Q(known_from__isnull=True), name="posting_not_seen_yet"),
            models.Index(fields=["estate"], condition=Q(estate__isnull=False), name="posting_of_an_estate"),
            models.Index(fields=["manager"], condition=Q(manager__isnull=False), name="posting_of_a_manager"),
            models.Index(
                fields=["counts_from"],
                include=["enterprise"],
                condition=Q(known_until__isnull=True, reaches_enterprise=True),
                name="posting_begins",
            ),
            models.Index(
                fields=["counts_until"],
                include=["enterprise"],
                condition=Q(known_until__isnull=True, reaches_enterprise=True),
                name="posting_ends",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="a_posting_is_replaced_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="postings_are_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="postings_only_become_known",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF (OLD.known_from IS NOT NULL AND NEW.known_from IS DISTINCT FROM OLD.known_from)
                       OR (OLD.known_until IS NOT NULL AND NEW.known_until IS DISTINCT FROM OLD.known_until)
                       OR (NEW.evidence_id, NEW.item_id, NEW.subject, NEW.centipoints, NEW.matter, NEW.counts_from,
                           NEW.counts_until, NEW.reaches_enterprise)
                          IS DISTINCT FROM
                          (OLD.evidence_id, OLD.item_id, OLD.subject, OLD.centipoints, OLD.matter, OLD.counts_from,
                           OLD.counts_until, OLD.reaches_enterprise)
                       OR (NEW.enterprise_id, NEW.estate_id, NEW.manager_id, NEW.replaces_id)
                          IS DISTINCT FROM (OLD.enterprise_id, OLD.estate_id, OLD.manager_id, OLD.replaces_id) THEN
                        RAISE EXCEPTION 'a posting is never changed' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.centipoints}"
