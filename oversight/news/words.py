"""A piece of news as one sentence, in the reader's language: what it is now, and what it was."""

from datetime import date
from typing import Any

from django.template.defaultfilters import date as date_words
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.money import yuan
from oversight.models import News, NewsKind

Told = dict[str, Any]


def sentence(news: News) -> str:
    return SENTENCES[NewsKind(news.kind)](news.before, news.after)


def day(text: str) -> str:
    return date_words(date.fromisoformat(text), "DATE_FORMAT")


def of_manager(before: Told, now: Told) -> str:
    if not now:
        return _("%(company)s does not manage the estate any more.") % before
    told = {"company": now["company"], "day": day(now["since"])}
    if not before:
        return _("%(company)s manages the estate since %(day)s.") % told
    if before["company"] == now["company"]:
        return _("A new contract with %(company)s holds since %(day)s.") % told
    return _("%(company)s manages the estate since %(day)s, before it was %(old)s.") % {
        **told,
        "old": before["company"],
    }


def of_grade(before: Told, now: Told) -> str:
    if not now:
        return _("The company that manages the estate has no credit grade now.")
    if not before:
        return _("The company that manages the estate has grade %(grade)s.") % now
    return _("The credit grade of the company went from %(old)s to %(new)s.") % {
        "old": before["grade"],
        "new": now["grade"],
    }


def of_fee(before: Told, now: Told) -> str:
    if not now:
        return _("No property fee is on file any more.")
    if not before:
        return _("The property fee is %(new)s yuan per m² and month.") % {"new": yuan(now["fen"])}
    return _("The property fee went from %(old)s to %(new)s yuan per m² and month.") % {
        "old": yuan(before["fen"]),
        "new": yuan(now["fen"]),
    }


def of_level(before: Told, now: Told) -> str:
    if not now:
        return _("The service level does not hold any more.")
    if not before:
        return _("The service level was verified on site: %(level)s.") % now
    return _("The service level is %(new)s now; it was %(old)s.") % {"new": now["level"], "old": before["level"]}


def of_fund(before: Told, now: Told) -> str:
    """Falling below the line comes first, then what the bank says."""
    if not now:
        return _("Nothing is reported of the maintenance fund any more.")
    if now["is_low"] and not (before and before["is_low"]):
        return _("The maintenance fund fell below the line at which it is topped up.")
    if before and before["is_low"] and not now["is_low"]:
        return _("The maintenance fund is above the line again.")
    if not now["reconciled_on"]:
        return _("The maintenance fund is told of.")
    told = {"day": day(now["reconciled_on"])}
    if now["agrees"]:
        return _("The maintenance fund agrees with the bank's statement up to %(day)s.") % told
    return _("The maintenance fund does not agree with the bank's statement of %(day)s.") % told


def of_revenue(before: Told, now: Told) -> str:
    if not now:
        return _("The accounts of public revenue were taken back.")
    told = {"period": now["label"], "sum": yuan(now["fen"])}
    if before and before["label"] == now["label"]:
        return _("The accounts of public revenue of %(period)s were corrected: receipts of %(sum)s yuan.") % told
    return _("The accounts of public revenue of %(period)s are posted: receipts of %(sum)s yuan.") % told


def of_committee(before: Told, now: Told) -> str:
    if not now:
        return _("“%(name)s” is not in office any more.") % before
    if before and before["name"] == now["name"]:
        return of_same_committee(before, now)
    return _("“%(name)s” was chosen; its term ends before %(day)s.") % {"name": now["name"], "day": day(now["until"])}


def of_same_committee(before: Told, now: Told) -> str:
    if now["is_filed"] and not before["is_filed"]:
        return _("“%(name)s” is filed with the street and in office.") % now
    return _("The term of “%(name)s” ends before %(day)s.") % {"name": now["name"], "day": day(now["until"])}


def of_votes(before: Told, now: Told) -> str:
    """Votes that are new, those whose result is, and those that were stopped: gone without one."""
    new = [told["title"] for number, told in now.items() if number not in before]
    over = [
        told["title"]
        for number, told in now.items()
        if told["has_result"] and number in before and not before[number]["has_result"]
    ]
    gone = [told["title"] for number, told in before.items() if number not in now and not told["has_result"]]
    told = [_("The owners vote: %(title)s.") % {"title": title} for title in new]
    told += [_("The result of a vote is posted: %(title)s.") % {"title": title} for title in over]
    told += [_("A vote is not held any more: %(title)s.") % {"title": title} for title in gone]
    return " ".join(told) or _("The list of past votes is shorter.")


def of_board(before: Told, now: Told) -> str:
    if not now:
        return _("Nothing is owed on the disclosure board any more.")
    if not now["late"]:
        return _("Everything that is owed hangs on the disclosure board.")
    return ngettext(
        "%(late)d item is missing on the disclosure board.", "%(late)d items are missing on the disclosure board.",
        now["late"],
    ) % now  # fmt: skip


SENTENCES = {
    NewsKind.MANAGER: of_manager,
    NewsKind.GRADE: of_grade,
    NewsKind.FEE: of_fee,
    NewsKind.LEVEL: of_level,
    NewsKind.FUND: of_fund,
    NewsKind.REVENUE: of_revenue,
    NewsKind.COMMITTEE: of_committee,
    NewsKind.VOTES: of_votes,
    NewsKind.BOARD: of_board,
}
