"""A company's duty to the owners: reported, checked, put right or decided; only then there is a fact."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.city import NoRuleValue
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, Role, RuleValue, User
from committees import evidence
from committees.duties import actions
from committees.duties.lifecycle import DUTY
from committees.models import CommitteeLogin, DutyReport, DutyState
from tests.factories.places import an_estate

AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
OVER = AT + timedelta(days=8)
"""The day after the seven days in which it was to be put right."""
OPEN = {
    "reported": {"find_so", "find_unfounded"},
    "ordered": {"note_put_right", "decide"},
    "unfounded": set(),
    "put_right": set(),
    "decided": {"revoke"},
    "revoked": set(),
}
"""Written by hand: what may be done in each state."""


def reported(estate, by=None, **told) -> DutyReport:
    told = {
        "kind": "owner_list",
        "happened_on": date(2026, 11, 10),
        "words": "筹备组两次书面要求，未提供名册。",
        **told,
    }
    return actions.report(estate=estate, by=by, at=AT, **told)


@pytest.fixture
def report(estate, people) -> DutyReport:
    return reported(estate, by=people["street"])


@pytest.fixture
def other(people) -> User:
    return User.objects.create_user("district2", "x", role=Role.DISTRICT, region_id="130102000000")


def ordered(report, by):
    return actions.find_so(report, statement="称名册涉及隐私。", finding="名册应当提供。", by=by, at=AT)


def decided(report, by, at=OVER):
    return actions.decide(report, decision="逾期仍未提供。", by=by, at=at)


@pytest.mark.django_db
class TestReporting:
    def test_is_numbered_and_audited_without_its_words(self, report):
        assert report.number == f"LZ-20261117-{report.pk:06d}"
        line = AuditEntry.objects.get(verb="report_duty")
        assert line.after == {"kind": "owner_list", "happened_on": "2026-11-10"}

    def test_asks_for_words_and_a_day_that_has_come(self, estate, people):
        with pytest.raises(ValidationError) as silent:
            reported(estate, by=people["street"], words=" ")
        assert "words" in silent.value.message_dict
        with pytest.raises(ValidationError) as early:
            reported(estate, by=people["street"], happened_on=date(2026, 11, 18))
        assert "happened_on" in early.value.message_dict

    def test_is_for_ones_own_estates(self, rules, people):
        with pytest.raises(NotAllowed):
            reported(an_estate("130108001000"), by=people["street"])
        with pytest.raises(NotAllowed):
            reported(an_estate("130102001000"), by=people["company"])

    def test_is_open_to_a_member_for_the_own_committee(self, estate, a_committee):
        member = User.objects.create_user("member", "x", role=Role.COMMITTEE)
        CommitteeLogin.objects.create(user=member, committee=a_committee)
        assert reported(estate, by=member).reported_by == member
        with pytest.raises(NotAllowed):
            reported(an_estate("130102001000"), by=member)

    def test_is_closed_to_members_of_a_committee_that_ended(self, estate, a_committee):
        member = User.objects.create_user("member", "x", role=Role.COMMITTEE)
        CommitteeLogin.objects.create(user=member, committee=a_committee)
        type(a_committee).objects.update(state="dissolved", ended_on=date(2026, 11, 16))
        with pytest.raises(NotAllowed):
            reported(estate, by=member)

    @pytest.mark.parametrize("told", [{"kind": "vote"}, {"happened_on": date(2026, 11, 11)}, {}])
    def test_of_the_same_breach_counts_once(self, report, estate, people, told):
        if told:
            assert reported(estate, by=people["district"], **told).pk
            return
        with pytest.raises(ValidationError, match=report.number) as twice:
            reported(estate, by=people["district"])
        assert "happened_on" in twice.value.message_dict
        with pytest.raises(IntegrityError, match="duty_counts_once_a_day"), transaction.atomic():
            DutyReport.objects.create(
                number="LZ-2",
                estate=estate,
                kind=report.kind,
                happened_on=report.happened_on,
                reported_at=AT,
                words="x",
            )

    def test_is_open_again_after_one_that_was_not_so(self, report, estate, people):
        actions.find_unfounded(report, finding="已提供。", by=people["district"], at=AT)
        assert reported(estate, by=people["street"]).pk


@pytest.fixture
def a_committee(estate):
    from tests.factories.owners import a_committee as made

    return made(estate)


@pytest.mark.django_db
class TestDeciding:
    def test_gives_seven_days_to_put_it_right(self, report, people):
        held = ordered(report, people["district"])
        assert (held.state, held.put_right_by) == (DutyState.ORDERED, date(2026, 11, 24))

    def test_asks_what_the_company_said(self, report, people):
        with pytest.raises(ValidationError) as fault:
            actions.find_so(report, statement="", finding="属实。", by=people["district"], at=AT)
        assert "statement" in fault.value.message_dict

    def test_waits_until_the_last_day_is_over(self, report, people, other):
        ordered(report, people["district"])
        with pytest.raises(NotNow, match="2026-11-24"):
            decided(report, other, at=AT + timedelta(days=7))
        assert decided(report, other).state == DutyState.DECIDED

    def test_takes_two_people_besides_the_one_who_reported(self, estate, people, other):
        mine = reported(estate, by=people["district"])
        with pytest.raises(NotAllowed):
            ordered(mine, people["district"])
        ordered(mine, other)
        with pytest.raises(NotAllowed):
            decided(mine, other)
        assert decided(mine, people["bureau"]).decided_by == people["bureau"]

    def test_is_not_for_the_street_nor_for_another_district(self, report, people):
        with pytest.raises(NotAllowed):
            ordered(report, people["street"])
        stranger = User.objects.create_user("stranger", "x", role=Role.DISTRICT, region_id="130108000000")
        with pytest.raises(DutyReport.DoesNotExist):
            ordered(report, stranger)

    def test_needs_the_citys_term(self, report, people):
        RuleValue.objects.filter(key="duty_put_right_days").delete()
        with pytest.raises(NoRuleValue):
            ordered(report, people["district"])


@pytest.mark.django_db
class TestEveryMove:
    STATES = {
        "reported": lambda report, one, two: report,
        "ordered": lambda report, one, two: ordered(report, one),
        "unfounded": lambda report, one, two: actions.find_unfounded(report, finding="已提供。", by=one, at=AT),
        "put_right": lambda report, one, two: actions.note_put_right(
            ordered(report, one), decision="次日已提供。", by=two, at=AT
        ),
        "decided": lambda report, one, two: decided(ordered(report, one), two),
        "revoked": lambda report, one, two: actions.revoke(
            decided(ordered(report, one), two), reason="名册已移交街道。", by=one, at=OVER
        ),
    }
    CALLS = {
        "find_so": {"statement": "x", "finding": "x"},
        "find_unfounded": {"finding": "x"},
        "note_put_right": {"decision": "x"},
        "decide": {"decision": "x"},
        "revoke": {"reason": "x"},
    }

    @pytest.mark.parametrize("state", OPEN)
    def test_is_open_where_the_table_says_and_nowhere_else(self, report, people, other, state):
        held = self.STATES[state](report, people["district"], other)
        assert held.state == state
        assert {verb for verb, move in DUTY.items() if state in move.open_in} == OPEN[state]
        for verb in set(DUTY) - OPEN[state]:
            with pytest.raises(NotNow, match=report.number):
                getattr(actions, verb)(report, by=people["bureau"], at=OVER, **self.CALLS[verb])


@pytest.mark.django_db
class TestFacts:
    def facts(self, until=OVER + timedelta(days=1)):
        return evidence.facts(since=AT, until=until)

    def test_are_there_once_it_is_decided_and_gone_when_that_is_revoked(self, report, people, other):
        assert self.facts() == []
        ordered(report, people["district"])
        assert self.facts() == []
        decided(report, other)
        (fact,) = self.facts()
        assert (fact.key, fact.number, fact.kind) == (f"{report.number}-D", report.number, "owner_list")
        assert (fact.estate_id, fact.on, fact.decided_on) == (report.estate_id, date(2026, 11, 10), date(2026, 11, 25))
        assert self.facts(until=OVER) == []
        actions.revoke(report, reason="名册已移交街道。", by=other, at=OVER)
        assert self.facts() == []

    def test_are_not_there_for_what_was_put_right(self, report, people, other):
        actions.note_put_right(ordered(report, people["district"]), decision="已提供。", by=other, at=AT)
        assert self.facts() == []


@pytest.mark.django_db
def test_the_database_keeps_a_decision_with_its_reason(report):
    with pytest.raises(IntegrityError, match="decided_duty_report_has_its_decision"), transaction.atomic():
        DutyReport.objects.filter(pk=report.pk).update(
            state="decided", checked_at=AT, finding="属实", put_right_by=AT.date(), decided_at=AT
        )


@pytest.mark.django_db
class TestTheDesk:
    def test_reports_checks_and_decides(self, estate, people, other, client):
        client.force_login(people["street"])
        form = {"estate": estate.pk, "kind": "owner_list", "happened_on": "2026-01-05", "words": "未提供名册。"}
        assert client.post("/admin/committees/dutyreport/add/", form).status_code == 302
        report = DutyReport.objects.get()
        page = f"/admin/committees/dutyreport/{report.pk}"
        assert client.get(f"{page}/find-so/").status_code == 403
        client.force_login(people["district"])
        silent = client.post(f"{page}/find-so/", {"statement": " ", "finding": "属实。"})
        assert silent.status_code == 200
        assert client.post(f"{page}/find-so/", {"statement": "未说明。", "finding": "属实。"}).status_code == 302
        DutyReport.objects.update(put_right_by=date(2026, 1, 20))
        own = client.post(f"{page}/decide/", {"decision": "逾期未改。"})
        assert own.status_code == 200
        client.force_login(other)
        assert client.post(f"{page}/decide/", {"decision": "逾期未改。"}).status_code == 302
        report.refresh_from_db()
        assert (report.state, report.decided_by) == ("decided", other)
        assert "未提供名册。" in client.get(f"{page}/change/").content.decode()

    def test_is_closed_to_strangers(self, report, people, client):
        client.force_login(people["neighbour"])
        assert client.get(f"/admin/committees/dutyreport/{report.pk}/change/").status_code == 404
        client.force_login(people["inspector"])
        assert client.get("/admin/committees/dutyreport/").status_code == 403


@pytest.mark.django_db
class TestTheApi:
    def test_reports_and_decides_and_tells_no_texts(self, rules, estate, people, client_of):
        body = {"estate": estate.code, "kind": "vote", "happened_on": "2026-01-05", "words": "拒绝张贴表决公告。"}
        made = client_of("street").post("/api/v1/duty-reports/", body, format="json")
        assert made.status_code == 201, made.content
        assert "拒绝张贴" not in made.content.decode()
        place = f"/api/v1/duty-reports/{made.json()['number']}/"
        asked = {"statement": "未说明。", "finding": "属实。"}
        assert client_of("street").post(f"{place}find-so/", asked, format="json").status_code == 403
        told = client_of("district").post(f"{place}find-so/", asked, format="json").json()
        assert [move["verb"] for move in told["moves"]] == ["note_put_right", "decide"]
        early = client_of("bureau").post(f"{place}decide/", {"decision": "逾期未改。"}, format="json")
        assert early.status_code == 409
        assert client_of("neighbour").get(place).status_code == 404
