"""`make check`: what it runs."""

import sys

import pytest

from config.check import CHECKS, Check, run


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.what)
def test_a_warning_of_any_check_is_an_error(check):
    assert check.command[:3] == [sys.executable, "-W", "error"]


def test_a_failed_check_is_told_with_what_it_said():
    said = run(Check("a warning", [*CHECKS[0].command[:3], "-c", "import warnings; warnings.warn('mind the step')"]))
    assert "mind the step" in said


def test_a_check_without_fault_says_nothing():
    assert run(Check("nothing", [sys.executable, "-c", "print('well')"])) is None
