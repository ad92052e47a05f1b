"""Who is who in a case, by the names that residents know."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import CityProfile
from complaints.models import Complaint, Handler, Stage
from estates.finding import place_of


@dataclass(frozen=True)
class Names:
    """The bodies of one case. `handler` is "" until it is known who answers."""

    street: str
    district: str
    city: str
    handler: str = ""

    def at(self, level: str) -> str:
        """The body at a stage."""
        return {Stage.STREET: self.street, Stage.DISTRICT: self.district, Stage.CITY: self.city}[Stage(level)]


def names_of(complaint: Complaint, city: CityProfile | None) -> Names:
    place = place_of(complaint.region)
    street = place.street.name if place.street else _("the street office")
    district = _("%(district)s housing bureau") % {"district": place.county.name} if place.county else _("the district")
    handlers = {
        Handler.COMPANY: complaint.enterprise and complaint.enterprise.name,
        Handler.COMMUNITY: place.community.name if place.community else _("the community committee"),
        Handler.STREET: street,
        Handler.DISTRICT: district,
        Handler.BODY: complaint.body and str(complaint.body),
    }
    handler = handlers[Handler(complaint.handler)] if complaint.handler else ""
    return Names(street, district, city.bureau_name if city else _("the city housing bureau"), handler or "")
