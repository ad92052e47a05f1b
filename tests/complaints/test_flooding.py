from datetime import timedelta

import pytest
from django.test import Client

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from complaints import flooding
from complaints.actions import Conflict
from complaints.models import Complaint, Flood, Step
from tests.factories.companies import a_contract, an_enterprise
from tests.factories.complaints import FILED, a_complaint
from tests.factories.places import an_estate

A_MINUTE = timedelta(minutes=1)
LATER = FILED + timedelta(hours=12)


def several(estate, count, *, since=FILED, **values):
    return [a_complaint(estate, at=since + n * A_MINUTE, **values) for n in range(count)]


def flagged() -> set[Complaint]:
    return set(Complaint.objects.filter(flood=Flood.FLAGGED))


@pytest.mark.django_db
class TestScreening:
    def test_five_from_one_phone_are_flagged_with_those_before(self, estate):
        several(estate, 4)
        flooding.screen_waiting(at=LATER)
        assert flagged() == set()
        several(estate, 1, since=FILED + timedelta(hours=1))
        assert flooding.screen_waiting(at=LATER) == 1
        assert flagged() == set(Complaint.objects.all())
        assert len(flagged()) == 5

    @pytest.mark.parametrize(("source", "many"), [("device", 5), ("address", 20)])
    def test_a_device_is_like_a_phone_and_an_address_has_many_households(self, estate, source, many):
        several(estate, many - 1, phone="", **{source: "one"})
        flooding.screen_waiting(at=LATER)
        assert flagged() == set()
        several(estate, 1, phone="", since=FILED + timedelta(hours=1), **{source: "one"})
        flooding.screen_waiting(at=LATER)
        assert len(flagged()) == many

    def test_different_sources_and_none_are_no_flood(self, estate):
        for n in range(8):
            a_complaint(estate, phone=f"1390000{n:04d}")
        several(estate, 8, phone="", name="")
        flooding.screen_waiting(at=LATER)
        assert flagged() == set()

    def test_it_is_about_one_company_over_all_its_estates(self, estate, enterprise):
        second, foreign = an_estate("130102001001"), an_estate("130102001001")
        a_contract(second, enterprise)
        a_contract(foreign, an_enterprise())
        several(estate, 2)
        several(second, 3)
        several(foreign, 3)
        flooding.screen_waiting(at=LATER)
        assert {complaint.estate for complaint in flagged()} == {estate, second}

    def test_over_months_it_is_no_flood(self, estate):
        for n in range(5):
            a_complaint(estate, at=FILED + timedelta(days=8 * n))
        flooding.screen_waiting(at=FILED + timedelta(days=40))
        assert flagged() == set()

    def test_is_done_once_and_writes_a_step_that_residents_do_not_see(self, estate):
        several(estate, 5)
        assert flooding.screen_waiting(at=LATER) == 5
        assert flooding.screen_waiting(at=LATER) == 0
        steps = Step.objects.filter(verb="flag")
        assert steps.count() == 5
        assert not steps.filter(is_public=True).exists()

    def test_does_not_ask_more_for_many_than_for_few(self, estate, django_assert_max_num_queries):
        several(estate, 4)
        with django_assert_max_num_queries(14):
            flooding.screen_waiting(at=LATER)
        Complaint.objects.update(screened_at=None)
        for n in range(40):
            a_complaint(estate, phone=f"1390000{n:04d}")
        with django_assert_max_num_queries(14):
            flooding.screen_waiting(at=LATER)


@pytest.mark.django_db
class TestDeciding:
    @pytest.fixture
    def one(self, estate):
        several(estate, 5)
        flooding.screen_waiting(at=LATER)
        return Complaint.objects.order_by("pk").first()

    def test_an_officer_clears_or_discounts_with_a_reason(self, one, people):
        flooding.clear(one, reason="五户邻居共用一个电话", by=people["street"], at=LATER)
        assert Complaint.objects.get(pk=one.pk).flood == Flood.CLEARED
        assert Step.objects.get(verb="clear_flood").note == "五户邻居共用一个电话"
        other = Complaint.objects.filter(flood=Flood.FLAGGED).first()
        flooding.discount(other, reason="重复刷件", by=people["street"], at=LATER)
        assert Complaint.objects.get(pk=other.pk).flood == Flood.DISCOUNTED

    def test_what_was_decided_is_not_flagged_again(self, one, estate, people):
        flooding.clear(one, reason="属实", by=people["street"], at=LATER)
        several(estate, 1, since=FILED + timedelta(hours=1))
        flooding.screen_waiting(at=LATER)
        assert Complaint.objects.get(pk=one.pk).flood == Flood.CLEARED
        assert len(flagged()) == 5

    def test_twice_blind_or_by_others_it_is_refused(self, one, people):
        with pytest.raises(NotAllowed):
            flooding.discount(one, reason="刷件", by=people["company"], at=LATER)
        with pytest.raises(Complaint.DoesNotExist):
            flooding.discount(one, reason="刷件", by=people["neighbour"], at=LATER)
        with pytest.raises(Conflict):
            flooding.discount(one, reason="刷件", by=people["street"], at=LATER, version=1)
        flooding.discount(one, reason="刷件", by=people["street"], at=LATER)
        with pytest.raises(NotNow):
            flooding.clear(one, reason="属实", by=people["street"], at=LATER)


@pytest.mark.django_db
class TestTheDesk:
    def test_lists_what_is_flagged_and_an_officer_decides_there(self, estate, people, client):
        several(estate, 5)
        flooding.screen_waiting(at=LATER)
        one = Complaint.objects.order_by("pk").first()
        client.force_login(people["street"])
        listed = client.get("/admin/complaints/complaint/", {"tab": "flagged"}).content.decode()
        assert all(number in listed for number in Complaint.objects.values_list("number", flat=True))
        assert "/discount/" in client.get(f"/admin/complaints/complaint/{one.pk}/change/").content.decode()
        client.post(
            f"/admin/complaints/complaint/{one.pk}/discount/", {"reason": "同一人反复提交", "version": one.version}
        )
        assert Complaint.objects.get(pk=one.pk).flood == Flood.DISCOUNTED
        neighbour = Client()
        neighbour.force_login(people["neighbour"])
        assert one.number not in neighbour.get("/admin/complaints/complaint/", {"tab": "flagged"}).content.decode()
