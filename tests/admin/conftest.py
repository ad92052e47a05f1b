"""Browsers in which somebody is logged in, and a small world in 长安区 to look at."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts import audit
from accounts.models import RuleValue
from accounts.tokens import issue_token, make_client
from complaints.models import PhoneLine, PosterCode, PosterOrder
from credit.models import Rulebook
from tests.conftest import NOW, TODAY
from tests.factories import a_rulebook, a_world
from tests.factories.owners import an_owner, some_homes
from tests.factories.world import World


@pytest.fixture
def world(people) -> World:
    return a_world()


@pytest.fixture
def draft(world) -> Rulebook:
    return a_rulebook(published=False)


@pytest.fixture
def desk(people):
    """`desk("district")` is a browser in which that person is logged in."""

    def browser(name: str) -> Client:
        made = Client()
        made.force_login(people[name])
        return made

    return browser


@pytest.fixture
def things(world, draft, people, city) -> dict:
    """One thing of every desk, by the desk's name."""
    token, _key = issue_token(people["company"], name="接口", by=None, at=datetime.now(UTC))
    program, _secret = make_client(people["company"], name="平台", by=None, at=NOW)
    rule = RuleValue.objects.create(key="term_days", value="15", unit="天", article="第一条", from_on=TODAY)
    entry = audit.record(by=people["district"], at=NOW, verb="amend", thing=world.estate, why="更正")
    return {
        "accounts_region": world.estate.region,
        "accounts_user": people["street"],
        "accounts_apitoken": token,
        "accounts_apiclient": program,
        "accounts_cityprofile": city,
        "accounts_rulevalue": rule,
        "accounts_auditentry": entry,
        "estates_estate": world.estate,
        "enterprises_enterprise": world.enterprise,
        "enterprises_projectmanager": world.manager,
        "enterprises_servicecontract": world.contract,
        "credit_evidence": world.record,
        "credit_grade": world.grade,
        "credit_rulebook": world.rulebook,
        "credit_item": world.rulebook.items.get(code="B1"),
        "credit_night": world.night,
        **posters_of(world),
        **homes_of(world),
    }


def homes_of(world: World) -> dict:
    """A home of the estate, and its owner."""
    (home,) = some_homes(world.estate, [90])
    return {"estates_home": home, "committees_owner": an_owner(home)}


def posters_of(world: World) -> dict:
    """A poster's code, a telephone on it, and an order to print."""
    return {
        "complaints_postercode": PosterCode.objects.create(estate=world.estate, issued_at=NOW),
        "complaints_phoneline": PhoneLine.objects.create(
            level="property", estate=world.estate, name="服务中心", phone="0311-0123 4501"
        ),
        "complaints_posterorder": PosterOrder.objects.create(estate=world.estate, at=NOW),
    }
