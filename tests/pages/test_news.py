"""What changed about an estate: found by comparing, told in sentences, in a feed, never amended."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from oversight.models import News, NewsKind, Standing
from oversight.news.looking import look
from oversight.news.reading import news_of
from oversight.news.words import sentence
from tests.conftest import NOW
from tests.factories import an_estate

ATOM = "{http://www.w3.org/2005/Atom}"


def told(kind: NewsKind, before: dict, after: dict) -> str:
    with translation.override("en"):
        return sentence(News(kind=kind, before=before, after=after))


class TestLooking:
    def test_the_first_time_makes_no_news(self, town):
        assert look(at=NOW) == 0
        assert Standing.objects.get(pk=town.estate.pk).facts["fee"] == {"fen": 165}

    def test_finds_what_changed_and_nothing_twice(self, town):
        look(at=NOW)
        type(town.contract).objects.update(fee_fen_per_m2_month=180)
        assert look(at=NOW) == 1
        assert look(at=NOW) == 0
        news = News.objects.get()
        assert (news.estate_id, news.kind, news.before, news.after) == (
            town.estate.pk, "fee", {"fen": 165}, {"fen": 180},
        )  # fmt: skip

    def test_a_kind_that_was_not_looked_at_before_makes_no_news(self, town):
        look(at=NOW)
        row = Standing.objects.get(pk=town.estate.pk)
        del row.facts["manager"]
        row.save()
        assert look(at=NOW) == 0

    def test_forgets_estates_that_are_gone_and_news_of_long_ago(self, town):
        Standing.objects.create(estate_id=99, facts={}, seen_at=NOW)
        old = {"estate_id": town.estate.pk, "kind": "fee", "before": {}, "after": {"fen": 1}}
        News.objects.create(at=NOW - timedelta(days=731), **old)
        kept = News.objects.create(at=NOW - timedelta(days=729), **old)
        look(at=NOW)
        assert not Standing.objects.filter(pk=99).exists()
        assert list(News.objects.all()) == [kept]

    def test_asks_no_more_for_fifty_estates_than_for_one(self, town, django_assert_num_queries):
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as few:
            look(at=NOW)
        for _each in range(50):
            an_estate()
        with django_assert_num_queries(len(few)):
            look(at=NOW)


class TestNews:
    def test_is_never_amended_and_tells_of_a_change(self, town):
        news = News.objects.create(estate_id=1, kind="fee", before={}, after={"fen": 1}, at=NOW)
        with pytest.raises(Exception, match="news_never_changed"), transaction.atomic():
            News.objects.filter(pk=news.pk).update(kind="level")
        with pytest.raises(IntegrityError, match="news_tells_of_a_change"), transaction.atomic():
            News.objects.create(estate_id=1, kind="fee", before={"fen": 1}, after={"fen": 1}, at=NOW)

    def test_is_read_for_many_estates_at_once_the_latest_first(self, town, django_assert_num_queries):
        rows = [News(estate_id=town.estate.pk, kind="fee", before={"fen": n}, after={}, at=NOW) for n in range(4)]
        News.objects.bulk_create(rows)
        with django_assert_num_queries(1):
            found = news_of([town.estate], most=2)
        assert [news.before["fen"] for news in found[town.estate.pk]] == [3, 2]


class TestSentence:
    @pytest.mark.parametrize(
        ("kind", "before", "after", "words"),
        [
            (NewsKind.FEE, {"fen": 150}, {"fen": 165}, "from 1.50 to 1.65"),
            (NewsKind.FEE, {}, {"fen": 165}, "is 1.65"),
            (NewsKind.FEE, {"fen": 150}, {}, "No property fee"),
            (NewsKind.GRADE, {"grade": "A"}, {"grade": "B"}, "from A to B"),
            (NewsKind.GRADE, {"grade": "A"}, {}, "no credit grade"),
            (NewsKind.MANAGER, {}, {"company": "甲", "since": "2026-01-02"}, "甲 manages the estate since"),
            (
                NewsKind.MANAGER,
                {"company": "甲", "since": "2025-01-02"},
                {"company": "乙", "since": "2026-01-02"},
                "before it was 甲",
            ),
            (NewsKind.MANAGER, {"company": "甲", "since": "2025-01-02"}, {}, "甲 does not manage"),
            (NewsKind.LEVEL, {"level": "三级"}, {"level": "二级"}, "is 二级 now; it was 三级"),
            (NewsKind.BOARD, {"late": 0}, {"late": 2}, "2 items are missing"),
            (NewsKind.BOARD, {"late": 1}, {"late": 0}, "Everything that is owed hangs"),
            (
                NewsKind.COMMITTEE,
                {"name": "业委会", "until": "2027-01-01", "is_filed": False},
                {"name": "业委会", "until": "2027-01-01", "is_filed": True},
                "filed with the street",
            ),
            (NewsKind.COMMITTEE, {"name": "业委会", "until": "2027-01-01", "is_filed": True}, {}, "not in office"),
            (NewsKind.VOTES, {}, {"V1": {"title": "换电梯", "has_result": False}}, "The owners vote: 换电梯"),
            (
                NewsKind.VOTES,
                {"V1": {"title": "换电梯", "has_result": False}},
                {"V1": {"title": "换电梯", "has_result": True}},
                "result of a vote is posted: 换电梯",
            ),
            (NewsKind.VOTES, {"V1": {"title": "换电梯", "has_result": False}}, {}, "not held any more: 换电梯"),
        ],
    )
    def test_says_what_it_is_and_what_it_was(self, kind, before, after, words):
        assert words in told(kind, before, after)


class TestPages:
    def test_tell_of_the_estate_alone(self, read, town):
        News.objects.create(estate_id=town.estate.pk, kind="fee", before={}, after={"fen": 165}, at=NOW)
        News.objects.create(estate_id=town.estate.pk + 1, kind="fee", before={}, after={"fen": 999}, at=NOW)
        page = read(f"/estates/{town.estate.code}/news/")
        assert "1.65" in page.text
        assert "9.99" not in page.text
        assert f"/estates/{town.estate.code}/#fee" in page.links

    def test_the_feed_is_atom_and_does_not_change_by_itself(self, client, town):
        address = f"/estates/{town.estate.code}/news.atom"
        assert client.get(address).content == client.get(address).content
        News.objects.create(estate_id=town.estate.pk, kind="fee", before={}, after={"fen": 165}, at=NOW)
        feed = ElementTree.fromstring(client.get(address).content)
        (entry,) = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}updated").startswith("2026-11-20")
        assert entry.findtext(f"{ATOM}id").startswith("tag:anju,2026:estates/")
        assert client.get("/estates/0000000000000/news.atom").status_code == 404
