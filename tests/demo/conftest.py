"""The two invented cities as they stand on one morning, made once."""

from datetime import date

import pytest

from demo.world import World, make_world

MORNING = date(2026, 11, 21)


@pytest.fixture(scope="session")
def shijiazhuang() -> World:
    return make_world("shijiazhuang", MORNING)


@pytest.fixture(scope="session")
def yangquan() -> World:
    return make_world("yangquan", MORNING)
