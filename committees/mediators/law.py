"""What the law asks of a mediation committee, and what one lacks: values in, sentences with their articles out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from accounts.city import NoRuleValue, figure, rule_values


@dataclass(frozen=True)
class Figure:
    value: int
    article: str


@dataclass(frozen=True)
class MediationLaw:
    """As in force on one day."""

    least: Figure
    most: Figure
    women: Figure
    years: Figure

    def ends_on(self, chosen_on: date) -> date:
        """The first day after the term of those who were chosen on a day."""
        return chosen_on + relativedelta(years=self.years.value)


def mediation_law(on: date) -> MediationLaw:
    """Raises NoRuleValue."""
    rules = rule_values(on=on)

    def read(key: str) -> Figure:
        value: Fraction | None = figure(rules.get(key))
        if value is None:
            raise NoRuleValue(
                _("The city has no value for “%(key)s” on %(day)s. Add one under rule values.")
                % {"key": key, "day": on}
            )
        return Figure(int(value), rules[key].article)

    return MediationLaw(
        read("mediation_members_least"), read("mediation_members_most"), read("mediation_women_least"),
        read("mediation_term_years"),
    )  # fmt: skip


@dataclass(frozen=True)
class Seated:
    """One of those who are to sit in a committee."""

    is_chair: bool
    is_woman: bool


def faults(members: Sequence[Seated], law: MediationLaw) -> list[str]:
    """What the law forbids in this composition, each with its article; empty when it is sound."""
    found = []
    if not law.least.value <= len(members) <= law.most.value:
        words = _("A mediation committee has %(least)d to %(most)d members; these are %(count)d")
        values = {"least": law.least.value, "most": law.most.value, "count": len(members)}
        found.append((words % values, law.least))
    if sum(member.is_chair for member in members) != 1:
        found.append((_("A mediation committee has one chair"), law.least))
    if sum(member.is_woman for member in members) < law.women.value:
        found.append(
            (_("Women have to be among the members: %(least)d at least") % {"least": law.women.value}, law.women)
        )
    return [_("%(words)s (%(article)s).") % {"words": words, "article": figure.article} for words, figure in found]
