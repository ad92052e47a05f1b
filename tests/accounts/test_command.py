"""What every command of ours says when it cannot do its work."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.command import Door


class Asking(Door):
    """A command that asks the database something."""

    def add_arguments(self, parser):
        parser.add_argument("sql")

    def handle(self, *, sql, **options):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["SELECT FROM never_made", "SELECT never_made FROM accounts_region"])
def test_a_database_that_is_not_up_to_date_is_named_as_such(sql):
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        call_command(Asking(), sql)
