from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from accounts.sealing import unseal
from committees.models import MediationCommittee
from complaints.mediation.queries import MediationQuerySet
from complaints.models.complaints import Complaint
from enterprises.models import Enterprise
from estates.models import Estate


class MediationState(models.TextChoices):
    APPLIED = "applied", _("applied for")
    RUNNING = "running", _("in mediation")
    REFUSED = "refused", _("not taken on")
    AGREED = "agreed", _("agreed")
    FAILED = "failed", _("no agreement")
    ENDED = "ended", _("ended by a party")


class Mediation(models.Model):
    """One dispute before a committee. It holds up neither a complaint nor a lawsuit.

    The agreement is sealed: it names people. `court_until_on` is the last day on which both may ask the court to
    confirm it.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="mediations", verbose_name=_("estate"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("street or community"))
    complaint = models.ForeignKey(
        Complaint, models.PROTECT, null=True, blank=True, related_name="mediations", verbose_name=_("complaint")
    )
    came_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="went_on_as", verbose_name=_("went on from")
    )
    committee = models.ForeignKey(
        MediationCommittee, models.PROTECT, related_name="mediations", verbose_name=_("mediation committee")
    )
    mediator = models.CharField(_("mediator"), max_length=40, blank=True)
    subject = models.CharField(_("what it is about"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=MediationState, default=MediationState.APPLIED)
    applied_on = models.DateField(_("applied on"))
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    due_on = models.DateField(_("ends by"), null=True, blank=True)
    extended_days = models.PositiveSmallIntegerField(_("days more"), default=0)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outcome_note = models.CharField(_("reason"), max_length=300, blank=True)
    sealed_agreement = models.TextField(blank=True)
    effective_on = models.DateField(_("agreement in effect from"), null=True, blank=True)
    court_until_on = models.DateField(_("court may be asked until"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed by the court on"), null=True, blank=True)
    court = models.CharField(_("court"), max_length=60, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("opened by")
    )

    objects = MediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("mediation")
        verbose_name_plural = _("mediations")
        ordering = ["-id"]
        indexes = [models.Index(fields=["region", "state", "due_on"], name="mediations_of_a_region")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(taken_on__isnull=False, due_on__gte=F("taken_on")),
                name="running_mediation_has_its_term",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed", effective_on__isnull=False) & ~Q(sealed_agreement="")
                | (~Q(state="agreed") & Q(sealed_agreement="", confirmed_on__isnull=True)),
                name="agreed_mediation_has_its_agreement",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_on__gte=F("effective_on")),
                name="court_confirms_an_agreement_in_effect",
            ),
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(state__in=["applied", "running"]),
                name="one_open_mediation_per_complaint",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def agreement(self) -> str:
        """The text that the parties signed; raises `accounts.sealing.NotOpened`."""
        return unseal(self.sealed_agreement) if self.sealed_agreement else ""


class Side(models.TextChoices):
    APPLICANT = "applicant", _("who applied")
    OPPONENT = "opponent", _("other side")


class Party(models.Model):
    """Who is at odds with whom. Names and phones of people are sealed; a company is named by its record."""

    mediation = models.ForeignKey(Mediation, models.CASCADE, related_name="parties", verbose_name=_("mediation"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("company")
    )
    sealed_name = models.TextField(blank=True)
    sealed_phone = models.TextField(blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["side", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False) | ~Q(sealed_name=""), name="party_is_a_company_or_has_a_name"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.enterprise or self.masked_name}"

    @property
    def name(self) -> str:
        return self.enterprise.name if self.enterprise else unseal(self.sealed_name)

    @property
    def phone(self) -> str:
        return unseal(self.sealed_phone) if self.sealed_phone else ""

    @property
    def masked_name(self) -> str:
        """A person's family name and stars; a company's name as it is."""
        return self.name if self.enterprise else self.name[:1] + "*" * (len(self.name) - 1)


class Sitting(models.Model):
    """One meeting of the parties before the mediator. What was said there is sealed."""

    mediation = models.ForeignKey(Mediation, models.CASCADE, related_name="sittings", verbose_name=_("mediation"))
    held_at = models.DateTimeField(_("held at"))
    place = models.CharField(_("place"), max_length=100)
    sealed_record = models.TextField(blank=True)

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["held_at", "id"]

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.held_at:%Y-%m-%d}"

    @property
    def record(self) -> str:
        return unseal(self.sealed_record) if self.sealed_record else ""
