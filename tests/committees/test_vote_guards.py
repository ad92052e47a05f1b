"""What the database refuses by itself, when somebody goes around the actions."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, NotSupportedError, OperationalError, ProgrammingError

from committees.models import Ballot, Matter, Option, PostedList, Refusal, RollLine, Vote, VoteState, Way
from committees.votes import actions
from tests.factories.owners import an_owner, owners_of, some_homes
from tests.factories.places import an_estate
from tests.factories.votes import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    a_draft,
    a_posted_vote,
    an_open_vote,
    announced,
    option,
    votes_for,
)

REFUSED = (IntegrityError, InternalError, NotSupportedError, OperationalError, ProgrammingError)
SECOND = timedelta(seconds=1)


@contextmanager
def refused():
    with pytest.raises(REFUSED), transaction.atomic():
        yield


@pytest.fixture
def owners(estate):
    return owners_of(estate, [90, 100, 110])


@pytest.fixture
def vote(estate, owners):
    return an_open_vote(estate)


def put_in(vote, owner, *stances, at=DURING, way=Way.PHONE) -> Ballot:
    marked = [option(vote, stance).pk for stance in stances or ["yes"]]
    return Ballot.objects.create(vote=vote, owner=owner, way=way, cast_at=at, marked=marked)


class TestBallot:
    def test_is_neither_changed_nor_taken_out(self, vote, owners):
        votes_for(vote, owners, "yes")
        with refused():
            Ballot.objects.update(marked=[])
        with refused():
            Ballot.objects.all().delete()
        with refused(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE committees_ballot CASCADE")

    def test_is_one_for_each_head(self, vote, owners):
        put_in(vote, owners[0])
        with refused():
            put_in(vote, owners[0])

    @pytest.mark.parametrize("at", [OPENS - SECOND, CLOSES])
    def test_comes_in_the_time_of_the_vote(self, vote, owners, at):
        with refused():
            put_in(vote, owners[0], at=at)

    @pytest.mark.parametrize("make", [a_draft, a_posted_vote])
    def test_does_not_come_before_the_vote_opens(self, estate, owners, make):
        with refused():
            put_in(make(estate), owners[0])

    def test_does_not_come_by_phone_once_it_is_closed(self, vote, owners):
        actions.close(vote, by=None, at=AFTER)
        with refused():
            put_in(vote, owners[0], at=CLOSES - SECOND)
        assert put_in(vote, owners[0], at=AFTER, way=Way.PAPER)

    @pytest.mark.parametrize("way", Way.values)
    def test_does_not_come_after_the_count(self, vote, owners, way):
        announced(vote)
        with refused():
            put_in(vote, owners[0], way=way)

    def test_is_of_somebody_on_the_roll(self, vote):
        stranger = an_owner(*some_homes(an_estate("130102001001"), [70]))
        with refused():
            put_in(vote, stranger)

    def test_marks_options_of_its_vote_as_often_as_it_may(self, estate, vote, owners):
        other = an_open_vote(estate)
        for marked in (
            [option(other, "yes").pk],
            [option(vote, "yes").pk, option(vote, "no").pk],
            [option(vote, "yes").pk] * 2,
            [0],
        ):
            with refused():
                Ballot.objects.create(vote=vote, owner=owners[0], way=Way.PHONE, cast_at=DURING, marked=marked)


class TestRoll:
    def test_stands_once_the_vote_is_over(self, vote, owners):
        actions.close(vote, by=None, at=AFTER)
        line = vote.roll.first()
        with refused():
            RollLine.objects.filter(pk=line.pk).update(area_m2=1)
        with refused():
            line.delete()
        with refused():
            line.pk = None
            line.home = some_homes(vote.estate, [70])[0]
            line.save(force_insert=True)


class TestQuestions:
    def test_stand_once_they_are_announced(self, estate, owners):
        vote = a_posted_vote(estate)
        for change in (
            lambda: Matter.objects.filter(vote=vote).update(question="别的？"),
            lambda: Matter.objects.filter(vote=vote).update(choose_most=3),
            lambda: Option.objects.filter(matter__vote=vote).update(label="都同意"),
            lambda: Matter.objects.create(vote=vote, place=9, kind="other", question="再问？"),
            lambda: Option.objects.filter(matter__vote=vote).delete(),
        ):
            with refused():
                change()

    def test_have_no_result_before_the_vote_is_over(self, vote):
        with refused():
            Matter.objects.filter(vote=vote).update(passed=True)

    def test_keep_their_result(self, vote, owners):
        votes_for(vote, owners, "yes")
        announced(vote)
        with refused():
            Matter.objects.filter(vote=vote).update(passed=False)
        with refused():
            Option.objects.filter(matter__vote=vote).update(heads=99)


class TestWhatIsPosted:
    def test_is_neither_changed_nor_taken_out(self, vote, owners):
        votes_for(vote, owners, "yes")
        announced(vote)
        with refused():
            PostedList.objects.update(lines="")
        with refused():
            PostedList.objects.all().delete()

    def test_that_a_ballot_was_refused_is_kept(self, vote, owners):
        Refusal.objects.create(vote=vote, owner=owners[0], way=Way.PHONE, reason="second", at=DURING)
        with refused():
            Refusal.objects.all().delete()


def test_a_vote_is_not_announced_without_a_confirmed_roll(estate):
    with refused():
        Vote.objects.create(
            number="BJ-X", estate=estate, title="甲", organiser="street", opens_at=OPENS, closes_at=CLOSES,
            state=VoteState.OPEN,
        )  # fmt: skip
