"""The dashboards call the API with the login of the web admin."""

import pytest
from rest_framework.test import APIClient


@pytest.fixture
def browser(people):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(people["bureau"])
    return client


class TestLogin:
    def test_reads(self, browser):
        assert browser.get("/api/v1/figures/overview/").status_code == 200

    def test_writes_nothing_without_the_pages_own_mark(self, browser):
        answer = browser.post("/api/v1/runs/", {})
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/problem+json"
