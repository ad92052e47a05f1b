"""Who may open which of the desks of complaints, and what the lists behind them take."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from complaints.models import AnswerTemplate, Complaint

LIST = "admin:complaints_complaint_changelist"


@pytest.fixture
def browser(people, other_officer):
    """`browser("street")` is a browser in which that person is logged in; `street2` is the second officer."""
    cache.clear()

    def logged_in(name: str) -> Client:
        made = Client()
        made.force_login(other_officer if name == "street2" else people[name])
        return made

    return logged_in


def page_of(complaint: Complaint, name: str = "change") -> str:
    return reverse(f"admin:complaints_complaint_{name}", args=[complaint.pk])


def text_of(answer) -> str:
    return answer.content.decode()


def hidden(text: str) -> dict[str, str]:
    """What a form sends along unseen."""
    fields = re.findall(r"<input[^>]+type=\"hidden\"[^>]*>", text)
    pairs = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in fields]
    return {name.group(1): value.group(1) if value else "" for name, value in pairs if name}


def asked(browser: Client, complaint: Complaint, verb: str) -> dict[str, str]:
    """The hidden fields of a verb's page, as this person has read it."""
    return hidden(text_of(browser.get(page_of(complaint, verb))))


LISTS = ("topic", "body", "refusalreason", "answertemplate")
READS = {"auditor", "bureau", "district", "street"}
LOOKS_AFTER = {"system", "bureau"}
EVERYBODY = READS | LOOKS_AFTER | {"inspector", "company"}


@pytest.mark.parametrize("role", sorted(EVERYBODY))
class TestTheDoors:
    """Every desk of complaints x every role, by hand beside `authority.csv`."""

    def test_of_the_worklist(self, browser, complaint, role):
        desk, wanted = browser(role), 200 if role in READS else 403
        assert desk.get(reverse(LIST)).status_code == wanted
        assert desk.get(page_of(complaint)).status_code == wanted
        assert desk.get(page_of(complaint, "sheet")).status_code == (403 if role == "auditor" else wanted)
        assert desk.get(page_of(complaint, "looking")).status_code == wanted
        assert desk.get(reverse("admin:complaints_complaint_add")).status_code == 403
        assert desk.post(page_of(complaint, "delete"), {"post": "yes"}).status_code in (403, 404)
        assert desk.post(page_of(complaint), {"state": "closed"}).status_code == 403

    def test_of_the_verbs(self, browser, complaint, role):
        wanted = 200 if role in {"bureau", "district", "street"} else 403
        assert browser(role).get(page_of(complaint, "accept")).status_code == wanted
        many = browser(role).post(reverse("admin:complaints_complaint_many"), {"verb": "accept", "pick": ["1"]})
        assert many.status_code == wanted

    def test_of_the_lists(self, browser, complaint, role):
        desk = browser(role)
        for name in LISTS:
            listed = desk.get(reverse(f"admin:complaints_{name}_changelist")).status_code
            assert listed == (200 if role in READS | LOOKS_AFTER else 403), name
            form = desk.get(reverse(f"admin:complaints_{name}_add")).status_code
            assert form == (200 if role in LOOKS_AFTER else 403), name


class TestTheLists:
    def test_are_amended_by_the_bureau_alone(self, browser, complaint):
        url = reverse("admin:complaints_answertemplate_add")
        given = {"name": "已报修", "use": "answer", "words": "{estate}已报修。", "is_active": "on"}
        assert browser("street").post(url, given).status_code == 403
        assert browser("bureau").post(url, given).status_code == 302
        assert AnswerTemplate.objects.filter(name="已报修").exists()
        assert AuditEntry.objects.filter(verb="keep_answertemplate").exists()

    def test_refuse_words_in_braces_that_stand_for_nothing(self, browser, complaint):
        url = reverse("admin:complaints_answertemplate_add")
        answer = browser("bureau").post(url, {"name": "坏的", "use": "answer", "words": "{phone}"})
        assert "没有对应的内容" in text_of(answer)

    def test_keep_a_leaf_in_its_own_class(self, browser, complaint):
        url = reverse("admin:complaints_topic_add")
        from complaints.models import Topic

        wrong = Topic.objects.get(code="01")
        given = {
            "code": "0299", "parent": wrong.pk, "name": "新类", "name_en": "new", "handler": "company", "place": "9",
            "is_active": "on",
        }  # fmt: skip
        assert "类别 0299 属于大类 02" in text_of(browser("bureau").post(url, given))
