"""A million complaints in the city of `bench.api.city`, made in SQL: one in thirty is open."""

from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from accounts.actions import shipped_rule_values
from accounts.models import Role, RuleValue, User
from bench.api import city
from complaints import figures
from complaints.actions.shipping import load_lists
from complaints.models import Topic

OPEN_SHARE = 30
STREET = "130102001000"
TABLES = ("complaints_complaint", "complaints_step", "complaints_contact")

COMPLAINTS = """
INSERT INTO complaints_complaint (
    id, number, salt, filing_key, estate_id, region_id, spot, topic_id, kind, title, words, channel, filed_at, state,
    state_since, handler, enterprise_id, hand_offs, owner_named, level, is_urgent, due_at, accept_due_at,
    answer_due_at, accepted_at, dispatched_at, contacted_at, answered_at, reviewed_at, closed_at, extension,
    extension_reason, households, is_joint, false_answers, outcome, flood, screened_at, version)
SELECT n, 'CHENG-' || to_char(filed, 'YYYYMMDD') || '-' || lpad((n %% 1000000)::text, 6, '0'), md5(n::text),
       gen_random_uuid(), estate, h.region_id, (1 + n %% 20) || '号楼', topics.ids[1 + n %% cardinality(topics.ids)],
       'complaint', (1 + n %% 20) || '号楼 电梯停运', '电梯这周第' || n %% 7 || '次停运，请尽快修好。', 'qr', filed,
       CASE WHEN closed THEN 'closed' WHEN n %% 2 = 0 THEN 'filed' ELSE 'contacted' END, filed,
       CASE WHEN closed OR n %% 2 = 1 THEN 'company' ELSE '' END,
       CASE WHEN closed OR n %% 2 = 1 THEN c.enterprise_id END, 0, false, 'street', false,
       CASE WHEN NOT closed THEN filed + interval '5 days' END, filed + interval '1 day', filed + interval '7 days',
       CASE WHEN closed OR n %% 2 = 1 THEN filed + interval '1 hour' END,
       CASE WHEN closed OR n %% 2 = 1 THEN filed + interval '2 hours' END,
       CASE WHEN closed OR n %% 2 = 1 THEN filed + interval '5 hours' END,
       CASE WHEN closed THEN filed + interval '2 days' END, CASE WHEN closed THEN filed + interval '3 days' END,
       CASE WHEN closed THEN filed + interval '5 days' END, '', '', 1, false, 0,
       CASE WHEN closed THEN 'confirmed' ELSE '' END, 'none', filed, 5
FROM (SELECT n, 1 + n::bigint * 7919 %% %(estates)s AS estate, n %% %(open_share)s <> 0 AS closed,
             %(now)s::timestamptz - (CASE WHEN n %% %(open_share)s = 0 THEN n %% 14400 ELSE n %% 1051200 END)
                                    * interval '1 minute' AS filed
      FROM generate_series(1, %(count)s) n) numbered
JOIN estates_estate h ON h.id = estate
JOIN enterprises_servicecontract c ON c.estate_id = estate
CROSS JOIN (SELECT array_agg(id ORDER BY id) AS ids FROM complaints_topic WHERE parent_id IS NOT NULL) topics
"""
STEPS = """
INSERT INTO complaints_step (complaint_id, verb, state, at, actor, actor_name, text, note, is_public, values)
SELECT c.id, v.verb, v.state, c.filed_at + v.hours * interval '1 hour', v.actor, '', '', '', true, '{}'
FROM complaints_complaint c
CROSS JOIN (VALUES ('file', 'filed', 0, 'resident'), ('accept', 'accepted', 1, 'street'),
                   ('dispatch', 'dispatched', 2, 'street'), ('contact', 'contacted', 5, 'company'),
                   ('answer', 'answered', 48, 'company')) AS v (verb, state, hours, actor)
WHERE c.state = 'closed' OR v.verb = 'file' OR (c.state = 'contacted' AND v.verb <> 'answer')
"""
CONTACTS = """
INSERT INTO complaints_contact (complaint_id, sealed_name, sealed_phone, phone_digest, address_digest, device_digest,
                                consent_version, erase_on)
SELECT id, '', '', '', md5(id::text), '', '', CURRENT_DATE + 300 FROM complaints_complaint
"""


def build(estates: int, companies: int, complaints: int) -> User:
    """Fill an empty database. Returns a street officer."""
    city.prepare(estates, companies, 10_000)
    RuleValue.objects.bulk_create(shipped_rule_values(date(2020, 1, 1)))
    load_lists(by=None, at=timezone.now())
    fill(estates, complaints, timezone.now())
    return User.objects.create(username="street officer", role=Role.STREET, region_id=STREET)


def fill(estates: int, complaints: int, now: datetime) -> None:
    """Triggers sleep meanwhile; the numbers go on where they end."""
    assert Topic.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(COMPLAINTS, {"estates": estates, "open_share": OPEN_SHARE, "now": now, "count": complaints})
        cursor.execute(STEPS)
        cursor.execute(CONTACTS)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SELECT setval(pg_get_serial_sequence('complaints_complaint', 'id'), %s)", [complaints])
        for table in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def keep_figures() -> None:
    """The public figures, as the clock keeps them."""
    figures.take_due(at=timezone.now())
