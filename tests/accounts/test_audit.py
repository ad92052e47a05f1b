"""The audit log is only ever added to."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import audit
from accounts.models import AuditEntry
from tests.conftest import NOW


@pytest.fixture
def entry(people, city):
    return audit.record(
        by=people["bureau"], at=NOW, verb="amend", thing=city, before={"name": "a"}, after={"name": "b"}
    )


class TestAuditLog:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE accounts_auditentry SET why = 'other'",
            "DELETE FROM accounts_auditentry",
            "TRUNCATE accounts_auditentry",
        ],
    )
    def test_is_refused_by_the_database_to(self, entry, statement):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert AuditEntry.objects.get().why == ""

    def test_says_who_did_what(self, entry):
        assert (entry.who, entry.role, entry.verb, entry.region_code) == ("bureau", "bureau", "amend", "130100000000")
