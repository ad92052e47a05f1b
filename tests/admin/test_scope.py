"""A stranger from the next district: an empty list and a 404 on every page, whichever way they come."""

from datetime import date

import pytest
from django.urls import reverse

from enterprises.models import Employment
from tests.factories import a_contract, a_record, an_estate, one_more

SCOPED = [
    "estates_estate",
    "enterprises_enterprise",
    "enterprises_projectmanager",
    "enterprises_servicecontract",
    "credit_evidence",
    "credit_grade",
]
BUTTONS = {"credit_evidence": ["withdraw", "repair", "object", "uphold"], "enterprises_servicecontract": ["end"]}
STRANGERS = ["neighbour", "company"]


def rows_of(answer) -> list:
    return list(answer.context["cl"].result_list)


@pytest.mark.parametrize("name", SCOPED)
class TestAStranger:
    @pytest.mark.parametrize("who", STRANGERS)
    def test_sees_an_empty_list(self, desk, world, who, name):
        answer = desk(who).get(reverse(f"admin:{name}_changelist"))
        assert rows_of(answer) == []
        assert [text for text in world.hidden if text in answer.content.decode()] == []

    @pytest.mark.parametrize("who", STRANGERS)
    def test_is_told_that_there_is_no_such_page(self, desk, things, who, name):
        browser = desk(who)
        thing = things[name]
        for page in ["change", *BUTTONS.get(name, [])]:
            answer = browser.get(reverse(f"admin:{name}_{page}", args=[thing.pk]))
            assert answer.status_code in ({404} if who == "neighbour" or page == "change" else {403, 404}), page

    def test_reads_no_history(self, desk, things, name):
        url = reverse(f"admin:{name}_history", args=[things[name].pk])
        assert desk("bureau").get(url).status_code == 200
        assert desk("neighbour").get(url).status_code == 403

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_exports_nothing(self, desk, world, name, kind):
        answer = desk("neighbour").get(reverse(f"admin:{name}_export"), {"as": kind})
        content = b"".join(answer.streaming_content)
        assert answer.status_code == 200
        if kind == "csv":
            assert len(content.decode("utf-8-sig").splitlines()) == 1
        assert [text for text in world.hidden if text.encode() in content] == []

    def test_finds_nothing_by_asking_for_the_other_region(self, desk, world, name):
        answer = desk("neighbour").get(reverse(f"admin:{name}_changelist"), {"region": "130102000000"})
        assert rows_of(answer) == []

    def test_finds_nothing_by_searching(self, desk, world, name):
        for text in world.hidden:
            assert rows_of(desk("neighbour").get(reverse(f"admin:{name}_changelist"), {"q": text})) == []


def test_the_own_district_sees_its_things(desk, world):
    for name in SCOPED:
        assert len(rows_of(desk("district").get(reverse(f"admin:{name}_changelist")))) == 1, name
        assert len(rows_of(desk("street").get(reverse(f"admin:{name}_changelist")))) == 1, name


def test_filters_offer_only_what_is_seen(desk, world):
    text = desk("district").get(reverse("admin:estates_estate_changelist")).content.decode()
    assert "建北街道" in text
    assert "裕华区" not in text
    assert "裕兴街道" not in text


def test_the_one_search_finds_what_is_seen(desk, world):
    page = reverse("admin:find")
    for text in (world.estate.name, world.enterprise.name, world.manager.name, world.record.number):
        assert text in desk("district").get(page, {"q": text}).content.decode()
        answer = desk("neighbour").get(page, {"q": text})
        assert answer.context["groups"] == []


def test_choices_of_a_form_lie_within_scope(desk, world, people):
    """Autocomplete, and what a form accepts when somebody makes up the number."""
    url = reverse("admin:autocomplete")
    query = {"app_label": "credit", "model_name": "evidence", "field_name": "estate", "term": "青禾"}
    assert len(desk("district").get(url, query).json()["results"]) == 1
    assert desk("neighbour").get(url, query).json()["results"] == []
    answer = desk("neighbour").post(
        reverse("admin:credit_evidence_add"),
        {
            "item": world.rulebook.items.get(code="B1").pk, "enterprise": world.enterprise.pk,
            "occurred_on": "2026-11-01", "decided_on": "2026-11-01", "source": "inspection",
        },
    )  # fmt: skip
    assert "enterprise" in answer.context["adminform"].form.errors
    assert type(world.record).objects.count() == 1


