"""What stands on the confirmation that homes may be handed over (商品住房交付使用条件确认书)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.city import profile
from accounts.models import Level
from committees.papers.contents import Contents
from committees.papers.words import day, listed
from enterprises.models import ConditionKind, Delivery, DeliveryState
from enterprises.takeovers.law import CONDITIONS
from estates.models import Estate


def confirmation(delivery: Delivery, on: date) -> Contents:
    if delivery.state != DeliveryState.CONFIRMED:
        raise ValidationError(_("Confirm the delivery first: until then a condition may be missing."))
    values = {
        "核实编号": delivery.number, "建设单位": delivery.developer, "交付范围": delivery.phase,
        "交付套数": f"{delivery.homes:,}", "申请日期": day(delivery.applied_on), "交付日期": day(delivery.handover_on),
        "确认日期": day(delivery.confirmed_on), "交付条件": conditions_of(delivery),
        "核实机关": office_of(delivery.estate),
    }  # fmt: skip
    title = _("%(estate)s, %(phase)s: homes may be handed over")
    return Contents(title % {"estate": delivery.estate, "phase": delivery.phase}, delivery.estate, values)


def conditions_of(delivery: Delivery) -> list[dict[str, str]]:
    """In the order of the law."""
    checked = {each.kind: each for each in delivery.conditions.all()}
    return listed({"条件": str(CONDITIONS[kind]), "核实日期": day(checked[kind].checked_on)} for kind in ConditionKind)


def office_of(estate: Estate) -> str:
    """The district of the estate; of a city without districts its bureau."""
    place = estate.region
    while place.level != Level.COUNTY and place.parent is not None:
        place = place.parent
    city = profile()
    return place.name if place.level == Level.COUNTY else city.bureau_name if city else place.name
