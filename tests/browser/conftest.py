"""A portal on a port of this machine with one small city, and phones that open it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from accounts.models import Role, User
from complaints.photos import tasks
from tests.browser import chromium
from tests.factories import World, a_company_login
from tests.factories.complaints import Road, the_lists, the_rules
from tests.pages.conftest import town  # noqa: F401 - a fixture

PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 20_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file.

    Its driver keeps an event loop in this thread, which is why Django has to be told that all is well; it ends with the
    file, so that the tests of others know nothing of it.
    """
    path = chromium.found()
    if path is None:
        pytest.skip(chromium.MISSING)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


@dataclass
class Portal:
    """The running portal, and who works on it."""

    address: str
    world: World
    road: Road


@pytest.fixture
def portal(browser, live_server, city, people, town, settings, monkeypatch, tmp_path) -> Portal:  # noqa: F811
    """Photos lie in a folder of this test, and are made clean at once, without a worker. Nobody files too much."""
    settings.REPORTS_PER_PHONE_AND_DAY = settings.REPORTS_PER_ADDRESS_AND_HOUR = 1_000_000
    settings.REPORT_PHOTOS_PER_ADDRESS_AND_HOUR = 1_000_000
    monkeypatch.setattr(tasks.clean, "apply_async", lambda args, **options: tasks.clean.apply(args))
    options = {**settings.STORAGES["photos"]["OPTIONS"], "location": tmp_path}
    settings.STORAGES = {**settings.STORAGES, "photos": {**settings.STORAGES["photos"], "OPTIONS": options}}
    the_rules(city)
    the_lists()
    a_company_login(people["company"], town.enterprise)
    other = User.objects.create_user("street2", "correct horse battery", role=Role.STREET, region_id="130102001000")
    return Portal(live_server.url, town, Road(officer=people["street"], other=other, enterprise=town.enterprise))


def is_fault(line: ConsoleMessage) -> bool:
    """Whether the browser complains of the page (its scripts, its policy), not of an answer with an error status."""
    return line.type == "error" and not line.text.startswith("Failed to load resource")


@pytest.fixture
def phone(browser: Browser, portal: Portal) -> Iterator[Callable[..., Page]]:
    """`phone(script=False)` is a fresh phone's page; whatever goes wrong in a page's script fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def new(*, script: bool = True, width: int = PHONE["width"], **options) -> Page:
        context = browser.new_context(
            base_url=portal.address,
            viewport={**PHONE, "width": width},
            locale="zh-CN",
            java_script_enabled=script,
            service_workers="block",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(f"{page.url}: {fault}"))
        page.on("console", lambda line: faults.append(f"{page.url}: {line.text}") if is_fault(line) else None)
        return page

    yield new
    for context in contexts:
        context.close()
    assert not faults


def with_look(page: Page, portal: Portal, look: str) -> Page:
    """The same phone, whose owner chose how the pages look."""
    page.context.add_cookies([{"name": "look", "value": look, "url": portal.address}])
    return page
