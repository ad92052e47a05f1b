"""The desks, the pages for phones, the public page and the interface of an estate's life."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from enterprises.models import Delivery, Takeover
from enterprises.takeovers import actions as takeovers
from enterprises.takeovers import deliveries
from estates.equipment import actions as equipment
from estates.models import BasicService, Equipment, Hazard, RenovationPicture, RenovationPlan, SafetyCampaign
from estates.renovation import actions as renovation
from estates.renovation.actions import NewItem
from estates.safety import actions as safety
from estates.safety.actions import NewHazard
from tests.estates.living import AT, TODAY, a_pdf, a_picture
from tests.factories import an_enterprise

DESKS = (Equipment, RenovationPlan, SafetyCampaign, Hazard, BasicService, Delivery, Takeover)
ON = {"by": None, "at": AT}


@pytest.fixture
def things(estate, people) -> dict:
    region = estate.region.parent.parent
    campaign = SafetyCampaign(
        title="排查", kind="flood", region=region, from_on=date(2026, 11, 1), until_on=date(2027, 1, 1)
    )
    delivery = Delivery(
        estate=estate, phase="一期", developer="x", homes=1, floor_area_m2=1000, handover_on=date(2099, 1, 1)
    )
    made = [
        equipment.register(Equipment(estate=estate, kind="lift", code="L1"), **ON),
        renovation.plan(
            RenovationPlan(estate=estate, year=2025, title="改造", due_on=TODAY),
            items=[NewItem("basic", "屋面", 100)], **ON,
        ),
        safety.keep_campaign(campaign, **ON),
        safety.find(estate=estate, hazard=NewHazard("gas", "major", "x", "燃气泄漏", TODAY), **ON),
        BasicService.objects.create(
            number="JB-20261120-000001", estate=estate, mode="state_fallback", grade="safe", price_fen=30,
            provider="x", proposed_on=TODAY,
        ),
        deliveries.apply(delivery, **ON),
        takeovers.register(
            Takeover(estate=estate, enterprise=an_enterprise(), kind="new", hands_over="x", handover_on=TODAY), **ON
        ),
    ]  # fmt: skip
    return {type(each): each for each in made}


def address(model, name: str, *arguments) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=arguments)


@pytest.mark.parametrize("model", DESKS)
class TestADesk:
    def test_shows_the_districts_own_and_the_questions_of_its_buttons(self, things, people, client, model):
        client.force_login(people["district"])
        thing = things[model]
        assert client.get(address(model, "changelist")).status_code == 200
        assert client.get(address(model, "change", thing.pk)).status_code == 200
        assert client.get(address(model, "add")).status_code == 200
        for button in admin.site._registry[model].buttons:
            wanted = 200 if button.when(thing) else 302
            assert client.get(address(model, button.name, thing.pk)).status_code == wanted, button.name

    def test_hands_its_list_out(self, things, people, client, model):
        client.force_login(people["district"])
        rows = b"".join(client.get(address(model, "export") + "?as=csv").streaming_content)
        assert rows.count(b"\n") == 2

    def test_hides_it_from_the_next_district(self, things, people, client, model):
        client.force_login(people["neighbour"])
        found = client.get(address(model, "change", things[model].pk)).status_code
        assert found == (200 if model is SafetyCampaign else 404)


class TestAButton:
    def test_reports_an_inspection_whose_report_can_be_read(self, things, people, client):
        client.force_login(people["district"])
        sent = {"inspected_on": "2026-10-11", "inspected_by": "特检院", "result": "passed", "proof": a_pdf()}
        assert client.post(address(Equipment, "report-check", things[Equipment].pk), sent).status_code == 302
        check = things[Equipment].checks.get()
        read = client.get(address(Equipment, "file", things[Equipment].pk, check.pk))
        assert b"".join(read.streaming_content).startswith(b"%PDF")
        client.force_login(people["neighbour"])
        assert client.get(address(Equipment, "file", things[Equipment].pk, check.pk)).status_code == 404

    def test_amends_what_may_change(self, things, people, client):
        client.force_login(people["district"])
        client.post(address(Equipment, "amend", things[Equipment].pk), {"place": "1单元", "keeper": "维保"})
        things[Equipment].refresh_from_db()
        assert (things[Equipment].place, things[Equipment].keeper) == ("1单元", "维保")

    def test_says_beside_the_field_what_is_wrong(self, things, people, client):
        client.force_login(people["district"])
        answer = client.post(
            address(Takeover, "note-inspection", things[Takeover].pk),
            {"inspected_on": "2026-11-19", "by_owners": "代表"},
        )
        assert answer.status_code == 200
        assert "泉州" in answer.content.decode()

    def test_plans_a_renovation_line_by_line(self, things, people, client, estate):
        renovation.drop(things[RenovationPlan], reason="x", **ON)
        client.force_login(people["district"])
        sent = {"estate": estate.pk, "year": 2025, "title": "改造", "due_on": "2026-12-01", "works": "x, y"}
        assert client.post(address(RenovationPlan, "add"), sent).status_code == 200
        group = RenovationPlan(estate=estate).items.model(group="basic").get_group_display()
        assert (
            client.post(address(RenovationPlan, "add"), {**sent, "works": f"{group}，屋面，1200.50"}).status_code == 302
        )
        assert estate.renovations.get(state="planned").items.get().budget_fen == 120050


class TestOnAPhone:
    def test_the_company_finds_what_is_due_and_reports_it(self, things, company, client):
        client.force_login(company)
        page = client.get(reverse("estates:upkeep")).content.decode()
        assert "L1" in page
        assert things[Hazard].number in page
        sent = {"inspected_on": "2026-10-11", "inspected_by": "特检院", "result": "passed"}
        assert client.post(reverse("estates:upkeep-equipment", args=["L1"]), sent).status_code == 302
        fixed = {"fixed_on": str(TODAY), "how": "已关阀", "proof": a_picture()}
        assert client.post(reverse("estates:upkeep-hazard", args=[things[Hazard].number]), fixed).status_code == 302
        things[Hazard].refresh_from_db()
        assert things[Hazard].state == "fixed"
        again = client.post(reverse("estates:upkeep-hazard", args=[things[Hazard].number]), fixed)
        assert again.status_code == 422

    def test_it_is_told_what_is_missing(self, things, company, client):
        client.force_login(company)
        assert client.post(reverse("estates:upkeep-equipment", args=["L1"]), {}).status_code == 422

    def test_others_find_nothing_of_it(self, things, people, client):
        assert client.get(reverse("estates:upkeep")).status_code == 302
        client.force_login(people["committee"])
        assert client.get(reverse("estates:upkeep")).status_code == 403
        client.force_login(people["neighbour"])
        assert client.get(reverse("estates:upkeep-equipment", args=["L1"])).status_code == 404


def test_everybody_reads_a_renovation_with_its_pictures(things, client):
    plan = things[RenovationPlan]
    picture = RenovationPicture(moment="before", taken_on=TODAY, caption="楼道")
    made = renovation.add_picture(plan, picture=picture, upload=a_picture(), **ON)
    page = client.get(reverse("estates:renovation", args=[plan.number]))
    shown = reverse("estates:renovation-picture", args=[made.key])
    assert shown in page.content.decode()
    assert b"".join(client.get(shown).streaming_content).startswith(b"\xff\xd8")
    renovation.drop(plan, reason="x", **ON)
    assert client.get(reverse("estates:renovation", args=[plan.number])).status_code == 404


class TestTheInterface:
    def test_tells_the_moves_and_takes_them(self, things, client_of):
        api = client_of("district")
        told = api.get("/api/v1/equipment/L1/").json()
        assert [move["verb"] for move in told["moves"]] == ["report_check", "correct_check", "retire"]
        assert told["moves"][0]["needs"] == ["inspected_on", "inspected_by", "result"]
        sent = {"inspected_on": "2026-10-11", "inspected_by": "特检院", "result": "passed"}
        answer = api.post("/api/v1/equipment/L1/report-check/", sent, format="json").json()
        assert (answer["next_due_on"], answer["checks"][0]["result"]) == ("2027-10-11", "passed")

    def test_leads_a_takeover(self, things, client_of):
        api, number = client_of("district"), things[Takeover].number
        sent = {"inspected_on": "2026-11-19", "witnesses": [{"side": "owners", "body": "业主代表"}]}
        refused = api.post(f"/api/v1/takeovers/{number}/note-inspection/", sent, format="json")
        assert refused.status_code == 400
        sent["witnesses"] += [{"side": "community", "body": "居委会"}, {"side": "agency", "body": "协会"}]
        sent["defects"] = [{"place": "车库", "words": "渗水"}]
        done = api.post(f"/api/v1/takeovers/{number}/note-inspection/", sent, format="json").json()
        assert (done["state"], done["defects"][0]["due_on"]) == ("inspected", "2026-12-19")

    @pytest.mark.parametrize("place", ["equipment", "hazards"])
    def test_finds_what_is_overdue(self, things, client_of, place):
        assert client_of("district").get(f"/api/v1/{place}/?overdue=true").status_code == 200
