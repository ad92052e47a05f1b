"""What is written at a desk goes through the actions: audited, checked, refused with a sentence in the form."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import ApiClient, ApiToken, AuditEntry, User
from accounts.tokens import is_secret_of, issue_client_token
from credit.models import Evidence, EvidenceStep
from enterprises.models import Employment, ServiceContract
from estates.models import Building, Estate
from tests.conftest import NOW
from tests.factories import a_contract, an_enterprise, an_estate

NO_ROWS = {
    "buildings-TOTAL_FORMS": "0", "buildings-INITIAL_FORMS": "0",
    "buildings-MIN_NUM_FORMS": "0", "buildings-MAX_NUM_FORMS": "1000",
}  # fmt: skip
ESTATE = {
    "code": "1301020010099", "name": "青禾苑", "former_names": "", "address": "建北大街 9 号", "region": "130102001000",
    "floor_area_m2": "1200.00", "households": "30", "building_count": "2", "kind": "old", "service_mode": "none",
    "renovation": "planned", **NO_ROWS,
}  # fmt: skip


def faults_of(answer) -> dict:
    return answer.context["adminform"].form.errors


class TestAnEstate:
    def test_is_registered_through_the_action(self, desk, world):
        answer = desk("district").post(reverse("admin:estates_estate_add"), ESTATE)
        assert answer.status_code == 302
        estate = Estate.objects.get(code="1301020010099")
        assert estate.initials == "qhy"
        line = AuditEntry.objects.get(thing="estates.estate", thing_id=str(estate.pk))
        assert (line.who, line.verb, line.after["name"]) == ("district", "register_estate", "青禾苑")

    def test_is_amended_with_what_changed_written_down(self, desk, world):
        url = reverse("admin:estates_estate_change", args=[world.estate.pk])
        form = {**ESTATE, "name": "新名苑"}
        form.pop("code")
        assert desk("district").post(url, form).status_code == 302
        line = AuditEntry.objects.filter(thing="estates.estate").latest("id")
        assert line.verb == "amend_estate"
        assert line.before["name"] == world.estate.name
        assert line.after["name"] == "新名苑"

    def test_keeps_what_was_typed_when_the_action_refuses(self, desk, world):
        """The code must begin with the street's digits, which only the action knows."""
        answer = desk("district").post(reverse("admin:estates_estate_add"), {**ESTATE, "code": "1301080010001"})
        assert answer.status_code == 200
        assert "code" in faults_of(answer)
        assert "建北大街 9 号" in answer.content.decode()
        assert Estate.objects.count() == 1

    def test_gets_its_buildings_through_the_actions(self, desk, world):
        rows = {
            "buildings-TOTAL_FORMS": "1", "buildings-0-id": "", "buildings-0-estate": "", "buildings-0-name": "9号楼",
            "buildings-0-lifts": "1", "buildings-0-households": "12",
        }  # fmt: skip
        answer = desk("district").post(reverse("admin:estates_estate_add"), {**ESTATE, **rows})
        assert answer.status_code == 302
        building = Building.objects.get(name="9号楼")
        assert AuditEntry.objects.filter(thing="estates.building", thing_id=str(building.pk), who="district").exists()

    def test_is_not_registered_outside_of_the_own_district(self, desk, world):
        answer = desk("neighbour").post(reverse("admin:estates_estate_add"), ESTATE)
        assert "region" in faults_of(answer)


