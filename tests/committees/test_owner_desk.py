"""The desks of homes and owners: masked, within the own area, every look put down."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from committees.models import Ownership
from estates.models import Home
from tests.conftest import TODAY
from tests.factories.owners import an_owner, some_homes
from tests.factories.places import a_building

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(people):
    def browser(name: str) -> Client:
        made = Client(headers={"accept-language": "en"})
        made.force_login(people[name])
        return made

    return browser


@pytest.fixture
def home(estate) -> Home:
    (home,) = some_homes(estate, [90])
    return home


@pytest.fixture
def owner(home):
    return an_owner(home)


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


class TestHomes:
    def test_are_listed_with_the_masked_owner(self, desk, home, owner):
        text = text_of(desk("street").get(reverse("admin:estates_home_changelist")))
        assert "1号楼1单元101" in text
        assert "王**" in text
        assert "王秀兰" not in text

    def test_next_door_are_not(self, desk, home, owner):
        assert "1号楼1单元101" not in text_of(desk("neighbour").get(reverse("admin:estates_home_changelist")))
        assert desk("neighbour").get(reverse("admin:estates_home_change", args=[home.pk])).status_code == 404

    def test_take_as_many_queries_for_ten_as_for_one(self, desk, estate, home, owner, django_assert_max_num_queries):
        page, browser = reverse("admin:estates_home_changelist"), desk("street")
        browser.get(page)
        with django_assert_max_num_queries(40) as one:
            browser.get(page)
        for other in some_homes(estate, [80] * 9, building="2号楼"):
            an_owner(other)
        with django_assert_max_num_queries(len(one)):
            browser.get(page)

    def test_leave_as_a_workbook_or_csv_masked(self, desk, home, owner):
        answer = desk("street").get(reverse("admin:estates_home_export"), {"as": "csv"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert "王**" in text
        assert "王秀兰" not in text

    def test_are_entered_with_their_owners(self, desk, estate):
        a_building(estate, name="3号楼")
        form = {
            "estate": estate.pk, "house": "3栋", "unit": "2单元", "room": "501室", "area_m2": "89.5",
            "use": "residential", "area_basis": "registered", "owner_kind": "person", "names": "王秀兰、李建国",
            "phones": "138 0000 0021", "since": "2020-01-01",
        }  # fmt: skip
        assert desk("street").post(reverse("admin:estates_home_add"), form).status_code == 302
        held = Ownership.objects.get()
        assert held.home.label == "3号楼2单元501"
        assert [(each.name, each.phone) for each in held.owner.holders.all()] == [
            ("王秀兰", "138 0000 0021"), ("李建国", ""),
        ]  # fmt: skip

    def test_that_cannot_be_are_refused_at_the_field(self, desk, estate):
        form = {
            "estate": estate.pk, "house": "9栋", "room": "501", "area_m2": "0", "use": "residential", "names": "王秀兰",
            "area_basis": "registered", "owner_kind": "person", "documents": "1234567、7654321", "since": "2020-01-01",
        }  # fmt: skip
        answer = desk("street").post(reverse("admin:estates_home_add"), form)
        assert set(answer.context["adminform"].form.errors) == {"house", "area_m2", "documents"}

    def test_are_amended_through_the_action(self, desk, home, owner):
        form = {"unit": "1", "room": "101", "area_m2": "91.2", "use": "residential", "area_basis": "surveyed"}
        assert desk("street").post(reverse("admin:estates_home_change", args=[home.pk]), form).status_code == 302
        home.refresh_from_db()
        assert (home.area_m2, home.area_basis) == (Decimal("91.20"), "surveyed")
        assert AuditEntry.objects.get(verb="amend_home").who == "street"

    def test_are_sold(self, desk, home, owner):
        form = {"owner_kind": "person", "names": "李建国", "on": TODAY.isoformat()}
        answer = desk("street").post(reverse("admin:estates_home_sell", args=[home.pk]), form)
        assert answer.status_code == 302
        assert home.ownerships.get(until_on=None).owner != owner

    def test_are_not_sold_for_a_day_to_come(self, desk, home, owner):
        form = {"owner_kind": "person", "names": "李建国", "on": "2099-01-01"}
        answer = desk("street").post(reverse("admin:estates_home_sell", args=[home.pk]), form)
        assert "on" in answer.context["form"].errors

    def test_are_struck_off_with_a_reason(self, desk, home, owner):
        answer = desk("street").post(reverse("admin:estates_home_strike", args=[home.pk]), {"reason": "录入错误"})
        assert answer.status_code == 302
        assert AuditEntry.objects.get(verb="remove_home").why == "录入错误"


class TestOwners:
    def test_are_listed_masked(self, desk, home, owner):
        text = text_of(desk("street").get(reverse("admin:committees_owner_changelist")))
        assert "王**" in text
        assert "138****0021" in text
        assert "13800000021" not in text

    @pytest.mark.parametrize(
        ("text", "found"), [("13800000021", True), ("138 0000 0021", True), ("1380000002", False), ("x", False)]
    )
    def test_are_found_by_the_whole_phone(self, desk, home, owner, text, found):
        answer = text_of(desk("street").post(reverse("admin:committees_owner_find"), {"number": text}))
        assert ("王**" in answer) is found

    def test_are_looked_for_on_the_record_though_not_by_what(self, desk, home, owner):
        desk("street").post(reverse("admin:committees_owner_find"), {"number": "13800000021"})
        line = AuditEntry.objects.get(verb="find_owner")
        assert (line.who, line.after) == ("street", {"owners": [owner.pk]})
        assert "13800000021" not in str(AuditEntry.objects.values())

    def test_are_not_found_next_door(self, desk, home, owner):
        answer = text_of(desk("neighbour").post(reverse("admin:committees_owner_find"), {"number": "13800000021"}))
        assert "王**" not in answer

    def test_are_not_found_by_a_number_in_an_address(self, desk, home, owner):
        answer = text_of(desk("street").get(reverse("admin:committees_owner_changelist"), {"q": "13800000021"}))
        assert "王**" not in answer

    def test_show_their_homes_and_no_name(self, desk, home, owner):
        text = text_of(desk("auditor").get(reverse("admin:committees_owner_change", args=[owner.pk])))
        assert "1号楼1单元101" in text
        assert "王秀兰" not in text

    def test_show_their_names_to_whoever_is_put_down(self, desk, home, owner):
        page, browser = reverse("admin:committees_owner_look", args=[owner.pk]), desk("street")
        assert "王秀兰" not in text_of(browser.get(page))
        assert not AuditEntry.objects.filter(verb="look_at_owner").exists()
        answer = browser.post(page)
        assert "王秀兰" in text_of(answer)
        assert "no-store" in answer["Cache-Control"]
        assert AuditEntry.objects.get(verb="look_at_owner").who == "street"

    @pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("system", 403), ("neighbour", 404)])
    def test_do_not_show_them_to(self, desk, home, owner, role, status):
        answer = desk(role).post(reverse("admin:committees_owner_look", args=[owner.pk]))
        assert answer.status_code == status
        assert not AuditEntry.objects.filter(verb="look_at_owner").exists()

    def test_are_corrected(self, desk, home, owner):
        form = {"names": "王秀蓝", "reason": "与不动产登记核对"}
        assert desk("street").post(reverse("admin:committees_owner_correct", args=[owner.pk]), form).status_code == 302
        assert owner.holders.get().name == "王秀蓝"
