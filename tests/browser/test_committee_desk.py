"""A committee member's phone: a meeting from the call to its posted minutes without script, and axe on every page."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from committees.desk.acts import ACTS
from committees.models import Committee, CommitteeLogin, Meeting, MeetingState
from tests.browser.conftest import Portal
from tests.browser.test_for_everybody import Scan, scan  # noqa: F401 - a fixture
from tests.committees.test_committee_desk import a_meeting
from tests.factories.owners import a_committee

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committee(portal: Portal, people) -> Committee:
    today = timezone.localdate()
    made = a_committee(
        portal.world.estate, members=5, formed_on=today - timedelta(days=400), filed_on=today - timedelta(days=390),
        term_from=today - timedelta(days=400), term_until=today + timedelta(days=600),
    )  # fmt: skip
    CommitteeLogin.objects.create(user=people["committee"], committee=made)
    return made


def log_in(page: Page) -> None:
    page.goto("/committee/")
    page.fill("input[name=username]", "committee")
    page.fill("input[name=password]", "correct horse battery")
    page.locator("button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/committee/"))


def send(page: Page) -> None:
    page.locator("form.ask button[type=submit]").click()


class TestAMeeting:
    def test_goes_from_the_call_to_its_posted_minutes_without_script(self, phone, committee):
        page = phone(script=False)
        log_in(page)
        page.get_by_role("link", name="召集会议").click()
        send(page)
        expect(page.locator("#faults")).to_be_visible()
        soon = timezone.localtime(timezone.now() + timedelta(days=6))
        page.fill("#id_meets_at", soon.strftime("%Y-%m-%dT%H:%M"))
        page.fill("#id_place", "社区活动室")
        page.fill("#id_agenda", "电梯维修方案")
        send(page)
        meeting = Meeting.objects.get()
        Meeting.objects.update(meets_at=timezone.now() - timedelta(hours=3))
        page.goto(f"/committee/{committee.number}/meetings/{meeting.number}/")
        page.get_by_role("link", name="登记到会").click()
        for box in page.locator("input[name=present]").all()[:3]:
            box.check()
        send(page)
        page.get_by_role("link", name="登记决定").click()
        page.fill("#id_text", "更换曳引机")
        for box in page.locator("input[name=signers]").all():
            box.check()
        send(page)
        page.get_by_role("link", name="公示会议纪要").click()
        page.fill("#id_minutes", "讨论了三家报价。")
        send(page)
        expect(page.get_by_text("讨论了三家报价。")).to_be_visible()
        meeting.refresh_from_db()
        assert meeting.state == MeetingState.POSTED
        assert meeting.decisions.get().passed

    def test_nothing_is_wider_than_the_phone(self, phone, committee):
        page = phone()
        log_in(page)
        for address in ("", "seal/", *(f"{verb}/" for verb in ACTS)):
            page.goto(f"/committee/{committee.number}/{address}")
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], address


def test_axe_finds_nothing(scan: Scan, committee):  # noqa: F811
    meeting = a_meeting(committee, MeetingState.HELD)
    log_in(scan.page)
    scan.here()
    place = f"/committee/{committee.number}/"
    scan.at(*(f"{place}{verb}/" for verb in ACTS), f"{place}seal/", f"{place}meetings/{meeting.number}/")
    scan.at(f"{place}meetings/{meeting.number}/decide/", f"{place}call/")
    send(scan.page)
    scan.here()  # told what is missing
    assert not scan.findings, "\n".join(scan.findings)
