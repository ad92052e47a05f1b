"""A paper that was typed in under the wrong home is taken out again, as long as it is no ballot."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, Role, User
from committees.models import PaperEntry
from committees.votes import actions
from committees.votes.actions import AlreadyVoted
from committees.votes.actions.papers import Withdrawn
from tests.factories.votes import AFTER, CLOSES, DURING, an_open_vote, option

PAPER_DAY = date(2026, 9, 22)


@pytest.fixture
def vote(estate, owners):
    return an_open_vote(estate)


@pytest.fixture
def third(people):
    return User.objects.create_user("street3", "correct horse battery", role=Role.STREET, region_id="130102001000")


def enter(vote, owner, by, stance="yes"):
    return actions.enter_paper(vote, owner, [option(vote, stance).pk], received_on=PAPER_DAY, by=by, at=DURING)


def take_out(vote, owner, by, reason=Withdrawn.WRONG_HOME, at=DURING) -> None:
    actions.withdraw_paper(vote, owner, by=by, at=at, reason=reason)


def test_by_who_typed_it_in(vote, owners, people):
    enter(vote, owners[0], people["street"])
    take_out(vote, owners[0], people["street"])
    assert not PaperEntry.objects.exists()


def test_hinders_the_count_no_longer(vote, owners, people):
    enter(vote, owners[0], people["street"])
    actions.close(vote, by=None, at=CLOSES)
    with pytest.raises(NotNow):
        actions.count(vote, by=None, at=AFTER)
    take_out(vote, owners[0], people["street"], at=AFTER)
    assert actions.count(vote, by=None, at=AFTER).counted_at == AFTER


def test_leaves_the_other_persons_reading(vote, owners, people, other_officer):
    enter(vote, owners[0], people["street"])
    right = enter(vote, owners[0], other_officer, "no").entry
    take_out(vote, owners[0], people["street"])
    assert PaperEntry.objects.get() == right


def test_by_another_where_it_is_the_only_reading(vote, owners, people, other_officer):
    """Who typed it in may be away."""
    enter(vote, owners[0], people["street"])
    take_out(vote, owners[0], other_officer)
    assert not PaperEntry.objects.exists()


def test_by_no_third_person_where_two_typed_it_in(vote, owners, people, other_officer, third):
    enter(vote, owners[0], people["street"])
    enter(vote, owners[0], other_officer, "no")
    with pytest.raises(NotAllowed, match="民法典"):
        take_out(vote, owners[0], third)
    assert PaperEntry.objects.count() == 2


def test_not_once_it_is_a_ballot(vote, owners, people, other_officer):
    for officer in (people["street"], other_officer):
        enter(vote, owners[0], officer)
    with pytest.raises(AlreadyVoted):
        take_out(vote, owners[0], people["street"])
    assert PaperEntry.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "投了反对"])
def test_for_one_of_a_few_reasons_only(vote, owners, people, reason):
    enter(vote, owners[0], people["street"])
    with pytest.raises(ValidationError):
        take_out(vote, owners[0], people["street"], reason)


def test_of_a_home_without_one_says_so(vote, owners, people):
    with pytest.raises(ValidationError):
        take_out(vote, owners[0], people["street"])


def test_needs_the_right(vote, owners, people):
    enter(vote, owners[0], people["street"])
    with pytest.raises(NotAllowed):
        take_out(vote, owners[0], people["inspector"])


def test_is_in_the_audit_log_without_the_owner(vote, owners, people):
    enter(vote, owners[0], people["street"])
    take_out(vote, owners[0], people["street"])
    entry = AuditEntry.objects.get(verb="withdraw_paper")
    assert (entry.thing_id, entry.after) == (str(vote.pk), {"reason": "wrong_home", "own": True})


class TestTheDesk:
    def post(self, vote, person, **values):
        browser = Client()
        browser.force_login(person)
        address = reverse("admin:committees_vote_withdraw", args=[vote.pk])
        return browser.post(address, {"home": "1-1-101", "reason": "wrong_home", **values})

    def test_takes_it_out_and_goes_back_to_typing(self, vote, owners, people):
        enter(vote, owners[0], people["street"])
        answer = self.post(vote, people["street"])
        assert answer["Location"] == reverse("admin:committees_vote_ballots", args=[vote.pk])
        assert not PaperEntry.objects.exists()

    @pytest.mark.parametrize("fault", [{"home": "9-9-909"}, {"home": ""}, {"reason": ""}, {"reason": "x"}])
    def test_says_what_is_wrong(self, vote, owners, people, fault):
        enter(vote, owners[0], people["street"])
        assert self.post(vote, people["street"], **fault).status_code == 200
        assert PaperEntry.objects.exists()

    def test_says_that_there_is_none(self, vote, people):
        assert self.post(vote, people["street"]).status_code == 200

    @pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("neighbour", 404), ("inspector", 403)])
    def test_is_for_those_who_may(self, vote, people, role, status):
        assert self.post(vote, people[role]).status_code == status
