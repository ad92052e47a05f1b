"""The verbs of standards and of the levels of estates. Each leaves a line in the audit log."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import refuse_elsewhere, said
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import Region, User
from estates.models import Estate
from fees.models import EstateLevel, Standard, StandardArea, StandardItem, StandardLevel
from fees.standards.table_file import FeeTable

EDIT, VERIFY = "standards.edit", "levels.verify"


@transaction.atomic
def draft_table(table: FeeTable, region: Region, *, by: User | None, at: datetime) -> Standard:
    """A draft of a standard, whole, from its table. Its prices come when it is published (`prices.actions`).

    Raises ValidationError where this edition is there already.
    """
    require(by, EDIT)
    standard = Standard(
        code=table.code, edition=table.edition, name=table.name, region=region, note=table.source[:300],
        effective_from=table.effective_from, is_example=table.is_example,
    )  # fmt: skip
    audit.save_sound(standard, None)
    ranked = enumerate(reversed(table.levels), 1)
    levels = {
        level.name: level
        for level in StandardLevel.objects.bulk_create(
            StandardLevel(standard=standard, name=name, rank=rank) for rank, name in ranked
        )
    }
    areas = {
        area.name: area
        for area in StandardArea.objects.bulk_create(
            StandardArea(standard=standard, name=name, place=place) for place, name in enumerate(table.areas, 1)
        )
    }
    StandardItem.objects.bulk_create(
        StandardItem(
            level=levels[each.level], area=areas[each.area], place=place, text=each.text, is_headline=each.is_headline
        )
        for place, each in enumerate(table.promises, 1)
    )
    told = {"levels": len(levels), "areas": len(areas), "items": len(table.promises)}
    audit.record(by=by, at=at, verb="draft_standard", thing=standard, after=told)
    return standard


@transaction.atomic
def publish(standard: Standard, *, effective_from: date, by: User | None, at: datetime) -> Standard:
    """From a day on it holds, and the edition before it ends. Raises NotNow, ValidationError."""
    held = hold_draft(standard, by=by)
    if not held.levels.exists():
        raise ValidationError(_("A standard has a level at least."))
    before = Standard.objects.select_for_update().filter(
        Q(effective_until__isnull=True) | Q(effective_until__gt=effective_from),
        code=held.code, published_at__isnull=False,
    )  # fmt: skip
    for other in before:
        if other.effective_from >= effective_from:
            raise ValidationError(
                {"effective_from": _("Edition %(edition)s is in force from %(day)s on.")
                 % {"edition": other.edition, "day": other.effective_from}}
            )  # fmt: skip
        other.effective_until = effective_from
        audit.keep(other, by=by, at=at, verb="end_standard")
    held.effective_from, held.published_at = effective_from, at
    return audit.keep(held, by=by, at=at, verb="publish_standard")


@transaction.atomic
def drop(standard: Standard, *, by: User | None, at: datetime) -> None:
    """A draft that nobody wants goes, with all it says."""
    held = hold_draft(standard, by=by)
    audit.record(by=by, at=at, verb="drop_standard", thing=held, before=audit.facts(held))
    held.delete()


def hold_draft(standard: Standard, *, by: User | None) -> Standard:
    """Raises NotAllowed, NotNow for a published one."""
    require(by, EDIT)
    held = Standard.objects.select_for_update(no_key=True).get(pk=standard.pk)
    if held.published_at is not None:
        raise NotNow(_("“%(standard)s” is published: it stands as it is. Draft the next edition.") % {"standard": held})
    return held


@transaction.atomic
def verify_level(
    estate: Estate,
    *,
    level: StandardLevel,
    verified_on: date,
    verified_by: str,
    from_on: date,
    note: str = "",
    by: User | None,
    at: datetime,
) -> EstateLevel:
    """Officers looked at an estate on site and found this level; the one before ends. Raises ValidationError per field,
    NotAllowed outside of one's region."""
    require(by, VERIFY)
    refuse_elsewhere(by, estate)
    on = timezone.localdate(at)
    insist_on_days(level, verified_on=verified_on, from_on=from_on, on=on)
    Estate.objects.select_for_update(no_key=True).get(pk=estate.pk)
    end_level_before(estate, from_on, by=by, at=at)
    found = EstateLevel(
        estate=estate, level=level, from_on=from_on, verified_on=verified_on, note=note.strip(),
        verified_by=said(verified_by, "verified_by", _("Say which body looked at the estate.")),
    )  # fmt: skip
    audit.keep(found, by=by, at=at, verb="verify_level")
    return found


def insist_on_days(level: StandardLevel, *, verified_on: date, from_on: date, on: date) -> None:
    if verified_on > on:
        raise ValidationError({"verified_on": _("This day has not come yet.")})
    if from_on < verified_on:
        raise ValidationError({"from_on": _("A level counts from the day that it was verified on site, or later.")})
    standard = level.standard
    ended = standard.effective_until is not None and standard.effective_until <= from_on
    if standard.published_at is None or standard.effective_from > from_on or ended:
        raise ValidationError(
            {"level": _("“%(standard)s” is not in force on %(day)s.") % {"standard": standard, "day": from_on}}
        )


def end_level_before(estate: Estate, from_on: date, *, by: User | None, at: datetime) -> None:
    later = EstateLevel.objects.filter(estate=estate, from_on__gte=from_on).first()
    if later is not None:
        raise ValidationError(
            {"from_on": _("A level of this estate counts from %(day)s already.") % {"day": later.from_on}}
        )
    before = EstateLevel.objects.filter(estate=estate, until_on__isnull=True).first()
    if before is not None:
        before.until_on = from_on
        audit.keep(before, by=by, at=at, verb="end_level")


@transaction.atomic
def strike_level(held: EstateLevel, *, reason: str, by: User | None, at: datetime) -> None:
    """The last level of an estate was written down wrongly: it goes, and the one before it counts again."""
    require(by, VERIFY)
    seen = EstateLevel.objects.all() if by is None else EstateLevel.objects.visible_to(by)
    found = EstateLevel.objects.select_for_update(no_key=True).get(pk=seen.values("pk").get(pk=held.pk)["pk"])
    refuse_elsewhere(by, found.estate)
    if EstateLevel.objects.filter(estate=found.estate_id, from_on__gt=found.from_on).exists():
        raise NotNow(_("A later level of this estate stands on it. Strike that off first."))
    why = said(reason, "reason", _("Say why."))
    audit.record(by=by, at=at, verb="strike_level", thing=found, before=audit.facts(found), why=why)
    from_on, until_on = found.from_on, found.until_on
    found.delete()
    before = EstateLevel.objects.filter(estate=found.estate_id, until_on=from_on).first()
    if before is not None:
        before.until_on = until_on
        audit.keep(before, by=by, at=at, verb="reopen_level")
