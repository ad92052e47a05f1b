"""Fees, maintenance fund, public revenue, boards and equipment of an area and its parts, as counted every morning."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Region
from oversight.figures import mornings, records
from oversight.figures.areas import Area
from oversight.figures.counts import percent
from oversight.models import MoneyCount

NOTHING = MoneyCount()


def money(area: Area, *, on: date, by: str | None = None) -> dict[str, Any]:
    """An area and its parts. Raises NotDivided."""
    source = _("Fee filings, fund accounts, accounts of public revenue, boards, equipment")
    return mornings.table(NOTHING, row_of, area, on=on, by=by, source=source)


def row_of(row: MoneyCount, region: Region) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "managed": row.managed_count,
        "fees_filed": row.fee_count,
        "fees_filed_percent": percent(row.fee_count, row.managed_count),
        "levels_verified": row.level_count,
        "levels_verified_percent": percent(row.level_count, row.managed_count),
        "findings": row.finding_count,
        "fund_blocks": row.fund_blocks,
        "fund_low": row.fund_low,
        "fund_first_yuan": yuan(row.fund_first_fen),
        "fund_balance_yuan": yuan(row.fund_balance_fen),
        "fund_percent": percent(row.fund_balance_fen, row.fund_first_fen),
        "revenue_due": row.revenue_due,
        "revenue_in_time": row.revenue_in_time,
        "revenue_in_time_percent": percent(row.revenue_in_time, row.revenue_due),
        "revenue_yuan": yuan(row.revenue_fen),
        "revenue_to_fund_yuan": yuan(row.revenue_to_fund_fen),
        "board_due": row.board_due,
        "board_held": row.board_held,
        "board_percent": percent(row.board_held, row.board_due),
        "equipment": row.equipment_count,
        "equipment_overdue": row.equipment_overdue,
        "records": records.link("api:finding-list", region=region.code, open="true"),
        "down": records.below("money", region),
    }


def yuan(fen: int) -> str:
    """To the fen: a sum of a city has more digits than a float keeps."""
    return f"{Decimal(fen) / 100:.2f}"
