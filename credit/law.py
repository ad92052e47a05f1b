"""The rulebook in force on a day, as the plain values that the judgement reads."""

from datetime import date

from django.utils.translation import gettext as _

from credit.models import Item as ItemRow
from credit.models import Rulebook, RulebookState
from credit.rules import Band, Category, Item, Rules


class NoRulebook(LookupError):
    """No rulebook is in force on a day. The message says what to do."""


def in_force(on: date) -> Rulebook:
    """The published rulebook with the latest first day not after `on`. Raises NoRulebook."""
    found = (
        Rulebook.objects.filter(state=RulebookState.PUBLISHED, effective_from__lte=on)
        .order_by("-effective_from")
        .first()
    )
    if found is None:
        raise NoRulebook(_("No rulebook is in force on %(day)s. Publish one first.") % {"day": on})
    return found


def rules_of(rulebook: Rulebook) -> Rules:
    """The rulebook as `Rules`, with the items of earlier published versions under which records may have been priced.

    An earlier item whose code lives on is read as the item in force; one whose code is gone stays as it was.
    """
    mine = list(rulebook.items.all())
    by_code = {row.code: row.pk for row in mine}
    items = {row.pk: item_of(row) for row in mine}
    categories = {
        row.pk: Category(row.pk, row.name, row.direction, row.cap_centipoints) for row in rulebook.categories.all()
    }
    aliases: dict[int, int] = {}
    for row in earlier_items(rulebook):
        if row.code in by_code:
            aliases[row.pk] = by_code[row.code]
        else:
            items[row.pk] = item_of(row)
            old = row.category
            categories[old.pk] = Category(old.pk, old.name, old.direction, old.cap_centipoints)
    bands = tuple(
        Band(
            row.grade, row.word, row.shape, row.lower_centipoints, row.lower_closed, row.upper_centipoints,
            row.upper_closed, row.when, row.is_veto,
        )
        for row in rulebook.bands.all()
    )  # fmt: skip
    return Rules(
        items=items,
        categories=categories,
        bands=bands,
        base=rulebook.base_centipoints,
        floor=rulebook.floor_centipoints,
        combine=rulebook.combine,
        roll_up=rulebook.roll_up,
        new_months=rulebook.new_months,
        aliases=aliases,
    )


def earlier_items(rulebook: Rulebook):
    """Items of rulebooks that were in force before this one."""
    earlier = ItemRow.objects.filter(rulebook__state=RulebookState.PUBLISHED).exclude(rulebook=rulebook)
    if rulebook.effective_from:
        earlier = earlier.filter(rulebook__effective_from__lt=rulebook.effective_from)
    return earlier.select_related("category").order_by("rulebook__effective_from", "pk")


def item_of(row: ItemRow) -> Item:
    """One rulebook item as plain values."""
    return Item(
        key=row.pk,
        code=row.code,
        category=row.category_id,
        subject=row.subject,
        mode=row.points_mode,
        fixed=row.fixed_centipoints,
        levels=row.levels,
        least=row.least_centipoints,
        most=row.most_centipoints,
        also=row.also,
        repeat=row.repeat,
        cap=row.cap_centipoints,
        validity=row.validity,
        validity_months=row.validity_months,
        counts_from=row.counts_from,
    )
