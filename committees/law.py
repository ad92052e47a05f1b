"""The law of voting as the city has it on a day: rule values, each with its article.

Shares are two rows: the figure, and whether reaching it is enough, in the law's own words (`以上` includes the figure,
`超过` does not). Whatever changed on a day has a row of that day, so a vote of 2020 is judged as in 2020.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.city import NoRuleValue, figure, rule_values
from accounts.models import RuleValue
from accounts.moments import remembered
from committees.models.votes import MatterKind
from committees.quorum import ALL, AREA_FIRST, HEADS_FIRST, TAKING_PART, Ratio, VoteLaw

__all__ = ["Ratio", "Term", "VoteLaw", "VoteTerms", "vote_law", "vote_terms"]

INCLUSIVE = {"以上": True, "超过": False}
COUNTED_OF = {"参与": TAKING_PART, "全体": ALL}
SEATS_BY = {"人数": HEADS_FIRST, "面积": AREA_FIRST}

Rows = Mapping[str, RuleValue]


@dataclass(frozen=True)
class Term:
    """A number of days or months with the article it stands in."""

    count: int
    article: str


@dataclass(frozen=True)
class VoteTerms:
    """How long the parts of a vote last. `*_days` are days, `*_workdays` working days, `*_months` months.

    Areas are posted beside rooms from so many ballots in all, and so many heads behind each choice that anybody made.
    """

    meeting_notice_days: Term
    temporary_meeting_notice_days: Term
    evote_min_days: Term
    evote_max_days: Term
    vote_result_workdays: Term
    decision_post_days: Term
    result_post_days: Term
    objection_answer_days: Term
    vote_persons_kept_months: Term
    vote_areas_posted_from_ballots: Term
    vote_areas_posted_from_heads: Term
    vote_counted_from: time


@remembered
def vote_law(on: date) -> VoteLaw:
    """What decides a vote that is announced on a day. Raises NoRuleValue."""
    rows = rule_values(on=on)
    return VoteLaw(
        quorum=ratio("quorum_participation", rows, on),
        ordinary=ratio("quorum_ordinary", rows, on),
        special=ratio("quorum_special", rows, on),
        special_kinds=special_kinds(rows, on),
        counted_of=worded("quorum_counted_of", COUNTED_OF, rows, on),
        seats_by=worded("quorum_seats_by", SEATS_BY, rows, on),
    )


@remembered
def vote_terms(on: date) -> VoteTerms:
    """How long things last in a vote that is announced on a day. Raises NoRuleValue."""
    rows = rule_values(on=on)
    counts = {each.name: term(each.name, rows, on) for each in fields(VoteTerms) if each.type is Term}
    return VoteTerms(**counts, vote_counted_from=clock("vote_counted_from", rows, on))


def row_of(key: str, rows: Rows, on: date) -> RuleValue:
    """Raises NoRuleValue."""
    if key not in rows:
        raise NoRuleValue(
            _("The city has no value for “%(key)s” on %(day)s. Add one under rule values.") % {"key": key, "day": on}
        )
    return rows[key]


def unreadable(row: RuleValue, wanted: str) -> NoRuleValue:
    return NoRuleValue(
        _("The rule value “%(key)s” is “%(value)s”: write %(wanted)s.")
        % {"key": row.key, "value": row.value, "wanted": wanted}
    )


def ratio(name: str, rows: Rows, on: date) -> Ratio:
    """Raises NoRuleValue."""
    row = row_of(f"{name}_ratio", rows, on)
    value = figure(row)
    if value is None or not 0 < value <= 1:
        raise unreadable(row, _("a share, such as 2/3"))
    return Ratio(value, worded(f"{name}_boundary", INCLUSIVE, rows, on), row.article)


def worded(key: str, words: Mapping[str, object], rows: Rows, on: date):
    """What one of a few words means. Raises NoRuleValue."""
    row = row_of(key, rows, on)
    if row.value.strip() not in words:
        raise unreadable(row, " / ".join(words))
    return words[row.value.strip()]


def special_kinds(rows: Rows, on: date) -> frozenset[str]:
    """Raises NoRuleValue."""
    row = row_of("quorum_special_kinds", rows, on)
    kinds = frozenset(row.value.replace(",", " ").split())
    if not kinds <= set(MatterKind.values):
        raise unreadable(row, " ".join(MatterKind.values))
    return kinds


def term(key: str, rows: Rows, on: date) -> Term:
    """Raises NoRuleValue."""
    row = row_of(key, rows, on)
    value = figure(row)
    if value is None or value < 0 or value.denominator != 1:
        raise unreadable(row, _("a whole number"))
    return Term(int(value), row.article)


def clock(key: str, rows: Rows, on: date) -> time:
    """Raises NoRuleValue."""
    row = row_of(key, rows, on)
    try:
        return time.fromisoformat(row.value.strip())
    except ValueError as fault:
        raise unreadable(row, _("a time, such as 17:30")) from fault


def needed(share: Ratio, whole: Decimal | int) -> Decimal:
    """The line itself, in heads or m², for people to read: rounded down to hundredths."""
    return (Decimal(share.value.numerator) * whole / share.value.denominator).quantize(Decimal("0.01"), "ROUND_FLOOR")
