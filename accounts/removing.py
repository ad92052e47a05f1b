"""Striking a thing off its register: only while nothing else refers to it, and with its whole row in the audit log."""

from datetime import datetime

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Exists
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User


class StillNeeded(Exception):
    """Something else refers to the thing, which therefore stays. Carries a sentence."""


def remove(thing: models.Model, *, by: User | None, at: datetime, verb: str, why: str = "") -> None:
    """Delete the row of `thing` and record what stood in it. To be called in a transaction, with the row locked.

    Raises StillNeeded, naming what `by` sees of the things that refer to it.
    """
    if used := uses(thing):
        raise StillNeeded(sentence(thing, used, by))
    audit.record(by=by, at=at, verb=verb, thing=thing, before=audit.facts(thing), why=why)
    try:
        with transaction.atomic():
            type(thing)._base_manager.filter(pk=thing.pk)._raw_delete(using=connection.alias)
            connection.check_constraints()
    except IntegrityError as fault:
        raise StillNeeded(sentence(thing, [], by)) from fault


def uses(thing: models.Model) -> list[models.QuerySet]:
    """The rows of other tables that refer to `thing`, a queryset for each table that has any.

    Rows that Django would delete along with it count as well: nobody should lose what they have not named.
    """
    rows = [
        relation.related_model._default_manager.filter(**{relation.field.name: thing.pk})
        for relation in thing._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many and relation.related_model
    ]
    if not rows:
        return []
    asked = {f"used_{place}": Exists(each.order_by()) for place, each in enumerate(rows)}
    found = type(thing)._base_manager.filter(pk=thing.pk).annotate(**asked).values_list(*asked)
    return [each for each, is_used in zip(rows, found.get(), strict=True) if is_used]


def sentence(thing: models.Model, used: list[models.QuerySet], by: User | None) -> str:
    """What stands in the way, in kinds and numbers of what the person sees."""
    told = [f"{rows.model._meta.verbose_name} {count}" for rows in used if (count := count_seen(rows, by))]
    if told:
        return _("“%(thing)s” stays on the register while these refer to it: %(uses)s. Remove or end them first.") % {
            "thing": thing,
            "uses": "、".join(told),
        }
    return _("“%(thing)s” stays on the register: entries that you do not see refer to it.") % {"thing": thing}


def count_seen(rows: models.QuerySet, by: User | None) -> int:
    """How many of the rows a person sees; of tables without a scope of their own, none."""
    if not hasattr(rows, "visible_to") or not getattr(rows, "stands_alone", True):
        return 0
    return rows.count() if by is None else rows.visible_to(by).distinct().count()
