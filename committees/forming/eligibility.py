"""May this person stand for a committee? What each candidate declares and the street looks into. Values in, faults out.

`checks` of a candidate says of each condition: true, false, or None while nobody has looked.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.forming.law import CandidateLaw, Fault, Figure, refuse

CONDITIONS = {
    "is_lawful": gettext_lazy("abides by the law"),
    "has_capacity": gettext_lazy("has full legal capacity"),
    "no_interest": gettext_lazy("no interest in the property company: not the own, the spouse's or close kin's"),
    "not_dishonest": gettext_lazy("not on the court's list of dishonest debtors"),
    "no_misuse": gettext_lazy("no forbidden use of the home"),
    "fees_paid": gettext_lazy("property fees and maintenance fund paid"),
}
"""Every condition that a city may have, by the name of its figure in `CandidateLaw`."""

BROKEN = {
    "is_lawful": gettext_lazy("Who does not abide by the law may not stand."),
    "has_capacity": gettext_lazy("Who has no full legal capacity may not stand."),
    "no_interest": gettext_lazy(
        "Who has an interest in the property company, by themselves, their spouse or close kin, may not stand."
    ),
    "not_dishonest": gettext_lazy("Who is on the court's list of dishonest debtors may not stand."),
    "no_misuse": gettext_lazy("Who uses the home in a forbidden way may not stand."),
    "fees_paid": gettext_lazy("Who has not paid property fees or the maintenance fund may not stand."),
}


def asked(law: CandidateLaw) -> dict[str, Figure]:
    """The conditions that the law has, each with its article."""
    figures = {name: getattr(law, name) for name in CONDITIONS}
    return {name: figure for name, figure in figures.items() if figure.applies}


def open_checks(checks: Mapping[str, bool | None], law: CandidateLaw) -> list[str]:
    """The conditions that nobody has looked into yet."""
    return [name for name in asked(law) if checks.get(name) is None]


def broken(checks: Mapping[str, bool | None], law: CandidateLaw) -> list[Fault]:
    """The conditions that a candidate does not meet, each with its article."""
    return [refuse(name, BROKEN[name], figure) for name, figure in asked(law).items() if checks.get(name) is False]


def open_faults(checks: Mapping[str, bool | None], law: CandidateLaw) -> list[Fault]:
    figures = asked(law)
    words = _("Not looked into yet: %(condition)s.")
    return [refuse(name, words, figures[name], condition=CONDITIONS[name]) for name in open_checks(checks, law)]
