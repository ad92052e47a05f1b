"""Audits: of which time, posted for thirty days, and whose is due."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from committees.audits.actions import NewAudit, note_audit
from committees.meetings.queries import audits_due
from committees.models import Audit, AuditKind, Committee, CommitteeState, Posting
from tests.factories.owners import ELECTED_ON, a_committee

AT = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
A_YEAR_ON = date(2026, 3, 1)


@pytest.fixture
def committee(estate) -> Committee:
    return a_committee(estate, filed_on=ELECTED_ON)


def note(committee: Committee, at: datetime = AT, **values) -> Audit:
    new = {
        "kind": AuditKind.YEARLY, "from_on": ELECTED_ON, "until_on": A_YEAR_ON, "done_on": date(2026, 5, 20),
        "auditor": "冀正会计师事务所", "report_number": "冀正审字〔2026〕12号", "result": "收支相符。", **values,
    }  # fmt: skip
    return note_audit(committee, NewAudit(**new), by=None, at=at)


def fault(field: str, committee: Committee, **values) -> str:
    with pytest.raises(ValidationError) as raised:
        note(committee, **values)
    return " ".join(raised.value.message_dict[field])


class TestNoteAudit:
    def test_posts_the_result_for_thirty_days(self, committee):
        done = note(committee)
        assert "冀正审字〔2026〕12号" in done.posting.text
        assert Posting.objects.shown(on=date(2026, 7, 1)).exists()
        assert not Posting.objects.shown(on=date(2026, 7, 2)).exists()

    def test_leaves_no_gap_after_the_last_one(self, committee):
        assert "上海规定第六十七条" in fault("from_on", committee, from_on=date(2025, 3, 2))
        note(committee)
        assert note(committee, from_on=A_YEAR_ON, until_on=date(2026, 4, 1)).pk

    @pytest.mark.parametrize("done_on", [date(2026, 2, 28), date(2026, 6, 2)])
    def test_is_of_a_report_after_the_time_and_not_to_come(self, committee, done_on):
        assert fault("done_on", committee, done_on=done_on)

    def test_has_an_auditor_and_a_result(self, committee):
        assert fault("auditor", committee, auditor=" ")
        assert fault("result", committee, result=" ")

    def test_ends_after_it_begins(self, committee):
        assert fault("until_on", committee, until_on=ELECTED_ON)

    def test_at_the_end_comes_at_the_end(self, committee):
        assert fault("kind", committee, kind=AuditKind.TERM)


class TestAuditsDue:
    """A year, and ninety days to do it in."""

    def due(self, on: date) -> list[Committee]:
        return list(audits_due(Committee.objects.all(), on=on))

    def test_begin_with_office(self, committee):
        assert self.due(date(2026, 5, 30)) == []
        (found,) = self.due(date(2026, 5, 31))
        assert (found.audited_until_on, found.audit_due_on) == (None, date(2026, 5, 30))

    def test_go_on_where_the_last_one_ended(self, committee):
        note(committee)
        assert self.due(date(2027, 5, 30)) == []
        assert self.due(date(2027, 5, 31)) == [committee]

    def test_are_of_whoever_ended_until_that_is_done(self, estate):
        over = a_committee(estate, state=CommitteeState.ENDED, ended_on=A_YEAR_ON)
        assert self.due(date(2026, 5, 30)) == []
        assert self.due(date(2026, 5, 31)) == [over]
        note(over, kind=AuditKind.TERM)
        assert self.due(date(2030, 1, 1)) == []

    def test_are_of_nobody_who_is_not_in_office_yet(self, estate):
        a_committee(estate, state=CommitteeState.ELECTED, filed_on=None)
        assert self.due(date(2030, 1, 1)) == []
