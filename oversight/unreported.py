"""What an estate's page cannot say yet: who owes it, by which rule and day. Missing is a fact, never a blank or a 0.

The terms are the city's own rule values of the day; where the city set none, the sentence that needs it is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta
from django.template.defaultfilters import date as date_words
from django.utils.translation import gettext as _

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


def period_end(months: int, *, on: date) -> date:
    """The last day of the accounting period of so many months (counted from January) in which a day lies."""
    begun = (on.month - 1) // months * months
    return date(on.year, 1, 1) + relativedelta(months=begun + months) - timedelta(days=1)


def contract(rules: Rules) -> Unreported:
    term = rules.get("contract_filing_days")
    return _block(
        _("No contract in force is on file"),
        [
            term
            and _("The company that manages the estate must file its contract within %(days)s days of signing it.")
            % {"days": term.value},
            _("Once it is filed, this page says who manages the estate, since when, until when and for how much."),
        ],
        term,
    )


def fund(rules: Rules) -> Unreported:
    low = rules.get("fund_low_ratio")
    return _block(
        _("Maintenance fund: not reported yet"),
        [
            _("The keeper of the city's maintenance fund owes the first deposit, the balance and every use of it."),
            low
            and _("Owners top the fund up when less than %(percent)s%% of the first deposit is left.")
            % {"percent": f"{float(Fraction(low.value) * 100):g}"},
        ],
        low,
    )


def revenue(rules: Rules, *, on: date) -> Unreported:
    period, posted = rules.get("revenue_disclosure_months"), rules.get("revenue_disclosure_min_days")
    return _block(
        _("This estate has not reported yet"),
        [
            period
            and _("Whoever manages the estate must publish it every %(months)s months; this period ends on %(day)s.")
            % {"months": period.value, "day": date_words(period_end(int(period.value), on=on), "DATE_FORMAT")},
            posted and _("The accounts stay posted for at least %(days)s days.") % {"days": posted.value},
        ],
        period,
        posted,
    )


def committee(rules: Rules) -> Unreported:
    filing, answer = rules.get("committee_filing_days"), rules.get("committee_answer_workdays")
    return _block(
        _("Owners' committee: not reported yet"),
        [
            filing
            and _("A committee files with the street within %(days)s days of its election.") % {"days": filing.value},
            answer and _("The street answers within %(days)s working days.") % {"days": answer.value},
            _("Once it is filed, this page shows its term and how many members serve."),
        ],
        filing,
        answer,
    )


def cases(rules: Rules) -> Unreported:
    accept, answer = rules.get("complaint_accept_workdays"), rules.get("complaint_company_workdays")
    return _block(
        _("Cases are not taken here yet"),
        [
            accept and _("The street takes a case up within %(days)s working days.") % {"days": accept.value},
            answer and _("The company answers within %(days)s working days.") % {"days": answer.value},
            _("As soon as cases are taken here, this page shows how many were answered in time."),
        ],
        accept,
        answer,
    )


def inspections(rules: Rules) -> Unreported:
    term = rules.get("inspection_publish_workdays")
    return _block(
        _("Inspections and equipment: not reported yet"),
        [
            term
            and _("The inspecting body publishes what it found within %(days)s working days.") % {"days": term.value},
            _("Whoever manages the estate owes the days of testing of lifts, fire safety and water tanks."),
        ],
        term,
    )


def disclosure(rules: Rules) -> Unreported:
    posted, answer = rules.get("disclosure_min_post_days"), rules.get("objection_answer_days")
    return _block(
        _("Disclosure: not reported yet"),
        [
            posted
            and _("Whoever manages the estate reports each posted item; it stays up for at least %(days)s days.")
            % {"days": posted.value},
            answer and _("An owner who objects gets an answer within %(days)s days.") % {"days": answer.value},
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
            term and _("The company must file it within %(days)s days of signing it.") % {"days": term.value},
        ],
        term,
    )


def standard() -> Unreported:
    return _block(
        _("List of services: not reported yet"),
        [_("The company owes what it has promised item by item. Until then its notice board in the estate says so.")],
    )
