"""Which homes pay: chosen unit by unit of a building, or home by home as it stands on the door."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from estates.homes import typed_homes
from estates.models import Estate, Home

APART = "/"
NAMED_AT_MOST = 10


def units_of(estate: Estate) -> list[tuple[str, str]]:
    """Key and label of each unit of each building with registered homes: how many homes, and their area."""
    rows = (
        Home.objects.of(estate).order_by("building__name", "unit")
        .values("building", "building__name", "unit").annotate(count=Count("pk"), area=Sum("area_m2"))
    )  # fmt: skip
    return [(f"{row['building']}{APART}{row['unit']}", unit_label(row)) for row in rows]


def unit_label(row: dict) -> str:
    unit = f"{row['unit']}单元" if row["unit"].isdigit() else row["unit"]
    return _("%(unit)s: %(count)d homes, %(area)s m²") % {
        "unit": f"{row['building__name']}{unit}", "count": row["count"], "area": f"{row['area']:.2f}"
    }  # fmt: skip


def homes_in(estate: Estate, units: Iterable[str], typed: str = "") -> list[Home]:
    """The homes of these units, and those typed one a line. Raises ValidationError."""
    all_homes = list(Home.objects.of(estate).select_related("building").order_by("pk"))
    wanted = set(units)
    single, unknown = typed_homes(typed, all_homes)
    if unknown:
        told = {"homes": "、".join(unknown[:NAMED_AT_MOST])}
        raise ValidationError({"typed": _("No one home of this estate is meant by: %(homes)s.") % told})
    chosen = {home.pk for home in single}
    return [home for home in all_homes if f"{home.building_id}{APART}{home.unit}" in wanted or home.pk in chosen]
