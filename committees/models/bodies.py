from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, SealedPerson
from committees.models.owners import Owner
from committees.queries import CommitteeQuerySet, OfACommittee, OfAnEstate
from estates.models import Estate
from exchange.recording import recorded


class CommitteeKind(models.TextChoices):
    OWNERS = "owners", _("owners' committee")
    MANAGEMENT = "management", _("management committee")


class CommitteeState(models.TextChoices):
    ELECTED = "elected", _("chosen, not filed")
    FILED = "filed", _("in office")
    ENDED = "ended", _("handed over")
    DISSOLVED = "dissolved", _("dissolved")


class Seat(models.TextChoices):
    CHAIR = "chair", _("chair")
    VICE = "vice", _("vice chair")
    MEMBER = "member", _("member")
    SUBSTITUTE = "substitute", _("substitute")


class From(models.TextChoices):
    """Whom somebody speaks for, in a committee or a preparatory group."""

    OWNER = "owner", _("owners")
    USER = "user", _("residents who rent")
    STREET = "street", _("street or town")
    COMMUNITY = "community", _("community")
    DEVELOPER = "developer", _("developer")
    PARTY = "party", _("party organisation")
    POLICE = "police", _("police station")


class Assembly(Kept):
    """The owners' assembly (业主大会) of an estate: since when, by which rules."""

    estate = models.OneToOneField(
        Estate, models.PROTECT, primary_key=True, related_name="assembly", verbose_name=_("estate")
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    rules_on = models.DateField(_("assembly rules adopted on"), null=True, blank=True)
    covenant_on = models.DateField(_("covenant adopted on"), null=True, blank=True)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("owners' assembly")
        verbose_name_plural = _("owners' assemblies")
        ordering = ["estate_id"]

    def __str__(self) -> str:
        return str(self.estate_id)


class Committee(Kept):
    """An owners' committee or, where there is none, a management committee, for one term."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="committees", verbose_name=_("estate"))
    kind = models.CharField(_("kind"), max_length=12, choices=CommitteeKind)
    ordinal = models.PositiveSmallIntegerField(_("which term"), default=1)
    name = models.CharField(_("name"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=CommitteeState, default=CommitteeState.ELECTED)
    formed_on = models.DateField(_("elected or named on"))
    seat_count = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    first_met_on = models.DateField(_("first meeting held on"), null=True, blank=True)
    officers_on = models.DateField(_("officers chosen on"), null=True, blank=True)
    term_from = models.DateField(_("term from"))
    term_until = models.DateField(_("term until before"))
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    filing_number = models.CharField(_("filing number"), max_length=40, blank=True)
    office_phone = models.CharField(_("office phone"), max_length=30, blank=True)
    office_address = models.CharField(_("office"), max_length=120, blank=True)
    seal_number = models.CharField(_("seal registration"), max_length=40, blank=True)
    seal_on = models.DateField(_("seal since"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=200, blank=True)
    handover_due_on = models.DateField(_("books and seal to be handed over by"), null=True, blank=True)
    handed_over_on = models.DateField(_("books and seal handed over on"), null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["estate"], condition=Q(state="filed"), name="one_committee_in_office_per_estate",
                violation_error_message=_("This estate has a committee in office already."),
            ),
            models.CheckConstraint(condition=Q(term_until__gt=F("term_from")), name="term_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(state="filed") | Q(filed_on__isnull=False), name="committee_in_office_was_filed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["elected", "filed"], ended_on__isnull=True)
                | Q(state__in=["ended", "dissolved"], ended_on__isnull=False),
                name="committee_that_ended_has_a_day",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["term_until"], condition=Q(state="filed"), name="terms_running_out"),
            models.Index(fields=["estate", "-term_from"], name="committees_of_an_estate"),
        ]
        triggers = recorded("committee", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_office(self) -> bool:
        return self.state == CommitteeState.FILED


class Member(SealedPerson, Kept):
    """Somebody with a seat in a committee, from `joined_on` up to but not including `left_on`."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="members", verbose_name=_("committee"))
    owner = models.ForeignKey(
        Owner, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("owner")
    )
    seat = models.CharField(_("seat"), max_length=10, choices=Seat, default=Seat.MEMBER)
    side = models.CharField(_("speaks for"), max_length=10, choices=From, default=From.OWNER)
    is_party_member = models.BooleanField(_("party member"), default=False)
    place = models.PositiveSmallIntegerField(_("place in order"), default=0)
    joined_on = models.DateField(_("in the seat from"))
    left_on = models.DateField(_("in the seat until before"), null=True, blank=True)
    left_reason = models.CharField(_("why they left"), max_length=200, blank=True)

    objects = OfACommittee.as_manager()

    class Meta:
        verbose_name = _("committee member")
        verbose_name_plural = _("committee members")
        ordering = ["committee_id", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee"], condition=Q(seat="chair", left_on__isnull=True), name="one_chair_of_a_committee",
                violation_error_message=_("This committee has a chair already."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="member_leaves_after_joining"
            ),
        ]  # fmt: skip
        triggers = recorded(
            "committee-member",
            place="e.region_id",
            joins="LEFT JOIN committees_committee h ON h.id = t.committee_id "
            "LEFT JOIN estates_estate e ON e.id = h.estate_id",
        )

    def __str__(self) -> str:
        return self.masked_name


class CommitteeLogin(models.Model):
    """Which committee a person with the role «committee member» works for."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="committee_login", verbose_name=_("person")
    )
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="logins", verbose_name=_("committee"))

    class Meta:
        verbose_name = _("committee login")
        verbose_name_plural = _("committee logins")

    def __str__(self) -> str:
        return f"{self.user} · {self.committee}"
