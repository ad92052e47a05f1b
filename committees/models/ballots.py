from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.protection import append_only
from accounts.sealing import derived, new_salt
from committees.models.owners import Owner
from committees.models.votes import Matter, Option, Vote
from committees.queries import OfAVote
from estates.models import Home

RECEIPT_LENGTH = 16
CODE_LENGTH = 12


class Way(models.TextChoices):
    PHONE = "phone", _("by phone")
    PAPER = "paper", _("on paper")


class RollLine(models.Model):
    """One home of the roll (表决名册), with the area and the owner that count in this vote."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="roll", verbose_name=_("vote"))
    home = models.ForeignKey(Home, models.PROTECT, related_name="+", verbose_name=_("home"))
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+", verbose_name=_("owner"))
    label = models.CharField(_("home"), max_length=60)
    area_m2 = models.DecimalField(_("exclusive area, m²"), max_digits=10, decimal_places=2)

    objects = OfAVote.as_manager()

    class Meta:
        verbose_name = _("line of a roll")
        verbose_name_plural = _("lines of rolls")
        ordering = ["vote_id", "label"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "home"], name="one_line_per_home_in_a_roll"),
            models.CheckConstraint(condition=models.Q(area_m2__gt=0), name="line_of_a_roll_has_an_area"),
        ]
        indexes = [models.Index(fields=["vote", "owner"], name="rolls_by_owner")]

    def __str__(self) -> str:
        return self.label


class Ballot(models.Model):
    """What one head voted, once and for good. The receipt opens the own lines of the posted list; it is kept nowhere."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="ballots", verbose_name=_("vote"))
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+", verbose_name=_("owner"))
    way = models.CharField(_("way"), max_length=10, choices=Way)
    by_proxy = models.BooleanField(_("by a proxy"), default=False)
    cast_at = models.DateTimeField(_("cast at"))
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    objects = OfAVote.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["vote", "owner"], name="one_head_one_vote")]
        triggers = append_only("ballots")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def receipt(self) -> str:
        return derived("ballot", str(self.vote_id), str(self.owner_id), self.salt, length=RECEIPT_LENGTH)


class Mark(models.Model):
    """One option that a ballot marked."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="marks", verbose_name=_("ballot"))
    option = models.ForeignKey(Option, models.PROTECT, related_name="+", verbose_name=_("option"))

    class Meta:
        verbose_name = _("mark on a ballot")
        verbose_name_plural = _("marks on ballots")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ballot", "option"], name="an_option_is_marked_once")]
        triggers = append_only("ballot_marks")

    def __str__(self) -> str:
        return str(self.pk)


class PaperEntry(models.Model):
    """A paper ballot as one of two people read it. Only when both read the same does it become a ballot."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="paper_entries", verbose_name=_("vote"))
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+", verbose_name=_("owner"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    received_on = models.DateField(_("handed in on"))
    by_proxy = models.BooleanField(_("by a proxy"), default=False)
    options = models.JSONField(_("marked"), default=list)

    objects = OfAVote.as_manager()

    class Meta:
        verbose_name = _("entry of a paper ballot")
        verbose_name_plural = _("entries of paper ballots")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "owner", "entered_by"], name="each_enters_a_paper_ballot_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Refusal(models.Model):
    """A ballot that did not count, such as a second one, and why."""

    class Reason(models.TextChoices):
        SECOND = "second", _("this owner has voted already")
        LATE = "late", _("it came after the end")
        NOT_ON_ROLL = "not_on_roll", _("this home is not on the roll")
        SPOILT = "spoilt", _("it cannot be read as one answer")

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="refusals", verbose_name=_("vote"))
    owner = models.ForeignKey(Owner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    way = models.CharField(_("way"), max_length=10, choices=Way)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    at = models.DateTimeField(_("at"))

    objects = OfAVote.as_manager()

    class Meta:
        verbose_name = _("ballot that did not count")
        verbose_name_plural = _("ballots that did not count")
        ordering = ["id"]
        triggers = append_only("refusals")

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(models.Model):
    """How an owner proves on a phone to be on the roll: a code from the letter, and one sent to the phone on record."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="invitations", verbose_name=_("vote"))
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+", verbose_name=_("owner"))
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    code_digest = models.CharField(max_length=64, editable=False, db_index=True)
    phone_code_digest = models.CharField(max_length=64, blank=True, editable=False)
    phone_code_until = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("wrong phone codes"), default=0)
    sent_count = models.PositiveSmallIntegerField(_("phone codes sent"), default=0)

    objects = OfAVote.as_manager()

    class Meta:
        verbose_name = _("invitation to vote")
        verbose_name_plural = _("invitations to vote")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["vote", "owner"], name="one_invitation_of_an_owner")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def code(self) -> str:
        return derived("invitation", str(self.vote_id), str(self.owner_id), self.salt, length=CODE_LENGTH)


class Slip(models.Model):
    """One anonymous line of the posted list: a head, or a chip of area, for one option of one matter."""

    class Kind(models.TextChoices):
        HEAD = "head", _("head")
        AREA = "area", _("area")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="slips", verbose_name=_("matter"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    token = models.CharField(_("token"), max_length=20)
    option = models.ForeignKey(Option, models.PROTECT, null=True, related_name="+", verbose_name=_("option"))
    area_m2 = models.DecimalField(_("area, m²"), max_digits=6, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("line of a posted list")
        verbose_name_plural = _("lines of posted lists")
        ordering = ["matter_id", "kind", "token"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "kind", "token", "option"], name="one_slip_per_token"),
        ]
        triggers = append_only("slips")

    def __str__(self) -> str:
        return self.token
