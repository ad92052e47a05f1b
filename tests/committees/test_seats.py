"""Seats of a committee: officers, leaving, moving up, too few left."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from committees.forming.actions import NewPerson
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeWarning,
    FilingKind,
    From,
    MatterKind,
    Meeting,
    Member,
    Posting,
    Seat,
    VoteState,
    WarningKind,
)
from committees.seats import actions
from committees.seats.grounds import Ground, Leaving
from tests.committees.seated import AT, decided, fault, filled, five_seated, member_of, objected
from tests.factories.owners import a_committee
from tests.factories.places import an_estate


@pytest.fixture
def committee(estate) -> Committee:
    return five_seated(estate)


class TestOfficers:
    def test_are_chosen_among_the_members(self, committee):
        chair, vice = member_of(committee, 1), member_of(committee, 2)
        actions.choose_officers(committee, chair=chair, vices=[vice], held_on=AT.date(), by=None, at=AT)
        assert committee.members.get(seat=Seat.CHAIR) == chair
        assert committee.members.get(seat=Seat.VICE) == vice

    def test_chosen_anew_are_a_change_to_be_filed(self, committee):
        actions.choose_officers(committee, chair=member_of(committee, 1), held_on=AT.date(), by=None, at=AT)
        assert committee.filings.get().kind == FilingKind.CHANGE

    def test_chosen_as_they_were_are_none(self, committee):
        actions.choose_officers(committee, chair=member_of(committee, 0), held_on=AT.date(), by=None, at=AT)
        assert not committee.filings.exists()

    def test_are_no_substitutes(self, committee):
        substitute = committee.members.filter(seat=Seat.SUBSTITUTE).first()
        said = fault(actions.choose_officers, committee, chair=substitute, held_on=AT.date(), by=None, at=AT)
        assert "第三十二条" in said

    def test_note_the_first_meeting_once(self, committee):
        for day in (1, 2):
            actions.choose_officers(
                committee, chair=member_of(committee, day), held_on=date(2026, 11, day), by=None, at=AT
            )
        committee.refresh_from_db()
        assert committee.first_met_on == date(2026, 11, 1)

    def test_are_chosen_among_who_was_there_and_still_is(self, committee):
        """One who joined since was not there; one who left since is not there."""
        late, gone = member_of(committee, 3), member_of(committee, 4)
        committee.members.filter(pk=late.pk).update(joined_on=date(2026, 11, 5))
        committee.members.filter(pk=gone.pk).update(left_on=date(2026, 11, 5))
        for each in (late, gone):
            said = fault(actions.choose_officers, committee, chair=each, held_on=date(2026, 11, 1), by=None, at=AT)
            assert "第三十二条" in said

    def test_end_with_the_next_choice(self, committee):
        """Whoever is chair now was seated since then or not."""
        committee.members.filter(pk=member_of(committee, 0).pk).update(joined_on=date(2026, 11, 5))
        actions.choose_officers(committee, chair=member_of(committee, 1), held_on=date(2026, 11, 1), by=None, at=AT)
        assert committee.members.get(seat=Seat.CHAIR) == member_of(committee, 1)

    def test_are_not_chosen_before_those_of_today(self, committee):
        actions.choose_officers(committee, chair=member_of(committee, 1), held_on=date(2026, 11, 5), by=None, at=AT)
        said = fault(
            actions.choose_officers,
            committee,
            chair=member_of(committee, 2),
            held_on=date(2026, 11, 4),
            by=None,
            at=AT,
        )
        assert "2026-11-05" in said
        assert committee.members.get(seat=Seat.CHAIR) == member_of(committee, 1)

    def test_names_are_posted(self, committee, people):
        actions.post_names(committee, by=people["street"], at=AT)
        hung = Posting.objects.get()
        assert hung.text.count("李卫") == 7
        assert hung.committee == committee


class TestLeaving:
    def test_lets_the_first_substitute_move_up(self, committee):
        first = committee.members.filter(seat=Seat.SUBSTITUTE).first()
        actions.remove_member(member_of(committee), Leaving(Ground.RESIGNED), by=None, at=AT)
        assert filled(committee) == 5
        moved = committee.members.get(owner=first.owner, left_on__isnull=True)
        assert (moved.seat, moved.joined_on) == (Seat.MEMBER, date(2026, 11, 9))

    def test_passes_over_a_substitute_who_sold(self, committee):
        first, second = committee.members.filter(seat=Seat.SUBSTITUTE)
        first.owner.ownerships.update(until_on=date(2026, 10, 1))
        actions.remove_member(member_of(committee), Leaving(Ground.RESIGNED), by=None, at=AT)
        assert committee.members.filter(owner=second.owner, seat=Seat.MEMBER).exists()
        assert committee.members.get(owner=first.owner).seat == Seat.SUBSTITUTE

    def test_of_a_committee_from_a_list_leaves_a_seat_as_well(self, committee):
        Committee.objects.update(seat_count=None)
        actions.remove_member(member_of(committee), Leaving(Ground.RESIGNED), by=None, at=AT)
        committee.refresh_from_db()
        assert (committee.seat_count, filled(committee)) == (5, 5)

    def test_of_who_still_owns_is_refused_with_the_article(self, committee):
        said = fault(actions.remove_member, member_of(committee), Leaving(Ground.NO_OWNER), by=None, at=AT)
        assert "第三十一条" in said

    def test_of_who_sold_goes_by_the_register(self, committee):
        member = member_of(committee)
        member.owner.ownerships.update(until_on=date(2026, 10, 1))
        gone = actions.remove_member(member, Leaving(Ground.NO_OWNER), by=None, at=AT)
        assert gone.left_on == date(2026, 11, 9)

    def test_happens_once(self, committee):
        gone = actions.remove_member(member_of(committee), Leaving(Ground.RESIGNED), by=None, at=AT)
        with pytest.raises(NotNow):
            actions.remove_member(gone, Leaving(Ground.RESIGNED), by=None, at=AT)

    @pytest.mark.parametrize("ground", [Ground.UNABLE, Ground.ORDERED, Ground.INTEREST])
    def test_is_based_on_something(self, committee, ground):
        assert "words" in fault(actions.remove_member, member_of(committee), Leaving(ground), by=None, at=AT)
        assert actions.remove_member(member_of(committee), Leaving(ground, "街道核实"), by=None, at=AT).left_on

    @pytest.mark.parametrize("ground", [Ground.ORDERED, Ground.VOTED, Ground.ABSENT, Ground.INTEREST])
    def test_by_order_is_not_for_the_committee_itself(self, committee, member, ground):
        with pytest.raises(NotAllowed):
            actions.remove_member(member_of(committee), Leaving(ground, "内部"), by=member, at=AT)

    def test_by_resignation_is_noted_by_the_committee_itself(self, committee, member):
        assert actions.remove_member(member_of(committee), Leaving(Ground.RESIGNED), by=member, at=AT).left_on

    def test_of_whom_the_register_does_not_know_is_based_on_something(self, committee):
        Member.objects.update(owner=None)
        said = fault(actions.remove_member, member_of(committee), Leaving(Ground.NO_OWNER), by=None, at=AT)
        assert "words" in said
        assert "第三十一条" in said
        assert actions.remove_member(member_of(committee), Leaving(Ground.NO_OWNER, "已售"), by=None, at=AT).left_on

    def test_of_whom_the_register_does_not_know_is_for_the_street(self, committee, member, people):
        Member.objects.update(owner=None)
        leaving = Leaving(Ground.NO_OWNER, "已售")
        with pytest.raises(NotAllowed):
            actions.remove_member(member_of(committee), leaving, by=member, at=AT)
        assert actions.remove_member(member_of(committee), leaving, by=people["street"], at=AT).left_on

    def test_as_no_owner_is_not_for_those_whom_the_street_sent(self, committee):
        Member.objects.update(owner=None, side=From.STREET)
        leaving = Leaving(Ground.NO_OWNER, "调离")
        assert "ground" in fault(actions.remove_member, member_of(committee), leaving, by=None, at=AT)


class TestAbsence:
    def meetings(self, committee: Committee, held: int, missed: int) -> None:
        for number in range(held):
            made = Meeting.objects.create(
                number=f"HY{number}", committee=committee, called_on=date(2026, 5, 1), meets_at=AT, place="活动室",
                agenda="例会", held_on=date(2026, 5, 1) + timedelta(days=20 * number), members_all=5, state="held",
                minutes_due_on=date(2026, 12, 1),
            )  # fmt: skip
            made.present.set([] if number < missed else [member_of(committee)])

    @pytest.mark.parametrize(("missed", "removed"), [(3, False), (4, True)])
    def test_of_more_than_half_is_a_ground(self, committee, missed, removed):
        self.meetings(committee, 6, missed)
        leaving = Leaving(Ground.ABSENT)
        if removed:
            assert actions.remove_member(member_of(committee), leaving, by=None, at=AT).left_on
        else:
            said = fault(actions.remove_member, member_of(committee), leaving, by=None, at=AT)
            assert "北京条例第四十六条" in said


class TestVote:
    def test_of_the_owners_removes_a_member(self, committee):
        leaving = Leaving(Ground.VOTED, matter=decided(committee))
        assert actions.remove_member(member_of(committee), leaving, by=None, at=AT).left_on

    @pytest.mark.parametrize(
        "values",
        [
            {"passed": False},
            {"kind": MatterKind.HIRE},
            {"stance": ""},
            {"opens_at": datetime(2025, 2, 28, 20, 0, tzinfo=UTC)},
            {"state": VoteState.COUNTED},
            {"state": VoteState.STOPPED},
            None,
        ],
        ids=["not passed", "of something else", "between candidates", "before", "not posted", "stopped", "none"],
    )
    def test_that_did_not_decide_it_does_not(self, committee, values):
        matter = None if values is None else decided(committee, **values)
        said = fault(actions.remove_member, member_of(committee), Leaving(Ground.VOTED, matter=matter), by=None, at=AT)
        assert "民法典第二百七十八条" in said

    @pytest.mark.parametrize("state", [VoteState.ANNOUNCED, VoteState.FINAL])
    def test_begun_the_day_after_the_committee_was_formed_does(self, committee, state):
        matter = decided(committee, opens_at=datetime(2025, 3, 1, 20, 0, tzinfo=UTC), state=state)
        leaving = Leaving(Ground.VOTED, matter=matter)
        assert actions.remove_member(member_of(committee), leaving, by=None, at=AT).left_on

    @pytest.mark.parametrize(
        ("answer", "counts"),
        [({}, False), ({"is_upheld": True}, False), ({"is_upheld": False}, True)],
        ids=["waits", "upheld", "not upheld"],
    )
    def test_with_an_objection_counts_once_that_is_answered_and_not_upheld(self, committee, answer, counts):
        matter = decided(committee)
        objected(matter, **({"answered_on": AT.date(), "answer": "见回复", **answer} if answer else {}))
        if counts:
            assert actions.dissolve(committee, reason="不履职", matter=matter, by=None, at=AT).ended_on
        else:
            assert "matter" in fault(actions.dissolve, committee, reason="不履职", matter=matter, by=None, at=AT)

    def test_that_was_over_before_the_member_came_does_not(self, committee):
        matter, member = decided(committee), member_of(committee)
        Member.objects.filter(pk=member.pk).update(joined_on=(AT - timedelta(days=10)).date())
        assert "matter" in fault(actions.remove_member, member, Leaving(Ground.VOTED, matter=matter), by=None, at=AT)
        Member.objects.filter(pk=member.pk).update(joined_on=(AT - timedelta(days=11)).date())
        assert actions.remove_member(member, Leaving(Ground.VOTED, matter=matter), by=None, at=AT).left_on

    def test_of_another_estate_does_not(self, committee):
        leaving = Leaving(Ground.VOTED, matter=decided(committee, estate=an_estate()))
        assert "matter" in fault(actions.remove_member, member_of(committee), leaving, by=None, at=AT)


class TestTooFew:
    def leave(self, committee: Committee, count: int) -> None:
        for place in range(count):
            actions.remove_member(member_of(committee, place), Leaving(Ground.RESIGNED), by=None, at=AT)

    @pytest.mark.parametrize(("count", "warned"), [(4, False), (5, True)])
    def test_left_is_warned_of_at_once(self, committee, count, warned):
        """Five seats and two substitutes: after four have left three sit there, after five two."""
        self.leave(committee, count)
        assert CommitteeWarning.objects.filter(kind=WarningKind.TOO_FEW).exists() is warned

    def test_names_the_article(self, committee):
        self.leave(committee, 5)
        assert "第四十六条" in CommitteeWarning.objects.get().article


class TestFillSeat:
    def test_waits_for_an_empty_one(self, committee):
        with pytest.raises(NotNow):
            actions.fill_seat(committee, by=None, at=AT)

    def test_without_a_substitute_needs_an_election(self, committee):
        committee.members.filter(seat=Seat.SUBSTITUTE).delete()
        actions.remove_member(member_of(committee), Leaving(Ground.RESIGNED), by=None, at=AT)
        assert "第四十六条" in fault(actions.fill_seat, committee, by=None, at=AT)

    def test_goes_to_a_substitute_without_a_known_home_once_the_street_looked(self, committee):
        first = committee.members.filter(seat=Seat.SUBSTITUTE).first()
        committee.members.filter(pk=first.pk).update(owner=None)
        actions.remove_member(member_of(committee), Leaving(Ground.RESIGNED), by=None, at=AT)
        assert filled(committee) == 4
        said = fault(actions.fill_seat, committee, by=None, at=AT)
        assert "第三十一条" in said
        moved = actions.fill_seat(committee, substitute=first, by=None, at=AT)
        assert (moved.seat, moved.name, filled(committee)) == (Seat.MEMBER, first.name, 5)

    def test_of_an_owners_committee_takes_nobody_by_name(self, committee):
        committee.members.filter(seat=Seat.SUBSTITUTE).delete()
        actions.remove_member(member_of(committee), Leaving(Ground.RESIGNED), by=None, at=AT)
        person = NewPerson("马社区", From.COMMUNITY)
        assert "person" in fault(actions.fill_seat, committee, person=person, by=None, at=AT)

    def test_of_a_management_committee_takes_whom_the_street_names(self, estate):
        named = a_committee(estate, members=7, kind=CommitteeKind.MANAGEMENT, seat_count=7)
        actions.remove_member(named.members.last(), Leaving(Ground.RESIGNED), by=None, at=AT)
        made = actions.fill_seat(named, person=NewPerson("马社区", From.COMMUNITY), by=None, at=AT)
        assert (made.name, filled(named)) == ("马社区", 7)

    def test_is_refused_where_the_whole_would_be_unlawful(self, estate):
        """Nobody of the community would sit in it."""
        named = a_committee(estate, members=7, kind=CommitteeKind.MANAGEMENT, seat_count=7)
        actions.remove_member(named.members.last(), Leaving(Ground.RESIGNED), by=None, at=AT)
        person = NewPerson("马街道", From.STREET)
        assert "members" in fault(actions.fill_seat, named, person=person, by=None, at=AT)
