"""What changed about the invented estates: the moves of grades that the past nights made, and how all stands now."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from credit.models import Grade
from credit.rules import UNGRADED
from demo.world import World
from enterprises.models import ServiceContract
from oversight.models import News, NewsKind
from oversight.news.looking import look

TOLD_DAYS = 60
NIGHT_HOUR = 2


def fill(world: World, *, at: datetime) -> None:
    """To be called last: what stands now is no news."""
    look(at=at)
    today = world.calendar.today
    estates: dict[int, list[int]] = {}
    for estate, company in ServiceContract.objects.running(on=today).values_list("estate_id", "enterprise_id"):
        estates.setdefault(company, []).append(estate)
    moves = moves_since(today - timedelta(days=TOLD_DAYS))
    News.objects.bulk_create(
        [
            News(estate_id=estate, kind=NewsKind.GRADE, before={"grade": old}, after={"grade": new}, at=night_of(on))
            for on, company, old, new in moves
            for estate in estates.get(company, [])
        ],
        batch_size=2000,
    )


def moves_since(day: date) -> list[tuple[date, int, str, str]]:
    """From one grade to another: the day, the company, the old and the new one; the oldest first."""
    ended = Grade.objects.filter(until_on__gte=day).values_list("until_on", "enterprise_id", "grade")
    begun = Grade.objects.filter(from_on__gte=day).values_list("from_on", "enterprise_id", "grade")
    now = {(on, company): grade for on, company, grade in begun}
    moves = [(on, company, old, now[on, company]) for on, company, old in ended if (on, company) in now]
    return sorted(move for move in moves if move[2] != move[3] and not {move[2], move[3]} & set(UNGRADED))


def night_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, NIGHT_HOUR, tzinfo=timezone.get_current_timezone())
