"""The street's desk: what is due next, each step by its button, candidates, filings; and what others see of it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from committees.filing.papers import missing_papers
from committees.forming import actions
from committees.models import (
    CandidateState,
    Filing,
    FilingState,
    Formation,
    FormationKind,
    FormationState,
    From,
)
from tests.factories.forming import ALL_MET, Forming, an_application, handed_in
from tests.factories.places import an_estate

LIST = "admin:committees_formation_changelist"


@pytest.fixture
def desk(people):
    def browser(name: str) -> Client:
        made = Client()
        made.force_login(people[name])
        made.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return made

    return browser


@pytest.fixture
def forming(estate) -> Forming:
    """Applied for yesterday."""
    return Forming(estate, at=timezone.now() - timedelta(days=30))


def page(name: str, thing, verb: str = "change") -> str:
    return reverse(f"admin:committees_{name}_{verb}", args=[thing.pk])


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def press(browser: Client, name: str, thing, verb: str, /, **given):
    """What the button's page answers: a redirect when the action took it."""
    return browser.post(page(name, thing, verb), given)


class TestTheList:
    def test_says_what_is_due_next_and_until_when(self, desk, forming):
        forming.applied()
        text = text_of(desk("street").get(reverse(LIST)))
        assert "The street checks the conditions" in text
        assert f"{timezone.localdate():%Y-%m-%d}" in text

    def test_is_empty_next_door(self, desk, forming):
        made = forming.applied().formation
        assert made.number not in text_of(desk("neighbour").get(reverse(LIST)))
        assert desk("neighbour").get(page("formation", made)).status_code == 404

    def test_costs_the_same_for_ten(self, desk, forming):
        forming.applied().checked().grouped().posted()
        browser = desk("street")
        one = statements(browser)
        for number in range(9):
            other = an_estate("130102001001", name=f"青禾{number}苑")
            Forming(other, at=forming.at).applied().checked().grouped()
        assert statements(browser) == one

    def test_leaves_out_what_is_over(self, desk, forming):
        made = forming.applied().formation
        assert made.number in text_of(desk("street").get(reverse(LIST), {"under_way": "yes"}))
        assert made.number not in text_of(desk("street").get(reverse(LIST), {"under_way": "no"}))

    def test_is_handed_out(self, desk, forming):
        made = forming.applied().formation
        answer = desk("street").get(reverse("admin:committees_formation_export"), {"as": "csv"})
        assert made.number in b"".join(answer.streaming_content).decode("utf-8-sig")


def statements(browser: Client) -> int:
    browser.get(reverse(LIST))
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(reverse(LIST)).status_code == 200
    return len(caught)


