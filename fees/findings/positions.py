"""Every estate's fee beside its peers': which those are, where it stands, and whether it is out of line.

One statement for the whole city. A fee is what is filed for homes, or else what the contract says. Peers share the
level of service, the age and whether there are lifts, within the district; where too few do, the age is let go, then
the district (`Breadth`). An unknown level has no peers. Quartiles are prices that a peer pays, so all of it is whole
fen and exact. Out of line is a price beyond the quartile by more than `price_outlier_fence` times the distance between
the quartiles (Tukey's fence: a few odd prices cannot move it), and off the median by more than
`price_outlier_least_percent` as well: where all pay nearly the same, a fen more is no oddity.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from accounts.city import NoRuleValue, figure, rule_values
from fees.models import Breadth, PricePosition

TAKE = """
WITH charged AS (
    SELECT c.estate_id, coalesce(i.price_fen, c.fee_fen_per_m2_month) AS price_fen, c.service_level, f.level_id
    FROM enterprises_servicecontract c
    LEFT JOIN fees_feefiling f ON f.contract_id = c.id AND f.state = 'accepted'
         AND f.from_on <= %(on)s AND (f.until_on IS NULL OR f.until_on > %(on)s)
    LEFT JOIN LATERAL (SELECT max(price_fen) AS price_fen FROM fees_feeitem
                       WHERE filing_id = f.id AND kind = 'residential' AND unit = 'm2_month') i ON true
    WHERE c.begins_on <= %(on)s AND (c.ends_on IS NULL OR c.ends_on > %(on)s)
), lifted AS (
    SELECT estate_id, bool_or(lifts > 0) AS has_lifts FROM estates_building GROUP BY estate_id
), priced AS (
    SELECT h.estate_id, h.price_fen, left(e.region_id, 6) AS district,
           coalesce(seen.name, filed.name, h.service_level) AS level,
           (extract(year FROM %(on)s::date)::int - e.built_year) / %(years)s AS age,
           coalesce(l.has_lifts, false) AS has_lifts
    FROM charged h
    JOIN estates_estate e ON e.id = h.estate_id
    LEFT JOIN lifted l ON l.estate_id = h.estate_id
    LEFT JOIN fees_estatelevel v ON v.estate_id = h.estate_id AND v.from_on <= %(on)s
         AND (v.until_on IS NULL OR v.until_on > %(on)s)
    LEFT JOIN fees_standardlevel seen ON seen.id = v.level_id
    LEFT JOIN fees_standardlevel filed ON filed.id = h.level_id
    WHERE h.price_fen > 0
), grouped AS (
    SELECT CASE GROUPING(district, age) WHEN 0 THEN 'close' WHEN 1 THEN 'any_age'
                                        WHEN 2 THEN 'city' ELSE 'city_any_age' END AS breadth,
           district, level, has_lifts, age, count(*) AS size, min(price_fen) AS least_fen, max(price_fen) AS most_fen,
           percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY price_fen) AS quartiles
    FROM priced
    WHERE level <> ''
    GROUP BY GROUPING SETS (
        (district, level, has_lifts, age), (district, level, has_lifts), (level, has_lifts, age), (level, has_lifts)
    )
    HAVING count(*) > %(least)s
), placed AS (
    SELECT DISTINCT ON (p.estate_id) p.*, coalesce(g.breadth, 'none') AS breadth, coalesce(g.size - 1, 0) AS peers,
           g.least_fen, g.quartiles[1] AS q1_fen, g.quartiles[2] AS median_fen, g.quartiles[3] AS q3_fen, g.most_fen
    FROM priced p
    LEFT JOIN grouped g ON g.level = p.level AND g.has_lifts = p.has_lifts
         AND (g.breadth IN ('city', 'city_any_age') OR g.district = p.district)
         AND (g.breadth IN ('any_age', 'city_any_age') OR g.age IS NOT DISTINCT FROM p.age)
    ORDER BY p.estate_id, array_position(ARRAY['close', 'any_age', 'city', 'city_any_age'], g.breadth)
), taken AS (
    INSERT INTO fees_priceposition AS held (
        estate_id, price_fen, breadth, "group", district, level, age, has_lifts, peers, least_fen, q1_fen, median_fen,
        q3_fen, most_fen, is_high, is_low, taken_on)
    SELECT estate_id, price_fen, breadth,
           CASE breadth WHEN 'none' THEN '' ELSE concat_ws('|', breadth,
               CASE WHEN breadth IN ('close', 'any_age') THEN district END, level, has_lifts,
               CASE WHEN breadth IN ('close', 'city') THEN age END) END,
           district, level, age, has_lifts, peers, least_fen, q1_fen, median_fen, q3_fen, most_fen,
           coalesce((price_fen - q3_fen) * %(fence_below)s > %(fence_above)s * (q3_fen - q1_fen)
                    AND (price_fen - median_fen) * 100 * %(percent_below)s > median_fen * %(percent_above)s, false),
           coalesce((q1_fen - price_fen) * %(fence_below)s > %(fence_above)s * (q3_fen - q1_fen)
                    AND (median_fen - price_fen) * 100 * %(percent_below)s > median_fen * %(percent_above)s, false),
           %(on)s
    FROM placed
    ON CONFLICT (estate_id) DO UPDATE SET
        price_fen = EXCLUDED.price_fen, breadth = EXCLUDED.breadth, "group" = EXCLUDED."group",
        district = EXCLUDED.district, level = EXCLUDED.level, age = EXCLUDED.age, has_lifts = EXCLUDED.has_lifts,
        peers = EXCLUDED.peers, least_fen = EXCLUDED.least_fen, q1_fen = EXCLUDED.q1_fen,
        median_fen = EXCLUDED.median_fen, q3_fen = EXCLUDED.q3_fen, most_fen = EXCLUDED.most_fen,
        is_high = EXCLUDED.is_high, is_low = EXCLUDED.is_low, taken_on = EXCLUDED.taken_on
    RETURNING held.estate_id
)
DELETE FROM fees_priceposition WHERE estate_id NOT IN (SELECT estate_id FROM taken)
"""


@dataclass(frozen=True)
class Measures:
    """The city's figures for comparing: how many peers at least, years of one age, the fence, the least distance."""

    least: int
    years: int
    fence: Fraction
    percent: Fraction


