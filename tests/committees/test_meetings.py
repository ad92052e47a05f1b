"""Meetings of a committee: called in time, held by more than half, decided by more than half of all, posted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow, open_to
from accounts.models import AuditEntry, RuleValue
from committees.meetings.actions import call, cancel, decide, meet, post_minutes
from committees.meetings.lifecycle import MEETING
from committees.meetings.queries import idle
from committees.meetings.standing import voting
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeState,
    From,
    Meeting,
    MeetingKind,
    MeetingState,
    Posting,
    PostingKind,
)
from committees.seals.actions import NewUse, use_seal
from tests.factories.owners import a_committee
from tests.factories.places import an_estate

CALLED_AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in the city."""
MEETS_AT = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
AFTER = datetime(2026, 11, 17, 1, 0, tzinfo=UTC)


@pytest.fixture
def committee(estate) -> Committee:
    return a_committee(estate, members=7)


def members_of(committee: Committee) -> list:
    return list(voting(committee, on=date(2026, 11, 16)))


def called(committee: Committee, by=None, **values) -> Meeting:
    return call(
        committee,
        **{"meets_at": MEETS_AT, "place": "社区活动室", "agenda": "电梯维修方案", "by": by, "at": CALLED_AT, **values},
    )


def held(committee: Committee, by=None, there: int = 4) -> Meeting:
    meeting = called(committee, by)
    return meet(meeting, present=members_of(committee)[:there], by=by, at=AFTER)


def over(committee: Committee, **days: date) -> None:
    """As if it had been dissolved behind the meeting's back."""
    Committee.objects.filter(pk=committee.pk).update(state=CommitteeState.DISSOLVED, **days)


def fault(field: str, act, *args, **values) -> str:
    with pytest.raises(ValidationError) as raised:
        act(*args, **values)
    return " ".join(raised.value.message_dict[field])


class TestCall:
    def test_posts_the_agenda_until_the_day_of_the_meeting(self, committee, member):
        meeting = called(committee, member)
        assert (meeting.state, meeting.kind) == (MeetingState.CALLED, MeetingKind.REGULAR)
        assert meeting.number.startswith("HY-20261109-")
        for day, hangs in ((date(2026, 11, 8), False), (date(2026, 11, 9), True), (date(2026, 11, 16), True)):
            assert Posting.objects.shown(on=day).filter(pk=meeting.notice_id).exists() is hangs
        assert not Posting.objects.shown(on=date(2026, 11, 17)).exists()
        assert "电梯维修方案" in meeting.notice.text

    def test_makes_the_agenda_known_five_days_before(self, committee):
        words = fault("meets_at", called, committee, meets_at=CALLED_AT + timedelta(days=4))
        assert "2026-11-14" in words
        assert "北京条例第四十五条" in words
        assert called(committee, meets_at=CALLED_AT + timedelta(days=5)).state == MeetingState.CALLED

    def test_may_be_sooner_for_the_first_meeting_before_filing(self, estate):
        chosen = a_committee(an_estate(estate.region_id), state=CommitteeState.ELECTED, filed_on=None)
        assert called(chosen, meets_at=CALLED_AT + timedelta(days=1)).state == MeetingState.CALLED

    @pytest.mark.parametrize("days", [0, -1, 366, 100_000])
    def test_lies_ahead_within_a_year(self, committee, days):
        assert fault("meets_at", called, committee, meets_at=CALLED_AT + timedelta(days=days))

    def test_is_judged_by_the_law_of_its_day(self, committee):
        RuleValue.objects.create(
            key="committee_meeting_notice_days",
            value="10",
            unit="天",
            article="某市条例第九条",
            from_on=date(2026, 11, 9),
        )
        assert "某市条例第九条" in fault("meets_at", called, committee, meets_at=CALLED_AT + timedelta(days=9))
        assert called(committee, meets_at=CALLED_AT + timedelta(days=10))
        assert called(committee, meets_at=CALLED_AT + timedelta(days=4), at=CALLED_AT - timedelta(days=1))

    @pytest.mark.parametrize(("all_members", "least"), [(7, 3), (6, 2), (3, 1), (9, 3)])
    def test_is_owed_to_a_third_of_the_members(self, estate, all_members, least):
        committee = a_committee(estate, members=all_members)
        few, enough = (members_of(committee)[:n] for n in (least - 1, least))
        if few:
            words = fault("asked_by", called, committee, asked_by=few, meets_at=CALLED_AT + timedelta(days=3))
            assert "北京条例第四十五条" in words
        meeting = called(committee, asked_by=enough, meets_at=CALLED_AT + timedelta(days=3))
        assert (meeting.kind, meeting.due_on) == (MeetingKind.EXTRA, date(2026, 11, 16))

    def test_at_members_request_is_within_a_week(self, committee):
        asking = members_of(committee)[:3]
        assert called(committee, asked_by=asking, meets_at=MEETS_AT).due_on == date(2026, 11, 16)
        words = fault("meets_at", called, committee, asked_by=asking, meets_at=MEETS_AT + timedelta(days=1))
        assert "业主大会和业主委员会指导规则" in words

    def test_counts_no_substitutes_and_nobody_who_left(self, committee):
        first, second, third, *_rest = members_of(committee)
        second.seat = "substitute"
        second.save()
        third.left_on = date(2026, 11, 9)
        third.save()
        assert fault("asked_by", called, committee, asked_by=[first, second])
        assert fault("asked_by", called, committee, asked_by=[first, third])

    @pytest.mark.parametrize("state", [CommitteeState.ENDED, CommitteeState.DISSOLVED])
    def test_is_refused_to_a_committee_that_is_over(self, estate, state):
        over = a_committee(estate, state=state, ended_on=date(2026, 10, 1))
        with pytest.raises(ValidationError, match="北京条例第五十条"):
            called(over)

    def test_is_for_its_members_and_its_street(self, committee, member, people):
        assert called(committee, people["street"])
        with pytest.raises(NotAllowed):
            called(committee, people["bureau"])
        elsewhere = a_committee(an_estate("130108001001"))
        for person in (member, people["street"]):
            with pytest.raises(Committee.DoesNotExist):
                called(elsewhere, person)