class TestTheSteps:
    def test_begin_with_an_application(self, desk, estate):
        answer = desk("street").post(
            reverse("admin:committees_formation_add"),
            {
                "estate": estate.pk, "kind": "first", "condition": "delivered", "applicants": "10",
                "delivered_percent": "80", "moved_in_percent": "", "first_delivered_on": "",
                "applied_on": f"{timezone.localdate():%Y-%m-%d}",
            },
        )  # fmt: skip
        assert answer.status_code == 302
        assert Formation.objects.get().state == FormationState.APPLIED

    def test_name_the_article_of_what_is_missing(self, desk, forming):
        forming.applied(delivered_percent=49)
        answer = press(desk("street"), "formation", forming.formation, "check")
        assert "北京" in text_of(answer)
        assert "北京" in text_of(desk("street").get(page("formation", forming.formation)))

    def test_refuse_an_even_number_with_the_article(self, desk, forming):
        forming.applied().checked().named(owners=5, others=3)
        assert "odd" in text_of(desk("street").get(page("formation", forming.formation)))
        answer = press(desk("street"), "formation", forming.formation, "form-group")
        assert "odd" in text_of(answer)
        forming.formation.refresh_from_db()
        assert forming.formation.state == FormationState.CHECKED

    def test_name_an_owner_by_the_home(self, desk, forming):
        forming.applied().checked()
        given = {"side": From.OWNER, "home": "101", "name": "王秀兰", "phone": ""}
        assert press(desk("street"), "formation", forming.formation, "add-to-group", **given).status_code == 302
        assert forming.formation.group.get().owner == forming.owners[0]

    def test_say_that_a_home_is_not_of_this_estate(self, desk, forming):
        forming.applied().checked()
        given = {"side": From.OWNER, "home": "9-9-999", "name": "王秀兰", "phone": ""}
        assert "9-9-999" in text_of(press(desk("street"), "formation", forming.formation, "add-to-group", **given))

    def test_take_somebody_off_the_list(self, desk, forming):
        forming.applied().checked().named()
        member = forming.formation.group.first()
        assert (
            press(desk("street"), "formation", forming.formation, "drop-from-group", member=member.pk).status_code
            == 302
        )
        assert not forming.formation.group.filter(pk=member.pk).exists()

    def test_lead_on_to_the_drafted_vote(self, desk, forming):
        forming.applied().checked().grouped().posted().with_candidates()
        forming.later(9)
        opens = timezone.localdate() + timedelta(days=30)
        answer = press(
            desk("street"), "formation", forming.formation, "announce", title="首次业主大会",
            opens_on=f"{opens:%Y-%m-%d}", opens_clock="09:00", closes_on=f"{opens + timedelta(days=10):%Y-%m-%d}",
            closes_clock="18:00", seats="5", substitute_seats="0", text="",
        )  # fmt: skip
        forming.formation.refresh_from_db()
        assert answer["Location"] == page("vote", forming.formation.vote)

    def test_end_with_why(self, desk, forming):
        forming.applied()
        assert press(desk("street"), "formation", forming.formation, "stop", reason="").status_code == 200
        assert press(desk("street"), "formation", forming.formation, "stop", reason="申请人撤回").status_code == 302

    def test_name_a_management_committee(self, desk, estate):
        forming = Forming(estate, at=timezone.now() - timedelta(days=30))
        forming.applied(kind=FormationKind.MANAGEMENT, condition="not_ready", delivered_percent=10)
        forming.checked().grouped(owners=5, others=2).posted()
        assert press(desk("street"), "formation", forming.formation, "found", years="2", from_on="").status_code == 302
        forming.formation.refresh_from_db()
        assert forming.formation.state == FormationState.ELECTED


class TestPeople:
    def test_are_masked_until_somebody_asks_on_record(self, desk, forming):
        forming.applied().checked().named()
        text = text_of(desk("street").get(page("formation", forming.formation)))
        assert "王**" in text
        assert "王秀兰" not in text
        assert "王秀兰" in text_of(press(desk("street"), "formation", forming.formation, "people"))
        assert AuditEntry.objects.filter(verb="look_at_people", who="street").exists()

    def test_are_not_told_to_who_only_reads(self, desk, forming):
        forming.applied().checked().named()
        text = text_of(desk("auditor").get(page("formation", forming.formation)))
        assert "王**" not in text
        assert press(desk("auditor"), "formation", forming.formation, "people").status_code == 403
        assert press(desk("neighbour"), "formation", forming.formation, "people").status_code == 404


class TestCandidates:
    @pytest.fixture
    def candidate(self, forming):
        forming.applied().checked().grouped().posted()
        return forming.stands(0, checks=None)

    def test_stand_when_all_conditions_are_met(self, desk, candidate):
        assert (
            press(desk("street"), "candidate", candidate, "check", **dict.fromkeys(ALL_MET, "yes")).status_code == 302
        )
        candidate.refresh_from_db()
        assert candidate.state == CandidateState.SOUND

    def test_related_to_the_company_are_refused_with_the_article(self, desk, candidate):
        given = {**dict.fromkeys(ALL_MET, "yes"), "no_interest": "no"}
        press(desk("street"), "candidate", candidate, "check", **given)
        text = text_of(desk("street").get(page("candidate", candidate)))
        assert "property company" in text
        assert "条" in text
        candidate.refresh_from_db()
        assert candidate.state == CandidateState.REFUSED

    def test_stay_open_while_one_condition_is(self, desk, candidate):
        press(desk("street"), "candidate", candidate, "check", is_lawful="yes")
        candidate.refresh_from_db()
        assert candidate.state == CandidateState.PROPOSED
        assert {name for name, found in candidate.checks.items() if found is not None} == {"is_lawful"}

    def test_are_listed_without_their_names(self, desk, candidate):
        text = text_of(desk("street").get(reverse("admin:committees_candidate_changelist")))
        assert "王**" in text
        assert "王秀兰" not in text
        assert desk("auditor").get(reverse("admin:committees_candidate_changelist")).status_code == 403

    def test_withdraw(self, desk, candidate):
        assert press(desk("street"), "candidate", candidate, "withdraw").status_code == 302
        assert desk("street").get(page("candidate", candidate, "check")).status_code == 302

    def test_are_proposed_with_what_they_declare(self, desk, forming):
        forming.applied().checked().grouped().posted()
        given = {
            "home": "105",
            "name": "陈玉梅",
            "phone": "",
            "proposed_by": "owner",
            "statement": "",
            "fees_paid": "yes",
        }
        assert press(desk("street"), "formation", forming.formation, "propose", **given).status_code == 302
        assert forming.formation.candidates.get().owner == forming.owners[4]


