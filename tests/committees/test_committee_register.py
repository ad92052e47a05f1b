"""The desk of committees: whose term runs out, who is idle, what is overdue; seats and ends; counties and streets."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Role, RuleValue, User
from committees.committee_desk.buttons import may_file
from committees.committee_desk.coverage import coverage_of
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeLogin,
    CommitteeState,
    Filing,
    FilingState,
    Posting,
    Seat,
)
from committees.seats.actions import dissolve
from tests.factories.owners import a_committee, owners_of
from tests.factories.places import an_estate

LIST = "admin:committees_committee_changelist"


@pytest.fixture
def desk(people):
    def browser(name: str) -> Client:
        made = Client()
        made.force_login(people[name])
        made.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return made

    return browser


@pytest.fixture
def committee(estate) -> Committee:
    """Three members who own a home each, for years to come."""
    today = timezone.localdate()
    made = a_committee(
        estate, members=3, seat_count=3, term_from=today - timedelta(days=400),
        term_until=today + relativedelta(years=3), formed_on=today - timedelta(days=400),
    )  # fmt: skip
    for member, owner in zip(made.members.all(), owners_of(estate, [90, 90, 90]), strict=True):
        member.owner = owner
        member.save(update_fields=["owner"])
    return made


def page(committee: Committee, verb: str = "change") -> str:
    return reverse(f"admin:committees_committee_{verb}", args=[committee.pk])


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def in_list(browser: Client, committee: Committee, **asked) -> bool:
    return page(committee) in text_of(browser.get(reverse(LIST), asked))


class TestTheList:
    def test_shows_the_own_region_only(self, desk, committee):
        assert in_list(desk("street"), committee)
        assert not in_list(desk("neighbour"), committee)
        assert desk("neighbour").get(page(committee)).status_code == 404

    def test_shows_a_member_the_own_committee_only(self, desk, committee, people):
        other = a_committee(an_estate("130102001001", name="丹桂里"))
        CommitteeLogin.objects.create(user=people["committee"], committee=committee)
        assert in_list(desk("committee"), committee)
        assert not in_list(desk("committee"), other)

    @pytest.mark.parametrize(
        ("asked", "days", "found"),
        [
            ("running_out", 30, True),
            ("running_out", 300, False),
            ("running_out", 0, False),
            ("run_out", 0, True),
            ("run_out", 1, False),
        ],
    )
    def test_asks_for_terms_that_end(self, desk, committee, asked, days, found):
        committee.term_until = timezone.localdate() + timedelta(days=days)
        committee.save(update_fields=["term_until"])
        assert in_list(desk("street"), committee, needs=asked) is found

    def test_finds_no_term_that_ends_where_a_city_warns_of_none(self, desk, committee):
        RuleValue.objects.filter(key__startswith="reelection_").update(value="0")
        assert not in_list(desk("street"), committee, needs="running_out")

    def test_asks_for_the_idle(self, desk, committee):
        fresh = a_committee(an_estate("130102001001", name="丹桂里"), filed_on=timezone.localdate())
        assert in_list(desk("street"), committee, needs="idle")
        assert not in_list(desk("street"), fresh, needs="idle")

    def test_asks_for_audits_and_handovers(self, desk, committee):
        assert in_list(desk("street"), committee, needs="audit")
        assert not in_list(desk("street"), committee, needs="handover")
        Committee.objects.filter(pk=committee.pk).update(
            state=CommitteeState.ENDED, ended_on=date(2026, 1, 1), handover_due_on=date(2026, 1, 11)
        )
        assert in_list(desk("street"), committee, needs="handover")

    def test_costs_the_same_for_ten(self, desk, committee):
        browser = desk("street")
        one = statements(browser, reverse(LIST))
        for number in range(9):
            a_committee(an_estate("130102001001", name=f"丹桂{number}里"))
        assert statements(browser, reverse(LIST)) == one

    def test_is_handed_out(self, desk, committee):
        answer = desk("street").get(reverse("admin:committees_committee_export"), {"as": "csv"})
        assert committee.number in b"".join(answer.streaming_content).decode("utf-8-sig")


def statements(browser: Client, url: str) -> int:
    browser.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(url).status_code == 200
    return len(caught)


OFFICERS = {"bureau", "district", "neighbour", "street"}
READERS = OFFICERS | {"system", "auditor", "inspector", "committee"}
DOORS = {
    "formation": READERS,
    "candidate": OFFICERS,
    "filing": READERS,
    "committee": READERS,
    "member": READERS,
}


@pytest.mark.parametrize("name", DOORS)
def test_each_role_opens_what_it_may_read(desk, committee, people, name):
    url = reverse(f"admin:committees_{name}_changelist")
    found = {who: desk(who).get(url).status_code for who in people}
    assert found == {who: 200 if who in DOORS[name] else 403 for who in people}


@pytest.mark.parametrize("name", DOORS)
def test_only_guides_begin_a_formation_and_nobody_adds_the_rest(desk, committee, people, name):
    url = reverse(f"admin:committees_{name}_add")
    open_to = OFFICERS if name == "formation" else set()
    assert {who for who in people if desk(who).get(url).status_code == 200} == open_to


class TestMembers:
    def test_are_listed_without_names(self, desk, committee):
        text = text_of(desk("street").get(reverse("admin:committees_member_changelist"), {"sitting": "yes"}))
        assert "李**" in text
        assert "李卫国" not in text

    def test_are_named_on_record_only(self, desk, committee):
        assert "李卫国" not in text_of(desk("street").get(page(committee)))
        assert "李卫国" in text_of(desk("street").post(page(committee, "people")))
        assert AuditEntry.objects.get(verb="look_at_people").thing == "committees.committee"
        assert desk("auditor").post(page(committee, "people")).status_code == 403
        assert desk("neighbour").post(page(committee, "people")).status_code == 404

    def test_next_door_are_not_there(self, desk, committee):
        member = committee.members.first()
        assert desk("neighbour").get(reverse("admin:committees_member_change", args=[member.pk])).status_code == 404
        answer = desk("neighbour").get(reverse("admin:committees_member_export"), {"as": "csv"})
        assert len(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()) == 1


class TestTheVerbs:
    @pytest.mark.parametrize("who", ["street", "district", "committee"])
    def test_choose_a_chair(self, desk, committee, people, who):
        CommitteeLogin.objects.create(user=people["committee"], committee=committee)
        chosen = committee.members.get(place=2)
        given = {"held_on": f"{timezone.localdate()}", "chair": chosen.pk}
        assert desk(who).post(page(committee, "officers"), given).status_code == 302
        assert committee.members.get(seat=Seat.CHAIR) == chosen

    def test_are_closed_to_who_only_reads(self, desk, committee):
        assert desk("auditor").get(page(committee)).status_code == 200
        for verb in ("officers", "names", "leave", "end", "dissolve", "audit", "file"):
            assert desk("auditor").get(page(committee, verb)).status_code == 403, verb

    def test_post_the_names(self, desk, committee):
        assert desk("street").post(page(committee, "names")).status_code == 302
        assert "李卫国" in Posting.objects.get().text

    def test_take_a_member_out_and_begin_a_change_of_filing(self, desk, committee):
        member = committee.members.get(place=2)
        given = {"member": member.pk, "ground": "resigned", "words": "", "matter": ""}
        assert desk("street").post(page(committee, "leave"), given).status_code == 302
        member.refresh_from_db()
        assert member.left_on == timezone.localdate()
        assert Filing.objects.get().kind == "change"

    def test_refuse_a_ground_that_does_not_hold_with_the_article(self, desk, committee):
        given = {"member": committee.members.get(place=2).pk, "ground": "no_owner", "words": "", "matter": ""}
        text = text_of(desk("street").post(page(committee, "leave"), given))
        assert "still owns a home" in text
        assert "条" in text

    def test_refuse_to_end_a_term_before_its_day(self, desk, committee):
        assert "条" in text_of(desk("street").post(page(committee, "end"), {"reason": "提前"}))
        committee.refresh_from_db()
        assert committee.state == CommitteeState.FILED

    def test_refuse_to_dissolve_an_elected_body_without_its_owners(self, desk, committee):
        assert "条" in text_of(desk("street").post(page(committee, "dissolve"), {"reason": "x", "matter": ""}))

    def test_dissolve_a_named_body_and_note_its_handover(self, desk, estate):
        named = a_committee(estate, kind=CommitteeKind.MANAGEMENT, term_until=date(2027, 3, 1))
        assert desk("street").post(page(named, "dissolve"), {"reason": "业委会已选出", "matter": ""}).status_code == 302
        given = {"handed_over_on": f"{timezone.localdate()}", "what": "账册、印章"}
        assert desk("street").post(page(named, "hand-over"), given).status_code == 302
        named.refresh_from_db()
        assert (named.state, named.handed_over_on) == (CommitteeState.DISSOLVED, timezone.localdate())

    def test_begin_a_filing(self, desk, committee):
        given = {"kind": "change", "happened_on": f"{timezone.localdate()}", "what_changed": "办公地址"}
        answer = desk("street").post(page(committee, "file"), given)
        assert answer["Location"] == reverse("admin:committees_filing_change", args=[Filing.objects.get().pk])

    @pytest.mark.parametrize(
        ("values", "may"),
        [
            ({}, True),
            ({"state": CommitteeState.ELECTED, "filed_on": None}, True),
            ({"state": CommitteeState.DISSOLVED, "ended_on": date(2026, 1, 5)}, True),
            ({"state": CommitteeState.DISSOLVED, "ended_on": date(2026, 1, 5), "filed_on": None}, False),
        ],
    )
    def test_begin_a_filing_of_what_was_filed(self, estate, values, may):
        assert may_file(a_committee(estate, **values)) is may

    def test_file_the_end_of_a_committee_once_more_after_a_refusal(self, estate):
        committee = a_committee(estate, kind=CommitteeKind.MANAGEMENT, members=7)
        dissolve(committee, reason="已成立业委会", by=None, at=timezone.now())
        committee.refresh_from_db()
        assert not may_file(committee)
        committee.filings.update(state=FilingState.REFUSED)
        assert may_file(committee)
        committee.filings.update(state=FilingState.FILED)
        assert not may_file(committee)

    def test_keep_the_office_and_the_seal(self, desk, committee):
        given = {"office_phone": "0311-08000021", "office_address": "3号楼一层", "seal_number": "1301020001",
                 "seal_on": f"{timezone.localdate()}"}  # fmt: skip
        assert desk("street").post(page(committee, "office"), given).status_code == 302
        committee.refresh_from_db()
        assert committee.seal_number == "1301020001"

    def test_refuse_a_seal_before_the_filing_with_the_article(self, desk, committee):
        Committee.objects.filter(pk=committee.pk).update(state=CommitteeState.ELECTED, filed_on=None)
        given = {"seal_number": "1301020001", "seal_on": f"{timezone.localdate()}"}
        assert "条" in text_of(desk("street").post(page(committee, "office"), given))

    def test_note_an_audit(self, desk, committee):
        today = timezone.localdate()
        given = {
            "kind": "yearly", "from_on": f"{committee.formed_on}", "last_on": f"{today - timedelta(days=10)}",
            "done_on": f"{today}", "auditor": "冀中会计师事务所", "report_number": "2026-18", "result": "账实相符。",
        }  # fmt: skip
        assert desk("street").post(page(committee, "audit"), given).status_code == 302
        assert committee.audits.get().until_on == today - timedelta(days=9)


class TestCountiesAndStreets:
    def test_count_what_is_in_office(self, people, committee):
        an_estate("130102001001", name="丹桂里")
        a_committee(an_estate("130102001001", name="槐荫里"), kind=CommitteeKind.MANAGEMENT)
        found = coverage_of(people["bureau"], "", on=timezone.localdate())
        county = next(area for area in found.areas if area.region.code == "130102000000")
        assert (county.estates, county.owners, county.management) == (3, 1, 1)
        assert round(county.percent or 0, 2) == 66.67
        assert dict(county.needs)["idle"] == 2

    def test_go_down_to_the_streets_of_a_county(self, people, committee):
        found = coverage_of(people["bureau"], "130102000000", on=timezone.localdate())
        assert [area.region.code for area in found.areas] == ["130102001000"]

    def test_of_another_county_are_not_told(self, people, committee):
        found = coverage_of(people["neighbour"], "130102000000", on=timezone.localdate())
        assert [area.region.code for area in found.areas] == ["130108001000"]
        assert all(area.estates == 0 for area in found.areas)

    def test_lead_from_each_number_to_its_list(self, desk, committee):
        text = text_of(desk("bureau").get(reverse("admin:committees_committee_coverage")))
        assert "needs=idle" in text
        assert in_list(desk("bureau"), committee, region="130102000000", needs="idle")

    def test_are_not_for_committee_members(self, desk, committee):
        assert desk("committee").get(reverse("admin:committees_committee_coverage")).status_code == 403

    def test_cost_the_same_for_ten(self, desk, committee):
        url = reverse("admin:committees_committee_coverage")
        browser = desk("bureau")
        one = statements(browser, url)
        for number in range(9):
            a_committee(an_estate("130102001001", name=f"丹桂{number}里"))
        assert statements(browser, url) == one


class TestALogin:
    PERSON = {
        "username": "yeweihui", "full_name": "王秀兰", "role": "committee", "region": "", "is_active": "on",
        "new_password": "correct horse battery",
    }  # fmt: skip

    def test_is_tied_to_its_committee(self, desk, committee):
        given = {**self.PERSON, "committee": committee.pk}
        assert desk("system").post(reverse("admin:accounts_user_add"), given).status_code == 302
        made = User.objects.get(username="yeweihui")
        assert (made.role, made.committee_login.committee) == (Role.COMMITTEE, committee)

    def test_without_a_committee_is_refused(self, desk, committee):
        answer = desk("system").post(reverse("admin:accounts_user_add"), self.PERSON)
        assert "committee" in answer.context["adminform"].form.errors
        assert not User.objects.filter(username="yeweihui").exists()

    def test_loses_its_committee_with_its_role(self, desk, committee, people):
        CommitteeLogin.objects.create(user=people["committee"], committee=committee)
        given = {**self.PERSON, "role": "auditor", "new_password": "", "committee": ""}
        url = reverse("admin:accounts_user_change", args=[people["committee"].pk])
        assert desk("system").post(url, given).status_code == 302
        assert not CommitteeLogin.objects.exists()
