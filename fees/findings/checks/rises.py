"""Rises that no resolution of the owners stands behind.

Two ways in which a company that stays charges more: a contract after its own, or a filing after a filing. What the
early stage charges is bound by the guide price, not by a vote.
"""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from fees.findings.trouble import Trouble
from fees.models import FindingKind

RISES = """
WITH priced AS (
    SELECT f.id, f.estate_id, f.contract_id, f.from_on, f.number, f.matter_id, max(i.price_fen) AS price_fen
    FROM fees_feefiling f
    JOIN fees_feeitem i ON i.filing_id = f.id AND i.kind = 'residential' AND i.unit = 'm2_month'
    WHERE f.state = 'accepted' AND f.from_on <= %(on)s
    GROUP BY f.id
), filed AS (
    SELECT p.*, c.enterprise_id, lag(p.price_fen) OVER those AS before_fen,
           lag(c.enterprise_id) OVER those AS company_before
    FROM priced p JOIN enterprises_servicecontract c ON c.id = p.contract_id
    WINDOW those AS (PARTITION BY p.estate_id ORDER BY p.from_on, p.id)
), agreed AS (
    SELECT c.*, lag(c.fee_fen_per_m2_month) OVER those AS before_fen, lag(c.enterprise_id) OVER those AS company_before
    FROM enterprises_servicecontract c WHERE c.begins_on <= %(on)s
    WINDOW those AS (PARTITION BY c.estate_id ORDER BY c.begins_on)
)
SELECT 'F' || r.id, r.estate_id, r.contract_id, r.enterprise_id, r.from_on, r.before_fen, r.price_fen, r.number
FROM filed r
JOIN enterprises_servicecontract c ON c.id = r.contract_id AND c.stage = 'owners'
     AND (c.ends_on IS NULL OR c.ends_on > %(on)s)
LEFT JOIN committees_matter m ON m.id = r.matter_id
WHERE r.price_fen > r.before_fen AND r.company_before = r.enterprise_id AND m.passed IS NOT TRUE
UNION ALL
SELECT 'C' || r.id, r.estate_id, r.id, r.enterprise_id, r.begins_on, r.before_fen, r.fee_fen_per_m2_month, r.number
FROM agreed r
LEFT JOIN committees_matter m ON m.id = r.resolution_id
WHERE r.fee_fen_per_m2_month > r.before_fen AND r.company_before = r.enterprise_id AND r.stage = 'owners'
  AND (r.ends_on IS NULL OR r.ends_on > %(on)s) AND m.passed IS NOT TRUE
  AND NOT EXISTS (SELECT FROM fees_feefiling f JOIN committees_matter v ON v.id = f.matter_id AND v.passed
                  WHERE f.contract_id = r.id AND f.state = 'accepted')
ORDER BY 2, 1
"""


def undecided_rises(on: date) -> Iterator[Trouble]:
    with connection.cursor() as cursor:
        cursor.execute(RISES, {"on": on})
        rows = cursor.fetchall()
    for key, estate, contract, enterprise, from_on, before, price, number in rows:
        facts = {"before_fen": before, "price_fen": price, "from_on": from_on.isoformat(), "document": number}
        yield Trouble(
            FindingKind.RISE_UNDECIDED, estate, key, facts, from_on, enterprise_id=enterprise, contract_id=contract
        )