class TestAContract:
    def test_is_refused_while_another_runs(self, desk, world):
        answer = desk("district").post(
            reverse("admin:enterprises_servicecontract_add"),
            {
                "number": "HT-2", "estate": world.estate.pk, "enterprise": world.enterprise.pk, "stage": "owners",
                "begins_on": "2026-01-01",
            },
        )  # fmt: skip
        assert answer.status_code == 200
        assert ServiceContract.objects.count() == 1
        assert faults_of(answer)

    @pytest.mark.parametrize("ends_on", ["2025-12-31", "2026-01-01"])
    def test_ends_after_it_begins(self, desk, world, ends_on):
        answer = desk("district").post(
            reverse("admin:enterprises_servicecontract_add"),
            {
                "number": "HT-2", "estate": an_estate().pk, "enterprise": world.enterprise.pk, "stage": "owners",
                "begins_on": "2026-01-01", "ends_on": ends_on,
            },
        )  # fmt: skip
        assert answer.status_code == 200
        assert list(faults_of(answer)) == ["ends_on"]
        assert ServiceContract.objects.count() == 1

    def test_is_ended_by_its_button_with_a_reason(self, desk, world):
        url = reverse("admin:enterprises_servicecontract_end", args=[world.contract.pk])
        assert desk("district").get(url).status_code == 200
        assert desk("district").post(url, {"last_day": "2026-06-30", "why": ""}).status_code == 200
        answer = desk("district").post(url, {"last_day": "2026-06-30", "why": "合同到期"})
        assert answer.status_code == 302
        world.contract.refresh_from_db()
        assert world.contract.ends_on == date(2026, 7, 1)
        assert AuditEntry.objects.filter(verb="end_contract", why="合同到期", who="district").exists()

    def test_has_no_second_end(self, desk, world):
        ended = a_contract(an_estate(), an_enterprise(), ends_on=date(2025, 1, 1))
        answer = desk("district").get(reverse("admin:enterprises_servicecontract_end", args=[ended.pk]), follow=True)
        assert [str(message) for message in answer.context["messages"]]


class TestARecord:
    def test_is_recorded_by_the_form(self, desk, world):
        item = world.rulebook.items.get(code="B1")
        answer = desk("street").post(
            reverse("admin:credit_evidence_add"),
            {
                "item": item.pk, "enterprise": world.enterprise.pk, "occurred_on": "2026-11-01",
                "decided_on": "2026-11-02", "source": "inspection", "fact": "公示栏缺项",
            },
        )  # fmt: skip
        assert answer.status_code == 302
        made = Evidence.objects.latest("id")
        assert (made.centipoints, made.effective_on, made.recorded_by.username) == (-500, date(2026, 11, 2), "street")
        assert made.postings.get().enterprise == world.enterprise

    def test_says_whom_it_must_be_about(self, desk, world):
        item = world.rulebook.items.get(code="B1")
        answer = desk("street").post(
            reverse("admin:credit_evidence_add"),
            {"item": item.pk, "occurred_on": "2026-11-01", "decided_on": "2026-10-01", "source": "media"},
        )
        assert set(faults_of(answer)) >= {"enterprise", "decided_on"} or "__all__" in faults_of(answer)
        assert Evidence.objects.count() == 1

    def test_is_never_changed(self, desk, world):
        url = reverse("admin:credit_evidence_change", args=[world.record.pk])
        assert desk("bureau").post(url, {"fact": "改"}).status_code == 403
        assert "<form" not in page_content(desk("bureau").get(url))

    @pytest.mark.parametrize("verb", ["withdraw", "repair"])
    def test_counts_no_more_after_a_step_with_a_reason(self, desk, world, verb):
        url = reverse(f"admin:credit_evidence_{verb}", args=[world.record.pk])
        browser = desk("district")
        assert browser.post(url, {"on": "2026-11-20", "reason": ""}).status_code == 200
        assert not EvidenceStep.objects.exists()
        assert browser.post(url, {"on": "2026-11-20", "reason": "经复核不属实"}).status_code == 302
        step = EvidenceStep.objects.get()
        assert (step.verb, step.reason, step.by.username) == (verb, "经复核不属实", "district")
        assert world.record.postings.filter(replaced_by=None).get().counts_until == date(2026, 11, 20)
        again = browser.get(url, follow=True)
        assert [str(message) for message in again.context["messages"]]

    def test_is_answered_after_an_objection(self, desk, world):
        browser = desk("district")
        page = reverse("admin:credit_evidence_change", args=[world.record.pk])
        assert reverse("admin:credit_evidence_uphold", args=[world.record.pk]) not in browser.get(page).content.decode()
        step = {"on": "2026-11-20", "reason": "企业称已公示"}
        browser.post(reverse("admin:credit_evidence_object", args=[world.record.pk]), step)
        browser.post(reverse("admin:credit_evidence_uphold", args=[world.record.pk]), step)
        assert list(world.record.steps.values_list("verb", flat=True)) == ["object", "uphold"]

    def test_is_not_decided_by_a_street(self, desk, world):
        url = reverse("admin:credit_evidence_withdraw", args=[world.record.pk])
        assert desk("street").get(url).status_code == 403
        assert desk("street").post(url, {"on": "2026-11-20", "reason": "x"}).status_code == 403


def page_content(answer) -> str:
    """The page without its frame, which has the search and the log-out forms."""
    text = answer.content.decode()
    return text[text.index('id="content"') :]


