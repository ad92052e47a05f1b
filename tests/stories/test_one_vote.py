"""Read this first: one vote of the owners, from the proposal to the posted result that anybody can add up again.

Ten heads own sixteen homes with 1,500 m²: eight people with one home each, one with three, and the developer with five
that are unsold. They are asked two things, of which the second needs three quarters.
"""

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from accounts.lifecycle import NotNow
from accounts.models import Role, User
from committees.models import Ballot, MatterKind, Organiser, Posting, Refusal, VoteState, Way
from committees.owners.actions import transfer
from committees.owners.people import Party, Person
from committees.votes import actions, counting, reading, sweeping
from committees.votes.actions import AlreadyVoted, NewMatter, NewVote
from tests.factories.owners import an_owner, some_homes, the_developer
from tests.factories.places import an_estate
from tests.factories.rules import the_rules
from tests.factories.votes import CLOSES, DRAFTED, DURING, OPENS

RECOUNT = Path(__file__).parents[2] / "docs" / "recount.py"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HIRE = NewMatter(MatterKind.HIRE, "是否聘请青松物业服务有限公司？")
RAISE = NewMatter(MatterKind.RAISE_FUND, "是否续筹维修资金？")


@pytest.fixture
def street(people):
    return people["street"]


@pytest.fixture
def colleagues(people) -> list[User]:
    return [User.objects.create_user(name, role=Role.STREET, region_id="130102001000") for name in ("录入一", "录入二")]


@pytest.fixture
def estate(city):
    the_rules(city)
    return an_estate("130102001001", name="青禾苑")


@pytest.fixture
def heads(estate):
    single = [an_owner(home) for home in some_homes(estate, [85] * 8)]
    wang = an_owner(*some_homes(estate, [90, 100, 110], building="2号楼"), name="王秀兰")
    developer = the_developer(*some_homes(estate, [104] * 5, building="3号楼"))
    return [*single, wang, developer]


def test_from_the_proposal_to_a_result_that_adds_up(estate, heads, street, colleagues, tmp_path):
    *single, wang, developer = heads
    new = NewVote(estate, "2026年第一次业主大会", Organiser.STREET, OPENS, CLOSES, [HIRE, RAISE])

    # Drafted, the roll made and confirmed: ten heads, whoever owns how many homes.
    vote = actions.propose(new, by=street, at=DRAFTED)
    actions.make_roll(vote, by=street, at=DRAFTED)
    vote = actions.confirm_roll(vote, by=street, at=DRAFTED)
    assert (vote.roll.count(), vote.invitations.count()) == (16, 10)

    # Announced fifteen days ahead, it opens by the clock.
    actions.post(vote, by=street, at=DRAFTED)
    assert Posting.objects.get(vote=vote).kind == "vote"
    sweeping.sweep(at=OPENS)
    vote.refresh_from_db()
    assert vote.state == VoteState.OPEN

    yes, no = ([each.options.get(stance=side).pk for each in vote.matters.all()] for side in ("yes", "no"))

    # By phone: six in favour of both. Each has a receipt.
    ballots = [actions.cast(vote, owner, yes, Way.PHONE, by=None, at=DURING) for owner in [*single[:5], wang]]
    receipt = ballots[-1].receipt

    # Nobody votes twice, and nobody learns how it stands.
    with pytest.raises(AlreadyVoted):
        actions.cast(vote, wang, no, Way.PHONE, by=None, at=DURING)
    with pytest.raises(NotNow):
        reading.result_of(vote, for_officers=True)

    # A home is sold before its owner voted: the buyer votes instead.
    (home,) = [each.home for each in single[5].ownerships.all()]
    sold = transfer(home, Party((Person("孙三", "13800000033"),)), on=date(2026, 9, 24), by=street, at=DURING + DAY)
    actions.cast(vote, sold.owner, no, Way.PHONE, by=None, at=DURING + DAY)

    # The developer's paper ballot is typed in by two people who read it alike; one more came too late.
    for reader in colleagues:
        actions.enter_paper(vote, developer, no, received_on=date(2026, 9, 28), by=reader, at=CLOSES - HOUR)
    sweeping.sweep(at=CLOSES)
    with pytest.raises(actions.Late):
        actions.enter_paper(vote, single[6], no, received_on=date(2026, 9, 30), by=colleagues[0], at=CLOSES + 9 * HOUR)
    assert sorted(Refusal.objects.values_list("reason", flat=True)) == ["late", "second"]

    # Counted and posted by the clock on the day the result is due, the next working day.
    sweeping.sweep(at=CLOSES + 17 * HOUR)
    vote.refresh_from_db()
    assert (vote.state, vote.announced_on) == (VoteState.ANNOUNCED, date(2026, 9, 30))
    result = reading.result_of(vote)
    assert (result.heads_part, result.area_part_m2, result.area_all_m2) == (8, Decimal(1330), Decimal(1500))
    hire, fund = result.matters
    assert (hire.options[0].heads, hire.options[0].area_m2, hire.passed) == (6, Decimal(725), True)
    assert (fund.passed, fund.matter.fault) == (False, "area")

    # Anybody downloads the list and adds it up with a script of their own; one finds the own lines, and no other's.
    posted = tmp_path / "list.csv"
    posted.write_text(reading.csv_of(vote), encoding="ascii")
    script = [sys.executable, RECOUNT, posted]
    told = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[0] == f"digest {vote.list_digest}"
    assert told.splitlines()[2].split() == ["matter", "1", "option", "1", "heads", "6", "area", "725.00", "m2"]
    mine = reading.lines_of(vote, receipt)
    assert [(each.option.stance, each.area_m2) for each in mine] == [("yes", 300), ("yes", 300)]
    assert len(reading.rooms_that_took_part(vote)) == 14
    assert counting.check(vote) == []

    # An objection is answered; when the result hung its time it is final.
    objection = actions.object_to(vote, name="赵一", words="我家没有收到表决票。", at=CLOSES + 2 * DAY)
    actions.answer_objection(objection, answer="9月2日已送达。", is_upheld=False, by=street, at=CLOSES + 3 * DAY)
    sweeping.sweep(at=CLOSES + 17 * DAY)
    vote.refresh_from_db()
    assert vote.state == VoteState.FINAL
    assert Ballot.objects.count() == 8
