"""The floors below that show facts, in the order in which the ledger asks them before each night."""

from datetime import date, datetime

from credit.boards import BOARDS
from credit.committees import COMMITTEES
from credit.complaints import COMPLAINTS
from credit.money import MONEY
from credit.taking_up import Floor, Taken, take_up

FLOORS: tuple[Floor, ...] = (COMPLAINTS, COMMITTEES, BOARDS, MONEY)


def take_up_all(*, on: date, at: datetime) -> dict[str, Taken]:
    """Bring the ledger in step with every floor, each by itself. What was taken, by source."""
    return {str(floor.source): take_up(floor, on=on, at=at) for floor in FLOORS}
