"""What a published grade says for itself: its lines, the records behind each, what a night moved and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from credit import law
from credit.models import Category, Evidence, Grade, Item, Night, Posting, Rulebook, Share, Standing
from credit.rules import RuleFault, Rules, as_points, price, price_for
from credit.scoring import Record, Verdict, assess, tally
from credit.validity import first_day_after
from enterprises.models import Enterprise


@dataclass(frozen=True)
class Line:
    """One line of a grade. `item` is None for the base, a category's cap and the floor; `title` says it in words."""

    title: str
    article: str
    centipoints: int
    count: int
    item: Item | None = None

    @property
    def points(self) -> str:
        return as_points(self.centipoints)


@dataclass(frozen=True)
class Move:
    """What a night changed for one company. Scores are centipoints; `direction`: up, down, first, score, other."""

    enterprise: Enterprise
    old_grade: str
    new_grade: str
    old_score: int | None
    new_score: int
    direction: str
    reasons: list[str]
    is_vetoed: bool = False


def lines_of(grade: Grade) -> list[Line]:
    """The base and every line of a grade; their centipoints add up to its score."""
    return lines_of_many([grade])[grade.pk]


def lines_of_many(grades: Iterable[Grade]) -> dict[int, list[Line]]:
    """The lines of several grades, by grade number, in two queries."""
    grades = list(grades)
    keys = {key for grade in grades for key in grade.line_items}
    items = Item.objects.select_related("category").in_bulk([key for key in keys if key > 0])
    categories = Category.objects.in_bulk([-key for key in keys if key < 0])
    return {grade.pk: list(lines_in(grade, items, categories)) for grade in grades}


def lines_in(grade: Grade, items: dict[int, Item], categories: dict[int, Category]) -> Iterable[Line]:
    if grade.base_centipoints:
        yield Line(_("Starting score"), "", grade.base_centipoints, 0)
    for key, centipoints, count in zip(grade.line_items, grade.line_centipoints, grade.line_counts, strict=True):
        if key > 0:
            yield Line(items[key].title, items[key].article, centipoints, count, items[key])
        elif key < 0:
            name = categories[-key].name
            yield Line(_("Most that “%(category)s” may count") % {"category": name}, "", centipoints, 0)
        else:
            yield Line(_("Lowest score"), "", centipoints, 0)


def records_behind(grade: Grade, item: Item) -> QuerySet[Evidence]:
    """The records that made one line of a grade, as the grade's night knew them, newest first."""
    same_rule = Item.objects.filter(code=item.code)
    postings = (
        Posting.objects.known_to(grade.night_id)
        .counting(on=grade.from_on)
        .filter(enterprise_id=grade.enterprise_id, item__in=same_rule, reaches_enterprise=True)
    )
    return Evidence.objects.filter(pk__in=postings.values("evidence_id")).order_by("-decided_on", "-pk")


def moves_of(night: Night, *, only_grades: bool = True, limit: int | None = None) -> list[Move]:
    """What a night changed: the grades that moved, or with `only_grades=False` every changed result. Five queries."""
    before = Grade.objects.filter(enterprise_id=OuterRef("enterprise_id"), until_night=OuterRef("night_id"))
    fresh = (
        Grade.objects.filter(night=night)
        .annotate(old_pk=Subquery(before.values("pk")[:1]), old_grade=Subquery(before.values("grade")[:1]))
        .select_related("enterprise")
        .order_by("enterprise_id")
    )
    if only_grades:
        fresh = fresh.filter(Q(old_grade__isnull=False) & ~Q(old_grade=F("grade")))
    found = list(fresh[:limit] if limit else fresh)
    old = Grade.objects.in_bulk([grade.old_pk for grade in found if grade.old_pk])
    lines = lines_of_many([*found, *old.values()])
    rules = law.rules_of(night.rulebook)
    moves = [move_of(grade, old.get(grade.old_pk), lines, rules) for grade in found]
    order = {"down": 0, "up": 1, "other": 2, "score": 3, "first": 4}
    return sorted(moves, key=lambda move: (order[move.direction], -abs(move.new_score - (move.old_score or 0))))


def move_of(new: Grade, old: Grade | None, lines: dict[int, list[Line]], rules: Rules) -> Move:
    return Move(
        enterprise=new.enterprise,
        old_grade=old.grade if old else "",
        new_grade=new.grade,
        old_score=old.score_centipoints if old else None,
        new_score=new.score_centipoints,
        direction=direction_of(rules, old.grade if old else None, new.grade),
        reasons=reasons_between(lines[old.pk] if old else [], lines[new.pk]) if old else [],
        is_vetoed=new.is_vetoed,
    )


def direction_of(rules: Rules, old: str | None, new: str) -> str:
    """up, down, score (same grade), first (no grade before), other (into or out of new and missing)."""
    if old is None:
        return "first"
    if old == new:
        return "score"
    before, after = rules.rank(old), rules.rank(new)
    if before is None or after is None:
        return "other"
    return "up" if after < before else "down"


