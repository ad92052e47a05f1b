"""The end of a committee: ended, dissolved, handed over."""

from datetime import date, timedelta

import pytest

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from committees.meetings.actions import call
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeState,
    FilingKind,
    Posting,
)
from committees.seats import actions
from tests.committees.seated import AT, decided, fault, five_seated, member_of
from tests.factories.forming import handed_in
from tests.factories.owners import a_committee


@pytest.fixture
def committee(estate) -> Committee:
    return five_seated(estate)


class TestEnd:
    def test_waits_for_the_end_of_the_term(self, committee):
        with pytest.raises(NotNow, match="指导规则第三十二条"):
            actions.end(committee, reason="届满", by=None, at=AT)
        Committee.objects.filter(pk=committee.pk).update(term_until=AT.date())
        assert actions.end(committee, reason="届满", by=None, at=AT).state == CommitteeState.ENDED

    def test_before_is_for_the_owners_to_decide(self, committee):
        said = fault(actions.dissolve, committee, reason="不履职", by=None, at=AT)
        assert "民法典第二百七十八条" in said
        actions.dissolve(committee, reason="不履职", matter=decided(committee), by=None, at=AT)
        committee.refresh_from_db()
        assert committee.state == CommitteeState.DISSOLVED
        assert committee.filings.get().kind == FilingKind.DISSOLUTION

    def test_of_a_management_committee_is_for_the_street(self, estate, people):
        named = a_committee(estate, kind=CommitteeKind.MANAGEMENT)
        with pytest.raises(NotAllowed):
            actions.dissolve(named, reason="已成立业委会", by=people["inspector"], at=AT)
        assert actions.dissolve(named, reason="已成立业委会", by=people["street"], at=AT).ended_on == AT.date()

    def test_drops_what_was_being_put_together(self, committee):
        actions.choose_officers(committee, chair=member_of(committee, 1), held_on=AT.date(), by=None, at=AT)
        actions.dissolve(committee, reason="不履职", matter=decided(committee), by=None, at=AT)
        assert sorted(committee.filings.values_list("kind", "state")) == [
            ("change", "refused"), ("dissolution", "draft"),
        ]  # fmt: skip

    def test_drops_a_change_that_was_handed_in(self, committee):
        """Otherwise the street could file a change of a committee that is over, long after."""
        actions.choose_officers(committee, chair=member_of(committee, 1), held_on=AT.date(), by=None, at=AT)
        handed_in(committee.filings.get(), at=AT)
        actions.dissolve(committee, reason="不履职", matter=decided(committee), by=None, at=AT)
        assert sorted(committee.filings.values_list("kind", "state")) == [
            ("change", "refused"), ("dissolution", "draft"),
        ]  # fmt: skip

    def test_calls_off_its_meetings(self, committee):
        """Those of that day and after; what met before is still to be noted."""
        before, after = (
            call(committee, meets_at=AT + timedelta(days=days), place="活动室", agenda="维修", by=None, at=AT)
            for days in (6, 7)
        )
        later = AT + timedelta(days=7, hours=-1)
        actions.dissolve(committee, reason="不履职", matter=decided(committee), by=None, at=later)
        assert list(committee.meetings.order_by("meets_at").values_list("state", "reason")) == [
            ("called", ""), ("cancelled", "不履职"),
        ]  # fmt: skip
        hanging = Posting.objects.shown(on=later.date())
        assert not hanging.filter(pk=after.notice_id).exists()
        assert not before.notice.withdrawn_on

    def test_leaves_nothing_more_to_do(self, estate):
        named = a_committee(estate, kind=CommitteeKind.MANAGEMENT)
        actions.dissolve(named, reason="已成立业委会", by=None, at=AT)
        with pytest.raises(NotNow):
            actions.dissolve(named, reason="再次", by=None, at=AT)


class TestHandOver:
    @pytest.fixture
    def ended(self, estate) -> Committee:
        named = a_committee(estate, kind=CommitteeKind.MANAGEMENT)
        return actions.dissolve(named, reason="已成立业委会", by=None, at=AT)

    def test_is_due_in_ten_days(self, ended):
        assert ended.handover_due_on == date(2026, 11, 19)

    def test_is_noted_once(self, ended):
        later = AT + timedelta(days=3)
        actions.hand_over(ended, what="印章一枚、账册三本", handed_over_on=later.date(), by=None, at=later)
        with pytest.raises(NotNow):
            actions.hand_over(ended, what="印章", handed_over_on=later.date(), by=None, at=later)

    def test_lists_what_was_handed_over(self, ended):
        assert "what" in fault(actions.hand_over, ended, what="", handed_over_on=AT.date(), by=None, at=AT)

    @pytest.mark.parametrize("day", [date(2026, 11, 8), date(2026, 11, 10)])
    def test_lies_between_the_end_and_today(self, ended, day):
        assert "handed_over_on" in fault(actions.hand_over, ended, what="印章", handed_over_on=day, by=None, at=AT)

    def test_waits_for_the_end(self, committee):
        with pytest.raises(NotNow):
            actions.hand_over(committee, what="印章", handed_over_on=AT.date(), by=None, at=AT)
