"""Every desk x every role: who may open the list, the page, the form. Written by hand beside `authority.csv`."""

import pytest
from django.contrib import admin
from django.urls import reverse

ALL = {"system", "auditor", "bureau", "district", "street", "inspector", "company"}
OFFICE = ALL - {"company"}
PEOPLE = {"system", "auditor"}
OFFICERS = {"bureau", "district", "street"}
READS = {
    "accounts_region": OFFICE,
    "accounts_user": PEOPLE,
    "accounts_apitoken": PEOPLE,
    "accounts_apiclient": PEOPLE,
    "accounts_cityprofile": OFFICE,
    "accounts_rulevalue": OFFICE,
    "accounts_auditentry": {"system", "auditor", "bureau"},
    "estates_estate": ALL,
    "estates_home": OFFICERS | {"auditor"},
    "committees_owner": OFFICERS | {"auditor"},
    "enterprises_enterprise": ALL,
    "enterprises_projectmanager": ALL,
    "enterprises_servicecontract": ALL,
    "credit_evidence": ALL,
    "credit_grade": ALL,
    "credit_rulebook": ALL,
    "credit_item": ALL,
    "credit_night": OFFICE,
    "complaints_postercode": OFFICERS,
    "complaints_phoneline": OFFICERS,
    "complaints_posterorder": OFFICERS,
}
ADDS = {
    "accounts_user": {"system"},
    "accounts_apitoken": {"system"},
    "accounts_apiclient": {"system"},
    "accounts_rulevalue": {"system", "bureau"},
    "estates_estate": {"bureau", "district"},
    "estates_home": OFFICERS,
    "enterprises_enterprise": {"bureau", "district"},
    "enterprises_projectmanager": {"bureau", "district"},
    "enterprises_servicecontract": {"bureau", "district"},
    "credit_evidence": {"bureau", "district", "street", "inspector"},
    "complaints_phoneline": OFFICERS,
    "complaints_posterorder": OFFICERS,
}
OF_OTHER_ENGINES = {
    "exchange_subscription",
    "exchange_delivery",
    "intake_importbatch",
    "complaints_appeal",
    "complaints_consenttext",
    "complaints_hotlineitem",
    "complaints_complaint",
    "complaints_topic",
    "complaints_body",
    "complaints_refusalreason",
    "complaints_answertemplate",
    "accounts_dayoff",
    "complaints_notice",
    "complaints_noticetemplate",
    "complaints_noticeaddress",
    "complaints_mediation",
    "committees_mediationcommittee",
    "committees_vote",
    "committees_voteobjection",
    "committees_paper",
    "committees_papertemplate",
    "committees_dutyreport",
    "estates_boarditem",
    "estates_boardentry",
    "estates_boardfault",
    "estates_boardobjection",
    "committees_jointmeeting",
    "committees_training",
    "committees_partyorganisation",
    "committees_committeewarning",
    "committees_formation",
    "committees_candidate",
    "committees_filing",
    "committees_committee",
    "committees_member",
    "committees_meeting",
    "committees_sealuse",
    "committees_disclosure",
    "committees_audit",
    "committees_posting",
    "oversight_qualitygap",
    "fees_estatelevel",
    "fees_feefiling",
    "fees_feeitem",
    "fees_guideprice",
    "fees_priceindex",
    "fees_priceproposal",
    "fees_standard",
    "fees_finding",
    "fees_collection",
    "fees_arrearsreferral",
    "fees_funduse",
    "fees_fundblock",
    "fees_fundaccount",
    "fees_fundvoucher",
    "fees_fundcall",
    "fees_bankstatement",
    "fees_bankline",
    "fees_revenuereport",
    "fees_revenuecontract",
    "fees_revenueaudit",
    "fees_revenuedraw",
    "fees_revenuedemand",
    "estates_equipment",
    "estates_renovationplan",
    "estates_safetycampaign",
    "estates_hazard",
    "estates_basicservice",
    "enterprises_delivery",
    "enterprises_takeover",
}
"""Desks with their own tests."""


def test_every_desk_is_walked():
    names = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    assert names - OF_OTHER_ENGINES == set(READS)


@pytest.mark.parametrize("role", sorted(ALL))
class TestARole:
    def test_opens_the_lists_that_it_may_read(self, desk, things, role):
        browser = desk(role)
        found = {name: browser.get(reverse(f"admin:{name}_changelist")).status_code for name in READS}
        assert found == {name: 200 if role in roles else 403 for name, roles in READS.items()} | {"credit_item": 302}

    def test_opens_the_pages_that_it_may_read(self, desk, things, role):
        """Staff of a company that nobody has named yet may read, but see no company's things."""
        browser = desk(role)
        found = {
            name: browser.get(reverse(f"admin:{name}_change", args=[thing.pk])).status_code
            for name, thing in things.items()
        }
        seen = 404 if role == "company" else 200
        wanted = {name: seen if role in roles else 403 for name, roles in READS.items()}
        assert found == wanted | {"credit_rulebook": 200, "credit_item": 200}

    def test_has_the_empty_forms_of_what_it_may_add(self, desk, things, role):
        browser = desk(role)
        names = set(READS) - {"credit_item"}
        found = {name: browser.get(reverse(f"admin:{name}_add")).status_code for name in names}
        assert found == {name: 200 if role in ADDS.get(name, set()) else 403 for name in names}

    def test_deletes_nothing(self, desk, things, role):
        browser = desk(role)
        for name, thing in things.items():
            answer = browser.post(reverse(f"admin:{name}_delete", args=[thing.pk]), {"post": "yes"})
            assert answer.status_code in {403, 404}, name
            assert type(thing)._base_manager.filter(pk=thing.pk).exists(), name


@pytest.mark.parametrize("page", ["admin:index", "admin:find", "admin:password_change"])
def test_nobody_is_sent_to_the_login(client, city, page):
    answer = client.get(reverse(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))


def test_the_login_says_which_city(client, city):
    text = client.get(reverse("admin:login")).content.decode()
    assert "石家庄市物业服务监管" in text
    assert "demo.json" not in text


def test_the_login_of_a_demo_says_where_the_passwords_are(client, city, settings):
    settings.DEMO = True
    type(city).objects.update(is_demo=True)
    assert "demo.json" in client.get(reverse("admin:login")).content.decode()


def test_a_production_portal_gives_no_hint(client, city, settings):
    settings.DEMO = False
    type(city).objects.update(is_demo=True)
    assert "demo.json" not in client.get(reverse("admin:login")).content.decode()


def test_a_person_who_may_no_longer_log_in_is_out(desk, people, world):
    browser = desk("bureau")
    people["bureau"].is_active = False
    people["bureau"].save()
    assert browser.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("bureau", ["城市总览", "导入台", "操作留痕", "夜间评级"], ["人员与令牌"]),
        ("system", ["人员与令牌", "操作留痕"], ["导入台"]),
        ("street", ["信用记录", "小区与楼栋"], ["导入台", "操作留痕", "人员与令牌"]),
        ("company", ["等级与公布", "信用记录"], ["城市总览</span>", "夜间评级</span>", "城市与规则值"]),
    ],
)
def test_the_menu_shows_what_a_role_may_open(desk, world, role, shown, hidden):
    text = desk(role).get(reverse("admin:estates_estate_changelist")).content.decode()
    menu = text[text.index("nav-sidebar-apps") : text.index("dk-person")]
    assert [word for word in shown if word not in menu] == []
    assert [word for word in hidden if word in menu] == []