class TestMeet:
    @pytest.mark.parametrize(
        ("all_members", "there", "is_meeting"), [(7, 3, False), (7, 4, True), (6, 3, False), (6, 4, True)]
    )
    def test_needs_more_than_half(self, estate, all_members, there, is_meeting):
        committee = a_committee(estate, members=all_members)
        present = members_of(committee)[:there]
        meeting = called(committee)
        if not is_meeting:
            words = fault("present", meet, meeting, present=present, by=None, at=AFTER)
            assert "上海规定第二十六条" in words
            return
        done = meet(meeting, present=present, by=None, at=AFTER)
        assert (done.state, done.held_on, done.members_all) == (MeetingState.HELD, date(2026, 11, 16), all_members)
        assert done.minutes_due_on == date(2026, 11, 19)

    def test_needs_more_than_half_of_the_owners_in_a_management_committee(self, estate):
        committee = a_committee(estate, members=7, kind=CommitteeKind.MANAGEMENT)
        others = members_of(committee)[:3]
        for each in others:
            each.side = From.COMMUNITY
            each.save()
        owners = members_of(committee)[3:]
        meeting = called(committee)
        assert fault("present", meet, meeting, present=others + owners[:2], by=None, at=AFTER)
        assert meet(meeting, present=others + owners[:3], by=None, at=AFTER).state == MeetingState.HELD

    def test_comes_after_the_meeting_began(self, committee):
        meeting = called(committee)
        assert fault("present", meet, meeting, present=members_of(committee), by=None, at=CALLED_AT)

    def test_takes_no_member_of_another_committee(self, committee, estate):
        stranger = members_of(a_committee(an_estate(estate.region_id)))[0]
        meeting = called(committee)
        assert fault("present", meet, meeting, present=[*members_of(committee)[:4], stranger], by=None, at=AFTER)

    def test_is_noted_once(self, committee):
        with pytest.raises(NotNow):
            meet(held(committee), present=members_of(committee), by=None, at=AFTER)

    @pytest.mark.parametrize(("ended_on", "counts"), [(15, False), (16, False), (17, True)])
    def test_counts_for_what_was_before_the_end_of_the_committee(self, committee, ended_on, counts):
        meeting = called(committee)
        over(committee, ended_on=date(2026, 11, ended_on))
        if counts:
            assert meet(meeting, present=members_of(committee), by=None, at=AFTER).state == MeetingState.HELD
        else:
            said = fault("present", meet, meeting, present=members_of(committee), by=None, at=AFTER)
            assert f"2026-11-{ended_on}" in said
            assert "北京条例第五十条" in said

    def test_is_not_noted_once_the_books_are_handed_over(self, committee):
        meeting = called(committee)
        over(committee, ended_on=date(2026, 11, 17), handed_over_on=date(2026, 11, 17))
        assert "北京条例第五十条" in fault("present", meet, meeting, present=members_of(committee), by=None, at=AFTER)

    def test_of_a_new_committee_is_its_first(self, committee):
        held(committee)
        committee.refresh_from_db()
        assert committee.first_met_on == date(2026, 11, 16)


