"""Which papers a filing needs: the rule values `paper_<committee>_<filing>_<paper>` of a day, with their articles."""

from dataclasses import dataclass
from datetime import date

from accounts.city import rule_values
from committees.forming.law import Figure
from committees.models import Filing, PaperKind
from committees.terms import figure_of


@dataclass(frozen=True)
class Needed:
    """A paper that has to be there."""

    kind: PaperKind
    article: str

    @property
    def label(self) -> str:
        return str(self.kind.label)


def needed_papers(committee_kind: str, filing_kind: str, on: date) -> list[Needed]:
    """What a filing of this kind has to hold, in the order of `PaperKind`."""
    rows = rule_values(on=on)
    keys = {kind: f"paper_{committee_kind}_{filing_kind}_{kind.value}" for kind in PaperKind}
    figures: dict[PaperKind, Figure] = {kind: figure_of(key, rows, on) for kind, key in keys.items() if key in rows}
    return [Needed(kind, figure.article) for kind, figure in figures.items() if figure.applies]


def missing_papers(filing: Filing) -> list[Needed]:
    """What is still to be handed in, by the law of the day on which it happened."""
    there = set(filing.papers.values_list("kind", flat=True))
    needed = needed_papers(filing.committee.kind, filing.kind, filing.happened_on)
    return [each for each in needed if each.kind not in there]
