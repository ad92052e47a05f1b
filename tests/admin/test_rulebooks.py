"""Rulebooks at the desk: files in and out, items read back and tried, published once and then never changed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEntry
from credit import rulebook_file
from credit.admin import item_examples
from credit.admin.item_sentence import sentence_of
from credit.models import Item, Rulebook


def item_form(item: Item, **values) -> dict:
    """What the item's page posts when only `values` are changed."""
    return {
        "code": item.code, "category": item.category_id, "subject": item.subject, "title": item.title,
        "wording": item.wording, "article": item.article, "points_mode": item.points_mode,
        "fixed_centipoints": "-5", "repeat": item.repeat, "validity": item.validity, "validity_months": "12",
        "counts_from": item.counts_from, "why": "试改", **values,
    }  # fmt: skip


@pytest.fixture
def item(draft) -> Item:
    return draft.items.get(code="B1")


@pytest.fixture
def page(item) -> str:
    return reverse("admin:credit_item_change", args=[item.pk])


class TestAnItemOfADraft:
    def test_is_saved_with_a_reason_and_audited(self, desk, item, page):
        answer = desk("bureau").post(page, item_form(item, fixed_centipoints="-3", cap_centipoints="15"))
        assert answer.status_code == 302
        item.refresh_from_db()
        assert (item.fixed_centipoints, item.cap_centipoints) == (-300, 1500)
        line = AuditEntry.objects.get(verb="amend_item")
        assert (line.who, line.why, line.after["fixed_centipoints"]) == ("bureau", "试改", -300)

    def test_is_read_back_as_a_sentence(self, desk, item, page):
        desk("bureau").post(page, item_form(item, fixed_centipoints="-3", cap_centipoints="15", exclusions="不可抗力"))
        item.refresh_from_db()
        text = "".join(words for words, _key in sentence_of(item))
        first, rest = text.split("；", 1)
        assert first == "每有一件未公示公共收益，给物业服务企业扣3 分"
        assert rest == "合计最多15 分；从决定日起12 个月内有效。有下列情形的不计：不可抗力。"
        assert [words for words, key in sentence_of(item) if key][2] == "3 分"

    def test_shows_what_the_version_in_force_says(self, desk, item, page):
        item.fixed_centipoints = -300
        item.save()
        text = desk("bureau").get(page).content.decode()
        assert "现行版 −5" in text

    def test_is_tried_on_last_night(self, desk, page):
        trial = desk("bureau").get(page, {"try": "1"}).context["trial"]["trial"]
        assert trial.on == date(2026, 11, 20)

    def test_is_not_saved_when_an_example_does_not_come_out(self, desk, item, page):
        answer = desk("bureau").post(page, item_form(item, examples="一年 4 件 | 4 | -12"))
        assert answer.status_code == 200
        assert "一年 4 件" in str(answer.context["form"].errors)
        item.refresh_from_db()
        assert item.examples == []

    def test_keeps_its_examples_and_runs_them(self, desk, item, page):
        lines = "一年 2 件 | 2 | -10\n月末 | decided_on=2024-02-29 | -5 | 2025-02-28"
        assert desk("bureau").post(page, item_form(item, examples=lines)).status_code == 302
        item.refresh_from_db()
        assert item_examples.as_text(item.examples) == lines
        shown = desk("bureau").get(page).context["examples"]
        assert [case["holds"] for case in shown] == [True, True]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"fixed_centipoints": ""}, "fixed_centipoints"),
            ({"fixed_centipoints": "三分"}, "fixed_centipoints"),
            ({"points_mode": "by_level", "levels": ""}, "levels"),
            ({"points_mode": "by_level", "levels": "国家"}, "levels"),
            ({"points_mode": "range", "least_centipoints": "-1", "most_centipoints": "-5"}, "least_centipoints"),
            ({"validity_months": ""}, "validity_months"),
            ({"examples": "一年 4 件"}, "examples"),
            ({"also": "谁=1"}, "also"),
            ({"why": ""}, "why"),
        ],
    )
    def test_says_what_is_missing_beside_the_field(self, desk, item, page, values, field):
        answer = desk("bureau").post(page, item_form(item, **values))
        assert field in answer.context["form"].errors
        item.refresh_from_db()
        assert item.fixed_centipoints == -500

    def test_takes_levels_and_further_subjects_in_words(self, desk, item, page):
        levels = {"points_mode": "by_level", "levels": "市级=-5 区级=-2.5", "also": "项目经理=同分"}
        assert desk("bureau").post(page, item_form(item, **levels)).status_code == 302
        item.refresh_from_db()
        assert item.levels == {"市级": -500, "区级": -250}
        assert item.also == {"manager": "same"}
        assert "项目经理=同分" in desk("bureau").get(page).content.decode()

    def test_is_removed_by_its_button(self, desk, item, draft):
        url = reverse("admin:credit_item_remove", args=[item.pk])
        assert desk("bureau").post(url, {"why": "重复"}).status_code == 302
        assert not draft.items.filter(code="B1").exists()
        assert AuditEntry.objects.filter(verb="remove_item", why="重复").exists()

    def test_is_added_to_its_draft(self, desk, item, draft):
        url = f"{reverse('admin:credit_item_add')}?rulebook={draft.pk}"
        assert desk("bureau").get(url).status_code == 200
        assert desk("bureau").post(url, item_form(item, code="B2")).status_code == 302
        assert draft.items.get(code="B2").fixed_centipoints == -500

    def test_is_only_read_by_others(self, desk, item, page):
        answer = desk("auditor").get(page)
        assert answer.context["form"] is None
        assert desk("auditor").post(page, item_form(item)).status_code == 403


