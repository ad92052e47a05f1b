"""People who are settled for a whole file: no test leaves anything behind, though none here is marked `django_db`."""

import pytest

from accounts.models import User


@pytest.fixture(scope="module")
def people(settled):
    return settled


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_no_other_sees(people, turn):
    assert not User.objects.filter(username="somebody").exists()
    User.objects.create(username="somebody", role=people["auditor"].role)
