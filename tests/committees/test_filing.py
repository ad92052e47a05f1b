"""A committee files itself with the street: its papers, its days, the answer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, DayOff, RuleValue
from committees.filing import actions
from committees.filing.papers import missing_papers
from committees.filing.terms import due_on
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeState,
    Filing,
    FilingKind,
    FilingState,
    Member,
    PaperKind,
)
from committees.seats.actions import remove_member
from committees.seats.grounds import Ground, Leaving
from tests.factories.forming import handed_in
from tests.factories.owners import a_committee

AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
"""A Monday."""
ELECTED_ON = date(2026, 11, 2)


@pytest.fixture
def committee(estate) -> Committee:
    """Elected, with a chair, and not filed yet."""
    return a_committee(
        estate, state=CommitteeState.ELECTED, filed_on=None, filing_number="", formed_on=ELECTED_ON,
        term_from=ELECTED_ON, term_until=date(2031, 11, 2), seat_count=5,
    )  # fmt: skip


@pytest.fixture
def filing(committee) -> Filing:
    return actions.open_filing(committee, FilingKind.FIRST, happened_on=ELECTED_ON, by=None, at=AT)


def fault(act, *args, **values) -> str:
    with pytest.raises(ValidationError) as raised:
        act(*args, **values)
    return str(raised.value.message_dict)


def a_paper(name: str = "会议纪要.pdf", content: bytes = b"%PDF-1.4") -> ContentFile:
    return ContentFile(content, name=name)


class TestTerm:
    def test_is_thirty_days_from_the_election(self, filing):
        assert filing.due_on == date(2026, 12, 2)

    def test_that_ends_on_a_day_off_ends_on_the_next_working_day(self, rules):
        assert due_on(FilingKind.FIRST, date(2026, 11, 5)) == date(2026, 12, 7)
        DayOff.objects.create(day=date(2026, 12, 7), is_worked=False, name="调休", notice="国办发明电〔2026〕1号")
        assert due_on(FilingKind.FIRST, date(2026, 11, 5)) == date(2026, 12, 8)


class TestPapers:
    def test_are_those_that_the_city_wants(self, filing):
        assert {paper.kind for paper in missing_papers(filing)} == {
            PaperKind.MINUTES, PaperKind.DECISION, PaperKind.RULES, PaperKind.COVENANT, PaperKind.COMMITTEE_MINUTES,
            PaperKind.MEMBER_LIST,
        }  # fmt: skip

    def test_follow_the_rules_of_the_day(self, committee, rules):
        RuleValue.objects.create(
            key="paper_owners_first_covenant", value="0", unit="是否", article="新条例", from_on=ELECTED_ON
        )
        filing = actions.open_filing(committee, FilingKind.FIRST, happened_on=ELECTED_ON, by=None, at=AT)
        assert PaperKind.COVENANT not in {paper.kind for paper in missing_papers(filing)}

    def test_of_a_management_committee_are_its_naming_and_list(self, estate):
        named = a_committee(estate, kind=CommitteeKind.MANAGEMENT)
        filing = actions.open_filing(named, FilingKind.FIRST, happened_on=ELECTED_ON, by=None, at=AT)
        assert {paper.kind for paper in missing_papers(filing)} == {PaperKind.NAMING, PaperKind.MEMBER_LIST}

    def test_are_taken_and_dropped(self, filing):
        paper = actions.take_paper(filing, PaperKind.MINUTES, a_paper(), by=None, at=AT)
        assert PaperKind.MINUTES not in {each.kind for each in missing_papers(filing)}
        actions.drop_paper(paper, by=None, at=AT)
        assert PaperKind.MINUTES in {each.kind for each in missing_papers(filing)}

    @pytest.mark.parametrize(
        ("kind", "paper", "field"),
        [
            ("poem", a_paper(), "kind"),
            (PaperKind.MINUTES, a_paper("纪要.exe"), "file"),
            (PaperKind.MINUTES, a_paper(content=b""), "file"),
        ],
    )
    def test_of_other_kinds_are_not_taken(self, filing, kind, paper, field):
        assert field in fault(actions.take_paper, filing, kind, paper, by=None, at=AT)


class TestSubmit:
    def test_without_minutes_is_refused_with_the_article(self, filing):
        for paper in missing_papers(filing):
            if paper.kind != PaperKind.MINUTES:
                actions.take_paper(filing, paper.kind, a_paper(), by=None, at=AT)
        said = fault(actions.submit, filing, by=None, at=AT)
        assert "业主大会和业主委员会指导规则第三十三条" in said
        assert said.count("第三十三条") == 1

    def test_without_a_chair_is_refused(self, filing, committee):
        committee.members.filter(seat="chair").update(seat="member")
        assert "chair" in fault(handed_in, filing, at=AT)

    def test_gives_the_street_five_working_days(self, filing):
        assert handed_in(filing, at=AT).answer_due_on == date(2026, 11, 16)

    def test_knows_days_off(self, filing):
        DayOff.objects.create(day=date(2026, 11, 12), is_worked=False, name="调休", notice="国办发明电〔2026〕1号")
        assert handed_in(filing, at=AT).answer_due_on == date(2026, 11, 17)

    @pytest.mark.parametrize(("days", "late"), [(23, False), (24, True)])
    def test_after_its_day_is_marked_as_late(self, filing, days, late):
        handed_in(filing, at=AT + timedelta(days=days))
        assert AuditEntry.objects.get(verb="submit_filing").after["late"] is late

    def test_closes_it_for_further_papers(self, filing):
        handed_in(filing, at=AT)
        with pytest.raises(NotNow, match=filing.number):
            actions.take_paper(filing, PaperKind.OTHER, a_paper(), by=None, at=AT)

    def test_is_for_those_who_run_the_committee(self, filing, people):
        with pytest.raises(NotAllowed):
            actions.submit(filing, by=people["company"], at=AT)
        with pytest.raises(NotAllowed):
            actions.accept(handed_in(filing, at=AT), by=people["inspector"], at=AT)


class TestAnswer:
    def test_puts_the_committee_in_office(self, filing, committee, people):
        done = actions.accept(handed_in(filing, at=AT), by=people["street"], at=AT)
        committee.refresh_from_db()
        assert committee.state == CommitteeState.FILED
        assert committee.filing_number == done.filing_number != ""

    def test_takes_the_number_of_the_street(self, filing, committee):
        actions.accept(handed_in(filing, at=AT), filing_number="建北备〔2026〕7号", by=None, at=AT)
        committee.refresh_from_db()
        assert committee.filing_number == "建北备〔2026〕7号"

    def test_ends_the_committee_before_and_asks_for_its_keys(self, filing, committee, estate):
        old = a_committee(estate)
        actions.accept(handed_in(filing, at=AT), by=None, at=AT)
        old.refresh_from_db()
        assert old.state == CommitteeState.ENDED
        assert old.handover_due_on == date(2026, 11, 19)

    def test_may_give_it_back_to_complete(self, filing):
        actions.give_back(handed_in(filing, at=AT), reason="会议纪要缺签名", by=None, at=AT)
        assert "reason" in fault(actions.refuse, actions.submit(filing, by=None, at=AT), reason="", by=None, at=AT)
        filing.refresh_from_db()
        assert filing.state == FilingState.SUBMITTED

    def test_is_given_once(self, filing):
        actions.accept(handed_in(filing, at=AT), by=None, at=AT)
        with pytest.raises(NotNow):
            actions.accept(filing, by=None, at=AT)

    def test_does_not_bring_back_a_committee_that_ended(self, filing, committee):
        handed_in(filing, at=AT)
        Committee.objects.filter(pk=committee.pk).update(state=CommitteeState.DISSOLVED, ended_on=AT.date())
        with pytest.raises(ValidationError):
            actions.accept(filing, by=None, at=AT)

    def test_is_out_of_reach_for_a_neighbour(self, filing, people):
        with pytest.raises(Filing.DoesNotExist):
            actions.accept(handed_in(filing, at=AT), by=people["neighbour"], at=AT)


class TestChange:
    @pytest.fixture
    def in_office(self, estate) -> Committee:
        return a_committee(estate, seat_count=5)

    def resigns(self, member: Member):
        return remove_member(member, Leaving(Ground.RESIGNED), by=None, at=AT)

    def test_of_members_is_to_be_filed(self, in_office):
        self.resigns(in_office.members.last())
        made = in_office.filings.get()
        assert (made.kind, made.due_on) == (FilingKind.CHANGE, date(2026, 12, 9))

    def test_goes_into_the_one_that_is_being_put_together(self, in_office):
        self.resigns(in_office.members.all()[3])
        self.resigns(in_office.members.all()[4])
        assert "；" in in_office.filings.get().what_changed

    def test_while_the_street_looks_is_filed_after_its_answer(self, in_office):
        self.resigns(in_office.members.all()[3])
        first = handed_in(in_office.filings.get(), at=AT)
        remove_member(in_office.members.all()[4], Leaving(Ground.RESIGNED), by=None, at=AT + timedelta(days=1))
        assert in_office.filings.count() == 1
        actions.accept(first, by=None, at=AT + timedelta(days=2))
        assert in_office.filings.get(state=FilingState.DRAFT).kind == FilingKind.CHANGE

    def test_says_what_changed(self, in_office):
        said = fault(actions.begin, in_office, FilingKind.CHANGE, happened_on=ELECTED_ON, by=None, at=AT)
        assert "what_changed" in said

    @pytest.mark.parametrize("kind", [FilingKind.FIRST, FilingKind.REELECTION, FilingKind.DISSOLUTION])
    def test_is_all_that_a_committee_in_office_files(self, in_office, kind):
        assert "kind" in fault(actions.begin, in_office, kind, happened_on=ELECTED_ON, by=None, at=AT)

    def test_leaves_the_committee_in_office(self, in_office):
        self.resigns(in_office.members.last())
        actions.accept(handed_in(in_office.filings.get(), at=AT), by=None, at=AT)
        in_office.refresh_from_db()
        assert (in_office.state, in_office.filed_on) == (CommitteeState.FILED, date(2025, 3, 20))
