"""Following an estate without an account: on one's own browser, and by telephone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import AuditEntry
from accounts.ports import Undeliverable
from complaints.captcha import challenges
from oversight.followers import actions, links, sending
from oversight.followers.list import VISIT, Seen
from oversight.models import Follower, News
from oversight.pages.following import ASKED
from tests.conftest import NOW
from tests.factories import an_estate
from tests.factories.complaints import the_rules

PHONE = "13800138000"
DAYTIME = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Gateway:
    """Carries messages into a list."""

    sent: list = []
    fault: Exception | None = None

    def carry(self, message):
        if Gateway.fault:
            raise Gateway.fault
        Gateway.sent.append(message)


@pytest.fixture(autouse=True)
def gateway(settings, monkeypatch):
    settings.NOTICE_WAYS = {"sms": "tests.pages.test_following_estates.Gateway"}
    Gateway.sent, Gateway.fault = [], None
    cache.clear()
    return Gateway


@pytest.fixture
def estate(city):
    the_rules(city)
    return an_estate(name="青禾苑")


def code_sent() -> str:
    return re.search(r"\d{6}", Gateway.sent[-1].words)[0]


def a_follower(estate, phone=PHONE, at=NOW) -> Follower:
    follower = actions.ask(estate, phone, at=at)
    assert actions.confirm(follower, code_sent(), at=at)
    return Follower.objects.get(pk=follower.pk)


class TestOnThisPhone:
    def test_is_a_list_that_only_this_browser_knows(self, client, estate):
        client.post(f"/follow/estates/{estate.code}/")
        assert estate.name in client.get("/follow/estates/").content.decode()
        assert estate.name not in Client().get("/follow/estates/").content.decode()
        client.post(f"/follow/estates/{estate.code}/", {"forget": "1"})
        assert estate.name not in client.get("/follow/estates/").content.decode()

    def test_shows_what_changed_since_the_last_visit(self, client, estate):
        client.post(f"/follow/estates/{estate.code}/")
        News.objects.create(
            estate_id=estate.pk, kind="fee", before={}, after={"fen": 111}, at=NOW - timedelta(days=9999)
        )
        later = datetime.now(UTC) + timedelta(seconds=5)
        News.objects.create(estate_id=estate.pk, kind="fee", before={}, after={"fen": 222}, at=later)
        text = client.get("/follow/estates/").content.decode()
        assert "2.22" in text
        assert "1.11" not in text

    def test_a_visit_ends_when_nobody_looked_for_a_while(self):
        seen = Seen(NOW, NOW)
        soon, later = NOW + VISIT, NOW + VISIT + timedelta(seconds=1)
        assert seen.looked(soon).known == NOW
        assert seen.looked(later).known == NOW
        assert seen.looked(later).looked(later + timedelta(hours=1)).known == later

    def test_a_forged_cookie_follows_nothing(self, client, estate):
        client.cookies["followed"] = f'{{"{estate.code}": [1, 2]}}'
        assert estate.name not in client.get("/follow/estates/").content.decode()

    def test_forgets_estates_that_are_gone_and_keeps_the_latest_twenty(self, client, estate):
        for each in [an_estate() for _each in range(21)]:
            client.post(f"/follow/estates/{each.code}/")
        assert client.get("/follow/estates/").content.decode().count('name="forget"') == 20


class TestAsking:
    def test_sends_a_code_and_keeps_the_number_sealed(self, estate):
        follower = actions.ask(estate, PHONE, at=NOW)
        (message,) = Gateway.sent
        assert message.address == PHONE
        assert PHONE not in str(Follower.objects.values().get())
        assert follower.phone == PHONE
        assert code_sent() not in str(Follower.objects.values().get())

    def test_a_right_code_confirms_once(self, estate):
        follower = actions.ask(estate, PHONE, at=NOW)
        assert not actions.confirm(follower, "x", at=NOW)
        assert actions.confirm(follower, code_sent(), at=NOW)
        with pytest.raises(actions.CannotFollow):
            actions.confirm(follower, code_sent(), at=NOW)

    def test_a_code_does_not_count_for_long_nor_against_guessing(self, estate):
        follower = actions.ask(estate, PHONE, at=NOW)
        with pytest.raises(actions.CannotFollow):
            actions.confirm(follower, code_sent(), at=NOW + actions.LASTS)
        for _try in range(actions.MOST_TRIES):
            assert not actions.confirm(follower, "000000x", at=NOW)
        with pytest.raises(actions.CannotFollow):
            actions.confirm(follower, code_sent(), at=NOW)

    def test_a_number_that_follows_already_gets_no_code(self, estate):
        follower = a_follower(estate)
        again = actions.ask(estate, PHONE, at=NOW)
        assert again.pk == follower.pk
        assert links.end_link(follower) in Gateway.sent[-1].words
        assert Follower.objects.get().confirmed_at == NOW

    def test_whether_a_number_follows_already_shows_by_no_answer(self, estate):
        a_follower(estate)
        for phone in (PHONE, "13900139000"):
            follower = actions.ask(estate, phone, at=NOW)
            answers = [actions.confirm(follower, "000000x", at=NOW) for _try in range(actions.MOST_TRIES)]
            assert answers == [False] * actions.MOST_TRIES
            with pytest.raises(actions.CannotFollow):
                actions.confirm(follower, "000000x", at=NOW)
            with pytest.raises(actions.CannotFollow):
                actions.confirm(actions.ask(estate, phone, at=NOW), "000000x", at=NOW + actions.LASTS)

    def test_says_when_no_message_arrives(self, estate):
        Gateway.fault = Undeliverable("x")
        with pytest.raises(actions.CannotFollow, match=re.escape("138****8000")):
            actions.ask(estate, PHONE, at=NOW)

    def test_the_audit_log_holds_no_number(self, estate):
        actions.end(a_follower(estate), at=NOW)
        entries = list(AuditEntry.objects.filter(verb__in=["follow_estate", "unfollow_estate"]).values())
        assert len(entries) == 2
        assert PHONE not in str(entries)
        assert "8000" not in str(entries)

    def test_one_number_follows_an_estate_once(self, estate):
        follower = a_follower(estate)
        follower.pk = None
        with pytest.raises(IntegrityError, match="one_number_follows_an_estate_once"), transaction.atomic():
            follower.save()

    def test_a_confirmed_number_has_no_code_left(self, estate):
        a_follower(estate)
        with pytest.raises(IntegrityError, match="a_confirmed_number_has_no_code_left"), transaction.atomic():
            Follower.objects.update(code_digest="x")


class TestTelling:
    def news(self, estate, **values):
        return News.objects.create(
            **{"estate_id": estate.pk, "kind": "fee", "before": {}, "after": {"fen": 1}, "at": NOW, **values}
        )

    def test_tells_each_follower_once_of_all_that_is_new(self, estate):
        self.news(estate)
        follower = a_follower(estate)
        assert sending.tell(at=DAYTIME) == 0
        self.news(estate)
        self.news(estate, kind="grade", after={"grade": "B"})
        assert sending.tell(at=DAYTIME) == 1
        assert sending.tell(at=DAYTIME) == 0
        words = Gateway.sent[-1].words
        assert "信用等级，物业费" in words.replace("、", "，")
        assert links.end_link(follower) in words
        assert f"/estates/{estate.code}/news/" in words

    def test_is_silent_by_night(self, estate):
        a_follower(estate)
        self.news(estate)
        assert sending.tell(at=datetime(2026, 11, 20, 17, 30, tzinfo=UTC)) == 0

    def test_tries_again_and_gives_a_dead_number_up(self, estate):
        a_follower(estate)
        self.news(estate)
        Gateway.fault = OSError("away")
        for _try in range(sending.MOST_FAILURES - 1):
            assert sending.tell(at=DAYTIME) == 0
        assert Follower.objects.get().failures == sending.MOST_FAILURES - 1
        sending.tell(at=DAYTIME)
        assert not Follower.objects.exists()

    def test_forgets_a_number_that_takes_no_messages(self, estate):
        a_follower(estate)
        self.news(estate)
        Gateway.fault = Undeliverable("x")
        sending.tell(at=DAYTIME)
        assert not Follower.objects.exists()

    def test_leaves_those_alone_who_never_confirmed(self, estate):
        actions.ask(estate, PHONE, at=NOW)
        self.news(estate)
        Gateway.sent = []
        sending.tell(at=DAYTIME)
        assert Gateway.sent == []


class TestEnding:
    def test_asks_once_then_forgets_the_number(self, client, estate):
        follower = a_follower(estate)
        link = links.end_link(follower).partition("//")[2].partition("/")[2]
        assert "138****8000" in client.get(f"/{link}").content.decode()
        assert Follower.objects.exists()
        client.post(f"/{link}")
        assert not Follower.objects.exists()
        assert "号码已删除" in client.get(f"/{link}").content.decode()

    def test_a_wrong_link_ends_nothing(self, client, estate):
        follower = a_follower(estate)
        assert client.post(f"/follow/end/{follower.pk}/{'0' * 16}/").status_code == 404
        assert Follower.objects.exists()

    def test_numbers_go_when_their_time_is_over_or_nobody_confirmed(self, estate):
        a_follower(estate)
        actions.ask(estate, "13900139000", at=NOW)
        assert actions.erase(at=NOW + actions.UNCONFIRMED) == 0
        assert actions.erase(at=NOW + actions.UNCONFIRMED + timedelta(minutes=1)) == 1
        assert actions.erase(at=NOW + timedelta(days=365)) == 0
        assert actions.erase(at=NOW + timedelta(days=366)) == 1

    def test_numbers_go_with_their_estate(self, estate):
        a_follower(estate)
        Follower.objects.update(estate_id=0)
        assert actions.erase(at=NOW) == 1


class TestPages:
    def passed(self, monkeypatch):
        monkeypatch.setattr(challenges, "passes", lambda key, digits: True)

    def test_lead_from_a_number_to_its_confirmation(self, client, estate, monkeypatch):
        self.passed(monkeypatch)
        address = f"/follow/estates/{estate.code}/phone/"
        page = client.post(address, {"phone": "138 0013 8000", "captcha": "1", "captcha_key": "x"}).content.decode()
        asked = re.search(r'name="asked" value="([^"]+)"', page)[1]
        assert PHONE not in page
        wrong = client.post(address, {"asked": asked, "code": "1"})
        assert wrong.status_code == 422
        assert "不是发给您的验证码" in wrong.content.decode()
        done = client.post(address, {"asked": asked, "code": code_sent()})
        assert "关注好了" in done.content.decode()
        assert Follower.objects.get().confirmed_at

    def test_are_the_same_for_a_number_that_follows_already(self, client, estate, monkeypatch):
        self.passed(monkeypatch)
        a_follower(estate)
        address, pages = f"/follow/estates/{estate.code}/phone/", []
        for phone in (PHONE, "13900139000"):
            page = client.post(address, {"phone": phone, "captcha": "1", "captcha_key": "x"}).content.decode()
            asked = re.search(r'name="asked" value="([^"]+)"', page)[1]
            assert not isinstance(signing.loads(asked, salt=ASKED), int)
            wrong = client.post(address, {"asked": asked, "code": "1"})
            pages.append((wrong.status_code, re.sub(r"<[^>]+>", "", wrong.content.decode())))
        assert pages[0] == pages[1]
        assert pages[0][0] == 422

    def test_want_the_digits_of_the_picture_and_a_mobile_number(self, client, estate):
        address = f"/follow/estates/{estate.code}/phone/"
        assert client.post(address, {"phone": PHONE, "captcha": "1", "captcha_key": "x"}).status_code == 422
        assert "座机收不到短信" in client.post(address, {"phone": "031186000000"}).content.decode()
        assert Gateway.sent == []

    def test_stop_a_flood_of_codes_to_one_phone(self, client, estate, monkeypatch, settings):
        self.passed(monkeypatch)
        settings.FOLLOWER_CODES_PER_PHONE_AND_DAY = 2
        sent = {"phone": PHONE, "captcha": "1", "captcha_key": "x"}
        answers = [client.post(f"/follow/estates/{estate.code}/phone/", sent).status_code for _each in range(3)]
        assert answers == [200, 200, 422]
        assert len(Gateway.sent) == 2

    def test_do_not_bear_a_forged_token(self, client, estate):
        assert client.post(f"/follow/estates/{estate.code}/phone/", {"asked": "x", "code": "1"}).status_code == 422

    def test_say_so_where_no_message_can_be_sent(self, client, estate, settings):
        settings.NOTICE_WAYS = {"sms": ""}
        assert "现在不发短信" in client.get(f"/follow/estates/{estate.code}/").content.decode()