def measures(*, on: date) -> Measures:
    """Raises NoRuleValue, also for a text that is no number."""
    keys = ("peers_least", "peers_age_years", "price_outlier_fence", "price_outlier_least_percent")
    rules = rule_values(on=on)
    found = {key: figure(rules.get(key)) for key in keys}
    if missing := [key for key, value in found.items() if value is None or value < 0]:
        raise NoRuleValue(", ".join(missing))
    least, years, fence, percent = (found[key] or Fraction(0) for key in keys)
    return Measures(max(1, int(least)), max(1, int(years)), fence, percent)


@transaction.atomic
def take(*, on: date) -> int:
    """Place every estate with a running contract and a fee. Those without lose their place. Returns how many stand."""
    given = measures(on=on)
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "on": on, "years": given.years, "least": given.least,
                "fence_above": given.fence.numerator, "fence_below": given.fence.denominator,
                "percent_above": given.percent.numerator, "percent_below": given.percent.denominator,
            },
        )  # fmt: skip
    return PricePosition.objects.count()


def of_group(position: PricePosition) -> QuerySet[PricePosition]:
    """Those that an estate was compared with, itself left out, from the highest price down."""
    if position.breadth == Breadth.NONE:
        return PricePosition.objects.none()
    same = Q(level=position.level, has_lifts=position.has_lifts)
    if position.breadth in (Breadth.CLOSE, Breadth.ANY_AGE):
        same &= Q(district=position.district)
    if position.breadth in (Breadth.CLOSE, Breadth.CITY):
        same &= Q(age=position.age)
    rows = PricePosition.objects.filter(same).exclude(pk=position.pk)
    return rows.select_related("estate__region").order_by("-price_fen", "estate__code")
