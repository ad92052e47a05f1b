"""The law of a vote on a day, as rule values have it."""

from datetime import date, time, timedelta
from fractions import Fraction

import pytest

from accounts.actions import add_new_rule_values, shipped_rule_values
from accounts.city import NoRuleValue
from accounts.models import RuleValue
from committees.law import needed, vote_law, vote_terms
from committees.models import MatterKind
from committees.quorum import ALL, TAKING_PART, Ratio
from tests.conftest import NOW

CIVIL_CODE = date(2021, 1, 1)
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("rules")


class TestCivilCode:
    def test_two_thirds_or_more_take_part(self):
        law = vote_law(CIVIL_CODE)
        assert law.quorum == Ratio(Fraction(2, 3), True, "民法典第二百七十八条")

    def test_majorities_are_of_those_who_take_part(self):
        law = vote_law(CIVIL_CODE)
        assert law.counted_of == TAKING_PART
        assert (law.ordinary.value, law.ordinary.inclusive) == (Fraction(1, 2), False)
        assert (law.special.value, law.special.inclusive) == (Fraction(3, 4), True)

    def test_matters_six_to_eight_are_special(self):
        kinds = vote_law(CIVIL_CODE).special_kinds
        assert kinds == {MatterKind.RAISE_FUND, MatterKind.REBUILD, MatterKind.CHANGE_USE}


class TestLawBefore:
    def test_holds_to_the_last_day_of_2020(self):
        law = vote_law(CIVIL_CODE - DAY)
        assert law.counted_of == ALL
        assert law.quorum == Ratio(Fraction(1, 2), False, "物业管理条例第十二条")
        assert (law.special.value, law.special.inclusive) == (Fraction(2, 3), True)
        assert law.special_kinds == {MatterKind.USE_FUND, MatterKind.RAISE_FUND, MatterKind.REBUILD}

    def test_is_there_although_the_city_began_later(self, city):
        """A portal that starts in 2026 can still tell by which law a vote of 2019 was judged."""
        RuleValue.objects.all().delete()
        RuleValue.objects.bulk_create(shipped_rule_values(date(2026, 1, 1)))
        assert vote_law(date(2019, 6, 1)).counted_of == ALL

    def test_there_is_none_before_2007(self):
        with pytest.raises(NoRuleValue, match="quorum_participation_ratio"):
            vote_law(date(2007, 9, 30))


class TestAmendedByTheCity:
    def test_counts_from_its_first_day(self):
        RuleValue.objects.create(
            key="quorum_ordinary_boundary", value="以上", unit="", article="某条", from_on=date(2026, 7, 1)
        )
        assert not vote_law(date(2026, 6, 30)).ordinary.inclusive
        assert vote_law(date(2026, 7, 1)).ordinary.inclusive

    @pytest.mark.parametrize(
        ("key", "value", "wanted"),
        [
            ("quorum_special_ratio", "5/4", "2/3"),
            ("quorum_special_boundary", "至少", "以上"),
            ("quorum_special_kinds", "raise_fund roof", "raise_fund"),
            ("quorum_counted_of", "多数", "全体"),
        ],
    )
    def test_tells_which_value_cannot_be_read(self, key, value, wanted):
        RuleValue.objects.filter(key=key).update(value=value)
        with pytest.raises(NoRuleValue, match=rf"{key}.*{value}.*{wanted}"):
            vote_law(CIVIL_CODE)

    @pytest.mark.parametrize(("key", "value"), [("evote_min_days", "一周"), ("vote_counted_from", "下午")])
    def test_tells_which_term_cannot_be_read(self, key, value):
        RuleValue.objects.filter(key=key).update(value=value)
        with pytest.raises(NoRuleValue, match=rf"{key}.*{value}"):
            vote_terms(CIVIL_CODE)


def test_terms_carry_their_articles():
    terms = vote_terms(CIVIL_CODE)
    assert (terms.meeting_notice_days.count, terms.temporary_meeting_notice_days.count) == (15, 7)
    assert terms.temporary_meeting_notice_days.article == "杭州条例"
    assert terms.vote_counted_from == time(16, 0)


def test_the_line_is_told_in_hundredths_rounded_down():
    assert str(needed(Ratio(Fraction(2, 3), True), 10_000)) == "6666.66"


class TestNewRuleValues:
    """A city of an older version is given the values that came since."""

    def test_begin_on_its_first_day_but_those_of_a_law_on_the_laws(self, city):
        RuleValue.objects.all().delete()
        RuleValue.objects.create(
            key="contract_filing_days", value="15", unit="天", article="某条", from_on=date(2024, 3, 1)
        )
        add_new_rule_values(by=None, at=NOW)
        assert RuleValue.objects.get(key="evote_min_days").from_on == date(2024, 3, 1)
        found = RuleValue.objects.filter(key="quorum_counted_of").order_by("from_on")
        assert [value.from_on for value in found] == [date(2007, 10, 1), CIVIL_CODE]

    def test_leave_alone_what_the_city_has(self, city):
        before = set(RuleValue.objects.values_list("key", "from_on", "value"))
        assert add_new_rule_values(by=None, at=NOW) == 0
        assert set(RuleValue.objects.values_list("key", "from_on", "value")) == before