class TestDecide:
    @pytest.mark.parametrize(("signed", "passed"), [(3, False), (4, True), (5, True)])
    def test_takes_more_than_half_of_all_members_not_of_those_present(self, committee, signed, passed):
        meeting = held(committee, there=5)
        signers = members_of(committee)[:signed]
        decision = decide(meeting, text="更换 3 号楼电梯曳引机", signers=signers, by=None, at=AFTER)
        assert (decision.passed, decision.signed) == (passed, signed)

    def test_is_signed_by_who_was_there(self, committee):
        meeting, absent = held(committee), members_of(committee)[6]
        assert fault("signers", decide, meeting, text="更换", signers=[absent], by=None, at=AFTER)

    def test_needs_words(self, committee):
        assert fault("text", decide, held(committee), text=" ", signers=[], by=None, at=AFTER)

    def test_names_no_phone(self, committee):
        """Else the minutes could never be posted: it would stand in them."""
        meeting = held(committee)
        assert "138" in fault("text", decide, meeting, text="电工 13800000021", signers=[], by=None, at=AFTER)
        assert decide(meeting, text="电话 0311-86000000", signers=[], by=None, at=AFTER).place == 1

    def test_leaves_room_for_the_minutes(self, committee):
        meeting = held(committee)
        for _each in range(6):
            decide(meeting, text="决" * 1000, signers=[], by=None, at=AFTER)
        assert "8000" in fault("text", decide, meeting, text="决" * 1000, signers=[], by=None, at=AFTER)
        assert meeting.decisions.count() == 6
        assert post_minutes(meeting, minutes="记" * 1000, by=None, at=AFTER).posting

    def test_takes_the_place_of_one_put_down_wrongly(self, committee):
        meeting, members = held(committee), members_of(committee)
        wrong = decide(meeting, text="更换 2 号楼电梯", signers=members[:3], by=None, at=AFTER)
        decide(meeting, text="别的", signers=[], by=None, at=AFTER)
        right = decide(meeting, text="更换 3 号楼电梯", signers=members[:4], replaces=wrong, by=None, at=AFTER)
        assert (right.pk, right.place, right.passed, right.signers.count()) == (wrong.pk, 1, True, 4)
        assert [each.text for each in meeting.decisions.all()] == ["更换 3 号楼电梯", "别的"]
        assert AuditEntry.objects.filter(verb="decide_meeting").latest("pk").after["replaces"] is True

    def test_takes_no_other_place(self, committee, estate):
        meeting = held(committee)
        of_others = decide(held(a_committee(an_estate(estate.region_id))), text="别的", signers=[], by=None, at=AFTER)
        assert fault("replaces", decide, meeting, text="新的", signers=[], replaces=of_others, by=None, at=AFTER)
        used = decide(meeting, text="签合同", signers=members_of(committee)[:4], by=None, at=AFTER)
        new = NewUse(date(2026, 11, 17), "合同", members_of(committee)[:4], decision=used)
        use_seal(committee, new, by=None, at=AFTER)
        assert fault("replaces", decide, meeting, text="新的", signers=[], replaces=used, by=None, at=AFTER)

    def test_of_a_committee_that_ended_is_put_down_until_the_handover(self, committee):
        meeting = held(committee)
        over(committee, ended_on=date(2026, 11, 17))
        assert decide(meeting, text="更换", signers=members_of(committee)[:4], by=None, at=AFTER).passed
        over(committee, ended_on=date(2026, 11, 17), handed_over_on=date(2026, 11, 17))
        assert "北京条例第五十条" in fault("text", decide, meeting, text="再定", signers=[], by=None, at=AFTER)
        assert post_minutes(meeting, minutes="讨论了报价。", by=None, at=AFTER).posting


