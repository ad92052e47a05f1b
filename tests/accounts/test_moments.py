"""What is told from memory, and for how long."""

import time

import pytest

from accounts.moments import MOST, remembered


@pytest.fixture
def asked():
    return []


@pytest.fixture
def question(asked):
    @remembered
    def question(name: str) -> str:
        asked.append(name)
        return name.upper()

    return question


class TestRemembered:
    def test_asks_once_for_each_question(self, question, asked, settings):
        settings.REMEMBERED_SECONDS = 60
        assert [question("a"), question("a"), question("b"), question(name="b")] == ["A", "A", "B", "B"]
        assert asked == ["a", "b", "b"]

    def test_asks_again_when_the_moment_has_passed(self, question, asked, settings):
        settings.REMEMBERED_SECONDS = 0.01
        question("a")
        time.sleep(0.02)
        question("a")
        assert asked == ["a", "a"]

    def test_remembers_nothing_while_that_is_turned_off(self, question, asked):
        question("a")
        question("a")
        assert asked == ["a", "a"]

    def test_does_not_grow_without_end(self, question, asked, settings):
        settings.REMEMBERED_SECONDS = 60
        for number in range(MOST + 1):
            question(str(number))
        question("0")
        assert len(asked) == MOST + 2
