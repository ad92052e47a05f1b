"""What holds for every public page: both languages, all looks, no outside address, sound outline, little weight."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import World
from tests.pages.conftest import a_town

ADDRESSES = [
    "/",
    "/estates/",
    "/estates/?q=青禾",
    "/estates/?q=没有这个小区",
    "/estates/{estate}/",
    "/regions/",
    "/regions/130102000000/",
    "/regions/130102001000/",
    "/regions/130102001001/",
    "/grades/",
    "/grades/?grade=B&county=130102000000&q=和煦",
    "/grades/how/",
    "/enterprises/{enterprise}/",
    "/enterprises/{enterprise}/records/",
    "/estates/{estate}/news/",
    "/estates/{estate}/peers/",
    "/compare/",
    "/compare/?e={estate}",
    "/papers/",
    "/about/accessibility/",
    "/about/privacy/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
class TestEveryPage:
    @pytest.fixture(scope="class")
    @classmethod
    def town(cls, settled_in_class) -> World:
        return a_town()

    def test_opens_in_every_look_and_language(self, read, town: World, address):
        for look in ("standard", "contrast", "elder", "elder-contrast"):
            for language in ("zh-hans", "en"):
                root = read(address.format(**town.keys()), look=look, language=language).tags("html")[0]
                assert root["lang"] == ("en" if language == "en" else "zh-Hans")
                assert root.get("class", "") == " ".join(word for word in look.split("-") if word != "standard")

    def test_loads_nothing_from_elsewhere(self, read, town: World, address):
        page = read(address.format(**town.keys()))
        assert page.loads
        assert all(re.match(r"(/(?!/)|#)", load) for load in page.loads)
        assert all(re.match(r"(/(?!/)|#|\?|tel:)", link) for link in page.links)
        assert "default-src 'none'" in page.response["Content-Security-Policy"]
        assert " style=" not in page.html
        assert not [script for script in page.tags("script") if "src" not in script]

    def test_has_one_title_and_headings_without_gaps(self, read, town: World, address):
        headings = read(address.format(**town.keys())).headings
        assert headings.count(1) == 1
        assert headings[0] == 1
        assert all(deeper - above <= 1 for above, deeper in pairwise(headings))

    def test_weighs_less_than_a_hundred_kilobytes(self, read, town: World, address):
        assert read(address.format(**town.keys())).weight < 100_000

    def test_has_a_field_for_every_label_and_the_other_way_round(self, read, town: World, address):
        page = read(address.format(**town.keys()))
        shown = [field for name in ("input", "select") for field in page.tags(name) if field.get("type") != "hidden"]
        fields = [field["id"] for field in shown]
        assert sorted(fields) == sorted(label["for"] for label in page.tags("label"))
        ids = [attrs["id"] for _tag, attrs in page._reader.tags if "id" in attrs]
        assert len(ids) == len(set(ids))

    def test_writes_chinese_with_full_width_punctuation(self, read, town: World, address):
        page = read(address.format(**town.keys()))
        assert not re.findall(r"[\u4e00-\u9fff][,;:!?][\u4e00-\u9fff]", page.text)

    def test_is_not_kept_without_being_asked_again(self, read, town: World, address):
        response = read(address.format(**town.keys())).response
        assert response["Cache-Control"] == "no-cache"
        assert response["ETag"]
        assert "Cookie" in response["Vary"]

    def test_can_only_be_read(self, client, town: World, address):
        assert client.post(address.format(**town.keys())).status_code == 405


class TestEmptyPortal:
    """No city, no night, nothing on the registers."""

    @pytest.mark.parametrize("address", [a for a in ADDRESSES if "{" not in a and "130102" not in a])
    @pytest.mark.parametrize("look", ["standard", "elder"])
    def test_renders_kindly(self, read, address, look):
        page = read(address, look=look)
        assert "None" not in page.text
        assert "暂无数据" not in page.text

    def test_says_when_figures_will_come(self, read):
        page = read("/")
        assert "第一次夜间评级之后" in page.text
        assert not page.tags("title")[1:]


class TestStylesheet:
    css = (Path(settings.ROOT) / "static/site/site.css").read_text()

    def test_loads_nothing(self):
        assert "@import" not in self.css
        assert "@font-face" not in self.css
        assert set(re.findall(r"url\(([^)]*)\)", self.css)) == {"#hatch", "#unrated"}

    def test_keeps_to_what_old_phones_know(self):
        for too_new in (":has(", "@container", "aspect-ratio", "oklch", "color-mix", "backdrop-filter"):
            assert too_new not in self.css


class TestNotFound:
    def test_looks_like_the_site_and_helps_on(self, read, town):
        page = read("/nothing-here/", status=404)
        assert "没有这一页" in page.text
        assert "/estates/" in page.loads

    def test_server_error_page_stands_alone(self):
        html = (Path(settings.ROOT) / "templates/500.html").read_text()
        assert "{%" not in html
        assert "{{" not in html
        assert "http" not in html.replace("http-equiv", "")
