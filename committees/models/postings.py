from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from committees.models.bodies import Committee
from committees.models.votes import Vote
from committees.queries import PostingQuerySet
from estates.models import Estate


class PostingKind(models.TextChoices):
    GROUP = "group", _("preparatory group")
    CANDIDATES = "candidates", _("candidates")
    VOTE = "vote", _("vote")
    RESULT = "result", _("result of a vote")
    MEMBERS = "members", _("committee members")
    MINUTES = "minutes", _("minutes and decisions")
    DUTY = "duty", _("disclosure of duty")
    ACCOUNTS = "accounts", _("accounts and audit")
    NOTICE = "notice", _("notice")


TELLS_ALWAYS = (PostingKind.MINUTES, PostingKind.ACCOUNTS, PostingKind.NOTICE)
"""What may be read after it hung too. All others name people, for as long as the law wants them told and no longer."""


class Posting(Kept):
    """What hangs on an estate's board and page, from `posted_on` up to but not including `until_on`; gone then."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="board", verbose_name=_("estate"))
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("committee")
    )
    vote = models.ForeignKey(
        Vote, models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("vote")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=PostingKind)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=8000)
    posted_on = models.DateField(_("posted on"))
    until_on = models.DateField(_("posted until before"))
    withdrawn_on = models.DateField(_("taken down on"), null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting on the board")
        verbose_name_plural = _("postings on boards")
        ordering = ["-posted_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("posted_on")), name="posting_hangs_a_day_at_least"),
        ]
        indexes = [models.Index(fields=["estate", "until_on"], name="postings_of_an_estate")]

    def __str__(self) -> str:
        return self.title
