"""Rows of a table that came from a file: written in bulk, and taken back as one.

What each row touched is kept in `ImportedRow`, so that a batch can be undone and nothing else with it.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _

from accounts import audit
from intake.faults import Fault
from intake.models import ImportBatch, ImportedRow

if TYPE_CHECKING:
    from intake.sheets import Entry

AT_ONCE = 1_000


def keep(entries: "list[Entry]", *, batch: ImportBatch) -> None:
    """Change what is there, then add what is new; note both. Rows that change nothing are not noted."""
    changed = [entry for entry in entries if entry.before is not None]
    added = [entry for entry in entries if entry.before is None]
    after = {id(entry): audit.facts(entry.thing) for entry in entries}
    changed = [entry for entry in changed if after[id(entry)] != entry.before]
    if changed:
        write_changes([entry.thing for entry in changed])
    if added:
        type(added[0].thing)._base_manager.bulk_create([entry.thing for entry in added], batch_size=AT_ONCE)
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(
                batch=batch,
                row_number=entry.row_number,
                thing_id=entry.thing.pk,
                before=entry.before,
                after=after[id(entry)],
            )
            for entry in [*changed, *added]
        ),
        batch_size=AT_ONCE,
    )


def write_changes(things: list[models.Model]) -> None:
    table = type(things[0])
    table._base_manager.bulk_update(things, own_columns(table), batch_size=AT_ONCE // 4)


def own_columns(table: type[models.Model]) -> list[str]:
    return [
        column.name
        for column in table._meta.concrete_fields
        if not column.primary_key and not getattr(column, "generated", False)
    ]


def take_back(batch: ImportBatch, *, model: type[models.Model]) -> list[Fault]:
    """Remove what a batch added and restore what it changed.

    Returns what stands in the way (rows changed, deleted or referred to since); then nothing is done.
    """
    touched = list(batch.touched.all())
    things = model._base_manager.select_for_update().in_bulk([row.thing_id for row in touched])
    in_the_way = changed_since(touched, things)
    added = [row for row in touched if row.before is None]
    in_the_way += referred_to(added, things, model)
    if in_the_way:
        return sorted(in_the_way, key=lambda fault: fault.row)
    write_back(touched, things, model)
    return []


def write_back(touched: list[ImportedRow], things: dict[int, models.Model], model: type[models.Model]) -> None:
    """Remove what was added, and restore what was changed."""
    model._base_manager.filter(pk__in=[row.thing_id for row in touched if row.before is None]).delete()
    restored = [restore(things[row.thing_id], row.before) for row in touched if row.before is not None]
    if restored:
        write_changes(restored)


def changed_since(touched: list[ImportedRow], things: dict[int, models.Model]) -> list[Fault]:
    faults = []
    for row in touched:
        thing = things.get(row.thing_id)
        if thing is None:
            faults.append(Fault(row.row_number, "", _("was deleted after the import")))
            continue
        facts = audit.facts(thing)
        other = [name for name, value in row.after.items() if facts.get(name) != value]
        if other:
            names = "、".join(str(label_of(type(thing), name)) for name in other)
            faults.append(
                Fault(
                    row.row_number,
                    "",
                    _("“%(thing)s” was changed after the import: %(columns)s") % {"thing": thing, "columns": names},
                    _("Amend it by hand."),
                )
            )
    return faults


def label_of(table: type[models.Model], attname: str) -> Any:
    return next(column.verbose_name for column in table._meta.concrete_fields if column.attname == attname)


def referred_to(added: list[ImportedRow], things: dict[int, models.Model], model: type[models.Model]) -> list[Fault]:
    """Things that a batch added and that other tables refer to by now."""
    ids = [row.thing_id for row in added if row.thing_id in things]
    counts: dict[int, Counter] = {}
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many or relation.related_model is None:
            continue
        key, table = relation.field.attname, cast(type[models.Model], relation.related_model)
        held = (
            table._base_manager.filter(**{f"{key}__in": ids}).values_list(key).annotate(models.Count("pk")).order_by()
        )
        for thing_id, count in held:
            counts.setdefault(thing_id, Counter())[table._meta.verbose_name] += count
    return [
        Fault(
            row.row_number,
            "",
            _("“%(thing)s” is in use: %(uses)s")
            % {
                "thing": things[row.thing_id],
                "uses": "、".join(f"{name} {count}" for name, count in counts[row.thing_id].items()),
            },
            _("Undo or remove what uses it first."),
        )
        for row in added
        if row.thing_id in counts
    ]


def restore(thing: models.Model, before: dict[str, Any]) -> models.Model:
    for column in thing._meta.concrete_fields:
        if column.attname in before:
            value = before[column.attname]
            setattr(thing, column.attname, value if value is None else column.to_python(value))
    return thing
