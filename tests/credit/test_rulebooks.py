"""Rulebooks as files and as law: read, written, drafted, published, and then immutable."""

from datetime import date

import pytest
import yaml
from django.db import DatabaseError, transaction

from accounts.authority import NotAllowed
from credit import actions, law, night, rulebook_file, worked
from credit.models import Item, Rulebook
from credit.rules import RuleFault
from tests.conftest import NOW
from tests.credit.builders import RULEBOOKS, a_rulebook

SHIPPED = ["reference", "zhongshan", "shandong", "putuo", "shanghai2012"]


def text_of(name: str) -> str:
    return (RULEBOOKS / f"{name}.yaml").read_text(encoding="utf-8")


def changed(name: str = "reference", **values) -> str:
    return yaml.safe_dump({**yaml.safe_load(text_of(name)), **values}, allow_unicode=True)


@pytest.mark.django_db
class TestAFile:
    @pytest.mark.parametrize("name", SHIPPED)
    def test_is_written_as_it_was_read(self, name):
        document = rulebook_file.read(text_of(name))
        rulebook = actions.draft_rulebook(document, by=None, at=NOW)
        assert rulebook_file.read(rulebook_file.write(rulebook)) == document

    @pytest.mark.parametrize("name", SHIPPED)
    def test_that_we_ship_can_be_published(self, name):
        assert not a_rulebook(name).is_draft

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("code: [", "第 1 行"),
            ("- 1", "标题"),
            ("title: x", "code"),
            (changed(combine="product"), "combine"),
            (changed(colour="red"), "colour"),
            (changed(bands=[{"grade": "A", "word": "优", "score": "over 90"}]), "区间"),
            (changed(items=[{"code": "X", "title": "x", "category": "不良", "points": 0.001}]), "两位小数"),
            (changed(items=[{"code": "X", "title": "x", "category": "不良", "points": -1, "valid": "soon"}]), "有效期"),
            (changed(items=[{"code": "X", "title": "x", "category": "不良", "points": {}}]), "级别"),
            (changed(items=[{"title": "x"}]), "code"),
        ],
    )
    def test_that_is_not_sound_says_what_to_mend(self, text, says):
        with pytest.raises(RuleFault, match=says):
            rulebook_file.read(text)

    def test_with_a_category_that_is_not_there_saves_nothing(self):
        document = rulebook_file.read(changed(items=[{"code": "X", "title": "x", "category": "无", "points": -1}]))
        with pytest.raises(RuleFault, match="X"):
            actions.draft_rulebook(document, by=None, at=NOW)
        assert not Rulebook.objects.exists()

    def test_with_a_gap_between_its_grades_saves_nothing(self):
        bands = [
            {"grade": "A", "word": "优", "score": "[90, )"},
            {"grade": "D", "word": "差", "score": "(, 80)", "veto": True},
        ]
        with pytest.raises(RuleFault, match="没有对应的等级"):
            actions.draft_rulebook(rulebook_file.read(changed(bands=bands)), by=None, at=NOW)
        assert not Rulebook.objects.exists()

    def test_is_refused_when_its_version_exists(self):
        document = rulebook_file.read(text_of("reference"))
        actions.draft_rulebook(document, by=None, at=NOW)
        with pytest.raises(actions.NotNow, match="2026-1"):
            actions.draft_rulebook(document, by=None, at=NOW)


