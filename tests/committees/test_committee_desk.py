"""The desk of committee members: who comes in, what stands first, what is done, what it says when it cannot be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.desk.dues import dues_of, how_near
from committees.meetings.actions import call, meet
from committees.meetings.standing import voting
from committees.models import (
    Assembly,
    Audit,
    Committee,
    CommitteeState,
    Disclosure,
    Meeting,
    MeetingState,
    Posting,
    SealUse,
)
from tests.factories.owners import a_committee
from tests.factories.places import an_estate


@pytest.fixture
def committee(estate) -> Committee:
    today = timezone.localdate()
    return a_committee(
        estate, members=5, formed_on=today - timedelta(days=400), filed_on=today - timedelta(days=390),
        term_from=today - timedelta(days=400), term_until=today + timedelta(days=600),
    )  # fmt: skip


@pytest.fixture
def desk(client, member):
    client.force_login(member)
    return client


def of(committee: Committee, name: str = "desk-committee", *rest: str) -> str:
    return reverse(f"committees:{name}", args=[committee.number, *rest])


def text_of(answer) -> str:
    return answer.content.decode()


def ids(committee: Committee, count: int | None = None) -> list[int]:
    return [each.pk for each in voting(committee, on=timezone.localdate())][:count]


def in_days(days: int) -> str:
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def a_meeting(committee: Committee, state: str = MeetingState.CALLED) -> Meeting:
    """One that began yesterday."""
    now = timezone.now()
    made = call(committee, meets_at=now + timedelta(days=6), place="活动室", agenda="电梯", by=None, at=now)
    Meeting.objects.filter(pk=made.pk).update(meets_at=now - timedelta(days=1))
    made.refresh_from_db()
    if state == MeetingState.HELD:
        made = meet(made, present=list(voting(committee, on=timezone.localdate())), by=None, at=now)
    return made


class TestDoor:
    def test_asks_a_stranger_to_log_in(self, client, committee):
        answer = client.get(reverse("committees:desk-home"))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/admin/login/")

    def test_leads_a_member_to_the_own_committee(self, desk, committee):
        assert desk.get(reverse("committees:desk-home")).headers["Location"] == of(committee)
        assert committee.name in text_of(desk.get(of(committee)))

    def test_shows_a_street_those_of_its_estates(self, client, people, committee):
        second = a_committee(an_estate("130102001000", name="翠屏苑"))
        elsewhere = a_committee(an_estate("130108001001"))
        client.force_login(people["street"])
        page = text_of(client.get(reverse("committees:desk-home")))
        assert committee.name in page
        assert second.name in page
        assert elsewhere.name not in page
        assert committee.name not in text_of(client.get(reverse("committees:desk-home") + "?q=翠屏"))

    @pytest.mark.parametrize("name", ["bureau", "auditor", "inspector", "company"])
    def test_is_closed_to_others(self, client, people, committee, name):
        client.force_login(people[name])
        assert client.get(of(committee)).status_code == 403

    @pytest.mark.parametrize(
        ("name", "rest"),
        [("desk-committee", ()), ("desk-act", ("call",)), ("desk-seals", ()), ("desk-act", ("nothing",))],
    )
    def test_knows_no_committee_of_elsewhere(self, desk, client, people, name, rest):
        elsewhere = a_committee(an_estate("130108001001"))
        assert desk.get(of(elsewhere, name, *rest)).status_code == 404
        client.force_login(people["street"])
        assert client.get(of(elsewhere, name, *rest)).status_code == 404

    def test_knows_no_meeting_and_no_posting_of_another_committee(self, desk, committee):
        other = a_meeting(a_committee(an_estate("130102001001")))
        assert desk.get(of(committee, "desk-meeting", other.number)).status_code == 404
        assert desk.get(of(committee, "desk-meeting-act", other.number, "meet")).status_code == 404
        desk.post(of(committee, "desk-down", str(other.notice_id)))
        assert Posting.objects.get(pk=other.notice_id).withdrawn_on is None

    def test_is_for_one_reader(self, desk, committee):
        answer = desk.get(of(committee))
        assert "no-store" in answer.headers["Cache-Control"]
        assert "noindex" in answer.headers["X-Robots-Tag"]


class TestDues:
    ON = date(2026, 11, 20)

    @pytest.mark.parametrize(("days", "kind"), [(-1, "late"), (0, "near"), (14, "near"), (15, "running")])
    def test_press_when_they_are_near(self, days, kind):
        assert how_near(self.ON + timedelta(days=days), self.ON)[0] == kind

    def verbs(self, committee: Committee, at: datetime) -> list[tuple[str, date]]:
        return [(each.verb, each.due_on) for each in dues_of(committee, at=at)]

    def test_are_the_next_meeting_the_half_year_and_the_audit(self, estate):
        committee = a_committee(estate, filed_on=date(2026, 1, 5))
        assert self.verbs(committee, datetime(2026, 7, 1, 4, tzinfo=UTC)) == [
            ("call", date(2026, 3, 5)), ("disclose", date(2026, 7, 15)), ("note_audit", date(2027, 4, 5))
        ]  # fmt: skip

    def test_are_the_minutes_of_a_meeting_that_was_held(self, committee):
        meeting = a_meeting(committee)
        at = timezone.now()
        assert ("meet", timezone.localdate(meeting.meets_at) + timedelta(days=3)) in self.verbs(committee, at)
        meet(meeting, present=list(voting(committee, on=timezone.localdate())), by=None, at=at)
        assert ("post_minutes", timezone.localdate(meeting.meets_at) + timedelta(days=3)) in self.verbs(committee, at)

    def test_of_a_committee_that_is_over_are_its_last_audit(self, estate):
        over = a_committee(estate, state=CommitteeState.ENDED, ended_on=date(2026, 6, 1))
        assert self.verbs(over, datetime(2026, 11, 20, 4, tzinfo=UTC)) == [("note_audit", date(2026, 8, 30))]

    def test_stand_first_on_the_page_with_their_article(self, desk, committee):
        page = text_of(desk.get(of(committee)))
        assert "轮到您了" in page
        assert "北京条例第四十五条" in page


class TestActs:
    def test_call_a_meeting(self, desk, committee):
        place = of(committee, "desk-act", "call")
        assert desk.get(place).status_code == 200
        asked = {"meets_at": in_days(6), "place": "活动室", "agenda": "电梯维修"}
        assert desk.post(place, asked).headers["Location"] == of(committee)
        assert Meeting.objects.get().agenda == "电梯维修"

    def test_say_the_article_and_keep_what_was_typed(self, desk, committee):
        answer = desk.post(
            of(committee, "desk-act", "call"), {"meets_at": in_days(1), "place": "活动室", "agenda": "电梯维修"}
        )
        assert answer.status_code == 422
        assert "北京条例第四十五条" in text_of(answer)
        assert "电梯维修" in text_of(answer)

    def test_say_what_is_missing(self, desk, committee):
        for verb in ("call", "use_seal", "put_up", "note_audit", "disclose"):
            assert desk.post(of(committee, "desk-act", verb), {}).status_code == 422

    def test_lead_a_meeting_to_its_minutes(self, desk, committee):
        meeting = a_meeting(committee)
        page = text_of(desk.get(of(committee, "desk-meeting", meeting.number)))
        place = of(committee, "desk-meeting-act", meeting.number, "meet")
        assert place in page
        assert desk.post(place, {"present": ids(committee, 2)}).status_code == 422
        assert desk.post(place, {"present": ids(committee, 3)}).status_code == 302
        decide = of(committee, "desk-meeting-act", meeting.number, "decide")
        assert desk.post(decide, {"text": "更换曳引机", "signers": ids(committee, 3)}).status_code == 302
        minutes = of(committee, "desk-meeting-act", meeting.number, "post_minutes")
        assert desk.post(minutes, {"minutes": "讨论了报价。"}).status_code == 302
        meeting.refresh_from_db()
        assert meeting.state == MeetingState.POSTED
        assert "更换曳引机" in meeting.posting.text
        assert desk.post(minutes, {"minutes": "再来一次"}).status_code == 422
        assert desk.get(minutes).headers["Location"] == of(committee, "desk-meeting", meeting.number)

    def test_put_a_seal_use_down(self, desk, committee):
        asked = {
            "seal": "committee", "used_on": timezone.localdate().isoformat(), "document": "公告", "copies": "1",
            "signers": ids(committee, 3),
        }  # fmt: skip
        assert desk.post(of(committee, "desk-act", "use_seal"), asked).status_code == 302
        assert SealUse.objects.get().document == "公告"
        assert "公告" in text_of(desk.get(of(committee, "desk-seals")))

    def test_refuse_a_dissolved_committee_its_seal(self, desk, committee):
        Committee.objects.filter(pk=committee.pk).update(
            state=CommitteeState.DISSOLVED, ended_on=timezone.localdate() - timedelta(days=1)
        )
        asked = {
            "seal": "committee", "used_on": timezone.localdate().isoformat(), "document": "公告", "copies": "1",
            "signers": ids(committee, 3),
        }  # fmt: skip
        answer = desk.post(of(committee, "desk-act", "use_seal"), asked)
        assert answer.status_code == 422
        assert "北京条例第五十条" in text_of(answer)
        assert SealUse.objects.count() == 0

    def test_post_the_minutes_they_owe_until_the_handover(self, desk, committee):
        """The committee ended today: yesterday's meeting still counts, and what hangs stays as it is."""
        today = timezone.localdate()
        first, second = (a_meeting(committee, MeetingState.HELD) for _each in range(2))
        Committee.objects.filter(pk=committee.pk).update(state=CommitteeState.DISSOLVED, ended_on=today)
        page = text_of(desk.get(of(committee)))
        assert of(committee, "desk-meeting", first.number) in page
        assert of(committee, "desk-act", "keep_assembly") not in page
        minutes = {"minutes": "讨论了报价。"}
        place = of(committee, "desk-meeting-act", first.number, "post_minutes")
        assert desk.post(place, minutes).status_code == 302
        first.refresh_from_db()
        assert desk.post(of(committee, "desk-down", str(first.posting_id))).status_code in (302, 409)
        first.posting.refresh_from_db()
        assert first.posting.withdrawn_on is None
        Committee.objects.filter(pk=committee.pk).update(handed_over_on=today)
        late = of(committee, "desk-meeting-act", second.number, "post_minutes")
        assert desk.post(late, minutes).status_code == 404
        assert desk.get(of(committee)).status_code == 200

    def test_disclose_member_by_member(self, desk, committee):
        place = of(committee, "desk-act", "disclose")
        assert text_of(desk.get(place)).count("fees-") > 5
        asked = {f"fees-{pk}": "paid" for pk in ids(committee)}
        assert desk.post(place, asked).status_code == 302
        assert Disclosure.objects.get().lines.filter(fees_paid=True).count() == 5

    def test_note_an_audit(self, desk, committee):
        asked = {
            "kind": "yearly", "from_on": committee.formed_on.isoformat(),
            "until_on": (committee.formed_on + timedelta(days=365)).isoformat(),
            "done_on": timezone.localdate().isoformat(), "auditor": "冀正会计师事务所", "result": "收支相符。",
        }  # fmt: skip
        assert desk.post(of(committee, "desk-act", "note_audit"), asked).status_code == 302
        assert Audit.objects.get().auditor == "冀正会计师事务所"

    def test_put_a_notice_up_and_take_it_down(self, desk, committee):
        asked = {"title": "停水", "text": "明日停水", "days": "3"}
        assert desk.post(of(committee, "desk-act", "put_up"), asked).status_code == 302
        posting = Posting.objects.get()
        assert "停水" in text_of(desk.get(of(committee)))
        assert desk.post(of(committee, "desk-down", str(posting.pk))).status_code == 302
        posting.refresh_from_db()
        assert posting.withdrawn_on is not None
        assert desk.post(of(committee, "desk-down", str(posting.pk))).status_code == 409

    def test_keep_the_assemblys_days_and_code(self, desk, committee):
        place = of(committee, "desk-act", "keep_assembly")
        assert desk.post(place, {"uscc": "123"}).status_code == 422
        asked = {"uscc": "91130100ma07xyp34q", "rules_on": "2025-03-01", "covenant_on": "2025-03-01"}
        assert desk.post(place, asked).status_code == 302
        kept = Assembly.objects.get(estate=committee.estate)
        assert (kept.uscc, kept.rules_on) == ("91130100MA07XYP34Q", date(2025, 3, 1))
        assert "91130100MA07XYP34Q" in text_of(desk.get(place))

    def test_offer_no_way_to_take_the_call_of_a_meeting_down(self, desk, committee):
        now = timezone.now()
        made = call(committee, meets_at=now + timedelta(days=6), place="活动室", agenda="电梯", by=None, at=now)
        place = of(committee, "desk-down", str(made.notice_id))
        page = text_of(desk.get(of(committee)))
        assert made.notice.title in page
        assert place not in page
        refused = desk.post(place)
        assert refused.status_code == 409
        assert "北京条例第四十五条" in text_of(refused)

    def test_put_a_decision_right(self, desk, committee):
        meeting = a_meeting(committee, MeetingState.HELD)
        place = of(committee, "desk-meeting-act", meeting.number, "decide")
        assert 'name="replaces"' not in text_of(desk.get(place))
        asked = {"text": "更换 2 号楼电梯", "signers": ids(committee, 2)}
        assert desk.post(place, asked).status_code == 302
        wrong = meeting.decisions.get()
        page = desk.post(place, {**asked, "text": "找张师傅 13800000021"})
        assert page.status_code == 422
        assert str(wrong) in text_of(page)
        right = {"text": "更换 3 号楼电梯", "signers": ids(committee, 3), "replaces": wrong.pk}
        assert desk.post(place, right).status_code == 302
        assert list(meeting.decisions.values_list("text", "signed", "passed")) == [("更换 3 号楼电梯", 3, True)]

    def test_show_names_to_the_committee_and_phones_to_nobody(self, desk, committee):
        page = text_of(desk.get(of(committee)))
        assert "李卫国" in page
        assert "138" not in page.replace("0311", "")


def test_the_first_page_of_the_web_admin_leads_members_here(desk, committee):
    assert desk.get("/admin/").headers["Location"] == reverse("committees:desk-home")
