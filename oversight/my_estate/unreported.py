"""What an estate's page cannot say yet: who owes it, by which rule and day. Missing is a fact, never a blank or a 0.

The terms are the city's own rule values of the day; where the city set none, the sentence that needs it is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import date as date_words
from django.utils.translation import gettext as _

from accounts.city import figure
from accounts.models import RuleValue
from fees.revenue.periods import period_of

Rules = Mapping[str, RuleValue]


@dataclass(frozen=True)
class Unreported:
    """A block that is not filled: what is missing, who owes it and when, and by which articles (apart by “；”)."""

    title: str
    sentences: tuple[str, ...]
    article: str = ""


def _block(title: str, sentences: Iterable[str], *cited: RuleValue | None) -> Unreported:
    articles = dict.fromkeys(rule.article for rule in cited if rule)
    return Unreported(title, tuple(filter(None, sentences)), "；".join(articles))


def _within(term: RuleValue | None, sentence: str) -> str:
    """The sentence with the city's term in it; nothing where the city set none."""
    return sentence % {"days": term.value} if term else ""


def contract(rules: Rules) -> Unreported:
    term = rules.get("contract_filing_days")
    return _block(
        _("No contract in force is on file"),
        [
            _within(
                term,
                _("The company that manages the estate must file its contract within %(days)s days of signing it."),
            ),
            _("Once it is filed, this page says who manages the estate, since when, until when and for how much."),
        ],
        term,
    )


def fund(rules: Rules, *, on: date) -> Unreported:
    low, months, days = (rules.get(key) for key in ("fund_low_ratio", "fund_period_months", "fund_period_close_days"))
    ratio, due_on = figure(low), next_close(months, days, on=on)
    return _block(
        _("Maintenance fund: not reported yet"),
        [
            _("The keeper of the city's maintenance fund owes the first deposit, the balance and every use of it."),
            _("The next time is %(day)s.") % {"day": date_words(due_on, "DATE_FORMAT")} if due_on else "",
            _("Owners top the fund up when less than %(percent)s%% of the first deposit is left.")
            % {"percent": f"{float(ratio * 100):g}"}
            if ratio is not None
            else "",
        ],
        low,
        months,
    )


def next_close(months: RuleValue | None, days: RuleValue | None, *, on: date) -> date | None:
    """The day by which the books of the running period are closed; None where the city set no period."""
    length = int(figure(months) or 0)
    return period_of(on, length).due_on(int(figure(days) or 0)) if length > 0 else None


def committee(rules: Rules) -> Unreported:
    filing, answer = rules.get("committee_filing_days"), rules.get("committee_answer_workdays")
    return _block(
        _("Owners' committee: not reported yet"),
        [
            _within(filing, _("A committee files with the street within %(days)s days of its election.")),
            _within(answer, _("The street answers within %(days)s working days.")),
            _("Once it is filed, this page shows its term and how many members serve."),
        ],
        filing,
        answer,
    )


def inspections(rules: Rules) -> Unreported:
    term = rules.get("inspection_publish_workdays")
    return _block(
        _("Inspections by chance: none published yet"),
        [_within(term, _("The inspecting body publishes what it found within %(days)s working days."))],
        term,
    )


def fee(rules: Rules) -> Unreported:
    term = rules.get("contract_filing_days")
    return _block(
        _("Property fee: not reported yet"),
        [
            _("The fee is in the filed contract."),
            _within(term, _("The company must file it within %(days)s days of signing it.")),
        ],
        term,
    )


def no_fee() -> Unreported:
    return _block(
        _("No property fee is on file"),
        [_("No company is in charge, so no fee was filed. If somebody charges one, have it checked by telephone.")],
    )


def no_standard() -> Unreported:
    return _block(
        _("No list of services is on file"),
        [_("No company is in charge, so nobody has promised services in a contract.")],
    )


def missing(rules: Rules, *, on: date, needs_contract: bool) -> dict[str, Unreported]:
    """The blocks in which there may be nothing to show."""
    return {
        "contract": contract(rules),
        "fee": fee(rules) if needs_contract else no_fee(),
        "fund": fund(rules, on=on),
        "committee": committee(rules),
        "inspections": inspections(rules),
        "standard": no_standard(),
    }