class TestAPublishedRulebook:
    def test_has_no_fields_and_takes_no_post(self, desk, world):
        item = world.rulebook.items.get(code="B1")
        page = reverse("admin:credit_item_change", args=[item.pk])
        assert desk("bureau").get(page).context["form"] is None
        assert desk("bureau").post(page, item_form(item)).status_code == 403
        add = f"{reverse('admin:credit_item_add')}?rulebook={world.rulebook.pk}"
        assert desk("bureau").get(add).status_code == 403
        remove = reverse("admin:credit_item_remove", args=[item.pk])
        desk("bureau").post(remove, {"why": "x"})
        assert Item.objects.filter(pk=item.pk).exists()

    def test_is_not_published_twice(self, desk, world):
        url = reverse("admin:credit_rulebook_publish", args=[world.rulebook.pk])
        answer = desk("bureau").post(url, {"effective_from": "2027-01-01"}, follow=True)
        assert [str(message) for message in answer.context["messages"]]
        world.rulebook.refresh_from_db()
        assert world.rulebook.effective_from == date(2024, 1, 1)


class TestARulebook:
    def test_goes_out_as_a_file_and_comes_in_as_a_draft(self, desk, world):
        file = desk("district").get(reverse("admin:credit_rulebook_file", args=[world.rulebook.pk]))
        text = file.content.decode().replace(f"version: '{world.rulebook.version}'", "version: 2027-1")
        text = text.replace(f"version: {world.rulebook.version}\n", "version: 2027-1\n")
        upload = SimpleUploadedFile("rules.yaml", text.encode())
        answer = desk("bureau").post(reverse("admin:credit_rulebook_import"), {"file": upload, "why": "新版"})
        made = Rulebook.objects.get(version="2027-1")
        assert answer["Location"] == reverse("admin:credit_rulebook_change", args=[made.pk])
        assert made.is_draft
        assert rulebook_file.read(text)["items"] == rulebook_file.read(rulebook_file.write(made))["items"]

    @pytest.mark.parametrize("content", [b"\xff\xfe not utf-8", b"- a list", b"code: x\nversion: 1\n", b"{"])
    def test_that_cannot_be_read_says_why(self, desk, world, content):
        upload = SimpleUploadedFile("rules.yaml", content)
        answer = desk("bureau").post(reverse("admin:credit_rulebook_import"), {"file": upload})
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert Rulebook.objects.count() == 1

    def test_is_copied_under_another_version(self, desk, world):
        url = reverse("admin:credit_rulebook_copy", args=[world.rulebook.pk])
        same = desk("bureau").post(url, {"version": world.rulebook.version, "why": "x"})
        assert same.context["form"].errors
        assert desk("bureau").post(url, {"version": "2027-1", "why": "调分"}).status_code == 302
        assert Rulebook.objects.get(version="2027-1").items.count() == 2

    def test_is_published_with_a_first_day_after_the_last_night(self, desk, draft):
        url = reverse("admin:credit_rulebook_publish", args=[draft.pk])
        question = desk("bureau").get(url).context["question"]
        assert "谁都不能再改" in question
        assert desk("bureau").post(url, {"effective_from": "2026-11-20"}).context["form"].errors
        assert desk("bureau").post(url, {"effective_from": "2027-01-01"}).status_code == 302
        draft.refresh_from_db()
        assert (draft.state, draft.published_by) == ("published", "bureau")

    def test_is_published_by_nobody_else(self, desk, draft):
        url = reverse("admin:credit_rulebook_publish", args=[draft.pk])
        for who in ("auditor", "system", "inspector"):
            assert desk(who).post(url, {"effective_from": "2027-01-01"}).status_code in {403, 404}


@pytest.mark.parametrize("line", ["", "a | b", "a | 4", "| 4 | -1", "a | 4 | 十", "a | x=1 | 2", "a | 1 | 2 | 3 | 4"])
def test_an_example_that_cannot_be_read(line):
    if not line:
        assert item_examples.from_text(line) == []
        return
    with pytest.raises(ValidationError, match="1"):
        item_examples.from_text(line)