def test_a_company_from_elsewhere_is_seen_where_it_manages_but_amended_at_home(desk, world):
    """It manages an estate in the neighbour's district: they see it, and may not change it."""
    a_contract(an_estate("130108001000"), world.enterprise)
    url = reverse("admin:enterprises_enterprise_change", args=[world.enterprise.pk])
    answer = desk("neighbour").get(url)
    assert answer.status_code == 200
    assert 'name="_save"' not in answer.content.decode()
    assert desk("neighbour").post(url, {"name": "改名"}).status_code == 403


class TestCompanyStaff:
    @pytest.fixture
    def staff(self, desk, world, people):
        Employment.objects.create(user=people["company"], enterprise=world.enterprise)
        return desk("company")

    def test_see_their_own_company_and_its_estates(self, staff, world):
        other = one_more(world.rulebook, world.night)
        for name in SCOPED:
            answer = staff.get(reverse(f"admin:{name}_changelist"))
            assert len(rows_of(answer)) == 1, name
            assert [text for text in other.hidden if text in answer.content.decode()] == []

    def test_read_of_a_shared_record_what_the_api_says(self, staff, world, people, client_of):
        """Their own points only, no row that another has replaced, and no officer by name."""
        other = one_more(world.rulebook, world.night)
        officer = people["bureau"]
        officer.full_name = "周晓明"
        officer.save()
        item = world.record.item
        record = a_record(item, enterprise=other.enterprise, estate=world.estate, recorded_by=officer)
        kept = {"item": item, "subject": "enterprise", "reaches_enterprise": True, "matter": record.pk,
                "counts_from": date(2026, 5, 1), "counts_until": date(2027, 5, 1)}  # fmt: skip
        old = record.postings.create(enterprise=world.enterprise, centipoints=-700, **kept)
        record.postings.create(enterprise=world.enterprise, centipoints=-800, replaces=old, **kept)
        record.postings.create(enterprise=other.enterprise, centipoints=-900, **kept)
        record.steps.create(verb="object", on=date(2026, 6, 1), at=record.recorded_at, by=officer, reason="x")
        page = reverse("admin:credit_evidence_change", args=[record.pk])
        answer = staff.get(page)
        told = client_of("company").get(f"/api/v1/evidence/{record.pk}/").json()["postings"]
        assert [posting.centipoints / 100 for posting in answer.context["postings"]] == [-8]
        assert [posting["points"] for posting in told] == [-8]
        assert "周晓明" not in answer.content.decode()
        assert officer.get_role_display() in answer.content.decode()

    def test_get_404_for_another_company(self, staff, world):
        other = one_more(world.rulebook, world.night)
        assert staff.get(reverse("admin:credit_grade_change", args=[other.grade.pk])).status_code == 404
        assert staff.get(reverse("admin:estates_estate_change", args=[other.estate.pk])).status_code == 404

    def test_have_their_grade_on_the_first_page(self, staff, world):
        text = staff.get(reverse("admin:index")).content.decode()
        assert world.enterprise.name in text
        assert reverse("admin:credit_grade_change", args=[world.grade.pk]) in text

    def test_see_no_draft(self, staff, draft):
        assert staff.get(reverse("admin:credit_rulebook_change", args=[draft.pk])).status_code == 404
        assert staff.get(reverse("admin:credit_item_change", args=[draft.items.first().pk])).status_code == 404


def test_moves_of_a_night_are_those_of_the_own_district(desk, world):
    page = reverse("admin:credit_night_change", args=[world.night.pk])
    moves = reverse("admin:credit_night_moves", args=[world.night.pk])
    for who, seen in (("bureau", True), ("district", True), ("neighbour", False)):
        assert (world.enterprise.name in desk(who).get(page).content.decode()) is seen
        told = b"".join(desk(who).get(moves).streaming_content).decode("utf-8-sig")
        assert (world.enterprise.name in told) is seen
