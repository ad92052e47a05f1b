"""Party organisations of estates: one at a time, the secretary sealed."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from committees.models import PartyOrganisation
from committees.party import actions
from tests.factories.places import an_estate

AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)


def founded(estate, by=None, **told) -> PartyOrganisation:
    values = {"title": "青禾苑党支部", "member_count": 12, "founded_on": date(2024, 7, 1), **told}
    organisation = PartyOrganisation(estate=estate, **values)
    organisation.put_down(name="王秀兰", phone="13800000021")
    return actions.keep(organisation, by=by, at=AT)


@pytest.fixture
def branch(estate, people) -> PartyOrganisation:
    return founded(estate, by=people["street"])


@pytest.mark.django_db
class TestKeeping:
    def test_seals_the_secretary(self, branch):
        kept = PartyOrganisation.objects.get()
        assert (kept.name, kept.masked_name, str(kept)) == ("王秀兰", "王**", "青禾苑党支部")
        lines = str(list(AuditEntry.objects.values_list("before", "after", "label")))
        assert "王秀兰" not in lines
        assert "13800000021" not in lines

    def test_is_one_for_an_estate(self, branch, estate, people):
        with pytest.raises(ValidationError):
            founded(estate, by=people["street"])
        with pytest.raises(IntegrityError, match="one_party_organisation_of_an_estate"), transaction.atomic():
            PartyOrganisation.objects.create(estate=estate, title="二", member_count=3, founded_on=TODAY)

    def test_is_for_ones_own_region_and_days_that_have_come(self, rules, estate, people):
        with pytest.raises(NotAllowed):
            founded(an_estate("130108001000"), by=people["street"])
        with pytest.raises(NotAllowed):
            founded(estate, by=people["inspector"])
        with pytest.raises(ValidationError):
            founded(estate, by=people["street"], founded_on=date(2026, 11, 18))


@pytest.mark.django_db
class TestEnding:
    def end(self, branch, by, on=TODAY):
        return actions.end(branch, on=on, reason="并入社区党委", by=by, at=AT)

    def test_makes_way_for_another(self, branch, estate, people):
        self.end(branch, people["street"])
        assert founded(estate, by=people["street"]).pk != branch.pk
        with pytest.raises(NotNow):
            self.end(branch, people["street"])
        with pytest.raises(NotNow):
            actions.keep(PartyOrganisation.objects.get(pk=branch.pk), by=people["street"], at=AT)

    @pytest.mark.parametrize("on", [date(2024, 6, 30), date(2026, 11, 18)])
    def test_is_between_the_founding_and_today(self, branch, people, on):
        with pytest.raises(ValidationError):
            self.end(branch, people["street"], on)


@pytest.mark.django_db
class TestTheDesk:
    def test_keeps_and_masks(self, estate, people, client):
        client.force_login(people["street"])
        form = {
            "estate": estate.pk, "title": "青禾苑党支部", "kind": "branch", "member_count": "12",
            "founded_on": "2024-07-01", "secretary": "王秀兰", "phone": "13800000021",
        }  # fmt: skip
        assert client.post("/admin/committees/partyorganisation/add/", form).status_code == 302
        kept = PartyOrganisation.objects.get()
        page = f"/admin/committees/partyorganisation/{kept.pk}/change/"
        assert client.post(page, {**form, "secretary": "", "phone": "", "member_count": "15"}).status_code == 302
        kept.refresh_from_db()
        assert (kept.member_count, kept.name, kept.phone) == (15, "王秀兰", "13800000021")
        listed = client.get("/admin/committees/partyorganisation/").content.decode()
        assert "王**" in listed
        assert "王秀兰" not in listed
        assert "王秀兰" not in client.get(page).content.decode()

    def test_shows_one_that_ended_but_amends_it_no_more(self, branch, people, client):
        actions.end(branch, on=TODAY, reason="并入社区党委", by=people["street"], at=AT)
        client.force_login(people["street"])
        page = f"/admin/committees/partyorganisation/{branch.pk}/change/"
        assert client.get(page).status_code == 200
        assert client.post(page, {"title": "二"}).status_code == 403


@pytest.mark.django_db
def test_the_api_registers_and_ends_without_names(rules, estate, client_of):
    client = client_of("street")
    body = {"estate": estate.code, "title": "青禾苑党支部", "member_count": 12, "founded_on": "2024-07-01"}
    made = client.post("/api/v1/party-organisations/", body, format="json")
    assert made.status_code == 201, made.content
    ended = client.post(
        f"/api/v1/party-organisations/{made.json()['id']}/end/", {"on": "2026-01-01", "reason": "并入"}, format="json"
    )
    assert ended.json()["ended_on"] == "2026-01-01"
    assert client_of("neighbour").get(f"/api/v1/party-organisations/{made.json()['id']}/").status_code == 404
