"""The desk of paper ballots: typed in by two people, settled by a third."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Role, User
from committees.models import (
    Ballot,
    MatterKind,
    PaperEntry,
    Vote,
    VoteState,
)
from committees.votes.actions import NewMatter
from tests.factories.forming import Forming
from tests.factories.owners import an_owner, owners_of, some_homes
from tests.factories.votes import (
    AFTER,
    DURING,
    HIRE,
    an_open_vote,
    option,
    votes_for,
)

RULES = NewMatter(MatterKind.RULES, "是否通过议事规则？")


@pytest.fixture
def owners(estate):
    return owners_of(estate, [100, 80, 60, 60])


@pytest.fixture
def election(estate) -> Forming:
    """A formation with five candidates who meet the conditions."""
    return Forming(estate).applied().checked().grouped().posted().with_candidates(5)


@pytest.fixture
def third(people) -> User:
    return User.objects.create_user("street3", "correct horse battery", role=Role.STREET, region_id="130102001000")


@pytest.fixture
def browser(people, other_officer, third):
    """`browser("street")` is one in which that person is logged in."""
    known = {**people, "street2": other_officer, "street3": third}

    def logged_in(name: str) -> Client:
        made = Client()
        made.force_login(known[name])
        return made

    return logged_in


@pytest.fixture
def vote(estate, owners) -> Vote:
    return an_open_vote(estate, HIRE, RULES)


def at(name: str, *arguments) -> str:
    return reverse(f"admin:committees_vote_{name}", args=arguments)


def a_paper(vote: Vote, home: str = "1-1-101", *marks: str, **values) -> dict:
    marks = marks or ("1", "1")
    typed = {f"m{place}": mark for place, mark in enumerate(marks, 1)}
    return {"home": home, "received_on": f"{timezone.localdate(DURING)}", **typed, **values}


class TestTypingIn:
    def test_the_first_reading_waits_for_a_second(self, browser, vote, owners):
        answer = browser("street").post(at("ballots", vote.pk), a_paper(vote))
        assert answer["Location"] == at("ballots", vote.pk)
        assert PaperEntry.objects.count() == 1
        assert not Ballot.objects.exists()

    def test_two_readings_alike_count_once(self, browser, vote, owners):
        for name in ("street", "street2"):
            browser(name).post(at("ballots", vote.pk), a_paper(vote))
        assert [ballot.owner for ballot in Ballot.objects.all()] == owners[:1]

    def test_the_same_person_twice_is_still_one_reading(self, browser, vote):
        for _again in range(2):
            browser("street").post(at("ballots", vote.pk), a_paper(vote))
        assert PaperEntry.objects.count() == 1
        assert not Ballot.objects.exists()

    def test_shows_the_next_empty_form_and_the_last_home_without_its_choices(self, browser, vote):
        officer = browser("street")
        text = officer.post(at("ballots", vote.pk), a_paper(vote, "1-1-102", "2", "3"), follow=True).content.decode()
        assert "1号楼1单元102" in text
        assert 'name="m1" value' not in text
        assert f'value="{timezone.localdate(DURING)}"' in text

    def test_hides_what_the_other_person_typed(self, browser, vote):
        browser("street").post(at("ballots", vote.pk), a_paper(vote, "1-1-101", "2", "0"))
        text = browser("street2").get(at("ballots", vote.pk)).content.decode()
        assert "1号楼1单元101" in text
        assert 'value="2"' not in text

    @pytest.mark.parametrize(
        "home", ["1号楼1单元101", "1-1-101", "1 1 101", "１－１－１０１", "101", "101室", "1栋1单元101室", "1-01-0101"]
    )
    def test_finds_the_home_however_it_is_typed(self, home, browser, vote, owners):
        browser("street").post(at("ballots", vote.pk), a_paper(vote, home))
        assert PaperEntry.objects.get().owner == owners[0]

    def test_asks_for_the_house_where_a_room_is_in_two(self, browser, estate, owners):
        an_owner(*some_homes(estate, [50], building="2号楼"))
        vote = an_open_vote(estate, HIRE, RULES)
        text = browser("street").post(at("ballots", vote.pk), a_paper(vote, "101")).content.decode()
        assert "1号楼1单元101" in text
        assert "2号楼1单元101" in text
        assert not PaperEntry.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"), [("home", "9-9-999"), ("home", ""), ("m1", ""), ("m1", "4"), ("m1", "12"), ("m2", "x")]
    )
    def test_says_at_the_field_what_is_wrong_and_keeps_the_rest(self, field, value, browser, vote):
        answer = browser("street").post(at("ballots", vote.pk), a_paper(vote) | {field: value})
        text = answer.content.decode()
        assert f'id="id_{field}-fault"' in text
        assert ('value="1"' in text) or field == "home"
        assert not PaperEntry.objects.exists()

    def test_takes_a_matter_that_is_left_blank(self, browser, vote, owners):
        for name in ("street", "street2"):
            browser(name).post(at("ballots", vote.pk), a_paper(vote, "1-1-101", "0", "1"))
        assert len(Ballot.objects.get().marked) == 1

    def test_keeps_that_a_second_ballot_came(self, browser, vote, owners):
        votes_for(vote, owners[:1], "yes", "yes")
        text = browser("street").post(at("ballots", vote.pk), a_paper(vote)).content.decode()
        assert "民法典" in text
        assert vote.refusals.count() == 1

    def test_keeps_that_one_came_too_late(self, browser, vote):
        late = f"{timezone.localdate(AFTER) + timedelta(days=1)}"
        browser("street").post(at("ballots", vote.pk), a_paper(vote, received_on=late))
        assert vote.refusals.get().reason == "late"

    def test_one_head_with_three_homes_is_one_ballot(self, browser, estate):
        owner = an_owner(*some_homes(estate, [90, 100, 110]))
        vote = an_open_vote(estate)
        for name, home in (("street", "1-1-101"), ("street2", "1-1-103")):
            browser(name).post(at("ballots", vote.pk), a_paper(vote, home, "1"))
        assert Ballot.objects.get().owner == owner

    @pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("neighbour", 404), ("inspector", 403)])
    def test_is_for_those_who_may(self, role, status, browser, vote):
        assert browser(role).get(at("ballots", vote.pk)).status_code == status


class TestTypingInAnElection:
    @pytest.fixture
    def vote(self, election, people):
        candidates = list(election.formation.candidates.all())
        seats = NewMatter(MatterKind.ELECT, "选举业主委员会委员", candidates=candidates, choose_most=3)
        return an_open_vote(election.estate, seats)

    @pytest.mark.parametrize("typed", ["135", "1 3 5", "1、3、5", "5,3,1", "王秀兰 张桂英 陈玉梅"])
    def test_takes_several_figures(self, typed, browser, vote):
        browser("street").post(at("ballots", vote.pk), a_paper(vote, "1-1-101", typed))
        places = [option.place for option in vote.matters.get().options.all()]
        marked = [
            option.place for option in vote.matters.get().options.all() if option.pk in PaperEntry.objects.get().options
        ]
        assert (places, marked) == ([1, 2, 3, 4, 5], [1, 3, 5])

    @pytest.mark.parametrize("typed", ["1234", "6", "1 9", "王 秀兰"])
    def test_refuses_too_many_and_strangers(self, typed, browser, vote):
        browser("street").post(at("ballots", vote.pk), a_paper(vote, "1-1-101", typed))
        assert not PaperEntry.objects.exists()


@pytest.fixture
def differing(browser, vote, owners):
    for name, mark in (("street", "1"), ("street2", "2")):
        browser(name).post(at("ballots", vote.pk), a_paper(vote, "1-1-101", mark, "1"))
    return owners[0]


class TestSettling:
    def settle(self, browser, vote, owner, name="street3", **values) -> str:
        sent = {"settle": "1", "m1": "2", "m2": "1", "reason": "mistyped", **values}
        return browser(name).post(at("settle", vote.pk, owner.pk), sent).content.decode()

    def test_the_list_names_homes_and_no_choice(self, browser, vote, differing):
        text = browser("street3").get(at("differences", vote.pk)).content.decode()
        assert "1号楼1单元101" in text
        assert option(vote, "no").label not in text

    def test_a_third_person_sees_both_side_by_side_and_that_is_recorded(self, browser, vote, differing):
        text = browser("street3").post(at("settle", vote.pk, differing.pk)).content.decode()
        for stance in ("yes", "no"):
            assert f"<td>{option(vote, stance).label}</td>" in text
        look = AuditEntry.objects.get(verb="look_at_readings", who="street3")
        assert (look.thing_id, look.after) == (str(vote.pk), None)

    def test_who_typed_it_in_does_not(self, browser, vote, differing):
        answer = browser("street").post(at("settle", vote.pk, differing.pk))
        assert answer["Location"] == at("differences", vote.pk)
        assert not Ballot.objects.exists()

    def test_is_never_shown_on_a_link(self, browser, vote, differing):
        answer = browser("street3").get(at("settle", vote.pk, differing.pk))
        assert answer["Location"] == at("differences", vote.pk)

    def test_what_the_paper_shows_becomes_the_ballot(self, browser, vote, differing):
        self.settle(browser, vote, differing)
        assert Ballot.objects.get().owner == differing

    def test_needs_a_reason(self, browser, vote, differing):
        self.settle(browser, vote, differing, reason="")
        assert not Ballot.objects.exists()

    def test_a_paper_that_cannot_be_read_is_kept_as_such(self, browser, vote, differing):
        self.settle(browser, vote, differing, reason="unreadable", m1="", m2="")
        assert vote.refusals.get().reason == "spoilt"
        assert not PaperEntry.objects.exists()

    def test_stands_at_the_head_of_what_hinders_counting(self, browser, vote, differing):
        Vote.objects.filter(pk=vote.pk).update(state=VoteState.CLOSED)
        text = browser("street").post(at("count", vote.pk), {}).content.decode()
        assert "1" in text
        assert Vote.objects.get().state == VoteState.CLOSED
