"""A use of the maintenance fund in a world."""

from datetime import UTC, datetime

from fees.fund_uses import actions
from fees.fund_uses.actions import Proposal
from tests.factories.world import World

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def used_of(world: World) -> dict[str, tuple[str, ...]]:
    """Keys of one thing of each of these resources. What names the estate is hidden from strangers."""
    code = world.estate.code
    use = actions.propose(world.estate, Proposal(f"{code}屋面", "roof", "wear", f"{code}翻修。"), by=None, at=AT)
    world.hidden += [use.number, use.title]
    return {"fund-use": (use.number,)}
