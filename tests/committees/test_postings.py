"""Postings: up for their days, then gone; nobody's number on them; who may take them down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import Role, User
from committees.meetings.actions import call, cancel
from committees.models import Committee, CommitteeLogin, CommitteeState, Posting, PostingKind
from committees.postings.actions import post, put_up, take_down
from tests.factories.owners import a_committee
from tests.factories.places import an_estate

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def committee(estate) -> Committee:
    return a_committee(estate)


def a_login(committee: Committee) -> User:
    user = User.objects.create_user("of the old", "correct horse battery", role=Role.COMMITTEE)
    CommitteeLogin.objects.create(user=user, committee=committee)
    return user


def shown(on: date) -> list[str]:
    return [each.title for each in Posting.objects.shown(on=on)]


class TestPost:
    def test_hangs_for_whole_days_and_is_gone_then(self, estate):
        post(estate, PostingKind.GROUP, "筹备组名单", "名单如下", days=7, by=None, at=AT)
        assert shown(date(2026, 11, 19)) == []
        assert shown(date(2026, 11, 20)) == shown(date(2026, 11, 27)) == ["筹备组名单"]
        assert shown(date(2026, 11, 28)) == []

    @pytest.mark.parametrize("days", [0, -1, 367])
    def test_hangs_for_some_days(self, estate, days):
        with pytest.raises(ValidationError):
            post(estate, PostingKind.NOTICE, "通知", "内容", days=days, by=None, at=AT)

    @pytest.mark.parametrize("field", ["title", "text"])
    def test_says_something(self, estate, field):
        words = {"title": "通知", "text": "内容", field: "  "}
        with pytest.raises(ValidationError) as raised:
            post(estate, PostingKind.NOTICE, words["title"], words["text"], days=3, by=None, at=AT)
        assert field in raised.value.message_dict

    @pytest.mark.parametrize("number", ["13800000021", "130102198001010017", "13010219800101001X"])
    def test_tells_nobodys_number(self, estate, number):
        with pytest.raises(ValidationError, match=number[:3]) as raised:
            post(estate, PostingKind.NOTICE, "通知", f"请联系{number}。", days=3, by=None, at=AT)
        assert number not in str(raised.value)

    @pytest.mark.parametrize("text", ["电话 0311-86000000", "合同 2026111320001", "金额 13800.00 元"])
    def test_tells_other_numbers(self, estate, text):
        assert post(estate, PostingKind.NOTICE, "通知", text, days=3, by=None, at=AT).pk

    def test_tells_the_offices_own_phone(self, estate):
        committee = a_committee(estate, office_phone="138-0000-0021")
        assert put_up(committee, title="通知", text="请联系13800000021", days=3, by=None, at=AT).pk


class TestPutUp:
    def test_is_for_its_members_and_its_street(self, committee, member, people):
        elsewhere = a_committee(an_estate("130108001001"))
        for person in (member, people["street"]):
            assert put_up(committee, title="停水", text="明日停水", days=3, by=person, at=AT).committee == committee
            with pytest.raises(Committee.DoesNotExist):
                put_up(elsewhere, title="停水", text="明日停水", days=3, by=person, at=AT)
        with pytest.raises(NotAllowed):
            put_up(committee, title="停水", text="明日停水", days=3, by=people["auditor"], at=AT)

    def test_is_refused_to_a_committee_that_is_over(self, estate):
        over = a_committee(estate, state=CommitteeState.DISSOLVED, ended_on=date(2026, 1, 1))
        with pytest.raises(ValidationError, match="北京条例第五十条"):
            put_up(over, title="停水", text="明日停水", days=3, by=None, at=AT)


class TestTakeDown:
    def test_takes_a_notice_down_at_once(self, committee, member):
        posting = put_up(committee, title="停水", text="明日停水", days=3, by=member, at=AT)
        take_down(posting, by=member, at=AT)
        assert shown(date(2026, 11, 20)) == []
        with pytest.raises(NotNow):
            take_down(posting, by=member, at=AT)

    def test_leaves_what_the_law_wants_posted_to_the_street(self, committee, member, people):
        posting = post(
            committee.estate, PostingKind.MINUTES, "会议纪要", "内容", days=14, committee=committee, by=None, at=AT
        )
        with pytest.raises(NotAllowed):
            take_down(posting, by=member, at=AT)
        assert take_down(posting, by=people["street"], at=AT).withdrawn_on == date(2026, 11, 20)

    def test_is_not_for_what_hangs_elsewhere(self, committee, member):
        posting = post(an_estate("130108001001"), PostingKind.NOTICE, "通知", "内容", days=3, by=None, at=AT)
        with pytest.raises(Posting.DoesNotExist):
            take_down(posting, by=member, at=AT)

    def test_is_for_whose_committee_put_it_up(self, estate):
        """Members of its predecessor have their logins still, and touch nothing of it."""
        old = a_committee(estate, state=CommitteeState.DISSOLVED, ended_on=date(2026, 10, 1))
        theirs = put_up(a_committee(estate), title="停水", text="明日停水", days=3, by=None, at=AT)
        official = post(estate, PostingKind.NOTICE, "街道通知", "内容", days=3, by=None, at=AT)
        predecessor = a_login(old)
        for posting in (theirs, official):
            with pytest.raises((NotAllowed, Posting.DoesNotExist)):
                take_down(posting, by=predecessor, at=AT)
        assert len(shown(date(2026, 11, 20))) == 2

    def test_is_not_for_what_nobody_of_them_put_up(self, estate, committee, member):
        official = post(estate, PostingKind.NOTICE, "街道通知", "内容", days=3, by=None, at=AT)
        with pytest.raises(NotAllowed):
            take_down(official, by=member, at=AT)

    def test_is_refused_to_a_committee_that_ended(self, committee, member):
        posting = put_up(committee, title="停水", text="明日停水", days=3, by=None, at=AT)
        Committee.objects.filter(pk=committee.pk).update(state=CommitteeState.DISSOLVED, ended_on=AT.date())
        with pytest.raises((ValidationError, Posting.DoesNotExist)):
            take_down(posting, by=member, at=AT)
        assert shown(date(2026, 11, 20)) == ["停水"]

    def test_leaves_the_call_of_a_meeting_until_it_is_cancelled(self, committee, member, people):
        meeting = call(committee, meets_at=AT + timedelta(days=6), place="活动室", agenda="维修", by=None, at=AT)
        for person in (member, people["street"]):
            with pytest.raises(NotNow, match=f"{meeting.number}.*北京条例第四十五条"):
                take_down(meeting.notice, by=person, at=AT)
        cancel(meeting, reason="改期", by=member, at=AT)
        assert shown(date(2026, 11, 20)) == []

    def test_is_too_late_for_what_is_gone(self, committee):
        posting = put_up(committee, title="停水", text="明日停水", days=3, by=None, at=AT)
        with pytest.raises(NotNow):
            take_down(posting, by=None, at=datetime(2026, 11, 24, 4, 0, tzinfo=UTC))
