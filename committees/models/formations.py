from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, SealedPerson
from committees.models.bodies import Committee, From
from committees.models.owners import Owner
from committees.queries import OfAFormation, OfAnEstate
from estates.models import Estate
from exchange.recording import recorded


class FormationKind(models.TextChoices):
    FIRST = "first", _("first assembly")
    REELECTION = "reelection", _("re-election")
    MANAGEMENT = "management", _("management committee")


class FormationState(models.TextChoices):
    APPLIED = "applied", _("applied for")
    CHECKED = "checked", _("conditions met")
    GROUPED = "grouped", _("group formed")
    ANNOUNCED = "announced", _("matters announced")
    VOTING = "voting", _("vote under way")
    ELECTED = "elected", _("chosen, to be filed")
    DONE = "done", _("filed")
    FAILED = "failed", _("failed")
    STOPPED = "stopped", _("stopped")


OVER = ("done", "failed", "stopped")


class Condition(models.TextChoices):
    """Why an estate may hold its first assembly, or why it gets a management committee."""

    DELIVERED = "delivered", _("enough of the floor area is handed over")
    MOVED_IN = "moved_in", _("enough owners have taken over their homes")
    TWO_YEARS = "two_years", _("two years since the first home was handed over")
    TERM_ENDS = "term_ends", _("the committee's term ends")
    TOO_FEW = "too_few", _("too few members are left")
    NOT_READY = "not_ready", _("the conditions of an assembly are not met")
    NONE_ELECTED = "none_elected", _("no committee could be elected")
    IDLE = "idle", _("the committee does not do its duty")
    UNMANAGED = "unmanaged", _("old estate without management")


class Formation(Kept):
    """The way from an application to a committee in office: of the first assembly, of a re-election, or by naming."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="formations", verbose_name=_("estate"))
    kind = models.CharField(_("kind"), max_length=12, choices=FormationKind)
    state = models.CharField(_("state"), max_length=10, choices=FormationState, default=FormationState.APPLIED)
    condition = models.CharField(_("ground"), max_length=14, choices=Condition)
    delivered_percent = models.DecimalField(
        _("floor area handed over, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    moved_in_percent = models.DecimalField(
        _("owners who took over, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    first_delivered_on = models.DateField(_("first home handed over on"), null=True, blank=True)
    applicants = models.PositiveIntegerField(_("owners who applied"), null=True, blank=True)
    applied_on = models.DateField(_("applied on"))
    checked_on = models.DateField(_("conditions checked on"), null=True, blank=True)
    grouped_on = models.DateField(_("group formed on"), null=True, blank=True)
    group_posted_on = models.DateField(_("list of the group posted on"), null=True, blank=True)
    announced_on = models.DateField(_("matters and candidates announced on"), null=True, blank=True)
    vote = models.OneToOneField(
        "committees.Vote", models.PROTECT, null=True, blank=True, related_name="formation_of", verbose_name=_("vote")
    )
    committee = models.OneToOneField(
        Committee, models.PROTECT, null=True, blank=True, related_name="formation", verbose_name=_("committee")
    )
    succeeds = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="successions", verbose_name=_("succeeds")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("formation of a committee")
        verbose_name_plural = _("formations of committees")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["estate"], condition=~Q(state__in=OVER), name="one_formation_at_a_time",
                violation_error_message=_("A committee is being formed in this estate already."),
            ),
        ]  # fmt: skip
        triggers = recorded("formation", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id")

    def __str__(self) -> str:
        return self.number


class GroupMember(SealedPerson, Kept):
    """Somebody in the preparatory or re-election group."""

    formation = models.ForeignKey(Formation, models.CASCADE, related_name="group", verbose_name=_("formation"))
    side = models.CharField(_("speaks for"), max_length=10, choices=From)
    owner = models.ForeignKey(Owner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    is_head = models.BooleanField(_("head of the group"), default=False)

    objects = OfAFormation.as_manager()

    class Meta:
        verbose_name = _("member of a preparatory group")
        verbose_name_plural = _("members of preparatory groups")
        ordering = ["formation_id", "-is_head", "id"]
        constraints = [
            models.UniqueConstraint(fields=["formation"], condition=Q(is_head=True), name="one_head_of_a_group"),
        ]

    def __str__(self) -> str:
        return self.masked_name


class CandidateState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    SOUND = "sound", _("meets the conditions")
    REFUSED = "refused", _("does not meet the conditions")
    WITHDRAWN = "withdrawn", _("withdrew")


class Candidate(SealedPerson, Kept):
    """Somebody who stands for a committee. `checks`: what was looked into, by condition: true, false or null (open)."""

    formation = models.ForeignKey(Formation, models.CASCADE, related_name="candidates", verbose_name=_("formation"))
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="candidacies", verbose_name=_("owner"))
    proposed_by = models.CharField(_("proposed by"), max_length=10, choices=From, default=From.OWNER)
    statement = models.CharField(_("says of themselves"), max_length=500, blank=True)
    is_party_member = models.BooleanField(_("party member"), default=False)
    is_substitute = models.BooleanField(_("stands as a substitute"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=CandidateState, default=CandidateState.PROPOSED)
    checks = models.JSONField(_("what was checked"), default=dict, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    refusal = models.CharField(_("why not"), max_length=300, blank=True)

    objects = OfAFormation.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["formation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["formation", "owner"], name="one_candidacy_of_an_owner"),
        ]

    def __str__(self) -> str:
        return self.masked_name
