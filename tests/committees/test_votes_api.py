"""Votes in the API: drafted, led, counted, read; never who chose what."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Role, User
from accounts.tokens import issue_token
from committees.models import CommitteeLogin, Organiser, Vote, VoteState
from committees.votes.slips import MODULUS
from tests.factories.owners import a_committee, owners_of
from tests.factories.votes import a_draft, a_posted_vote, an_open_vote, announced, counted, votes_for

pytestmark = pytest.mark.django_db
VOTES = "/api/v1/votes/"
AREAS = [100, 60, 50]


@pytest.fixture
def owners(estate):
    return owners_of(estate, AREAS)


@pytest.fixture
def open_vote(estate, owners) -> Vote:
    vote = an_open_vote(estate)
    votes_for(vote, owners[:2], "yes")
    votes_for(vote, owners[2:], "no")
    return vote


@pytest.fixture
def member(estate, people, client_of):
    """An API client of a member of the estate's committee."""
    from rest_framework.test import APIClient

    person = User.objects.create_user("member", "correct horse battery", role=Role.COMMITTEE)
    CommitteeLogin.objects.create(user=person, committee=a_committee(estate))
    _token, key = issue_token(person, name="test", by=None, at=timezone.now())
    return APIClient(headers={"authorization": f"Token {key}"})


def drafting(estate, **values) -> dict:
    opens = timezone.now() + timedelta(days=40)
    return {
        "estate": estate.code, "title": "2027年第一次业主大会", "organiser": Organiser.STREET,
        "opens_at": opens.isoformat(), "closes_at": (opens + timedelta(days=10)).isoformat(),
        "matters": [{"kind": "hire", "question": "是否聘请青松物业服务有限公司？"}], **values,
    }  # fmt: skip


class TestADraft:
    def test_is_made_led_and_announced(self, client_of, estate, owners):
        client = client_of("street")
        answer = client.post(VOTES, drafting(estate), format="json")
        assert answer.status_code == 201, answer.json()
        place = f"{VOTES}{answer.json()['number']}/"
        for step in ("make-roll", "confirm-roll", "post"):
            answer = client.post(f"{place}{step}/", {}, format="json")
            assert answer.status_code == 200, answer.json()
        assert answer.json()["state"] == VoteState.POSTED
        assert [option["stance"] for option in answer.json()["matters"][0]["options"]] == ["yes", "no", "abstain"]

    def test_that_the_law_forbids_names_the_article(self, client_of, estate, owners):
        opens = timezone.now() + timedelta(days=40)
        short = drafting(estate, opens_at=opens.isoformat(), closes_at=(opens + timedelta(hours=1)).isoformat())
        answer = client_of("street").post(VOTES, short, format="json")
        assert answer.status_code == 400
        assert "默认值" in str(answer.json())

    def test_offers_what_may_be_done_now(self, client_of, estate, owners):
        vote = a_draft(estate)
        moves = client_of("street").get(f"{VOTES}{vote.number}/").json()["moves"]
        assert {move["verb"] for move in moves} == {
            "amend",
            "make_roll",
            "correct_roll",
            "confirm_roll",
            "post",
            "stop",
        }
        assert client_of("auditor").get(f"{VOTES}{vote.number}/").json()["moves"] == []

    def test_changed_meanwhile_is_not_announced(self, client_of, estate, owners):
        vote = a_draft(estate)
        answer = client_of("street").post(f"{VOTES}{vote.number}/post/", {"version": 0}, format="json")
        assert answer.status_code == 409

    def test_corrects_its_roll_with_a_reason(self, client_of, estate, owners):
        vote = a_draft(estate)
        line = vote.roll.first()
        sent = {"home": line.home_id, "area_m2": "88.80", "reason": "不动产登记为准"}
        assert client_of("street").post(f"{VOTES}{vote.number}/correct-roll/", sent, format="json").status_code == 200
        told = client_of("street").get(f"{VOTES}{vote.number}/roll/").json()
        assert told["count"] == 3
        assert {row["area_m2"] for row in told["results"]} == {88.8, 60.0, 50.0}

    def test_is_not_the_district_next_doors(self, client_of, estate, owners):
        vote = a_draft(estate)
        assert client_of("neighbour").get(f"{VOTES}{vote.number}/").status_code == 404
        assert client_of("neighbour").post(f"{VOTES}{vote.number}/post/", {}, format="json").status_code == 404


