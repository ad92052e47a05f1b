"""Until when a filing is handed in."""

from datetime import date, timedelta

from accounts.days import calendar
from committees.forming.law import Figure, FormingLaw
from committees.models import FilingKind
from committees.terms import forming_law

OF_A_NEW_ONE = (FilingKind.FIRST, FilingKind.REELECTION)


def term_of(kind: str, law: FormingLaw) -> Figure:
    """The figure of the term in which a filing of this kind is handed in."""
    return law.committee.filing_days if kind in OF_A_NEW_ONE else law.change_filing_days


def due_on(kind: str, happened_on: date) -> date:
    """The last day for handing in; one that is off moves to the next working day (Civil Code, article 203)."""
    days = term_of(kind, forming_law(happened_on)).count
    return calendar().after(happened_on + timedelta(days=days), 0)
