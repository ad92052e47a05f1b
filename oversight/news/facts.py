"""What an estate's page says in short, as plain JSON by `NewsKind`. No person; nothing that changes by itself."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from estates.models import Estate
from oversight.abreast import Abreast, abreast
from oversight.models import NewsKind

Facts = dict[str, dict[str, Any]]
LATEST_VOTES = 10


def facts_of(estates: Iterable[Estate], *, on: date) -> dict[int, Facts]:
    """By estate. A kind of which nothing is known is {}."""
    return {row.estate.pk: {kind.value: tell(row) for kind, tell in TELLERS.items()} for row in abreast(estates, on=on)}


def manager(row: Abreast) -> dict[str, Any]:
    if row.contract is None:
        return {}
    return {"company": row.contract.enterprise.name, "since": row.contract.begins_on.isoformat()}


def grade(row: Abreast) -> dict[str, Any]:
    return {"grade": row.mark.grade} if row.mark and row.mark.is_graded else {}


def fee(row: Abreast) -> dict[str, Any]:
    return {"fen": row.price_fen} if row.price_fen is not None else {}


def level(row: Abreast) -> dict[str, Any]:
    return {"level": row.standard.level, "standard": row.standard.standard} if row.standard else {}


def fund(row: Abreast) -> dict[str, Any]:
    """As of the last closed day of the books; the balance between two of them is no news."""
    if row.fund is None:
        return {}
    return {"is_low": row.fund.is_low, "reconciled_on": iso(row.fund.reconciled_on), "agrees": row.fund.agrees}


def revenue(row: Abreast) -> dict[str, Any]:
    posted = row.revenue.posted
    return {"number": posted.number, "label": posted.label, "fen": posted.receipts_fen} if posted else {}


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def committee(row: Abreast) -> dict[str, Any]:
    if row.committee is None:
        return {}
    return {
        "name": row.committee.name,
        "until": row.committee.term_until.isoformat(),
        "is_filed": row.committee.is_in_office,
    }


def votes(row: Abreast) -> dict[str, Any]:
    """By number: the title, and whether the result is posted."""
    latest = row.votes[-LATEST_VOTES:]
    return {vote.number: {"title": vote.title, "has_result": vote.announced_on is not None} for vote in latest}


def board(row: Abreast) -> dict[str, Any]:
    return {"late": row.board.late} if row.board and row.board.owed else {}


TELLERS = {
    NewsKind.MANAGER: manager,
    NewsKind.GRADE: grade,
    NewsKind.FEE: fee,
    NewsKind.LEVEL: level,
    NewsKind.FUND: fund,
    NewsKind.REVENUE: revenue,
    NewsKind.COMMITTEE: committee,
    NewsKind.VOTES: votes,
    NewsKind.BOARD: board,
}
