"""The change feed's tables. Triggers write them (`exchange.recording`), `exchange.feed` reads them.

How their order comes about, without gaps and without anybody waiting, is told in `docs/decisions/0009`.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, Region
from exchange.recording import recorded


class Commit(models.Model):
    """What one transaction changed. `stamp` is taken at its commit, `first` is given by whoever reads next.

    Its changes stand at the positions `first` + 1 to `first` + `size`. A transaction has more than one of these only
    where its deferred constraints were made immediate halfway.
    """

    stamp = models.BigIntegerField(null=True)
    size = models.IntegerField(null=True)
    at = models.DateTimeField(null=True)
    request_id = models.CharField(max_length=64, blank=True, db_default="")
    first = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("transaction of the change feed")
        verbose_name_plural = _("transactions of the change feed")
        constraints = [models.UniqueConstraint(fields=["first"], name="one_commit_per_position")]
        indexes = [models.Index(fields=["stamp"], condition=Q(first__isnull=True), name="commit_without_position")]

    def __str__(self) -> str:
        return str(self.first)


class Kind(models.TextChoices):
    """What happened to the thing itself; what it looks like to a reader also depends on where the reader sees."""

    ADDED = "I", _("added")
    CHANGED = "U", _("changed")
    DELETED = "D", _("deleted")
    MOVED = "M", _("seen by others than before")


class Change(models.Model):
    """One thing was added, changed, deleted, or came into the sight of others.

    Who saw it before and who sees it now is said in three ways: `place`, a division's code (who sees that division, or
    one that it is part of) or "*" (everybody); `companies`, two at most, whose sight is looked up when the feed is
    read; `stems`, exactly those code prefixes. A side without any is nobody's, except that a change which moved
    nothing has no "before".
    """

    pk = models.CompositePrimaryKey("commit_id", "nth")
    commit_id = models.BigIntegerField()
    nth = models.IntegerField()
    resource = models.CharField(max_length=20)
    thing = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=1, choices=Kind)
    place_before = models.CharField(max_length=12, null=True)
    stems_before = ArrayField(models.CharField(max_length=12), null=True)
    place_after = models.CharField(max_length=12, null=True)
    companies_after = ArrayField(models.BigIntegerField(), null=True)
    stems_after = ArrayField(models.CharField(max_length=12), null=True)

    class Meta:
        verbose_name = _("entry of the change feed")
        verbose_name_plural = _("entries of the change feed")

    def __str__(self) -> str:
        return f"{self.resource} {self.key}"


class FeedMark(models.Model):
    """How far the feed is: the `last` position given, and the last one that is no longer kept. One row.

    `life` tells this feed's positions from those of any other portal, or of this one before its data were replaced.
    """

    id = models.SmallIntegerField(primary_key=True)
    life = models.CharField(max_length=8)
    last = models.BigIntegerField()
    forgotten = models.BigIntegerField()

    class Meta:
        verbose_name = _("mark of the change feed")
        verbose_name_plural = _("marks of the change feed")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_mark_of_the_feed")]

    def __str__(self) -> str:
        return f"{self.life}-{self.last}"


class RecordedRegion(Region):
    """Divisions stand on the floor below; what changes of them is told here."""

    class Meta:
        proxy = True
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        triggers = recorded("region", pk="code", place="t.code")


class AuditedRequest(AuditEntry):
    """Who acts leaves a line in the audit log; its request's number is the transaction's in the feed."""

    class Meta:
        proxy = True
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        triggers = [
            pgtrigger.Trigger(
                name="request_of_changes",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="PERFORM set_config('exchange.request', NEW.request_id, true); RETURN NULL;",
            )
        ]
