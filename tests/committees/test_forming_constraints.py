"""What the database refuses though nobody asks the actions: it has the last word."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from committees.models import (
    Candidate,
    Committee,
    CommitteeState,
    CommitteeWarning,
    Filing,
    FilingKind,
    Formation,
    FormationState,
    From,
    GroupMember,
    Member,
    Seat,
    WarningKind,
)
from tests.factories.forming import an_application
from tests.factories.owners import a_committee, owners_of
from tests.factories.places import an_estate

ON = date(2026, 11, 9)


@pytest.fixture
def committee(estate) -> Committee:
    return a_committee(estate)


@pytest.fixture
def formation(estate) -> Formation:
    return an_application(estate)


def refused(constraint: str, act, *args, **values) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act(*args, **values)


def a_formation(estate, number: str, **values) -> Formation:
    return Formation.objects.create(
        estate=estate, number=number, kind="first", condition="delivered", applied_on=ON, **values
    )


def a_filing(committee: Committee, number: str, **values) -> Filing:
    return Filing.objects.create(
        committee=committee, number=number, kind=FilingKind.CHANGE, happened_on=ON, due_on=ON, **values
    )


def test_an_estate_has_one_formation_at_a_time(formation):
    refused("one_formation_at_a_time", a_formation, formation.estate, "ZJ-2")
    assert a_formation(formation.estate, "ZJ-3", state=FormationState.STOPPED).pk
    assert a_formation(an_estate(), "ZJ-4").pk


def test_an_estate_has_one_committee_in_office(committee):
    refused("one_committee_in_office_per_estate", a_committee, committee.estate)
    assert a_committee(committee.estate, state=CommitteeState.ELECTED).pk


def test_a_committee_in_office_was_filed(committee):
    refused("committee_in_office_was_filed", Committee.objects.update, filed_on=None)


def test_a_committee_that_ended_has_its_day(committee):
    refused("committee_that_ended_has_a_day", Committee.objects.update, state=CommitteeState.DISSOLVED)
    refused("committee_that_ended_has_a_day", Committee.objects.update, ended_on=ON)


def test_a_term_ends_after_it_begins(committee):
    refused("term_ends_after_it_begins", Committee.objects.update, term_until=committee.term_from)


def test_a_committee_has_one_chair(committee):
    values = {"committee": committee, "seat": Seat.CHAIR, "joined_on": ON}
    refused("one_chair_of_a_committee", Member.objects.create, **values)
    committee.members.filter(seat=Seat.CHAIR).update(left_on=ON)
    assert Member.objects.create(**values).pk


def test_a_committee_has_one_filing_under_way(committee):
    a_filing(committee, "BA-1")
    refused("one_filing_at_a_time", a_filing, committee, "BA-2")
    assert a_filing(committee, "BA-3", state="filed").pk


def test_a_group_has_one_head(formation):
    values = {"formation": formation, "side": From.STREET, "is_head": True}
    GroupMember.objects.create(**values)
    refused("one_head_of_a_group", GroupMember.objects.create, **values)


def test_an_owner_stands_once(formation):
    [owner] = owners_of(formation.estate, [90])
    Candidate.objects.create(formation=formation, owner=owner)
    refused("one_candidacy_of_an_owner", Candidate.objects.create, formation=formation, owner=owner)


def test_a_warning_is_given_once_for_a_day(committee):
    values = {"committee": committee, "kind": WarningKind.LAST, "due_on": ON, "given_on": ON, "article": "第一条"}
    CommitteeWarning.objects.create(**values)
    refused("one_warning_for_a_day", CommitteeWarning.objects.create, **values)
