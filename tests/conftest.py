"""People by role, an API client per person, two neighbouring districts; and cleaning up after append-only tables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from rest_framework.test import APIClient

from accounts.codes import STEM_LENGTH
from accounts.models import CityProfile, Level, Region, Role, User
from accounts.tokens import issue_token

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)

KEPT = {"django_content_type", "auth_permission"}
"""Tables that a migration fills."""


def empty_tables(self):
    """Takes the rows out of the tables that have some; Django would truncate all, which takes a second.

    Only here are the triggers put to sleep: those of append-only tables would refuse.
    """
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (SELECT FROM {each})" for each in tables))
        filled = [each for (each,) in cursor]
        cursor.execute("SET session_replication_role = replica")
        try:
            for each in filled:
                cursor.execute(f"DELETE FROM {each}")
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


TransactionTestCase._fixture_teardown = empty_tables


IN_TESTS = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "WHITENOISE_AUTOREFRESH": True,  # else every test client would look through all static files at its start
    "REMEMBERED_SECONDS": 0,  # each test has its own lists and rules; the one about memory turns it on
    "API_CALLS_PER_MINUTE": 1_000_000,  # tests call faster than people; those about limits set their own
    "API_CALLS_PER_MINUTE_WITHOUT_LOGIN": 1_000_000,
}


@pytest.fixture(autouse=True)
def set_for_tests(settings):
    for name, value in IN_TESTS.items():
        setattr(settings, name, value)


def make_regions() -> dict[str, Region]:
    rows = [
        ("130100000000", None, "石家庄市", Level.CITY),
        ("130102000000", "130100000000", "长安区", Level.COUNTY),
        ("130108000000", "130100000000", "裕华区", Level.COUNTY),
        ("130102001000", "130102000000", "建北街道", Level.STREET),
        ("130108001000", "130108000000", "裕兴街道", Level.STREET),
        ("130102001001", "130102001000", "建明社区", Level.COMMUNITY),
        ("130108001001", "130108001000", "裕东社区", Level.COMMUNITY),
    ]
    made = Region.objects.bulk_create(
        [Region(code=code, parent_id=parent, name=name, level=level) for code, parent, name, level in rows]
    )
    for region in made:
        region.stem = region.code[: STEM_LENGTH[region.level]]
    return {region.code: region for region in made}


def make_city(regions: dict[str, Region]) -> CityProfile:
    return CityProfile.objects.create(
        region=regions["130100000000"],
        name="石家庄市",
        bureau_name="石家庄市住房和城乡建设局",
        emblem_text="石家庄市物业服务监管",
    )


def make_people() -> dict[str, User]:
    places = {
        "system": (Role.SYSTEM, None),
        "auditor": (Role.AUDITOR, None),
        "bureau": (Role.BUREAU, "130100000000"),
        "district": (Role.DISTRICT, "130102000000"),
        "neighbour": (Role.DISTRICT, "130108000000"),
        "street": (Role.STREET, "130102001000"),
        "inspector": (Role.INSPECTOR, "130100000000"),
        "company": (Role.COMPANY, None),
        "committee": (Role.COMMITTEE, None),
    }
    password = make_password("correct horse battery")
    made = User.objects.bulk_create(
        [User(username=name, password=password, role=role, region_id=region) for name, (role, region) in places.items()]
    )
    return {person.username: person for person in made}


@pytest.fixture
def regions(db) -> dict[str, Region]:
    """One city, two counties, a street and a community in each."""
    return make_regions()


@pytest.fixture
def city(regions) -> CityProfile:
    return make_city(regions)


@pytest.fixture
def people(city) -> dict[str, User]:
    """A person of every role. `district` and `street` belong to 长安区; `neighbour` to 裕华区."""
    return make_people()


def settle(django_db_setup, django_db_blocker) -> Iterator[dict[str, User]]:
    """The city and its people, made once for many tests that read them, and what is built on them; later all is gone.

    The tests stand in transactions within this one, so what each of them changes goes with it. Overrides `people`:

        @pytest.fixture(scope="module")
        def people(settled):
            return settled

    `apart` sees to the transaction of a test that is not marked with `django_db`.
    """
    with django_db_blocker.unblock(), override_settings(**IN_TESTS), transaction.atomic():
        make_city(make_regions())
        yield make_people()
        transaction.set_rollback(True)


settled = pytest.fixture(scope="module")(settle)
settled_in_class = pytest.fixture(scope="class")(settle)


@pytest.fixture(autouse=True)
def apart(request) -> None:
    """Where people are settled the database is open to every test: without this, what one forgot to mark writes would
    stay for all that follow."""
    if not {"settled", "settled_in_class"}.isdisjoint(request.fixturenames):
        request.getfixturevalue("db")


@pytest.fixture
def client_of(people):
    """`client_of("district")` is an API client with that person's token."""

    def client(name: str, *, read_only: bool = False) -> APIClient:
        _token, key = issue_token(people[name], name="test", by=None, at=datetime.now(UTC), read_only=read_only)
        made = APIClient()
        made.credentials(HTTP_AUTHORIZATION=f"Token {key}")
        return made

    return client
