"""What a fund held on how many days (积数): interest is shared by it."""

from datetime import date

from django.db import connection

from fees.models import FundBlock

PRODUCTS = """
    SELECT account_id, sum(amount_fen * (%(until)s::date - greatest("on", %(from)s::date)))::bigint
    FROM fees_fundentry
    WHERE block_id = %(block)s AND "on" < %(until)s
    GROUP BY account_id
    ORDER BY account_id NULLS FIRST
"""


def products(block: FundBlock, *, from_on: date, until_on: date) -> dict[int | None, int]:
    """Fen times days by account, None being what stands on the building alone. Money counts from its own day on.

    An account that a correction put below nothing for a while counts as nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(PRODUCTS, {"block": block.pk, "from": from_on, "until": until_on})
        return {account: max(0, product) for account, product in cursor.fetchall()}
