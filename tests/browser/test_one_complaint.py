"""A resident on a phone files a complaint with photos, follows it, and says that it is not solved."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints.actions import answering, handling
from complaints.captcha.challenges import digits_of
from complaints.models import Channel, Complaint, Handler, PosterCode, State
from complaints.posters.actions import issue_codes
from estates.models import Estate
from tests.browser.conftest import Portal
from tests.complaints.pictures import jpeg

WORDS = "今天早上 7 点多电梯停在 5 层和 6 层之间，里面有人，等了二十分钟才出来。𠮷"
LATER = "维修师傅没有来，电梯今天早上又停了。"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def page(phone, request) -> Page:
    return phone(script=request.param)


def go_on(page: Page) -> None:
    """Tap the one filled button of the page, and wait for the next."""
    tap(page, "main form button.filled")


def tap(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).click()


def file_it(page: Page, portal: Portal) -> None:
    """From the poster in the stairwell through the four steps to the page with number and secret."""
    page.goto(f"/q/{poster_of(portal.world.estate).code}/")
    tap(page, ".bottom-bar .filled")
    choose_class(page)
    say_what(page)
    leave_contact(page)
    send(page)


def poster_of(estate: Estate) -> PosterCode:
    issue_codes([estate], by=None, at=timezone.now())
    return PosterCode.objects.live().get(estate=estate)


def choose_class(page: Page) -> None:
    page.get_by_role("link", name="公共设施设备运维").click()


def say_what(page: Page) -> None:
    page.get_by_label("电梯反复停运").check()
    page.locator("#spot").fill("3 号楼 2 单元")
    page.locator("#words").fill(WORDS)
    page.locator("#photos-file").set_input_files(
        [
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": jpeg(2400, 1800)},
            {"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": jpeg(800, 600)},
        ]
    )
    go_on(page)


def leave_contact(page: Page) -> None:
    page.locator("#phone").fill("138 0000 0021")
    page.locator("#agrees").check()
    go_on(page)


def send(page: Page) -> None:
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.locator(".shot img")).to_have_count(2)
    assert not loaded_badly(page)
    pass_captcha(page)


def pass_captcha(page: Page) -> None:
    page.locator("#captcha").fill(digits_of(page.locator("#captcha_key").input_value()))
    go_on(page)


def loaded_badly(page: Page) -> list[str]:
    """Pictures that the browser could not show."""
    return [
        image.get_attribute("src")
        for image in page.locator("img:not([loading=lazy])").all()
        if not page.request.get(image.get_attribute("src")).ok
    ]


def keys_shown(page: Page) -> tuple[str, str]:
    """Number and secret as they stand on the page to keep."""
    expect(page.locator("dl.keys dd")).to_have_count(2)
    number, secret = page.locator("dl.keys dd").all_inner_texts()
    return number.strip(), secret.strip()


def answered(complaint: Complaint, portal: Portal) -> None:
    """The street takes it in, the company says that it is solved, the street looks at that."""
    road, now = portal.road, timezone.now()
    handling.accept(complaint, by=road.officer, at=now)
    handling.dispatch(complaint, handler=Handler.COMPANY, enterprise=road.enterprise, by=road.officer, at=now)
    answering.answer(complaint, text="已更换门机皮带，电梯已恢复运行。", solved=False, by=None, at=now)
    handling.review(complaint, by=road.officer, at=now)


class TestOneComplaint:
    def test_is_filed_followed_and_denied(self, page: Page, portal: Portal):
        file_it(page, portal)
        number, secret = keys_shown(page)
        complaint = Complaint.objects.get()
        assert (complaint.number, complaint.words, complaint.channel) == (number, WORDS, Channel.QR)
        assert complaint.opens_with(secret)
        assert [photo.state for photo in complaint.photos.all()] == ["clean", "clean"]
        answered(complaint, portal)
        page.context.clear_cookies()
        follow(page, number, secret)
        deny(page)
        complaint.refresh_from_db()
        assert complaint.state == State.DENIED


def follow(page: Page, number: str, secret: str) -> None:
    page.goto("/follow/")
    page.locator("#id_number").fill(number.lower())
    page.locator("#id_secret").fill(secret.lower())
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def deny(page: Page) -> None:
    page.get_by_role("link", name="没有解决").click()
    page.locator("textarea").fill(LATER)
    page.locator("input[type=file]").set_input_files(
        [{"name": "IMG_3.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1000, 700)}]
    )
    tap(page, "main form button[type=submit]")
    expect(page.get_by_text(LATER)).to_be_visible()