class TestAnOpenVote:
    def test_tells_how_many_took_part_and_nothing_of_what_they_chose(self, client_of, open_vote):
        client = client_of("street")
        told = client.get(f"{VOTES}{open_vote.number}/progress/").json()
        assert (told["heads"], told["heads_all"], told["area_m2"]) == (3, 3, 210.0)
        matter = client.get(f"{VOTES}{open_vote.number}/").json()["matters"][0]
        assert matter["heads_part"] is None
        assert {option["heads"] for option in matter["options"]} == {None}

    @pytest.mark.parametrize("what", ["result", "slips"])
    def test_has_no_result_before_the_end(self, client_of, open_vote, what):
        answer = client_of("bureau").get(f"{VOTES}{open_vote.number}/{what}/")
        assert answer.status_code == 409
        assert "2026-09-30" in str(answer.json())

    def test_is_not_counted_before_the_end(self, client_of, estate, owners):
        now = timezone.now()
        vote = an_open_vote(estate)
        Vote.objects.filter(pk=vote.pk).update(closes_at=now + timedelta(days=1))
        assert client_of("street").post(f"{VOTES}{vote.number}/count/", {}, format="json").status_code == 409


class TestACountedVote:
    def test_is_told_to_officers_and_not_to_committee_members(self, client_of, member, open_vote):
        counted(open_vote)
        place = f"{VOTES}{open_vote.number}/"
        assert client_of("street").get(f"{place}result/").json()["heads_part"] == 3
        assert client_of("street").get(place).json()["matters"][0]["heads_part"] == 3
        assert member.get(f"{place}result/").status_code == 409
        assert member.get(place).json()["matters"][0]["heads_part"] is None

    def test_has_no_list_yet(self, client_of, open_vote):
        counted(open_vote)
        assert client_of("bureau").get(f"{VOTES}{open_vote.number}/slips/").status_code == 409


class TestAResult:
    def test_has_every_line_of_the_law(self, client_of, open_vote):
        announced(open_vote)
        told = client_of("street").get(f"{VOTES}{open_vote.number}/result/").json()
        (matter,) = told["matters"]
        assert (matter["passed"], matter["majority"]["heads"], matter["majority"]["area_m2"]) == (True, 2, 160.0)
        assert matter["quorum"]["is_inclusive"] is True
        assert matter["majority"]["is_inclusive"] is False

    def test_is_the_sum_of_the_posted_list(self, client_of, open_vote):
        announced(open_vote)
        rows = client_of("street").get(f"{VOTES}{open_vote.number}/slips/?page_size=1000").json()["results"]
        yes = [row for row in rows if (row["matter"], row["option"]) == (1, 1)]
        areas = sum(Decimal(str(row["area_m2"])) for row in yes)
        assert (sum(row["heads"] for row in yes), areas % MODULUS) == (2, 160)

    def test_names_neither_rooms_nor_people_beside_choices(self, client_of, open_vote):
        announced(open_vote)
        answer = client_of("street").get(f"{VOTES}{open_vote.number}/slips/?page_size=1000").content.decode()
        assert not [word for word in ("单元", "王", "owner", "home") if word in answer]

    def test_that_was_objected_to_tells_the_words_and_not_the_name(self, client_of, open_vote):
        from committees.votes.actions import object_to

        announced(open_vote)
        Vote.objects.filter(pk=open_vote.pk).update(announced_until_on=timezone.localdate() + timedelta(days=9))
        objection = object_to(open_vote, name="赵敏", words="我家的票没有计入。", at=timezone.now())
        client, place = client_of("street"), f"{VOTES}{open_vote.number}/"
        answer = client.get(place)
        assert answer.json()["objections"][0]["words"] == "我家的票没有计入。"
        assert "赵敏" not in answer.content.decode()
        sent = {"objection": objection.number, "answer": "已核对，票条在第 12 行。", "is_upheld": False}
        assert client.post(f"{place}answer-objection/", sent, format="json").status_code == 200
        assert client.post(f"{place}answer-objection/", sent, format="json").status_code == 409


def test_a_committee_member_sees_the_own_estates_votes_alone(member, estate, owners):
    vote = a_posted_vote(estate)
    told = member.get(VOTES).json()["results"]
    assert [row["number"] for row in told] == [vote.number]
    assert member.get(f"/api/v1/owners/{owners[0].pk}/").status_code == 403
