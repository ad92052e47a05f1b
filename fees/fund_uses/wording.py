"""What hangs on the board about a use, and the words of its steps: kept, so in the portal's own language.

None of it names a person.
"""

from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import translation
from django.utils.translation import gettext as _

from fees.models import FundUse, Quote
from intake.money import yuan

LANGUAGE = settings.LANGUAGE_CODE
TITLE_LENGTH = 120


def scope(use: FundUse) -> dict[str, str | int]:
    """How many homes pay, and their area."""
    found = use.homes.aggregate(count=Count("pk"), area=Sum("area_m2"))
    return {"count": found["count"], "area": f"{found['area'] or Decimal(0):.2f}"}


def told(title: str, use: FundUse, lines: list[str]) -> tuple[str, str]:
    head = [
        _("Number: %(number)s") % {"number": use.number},
        _("What is repaired: %(part)s") % {"part": use.get_part_display()},
    ]
    return (title % {"title": use.title})[:TITLE_LENGTH], "\n".join([*head, *lines])


def proposal(use: FundUse, chosen: Quote) -> tuple[str, str]:
    """Title and text: what is to be done, the quotes, who pays how much."""
    with translation.override(LANGUAGE):
        quotes = [
            _("Quote: %(contractor)s, %(amount)s yuan")
            % {"contractor": quote.contractor, "amount": yuan(quote.amount_fen)}
            for quote in use.quotes.all()
        ]
        why = [_("Why not the lowest: %(reason)s") % {"reason": chosen.reason}] if chosen.reason else []
        return told(_("Use of the maintenance fund: %(title)s"), use, [
            use.plan, "", *quotes,
            _("Chosen: %(contractor)s") % {"contractor": chosen.contractor}, *why,
            *budget_lines(use),
        ])  # fmt: skip


def budget_lines(use: FundUse) -> list[str]:
    assert use.budget_fen is not None
    return [
        _("Budget: %(amount)s yuan, by area over %(count)d homes of %(area)s m²")
        % {"amount": yuan(use.budget_fen), **scope(use)}
    ]


def emergency(use: FundUse) -> tuple[str, str]:
    """Title and text of the after-notice: which emergency, who confirmed it and when, what is done."""
    with translation.override(LANGUAGE):
        budget = budget_lines(use) if use.budget_fen else []
        return told(_("Emergency repair from the maintenance fund: %(title)s"), use, [
            _("Emergency: %(case)s") % {"case": use.get_case_display()},
            _("Confirmed on site by the street on %(day)s.") % {"day": use.confirmed_on},
            use.plan, *budget,
        ])  # fmt: skip


def bill(use: FundUse, payee: str, per_m2: str) -> tuple[str, str]:
    """Title and text: what it cost in the end, and what that is for each square metre."""
    assert use.settled_fen is not None
    assert use.approved_fen is not None
    with translation.override(LANGUAGE):
        checked = (
            _("Audited by %(auditor)s, report %(report)s.") % {"auditor": use.auditor, "report": use.audit_report}
            if use.audited_on
            else _("Small bill: the committee agreed on %(day)s to no audit.") % {"day": use.consented_on}
        )
        return told(_("Bill of a use of the maintenance fund: %(title)s"), use, [
            _("Contractor: %(contractor)s") % {"contractor": payee},
            _("Approved: %(approved)s yuan. Settled: %(settled)s yuan.")
            % {"approved": yuan(use.approved_fen), "settled": yuan(use.settled_fen)},
            _("Split by area over %(count)d homes of %(area)s m²: %(per_m2)s yuan for each m².")
            % {**scope(use), "per_m2": per_m2},
            checked,
            _("Every owner sees the own home's share in the look-up of fund accounts."),
        ])  # fmt: skip


def question(use: FundUse) -> str:
    """What the owners are asked."""
    assert use.budget_fen is not None
    with translation.override(LANGUAGE):
        return _("Shall %(amount)s yuan of the maintenance fund be used for: %(title)s? (%(number)s)") % {
            "amount": yuan(use.budget_fen), "title": use.title, "number": use.number
        }  # fmt: skip


def vote_drafted(number: str) -> str:
    with translation.override(LANGUAGE):
        return _("Vote %(number)s") % {"number": number}


def audited(use: FundUse) -> str:
    with translation.override(LANGUAGE):
        return _("%(auditor)s, report %(report)s") % {"auditor": use.auditor, "report": use.audit_report}


def sent_back(use: FundUse, article: str) -> str:
    """Why a bill that is too far over the budget goes back to those who pay."""
    assert use.approved_fen is not None
    with translation.override(LANGUAGE):
        return _("Approved were %(approved)s yuan, and not more than %(ceiling)s may be settled (%(article)s).") % {
            "approved": yuan(use.approved_fen), "ceiling": yuan(use.ceiling_fen or 0), "article": article
        }  # fmt: skip


def vote_title(use: FundUse) -> str:
    with translation.override(LANGUAGE):
        return (_("Use of the maintenance fund: %(title)s") % {"title": use.title})[:TITLE_LENGTH]


def per_m2(total_fen: int, area_m2: Decimal) -> str:
    """Yuan for a square metre, rounded to the fen."""
    return f"{Decimal(total_fen) / area_m2 / 100:.2f}"
