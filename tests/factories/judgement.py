"""Rulebooks, records, nights and grades as they lie in the tables (the engine's own tests use the actions)."""

from collections import Counter
from datetime import UTC, date, datetime, time
from itertools import count

from credit.models import (
    Band,
    Category,
    Evidence,
    Grade,
    GradeCount,
    Item,
    Night,
    NightState,
    Rulebook,
    RulebookState,
    Source,
)
from enterprises.models import Enterprise
from oversight.counting import around, is_street
from oversight.models import NightCount

serial = count(1)
BANDS = [("A", "优秀", 11000), ("B", "良好", 8000), ("C", "需改进", 6000), ("D", "重点监管", None)]


def a_rulebook(*, published: bool = True, **values) -> Rulebook:
    """A small rulebook with four bands, one good item (G1) and one bad (B1)."""
    rulebook = Rulebook.objects.create(
        **{"code": "reference", "version": f"{next(serial)}", "title": "信用评价规则", "new_months": 6, **values}
    )
    for position, (grade, word, lower) in enumerate(BANDS, start=1):
        Band.objects.create(
            rulebook=rulebook,
            position=position,
            grade=grade,
            word=word,
            shape=grade,
            lower_centipoints=lower,
            is_veto=grade == "D",
        )
    for code, name, direction, points in [("G1", "良好信息", "good", 300), ("B1", "不良信息", "bad", -500)]:
        category = Category.objects.create(rulebook=rulebook, name=name, direction=direction)
        Item.objects.create(
            rulebook=rulebook,
            category=category,
            code=code,
            title="市级表彰" if code == "G1" else "未公示公共收益",
            wording="受到市级表彰" if code == "G1" else "未按规定公示公共收益",
            article=f"第{code[1]}条",
            subject="enterprise",
            points_mode="fixed",
            fixed_centipoints=points,
            validity_months=12,
        )
    if published:
        rulebook.state = RulebookState.PUBLISHED
        rulebook.effective_from = values.get("effective_from") or date(2024, 1, 1)
        rulebook.published_at = datetime(2024, 1, 1, tzinfo=UTC)
        rulebook.save()
    return rulebook


def a_record(item: Item, **values) -> Evidence:
    """A record of the ledger, effective since 2026-05. Name at least one of enterprise, estate, manager."""
    day = values.pop("on", date(2026, 5, 1))
    return Evidence.objects.create(
        item=item,
        **{
            "number": f"XY{next(serial):06d}",
            "centipoints": item.fixed_centipoints,
            "fact": "公示栏缺项",
            "occurred_on": day,
            "decided_on": day,
            "effective_on": day,
            "expires_on": date(day.year + 1, day.month, day.day),
            "source": Source.INSPECTION,
            "recorded_at": datetime.combine(day, time(4), UTC),
            **values,
        },
    )


def a_night(rulebook: Rulebook, on: date = date(2026, 11, 20), **values) -> Night:
    """A published night that ended at two o'clock of its day."""
    at = datetime.combine(on, time(18), UTC)
    return Night.objects.create(
        on=on,
        rulebook=rulebook,
        **{"state": NightState.PUBLISHED, "kind": "scheduled", "started_at": at, "ended_at": at, **values},
    )


def a_grade(enterprise: Enterprise, night: Night, grade: str = "B", score: int = 9500, **values) -> Grade:
    """The grade of a company from a night on, `score` in hundredths; its only line is the rulebook's bad item."""
    item = night.rulebook.items.get(code="B1")
    return Grade.objects.create(
        enterprise=enterprise,
        night=night,
        rulebook=night.rulebook,
        **{
            "from_on": night.on,
            "county_code": enterprise.region_id[:6] + "000000",
            "grade": grade,
            "score_centipoints": score,
            "is_vetoed": False,
            "base_centipoints": 10000,
            "line_items": [item.pk],
            "line_centipoints": [score - 10000],
            "line_counts": [1],
            "digest": next(serial),
            **values,
        },
    )


def counted(night: Night, area_code: str, **counts: int) -> None:
    """Keep how many companies of a county held which grade after a night: `counted(night, code, A=3, B=5)`.

    They count in the city around it, too; in a street they count by themselves.
    """
    for area in around(area_code) if not is_street(area_code) else [area_code]:
        row, _made = NightCount.objects.get_or_create(night=night, area_code=area)
        row.grades = dict(Counter(row.grades) + Counter(counts))
        row.save()
    for grade, number in counts.items():
        kept, _made = GradeCount.objects.get_or_create(
            night=night, county_code=area_code, grade=grade, defaults={"count": 0}
        )
        kept.count += number
        kept.save()


def covered(night: Night, area_code: str, estates: int, served: int, old: int = 0, households: int = 10) -> None:
    """Keep how many estates an area had after a night, and how many of them were served; so in the city around it."""
    for area in around(area_code):
        row, _made = NightCount.objects.get_or_create(night=night, area_code=area)
        row.estate_count += estates
        row.served_count += served
        row.old_count += old
        row.household_count += households
        row.save()
