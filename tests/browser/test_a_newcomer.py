"""Somebody who never saw the portal: what one pays, how good the company is and who speaks for the owners, in two taps.

Without script, on a phone. Then to the estate beside another one, and to its news.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Portal
from tests.factories import an_estate
from tests.pages.test_every_page import ADDRESSES

pytestmark = pytest.mark.django_db(transaction=True)


def is_on_screen(page: Page, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]


class TestNewcomer:
    def test_finds_fee_grade_and_committee_in_two_taps(self, phone, portal: Portal):
        page = phone(script=False)
        page.goto("/")
        page.locator("#q").fill(portal.world.estate.name)
        page.locator(".search button").click()
        page.locator("a.row").first.click()
        for block, words in (("#fee", "1.65"), ("#manager", "良好"), ("#committee", "业委会")):
            answer = page.locator(f".answers a.answer[href='{block}']").last
            expect(answer).to_contain_text(words)
            assert is_on_screen(page, f".answers a.answer[href='{block}'] >> nth=-1"), block

    def test_compares_and_follows_without_script(self, phone, portal: Portal):
        other = an_estate(name="桐安家园", initials="tajy")
        page = phone(script=False)
        page.goto(f"/estates/{portal.world.estate.code}/")
        page.get_by_role("link", name="对比", exact=True).click()
        page.locator("#q").fill("桐安")
        page.locator("form.search button").click()
        page.get_by_role("link", name="桐安家园").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("对比 2 个小区")
        page.goto(f"/estates/{other.code}/")
        page.get_by_role("link", name="关注", exact=True).click()
        page.get_by_role("button", name="在这台手机上关注").click()
        expect(page.get_by_role("heading", name="桐安家园")).to_be_visible()

    @pytest.mark.parametrize("width", [320, 390])
    def test_never_scrolls_sideways(self, phone, portal: Portal, width):
        estates = [portal.world.estate, *(an_estate(name="石家庄" * 6 + str(n)) for n in range(3))]
        page = phone(width=width)
        some = [address for address in ADDRESSES if "estate" in address or "compare" in address]
        for address in [*some, "/compare/?" + "&".join(f"e={each.code}" for each in estates)]:
            page.goto(address.format(**portal.world.keys()))
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