@pytest.mark.django_db
class TestAPublishedRulebook:
    @pytest.mark.parametrize(
        "change",
        [
            lambda book: Rulebook.objects.filter(pk=book.pk).update(title="other"),
            lambda book: book.items.update(fixed_centipoints=0),
            lambda book: book.bands.update(word="other"),
            lambda book: book.categories.update(cap_centipoints=1),
            lambda book: book.items.filter(code="R-B01").delete(),
            lambda book: Item.objects.filter(code="R-B01").update(rulebook=book),
        ],
    )
    def test_is_kept_as_it_is_by_the_database(self, change):
        book = a_rulebook()
        with pytest.raises(DatabaseError), transaction.atomic():
            change(book)

    def test_is_not_amended(self):
        item = a_rulebook().items.first()
        with pytest.raises(actions.NotNow):
            actions.amend_item(item, by=None, at=NOW)

    def test_is_not_published_again(self):
        with pytest.raises(actions.NotNow):
            actions.publish_rulebook(a_rulebook(), effective_from=date(2027, 1, 1), by=None, at=NOW)

    @pytest.mark.parametrize("first_day", [date(2026, 1, 31), date(2022, 1, 1)])
    def test_never_begins_on_a_day_whose_grades_are_out(self, regions, first_day):
        newer = actions.copy_rulebook(a_rulebook(), version="2", by=None, at=NOW)
        night.run(date(2026, 1, 31), kind="command")
        with pytest.raises(actions.NotNow):
            actions.publish_rulebook(newer, effective_from=first_day, by=None, at=NOW)

    def test_never_begins_more_than_a_year_ahead(self):
        newer = actions.copy_rulebook(a_rulebook(), version="2", by=None, at=NOW)
        with pytest.raises(actions.NotNow, match="一年"):
            actions.publish_rulebook(newer, effective_from=date(2072, 1, 1), by=None, at=NOW)

    def test_is_in_force_from_its_first_day(self):
        first = a_rulebook(effective_from=date(2023, 1, 1))
        newer = actions.copy_rulebook(first, version="2", by=None, at=NOW)
        actions.publish_rulebook(newer, effective_from=date(2024, 6, 1), by=None, at=NOW)
        assert [law.in_force(day).version for day in (date(2024, 5, 31), date(2024, 6, 1))] == ["2026-1", "2"]

    def test_before_all_others_there_is_none(self):
        a_rulebook(effective_from=date(2023, 1, 1))
        with pytest.raises(law.NoRulebook):
            law.in_force(date(2022, 12, 31))

    @pytest.mark.parametrize("name", ["auditor", "district", "street", "inspector", "company", "system"])
    def test_is_published_by_the_bureau_only(self, people, name):
        draft = actions.draft_rulebook(rulebook_file.read(text_of("putuo")), by=people["bureau"], at=NOW)
        with pytest.raises(NotAllowed):
            actions.publish_rulebook(draft, effective_from=date(2027, 1, 1), by=people[name], at=NOW)


@pytest.mark.django_db
class TestAWorkedExample:
    def test_that_fails_keeps_the_item_from_being_saved(self):
        book = actions.draft_rulebook(rulebook_file.read(text_of("reference")), by=None, at=NOW)
        item = book.items.get(code="R-N13")
        item.examples = [{"title": "一年四件", "records": 4, "expect": -12}]
        with pytest.raises(RuleFault, match="一年四件"):
            actions.amend_item(item, by=None, at=NOW)
        assert book.items.get(code="R-N13").examples != item.examples

    def test_that_cannot_be_read_names_the_item(self):
        book = actions.draft_rulebook(rulebook_file.read(text_of("reference")), by=None, at=NOW)
        item = book.items.get(code="R-N13")
        item.examples = [{"title": "?", "records": [{"decided_on": "yesterday"}], "expect": 0}]
        with pytest.raises(RuleFault, match="R-N13"):
            worked.insist(item)

    @pytest.mark.parametrize("records", [1_001, 10**15, [{}] * 1_001])
    def test_of_too_many_records_is_refused_at_once(self, records):
        item = a_rulebook().items.get(code="R-N13")
        item.examples = [{"title": "?", "records": records, "expect": 0}]
        with pytest.raises(RuleFault, match="1000"):
            worked.insist(item)

    def test_shows_what_came_out(self):
        item = a_rulebook().items.get(code="R-G01")
        assert [case["holds"] for case in worked.tried(item)] == [True, True, True]
