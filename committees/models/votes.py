from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept, SealedPerson
from committees.models.bodies import Committee
from committees.models.formations import Candidate
from committees.models.guards import stands_still
from committees.models.owners import Owner
from committees.queries import OfAnEstate, OfAVote
from estates.models import Estate
from exchange.recording import recorded


class VoteState(models.TextChoices):
    DRAFT = "draft", _("draft")
    POSTED = "posted", _("announced")
    OPEN = "open", _("open for votes")
    CLOSED = "closed", _("over, to be counted")
    COUNTED = "counted", _("counted")
    ANNOUNCED = "announced", _("result posted")
    FINAL = "final", _("final")
    STOPPED = "stopped", _("stopped")


class Organiser(models.TextChoices):
    GROUP = "group", _("preparatory group")
    COMMITTEE = "committee", _("owners' committee")
    MANAGEMENT = "management", _("management committee")
    STREET = "street", _("street or town")


TALLIED = ("heads_all", "area_all_m2", "heads_part", "area_part_m2", "passed", "fault")
OPTION_TALLIED = ("heads", "area_m2", "is_elected")
"""The columns of a matter, and of an option, that counting fills in."""


class MatterKind(models.TextChoices):
    """The nine matters that owners decide in common (民法典第二百七十八条), in its order."""

    RULES = "rules", _("assembly rules")
    COVENANT = "covenant", _("covenant")
    ELECT = "elect", _("election or replacement of a committee")
    HIRE = "hire", _("hiring or dismissing a company")
    USE_FUND = "use_fund", _("use of the maintenance fund")
    RAISE_FUND = "raise_fund", _("raising of the maintenance fund")
    REBUILD = "rebuild", _("rebuilding")
    CHANGE_USE = "change_use", _("change of use of shared parts, or business in them")
    OTHER = "other", _("other major matter")


class Stance(models.TextChoices):
    YES = "yes", _("in favour")
    NO = "no", _("against")
    ABSTAIN = "abstain", _("abstain")


class Vote(Kept):
    """One meeting of the owners' assembly, held as a vote: what is asked, of whom, from when until when.

    What the law of `posted_on` asks for is applied. `affects_all` is false where only some homes decide (those whose
    fund is used): the roll then has those alone. `opens_at` counts, `closes_at` does not.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="votes", verbose_name=_("estate"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("explanation"), max_length=4000, blank=True)
    organiser = models.CharField(_("organised by"), max_length=12, choices=Organiser)
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="votes", verbose_name=_("committee")
    )
    is_temporary = models.BooleanField(_("temporary meeting"), default=False)
    affects_all = models.BooleanField(_("all homes decide"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=VoteState, default=VoteState.DRAFT)
    posted_on = models.DateField(_("announced on"), null=True, blank=True)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    roll_confirmed_at = models.DateTimeField(_("roll confirmed at"), null=True, blank=True)
    counted_at = models.DateTimeField(_("ballots counted at"), null=True, blank=True)
    result_due_on = models.DateField(_("result due on"), null=True, blank=True)
    announced_on = models.DateField(_("result posted on"), null=True, blank=True)
    announced_until_on = models.DateField(_("result posted until before"), null=True, blank=True)
    list_digest = models.CharField(_("digest of the posted list"), max_length=64, blank=True)
    stop_reason = models.CharField(_("why it was stopped"), max_length=300, blank=True)
    roll_corrections = models.PositiveIntegerField(_("corrections of the confirmed roll"), default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="vote_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "stopped"])
                | Q(roll_confirmed_at__isnull=False, posted_on__isnull=False),
                name="vote_has_a_confirmed_roll",
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "-opens_at"], name="votes_of_an_estate"),
            models.Index(fields=["state", "closes_at"], name="votes_by_state"),
        ]
        triggers = recorded("vote", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id")

    def __str__(self) -> str:
        return self.title


class Matter(Kept):
    """One thing that is asked. What was found stands here after counting: heads and areas of all, and of those who
    took part; `fault` says in a word why it did not pass, or why seats of an election stayed empty.
    """

    class Fault(models.TextChoices):
        QUORUM = "quorum", _("too few took part")
        HEADS = "heads", _("too few heads in favour")
        AREA = "area", _("too little area in favour")
        BOTH = "both", _("too few heads and too little area in favour")
        NOBODY = "nobody", _("no candidate has the majority")
        TIE = "tie", _("candidates stand level for the last seats, which stay empty")

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="matters", verbose_name=_("vote"))
    place = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=12, choices=MatterKind)
    question = models.CharField(_("what is asked"), max_length=300)
    details = models.TextField(_("details"), max_length=4000, blank=True)
    choose_most = models.PositiveSmallIntegerField(_("choose at most"), default=1)
    heads_all = models.PositiveIntegerField(_("heads in all"), null=True, blank=True)
    area_all_m2 = models.DecimalField(_("area in all, m²"), max_digits=12, decimal_places=2, null=True, blank=True)
    heads_part = models.PositiveIntegerField(_("heads that took part"), null=True, blank=True)
    area_part_m2 = models.DecimalField(
        _("area that took part, m²"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    fault = models.CharField(_("why not"), max_length=10, choices=Fault, blank=True)

    objects = OfAVote.as_manager()

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ["vote_id", "place"]
        constraints = [models.UniqueConstraint(fields=["vote", "place"], name="one_matter_per_place")]
        triggers = [stands_still("matter_stands_still", "matter", *TALLIED)]

    def __str__(self) -> str:
        return self.question


class Option(models.Model):
    """What may be marked: yes, no or abstain, or in an election one for each candidate; with its tally."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="options", verbose_name=_("matter"))
    place = models.PositiveSmallIntegerField(_("order"))
    label = models.CharField(_("label"), max_length=80)
    stance = models.CharField(_("stance"), max_length=10, choices=Stance, blank=True)
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("candidate")
    )
    heads = models.PositiveIntegerField(_("heads"), null=True, blank=True)
    area_m2 = models.DecimalField(_("area, m²"), max_digits=12, decimal_places=2, null=True, blank=True)
    is_elected = models.BooleanField(_("elected"), null=True, blank=True)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["matter_id", "place"]
        constraints = [models.UniqueConstraint(fields=["matter", "place"], name="one_option_per_place")]
        triggers = [stands_still("option_stands_still", "option", *OPTION_TALLIED, names=("label", "candidate_id"))]

    def __str__(self) -> str:
        return self.label


class Proxy(SealedPerson, models.Model):
    """Somebody whom an owner sent to vote, by a letter."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="proxies", verbose_name=_("vote"))
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+", verbose_name=_("owner"))
    document_digest = models.CharField(max_length=64, editable=False)
    given_on = models.DateField(_("letter of"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )

    objects = OfAVote.as_manager()

    class Meta:
        verbose_name = _("proxy")
        verbose_name_plural = _("proxies")
        ordering = ["vote_id", "id"]
        constraints = [models.UniqueConstraint(fields=["vote", "owner"], name="one_proxy_of_an_owner")]

    def __str__(self) -> str:
        return self.masked_name


class VoteObjection(SealedPerson, models.Model):
    """What somebody has against a posted result, and the answer."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="objections", verbose_name=_("vote"))
    words = models.TextField(_("words"), max_length=1000)
    lodged_on = models.DateField(_("lodged on"))
    due_on = models.DateField(_("answer due on"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    is_upheld = models.BooleanField(_("upheld"), null=True, blank=True)

    objects = OfAVote.as_manager()

    class Meta:
        verbose_name = _("objection to a result")
        verbose_name_plural = _("objections to results")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number
