"""What the city's rules of a day want of a hand-over: days, witnesses, papers, rooms; and the conditions in full."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.city import exact, rule_value, whole
from enterprises.models import ConditionKind, WitnessSide

CONDITIONS = {
    ConditionKind.COMPLETION: _(
        "The buildings passed their acceptance; planning and fire authorities agreed; the acceptance is filed."
    ),
    ConditionKind.MAINS: _(
        "Water, sewers, power, gas, heat, lighting and lines are built as planned; water, power, gas and heat have "
        "meters of their own."
    ),
    ConditionKind.PUBLIC: _("Schools, post, health, culture, waste and community buildings are built as planned."),
    ConditionKind.GROUNDS: _("Roads and greenery are built as planned and can be used."),
    ConditionKind.ROOMS: _(
        "The rooms for the property service and for the owners' committee are there, as large as due."
    ),
    ConditionKind.CERTIFICATES: _(
        "Lifts, second water supply, power, fire protection, pressure vessels and cameras have their certificates."
    ),
    ConditionKind.PAPERS: _("The technical papers for using, maintaining and managing the buildings are complete."),
    ConditionKind.OTHER: _("Whatever else laws and regulations want."),
}


@dataclass(frozen=True)
class Terms:
    """Days of a hand-over, each with the article behind it."""

    inspect_by: date
    papers_due_on: date


def terms_of(handover_on: date, *, on: date) -> Terms:
    """The inspection so many days before the handing over, the papers so many before that. Raises NoRuleValue."""
    inspect_by = handover_on - timedelta(days=whole("takeover_before_delivery_days", on=on))
    return Terms(inspect_by, inspect_by - timedelta(days=whole("takeover_papers_before_days", on=on)))


def witnesses_wanted(*, on: date) -> dict[str, str]:
    """The sides that have to sign, with the article. Raises NoRuleValue."""
    rules = {side: rule_value(f"takeover_witness_{side}", on=on) for side in WitnessSide.values}
    return {side: rule.article for side, rule in rules.items() if rule.value.strip() == "1"}


@dataclass(frozen=True)
class Rooms:
    """Rooms that the developer leaves to the estate, in m²."""

    service_m2: Decimal | None = None
    committee_m2: Decimal | None = None


def refuse_small_rooms(rooms: Rooms, *, floor_area_m2: Decimal, on: date) -> None:
    """Raises ValidationError per column, naming the article, for rooms that are not as large as due; NoRuleValue."""
    share = exact("service_rooms_percent", on=on) * Fraction(floor_area_m2) / 100
    least = {
        "service_rooms_m2": (rooms.service_m2, "service_rooms_least_m2", share),
        "committee_room_m2": (rooms.committee_m2, "committee_room_least_m2", Fraction(0)),
    }
    faults = {}
    for column, (measured, key, due) in least.items():
        rule = rule_value(key if exact(key, on=on) >= due else "service_rooms_percent", on=on)
        due = max(due, exact(key, on=on))
        if measured is None or Fraction(measured) < due:
            told = gettext("At least %(area)s m² are due (%(article)s).")
            faults[column] = told % {"area": Decimal(math.ceil(due * 100)) / 100, "article": rule.article}
    if faults:
        raise ValidationError(faults)


def defects_due(found_on: date) -> date:
    """Raises NoRuleValue."""
    return found_on + timedelta(days=whole("defect_fix_days", on=found_on))


def post_by(inspected_on: date) -> date:
    """Raises NoRuleValue."""
    return inspected_on + timedelta(days=whole("takeover_post_days", on=inspected_on))


def file_by(inspected_on: date) -> date:
    """Raises NoRuleValue."""
    return inspected_on + timedelta(days=whole("takeover_file_days", on=inspected_on))
