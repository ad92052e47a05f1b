"""Which legal papers a referral needs, by the rule values of the day, and which are missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from accounts.city import rule_values
from fees.models import PaperKind


@dataclass(frozen=True)
class Needed:
    kind: PaperKind
    article: str

    def __str__(self) -> str:
        return f"{self.kind.label}（{self.article}）" if self.article else str(self.kind.label)


def needed(*, on: date) -> list[Needed]:
    """In the order in which a case makes them."""
    rules = rule_values(on=on)
    found = [(kind, rules.get(f"arrears_paper_{kind.value}")) for kind in PaperKind]
    return [Needed(kind, rule.article) for kind, rule in found if rule is not None and rule.value.strip() == "1"]


def missing(there: Collection[str], *, on: date) -> list[Needed]:
    return [paper for paper in needed(on=on) if paper.kind not in there]
