"""The codes of an invented city's posters, and whom they say to ring: invented numbers, a 0 after the area code."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import Level, Region
from complaints.models import PhoneLevel, PhoneLine
from complaints.posters.actions import issue_codes, keep_line
from demo.chance import chance
from demo.names import Names
from demo.world import World
from estates.models import Estate

ANSWERS = {
    Level.CITY: (PhoneLevel.CITY, "市住建局；或直接打 12345"),
    Level.COUNTY: (PhoneLevel.DISTRICT, "{name}住建局"),
    Level.STREET: (PhoneLevel.STREET, "{name}办事处"),
}


def hang(world: World, *, at: datetime) -> None:
    """Give every estate its code, and the city, its districts and streets a telephone."""
    issue_codes(Estate.objects.all(), by=None, at=at)
    for line in telephones(world):
        keep_line(line, by=None, at=at)


def telephones(world: World) -> Iterator[PhoneLine]:
    names = Names(world.city, chance("telephones", world.city.key))
    for region in Region.objects.filter(level__in=ANSWERS):
        level, name = ANSWERS[Level(region.level)]
        yield PhoneLine(level=level, region=region, name=name.format(name=region.name), phone=names.telephone())
