"""Rises that no resolution of the owners stands behind.

A company that stays charges more: by a contract after its own, or by another filing. What the early stage charges is
bound by the guide price, not by a vote.
"""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from fees.findings.trouble import Trouble
from fees.models import FindingKind

RISES = """
WITH filed AS (
    SELECT 'F' || f.id AS key, f.contract_id, f.number, f.from_on, f.matter_id, max(i.price_fen) AS price_fen
    FROM fees_feefiling f
    JOIN fees_feeitem i ON i.filing_id = f.id AND i.kind = 'residential' AND i.unit = 'm2_month'
    WHERE f.state = 'accepted'
    GROUP BY f.id
), charged AS (
    SELECT key, contract_id, number, from_on, matter_id, price_fen FROM filed
    UNION ALL
    SELECT 'C' || c.id, c.id, c.number, c.begins_on, c.resolution_id, c.fee_fen_per_m2_month
    FROM enterprises_servicecontract c
    WHERE c.fee_fen_per_m2_month > 0 AND c.id NOT IN (SELECT contract_id FROM filed)
), dated AS (
    SELECT h.*, c.estate_id, c.enterprise_id, c.stage, c.ends_on, lag(h.price_fen) OVER those AS before_fen,
           lag(c.enterprise_id) OVER those AS company_before
    FROM charged h
    JOIN enterprises_servicecontract c ON c.id = h.contract_id
    WHERE h.from_on <= %(on)s
    WINDOW those AS (PARTITION BY c.estate_id ORDER BY h.from_on, h.key)
)
SELECT d.key, d.estate_id, d.contract_id, d.enterprise_id, d.from_on, d.before_fen, d.price_fen, d.number
FROM dated d
LEFT JOIN committees_matter m ON m.id = d.matter_id
WHERE d.price_fen > d.before_fen AND d.company_before = d.enterprise_id AND d.stage = 'owners'
  AND (d.ends_on IS NULL OR d.ends_on > %(on)s) AND m.passed IS NOT TRUE
ORDER BY d.estate_id, d.key
"""
"""What was charged, price after price: as filed, or as the contract says where nothing was filed for it."""


def undecided_rises(on: date) -> Iterator[Trouble]:
    with connection.cursor() as cursor:
        cursor.execute(RISES, {"on": on})
        rows = cursor.fetchall()
    for key, estate, contract, enterprise, from_on, before, price, number in rows:
        facts = {"before_fen": before, "price_fen": price, "from_on": from_on.isoformat(), "document": number}
        yield Trouble(
            FindingKind.RISE_UNDECIDED, estate, key, facts, from_on, enterprise_id=enterprise, contract_id=contract
        )
