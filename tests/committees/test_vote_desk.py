"""The desk of votes: drafting, the roll, what its page shows."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEntry, Role, User
from committees.models import (
    Committee,
    CommitteeLogin,
    MatterKind,
    Paper,
    RollLine,
    Vote,
    VoteState,
)
from committees.vote_desk.progress import by_house, part_of
from committees.votes import actions
from committees.votes.actions import NewMatter
from estates.models import Home
from tests.factories.forming import Forming
from tests.factories.owners import a_committee, an_owner, owners_of, some_homes
from tests.factories.votes import (
    AFTER,
    DURING,
    HIRE,
    a_draft,
    a_posted_vote,
    an_open_vote,
    announced,
    counted,
    new_vote,
    option,
    votes_for,
)

RULES = NewMatter(MatterKind.RULES, "是否通过议事规则？")
MINUTE = "%Y-%m-%dT%H:%M"


@pytest.fixture
def owners(estate):
    return owners_of(estate, [100, 80, 60, 60])


@pytest.fixture
def election(estate) -> Forming:
    """A formation with five candidates who meet the conditions."""
    return Forming(estate).applied().checked().grouped().posted().with_candidates(5)


@pytest.fixture
def third(people) -> User:
    return User.objects.create_user("street3", "correct horse battery", role=Role.STREET, region_id="130102001000")


@pytest.fixture
def browser(people, other_officer, third):
    """`browser("street")` is one in which that person is logged in."""
    known = {**people, "street2": other_officer, "street3": third}

    def logged_in(name: str) -> Client:
        made = Client()
        made.force_login(known[name])
        return made

    return logged_in


@pytest.fixture
def in_office(people, estate) -> Committee:
    """The estate's committee, and the login of one of its members."""
    made = a_committee(estate)
    CommitteeLogin.objects.create(user=people["committee"], committee=made)
    return made


@pytest.fixture
def vote(estate, owners) -> Vote:
    return an_open_vote(estate, HIRE, RULES)


def at(name: str, *arguments) -> str:
    return reverse(f"admin:committees_vote_{name}", args=arguments)


class TestADraft:
    def sent(self, estate, **values) -> dict:
        opens = timezone.localtime() + timedelta(days=30)
        return {
            "title": "2027年业主大会", "organiser": "street", "opens_at": f"{opens:{MINUTE}}",
            "closes_at": f"{opens + timedelta(days=10):{MINUTE}}", "affects_all": "on", "text": "",
            "matters-TOTAL_FORMS": "1", "matters-INITIAL_FORMS": "0", "matters-0-question": "是否聘请新物业？",
            "matters-0-kind": "hire", "matters-0-details": "", **values,
        }  # fmt: skip

    def test_begins_with_its_estate(self, browser, estate):
        answer = browser("street").post(at("add"), {"estate": estate.pk})
        assert answer["Location"] == at("draft", estate.pk)
        assert not Vote.objects.exists()

    def test_is_kept_with_its_matters(self, browser, estate, owners):
        answer = browser("street").post(at("draft", estate.pk), self.sent(estate))
        vote = Vote.objects.get()
        assert answer["Location"] == at("change", vote.pk)
        assert [matter.question for matter in vote.matters.all()] == ["是否聘请新物业？"]

    def test_one_more_matter_keeps_what_was_typed_and_saves_nothing(self, browser, estate):
        answer = browser("street").post(at("draft", estate.pk), self.sent(estate, more="1"))
        text = answer.content.decode()
        assert "是否聘请新物业？" in text
        assert 'name="matters-1-question"' in text
        assert not Vote.objects.exists()

    def test_says_by_which_article_it_is_too_short(self, browser, estate):
        opens = timezone.localtime() + timedelta(days=30)
        sent = self.sent(estate, closes_at=f"{opens + timedelta(days=1):{MINUTE}}")
        text = browser("street").post(at("draft", estate.pk), sent).content.decode()
        assert "条例" in text or "默认值" in text
        assert not Vote.objects.exists()

    def test_without_a_question_is_refused(self, browser, estate):
        sent = self.sent(estate) | {"matters-0-question": "", "matters-0-kind": ""}
        assert browser("street").post(at("draft", estate.pk), sent).status_code == 200
        assert not Vote.objects.exists()

    def test_is_amended_while_it_is_one(self, browser, estate, owners, people):
        vote = actions.propose(new_vote(estate, HIRE, RULES), by=None, at=timezone.now())
        page = browser("street").get(at("amend", vote.pk)).content.decode()
        assert "是否通过议事规则？" in page
        browser("street").post(at("amend", vote.pk), self.sent(estate))
        assert Vote.objects.get().title == "2027年业主大会"
        assert Vote.objects.get().matters.count() == 1

    def test_is_amended_no_more_once_announced(self, browser, vote):
        assert browser("street").get(at("amend", vote.pk))["Location"] == at("change", vote.pk)

    def test_of_an_election_offers_the_candidates_that_meet_the_conditions(self, browser, election):
        browser("street").post(
            at("draft", election.estate.pk),
            self.sent(election.estate)
            | {
                "matters-0-kind": "elect",
                "matters-0-candidates": [f"{each.pk}" for each in election.formation.candidates.all()[:3]],
                "matters-0-choose_most": "2",
            },
        )
        matter = Vote.objects.get().matters.get()
        assert matter.choose_most == 2
        assert [each.label for each in matter.options.all()] == ["王秀兰", "李建国", "张桂英"]

    @pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("inspector", 403), ("neighbour", 404)])
    def test_is_for_those_who_hold_votes_in_this_place(self, role, status, browser, estate):
        assert browser(role).get(at("draft", estate.pk)).status_code == status


