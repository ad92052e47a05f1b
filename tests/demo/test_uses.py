"""Uses of the fund in the estate of the picture."""

import pytest

from demo.uses import AT_THE_HINT, PAID_AT_THE_HINT, at_the_hint


@pytest.mark.parametrize("units", [["1"], ["1", "2"], ["1", "2", "3"]])
def test_all_tales_are_told_however_few_units_there_are(units):
    assert [tale for tale, _homes in at_the_hint(units)] == [*PAID_AT_THE_HINT, *AT_THE_HINT]


def test_no_unit_has_two_that_were_paid_where_there_are_enough():
    assert [homes for tale, homes in at_the_hint(["1", "2", "3"]) if tale in PAID_AT_THE_HINT] == ["1", "2"]


def test_without_a_unit_nothing_is_told():
    assert at_the_hint([]) == []
