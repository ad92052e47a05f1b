"""The desk of warnings: what still stands first, for officers of the place."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.models import CommitteeState, CommitteeWarning
from committees.seats.warnings import give_due
from tests.factories.owners import a_committee
from tests.factories.places import an_estate

LIST = "admin:committees_committeewarning_changelist"


@pytest.fixture
def warned(estate):
    """One committee whose term is over, one whose term ends in a month."""
    today = timezone.localdate()
    over = a_committee(estate, term_until=today, name="青禾苑第一届业主委员会")
    ending = a_committee(an_estate("130102001001"), term_until=today + timedelta(days=30), name="翠湖苑业主委员会")
    give_due(at=timezone.now())
    return over, ending


def page(client, person, **asked) -> str:
    client.force_login(person)
    answer = client.get(reverse(LIST), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_shows_what_still_stands(client, people, warned):
    over, ending = warned
    type(over).objects.filter(pk=over.pk).update(state=CommitteeState.ENDED, ended_on=timezone.localdate())
    shown = page(client, people["street"])
    assert ending.name in shown
    assert over.name not in shown
    assert over.name in page(client, people["street"], settled="yes")


def test_is_empty_for_a_neighbour(client, people, warned):
    shown = page(client, people["neighbour"], settled="all")
    assert not any(committee.name in shown for committee in warned)


def test_changes_nothing(client, people, warned):
    client.force_login(people["street"])
    warning = CommitteeWarning.objects.first()
    address = reverse("admin:committees_committeewarning_change", args=[warning.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"kind": "over"}).status_code == 403


def test_is_closed_to_companies(client, people, rules):
    client.force_login(people["company"])
    assert client.get(reverse(LIST)).status_code == 403