class TestPostMinutes:
    def test_tells_who_decided_what_by_how_many_and_no_names(self, committee):
        meeting = held(committee)
        decide(meeting, text="更换电梯曳引机", signers=members_of(committee)[:4], by=None, at=AFTER)
        done = post_minutes(meeting, minutes="讨论了三家报价。", by=None, at=AFTER)
        assert (done.state, done.posting.kind) == (MeetingState.POSTED, PostingKind.MINUTES)
        for words in ("更换电梯曳引机", "讨论了三家报价。", "4", "7"):
            assert words in done.posting.text
        assert "李卫" not in done.posting.text

    def test_hang_for_ten_working_days(self, committee):
        done = post_minutes(held(committee), minutes="讨论了报价。", by=None, at=AFTER)
        assert done.posting.posted_on == date(2026, 11, 17)
        assert Posting.objects.shown(on=date(2026, 12, 1)).filter(pk=done.posting_id).exists()
        assert not Posting.objects.shown(on=date(2026, 12, 2)).filter(pk=done.posting_id).exists()

    @pytest.mark.parametrize(("day", "is_late"), [(19, False), (20, True)])
    def test_are_late_after_the_third_day(self, committee, day, is_late):
        done = post_minutes(
            held(committee), minutes="讨论了报价。", by=None, at=datetime(2026, 11, day, 8, 0, tzinfo=UTC)
        )
        assert done.is_late is is_late

    def test_name_no_phone(self, committee):
        meeting = held(committee)
        assert fault("text", post_minutes, meeting, minutes="联系张师傅 13800000021", by=None, at=AFTER)
        assert post_minutes(meeting, minutes="联系业委会 0311-86000000", by=None, at=AFTER).posting

    def test_fit_on_one_posting(self, committee):
        assert "8000" in fault("minutes", post_minutes, held(committee), minutes="记" * 8000, by=None, at=AFTER)

    def test_end_deciding(self, committee):
        done = post_minutes(held(committee), minutes="讨论了报价。", by=None, at=AFTER)
        with pytest.raises(NotNow):
            decide(done, text="再定一件", signers=[], by=None, at=AFTER)


class TestCancel:
    def test_takes_the_notice_down(self, committee):
        meeting = cancel(called(committee), reason="到会不足半数", by=None, at=CALLED_AT)
        assert meeting.state == MeetingState.CANCELLED
        assert not Posting.objects.shown(on=date(2026, 11, 10)).exists()

    def test_says_why(self, committee):
        assert fault("reason", cancel, called(committee), reason="  ", by=None, at=CALLED_AT)


OPEN = {"called": {"meet", "cancel"}, "held": {"decide", "post_minutes"}, "posted": set(), "cancelled": set()}
"""Written by hand: which verbs are open in which state; to whom says `authority.csv`."""


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize(
    "role", ["system", "auditor", "bureau", "district", "street", "inspector", "company", "committee"]
)
def test_verbs_are_open_to_those_who_run_committees(people, state, role):
    wanted = OPEN[state] if role in {"street", "committee"} else set()
    assert set(open_to(people[role], state, MEETING.values())) == wanted


class TestTheDatabase:
    """Around the actions."""

    def test_keeps_no_meeting_without_its_day(self, committee):
        meeting = called(committee)
        with pytest.raises(IntegrityError, match="meeting_that_was_held_has_its_day"):
            Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)

    def test_keeps_no_posted_minutes_without_their_day(self, committee):
        meeting = held(committee)
        with pytest.raises(IntegrityError, match="posted_minutes_have_their_day"):
            Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.POSTED)


class TestAudit:
    def test_names_nobody(self, committee):
        meeting = held(committee)
        decide(meeting, text="更换", signers=members_of(committee)[:4], by=None, at=AFTER)
        post_minutes(meeting, minutes="讨论了报价。", by=None, at=AFTER)
        lines = AuditEntry.objects.filter(thing="committees.meeting")
        assert [line.verb for line in lines.order_by("pk")] == [
            "call_meeting", "meet_meeting", "decide_meeting", "post_minutes_meeting"
        ]  # fmt: skip
        assert not any("李卫" in str(line.after) for line in lines)


class TestIdle:
    """Two months without a meeting, counted from the last one, or from filing."""

    def idle(self, on: date) -> list[Committee]:
        return list(idle(Committee.objects.all(), on=on))

    def test_counts_from_the_last_meeting(self, committee):
        held(committee)
        assert self.idle(date(2027, 1, 16)) == []
        (found,) = self.idle(date(2027, 1, 17))
        assert (found.last_met_on, found.meeting_due_on) == (date(2026, 11, 16), date(2027, 1, 16))

    def test_counts_from_filing_where_none_was_held(self, committee):
        called(committee)
        assert self.idle(date(2025, 5, 20)) == []
        assert self.idle(date(2025, 5, 21)) == [committee]

    def test_ends_a_month_with_its_last_day(self, estate):
        a_committee(estate, filed_on=date(2025, 12, 31))
        assert self.idle(date(2026, 2, 28)) == []
        assert len(self.idle(date(2026, 3, 1))) == 1

    def test_is_nobody_who_is_not_in_office(self, estate):
        a_committee(estate, state=CommitteeState.DISSOLVED, ended_on=date(2026, 1, 1))
        assert self.idle(date(2026, 11, 20)) == []
