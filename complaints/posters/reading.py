"""What a code leads to."""

from dataclasses import dataclass

from complaints.models import PosterCode
from complaints.posters.codes import serial_of
from estates.models import Estate

LIVE, REVOKED, UNKNOWN = "live", "revoked", "unknown"


@dataclass(frozen=True)
class Reading:
    """The estate of a code, and whether the code is `live`, `revoked`, or `unknown` (mistyped, forged)."""

    estate: Estate | None
    state: str


def estate_of(text: str) -> Reading:
    """Read a code, however it was typed. One that the portal did not sign is not looked for."""
    serial = serial_of(text)
    found = PosterCode.objects.select_related("estate").filter(pk=serial).first() if serial else None
    if found is None:
        return Reading(None, UNKNOWN)
    return Reading(found.estate, LIVE if found.is_live else REVOKED)