class TestTheRoll:
    def test_is_made_of_the_homes_that_are_chosen(self, browser, estate, owners):
        an_owner(*some_homes(estate, [50], building="2号楼"))
        fund = NewMatter(MatterKind.USE_FUND, "是否动用维修资金？")
        vote = actions.propose(new_vote(estate, fund, affects_all=False), by=None, at=timezone.now())
        page = browser("street").get(at("homes", vote.pk)).content.decode()
        assert "1号楼 1单元" in page
        browser("street").post(at("homes", vote.pk), {"stairwells": ["2号楼\t1"], "homes": "1-1-101\n1号楼1单元102"})
        assert sorted(vote.roll.values_list("label", flat=True)) == ["1号楼1单元101", "1号楼1单元102", "2号楼1单元101"]

    def test_says_which_typed_homes_are_none(self, browser, estate, owners):
        fund = NewMatter(MatterKind.USE_FUND, "是否动用维修资金？")
        vote = actions.propose(new_vote(estate, fund, affects_all=False), by=None, at=timezone.now())
        text = browser("street").post(at("homes", vote.pk), {"homes": "1-1-101\n7-7-707"}).content.decode()
        assert "7-7-707" in text
        assert not vote.roll.exists()

    def test_is_corrected_line_by_line_with_a_reason(self, browser, vote):
        line = vote.roll.first()
        assert browser("street").post(at("correct", vote.pk, line.pk), {"area_m2": "90"}).status_code == 200
        browser("street").post(at("correct", vote.pk, line.pk), {"area_m2": "90", "reason": "测绘更正"})
        line.refresh_from_db()
        assert line.area_m2 == Decimal("90.00")

    def test_shows_who_took_part_and_nobodys_choice(self, browser, vote, owners):
        votes_for(vote, owners[:1], "no", "no")
        text = browser("street").get(at("roll", vote.pk), {"part": "yes"}).content.decode()
        assert "1号楼1单元101" in text
        assert "1号楼1单元102" not in text
        assert option(vote, "no").label not in text
        assert "王秀兰" not in text

    @pytest.mark.parametrize(("name", "told"), [("street", True), ("auditor", False), ("committee", False)])
    def test_tells_who_took_part_to_those_who_run_the_vote_alone(self, name, told, browser, vote, owners, in_office):
        votes_for(vote, owners[:1], "no", "no")
        text = browser(name).get(at("roll", vote.pk), {"part": "yes"}).content.decode()
        assert ("1号楼1单元102" not in text) is told
        assert ("参与" in text) is told
        answer = browser(name).get(at("roll_export", vote.pk), {"part": "yes"})
        rows = list(load_workbook(BytesIO(b"".join(answer))).active.values)
        assert [len(row) for row in rows] == [3] * 2 if told else [2] * 5
        page = browser(name).get(at("change", vote.pk)).content.decode()
        assert ('<details class="vd-houses">' in page) is told
        assert 'class="dk-num">1</td><td class="dk-num">4</td>' in page

    def test_goes_out_as_a_workbook(self, browser, vote):
        answer = browser("auditor").get(at("roll_export", vote.pk))
        assert b"".join(answer)[:2] == b"PK"
        assert AuditEntry.objects.filter(verb="export").exists()


class TestACommitteeMember:
    @pytest.mark.parametrize(("name", "seen"), [("street", True), ("committee", False)])
    def test_sees_no_tally_before_it_is_posted(self, name, seen, browser, vote, owners, in_office):
        votes_for(vote, owners[:3], "yes", "yes")
        held = counted(vote)
        tally = '<td class="dk-num">3</td><td class="dk-num">240.00</td>'
        assert (tally in browser(name).get(at("change", vote.pk)).content.decode()) is seen
        actions.announce(held, by=None, at=AFTER)
        assert tally in browser(name).get(at("change", vote.pk)).content.decode()

    @pytest.mark.parametrize(
        ("state", "status"), [("elected", 200), ("filed", 200), ("ended", 404), ("dissolved", 404)]
    )
    def test_sees_votes_while_the_committee_stands(self, state, status, browser, vote, in_office):
        ended_on = None if status == 200 else timezone.localdate()
        Committee.objects.filter(pk=in_office.pk).update(state=state, ended_on=ended_on)
        assert browser("committee").get(at("roll", vote.pk)).status_code == status
        assert browser("committee").get(at("roll_export", vote.pk)).status_code == status


