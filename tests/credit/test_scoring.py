"""The judgement itself: vectors from real schemes, and properties that hold whatever the records."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.rules import Band, Category, Item, RuleFault, Rules, as_points, check, price, to_centipoints
from credit.scoring import Facts, Record, assess, round_half_up, tally
from credit.validity import FOREVER, end_of_newness, first_day_after

TODAY = date(2026, 11, 20)
LONG_AGO = date(2020, 1, 1)
GOOD, BAD, VETO = 1, 2, 3


def an_item(key: int, points: int, **fields) -> Item:
    category = GOOD if points > 0 else BAD
    return Item(key, f"T-{key}", fields.pop("category", category), "enterprise", "fixed", fixed=points, **fields)


def rules(*items: Item, bands=None, **fields) -> Rules:
    bands = bands or (
        Band("A", "优秀", "A", 12_000), Band("B", "良好", "B", 9_000, upper=12_000),
        Band("C", "需改进", "C", 6_000, upper=9_000), Band("D", "重点监管", "D", upper=6_000, is_veto=True),
    )  # fmt: skip
    categories = fields.pop(
        "categories",
        {GOOD: Category(GOOD, "良好", "good"), BAD: Category(BAD, "不良", "bad"), VETO: Category(VETO, "否决", "bad")},
    )
    return Rules(items={item.key: item for item in items}, categories=categories, bands=tuple(bands), **fields)


def judged(law: Rules, records, **fields):
    return assess(law, tally(law, records), on=TODAY, joined_on=fields.pop("joined_on", LONG_AGO), **fields)


class TestZhongshanShape:
    @pytest.mark.parametrize(
        ("points", "grade"),
        [(120, "A"), (119, "B"), (90, "B"), (89, "C"), (60, "C"), (59, "D"), (-40, "D"), (300, "A")],
    )
    def test_grades_by_its_cut_points(self, points, grade):
        law = rules(an_item(1, points * 100 - 10_000))
        assert judged(law, [Record(1, points * 100 - 10_000)]).grade == grade


class TestShandongShape:
    BANDS = (
        Band("AAA", "", "A", 8_500), Band("AA", "", "A", 8_000, upper=8_500), Band("A", "", "A", 7_000, upper=8_000),
        Band("B", "", "B", 6_000, upper=7_000), Band("B", "", "B", upper=6_000, when="no_bad"),
        Band("C", "", "D", upper=6_000, when="has_bad", is_veto=True),
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("points", "grade"),
        [(58, "B"), (85, "AAA"), (80, "AA"), (84.99, "AA"), (79.99, "A"), (70, "A"), (60, "B"), (59.99, "B")],
    )
    def test_grades_a_clean_company(self, points, grade):
        law = rules(an_item(1, int(points * 100)), bands=self.BANDS, base=0)
        assert judged(law, [Record(1, int(points * 100))]).grade == grade

    def test_makes_58_with_a_bad_record_a_c(self):
        law = rules(an_item(1, 6_000), an_item(2, -200), bands=self.BANDS, base=0)
        assert judged(law, [Record(1, 6_000), Record(2, -200)]).grade == "C"

    def test_says_missing_of_a_company_that_never_joined(self):
        law = rules(an_item(1, 6_000), bands=self.BANDS, base=0)
        assert judged(law, [Record(1, 6_000)], joined_on=None).grade == "MISSING"


class TestPutuoMean:
    BANDS = (
        Band("优秀", "绿", "A", 350, True, 400, True), Band("良好", "黄", "B", 250, True, 350),
        Band("达标", "橙", "C", 150, True, 250), Band("不达标", "红", "D", None, True, 150, is_veto=True),
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("tests", "score", "grade"),
        [
            ((400, 300), 350, "优秀"), ((300, 300, 100), 233, "达标"), ((300, 200), 250, "良好"),
            ((200, 100), 150, "达标"),
            ((400, 400, 300), 367, "优秀"), ((100,), 100, "不达标"), ((400, 400, 400), 400, "优秀"),
        ],
    )  # fmt: skip
    def test_takes_the_mean_of_what_was_tested(self, tests, score, grade):
        items = [Item(n, f"PT-{n}", GOOD, "enterprise", "by_level", levels={}) for n in range(1, 4)]
        law = rules(*items, bands=self.BANDS, base=0, combine="mean")
        verdict = judged(law, [Record(n + 1, points) for n, points in enumerate(tests)])
        assert (verdict.score, verdict.grade) == (score, grade)
        assert sum(line.centipoints for line in verdict.lines) == score

    def test_is_unrated_while_nothing_was_tested(self):
        law = rules(an_item(1, 100), bands=self.BANDS, base=0, combine="mean")
        assert judged(law, []).grade == "NEW"


class TestShanghaiRollUp:
    def test_weighs_a_managers_points_by_the_projects_area(self):
        law = rules(an_item(1, 300, category=BAD), an_item(2, 600, category=BAD), base=0, roll_up="area")
        facts = Facts([1, 2], [1, 1], [300, 600], [None, 20_000])
        verdict = assess(law, facts, on=TODAY, joined_on=LONG_AGO, total_area=100_000)
        assert verdict.score == 420

    def test_weighs_nothing_where_no_area_is_managed(self):
        law = rules(an_item(2, 600, category=BAD), base=0, roll_up="area")
        assert assess(law, Facts([2], [1], [600], [0]), on=TODAY, joined_on=LONG_AGO, total_area=0).score == 0

    def test_rounds_the_whole_item_once(self):
        law = rules(an_item(2, 100, category=BAD), base=0, roll_up="area")
        facts = Facts([2, 2, 2], [1, 1, 1], [100, 100, 100], [1, 1, 1])
        assert assess(law, facts, on=TODAY, joined_on=LONG_AGO, total_area=600).score == round_half_up(Fraction(1, 2))


class TestSameMatter:
    AWARD = Item(1, "G-1", GOOD, "enterprise", "by_level", levels={"国家": 500, "市": 300}, repeat="highest", cap=1_500)

    def test_counts_only_the_highest(self):
        assert judged(rules(self.AWARD), [Record(1, 500, 7), Record(1, 300, 7)]).score == 10_500

    def test_adds_different_matters(self):
        assert judged(rules(self.AWARD), [Record(1, 500, 7), Record(1, 300, 8)]).score == 10_800

    def test_stops_at_the_items_cap(self):
        assert judged(rules(self.AWARD), [Record(1, 500, n) for n in range(4)]).score == 11_500


class TestAVeto:
    LAW = rules(an_item(1, 5_000), Item(9, "V-1", VETO, "enterprise", "veto"))

    def test_outweighs_any_score(self):
        verdict = judged(self.LAW, [Record(1, 5_000), Record(9, 0)])
        assert (verdict.grade, verdict.is_vetoed, verdict.score) == ("D", True, 15_000)

    def test_is_a_line_of_its_own(self):
        assert judged(self.LAW, [Record(9, 0)]).lines == [(9, 0, 1)]

    def test_reaches_a_new_company_too(self):
        law = rules(Item(9, "V-1", VETO, "enterprise", "veto"), new_months=6)
        assert judged(law, [Record(9, 0)], joined_on=TODAY).grade == "D"


class TestANewCompany:
    LAW = rules(an_item(1, 100), new_months=6)

    @pytest.mark.parametrize(
        ("joined_on", "grade"), [(date(2026, 5, 21), "NEW"), (date(2026, 5, 20), "B"), (date(2026, 11, 21), "MISSING")]
    )
    def test_is_unrated_for_its_first_months(self, joined_on, grade):
        assert judged(self.LAW, [], joined_on=joined_on).grade == grade

    def test_stops_being_new_at_a_short_months_end(self):
        assert end_of_newness(date(2025, 8, 31), 6) == date(2026, 2, 28)


class TestCaps:
    def test_of_a_category_are_a_line(self):
        categories = {GOOD: Category(GOOD, "良好", "good", cap=4_000), BAD: Category(BAD, "不良", "bad")}
        verdict = judged(
            rules(an_item(1, 3_000), an_item(2, 2_500), categories=categories), [Record(1, 3_000), Record(2, 2_500)]
        )
        assert verdict.lines[-1] == (-GOOD, -1_500, 0)
        assert verdict.score == 14_000

    def test_a_floor_is_a_line(self):
        verdict = judged(rules(an_item(1, -20_000), floor=0), [Record(1, -20_000)])
        assert verdict.lines[-1] == (0, 10_000, 0)
        assert verdict.score == 0


class TestAnOldVersionsRecords:
    @pytest.mark.parametrize("repeat", ["once", "highest"])
    def test_are_the_same_matter_as_the_new_ones(self, repeat):
        law = rules(an_item(5, 300, repeat=repeat), aliases={1: 5})
        assert judged(law, [Record(1, 300, 7), Record(5, 300, 7)]).score == 10_300

    def test_count_under_the_item_in_force(self):
        law = rules(an_item(5, -300, cap=500), aliases={1: 5})
        verdict = judged(law, [Record(1, -300), Record(5, -300)])
        assert verdict.lines == [(5, -500, 2)]


class TestValidity:
    @pytest.mark.parametrize(
        ("start", "months", "last_day"),
        [
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2023, 2, 28), 12, date(2024, 2, 28)),
            (date(2024, 3, 15), 12, date(2025, 3, 15)),
            (date(2024, 8, 31), 6, date(2025, 2, 28)),
            (date(2024, 1, 31), 1, date(2024, 2, 29)),
        ],
    )
    def test_ends_on_the_corresponding_day(self, start, months, last_day):
        assert (first_day_after(start, "months", months) - last_day).days == 1

    def test_to_the_years_end_ends_on_new_years_day(self):
        assert first_day_after(date(2026, 3, 1), "year_end", None) == date(2027, 1, 1)

    def test_open_never_ends(self):
        assert first_day_after(date(2026, 3, 1), "open", None) == FOREVER

    def test_in_months_needs_its_months(self):
        with pytest.raises(ValueError, match="months"):
            first_day_after(TODAY, "months", None)


class TestPricing:
    LEVELS = Item(1, "G-1", GOOD, "enterprise", "by_level", levels={"国家": 500})
    RANGE = Item(2, "N-1", BAD, "enterprise", "range", least=-2_000, most=-100)

    def test_refuses_an_unknown_level(self):
        with pytest.raises(RuleFault, match="G-1"):
            price(self.LEVELS, level="乡")

    @pytest.mark.parametrize("given_points", [None, -50, -2_001, 0])
    def test_refuses_points_outside_of_the_range(self, given_points):
        with pytest.raises(RuleFault, match="N-1"):
            price(self.RANGE, given=given_points)

    def test_takes_the_ends_of_the_range(self):
        assert [price(self.RANGE, given=points) for points in (-2_000, -100)] == [-2_000, -100]

    @pytest.mark.parametrize(("text", "centipoints"), [("4.2", 420), (-0.5, -50), (5, 500), ("0.01", 1)])
    def test_reads_points_exactly(self, text, centipoints):
        assert to_centipoints(text) == centipoints

    @pytest.mark.parametrize("text", ["0.005", "five", "nan", ""])
    def test_refuses_what_is_no_number_of_points(self, text):
        with pytest.raises(RuleFault):
            to_centipoints(text)

    @pytest.mark.parametrize(
        ("centipoints", "text"), [(420, "4.2"), (-500, "-5"), (-50, "-0.5"), (9_500, "95"), (1, "0.01")]
    )
    def test_writes_points_as_people_do(self, centipoints, text):
        assert as_points(centipoints) == text


class TestASoundRulebook:
    def test_has_a_grade_for_every_score(self):
        with pytest.raises(RuleFault, match=r"119\.99"):
            check(rules(bands=[Band("A", "", "A", 12_000), Band("D", "", "D", upper=11_999, is_veto=True)]))

    def test_has_a_grade_for_a_veto(self):
        with pytest.raises(RuleFault, match="一票否决"):
            check(rules(bands=[Band("A", "", "A")]))

    def test_puts_every_item_in_a_category(self):
        with pytest.raises(RuleFault, match="T-1"):
            check(rules(an_item(1, 100, category=77)))


@st.composite
def laws(draw):
    """A rulebook of up to eight items of every kind."""
    repeats = st.sampled_from(["each", "highest", "once"])
    caps = st.none() | st.integers(0, 2_000)
    items = [
        an_item(key, draw(st.sampled_from([500, 300, 50, -300, -500, -1_000])), repeat=draw(repeats), cap=draw(caps))
        for key in range(1, draw(st.integers(1, 8)) + 1)
    ]
    items.append(Item(99, "V", VETO, "enterprise", "veto"))
    categories = {
        GOOD: Category(GOOD, "良好", "good", draw(caps)), BAD: Category(BAD, "不良", "bad", draw(caps)),
        VETO: Category(VETO, "否决", "bad"),
    }  # fmt: skip
    return rules(*items, categories=categories, floor=draw(st.none() | st.just(0)))


@st.composite
def cases(draw):
    law = draw(laws())
    keys = st.sampled_from(sorted(law.items))
    record = st.tuples(keys, st.integers(1, 3))
    drawn = draw(st.lists(record, max_size=40))
    records = [Record(key, law.items[key].fixed or 0, matter) for key, matter in drawn]
    return law, records


class TestWhateverTheRecords:
    @given(cases())
    def test_the_score_is_the_base_plus_its_lines(self, case):
        verdict = judged(*case)
        assert verdict.score == verdict.base + sum(line.centipoints for line in verdict.lines)

    @given(cases())
    def test_no_cap_is_exceeded(self, case):
        law, _records = case
        verdict = judged(*case)
        in_category = {}
        for line in verdict.lines:
            if line.item > 0:
                cap = law.items[line.item].cap
                assert cap is None or abs(line.centipoints) <= cap
                number = law.items[line.item].category
            else:
                number = -line.item
            in_category[number] = in_category.get(number, 0) + line.centipoints
        for number, total in in_category.items():
            if number:
                cap = law.categories[number].cap
                assert cap is None or abs(total) <= cap
        assert law.floor is None or verdict.score >= law.floor

    @given(cases(), st.randoms(use_true_random=False))
    def test_their_order_never_matters(self, case, random):
        law, records = case
        shuffled = list(records)
        random.shuffle(shuffled)
        assert judged(law, records) == judged(law, shuffled)

    @given(cases())
    def test_the_grade_fits_the_score(self, case):
        law, records = case
        verdict = judged(law, records)
        if not verdict.is_vetoed:
            has_bad = any(law.categories[law.items[record.item].category].direction == "bad" for record in records)
            assert next(band.grade for band in law.bands if band.holds(verdict.score, has_bad)) == verdict.grade

    @given(cases())
    def test_every_record_is_counted_in_a_line(self, case):
        law, records = case
        assert sum(line.count for line in judged(law, records).lines) == len(records)
