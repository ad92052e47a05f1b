"""The look: everything comes from this portal, is Chinese by default, and stands without a script."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from accounts.audit_words import WORDS
from config.menu import MENU, TABS, tabs_here
from credit.models import StepVerb

OUTSIDE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
PAGES = [
    "admin:index", "admin:find", "admin:password_change", "admin:estates_estate_changelist", "admin:credit_night_run",
    "admin:credit_evidence_add", "admin:credit_rulebook_import",
]  # fmt: skip


@pytest.mark.parametrize("page", [*PAGES, "admin:login"])
def test_nothing_is_loaded_from_another_site(desk, client, world, page):
    browser = client if page == "admin:login" else desk("bureau")
    text = browser.get(reverse(page)).content.decode()
    assert OUTSIDE.findall(text) == []
    for name in re.findall(r'(?:src|href)="/static/([^"?]+)"', text):
        assert finders.find(name), name


@pytest.mark.parametrize("name", ["desk.css", "desk.js", "dashboard.css", "dashboard.js", "wall.css", "wall.js"])
def test_the_style_sheets_and_scripts_name_no_other_site(name):
    text = Path(finders.find(f"desk/{name}")).read_text()
    assert "//" not in re.sub(r"(?m)^\s*//.*$", "", text).replace("/*", "").replace("*/", "")


def test_the_chart_library_is_kept_with_its_licence_and_locked_without_a_registry():
    folder = Path(finders.find("vendor/echarts/echarts.min.js")).parent
    assert (folder / "LICENSE").exists()
    lock = (settings.ROOT / "package-lock.json").read_text()
    assert '"integrity"' in lock
    assert "resolved" not in lock


@pytest.mark.parametrize("page", PAGES)
def test_the_admin_speaks_chinese_by_default(desk, world, page):
    text = desk("bureau").get(reverse(page), headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="zh-hans"' in text
    assert "城市总览" in text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_main_heading_and_a_way_past_the_menu(desk, world, page):
    text = desk("bureau").get(reverse(page)).content.decode()
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert 'href="#content"' in text
    assert 'id="content"' in text


def test_a_page_outside_of_scope_is_a_plain_404(desk, world):
    answer = desk("neighbour").get(reverse("admin:estates_estate_change", args=[world.estate.pk]))
    assert answer.status_code == 404
    assert "Traceback" not in answer.content.decode()


WRITTEN = (
    re.compile(r'\baudit\.(?:record|keep)\((?:(?!\baudit\.).)*?\bverb="([a-z_]+)"', re.DOTALL),
    re.compile(r'\bacting\.(?:keep|decided|revoked)\((?:(?!acting\.)[^"])*?, "([a-z_]+)"'),
)
"""How a line of the audit log is written."""


def test_every_verb_of_the_audit_log_has_words():
    """Read from the sources: a new action fails here until `accounts.audit_words` says what it does."""
    apps = [
        "accounts", "estates", "enterprises", "committees", "complaints", "fees", "intake", "exchange", "credit",
        "oversight",
    ]  # fmt: skip
    sources = [path.read_text() for app in apps for path in (settings.ROOT / app).rglob("*.py")]
    verbs = {verb for text in sources for written in WRITTEN for verb in written.findall(text)}
    steps = {f"{verb}_evidence" for verb in StepVerb.values}
    assert len(verbs) > 200
    assert (verbs | steps) - set(WORDS) == set()


LISTED = [model for each in TABS for model in each["models"]]


@pytest.mark.parametrize("model", LISTED)
def test_a_tab_is_reached_from_one_line_of_the_menu(rf, model):
    address = reverse(f"admin:{model.replace('.', '_')}_changelist")
    here = tabs_here(rf.get(f"{address}7/change/"))
    lines = [str(line["link"]) for group in MENU for line in group["items"]]
    assert [model in each["models"] for each in here] == [True]
    assert len([item for item in here[0]["items"] if str(item["link"]) in lines]) == 1


def test_a_page_outside_of_the_lists_has_no_tabs(rf):
    assert tabs_here(rf.get(reverse("admin:index"))) == []
