"""What complaints show about property companies: facts for `credit`, with neither points nor judgement.

- `overdue`: no answer when the answer was due; one fact for each term that a case had.
- `false_answer`: the company said “solved”, the resident denied it, and an officer's check found that it was not.
- `fault`: found unsolved by a check once more, after it had been sent back.
- `joint`: a case of many households (the rule value `complaint_joint_households`) that turned out to be so.

Read from the steps, which never change, so a fact once there stays as it was. What nobody stands by makes no fact:
complaints withdrawn, not accepted or unfounded, discounted ones of a flood, suggestions and questions. Those joined to
another make none either, so that one event counts once. A fact names its complaint by number; nobody's data are in it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class FactKind(models.TextChoices):
    OVERDUE = "overdue", _("answered late or not at all")
    FALSE_ANSWER = "false_answer", _("answer found false by a check")
    FAULT = "fault", _("sent back, and again found unsolved by a check")
    JOINT = "joint", _("joint case of many households, found to be so")


@dataclass(frozen=True)
class Fact:
    """One fact. `key` names it for good: the complaint's number, the kind's letter and which of its kind it is.

    `is_held_back`: the complaint, or too many of those that make it a joint case, were flagged as part of a flood, and
    nobody has looked yet. `appealed_on`: the company
    appealed against the finding; `decided_on`: that was decided, and where it `was_upheld` the fact no longer stands.
    """

    key: str
    kind: str
    number: str
    topic: str
    estate_id: int
    enterprise_id: int
    on: date
    is_held_back: bool
    appealed_on: date | None
    decided_on: date | None
    was_upheld: bool

    @property
    def under_objection(self) -> bool:
        return self.appealed_on is not None and self.decided_on is None


TERM = """(SELECT count(*) FROM complaints_step t
           WHERE t.complaint_id = {row} AND t.verb IN ('find_false', 'reopen', 'grant_extension'){until})"""
"""How many terms a case had before: each time it is sent back, reopened or given more time a new one begins."""

# `blamed`: the company that had the case when its term ended. Terms run from the filing, whoever has the case; steps of
# before companies were written into them name none, and count for the one that answers.
FACTS = f"""
WITH late AS (
    SELECT complaint_id, (values->>'enterprise')::bigint AS company, (values->>'due_at')::timestamptz AS happened_at,
           {TERM.format(row="s.complaint_id", until=" AND t.id < s.id")} AS place
    FROM complaints_step s
    WHERE verb = 'answer' AND at >= %(since)s AND (values->>'late')::boolean AND values->>'enterprise' IS NOT NULL
    UNION
    SELECT id, enterprise_id, answer_due_at, {TERM.format(row="c.id", until="")}
    FROM complaints_complaint c
    WHERE due_at IS NOT NULL AND state IN ('dispatched', 'contacted') AND handler = 'company'
      AND answer_due_at < %(until)s AND answer_due_at >= %(since)s
), blamed AS (
    SELECT * FROM late l WHERE company = (
        SELECT CASE WHEN coalesce(g.values->>'handler', 'company') = 'company'
                    THEN coalesce((g.values->>'enterprise')::bigint, l.company) END
        FROM complaints_step g
        WHERE g.complaint_id = l.complaint_id AND g.verb IN ('dispatch', 'redispatch', 'name_owner')
          AND g.at < l.happened_at
        ORDER BY g.id DESC LIMIT 1
    )
), checked AS (
    SELECT s.complaint_id, (s.values->>'enterprise')::bigint AS company, s.at, (s.values->>'times')::int AS place, s.id
    FROM complaints_step s
    WHERE s.verb = 'find_false' AND s.at >= %(since)s AND s.values->>'enterprise' IS NOT NULL
      AND (SELECT (a.values->>'solved')::boolean FROM complaints_step a
           WHERE a.complaint_id = s.complaint_id AND a.verb = 'answer' AND a.id < s.id ORDER BY a.id DESC LIMIT 1)
), joint AS (
    SELECT DISTINCT ON (s.complaint_id) s.complaint_id, (a.values->>'enterprise')::bigint AS company, s.at,
           told.surely < rule.least AS is_held_back
    FROM complaints_step s
    JOIN complaints_complaint c ON c.id = s.complaint_id AND c.is_joint
    JOIN LATERAL (SELECT 1 + count(*) FILTER (WHERE f.flood <> 'discounted') AS at_most,
                         1 + count(*) FILTER (WHERE f.flood IN ('none', 'cleared')) AS surely
                  FROM complaints_complaint f WHERE f.joined_to_id = c.id) told ON true
    JOIN LATERAL (SELECT CASE WHEN r.value ~ '^ *[0-9]+ *$' THEN r.value::int END AS least FROM accounts_rulevalue r
                  WHERE r.key = 'complaint_joint_households' AND r.from_on <= (s.at AT TIME ZONE %(zone)s)::date
                  ORDER BY r.from_on DESC LIMIT 1) rule ON told.at_most >= rule.least
    JOIN LATERAL (SELECT values FROM complaints_step a WHERE a.complaint_id = s.complaint_id AND a.verb = 'answer'
                  AND a.id < s.id ORDER BY a.id DESC LIMIT 1) a ON true
    WHERE s.verb IN ('confirm', 'close', 'find_solved') AND a.values->>'enterprise' IS NOT NULL
      AND ((a.values->>'solved')::boolean OR c.false_answers > 0)
    ORDER BY s.complaint_id, s.id
), found (complaint_id, company, happened_at, kind, suffix, step_id, is_held_back) AS (
    SELECT complaint_id, company, happened_at, 'overdue', 'O' || place + 1, NULL::bigint, false
    FROM (SELECT DISTINCT ON (complaint_id, place) * FROM blamed ORDER BY complaint_id, place, happened_at, company) b
    UNION ALL
    SELECT complaint_id, company, at, CASE WHEN place > 1 THEN 'fault' ELSE 'false_answer' END, 'F' || place, id,
           false
    FROM checked
    UNION ALL
    SELECT complaint_id, company, at, 'joint', 'J', NULL, is_held_back FROM joint
), dated AS (
    SELECT found.*, (happened_at AT TIME ZONE %(zone)s)::date AS happened_on
    FROM found WHERE happened_at >= %(since)s AND happened_at < %(until)s
)
SELECT c.number || '-' || d.suffix, d.kind, c.number, topic.name, c.estate_id, d.company, d.happened_on,
       c.flood = 'flagged' OR d.is_held_back, (appeal.lodged_at AT TIME ZONE %(zone)s)::date,
       (appeal.decided_at AT TIME ZONE %(zone)s)::date, coalesce(appeal.upheld, false)
FROM dated d
JOIN complaints_complaint c ON c.id = d.complaint_id
JOIN complaints_topic topic ON topic.id = c.topic_id
LEFT JOIN complaints_appeal appeal ON appeal.step_id = d.step_id
WHERE c.kind = 'complaint' AND c.state NOT IN ('withdrawn', 'refused', 'joined') AND c.outcome <> 'unfounded'
  AND c.flood <> 'discounted'
  AND NOT EXISTS (
      SELECT 1 FROM enterprises_servicecontract k
      WHERE k.estate_id = c.estate_id AND k.enterprise_id <> d.company AND k.begins_on <= d.happened_on
        AND (k.ends_on IS NULL OR k.ends_on > d.happened_on)
  )
ORDER BY d.happened_on, 1
"""
"""Where the contract had passed to another company by the day, nobody is to blame: no fact."""


def facts(*, since: datetime, until: datetime) -> list[Fact]:
    """Every fact that happened in [`since`, `until`), oldest first, as things stand now."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"since": since, "until": until, "zone": settings.TIME_ZONE})
        return [Fact(*row) for row in cursor.fetchall()]
