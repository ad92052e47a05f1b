"""An accessibility scan (axe) finds nothing on any public page: in every look, in the dark, on phone and desk."""

from functools import cache
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from complaints.following.deeds import DEEDS
from complaints.lifecycle import COMPLAINT
from complaints.models import State
from complaints.posters.actions import revoke_code
from tests.browser.conftest import PHONE, Portal, with_look
from tests.browser.test_one_complaint import (
    choose_class,
    follow,
    go_on,
    leave_contact,
    pass_captcha,
    poster_of,
    say_what,
    tap,
)
from tests.factories.complaints import a_complaint
from tests.pages.test_every_page import ADDRESSES

AXE = Path(__file__).parent / "vendor/axe-core/axe.min.js"
SCAN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`))"""
WAYS = {"on a phone": (390, "light"), "in the dark": (390, "dark"), "on a desk": (1440, "light")}
"""How wide the window is, and what the device prefers."""
STATES = [State.FILED, State.SUPPLEMENT, State.REFUSED, State.DISPATCHED, State.ANSWERED, State.REVIEWED, State.DENIED]
STATES += [State.CLOSED, State.WITHDRAWN]

pytestmark = pytest.mark.django_db(transaction=True)


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


class Scan:
    """What axe has against the pages that one phone came along, and against what they are in other ways of looking."""

    def __init__(self, page: Page, ways: dict[str, tuple[int, str]]) -> None:
        self.page, self.ways = page, ways
        self.findings: list[str] = []

    def here(self) -> None:
        self.page.evaluate(axe())
        for way, (width, scheme) in reversed(self.ways.items()):
            self.page.set_viewport_size({**PHONE, "width": width})
            self.page.emulate_media(color_scheme=scheme)
            self.findings += [f"{self.page.url} {way}: {finding}" for finding in self.page.evaluate(SCAN)]

    def at(self, *addresses: str) -> None:
        for address in addresses:
            self.page.goto(address)
            self.here()


@pytest.fixture(params=["standard", "elder", "contrast"])
def scan(phone, portal: Portal, request) -> Scan:
    """A phone in one of the looks; the plain one in the dark and as wide as a desk, too."""
    look = request.param
    return Scan(with_look(phone(), portal, look), WAYS if look == "standard" else {"": WAYS["on a phone"]})


class TestNothingIsFound:
    def test_on_the_pages_for_everybody(self, scan: Scan, portal: Portal):
        scan.at(*(address.format(**portal.world.keys()) for address in ADDRESSES), "/figures/complaints/")
        assert not scan.findings, "\n".join(scan.findings)

    def test_on_the_way_of_a_report(self, scan: Scan, portal: Portal):
        page, estate = scan.page, portal.world.estate
        a_complaint(estate, words="电梯停在 5 层和 6 层之间，里面有人。")
        revoked = revoke_code(poster_of(estate), why="torn off", by=None, at=timezone.now())
        scan.at("/report/", f"/report/?q={estate.name}", "/report/?q=没有", "/q/", "/q/ABC/", f"/q/{revoked.code}/")
        scan.at(f"/report/?estate={estate.code}")
        choose_class(page)
        scan.here()
        go_on(page)
        scan.here()  # told what is missing
        say_what(page)
        scan.here()  # offered one like it
        tap(page, "button[name=different]")
        scan.here()
        page.locator("#phone").fill("123")
        go_on(page)
        scan.here()
        leave_contact(page)
        page.locator("#captcha").fill("x")
        go_on(page)
        scan.here()
        pass_captcha(page)
        scan.here()
        assert page.url.endswith("/report/filed/")
        assert not scan.findings, "\n".join(scan.findings)

    def test_on_the_pages_of_a_case(self, scan: Scan, portal: Portal):
        scan.at("/follow/")
        scan.page.locator("#id_number").fill("x")
        scan.page.locator("#id_secret").fill("x")
        go_on(scan.page)
        scan.here()
        deeds = set(DEEDS)
        for state in STATES:
            complaint = portal.road.to(a_complaint(portal.world.estate), state)
            follow(scan.page, complaint.number, complaint.secret)
            scan.here()
            now_open = {verb for verb in deeds if state in COMPLAINT[verb].open_in}
            scan.at(*(f"/follow/{complaint.number}/{verb}/" for verb in sorted(now_open)))
            deeds -= now_open
        scan.at(f"/follow/{complaint.number}/keep/")
        assert not deeds
        assert not scan.findings, "\n".join(scan.findings)
