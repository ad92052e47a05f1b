"""Finding an estate, whatever is typed."""

import pytest

from accounts.pages import LONGEST_QUERY, typed
from enterprises.models import Enterprise
from tests.factories import an_estate

STRANGE = [
    "\x00",
    "青\x00禾",
    "x" * 10_000,
    "青" * 10_000,
    "%",
    "_",
    "'; DROP TABLE estates_estate; --",
    "<script>alert(1)</script>",
    "\u202e\u200b\ufeff",
    "ＡＢＣ　１２３",
    "😀" * 500,
    "a " * 3000,
    "\\",
    "\ud7ff\ufffe",
]


@pytest.fixture
def green(city):
    return an_estate(
        name="青禾苑", initials="qhy", former_names="二机床宿舍", address="槐岭路218号", region_id="130108001001"
    )


class TestSearch:
    @pytest.mark.parametrize("text", ["青禾苑", "禾", "二机床", "槐岭路", "QHY", "qhy", " 青禾  苑 ", "ｑｈｙ"])
    def test_finds_by_name_former_name_address_and_initials(self, read, green, text):
        page = read("/estates/", q=text)
        assert f"/estates/{green.code}/" in page.links
        assert "裕华区 裕兴街道" in page.text

    def test_puts_the_estate_of_that_very_name_first(self, read, green):
        north = an_estate(name="青禾苑北区", initials="qhybq")
        other = an_estate(name="老青禾苑", initials="lqhy")
        links = [link for link in read("/estates/", q="青禾苑").links if link.startswith("/estates/1")]
        assert links == [f"/estates/{estate.code}/" for estate in (green, north, other)]

    def test_offers_names_that_sound_alike_when_nothing_is_found(self, read, green):
        page = read("/estates/", q="清和园")
        assert "没有找到“清和园”" in page.text
        assert f"/estates/{green.code}/" in page.links
        assert "/regions/" in page.links
        assert "tel:12345" in page.links

    def test_shows_company_and_grade(self, read, town):
        page = read("/estates/", q=town.estate.name)
        assert town.enterprise.name in page.text
        assert "良好" in page.text

    def test_without_words_offers_the_counties(self, read, green):
        page = read("/estates/")
        assert "/regions/130108000000/" in page.links

    @pytest.mark.parametrize("text", STRANGE)
    @pytest.mark.parametrize("address", ["/estates/", "/grades/"])
    def test_takes_whatever_is_typed(self, read, town, address, text):
        page = read(address, q=text, page=text, county=text, grade=text)
        assert "<script>alert" not in page.html
        assert page.weight < 100_000

    @pytest.mark.parametrize("page_number", ["0", "-1", "99999999999999999999", "abc", "1.5", "", "9" * 5000])
    def test_takes_whatever_page_is_asked_for(self, read, green, page_number):
        assert green.name in read("/estates/", q="青禾", page=page_number).text

    def test_pages_keep_the_words(self, read, city):
        for number in range(25):
            an_estate(name=f"桐安家园{number}")
        first = read("/estates/", q="桐安")
        assert "第 1 页，共 2 页" in first.text
        following = next(link for link in first.links if "page=2" in link)
        assert "第 2 页，共 2 页" in read("/estates/" + following).text


class TestTyped:
    @pytest.mark.parametrize("text", STRANGE)
    def test_leaves_what_a_database_and_a_page_can_take(self, text):
        fit = typed(text)
        assert len(fit) <= LONGEST_QUERY
        assert fit.isprintable()

    def test_narrows_full_width_letters(self):
        assert typed("ＱＨＹ　１") == "QHY 1"


class TestRegions:
    def test_county_lists_streets_with_counts_and_its_estates(self, read, green):
        page = read("/regions/130108000000/")
        assert "裕兴街道 1 个" in page.text
        assert green.name in page.text

    def test_street_lists_communities(self, read, green):
        assert "裕东社区 1 个" in read("/regions/130108001000/").text

    def test_does_not_show_the_estates_of_the_neighbours(self, read, green):
        assert green.name not in read("/regions/130102000000/").text

    def test_the_city_itself_is_the_list_of_counties(self, client, green):
        response = client.get("/regions/130100000000/")
        assert response["Location"] == "/regions/"

    @pytest.mark.parametrize("code", ["1301080", "13010800000x", "999999999999", "１３０１０８００００００", "%00"])
    def test_unknown_codes_are_not_found(self, read, green, code):
        read(f"/regions/{code}/", status=404)


class TestNumberOfQueries:
    """The same for one row and for fifty."""

    @pytest.mark.parametrize(
        "address", ["/estates/?q=青", "/regions/130102000000/", "/regions/130102001000/", "/grades/", "/", "/regions/"]
    )
    def test_does_not_grow_with_rows(self, client, town, django_assert_num_queries, address):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from tests.factories import one_more

        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for _number in range(50):
            one_more(town.rulebook, town.night)
        assert Enterprise.objects.count() > 50
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few)
        assert len(many) < 17
