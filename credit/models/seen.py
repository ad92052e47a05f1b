"""What of the judgement comes into sight, or goes out of it, when something downstairs moves."""

import pgtrigger
from django.utils.translation import gettext_lazy as _

from enterprises.models import ProjectManager, Reach
from enterprises.reach import GAINED, LOST, QUIETLY, comes_with_company
from estates.models import Estate
from exchange.recording import moves_with, seeing, tells

PARTIES = """
    LEFT JOIN estates_estate h ON h.id = t.estate_id
    LEFT JOIN enterprises_projectmanager m ON m.id = t.manager_id"""
PLACE = "h.region_id"
COMPANIES = "CASE WHEN t.estate_id IS NULL THEN array_remove(ARRAY[t.enterprise_id, m.enterprise_id], NULL) END"
"""A record (`t`) is seen where its estate is; without an estate, with the company that it names or its manager's."""

STEPPED = f"""
    SELECT t.id::text, t.id::text, 'U', NULL::text, NULL::text[], {PLACE}, {COMPANIES}, NULL::text[]
    FROM credit_evidence t {PARTIES} WHERE t.id IN (SELECT evidence_id FROM new_rows)"""
"""A step changes its record's state."""

WITHOUT_ESTATE = f"""
    LATERAL (
        SELECT t.id, {COMPANIES} AS companies FROM credit_evidence t {PARTIES}
        WHERE t.estate_id IS NULL AND t.enterprise_id = reach.enterprise_id
        UNION
        SELECT t.id, {COMPANIES} FROM credit_evidence t {PARTIES}
        WHERE t.estate_id IS NULL AND m.enterprise_id = reach.enterprise_id
    )"""
ENTERS = f"""
    SELECT t.id::text, t.id::text, 'M', NULL::text, NULL::text[], NULL::text, NULL::bigint[],
           array_agg(DISTINCT gained.stem)
    FROM ({GAINED}) reach JOIN {WITHOUT_ESTATE} t ON true CROSS JOIN unnest(reach.stems) gained (stem)
    GROUP BY t.id"""
LEAVES = f"""
    SELECT t.id::text, t.id::text, 'M', NULL::text, array_agg(DISTINCT lost.stem), NULL::text, NULL::bigint[],
           NULL::text[]
    FROM ({LOST}) reach JOIN {WITHOUT_ESTATE} t ON true CROSS JOIN unnest(reach.stems) lost (stem)
    WHERE NOT EXISTS (SELECT FROM enterprises_reach r WHERE r.stem = lost.stem AND r.enterprise_id = ANY (t.companies))
    GROUP BY t.id"""
"""A record that names a company and another one's manager stays in the sight of the one when the other is lost."""

CHANGES_EMPLOYER = f"""
    SELECT t.id::text, t.id::text, 'M', NULL::text,
           {seeing("array_remove(ARRAY[t.enterprise_id, moved.was], NULL)")}, NULL::text,
           array_remove(ARRAY[t.enterprise_id, moved.is], NULL), NULL::text[]
    FROM (SELECT n.id, o.enterprise_id AS was, n.enterprise_id AS is
          FROM old_rows o JOIN new_rows n USING (id) WHERE o.enterprise_id <> n.enterprise_id) moved
    JOIN credit_evidence t ON t.manager_id = moved.id AND t.estate_id IS NULL"""
SAME_EMPLOYER = "NOT EXISTS (SELECT id, enterprise_id FROM new_rows EXCEPT SELECT id, enterprise_id FROM old_rows)"


class ReachOfJudgement(Reach):
    class Meta:
        proxy = True
        verbose_name = _("reach of a company")
        verbose_name_plural = _("reach of companies")
        triggers = [
            *comes_with_company(3, "grade", "credit_grade t ON t.enterprise_id = reach.enterprise_id"),
            tells("4_evidence_enters", "evidence", pgtrigger.Insert, ENTERS, unless=QUIETLY),
            tells("4_evidence_leaves", "evidence", pgtrigger.Delete, LEAVES, unless=QUIETLY),
        ]


class EstateWithRecords(Estate):
    class Meta:
        proxy = True
        verbose_name = _("estate")
        verbose_name_plural = _("estates")
        triggers = [moves_with("moves_3_evidence", "evidence", "credit_evidence t ON t.estate_id = moved.id")]


class ManagerWithRecords(ProjectManager):
    class Meta:
        proxy = True
        verbose_name = _("project manager")
        verbose_name_plural = _("project managers")
        triggers = [tells("moves_evidence", "evidence", pgtrigger.Update, CHANGES_EMPLOYER, unless=SAME_EMPLOYER)]
