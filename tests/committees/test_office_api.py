"""Meetings, seal uses, disclosures, audits and postings in the API: scope, verbs, and what is refused."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import RuleValue
from committees.meetings.standing import seated, voting
from committees.models import Committee, CommitteeState, Meeting
from committees.postings.actions import post
from tests.factories.owners import a_committee
from tests.factories.places import an_estate

API = "/api/v1"


@pytest.fixture
def committee(estate) -> Committee:
    today = timezone.localdate()
    return a_committee(
        estate, members=5, formed_on=today - timedelta(days=400), filed_on=today - timedelta(days=390),
        term_from=today - timedelta(days=400), term_until=today + timedelta(days=600),
    )  # fmt: skip


@pytest.fixture
def api(client_of, member):
    return client_of("committee")


def ids(committee: Committee) -> list[int]:
    return [each.pk for each in voting(committee, on=timezone.localdate())]


def soon(days: int = 6) -> str:
    return (timezone.now() + timedelta(days=days)).isoformat()


def calling(committee: Committee, **values) -> dict:
    return {"committee": committee.number, "meets_at": soon(), "place": "活动室", "agenda": "电梯维修", **values}


def ago(meeting: str, days: int) -> None:
    Meeting.objects.filter(number=meeting).update(meets_at=timezone.now() - timedelta(days=days))


class TestMeetings:
    def test_go_from_the_call_to_the_posted_minutes(self, api, committee):
        made = api.post(f"{API}/meetings/", calling(committee), format="json")
        assert made.status_code == 201, made.content
        place, number = made.headers["Location"], made.json()["number"]
        assert [move["verb"] for move in made.json()["moves"]] == ["meet", "cancel"]
        ago(number, 1)
        held = api.post(f"{place}meet/", {"present": ids(committee)[:3]}, format="json").json()
        assert (held["state"], held["there"], held["members_all"]) == ("held", 3, 5)
        api.post(f"{place}decide/", {"text": "更换曳引机", "signers": ids(committee)[:3]}, format="json")
        posted = api.post(f"{place}post-minutes/", {"minutes": "讨论了报价。"}, format="json").json()
        assert posted["state"] == "posted"
        assert [(each["signed"], each["passed"]) for each in posted["decisions"]] == [(3, True)]
        assert posted["moves"] == []
        again = api.post(f"{place}post-minutes/", {"minutes": "再来"}, format="json")
        assert again.status_code == 409

    def test_put_a_decision_right_until_the_minutes_are_posted(self, api, committee):
        number = api.post(f"{API}/meetings/", calling(committee), format="json").json()["number"]
        ago(number, 1)
        place = f"{API}/meetings/{number}/"
        api.post(f"{place}meet/", {"present": ids(committee)}, format="json")
        wrong = {"text": "更换 2 号楼电梯", "signers": ids(committee)[:3]}
        first = api.post(f"{place}decide/", wrong, format="json").json()["decisions"][0]["id"]
        unknown = api.post(f"{place}decide/", {**wrong, "replaces": first + 999}, format="json")
        assert unknown.status_code == 400
        assert unknown.json()["errors"][0]["pointer"] == "#/replaces"
        right = {"text": "更换 3 号楼电梯", "signers": ids(committee)[:3], "replaces": first}
        told = api.post(f"{place}decide/", right, format="json").json()["decisions"]
        assert [(each["id"], each["text"]) for each in told] == [(first, "更换 3 号楼电梯")]

    def test_say_which_article_refuses(self, api, committee):
        answer = api.post(f"{API}/meetings/", calling(committee, meets_at=soon(2)), format="json")
        assert answer.status_code == 400
        (error,) = answer.json()["errors"]
        assert error["pointer"] == "#/meets_at"
        assert "北京条例第四十五条" in error["detail"]

    def test_know_no_member_of_another_committee(self, api, committee):
        stranger = ids(a_committee(an_estate("130102001001")))[0]
        for unknown in (stranger, 999_999_999):
            answer = api.post(f"{API}/meetings/", calling(committee, asked_by=[unknown]), format="json")
            assert answer.status_code == 400
            assert answer.json()["errors"][0]["pointer"] == "#/asked_by"

    def test_are_called_by_the_committee_and_its_street_only(self, client_of, api, committee):
        elsewhere = a_committee(an_estate("130108001001"))
        assert api.post(f"{API}/meetings/", calling(elsewhere), format="json").status_code == 400
        assert client_of("street").post(f"{API}/meetings/", calling(committee), format="json").status_code == 201
        for name in ("bureau", "auditor", "inspector"):
            assert client_of(name).post(f"{API}/meetings/", calling(committee), format="json").status_code == 403
        assert client_of("company").get(f"{API}/meetings/").status_code == 403

    def test_of_elsewhere_are_not_there(self, client_of, api, committee):
        number = api.post(f"{API}/meetings/", calling(committee), format="json").json()["number"]
        assert client_of("neighbour").get(f"{API}/meetings/{number}/").status_code == 404
        assert client_of("neighbour").get(f"{API}/meetings/").json()["count"] == 0
        assert client_of("district").get(f"{API}/meetings/?overdue=false").json()["count"] == 1


def sealing(committee: Committee, **values) -> dict:
    today = timezone.localdate().isoformat()
    return {
        "committee": committee.number, "used_on": today, "document": "公告", "signers": ids(committee)[:3], **values
    }  # fmt: skip


class TestSealUses:
    def test_are_put_down(self, api, committee):
        made = api.post(f"{API}/seal-uses/", sealing(committee), format="json")
        assert made.status_code == 201, made.content
        assert (made.json()["signed"], made.json()["members_all"]) == (3, 5)
        corrected = sealing(committee, document="通知", corrects=made.json()["number"])
        assert api.post(f"{API}/seal-uses/", corrected, format="json").json()["corrects"] == made.json()["number"]

    def test_are_refused_to_a_dissolved_committee_by_an_article(self, api, committee):
        Committee.objects.filter(pk=committee.pk).update(
            state=CommitteeState.DISSOLVED, ended_on=timezone.localdate() - timedelta(days=1)
        )
        answer = api.post(f"{API}/seal-uses/", sealing(committee), format="json")
        assert answer.status_code == 400
        assert "北京条例第五十条" in answer.json()["errors"][0]["detail"]

    @pytest.mark.parametrize(("name", "value"), [("decision", 999_999), ("matter", 999_999), ("corrects", "YY-x")])
    def test_go_by_nothing_unknown(self, api, committee, name, value):
        answer = api.post(f"{API}/seal-uses/", sealing(committee, **{name: value}), format="json")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == f"#/{name}"

    def test_are_never_changed(self, api, committee):
        number = api.post(f"{API}/seal-uses/", sealing(committee), format="json").json()["number"]
        assert api.patch(f"{API}/seal-uses/{number}/", {"document": "别的"}, format="json").status_code == 405
        assert api.delete(f"{API}/seal-uses/{number}/").status_code == 405


class TestDisclosures:
    def test_are_posted_with_a_line_for_each_member(self, api, committee):
        members = [each.pk for each in seated(committee, on=timezone.localdate())]
        first = committee.filed_on.isoformat()
        body = {"committee": committee.number, "from_on": first, "paid": members[1:], "unpaid": members[:1]}
        made = api.post(f"{API}/disclosures/", body, format="json")
        assert made.status_code == 201, made.content
        assert [line["fees_paid"] for line in made.json()["lines"]] == [False, True, True, True, True]
        (posting,) = api.get(f"{API}/postings/?kind=duty").json()["results"]
        assert posting["committee"] == committee.number


class TestAudits:
    def test_are_noted_and_posted(self, api, committee):
        body = {
            "committee": committee.number, "kind": "yearly", "from_on": committee.formed_on.isoformat(),
            "until_on": (committee.formed_on + timedelta(days=365)).isoformat(),
            "done_on": timezone.localdate().isoformat(), "auditor": "冀正会计师事务所", "result": "收支相符。",
        }  # fmt: skip
        made = api.post(f"{API}/committee-audits/", body, format="json")
        assert made.status_code == 201, made.content
        assert api.get(f"{API}/postings/?kind=accounts&shown=true").json()["count"] == 1


class TestPostings:
    def test_go_up_and_come_down(self, api, committee):
        body = {"committee": committee.number, "title": "停水", "text": "明日停水", "days": 3}
        made = api.post(f"{API}/postings/", body, format="json")
        assert made.status_code == 201, made.content
        assert [move["verb"] for move in made.json()["moves"]] == ["take_down"]
        down = api.post(f"{made.headers['Location']}take-down/", {"reason": "写错了"}, format="json").json()
        assert down["withdrawn_on"] == timezone.localdate().isoformat()
        assert down["moves"] == []
        assert api.get(f"{API}/postings/?shown=true").json()["count"] == 0

    @pytest.mark.parametrize(
        ("kind", "told"), [("members", ""), ("duty", ""), ("notice", "李卫国"), ("minutes", "李卫国")]
    )
    def test_tell_names_while_they_hang(self, api, committee, kind, told):
        hung = post(
            committee.estate, kind, "委员名单", "李卫国", days=15, committee=committee, by=None, at=timezone.now()
        )
        place = f"{API}/postings/{hung.pk}/"
        assert api.get(place).json()["text"] == "李卫国"
        today = timezone.localdate()
        type(hung).objects.update(posted_on=today - timedelta(days=20), until_on=today)
        assert api.get(place).json()["text"] == told
        assert api.get(f"{API}/postings/").json()["results"][0]["text"] == told

    def test_show_nobodys_number(self, api, committee):
        body = {"committee": committee.number, "title": "停水", "text": "请联系13800000021", "days": 3}
        answer = api.post(f"{API}/postings/", body, format="json")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "#/text"


def test_a_missing_rule_value_is_said(api, committee):
    RuleValue.objects.filter(key="committee_meeting_notice_days").delete()
    answer = api.post(f"{API}/meetings/", calling(committee), format="json")
    assert answer.status_code == 409
    assert "committee_meeting_notice_days" in answer.json()["detail"]


def test_times_need_no_seconds(api, committee):
    moment = datetime.fromisoformat(soon()).strftime("%Y-%m-%dT%H:%M+08:00")
    assert api.post(f"{API}/meetings/", calling(committee, meets_at=moment), format="json").status_code == 201
