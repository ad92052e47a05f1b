"""What everybody reads of a vote: progress while it is open, then the result, and the list that adds up to it."""

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise

import pgtrigger
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import RuleValue
from committees.models import Ballot, PostedList, Vote
from committees.postings.actions import post
from committees.votes.slips import MODULUS
from tests.factories.owners import a_committee
from tests.factories.votes import a_draft, a_posted_vote, an_open_vote, announced, votes_for
from tests.pages.reading import Page


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def browser():
    return Client()


@pytest.fixture
def vote(estate, owners):
    return an_open_vote(estate)


@pytest.fixture
def posted(vote, owners):
    """Five of six voted: four in favour."""
    votes_for(vote, owners[:4], "yes")
    votes_for(vote, owners[4:5], "no")
    vote = announced(vote)
    Vote.objects.filter(pk=vote.pk).update(announced_until_on=timezone.localdate() + timedelta(days=9))
    vote.refresh_from_db()
    return vote


def read(browser, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200, address
    return Page(response).text


class TestAnOpenVote:
    def test_tells_how_many_took_part_and_nothing_else(self, browser, vote, owners):
        votes_for(vote, owners[:3], "no")
        now = timezone.now()
        Vote.objects.filter(pk=vote.pk).update(opens_at=now - timedelta(days=60), closes_at=now + timedelta(days=1))
        text = read(browser, f"/votes/{vote.number}/")
        assert "50.0%" in text
        assert "/vote/" in browser.get(f"/votes/{vote.number}/").content.decode()

    @pytest.mark.parametrize("page", ["list/", "list.csv", "list.json", "rooms/"])
    def test_has_no_list_yet(self, browser, vote, page):
        assert browser.get(f"/votes/{vote.number}/{page}").status_code == 404

    def test_finds_no_lines_yet(self, browser, vote, owners):
        votes_for(vote, owners[:1], "no")
        answer = browser.post(f"/votes/{vote.number}/mine/", {"receipt": Ballot.objects.get().receipt})
        assert "Counted as" not in answer.content.decode()
        assert "算作" not in answer.content.decode()


class TestADraft:
    def test_is_nobodys_to_read(self, browser, estate, owners):
        assert browser.get(f"/votes/{a_draft(estate).number}/").status_code == 404


class TestAResult:
    def test_stands_with_sums_of_the_list_that_agree(self, browser, posted):
        html = browser.get(f"/votes/{posted.number}/").content.decode()
        assert posted.list_digest in html
        assert "state-late" not in html
        assert html.count("state-done") == 5  # passed; took part and three options agree

    def test_differs_from_a_list_that_was_tampered_with(self, browser, posted):
        yes = PostedList.objects.get(vote=posted, place=1)
        with pgtrigger.ignore("committees.PostedList:posted_lists_never_changed"):
            PostedList.objects.filter(pk=yes.pk).update(lines=yes.lines.replace(",1,1,1,0.00", ",1,2,1,0.00", 1))
        assert "state-late" in browser.get(f"/votes/{posted.number}/").content.decode()

    def test_is_drawn_with_the_line_that_was_needed(self, browser, posted):
        """Four of five heads are 80 % of those who took part; the line stands at half of them."""
        html = browser.get(f"/votes/{posted.number}/").content.decode()
        majority = html.split('class="vote-bars"')[2]
        assert 'width="80.00%"' in majority
        assert 'x="50.00%"' in majority

    def test_can_be_added_up_from_the_table(self, browser, posted):
        content = browser.get(f"/votes/{posted.number}/list.csv").content
        assert sha256(content.partition(b"\n")[2]).hexdigest() == posted.list_digest
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        part = [row for row in rows if row["matter"] == "0"]
        assert sum(int(row["heads"]) for row in part) == 5
        assert sum(Decimal(row["area_m2"]) for row in part) % MODULUS == 550

    def test_can_be_added_up_from_json(self, browser, posted):
        told = json.loads(browser.get(f"/votes/{posted.number}/list.json").content)
        yes = told["matters"][0]["options"][0]
        slips = [slip for slip in told["slips"] if slip[1:3] == [1, yes["option"]]]
        assert sum(slip[3] for slip in slips) == yes["heads"] == 4
        assert sum(Decimal(slip[4]) for slip in slips) % MODULUS == Decimal(yes["area_m2"]) == 420

    def test_tells_the_rooms_that_took_part_while_it_hangs(self, browser, posted):
        assert "106" not in read(browser, f"/votes/{posted.number}/rooms/")
        assert "105" in read(browser, f"/votes/{posted.number}/rooms/")
        Vote.objects.filter(pk=posted.pk).update(announced_until_on=timezone.localdate())
        assert "105" not in read(browser, f"/votes/{posted.number}/rooms/")

    def test_of_few_ballots_posts_rooms_without_areas(self, browser, posted):
        """Of a handful of areas one set alone adds up to what was in favour."""
        text = read(browser, f"/votes/{posted.number}/rooms/")
        assert "105" in text
        assert not any(area in text for area in ("90.00", "100.00", "110.00", "120.00", "130.00"))

    @pytest.mark.parametrize(
        ("ballots", "heads", "told"), [("5", "1", True), ("6", "1", False), ("5", "2", False), ("50", "3", False)]
    )
    def test_posts_areas_beside_rooms_where_they_tell_nothing(self, browser, posted, ballots, heads, told):
        for key, value in (("ballots", ballots), ("heads", heads)):
            RuleValue.objects.filter(key=f"vote_areas_posted_from_{key}").update(value=value)
        assert ("130.00" in read(browser, f"/votes/{posted.number}/rooms/")) is told

    def test_is_found_by_its_receipt_and_by_no_other(self, browser, posted, owners):
        receipt = Ballot.objects.get(owner=owners[4]).receipt
        found = browser.post(f"/votes/{posted.number}/mine/", {"receipt": receipt.lower()})
        assert found.status_code == 200
        assert "130.00" in Page(found).text
        assert receipt not in found.content.decode()
        other = browser.post(f"/votes/{posted.number}/mine/", {"receipt": receipt[:-1] + "*"})
        assert other.status_code == 422

    def test_never_names_an_owner_or_shows_a_phone(self, browser, posted):
        for page in ("", "list/", "list.csv", "list.json", "rooms/"):
            html = browser.get(f"/votes/{posted.number}/{page}").content.decode()
            assert "王秀兰" not in html
            assert "13800000021" not in html


class TestTheEstatesPage:
    def test_tells_of_the_committee_its_members_and_what_hangs(self, browser, estate):
        a_committee(estate, seat_count=7)
        post(estate, "minutes", "会议纪要", "决定修门。", days=9, by=None, at=timezone.now())
        old = post(estate, "notice", "旧通知", "过期", days=1, by=None, at=timezone.now())
        type(old).objects.filter(pk=old.pk).update(posted_on="2026-01-01", until_on="2026-01-09")
        text = read(browser, f"/estates/{estate.code}/")
        assert all(told in text for told in ("李卫国", "0311-86000000", "决定修门。"))
        assert "旧通知" not in text

    @pytest.mark.parametrize(("way", "shown"), [("姓名", "李卫国"), ("姓氏", "李"), ("不公布", "")])
    def test_names_members_as_the_city_says(self, browser, estate, way, shown):
        RuleValue.objects.filter(key="committee_names_shown").update(value=way)
        a_committee(estate)
        text = read(browser, f"/estates/{estate.code}/")
        assert ("李卫国" in text) == (way == "姓名")
        assert shown in text

    @pytest.mark.parametrize("look", ["", "elder"])
    def test_leads_to_an_open_vote_and_to_past_ones(self, browser, vote, look):
        now = timezone.now()
        Vote.objects.filter(pk=vote.pk).update(opens_at=now - timedelta(days=60), closes_at=now + timedelta(days=1))
        browser.cookies["look"] = look
        assert f"/votes/{vote.number}/" in browser.get(f"/estates/{vote.estate.code}/").content.decode()

    def test_says_what_is_missing_where_there_is_nothing(self, browser, estate):
        assert "notyet" in browser.get(f"/estates/{estate.code}/").content.decode()

    def test_asks_no_more_of_many_postings_and_votes_than_of_few(self, browser, estate, owners):
        a_committee(estate)
        a_posted_vote(estate)
        post(estate, "minutes", "纪要", "一", days=9, by=None, at=timezone.now())
        browser.get(f"/estates/{estate.code}/?x=1")  # reads what is kept in memory for the pages of all estates
        with CaptureQueriesContext(connection) as few:
            browser.get(f"/estates/{estate.code}/")
        for number in range(9):
            post(estate, "minutes", f"纪要{number}", "一", days=9, by=None, at=timezone.now())
            a_posted_vote(estate, title=f"表决{number}")
        with CaptureQueriesContext(connection) as many:
            browser.get(f"/estates/{estate.code}/")
        assert len(few) == len(many)


@pytest.mark.parametrize("look", ["standard", "elder-contrast"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
class TestEveryPage:
    def test_has_one_title_headings_without_gaps_and_little_weight(self, browser, posted, look, language):
        browser.cookies["look"] = look
        browser.cookies["django_language"] = language
        own = [f"/votes/{posted.number}/{page}" for page in ("", "list/", "rooms/", "mine/")]
        for address in ["/vote/", *own, f"/estates/{posted.estate.code}/"]:
            page = Page(browser.get(address))
            assert page.headings.count(1) == 1, address
            assert page.headings[0] == 1, address
            assert all(deeper - above <= 1 for above, deeper in pairwise(page.headings)), address
            assert page.weight < 100_000, address
            assert " style=" not in page.html, address
