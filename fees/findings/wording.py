"""What a finding says: one sentence for each kind, built from its facts, and the article that it goes by."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models import RuleValue
from fees.models import Breadth, Finding, FindingKind
from intake.money import yuan

SENTENCES = {
    FindingKind.ABOVE_CAP: gettext_lazy(
        "Charges %(price)s yuan per m² and month; the guide price allows %(cap)s at most (%(document)s)."
    ),
    FindingKind.LEVEL_LOWER: gettext_lazy(
        "Charges for level “%(charged)s”; on %(verified_on)s the level found on site was “%(verified)s”."
    ),
    FindingKind.RISE_UNDECIDED: gettext_lazy(
        "The fee rose from %(before)s to %(price)s yuan per m² and month on %(from_on)s; no resolution of the owners "
        "stands behind it."
    ),
    FindingKind.PRICE_OUTLIER: gettext_lazy(
        "Charges %(price)s yuan per m² and month. Of %(peers)s estates of the same kind half charge between %(q1)s and "
        "%(q3)s, the median is %(median)s (%(breadth)s): %(percent)s %% off the median."
    ),
    FindingKind.PREPAID_LONG: gettext_lazy(
        "Fees are taken up to %(months)s months in advance; %(most)s months are allowed."
    ),
    FindingKind.TERM_OVER: gettext_lazy(
        "The contract ended on %(ended_on)s; %(collected)s yuan of fees were collected for the time up to %(until_on)s."
    ),
    FindingKind.OVERCHARGED: gettext_lazy("Found by an officer: %(words)s"),
    FindingKind.REVENUE_MISSING: gettext_lazy(
        "The public revenue of %(from_on)s to %(until_on)s was to be posted by %(due_on)s, and was not."
    ),
    FindingKind.REVENUE_IDLE: gettext_lazy(
        "Contract %(contract)s runs, but no revenue from it is reported for %(from_on)s to %(until_on)s."
    ),
    FindingKind.REVENUE_UNEVEN: gettext_lazy(
        "The public revenue of the time from %(from_on)s on opens with %(opening)s yuan; the time before closed with "
        "%(closing)s yuan."
    ),
    FindingKind.REVENUE_UNBANKED: gettext_lazy(
        "The public revenue of %(from_on)s to %(until_on)s closes with %(closing)s yuan; its bank account shows "
        "%(bank)s yuan."
    ),
    FindingKind.REVENUE_WITHHELD: gettext_lazy(
        "Of the public revenue of %(from_on)s to %(until_on)s, %(awaited)s yuan were to be in the maintenance fund by "
        "%(due_on)s, and did not arrive."
    ),
    FindingKind.REVENUE_AUDITED: gettext_lazy(
        "Audit %(audit)s of the public revenue of %(from_on)s to %(until_on)s found it wrong by %(wrong)s yuan."
    ),
    FindingKind.FUND_UNEVEN: gettext_lazy(
        "The maintenance fund of %(block)s does not add up: the account says %(found)s yuan, its lines %(expected)s."
    ),
    FindingKind.FUND_UNMATCHED: gettext_lazy(
        "%(lines)s lines of the bank statement %(statement)s are unreconciled since %(since_on)s."
    ),
    FindingKind.MONEY_MISUSED: gettext_lazy("Found by an officer: %(words)s"),
}
PAST_CONTRACT = gettext_lazy(
    "Fees are taken %(months)s months in advance, beyond the end of the contract on %(ends_on)s."
)
RISE_OF_ANOTHER_ITEM = gettext_lazy(
    "“%(item)s” rose from %(before)s to %(price)s yuan on %(from_on)s; no resolution of the owners stands behind it."
)
TITLE = gettext_lazy("%(kind)s.")


def sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """In the reader's language. Facts that a sentence misses leave its kind alone to say what it is."""
    kind = FindingKind(kind)
    try:
        return str(template(kind, facts)) % told(facts)
    except (KeyError, ValueError, TypeError):
        return str(TITLE) % {"kind": kind.label}


def template(kind: FindingKind, facts: Mapping[str, Any]) -> Any:
    """Fees in advance may be too many months, or few and yet beyond the contract; other fees than homes' may rise."""
    if kind == FindingKind.PREPAID_LONG and "ends_on" in facts:
        return PAST_CONTRACT
    if kind == FindingKind.RISE_UNDECIDED and "item" in facts:
        return RISE_OF_ANOTHER_ITEM
    return SENTENCES[kind]


def sentence_of(finding: Finding) -> str:
    return sentence(finding.kind, finding.facts)


def told(facts: Mapping[str, Any]) -> dict[str, str]:
    """The facts as they stand in a sentence: `price_fen` as `price`, in yuan; a breadth in words."""
    words = {}
    for name, value in facts.items():
        if name.endswith("_fen"):
            words[name.removesuffix("_fen")] = yuan(value)
        elif name == "breadth":
            words[name] = str(Breadth(value).label)
        else:
            words[name] = str(value)
    return words


def rule_key(kind: str) -> str:
    """The rule value by which the city says that it looks for this, and by which article."""
    return f"finding_{kind}"


def article(kind: str, rules: Mapping[str, RuleValue]) -> str:
    rule = rules.get(rule_key(kind))
    return rule.article if rule else ""


def is_looked_for(kind: str, rules: Mapping[str, RuleValue]) -> bool:
    rule = rules.get(rule_key(kind))
    return rule is not None and rule.value.strip() == "1"