class TestThePage:
    def test_tells_how_many_take_part_before_anything_is_counted(self, browser, vote, owners):
        votes_for(vote, owners[:2], "yes", "no")
        text = browser("street").get(at("change", vote.pk)).content.decode()
        assert "180.00" in text
        assert '<td class="dk-num">4</td>' in text
        assert "200.00" in text

    def test_tells_the_result_once_it_is_counted(self, browser, vote, owners):
        votes_for(vote, owners[:3], "yes", "no")
        announced(vote)
        text = browser("street").get(at("change", vote.pk)).content.decode()
        assert "240.00" in text
        assert Vote.objects.get().list_digest in text

    def test_makes_a_paper_and_hands_it_out(self, browser, vote, owners):
        votes_for(vote, owners[:3], "yes", "no")
        announced(vote)
        answer = browser("street").post(at("paper-result", vote.pk))
        assert answer.content[:2] == b"PK"
        assert Paper.objects.get().vote == vote

    def test_hands_letters_out_once(self, browser, estate, owners):
        vote = a_posted_vote(estate)
        answer = browser("street").post(at("paper-invitations", vote.pk))
        assert "no-store" in answer["Cache-Control"]
        assert Paper.objects.get().sealed_place == ""

    def test_hands_out_the_letter_of_one_home(self, browser, estate, owners):
        vote = a_posted_vote(estate)
        desk, page = browser("street"), at("paper-invitations", vote.pk)
        assert desk.post(page, {"home": "101"}).content[:2] == b"PK"
        assert desk.post(page, {"home": "999"}).context["form"].errors
        assert Paper.objects.count() == 1

    def test_walks_the_whole_road(self, browser, estate, owners):
        officer = browser("street")
        sent = TestADraft().sent(estate)
        officer.post(at("draft", estate.pk), sent)
        vote = Vote.objects.get()
        for verb in ("make-roll", "confirm-roll", "post"):
            officer.post(at(verb, vote.pk), {})
        assert Vote.objects.get().state == VoteState.POSTED
        officer.post(at("stop", vote.pk), {"reason": "改期"})
        assert Vote.objects.get().state == VoteState.STOPPED

    def test_answers_an_objection(self, browser, vote, owners):
        votes_for(vote, owners[:3], "yes", "no")
        announced(vote)
        objection = actions.object_to(vote, name="王秀兰", words="名册有误", at=AFTER)
        page = reverse("admin:committees_voteobjection_change", args=[objection.pk])
        text = browser("street").get(page).content.decode()
        assert "王**" in text
        assert "王秀兰" not in text
        answer = reverse("admin:committees_voteobjection_answer", args=[objection.pk])
        browser("street").post(answer, {"is_upheld": "no", "answer": "名册已核对。"})
        objection.refresh_from_db()
        assert objection.is_upheld is False

    @pytest.mark.parametrize("state", VoteState.values)
    def test_opens_in_every_state(self, state, browser, estate, owners):
        vote = a_draft(estate)
        Vote.objects.filter(pk=vote.pk).update(
            state=state, posted_on=timezone.localdate(), announced_on=timezone.localdate(),
            announced_until_on=timezone.localdate(),
        )  # fmt: skip
        assert browser("auditor").get(at("change", vote.pk)).status_code == 200

    @pytest.mark.parametrize(("role", "status"), [("company", 403), ("inspector", 403), ("neighbour", 404)])
    def test_is_closed_to_others(self, role, status, browser, vote):
        assert browser(role).get(at("change", vote.pk)).status_code == status

    def test_asks_no_more_for_ten_votes_than_for_one(self, browser, estate, owners):
        officer = browser("street")

        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                officer.get(at("changelist"))
            return len(asked)

        a_bare_vote(estate, "X0")
        officer.get(at("changelist"))
        with_one = queries()
        for number in range(1, 10):
            a_bare_vote(estate, f"X{number}")
        assert queries() == with_one


def a_bare_vote(estate, number: str) -> Vote:
    return Vote.objects.create(
        number=number, estate=estate, title="表决", organiser="street", opens_at=DURING, closes_at=AFTER
    )


def test_taking_part_is_counted_in_two_queries_however_long_the_roll_is(estate, django_assert_num_queries):
    vote = a_bare_vote(estate, "X")
    owner = an_owner(*some_homes(estate, [10] * 20))
    RollLine.objects.bulk_create(
        RollLine(vote=vote, home=home, owner=owner, label=home.label, area_m2=10)
        for home in Home.objects.of(estate).select_related("building")
    )
    with django_assert_num_queries(2):
        part, houses = part_of(vote), by_house(vote)
    assert (part.heads, part.heads_all, part.area_all_m2) == (0, 1, 200)
    assert [house for house, _part in houses] == ["1号楼"]
