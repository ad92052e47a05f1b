"""Estates with prices, put straight into the tables, and the night that looks at them."""

from datetime import UTC, date, datetime

from estates.models import Estate
from fees.findings import actions
from fees.models import Finding
from tests.factories import a_building, a_contract, an_enterprise, an_estate

ON = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
OTHERS = (100, 110, 120, 120, 130, 140, 150, 160)
"""Eight peers: with a dearer one the quartiles are 120 and 150, with a cheaper one 110 and 140."""


def look(on: date = ON) -> actions.Looked:
    return actions.look_over(on=on, at=AT)


def found(*kinds: str) -> list[Finding]:
    rows = Finding.objects.order_by("pk")
    return list(rows.filter(kind__in=kinds) if kinds else rows)


def peers(*prices: int, lifts: int = 1, level: str = "二级", region: str = "130102001000", **values) -> list[Estate]:
    """An estate of one level, age and district for each price, with a contract that says so."""
    company, made = an_enterprise(), []
    for price in prices:
        estate = an_estate(region, built_year=2012, **values)
        a_building(estate, lifts=lifts)
        a_contract(estate, company, fee_fen_per_m2_month=price, service_level=level)
        made.append(estate)
    return made