class TestAPerson:
    form = {"username": "novice", "full_name": "新人", "role": "district", "region": "130102000000", "is_active": "on"}

    def test_is_added_with_a_password_that_nobody_can_read(self, desk, world):
        answer = desk("system").post(
            reverse("admin:accounts_user_add"), {**self.form, "new_password": "a quiet green river"}
        )
        assert answer.status_code == 302
        assert User.objects.get(username="novice").check_password("a quiet green river")
        line = AuditEntry.objects.get(thing="accounts.user", verb="keep_person")
        assert "password" not in line.after

    def test_needs_a_good_password(self, desk, world):
        answer = desk("system").post(reverse("admin:accounts_user_add"), {**self.form, "new_password": "12345"})
        assert "new_password" in faults_of(answer)

    def test_keeps_the_password_when_the_field_stays_empty(self, desk, people, world):
        url = reverse("admin:accounts_user_change", args=[people["street"].pk])
        form = {**self.form, "role": "street", "region": "130102001000", "new_password": ""}
        answer = desk("system").post(url, form)
        assert answer.status_code == 302, faults_of(answer)
        people["street"].refresh_from_db()
        assert people["street"].full_name == "新人"
        assert people["street"].check_password("correct horse battery")

    def test_of_a_company_names_it(self, desk, world):
        form = {**self.form, "role": "company", "region": "", "new_password": "a quiet green river"}
        answer = desk("system").post(reverse("admin:accounts_user_add"), form)
        assert "enterprise" in faults_of(answer)
        answer = desk("system").post(reverse("admin:accounts_user_add"), {**form, "enterprise": world.enterprise.pk})
        assert answer.status_code == 302
        assert Employment.objects.get(user__username="novice").enterprise == world.enterprise


class TestAToken:
    def test_shows_its_key_once(self, desk, people, world):
        form = {"user": people["district"].pk, "name": "报表", "days": "30", "read_only": "on"}
        answer = desk("system").post(reverse("admin:accounts_apitoken_add"), form)
        key = answer.context["key"]
        assert key in answer.content.decode()
        token = ApiToken.objects.get(name="报表")
        assert (token.read_only, token.hint) == (True, key[:6])
        page = desk("system").get(reverse("admin:accounts_apitoken_change", args=[token.pk]))
        assert key not in page.content.decode()
        api = reverse("api:root")
        assert desk("company").get(api, headers={"Authorization": f"Token {key}"}).status_code == 200

    def test_is_revoked_with_a_reason(self, desk, things):
        token = things["accounts_apitoken"]
        url = reverse("admin:accounts_apitoken_revoke", args=[token.pk])
        assert desk("system").post(url, {"why": "人员离岗"}).status_code == 302
        token.refresh_from_db()
        assert token.revoked_at is not None
        assert AuditEntry.objects.filter(verb="revoke_token", why="人员离岗").exists()
        assert desk("auditor").post(url, {"why": "x"}).status_code == 403

    def test_keeps_networks_and_a_limit(self, desk, people, world):
        form = {
            "user": people["district"].pk, "name": "报表", "days": "30", "calls_per_minute": "60",
            "networks": "10.20.0.0/16\r\n203.0.113.7, 2001:db8::/32",
        }  # fmt: skip
        desk("system").post(reverse("admin:accounts_apitoken_add"), form)
        token = ApiToken.objects.get(name="报表")
        assert token.networks == ["10.20.0.0/16", "203.0.113.7/32", "2001:db8::/32"]
        assert token.calls_per_minute == 60

    @pytest.mark.parametrize("faulty", [{"networks": "10.20.3.4/16"}, {"networks": "x"}, {"calls_per_minute": "0"}])
    def test_is_refused_with_a_sentence_at_the_field(self, desk, people, world, faulty):
        form = {"user": people["district"].pk, "name": "报表", "days": "30", **faulty}
        answer = desk("system").post(reverse("admin:accounts_apitoken_add"), form)
        assert set(faults_of(answer)) == set(faulty)
        assert not ApiToken.objects.filter(name="报表").exists()

    def test_is_rotated_and_shows_the_new_key_once(self, desk, things):
        token = things["accounts_apitoken"]
        url = reverse("admin:accounts_apitoken_rotate", args=[token.pk])
        answer = desk("system").post(url, {"overlap_days": "2"})
        key = answer.context["key"]
        assert key in answer.content.decode()
        successor = ApiToken.objects.get(predecessor=token)
        assert successor.hint == key[:6]
        assert desk("system").get(url).status_code == 302
        page = desk("system").get(reverse("admin:accounts_apitoken_change", args=[token.pk])).content.decode()
        assert key not in page
        assert reverse("admin:accounts_apitoken_change", args=[successor.pk]) in page
        assert desk("auditor").post(url, {"overlap_days": "2"}).status_code == 403


