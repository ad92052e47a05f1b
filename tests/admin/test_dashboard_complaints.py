"""Complaints in hand on the first page: open and late now, place by place, and only one's own."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.models import Complaint
from tests.factories.complaints import a_complaint, the_rules
from tests.factories.places import an_estate

INDEX = "admin:index"


@pytest.fixture
def in_hand(world, city):
    """Two late ones and one in time in 长安区, one in time in 裕华区."""
    the_rules(city)
    now = timezone.now()
    elsewhere = an_estate("130108001000")
    for number in range(3):
        a_complaint(world.estate, at=now, phone=f"1390000000{number}")
    a_complaint(elsewhere, at=now)
    late = Complaint.objects.filter(estate=world.estate).values_list("pk", flat=True)[:2]
    Complaint.objects.filter(pk__in=list(late)).update(due_at=now - timedelta(hours=1))
    return world


@pytest.mark.django_db
class TestComplaintsInHand:
    def shown(self, desk, who, **asked):
        return desk(who).get(reverse(INDEX), asked).context

    def test_the_city_sees_all_with_the_latest_place_first(self, in_hand, desk):
        context = self.shown(desk, "bureau")
        assert (context["in_hand"].open, context["in_hand"].late) == (4, 2)
        assert [(each.name, each.open, each.late) for each in context["in_hand_places"]] == [
            ("长安区", 3, 2), ("裕华区", 1, 0),
        ]  # fmt: skip

    def test_a_district_and_a_street_see_their_own(self, in_hand, desk):
        assert self.shown(desk, "neighbour")["in_hand"].open == 1
        context = self.shown(desk, "street")
        assert (context["in_hand"].open, context["in_hand_places"]) == (3, [])

    def test_what_waits_for_the_resident_is_not_late(self, in_hand, desk):
        Complaint.objects.update(state="supplement")
        assert self.shown(desk, "bureau")["in_hand"].late == 0

    def test_leads_to_the_list_and_to_the_place(self, in_hand, desk):
        text = desk("bureau").get(reverse(INDEX)).content.decode()
        assert "/admin/complaints/complaint/?tab=overdue" in text
        assert "region=130102000000" in text

    def test_of_a_past_day_nothing_is_told(self, in_hand, desk):
        assert "in_hand" not in self.shown(desk, "bureau", on=date(2026, 11, 20).isoformat())
