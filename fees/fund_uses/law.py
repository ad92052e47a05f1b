"""What the city's rules of a day ask of a use of the fund, and the lines that follow from a budget.

Money is fen, exact: a line is the last whole fen that is not beyond it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.city import rule_values
from accounts.models import RuleValue
from accounts.moments import remembered
from committees.forming.law import Figure, cited
from committees.law import row_of, unreadable
from committees.terms import figure_of
from fees.models import EmergencyCase, FundCause
from intake.money import FEN

PREFIX = "fund_use_"


@dataclass(frozen=True)
class Listed:
    """Codes that a rule lists, and the article it stands in."""

    codes: frozenset[str]
    article: str


@dataclass(frozen=True)
class FundUseLaw:
    """`over_ratio`, `advance_ratio` are shares of the budget that may be reached, not exceeded."""

    quotes_least: Figure
    emergency_quotes_least: Figure
    notice_days: Figure
    emergency_notice_days: Figure
    answer_workdays: Figure
    result_days: Figure
    advance_ratio: Figure
    over_ratio: Figure
    audit_floor_yuan: Figure
    emergency_cases: Listed
    not_payable: Listed

    def quotes_of(self, *, is_emergency: bool) -> Figure:
        return self.emergency_quotes_least if is_emergency else self.quotes_least


@dataclass(frozen=True)
class Lines:
    """What follows from an approved budget, in fen."""

    advance_most_fen: int
    ceiling_fen: int
    audit_above_fen: int


@remembered
def fund_use_law(on: date) -> FundUseLaw:
    """What is in force on a day. Raises NoRuleValue."""
    rows = rule_values(on=on)
    named = {
        name: figure_of(f"{PREFIX}{name}", rows, on)
        for name in (
            "quotes_least", "emergency_quotes_least", "notice_days", "emergency_notice_days", "answer_workdays",
            "result_days", "advance_ratio",
        )
    }  # fmt: skip
    return FundUseLaw(
        **named,
        over_ratio=figure_of("fund_over_ratio", rows, on),
        audit_floor_yuan=figure_of("fund_audit_floor_yuan", rows, on),
        emergency_cases=listed("emergency_cases", rows, on, EmergencyCase.values),
        not_payable=listed("not_payable", rows, on, FundCause.values),
    )


def listed(name: str, rows: Mapping[str, RuleValue], on: date, known: list[str]) -> Listed:
    """Raises NoRuleValue without the rule, or where it lists what nobody knows."""
    row = row_of(f"{PREFIX}{name}", rows, on)
    codes = frozenset(row.value.replace(",", " ").split())
    if not codes <= set(known):
        raise unreadable(row, " ".join(known))
    return Listed(codes, row.article)


def lines_of(budget_fen: int, law: FundUseLaw) -> Lines:
    return Lines(
        advance_most_fen=floor(budget_fen * law.advance_ratio.value),
        ceiling_fen=floor(budget_fen * (1 + law.over_ratio.value)),
        audit_above_fen=floor(Fraction(FEN) * law.audit_floor_yuan.value),
    )


def refuse(words: str | Promise, article: str, field: str | None = None, **named) -> NoReturn:
    """Raises ValidationError: the sentence with what fills it in, and the article it follows from."""
    told = cited(str(words) % named if named else str(words), article)
    raise ValidationError({field: told} if field else told)


NOT_PAYABLE = gettext_lazy("The maintenance fund may not pay for this: %(what)s.")
NO_SUCH_CASE = gettext_lazy("This is none of the emergencies that need no vote. They are: %(cases)s.")


def refuse_unpayable(cause: str, law: FundUseLaw) -> None:
    """Raises ValidationError with the article."""
    if cause in law.not_payable.codes:
        refuse(NOT_PAYABLE, law.not_payable.article, "cause", what=FundCause(cause).label)


def refuse_no_emergency(case: str, law: FundUseLaw) -> None:
    """Raises ValidationError with the article and the cases that count."""
    if case not in law.emergency_cases.codes:
        cases = "、".join(str(each.label) for each in EmergencyCase if each.value in law.emergency_cases.codes)
        refuse(NO_SUCH_CASE, law.emergency_cases.article, "case", cases=cases)
