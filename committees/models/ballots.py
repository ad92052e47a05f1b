from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.protection import append_only
from accounts.sealing import derived, new_salt
from committees.models.guards import BALLOT_IN_TIME, BALLOT_OF_THE_ROLL, MARKS_OF_THE_VOTE, ROLL_STANDS
from committees.models.owners import Owner
from committees.models.votes import Vote
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
        triggers = [ROLL_STANDS]

    def __str__(self) -> str:
        return self.label


def receipt_of(vote: int, owner: int, salt: str) -> str:
    return derived("ballot", str(vote), str(owner), salt, length=RECEIPT_LENGTH)


class Ballot(models.Model):
    """What one head voted, once and for good: the options it marked, at most `choose_most` of each matter.

    The receipt opens the own lines of the posted list; it is kept nowhere.
    """

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="ballots", verbose_name=_("vote"))
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+", verbose_name=_("owner"))
    way = models.CharField(_("way"), max_length=10, choices=Way)
    by_proxy = models.BooleanField(_("by a proxy"), default=False)
    cast_at = models.DateTimeField(_("cast at"))
    marked = ArrayField(models.BigIntegerField(), verbose_name=_("marked"), default=list, blank=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    objects = OfAVote.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["vote", "owner"], name="one_head_one_vote")]
        triggers = [*append_only("ballots"), BALLOT_IN_TIME, BALLOT_OF_THE_ROLL, MARKS_OF_THE_VOTE]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def receipt(self) -> str:
        return receipt_of(self.vote_id, self.owner_id, self.salt)


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
    """How an owner proves on a phone to be on the roll: a code from the letter, and one sent to the phone on record.

    `phone_digest` is that phone as it was when the code of the letter was made, empty where there was none: whoever
    prints letters must not also choose where the second code goes.
    """

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="invitations", verbose_name=_("vote"))
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+", verbose_name=_("owner"))
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    code_digest = models.CharField(max_length=64, editable=False, db_index=True)
    phone_digest = models.CharField(max_length=64, blank=True, editable=False)
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


class PostedList(models.Model):
    """The anonymous lines that add up to a result, one a line (`votes.slips`): those of one matter, or, at place 0, of
    taking part at all.
    """

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="lists", verbose_name=_("vote"))
    place = models.PositiveSmallIntegerField(_("place of the matter"))
    lines = models.TextField(_("lines"))

    objects = OfAVote.as_manager()

    class Meta:
        verbose_name = _("posted list")
        verbose_name_plural = _("posted lists")
        ordering = ["vote_id", "place"]
        constraints = [models.UniqueConstraint(fields=["vote", "place"], name="one_list_of_a_matter")]
        triggers = append_only("posted_lists")

    def __str__(self) -> str:
        return f"{self.vote_id} {self.place}"
