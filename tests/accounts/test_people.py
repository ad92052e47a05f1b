"""Passwords: the audit log says who set whose and when, and nothing of what they are."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import keep_person
from accounts.authority import NotAllowed
from accounts.models import AuditEntry
from tests.conftest import NOW

NEW_PASSWORD = "a quiet green river"


def lines() -> list[tuple]:
    return list(AuditEntry.objects.filter(verb="set_password").values_list("who", "thing_id", "before", "after"))


class TestAPassword:
    def test_set_by_somebody_else_is_written_down(self, people):
        keep_person(people["street"], password=NEW_PASSWORD, by=people["system"], at=NOW)
        assert lines() == [("system", str(people["street"].pk), None, {})]

    def test_that_stays_leaves_no_line(self, people):
        people["street"].full_name = "新人"
        keep_person(people["street"], by=people["system"], at=NOW)
        assert lines() == []

    def test_is_set_by_who_manages_people_only(self, people):
        with pytest.raises(NotAllowed):
            keep_person(people["street"], password=NEW_PASSWORD, by=people["bureau"], at=NOW)
        people["street"].refresh_from_db()
        assert people["street"].check_password("correct horse battery")

    def test_of_ones_own_is_changed_at_the_desk_and_written_down(self, people):
        browser = Client()
        browser.force_login(people["street"])
        before = datetime.now(UTC)
        form = {
            "old_password": "correct horse battery",
            "new_password1": NEW_PASSWORD,
            "new_password2": NEW_PASSWORD,
        }
        answer = browser.post(reverse("admin:password_change"), form)
        assert answer.status_code == 302
        people["street"].refresh_from_db()
        assert people["street"].check_password(NEW_PASSWORD)
        assert lines() == [("street", str(people["street"].pk), None, {})]
        assert AuditEntry.objects.get(verb="set_password").at >= before
        assert browser.get(reverse("admin:index")).status_code == 200

    def test_of_ones_own_is_not_changed_without_the_old_one(self, people):
        browser = Client()
        browser.force_login(people["street"])
        form = {"old_password": "wrong", "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
        assert browser.post(reverse("admin:password_change"), form).status_code == 200
        assert lines() == []


def test_who_logs_in_with_a_foreign_way_back_comes_to_the_desk(people):
    form = {"username": "street", "password": "correct horse battery", "next": "https://elsewhere.example/"}
    answer = Client().post(reverse("admin:login") + "?next=https://elsewhere.example/", form)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:index")