class TestAClient:
    form = {"name": "长安区平台", "read_only": "on", "networks": "10.20.0.0/16"}

    def test_shows_its_secret_once(self, desk, people, world):
        form = {**self.form, "user": people["district"].pk}
        answer = desk("system").post(reverse("admin:accounts_apiclient_add"), form)
        client, secret = ApiClient.objects.get(), answer.context["key"]
        assert is_secret_of(client, secret, at=NOW)
        text = answer.content.decode()
        assert secret in text
        assert client.client_id in text
        page = desk("system").get(reverse("admin:accounts_apiclient_change", args=[client.pk])).content.decode()
        assert secret not in page
        assert client.digest not in page
        assert client.client_id in page

    def test_gets_a_new_secret(self, desk, things):
        client = things["accounts_apiclient"]
        url = reverse("admin:accounts_apiclient_rotate", args=[client.pk])
        secret = desk("system").post(url, {"overlap_days": "0"}).context["key"]
        client.refresh_from_db()
        assert is_secret_of(client, secret, at=NOW)
        assert client.old_secret_until is not None
        faults = desk("system").post(url, {"overlap_days": "91"}).context["form"].errors
        assert set(faults) == {"overlap_days"}

    def test_is_revoked_with_a_reason(self, desk, things):
        client = things["accounts_apiclient"]
        url = reverse("admin:accounts_apiclient_revoke", args=[client.pk])
        assert desk("system").post(url, {"why": "换系统"}).status_code == 302
        client.refresh_from_db()
        assert client.revoked_at is not None
        assert desk("system").get(reverse("admin:accounts_apiclient_rotate", args=[client.pk])).status_code == 302
        assert desk("auditor").post(url, {"why": "x"}).status_code == 403

    def test_keeps_its_hourly_tokens_off_the_desk_of_tokens(self, desk, things):
        issue_client_token(things["accounts_apiclient"], key="fetched", read_only=False, at=NOW)
        answer = desk("system").get(reverse("admin:accounts_apitoken_changelist"))
        assert "fetche…" not in answer.content.decode()


def test_the_history_of_a_thing_is_the_audit_log(desk, world):
    url = reverse("admin:estates_estate_change", args=[world.estate.pk])
    form = {**ESTATE, "name": "新名苑"}
    form.pop("code")
    desk("bureau").post(url, form)
    text = desk("bureau").get(reverse("admin:estates_estate_history", args=[world.estate.pk])).content.decode()
    assert "新名苑" in text
    assert world.estate.name in text


class TestAnAuditor:
    """Reads all, changes nothing: every form and every button, tried."""

    def test_posts_in_vain(self, desk, things, draft):
        browser = desk("auditor")
        before = AuditEntry.objects.count()
        for name, thing in things.items():
            for page in (reverse(f"admin:{name}_change", args=[thing.pk]), reverse(f"admin:{name}_add")):
                assert browser.post(page, {"name": "x", "why": "x"}).status_code == 403, page
        assert AuditEntry.objects.count() == before

    def test_presses_no_button(self, desk, things, draft):
        from django.contrib import admin

        browser = desk("auditor")
        for model, own in admin.site._registry.items():
            name = f"{model._meta.app_label}_{model._meta.model_name}"
            for button in own.buttons:
                if name not in things:
                    continue
                thing = draft if name == "credit_rulebook" else things[name]
                arguments = [] if button.on_list else [thing.pk]
                url = reverse(f"admin:{name}_{button.name}", args=arguments)
                assert browser.get(url).status_code == 403, url
                assert browser.post(url, {"why": "x", "reason": "x", "on": "2026-11-20"}).status_code == 403, url

    def test_has_no_save_on_any_page(self, desk, things):
        browser = desk("auditor")
        for name, thing in things.items():
            text = browser.get(reverse(f"admin:{name}_change", args=[thing.pk])).content.decode()
            assert 'name="_save"' not in text, name
            assert 'id="item-form"' not in text, name
