"""What is kept of an owners' assembly, and by whom."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.authority import NotAllowed
from committees.assemblies.actions import keep_assembly
from committees.models import Assembly, Committee, CommitteeState
from tests.factories.owners import a_committee
from tests.factories.places import an_estate

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
RULES_ON = date(2025, 3, 1)


@pytest.fixture
def committee(estate) -> Committee:
    return a_committee(estate)


def keep(estate, by=None) -> Assembly:
    return keep_assembly(Assembly(estate=estate, rules_on=RULES_ON), by=by, at=AT)


def test_is_kept_by_members_and_their_street(estate, committee, member, people):
    for person in (member, people["street"]):
        Assembly.objects.all().delete()
        assert keep(estate, person).rules_on == RULES_ON
        with pytest.raises(NotAllowed):
            keep(an_estate("130108001001"), person)


def test_is_not_kept_by_members_of_a_committee_that_ended(estate, committee, member, people):
    """Its successor, or the street, keeps it."""
    Committee.objects.update(state=CommitteeState.DISSOLVED, ended_on=date(2026, 10, 1))
    with pytest.raises((ValidationError, NotAllowed)):
        keep(estate, member)
    a_committee(estate)
    with pytest.raises((ValidationError, NotAllowed)):
        keep(estate, member)
    assert not Assembly.objects.exists()
    assert keep(estate, people["street"]).pk
