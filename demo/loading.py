"""Loading an invented city into an empty portal: the same road as a real one's, from the divisions to last night."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from accounts.actions import load_regions, region_rows, start_city
from accounts.models import CityProfile, Region
from committees.coverage import counting
from committees.seats import warnings
from complaints import figures
from complaints.actions.shipping import load_lists
from credit import rulebook_file
from credit.actions import draft_rulebook, publish_rulebook
from credit.models import Rulebook
from demo import (
    board,
    committee_life,
    committees,
    complaints,
    findings,
    formations,
    funds,
    homes,
    life,
    mediation,
    news,
    posters,
    prices,
    revenue,
    uses,
    votes,
)
from demo.cities import RULEBOOK
from demo.replay import Progress, Replay
from demo.world import World, make_world
from enterprises.models import Enterprise
from estates.models import Estate
from oversight.money import counting as money
from oversight.quality import taking as quality

HOLDINGS = (CityProfile, Region, Estate, Enterprise, Rulebook)
"""A portal that has none of these is empty."""

MONEY = (prices, funds, uses, revenue, board, life, findings)
"""What is filled in about fees, funds, public revenue, boards and upkeep, in this order."""
QUALITY_TAKEN = (20, 8, 0)
"""So many days ago gaps in the data were looked for: those that have been there for long are overdue by now."""


class NotEmpty(Exception):
    """The portal holds something already. Carries a sentence for the person."""


def load(city_key: str, *, on: date, at: datetime, progress: Progress | None = None) -> CityProfile:
    """Load everything up to the day before `on`, past nights included; the night of `on` is left to be run.

    `at` is noted in the audit log. `progress(step, done, total)` is called as it goes. Raises NoSuchCity, NotEmpty.
    """
    refuse_unless_empty()
    world = make_world(city_key, on)
    with commits_in_the_background(), Replay(world, at=at, progress=progress) as replay:
        profile = found(world, at=at)
        replay.run()
        committees.found(world)
        owned = homes.settle(world)
        votes.hold(world, owned, at=at)
        formations.guide(world, owned[homes.VOTING :], at=at)
        committee_life.go_on(world, at=at)
        warnings.give_due(at=at)
        posters.hang(world, at=at)
        complaints.tell(world, at=at, progress=replay.progress)
        mediation.mediate(world, at=at)
        for step, room in enumerate(MONEY):
            replay.progress(_("Money and upkeep"), step, len(MONEY))
            room.fill(world, at=at)
        replay.progress(_("Money and upkeep"), len(MONEY), len(MONEY))
        figures.take(on=on, at=at)
        counting.take(on=on, at=at)
        for ago in QUALITY_TAKEN:
            quality.take(on=on - timedelta(days=ago), at=at)
        money.take(on=on, at=at)
        news.fill(world, at=at)
    return profile


@contextmanager
def commits_in_the_background() -> Iterator[None]:
    """Do not wait for the disk at each of many hundred commits: a load that is cut off begins anew anyway.

    The first commit afterwards waits for all of them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO DEFAULT")


def refuse_unless_empty() -> None:
    """Raises NotEmpty."""
    for model in HOLDINGS:
        if model.objects.exists():
            raise NotEmpty(
                _("This portal is not empty (%(things)s). Load an invented city into an empty database only.")
                % {"things": model._meta.verbose_name_plural}
            )


def found(world: World, *, at: datetime) -> CityProfile:
    """The divisions, the city's profile, and the rulebook in force since the first record."""
    city, since = world.city, world.calendar.evidence_from
    load_regions(region_rows(city.divisions), by=None, at=at)
    profile = start_city(
        Region.objects.get(code=city.region),
        name=city.name,
        bureau_name=city.bureau_name,
        emblem_text=city.emblem_text,
        rules_from=since,
        is_demo=True,
        by=None,
        at=at,
    )
    load_lists(by=None, at=at)
    rulebook = draft_rulebook(rulebook_file.read(RULEBOOK.read_text(encoding="utf-8")), by=None, at=at)
    publish_rulebook(rulebook, effective_from=since, by=None, at=at)
    return profile
