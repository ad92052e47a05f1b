"""What an estate's page cannot say yet: who owes it, by which rule and day. Missing is a fact, never a blank or a 0.

The terms are the city's own rule values of the day; where the city set none, the sentence that needs it is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.template.defaultfilters import date as date_words
from django.utils.translation import gettext as _

from accounts.city import figure
from accounts.models import RuleValue

Rules = Mapping[str, RuleValue]


@dataclass(frozen=True)
class Unreported:
    """A block that is not filled: what is missing, who owes it and when, and by which articles."""

    title: str
    sentences: tuple[str, ...]
    articles: tuple[str, ...] = ()


def _block(title: str, sentences: Iterable[str], *cited: RuleValue | None) -> Unreported:
    articles = dict.fromkeys(rule.article for rule in cited if rule)
    return Unreported(title, tuple(filter(None, sentences)), tuple(articles))


def _within(term: RuleValue | None, sentence: str) -> str:
    """The sentence with the city's term in it; nothing where the city set none."""
    return sentence % {"days": term.value} if term else ""


def period_end(months: int, *, on: date) -> date:
    """The last day of the accounting period of so many months (counted from January) in which a day lies."""
    begun = (on.month - 1) // months * months
    return date(on.year, 1, 1) + relativedelta(months=begun + months) - timedelta(days=1)


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


def fund(rules: Rules) -> Unreported:
    low = rules.get("fund_low_ratio")
    ratio = figure(low)
    return _block(
        _("Maintenance fund: not reported yet"),
        [
            _("The keeper of the city's maintenance fund owes the first deposit, the balance and every use of it."),
            _("Owners top the fund up when less than %(percent)s%% of the first deposit is left.")
            % {"percent": f"{float(ratio * 100):g}"}
            if ratio is not None
            else "",
        ],
        low,
    )


def revenue(rules: Rules, *, on: date) -> Unreported:
    period, posted = rules.get("revenue_disclosure_months"), rules.get("revenue_disclosure_min_days")
    months = int(figure(period) or 0)
    return _block(
        _("This estate has not reported yet"),
        [
            _("Whoever manages the estate must publish it every %(months)s months; this period ends on %(day)s.")
            % {"months": months, "day": date_words(period_end(months, on=on), "DATE_FORMAT")}
            if months > 0
            else "",
            _within(posted, _("The accounts stay posted for at least %(days)s days.")),
        ],
        period,
        posted,
    )


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
        _("Inspections and equipment: not reported yet"),
        [
            _within(term, _("The inspecting body publishes what it found within %(days)s working days.")),
            _("Whoever manages the estate owes the days of testing of lifts, fire safety and water tanks."),
        ],
        term,
    )


def disclosure(rules: Rules) -> Unreported:
    posted, answer = rules.get("disclosure_min_post_days"), rules.get("objection_answer_days")
    return _block(
        _("Disclosure: not reported yet"),
        [
            _within(
                posted,
                _("Whoever manages the estate reports each posted item; it stays up for at least %(days)s days."),
            ),
            _within(answer, _("An owner who objects gets an answer within %(days)s days.")),
        ],
        posted,
        answer,
    )


def comparison() -> Unreported:
    return _block(
        _("Guide price and like estates: not reported yet"),
        [_("The price authority owes the guide prices. Then this page compares the fee with them.")],
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


def standard() -> Unreported:
    return _block(
        _("List of services: not reported yet"),
        [_("The company owes what it has promised item by item. Until then its notice board in the estate says so.")],
    )
