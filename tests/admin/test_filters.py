"""A list is narrowed by the filters of its desk, and by nothing else that an address may name."""

import pytest
from django.urls import reverse

from accounts.models import User

LISTS_BY_REGION = ["estates_estate", "credit_evidence", "credit_grade", "enterprises_enterprise", "accounts_user"]


@pytest.mark.parametrize(
    ("who", "name", "query"),
    [
        ("auditor", "accounts_user", {"password__startswith": "pbkdf2"}),
        ("auditor", "accounts_apitoken", {"digest__regex": "^[0-7]"}),
        ("auditor", "accounts_apitoken", {"user__password__startswith": "pbkdf2"}),
        ("company", "credit_evidence", {"recorded_by": "3"}),
        ("bureau", "credit_evidence", {"fact__regex": "("}),
        ("bureau", "credit_evidence", {"source__regex": "("}),
        ("bureau", "credit_evidence", {"source__exact": "\0"}),
        ("bureau", "credit_evidence", {"item": "\0"}),
        ("bureau", "estates_estate", {"nothing": "1"}),
    ],
)
def test_what_is_no_filter_is_refused(desk, world, who, name, query):
    assert desk(who).get(reverse(f"admin:{name}_changelist"), query).status_code == 400


def test_what_is_no_filter_is_refused_in_an_export_too(desk, world):
    page = reverse("admin:accounts_user_export")
    assert desk("auditor").get(page, {"as": "csv", "password__startswith": "md5"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("accounts_user", {"role__exact": "street"}),
        ("accounts_user", {"is_active__exact": "1", "region": "130102000000"}),
        ("accounts_apitoken", {"read_only__exact": "0"}),
        ("accounts_auditentry", {"at_from_0": "", "at_to_1": "", "verb": "amend"}),
        ("credit_evidence", {"decided_on_from": "2026-01-01", "decided_on_to": "2026-12-31", "state": "effective"}),
        ("credit_evidence", {"company": "1", "item": "B1", "o": "1", "q": "X", "all": ""}),
        ("estates_estate", {"built_year_from": "1990", "kind__exact": "old", "p": "1"}),
        ("credit_grade", {"grade": "A", "is_vetoed__exact": "1"}),
        ("enterprises_enterprise", {"odd_code": "1", "grade": "A"}),
    ],
)
def test_the_filters_of_a_desk_narrow_its_list(desk, world, name, query):
    answer = desk("auditor").get(reverse(f"admin:{name}_changelist"), query)
    assert answer.status_code == 200


def test_a_filter_by_role_finds_that_role(desk, world):
    answer = desk("auditor").get(reverse("admin:accounts_user_changelist"), {"role__exact": "street"})
    assert list(answer.context["cl"].result_list) == list(User.objects.filter(role="street"))


@pytest.mark.parametrize("name", LISTS_BY_REGION)
@pytest.mark.parametrize("region", ["x", "一", "²", "' OR 1=1", "9" * 40])
def test_a_region_that_is_none_finds_nothing(desk, world, name, region):
    answer = desk("auditor").get(reverse(f"admin:{name}_changelist"), {"region": region})
    assert answer.status_code == 200
    assert not answer.context["cl"].result_list


@pytest.mark.parametrize("name", LISTS_BY_REGION)
def test_a_region_with_a_nul_byte_is_refused(desk, world, name):
    assert desk("auditor").get(reverse(f"admin:{name}_changelist"), {"region": "\0"}).status_code == 400