class TestFilings:
    @pytest.fixture
    def filing(self, forming) -> Filing:
        forming.at = timezone.now() - timedelta(days=45)
        forming.applied(kind=FormationKind.MANAGEMENT, condition="not_ready", delivered_percent=10)
        forming.checked().grouped(owners=5, others=2).posted().later(20)
        actions.found(forming.formation, actions.Term(2), by=None, at=forming.at)
        return Filing.objects.get()

    def test_list_what_is_missing_with_its_article(self, desk, filing):
        text = text_of(desk("street").get(page("filing", filing)))
        assert [paper.label for paper in missing_papers(filing) if str(paper.label) not in text] == []
        assert press(desk("street"), "filing", filing, "submit").status_code == 200

    def test_take_a_paper(self, desk, filing):
        content = SimpleUploadedFile("纪要.pdf", b"%PDF-1.4")
        answer = press(desk("street"), "filing", filing, "take-paper", kind="minutes", content=content)
        assert answer.status_code == 302
        assert filing.papers.get().name == "纪要.pdf"

    def test_hand_a_paper_out_on_record_only(self, desk, filing):
        content = SimpleUploadedFile("名单.pdf", b"%PDF-1.4")
        press(desk("street"), "filing", filing, "take-paper", kind="member_list", content=content)
        url = reverse("admin:committees_filing_paper", args=[filing.papers.get().pk])
        assert desk("street").get(url).status_code == 405
        assert desk("neighbour").post(url).status_code == 404
        assert desk("auditor").post(url).status_code == 403
        assert not AuditEntry.objects.filter(verb="look_at_paper_filing").exists()
        assert b"".join(desk("street").post(url).streaming_content) == b"%PDF-1.4"
        assert AuditEntry.objects.get(verb="look_at_paper_filing").who == "street"

    def test_are_answered(self, desk, filing):
        filing.committee.members.filter(side=From.STREET).update(seat="chair")
        handed_in(filing, at=timezone.now())
        listed = reverse("admin:committees_filing_changelist")
        assert filing.number in text_of(desk("district").get(listed, {"waits": "answer"}))
        assert filing.number not in text_of(desk("district").get(listed, {"waits": "late_answer"}))
        assert press(desk("district"), "filing", filing, "accept", filing_number="").status_code == 302
        filing.refresh_from_db()
        assert filing.state == FilingState.FILED

    def test_are_given_back_with_the_reason(self, desk, filing):
        filing.committee.members.filter(side=From.STREET).update(seat="chair")
        handed_in(filing, at=timezone.now())
        assert press(desk("street"), "filing", filing, "give-back", reason="").status_code == 200
        press(desk("street"), "filing", filing, "give-back", reason="纪要缺签名")
        assert "纪要缺签名" in text_of(desk("street").get(page("filing", filing)))


def test_an_application_next_door_is_refused(desk, estate):
    answer = desk("neighbour").post(
        reverse("admin:committees_formation_add"),
        {"estate": estate.pk, "kind": "first", "condition": "delivered", "applied_on": f"{timezone.localdate()}"},
    )
    assert answer.status_code == 200
    assert not Formation.objects.exists()


def test_a_second_one_at_a_time_is_refused_in_words(desk, estate):
    an_application(estate, at=timezone.now())
    answer = desk("street").post(
        reverse("admin:committees_formation_add"),
        {"estate": estate.pk, "kind": "first", "condition": "delivered", "applied_on": f"{timezone.localdate()}"},
    )
    assert "A committee is being formed in this estate already." in text_of(answer)
