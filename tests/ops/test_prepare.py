"""What is done before the portal opens, on a database that somebody else may use too."""

import pytest
from django.db import connection

from accounts.models import User
from config import prepare
from demo import loading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def tables() -> set[str]:
    return set(connection.introspection.table_names())


class TestALoadThatWasCutOff:
    @pytest.fixture(autouse=True)
    def noted(self, monkeypatch):
        prepare.note_on_schema(prepare.BEING_LOADED)
        monkeypatch.setattr(prepare, "migrate", lambda: None)
        monkeypatch.setattr(prepare, "load_demo", lambda: 0)

    def test_leaves_nothing_behind(self):
        prepare.load()
        assert tables() == set()
        assert prepare.schema_note() != prepare.BEING_LOADED

    @pytest.mark.parametrize(
        "foreign",
        ["CREATE TABLE wages (id int)", "CREATE VIEW wages AS SELECT 1", "CREATE MATERIALIZED VIEW wages AS SELECT 1"],
    )
    def test_takes_nothing_of_anybody_else_with_it(self, foreign):
        run(foreign)
        before = tables()
        with pytest.raises(prepare.NotPrepared, match=r"wages.*DATABASE_URL"):
            prepare.load()
        assert tables() == before
        assert prepare.schema_note() == prepare.BEING_LOADED

    def test_is_dropped_at_once_or_not_at_all(self):
        def killed(execute, sql, *rest):
            if sql.startswith("CREATE SCHEMA"):
                raise SystemExit
            return execute(sql, *rest)

        with connection.execute_wrapper(killed), pytest.raises(SystemExit):
            prepare.load()
        assert User._meta.db_table in tables()
        assert prepare.schema_note() == prepare.BEING_LOADED


def test_a_load_begins_only_among_the_portals_own_tables(monkeypatch):
    monkeypatch.setattr(loading, "load", lambda *things, **names: pytest.fail("it was loaded"))
    run("CREATE TABLE wages (id int)")
    with pytest.raises(prepare.NotPrepared, match="wages"):
        prepare.load_city(on=None, at=None)
    assert prepare.schema_note() != prepare.BEING_LOADED