def reasons_between(old: list[Line], new: list[Line]) -> list[str]:
    """Why two results differ, a short sentence for each line that does, the weightiest first."""

    def keyed(lines: list[Line]) -> dict[str, Line]:
        return {line.item.code if line.item else line.title: line for line in lines}

    before, after = keyed(old), keyed(new)
    changes = []
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key)
        difference = (now.centipoints if now else 0) - (was.centipoints if was else 0)
        line = now or was
        assert line is not None
        if line.item and line.item.points_mode == "veto" and bool(was) != bool(now):
            changes.append((10**9, _("veto: %(title)s") % {"title": f"{key} {line.title}"} if now else _("veto ended")))
        elif difference:
            sign = "+" if difference > 0 else "−"
            title = f"{key} {line.title}" if line.item else line.title
            ended = _(" (ended)") if was and (now is None or now.count < was.count) else ""
            changes.append((abs(difference), f"{title} {sign}{as_points(abs(difference))}{ended}"))
    return [sentence for _weight, sentence in sorted(changes, key=lambda change: -change[0])]


@dataclass(frozen=True)
class Trial:
    """What a draft would have made of last night. Nothing of it is published."""

    on: date
    touched: int
    moved: list[Move]
    mean_change: float
    """Mean change of the score over the companies whose score changes, in points."""


def try_rules(rulebook: Rulebook, night: Night) -> Trial:
    """Price and judge last night's records by a draft. Records of items that the draft lacks count as they do now."""
    rules = law.rules_of(rulebook)
    records = draft_records(rulebook, rules, night)
    joined = dict(Standing.objects.filter(known_until=None).values_list("enterprise_id", "joined_on"))
    areas, totals = areas_on(night.on) if rules.roll_up == "area" else ({}, {})
    moves, changes = [], []
    current = Grade.objects.current().select_related("enterprise").order_by("enterprise_id")
    for grade in current:
        key = grade.enterprise_id
        weighed = [
            record if estate is None or rules.roll_up != "area" else record._replace(area=areas.get((key, estate), 0))
            for record, estate in records.get(key, [])
        ]
        facts = tally(rules, weighed)
        verdict = assess(rules, facts, on=night.on, joined_on=joined.get(key), total_area=totals.get(key, 0))
        if verdict.score != grade.score_centipoints or verdict.grade != grade.grade:
            changes.append(verdict.score - grade.score_centipoints)
            if verdict.grade != grade.grade:
                moves.append(trial_move(rules, grade, verdict))
    mean = sum(changes) / len(changes) / 100 if changes else 0.0
    return Trial(night.on, len(changes), moves, mean)


def trial_move(rules: Rules, grade: Grade, verdict: Verdict) -> Move:
    direction = direction_of(rules, grade.grade, verdict.grade)
    return Move(grade.enterprise, grade.grade, verdict.grade, grade.score_centipoints, verdict.score, direction, [])


def areas_on(on: date) -> tuple[dict, dict]:
    """Managed area by (company, estate) and by company, in hundredths of a m²."""
    areas: dict[tuple[int, int], int] = {}
    totals: dict[int, int] = defaultdict(int)
    running = Share.objects.filter(Q(until_on=None) | Q(until_on__gt=on), known_until=None, from_on__lte=on)
    for share in running:
        area = int(share.area_m2 * 100)
        areas[(share.enterprise_id, share.estate_id)] = area
        totals[share.enterprise_id] += area
    return areas, totals


def draft_records(rulebook: Rulebook, rules: Rules, night: Night) -> dict[int, list[tuple[Record, int | None]]]:
    """Records by company as the draft prices and dates them, each with the estate by which it reaches the company."""
    items = {row.code: rules.items[row.pk] for row in rulebook.items.all()}
    found: dict[int, list[tuple[Record, int | None]]] = defaultdict(list)
    postings = (
        Posting.objects.known_to(night.pk)
        .filter(reaches_enterprise=True, enterprise__isnull=False, counts_from__lte=night.on)
        .values_list(
            "enterprise_id", "estate_id", "subject", "item_id", "item__code", "centipoints", "matter", "counts_from",
            "counts_until", "evidence__level", "evidence__occurred_on", "evidence__decided_on", "evidence__expires_on",
        )
    )  # fmt: skip
    for row in postings.iterator(chunk_size=10_000):
        (
            enterprise,
            estate,
            subject,
            number,
            code,
            points,
            matter,
            _start,
            until,
            level,
            occurred,
            decided,
            expires,
        ) = row
        item = items.get(code)
        if item is None:
            if night.on < until:
                found[enterprise].append((Record(number, points, matter), estate if subject != "enterprise" else None))
            continue
        counted_from = occurred if item.counts_from == "occurred" else decided
        ended_early = expires is not None and until < expires
        end = first_day_after(counted_from, item.validity, item.validity_months)
        if night.on >= (min(until, end) if ended_early else end):
            continue
        try:
            priced = price(item, level=level, given=points)
            if subject in item.also:
                priced = price_for(item, subject, level=level, centipoints=priced)
        except RuleFault:
            priced = points
        found[enterprise].append((Record(item.key, priced, matter), estate if subject != "enterprise" else None))
    return found
