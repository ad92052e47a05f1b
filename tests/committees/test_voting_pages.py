"""An owner votes on a phone, in three steps: the letter's code, the phone's code, the choice; and finds it again."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from accounts import brake
from accounts.ports import Undeliverable
from committees import identity
from committees.models import Ballot, Holder, Invitation, MatterKind, Refusal, Vote, VoteState, Way
from committees.owners.actions import correct
from committees.owners.people import Party, Person
from committees.votes import actions
from committees.votes.actions import NewMatter
from committees.voting import entering, marking
from tests.factories.forming import Forming
from tests.factories.owners import an_owner, owners_of, some_homes
from tests.factories.votes import DRAFTED, a_draft, an_open_vote, option
from tests.pages.reading import Page


@pytest.fixture(autouse=True)
def no_brakes():
    cache.clear()


@pytest.fixture
def sent(monkeypatch):
    """The messages that went to phones."""
    messages = []
    carrier = SimpleNamespace(carry=messages.append)
    monkeypatch.setattr(identity, "adapter", lambda way: carrier)
    monkeypatch.setattr(identity, "is_used", lambda way: True)
    return messages


@pytest.fixture
def owners(estate):
    return owners_of(estate, [90, 100, 110])


@pytest.fixture
def vote(estate, owners):
    """One that is open now."""
    vote = an_open_vote(estate)
    now = timezone.now()
    Vote.objects.filter(pk=vote.pk).update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    vote.refresh_from_db()
    return vote


@pytest.fixture
def invitation(vote, owners):
    return Invitation.objects.get(vote=vote, owner=owners[0])


@pytest.fixture
def browser():
    return Client(HTTP_ACCEPT_LANGUAGE="zh-hans")


def code_of(message) -> str:
    return message.words[:6]


def give_letter(browser, invitation):
    return browser.post("/vote/", {"code": invitation.code})


def proved(browser, invitation, sent):
    give_letter(browser, invitation)
    return browser.post("/vote/phone/", {"code": code_of(sent[-1])})


def cast(browser, vote, stance="yes"):
    choose(browser, vote, stance)
    return browser.post("/vote/check/")


def choose(browser, vote, stance="yes"):
    return browser.post("/vote/mark/", {"m1": str(option(vote, stance).pk)})


def words(response) -> str:
    return Page(response).text


class TestTheWay:
    def test_leads_from_the_letter_to_a_ballot_and_its_receipt(self, browser, vote, invitation, sent):
        assert give_letter(browser, invitation)["Location"] == "/vote/phone/"
        assert sent[0].address == "13800000021"
        assert proved(browser, invitation, sent)["Location"] == "/vote/mark/"
        assert choose(browser, vote)["Location"] == "/vote/check/"
        assert browser.get("/vote/check/").status_code == 200
        assert not Ballot.objects.exists()
        assert cast(browser, vote)["Location"] == "/vote/receipt/"
        ballot = Ballot.objects.get()
        assert (ballot.owner_id, ballot.way, ballot.marked) == (invitation.owner_id, "phone", [option(vote, "yes").pk])
        assert ballot.receipt in words(browser.get("/vote/receipt/")).replace(" ", "")

    def test_takes_codes_as_people_type_them(self, browser, vote, invitation, sent):
        code = invitation.code.lower()
        typed = f" {code[:4]}-{code[4:8]} {code[8:]} ".replace("0", "o").replace("1", "l")
        assert browser.post("/vote/", {"code": typed}).status_code == 302
        spaced = " ".join(code_of(sent[0]))
        assert browser.post("/vote/phone/", {"code": spaced}).status_code == 302

    def test_can_be_gone_back_on_before_the_ballot_is_cast(self, browser, vote, invitation, sent):
        proved(browser, invitation, sent)
        choose(browser, vote, "no")
        assert f'value="{option(vote, "no").pk}" checked' in browser.get("/vote/mark/").content.decode()
        choose(browser, vote, "yes")
        browser.post("/vote/check/")
        assert Ballot.objects.get().marked == [option(vote, "yes").pk]

    def test_says_what_is_missing(self, browser, vote, invitation, sent):
        proved(browser, invitation, sent)
        assert browser.post("/vote/mark/").status_code == 422
        assert browser.post("/vote/check/")["Location"] == "/vote/mark/"
        assert not Ballot.objects.exists()

    def test_keeps_no_code_and_no_choice_that_can_be_read(self, browser, vote, invitation, sent):
        proved(browser, invitation, sent)
        choose(browser, vote)
        cookies = {name: cookie.value for name, cookie in browser.cookies.items()}
        assert not any(code in value for value in cookies.values() for code in (invitation.code, code_of(sent[0])))
        assert cookies["choice"].startswith("gAAAA")  # a Fernet token
        assert "no-store" in browser.get("/vote/check/")["Cache-Control"]
        browser.post("/vote/check/")
        assert not browser.cookies["choice"].value

    def test_takes_no_choice_of_another_letter(self, browser, vote, invitation, owners, sent):
        proved(browser, invitation, sent)
        choose(browser, vote)
        proved(browser, Invitation.objects.get(vote=vote, owner=owners[1]), sent)
        assert browser.post("/vote/check/")["Location"] == "/vote/mark/"

    def test_forgets_on_somebody_elses_phone(self, browser, vote, invitation, sent):
        proved(browser, invitation, sent)
        browser.post("/vote/forget/")
        assert 'action="/vote/"' in browser.get("/vote/mark/").content.decode()


class TestASecondTap:
    def test_finds_the_first_ballot_and_its_receipt(self, browser, vote, invitation, sent):
        proved(browser, invitation, sent)
        cast(browser, vote)
        again = cast(browser, vote, "no")
        assert again["Location"] == "/vote/receipt/"
        assert Ballot.objects.get().marked == [option(vote, "yes").pk]
        assert not Refusal.objects.exists()

    def test_on_the_way_back_too(self, browser, vote, invitation, sent):
        proved(browser, invitation, sent)
        cast(browser, vote)
        assert browser.get("/vote/mark/")["Location"] == "/vote/receipt/"

    def test_after_a_paper_ballot_says_so(self, browser, vote, invitation, sent):
        actions.cast(vote, invitation.owner, [], Way.PAPER, by=None, at=timezone.now())
        proved(browser, invitation, sent)
        assert cast(browser, vote)["Location"] == "/vote/receipt/"
        assert Ballot.objects.get().way == "paper"


class TestTheReceipt:
    @pytest.mark.parametrize("state", [VoteState.OPEN, VoteState.CLOSED, VoteState.ANNOUNCED, VoteState.STOPPED])
    def test_is_found_again_by_the_letter_after_the_end_too(self, browser, vote, invitation, sent, state):
        ballot = actions.cast(vote, invitation.owner, [option(vote, "yes").pk], Way.PHONE, by=None, at=timezone.now())
        Vote.objects.filter(pk=vote.pk).update(state=state, closes_at=timezone.now())
        assert proved(browser, invitation, sent)["Location"] == "/vote/mark/"
        shown = browser.get("/vote/mark/", follow=True)
        assert ballot.receipt in words(shown).replace(" ", "")


class TestABusyDatabase:
    def test_loses_nothing(self, browser, vote, invitation, sent, monkeypatch):
        def too_slow(*given, **named):
            raise OperationalError("canceling statement due to statement timeout")

        proved(browser, invitation, sent)
        with monkeypatch.context() as busy:
            busy.setattr(marking, "cast", too_slow)
            answer = cast(browser, vote)
        assert answer.status_code == 503
        assert 'action="/vote/check/"' in answer.content.decode()
        assert not Ballot.objects.exists()
        assert browser.post("/vote/check/")["Location"] == "/vote/receipt/"
        assert Ballot.objects.get().marked == [option(vote, "yes").pk]


class TestAnElection:
    @pytest.fixture(params=[1, 2])
    def vote(self, estate, owners, request):
        made = Forming(estate).applied().checked().grouped().posted().with_candidates(3)
        candidates = list(made.formation.candidates.all())
        seats = NewMatter(MatterKind.ELECT, "选举委员", candidates=candidates, choose_most=request.param)
        vote, now = an_open_vote(estate, seats), timezone.now()
        times = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
        Vote.objects.filter(pk=vote.pk).update(**times)
        return Vote.objects.get(pk=vote.pk)

    def test_may_be_answered_with_none_of_these(self, browser, vote, invitation, sent):
        proved(browser, invitation, sent)
        assert 'value="none1"' in browser.get("/vote/mark/").content.decode()
        assert browser.post("/vote/mark/", {"m1": "none1"})["Location"] == "/vote/check/"
        assert "都不选" in words(browser.get("/vote/check/")) or "None of these" in words(browser.get("/vote/check/"))
        assert 'value="none1" checked' in browser.get("/vote/mark/").content.decode()
        assert browser.post("/vote/check/")["Location"] == "/vote/receipt/"
        assert Ballot.objects.get().marked == []

    def test_is_not_left_blank_by_mistake(self, browser, vote, invitation, sent):
        proved(browser, invitation, sent)
        assert browser.post("/vote/mark/").status_code == 422

    def test_is_not_answered_both_ways(self, browser, vote, invitation, sent):
        proved(browser, invitation, sent)
        first = vote.matters.get().options.first()
        assert browser.post("/vote/mark/", {"m1": [str(first.pk), "none1"]}).status_code == 422


class TestAQuestionOfYesOrNo:
    def test_has_no_such_answer(self, browser, vote, invitation, sent):
        proved(browser, invitation, sent)
        assert "none1" not in browser.get("/vote/mark/").content.decode()
        assert browser.post("/vote/mark/", {"m1": "none1"}).status_code == 422


class TestTheLetter:
    def test_of_nobody_is_told_so(self, browser, vote):
        refused = browser.post("/vote/", {"code": "ABCDEFGH2345"})
        assert refused.status_code == 422
        assert "vote" not in browser.cookies

    def test_of_the_wrong_length_is_no_guess(self, browser, vote, monkeypatch):
        monkeypatch.setattr(brake, "note_failure", lambda *given: pytest.fail("counted"))
        assert browser.post("/vote/", {"code": "ABC"}).status_code == 422

    def test_guessed_too_often_is_not_asked_any_more(self, browser, vote, invitation, monkeypatch, sent):
        monkeypatch.setattr(entering, "MOST_FROM_ONE_ADDRESS", 2)
        for _each in range(2):
            browser.post("/vote/", {"code": "ABCDEFGH2345"})
        assert give_letter(browser, invitation).status_code == 422
        assert not sent

    @pytest.mark.parametrize("state", [VoteState.CLOSED, VoteState.STOPPED, VoteState.POSTED])
    def test_opens_nothing_out_of_time(self, browser, vote, invitation, sent, state):
        future = timezone.now() + timedelta(hours=1) if state == VoteState.POSTED else vote.opens_at
        Vote.objects.filter(pk=vote.pk).update(state=state, opens_at=future)
        assert give_letter(browser, invitation).status_code == 409
        assert not sent

    def test_opens_nothing_between_the_last_moment_and_the_closing(self, browser, vote, invitation, sent):
        Vote.objects.filter(pk=vote.pk).update(closes_at=timezone.now())
        assert give_letter(browser, invitation).status_code == 409

    def test_of_an_owner_without_a_phone_leads_to_paper(self, browser, estate, vote, owners, sent):
        owner = owners[1]
        Holder.objects.filter(owner=owner).update(sealed_phone="")
        stopped = give_letter(browser, Invitation.objects.get(vote=vote, owner=owner))
        assert stopped.status_code == 409
        assert not sent
        assert "纸质票" in words(stopped)

    def test_whose_home_was_sold_says_so(self, browser, vote, invitation, owners, sent):
        home = vote.roll.get(owner=invitation.owner_id).home
        home.ownerships.update(owner=owners[1])
        actions.correct_roll(vote, home, owner=owners[1], reason="sold", by=None, at=timezone.now())
        assert give_letter(browser, invitation).status_code == 409


class TestThePhone:
    def test_is_asked_for_without_a_letter_only_for_the_letter(self, browser, vote):
        for address in ("/vote/phone/", "/vote/mark/", "/vote/receipt/"):
            assert 'action="/vote/"' in browser.get(address).content.decode()

    def test_has_to_be_proved_before_the_ballot(self, browser, vote, invitation, sent):
        give_letter(browser, invitation)
        assert cast(browser, vote)["Location"] == "/vote/phone/"
        assert not Ballot.objects.exists()

    def test_cannot_be_guessed(self, browser, vote, invitation, sent):
        give_letter(browser, invitation)
        right = code_of(sent[0])
        wrong = "000000" if right != "000000" else "111111"
        for _each in range(identity.MOST_TRIES):
            assert browser.post("/vote/phone/", {"code": wrong}).status_code == 422
        assert browser.post("/vote/phone/", {"code": right}).status_code == 422

    def test_takes_the_last_of_so_many_tries(self, browser, vote, invitation, sent):
        give_letter(browser, invitation)
        right = code_of(sent[0])
        wrong = "000000" if right != "000000" else "111111"
        for _each in range(identity.MOST_TRIES - 1):
            browser.post("/vote/phone/", {"code": wrong})
        assert browser.post("/vote/phone/", {"code": right}).status_code == 302

    def test_is_sent_another_code_and_then_no_more(self, browser, vote, invitation, sent):
        give_letter(browser, invitation)
        for _each in range(identity.MOST_SENT - 1):
            assert browser.post("/vote/phone/", {"again": "1"}).status_code == 302
        assert browser.post("/vote/phone/", {"again": "1"}).status_code == 409
        assert len(sent) == identity.MOST_SENT

    def test_takes_a_code_up_to_its_last_moment(self, vote, invitation, sent):
        at = timezone.now()
        check = identity.PhoneCode()
        check.begin(invitation, at=at)
        with pytest.raises(identity.CannotProve):
            check.check(invitation, code_of(sent[0]), at=at + identity.LASTS)
        assert check.check(invitation, code_of(sent[0]), at=at + identity.LASTS - timedelta(seconds=1))

    def test_takes_a_code_once(self, vote, invitation, sent):
        at = timezone.now()
        check = identity.PhoneCode()
        check.begin(invitation, at=at)
        assert check.check(invitation, code_of(sent[0]), at=at)
        with pytest.raises(identity.CannotProve):
            check.check(invitation, code_of(sent[0]), at=at)

    @pytest.mark.parametrize("fault", [Undeliverable("x"), OSError("away")])
    def test_that_no_message_reaches_is_told(self, browser, vote, invitation, sent, monkeypatch, fault):
        def carry(message):
            raise fault

        monkeypatch.setattr(identity, "adapter", lambda way: SimpleNamespace(carry=carry))
        assert give_letter(browser, invitation).status_code == 409

    @pytest.mark.parametrize("fault", [Undeliverable("x"), OSError("away")])
    def test_counts_what_was_carried_only(self, vote, invitation, sent, monkeypatch, fault):
        def carry(message):
            raise fault

        check, at = identity.PhoneCode(), timezone.now()
        check.begin(invitation, at=at)
        with monkeypatch.context() as away:
            away.setattr(identity, "adapter", lambda way: SimpleNamespace(carry=carry))
            with pytest.raises(identity.CannotProve):
                check.begin(invitation, at=at)
        invitation.refresh_from_db()
        assert (invitation.sent_count, invitation.phone_code_digest) == (1, "")
        check.begin(invitation, at=at)
        assert len({message.key for message in sent}) == len(sent) == 2

    def test_that_was_changed_after_the_roll_was_confirmed_gets_no_code(self, browser, vote, invitation, sent):
        """Who prints the letters could else vote for everybody."""
        people = Party((Person.told("王秀兰", "13900000099"),))
        correct(invitation.owner, people, by=None, at=timezone.now(), why="换号")
        stopped = give_letter(browser, invitation)
        assert stopped.status_code == 409
        assert "纸质票" in words(stopped)
        assert not sent

    def test_that_was_put_down_after_it_gets_none_either(self, browser, estate, owners, sent):
        owner = an_owner(*some_homes(estate, [70]), phone="")
        vote = an_open_vote(estate)
        correct(owner, Party((Person.told("王秀兰", "13900000099"),)), by=None, at=timezone.now())
        with pytest.raises(identity.CannotProve):
            identity.PhoneCode().begin(Invitation.objects.get(vote=vote, owner=owner), at=timezone.now())
        assert not sent

    def test_that_was_changed_in_a_draft_is_the_one_of_the_roll(self, estate, owners, sent):
        draft = a_draft(estate)
        correct(owners[0], Party((Person.told("王秀兰", "13900000099"),)), by=None, at=DRAFTED)
        actions.confirm_roll(draft, by=None, at=DRAFTED)
        identity.PhoneCode().begin(Invitation.objects.get(vote=draft, owner=owners[0]), at=timezone.now())
        assert sent[0].address == "13900000099"

    def test_stands_in_no_column(self, vote, invitation, sent):
        identity.PhoneCode().begin(invitation, at=timezone.now())
        invitation.refresh_from_db()
        assert code_of(sent[0]) not in str(invitation.__dict__)


class TestAForgedCookie:
    def test_opens_nothing(self, browser, vote, invitation):
        browser.cookies["vote"] = json.dumps({"invitation": invitation.pk, "proved": True})
        assert 'action="/vote/"' in browser.get("/vote/mark/").content.decode()
