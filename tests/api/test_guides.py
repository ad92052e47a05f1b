"""The pages beside the API's reference."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from accounts.api.problem_catalogue import CATALOGUE
from accounts.api.problems import TITLES
from config.guides import PAGES
from config.limits import LimitsShape

pytestmark = pytest.mark.django_db


def page(client, name: str, **asked) -> str:
    answer = client.get(reverse(f"guides:{name}"), **asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
class TestPage:
    def test_is_chinese_by_default_and_english_when_asked_for(self, client, name):
        chinese = page(client, name)
        assert 'lang="zh-Hans"' in chinese
        assert 'lang="en"' in page(client, name, headers={"accept-language": "en"})
        asked = page(client, name, query_params={"lang": "en"})
        assert 'lang="en"' in asked
        with translation.override("en"):
            assert str(PAGES[name][0]) in asked
        assert re.sub(r"<[^>]+>", "", chinese) != re.sub(r"<[^>]+>", "", asked)

    def test_loads_nothing_from_elsewhere_and_runs_no_script_of_its_own(self, client, name):
        answer = client.get(reverse(f"guides:{name}"))
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        text = answer.content.decode()
        assert [a for a in re.findall(r"""(?:src|<link[^>]*href)=["']([^"']+)""", text) if not a.startswith("/")] == []
        assert not re.search(r"<script(?![^>]*\ssrc=)", text)

    def test_leads_to_the_others_and_to_the_reference(self, client, name):
        text = page(client, name)
        assert all(f'href="{reverse(f"guides:{other}")}"' in text for other in PAGES)
        assert f'href="{reverse("api:docs")}"' in text
        own = set(re.findall(r'href="(/api/[^"#?]*)', text))
        assert all(client.get(address).status_code == 200 for address in own)


class TestErrors:
    def test_has_every_kind_of_problem(self, client):
        assert set(CATALOGUE) == set(TITLES)
        text = page(client, "errors", headers={"accept-language": "en"})
        for code, kind in CATALOGUE.items():
            name = code.replace("_", "-")
            with translation.override("en"):
                title = escape(str(TITLES[code]))
            assert f'id="{name}"' in text
            assert f"urn:anju:problem:{name}" in text
            assert f'<span class="guide-status">{kind.status}</span> {title}' in text


class TestLimits:
    def test_has_every_limit_with_its_figure(self, client, settings):
        settings.API_CALLS_PER_MINUTE_WITHOUT_LOGIN = 4321
        text = page(client, "limits")
        assert all(f"<code>{name}</code>" in text for name in LimitsShape().fields)
        assert "4,321" in text


class TestReference:
    def test_leads_to_the_pages(self, client):
        text = client.get(reverse("api:docs")).content.decode()
        assert all(f'href="{reverse(f"guides:{name}")}"' in text for name in PAGES)
        assert 'id="swagger-ui"' in text
