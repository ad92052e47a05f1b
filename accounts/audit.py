"""Who did it: the one way into the audit log.

`record` writes a line; `keep` saves a thing and records what changed. Where a request came from is put into `ORIGIN`
by the middleware and by commands, so that actions need not know about HTTP.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from accounts.models import AuditEntry, Kept, User

Thing = TypeVar("Thing", bound=models.Model)


@dataclass(frozen=True)
class Origin:
    """Where an act comes from: an address or a command, and the id of the request."""

    place: str = ""
    request_id: str = ""


ORIGIN: ContextVar[Origin] = ContextVar("origin", default=Origin("portal"))  # noqa: B039 - it is frozen


def record(
    *,
    by: User | None,
    at: datetime,
    verb: str,
    thing: models.Model,
    before: dict | None = None,
    after: dict | None = None,
    why: str = "",
) -> AuditEntry:
    """Write down one act. `by=None` is the portal itself."""
    origin = ORIGIN.get()
    return AuditEntry.objects.create(
        at=at,
        who=by.username if by else "portal",
        role=by.role if by else "",
        region_code=(by.region_id or "") if by else "",
        verb=verb,
        thing=thing._meta.label_lower,
        thing_id=str(thing.pk),
        label=str(thing)[:200],
        before=before,
        after=after,
        why=why,
        origin=origin.place[:100],
        request_id=origin.request_id[:64],
    )


NEVER_WRITTEN_DOWN = {
    "password",
    "digest",
    "old_digest",
    "last_login",
    "sealed_secret",
    "sealed_old_secret",
    "sealed_name",
    "sealed_phone",
    "document_digest",
    "phone_digest",
    "salt",
    "phone_code_digest",
}


def facts(thing: models.Model) -> dict[str, Any]:
    """The own columns of a thing as plain JSON values, without secrets; `masks` of its model hide parts of some."""
    masks = getattr(thing, "masks", {})
    return {
        field.attname: masks.get(field.attname, plain)(getattr(thing, field.attname))
        for field in thing._meta.concrete_fields
        if not field.primary_key and not getattr(field, "generated", False) and field.name not in NEVER_WRITTEN_DOWN
    }


def plain(value: Any) -> Any:
    if isinstance(value, Decimal | datetime | date):
        return str(value)
    return value


def catch_up(thing: Thing) -> Thing | None:
    """Lock the row of `thing` and take over what others have changed on it since `thing` was loaded.

    Whoever amends calls this before judging the thing as a whole, in the transaction that keeps it. Returns the row as
    it is now; None for a new one. Rows that refer to it are not held up. Raises DoesNotExist for one that others have
    struck off: to save it would bring it back.
    """
    if thing.pk is None:
        return None
    rows = type(thing)._base_manager.select_for_update(no_key=True).filter(pk=thing.pk)
    kept = rows.first() if thing._state.adding else rows.get()
    if kept is not None and isinstance(thing, Kept):
        for name in thing.left_alone():
            setattr(thing, name, getattr(kept, name))
    return kept


def changed_columns(old: models.Model, new: models.Model) -> list[str]:
    return [
        column.name
        for column in new._meta.concrete_fields
        if not column.primary_key
        and not getattr(column, "generated", False)
        and getattr(new, column.attname) != getattr(old, column.attname)
    ]


def save_sound(thing: models.Model, columns: list[str] | None) -> None:
    """Save these columns (None: all) if the thing is sound.

    Whether it is unique and keeps its constraints, the database says by itself. Only if it refuses is each of them
    asked, which takes a query or more for each, for a sentence at the right field. Raises ValidationError.
    """
    thing.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            thing.save(update_fields=columns)
    except IntegrityError:
        thing.full_clean()
        raise


def changed_behind_masks(old: models.Model, new: models.Model) -> set[str]:
    """Columns that changed, though perhaps in a part that is not written down."""
    return {name for name in getattr(new, "masks", {}) if getattr(old, name) != getattr(new, name)}


def keep(thing: Thing, *, by: User | None, at: datetime, verb: str = "", why: str = "") -> Thing:
    """Check and save what changed on `thing`, and record it. Saving without a change leaves no line.

    Raises ValidationError (per field) when the thing is not sound.
    """
    old = catch_up(thing)
    save_sound(thing, None if old is None else changed_columns(old, thing))
    if isinstance(thing, Kept):
        thing.note_loaded()
    new_facts = facts(thing)
    if old is None:
        record(by=by, at=at, verb=verb or "add", thing=thing, after=new_facts, why=why)
        return thing
    old_facts = facts(old)
    hidden = changed_behind_masks(old, thing)
    changed = [name for name, value in new_facts.items() if value != old_facts[name] or name in hidden]
    if changed:
        record(
            by=by,
            at=at,
            verb=verb or "amend",
            thing=thing,
            before={name: old_facts[name] for name in changed},
            after={name: new_facts[name] for name in changed},
            why=why,
        )
    return thing
