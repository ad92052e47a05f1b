"""Joint meetings: called with two bodies at least, held with who came, followed up until everything is carried out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import Region, Role, User
from committees.joint_meetings import actions
from committees.joint_meetings.actions import Asked, NewResolution
from committees.joint_meetings.lifecycle import JOINT
from committees.models import CommitteeLogin, JointMeeting, JointState
from tests.factories.owners import a_committee
from tests.factories.places import an_estate

AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
MEETS = AT + timedelta(days=3)
AFTER = MEETS + timedelta(hours=2)
ASKED = [Asked("company", "青禾物业"), Asked("police", "建北派出所"), Asked("committee", "青禾苑业委会")]
OPEN = {"called": {"ask", "note", "cancel"}, "held": {"resolve", "note_done"}, "cancelled": set()}


@pytest.fixture
def street(regions) -> Region:
    return regions["130102001000"]


def called(street, estate, by=None, **told) -> JointMeeting:
    values = {"topic": "handover", "subject": "物业交接", "meets_at": MEETS, "place": "街道会议室", "asked": ASKED}
    return actions.call(region=street, estate=estate, by=by, at=AT, **{**values, **told})


@pytest.fixture
def meeting(street, estate, people) -> JointMeeting:
    return called(street, estate, by=people["street"])


def resolution(days: int = 10, **told) -> NewResolution:
    return NewResolution(
        **{"text": "十日内移交资料", "charged": "青禾物业", "due_on": MEETS.date() + timedelta(days=days), **told}
    )


def held(meeting, by=None, resolutions=None):
    return actions.note(
        meeting, came=list(meeting.participants.all()[:2]), record="双方同意移交。",
        resolutions=[resolution()] if resolutions is None else resolutions, by=by, at=AFTER,
    )  # fmt: skip


@pytest.mark.django_db
class TestCalling:
    def test_asks_several_bodies(self, meeting):
        assert meeting.number == f"LX-20261117-{meeting.pk:06d}"
        assert [row.name for row in meeting.participants.all()] == [each.name for each in ASKED]

    @pytest.mark.parametrize("asked", [[], ASKED[:1], [ASKED[0], ASKED[0]]])
    def test_needs_two_bodies_each_once(self, street, estate, people, asked):
        with pytest.raises(ValidationError) as fault:
            called(street, estate, by=people["street"], asked=asked)
        assert "asked" in fault.value.message_dict

    def test_is_about_an_estate_of_the_division(self, street, rules, people):
        with pytest.raises(ValidationError) as fault:
            called(street, an_estate("130108001000"), by=people["bureau"])
        assert "estate" in fault.value.message_dict

    def test_is_for_ones_own_region(self, regions, estate, people):
        with pytest.raises(NotAllowed):
            called(regions["130108001000"], None, by=people["street"])
        with pytest.raises(NotAllowed):
            called(regions["130102001000"], estate, by=people["company"])

    def test_one_more_may_be_asked_but_nobody_twice(self, meeting, people):
        actions.ask(meeting, asked=Asked("party", "社区党委"), by=people["street"], at=AT)
        assert meeting.participants.count() == 4
        with pytest.raises(ValidationError):
            actions.ask(meeting, asked=Asked("party", "社区党委"), by=people["street"], at=AT)


@pytest.mark.django_db
class TestHolding:
    def test_keeps_who_came_and_what_was_resolved(self, meeting, people):
        done = held(meeting, by=people["street"])
        assert done.state == JointState.HELD
        assert [row.attended for row in meeting.participants.all()] == [True, True, False]
        assert meeting.resolutions.get().charged == "青禾物业"

    def test_is_not_before_it_began(self, meeting, people):
        with pytest.raises(NotNow, match=meeting.number):
            actions.note(
                meeting, came=list(meeting.participants.all()), record="x", resolutions=[], by=people["street"], at=AT
            )

    def test_takes_two_who_came(self, meeting, people):
        with pytest.raises(ValidationError) as fault:
            actions.note(
                meeting, came=list(meeting.participants.all()[:1]), record="x", resolutions=[], by=people["street"],
                at=AFTER,
            )  # fmt: skip
        assert "came" in fault.value.message_dict

    @pytest.mark.parametrize(("days", "fine"), [(-1, False), (0, True)])
    def test_resolves_nothing_for_before_the_meeting(self, meeting, people, days, fine):
        if fine:
            held(meeting, people["street"], [resolution(days)])
            return
        with pytest.raises(ValidationError):
            held(meeting, people["street"], [resolution(days)])


@pytest.mark.django_db
class TestFollowingUp:
    def note_done(self, meeting, on, by):
        return actions.note_done(
            meeting, resolution=meeting.resolutions.get(), done_on=on, how="已移交", by=by, at=AFTER + timedelta(days=5)
        )

    def test_notes_once_that_it_was_carried_out(self, meeting, people):
        held(meeting, by=people["street"])
        self.note_done(meeting, MEETS.date() + timedelta(days=5), people["street"])
        assert meeting.resolutions.get().done_note == "已移交"
        with pytest.raises(NotNow):
            self.note_done(meeting, MEETS.date() + timedelta(days=5), people["street"])

    @pytest.mark.parametrize("days", [-1, 6])
    def test_on_a_day_between_the_meeting_and_today(self, meeting, people, days):
        held(meeting, by=people["street"])
        with pytest.raises(ValidationError):
            self.note_done(meeting, MEETS.date() + timedelta(days=days), people["street"])

    def test_finds_what_is_overdue_the_day_after_it_was_due(self, meeting, people):
        held(meeting, by=people["street"])
        due = MEETS.date() + timedelta(days=10)
        assert not JointMeeting.objects.with_overdue(on=due).exists()
        assert JointMeeting.objects.with_overdue(on=due + timedelta(days=1)).get() == meeting
        self.note_done(meeting, MEETS.date(), people["street"])
        assert not JointMeeting.objects.with_overdue(on=due + timedelta(days=1)).exists()


@pytest.mark.django_db
class TestEveryMove:
    STATES = {
        "called": lambda meeting, by: meeting,
        "held": held,
        "cancelled": lambda meeting, by: actions.cancel(meeting, reason="改期", by=by, at=AT),
    }

    @pytest.mark.parametrize("state", OPEN)
    def test_is_open_where_the_table_says_and_nowhere_else(self, meeting, people, state):
        by = people["street"]
        assert self.STATES[state](meeting, by).state == state
        assert {verb for verb, move in JOINT.items() if state in move.open_in} == OPEN[state]
        calls = {
            "ask": {"asked": Asked("party", "x")}, "note": {"came": [], "record": "x", "resolutions": []},
            "cancel": {"reason": "x"}, "resolve": {"resolution": resolution()},
            "note_done": {"resolution": None, "done_on": date(2026, 11, 20), "how": "x"},
        }  # fmt: skip
        for verb in set(JOINT) - OPEN[state]:
            with pytest.raises(NotNow, match=meeting.number):
                getattr(actions, verb)(meeting, by=by, at=AFTER, **calls[verb])


@pytest.mark.django_db
def test_a_member_sees_the_meetings_about_the_own_estate(meeting, street, estate, people):
    CommitteeLogin.objects.create(user=people["committee"], committee=a_committee(estate))
    called(street, an_estate("130102001000"), by=people["street"])
    assert list(JointMeeting.objects.visible_to(people["committee"])) == [meeting]
    stranger = User.objects.create_user("other", "x", role=Role.COMMITTEE)
    assert not JointMeeting.objects.visible_to(stranger).exists()


@pytest.mark.django_db
class TestTheDesk:
    def test_calls_holds_and_follows_up(self, people, estate, client):
        client.force_login(people["street"])
        form = {
            "region": "130102001000", "estate": estate.pk, "topic": "handover", "subject": "物业交接", "place": "街道",
            "on": "2026-01-05", "clock": "09:00", "partner_1": "company", "name_1": "青禾物业", "partner_2": "police",
            "name_2": "建北派出所",
        }  # fmt: skip
        faulty = client.post("/admin/committees/jointmeeting/add/", {**form, "name_2": ""})
        assert faulty.status_code == 200
        assert not JointMeeting.objects.exists()
        assert client.post("/admin/committees/jointmeeting/add/", form).status_code == 302
        meeting = JointMeeting.objects.get()
        page = f"/admin/committees/jointmeeting/{meeting.pk}"
        came = [row.pk for row in meeting.participants.all()]
        noted = client.post(
            f"{page}/note/",
            {"came": came, "record": "同意。", "text_1": "移交资料", "charged_1": "物业", "due_on_1": "2026-01-15"},
        )
        assert noted.status_code == 302
        shown = client.get(f"{page}/change/").content.decode()
        assert "移交资料" in shown
        late = client.get("/admin/committees/jointmeeting/?follow_up=overdue").content.decode()
        assert meeting.number in late
        done = {"resolution": meeting.resolutions.get().pk, "done_on": "2026-01-10", "how": "已移交"}
        assert client.post(f"{page}/note-done/", done).status_code == 302
        assert meeting.resolutions.get().done_on == date(2026, 1, 10)

    def test_offers_only_the_own_resolutions(self, meeting, street, estate, people, client):
        held(meeting, by=people["street"])
        other = held(called(street, estate, by=people["street"]), by=people["street"])
        client.force_login(people["street"])
        form = {"resolution": other.resolutions.get().pk, "done_on": "2026-11-20", "how": "x"}
        page = client.post(f"/admin/committees/jointmeeting/{meeting.pk}/note-done/", form)
        assert page.status_code == 200
        assert other.resolutions.get().done_on is None

    def test_is_closed_to_strangers(self, meeting, people, client):
        client.force_login(people["neighbour"])
        assert client.get(f"/admin/committees/jointmeeting/{meeting.pk}/change/").status_code == 404
        client.force_login(people["company"])
        assert client.get("/admin/committees/jointmeeting/").status_code == 403


@pytest.mark.django_db
def test_the_api_calls_one_and_notes_what_became_of_it(rules, estate, client_of):
    client = client_of("street")
    body = {
        "region": "130102001000", "estate": estate.code, "topic": "emergency", "subject": "停水",
        "meets_at": "2026-01-05T09:00:00+08:00", "place": "街道",
        "asked": [{"partner": "company", "name": "青禾物业"}, {"partner": "other", "name": "供水公司"}],
    }  # fmt: skip
    made = client.post("/api/v1/joint-meetings/", body, format="json")
    assert made.status_code == 201, made.content
    told = made.json()
    assert [move["verb"] for move in told["moves"]] == ["ask", "note", "cancel"]
    note = {
        "came": [row["id"] for row in told["participants"]], "record": "当日恢复。",
        "resolutions": [{"text": "检修", "charged": "供水公司", "due_on": "2026-01-20"}],
    }  # fmt: skip
    held_now = client.post(f"/api/v1/joint-meetings/{told['number']}/note/", note, format="json").json()
    assert (held_now["state"], held_now["resolutions"][0]["text"]) == ("held", "检修")
    assert client.get("/api/v1/joint-meetings/?overdue=true").json()["count"] == 1
    again = client.post(f"/api/v1/joint-meetings/{told['number']}/cancel/", {"reason": "x"}, format="json")
    assert again.status_code == 409
