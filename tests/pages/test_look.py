"""The links that change look and language."""

import pytest
from django.test import Client

from accounts.look import Look, look_named


class TestLook:
    def test_is_kept_in_a_cookie_and_leads_back(self, db):
        response = Client().get("/look/", {"v": "contrast", "next": "/grades/?q=a"})
        assert (response.status_code, response["Location"]) == (302, "/grades/?q=a")
        assert response.cookies["look"].value == "contrast"
        assert response.cookies["look"]["samesite"] == "Lax"

    def test_elder_and_contrast_combine(self, read, city):
        page = read("/", look="elder")
        assert any("v=elder-contrast" in link for link in page.links)
        assert any("v=standard" in link for link in page.links)

    def test_language_is_kept_too(self, db):
        client = Client()
        client.get("/look/", {"lang": "en", "next": "/"})
        assert 'lang="en"' in client.get("/").content.decode()

    def test_a_phone_set_to_english_still_gets_chinese(self, city):
        response = Client(headers={"accept-language": "en-US,en;q=0.9"}).get("/")
        assert 'lang="zh-Hans"' in response.content.decode()

    @pytest.mark.parametrize(
        "target",
        ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "", "\x00", "a" * 9000],
    )
    def test_never_leads_elsewhere(self, db, target):
        assert Client().get("/look/", {"v": "elder", "next": target})["Location"] == "/"

    @pytest.mark.parametrize("name", ["", "x" * 5000, "élder", "elder;contrast", "<b>", "\x00"])
    def test_takes_nonsense_for_the_standard_look(self, db, name):
        response = Client().get("/look/", {"v": name, "lang": name})
        assert response.cookies["look"].value == "standard"
        assert "django_language" not in response.cookies

    def test_names_and_looks_are_one_to_one(self):
        looks = [Look(elder, contrast) for elder in (False, True) for contrast in (False, True)]
        assert [look_named(look.name) for look in looks] == looks
