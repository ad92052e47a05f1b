"""Homes, their owner and a vote of theirs in a world."""

from tests.factories.owners import an_owner, some_homes
from tests.factories.votes import a_posted_vote, an_open_vote, announced, votes_for
from tests.factories.world import World


def owned_of(world: World) -> dict[str, tuple[str, ...]]:
    """Two homes, one owner of both, and a vote with its result; another vote of which nobody knows how it will go."""
    homes = some_homes(world.estate, [90, 100], building=f"楼{world.estate.code}")
    owner = an_owner(*homes, name="王秀兰", phone="13800000021")
    vote = an_open_vote(world.estate, title=f"表决{world.estate.code}")
    votes_for(vote, [owner], "yes")
    announced(vote)
    coming = a_posted_vote(world.estate, title=f"将投{world.estate.code}")
    world.hidden += [vote.number, coming.number, f"楼{world.estate.code}"]
    return {"home": (str(homes[0].pk),), "owner": (str(owner.pk),), "vote": (vote.number,)}
