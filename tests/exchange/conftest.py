"""A courier whose clock is ours, and receivers on this machine that it may call."""

import pytest
from django.utils import translation

from exchange.webhooks import courier
from tests.exchange.couriers import Clock


@pytest.fixture
def allowed(settings):
    settings.WEBHOOK_ALLOWED = ["127.0.0.1"]
    with translation.override("en"):
        yield


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def run(clock):
    """Gives everybody who is due their turn, one after the other. Returns how many tries there were."""

    def run() -> int:
        return sum(courier.turn(each, clock=clock) for each in courier.due(at=clock()))

    return run
