from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from complaints import figures
from complaints.actions import answering, handling, residents
from complaints.models import Complaint, Figure, FiguresTaken, Flood, State
from tests.factories.companies import a_contract
from tests.factories.complaints import FILED, Road, a_complaint
from tests.factories.places import an_estate

ON = date(2026, 12, 20)
AT = FILED + timedelta(days=33)
COUNTY = "130102000000"


def taken(of="city", code="", month=None, on=ON) -> Figure:
    figures.take(on=on, at=AT)
    return Figure.objects.get(of=of, code=code, month=month)


def counts(figure):
    return figure.received, figure.due, figure.in_time, figure.closed, figure.confirmed


@pytest.mark.django_db
class TestTake:
    def test_counts_what_was_filed_answered_and_confirmed(self, complaint, estate, road):
        road.to(complaint, State.CLOSED)
        a_complaint(estate)
        figure = taken()
        assert counts(figure) == (2, 2, 1, 1, 1)
        assert figure.median_days == Decimal("0.1")

    def test_tells_it_of_the_district_the_estate_the_company_and_the_class(self, complaint, estate, enterprise, road):
        road.to(complaint, State.CLOSED)
        a_complaint(estate)
        for of, code in [("county", COUNTY), ("estate", estate.code), ("topic", complaint.topic.code[:2])]:
            assert counts(taken(of, code)) == (2, 2, 1, 1, 1)
        assert counts(taken("company", enterprise.uscc)) == (1, 1, 1, 1, 1)

    def test_tells_months_of_the_city_and_its_districts(self, complaint, estate):
        a_complaint(estate, at=FILED - timedelta(days=30))
        for month in (date(2026, 10, 1), date(2026, 11, 1)):
            assert taken(month=month).received == 1
            assert taken("county", COUNTY, month).received == 1
        assert not Figure.objects.filter(of="estate", month__isnull=False).exists()

    def test_knows_twelve_months_and_nothing_of_its_own_day(self, complaint, estate):
        day = timezone.localdate(FILED)
        assert taken(on=day).received == 0
        assert taken(on=day + timedelta(days=1)).received == 1
        assert figures.window(date(2026, 12, 1)) == date(2025, 12, 1)
        assert taken(on=date(2027, 11, 1)).received == 1
        assert taken(on=date(2027, 11, 2)).received == 0

    def test_a_late_answer_and_a_false_one_are_not_in_time(self, complaint, estate, road, enterprise, people):
        road.later(days=20)
        road.to(complaint, State.ANSWERED)
        assert counts(taken()) == (1, 1, 0, 0, 0)
        other, way = a_complaint(estate), Road(people["street"], road.other, enterprise)
        way.to(other, State.DENIED)
        handling.find_false(other, text="还没修好。", by=way.other, at=way.later())
        answering.answer(other, text="修好了,请看。", solved=False, by=None, at=way.later())
        assert counts(taken()) == (2, 2, 0, 0, 0)

    def test_what_was_withdrawn_or_joined_owes_no_answer(self, complaint, estate, road):
        a_complaint(estate, join_to=complaint)
        residents.withdraw(a_complaint(estate), at=road.later())
        assert counts(taken()) == (3, 1, 0, 0, 0)

    def test_a_flood_is_left_out_until_it_is_cleared(self, complaint):
        for flood, received in [(Flood.FLAGGED, 0), (Flood.DISCOUNTED, 0), (Flood.CLEARED, 1)]:
            Complaint.objects.update(flood=flood)
            assert taken().received == received

    def test_the_median_is_that_of_all(self, estate, enterprise, people, road):
        for days in (1, 2, 40):
            way = Road(people["street"], road.other, enterprise)
            one = a_complaint(estate)
            way.to(one, State.CONTACTED)
            way.at = FILED
            way.later(days=days)
            way.answer(one)
        assert taken().median_days == 2

    def test_ratings_are_summed(self, complaint, road):
        road.to(complaint, State.CLOSED)
        residents.rate(complaint, service=4, result=2, at=road.later())
        figure = taken()
        assert (figure.ratings, figure.service_sum, figure.result_sum) == (1, 4, 2)

    def test_twice_changes_nothing_and_what_is_gone_goes(self, complaint, enterprise):
        elsewhere = an_estate("130108001001")
        a_contract(elsewhere, enterprise)
        gone = a_complaint(elsewhere)
        figures.take(on=ON, at=AT)
        before = list(Figure.objects.order_by("pk").values())
        figures.take(on=ON, at=AT)
        assert list(Figure.objects.order_by("pk").values()) == before
        Complaint.objects.filter(pk=gone.pk).update(flood=Flood.DISCOUNTED)
        figures.take(on=ON, at=AT)
        assert not Figure.objects.filter(code=elsewhere.code).exists()

    def test_once_a_day(self, complaint):
        assert figures.take_due(at=AT)
        assert not figures.take_due(at=AT + timedelta(hours=1))
        assert figures.take_due(at=AT + timedelta(days=1))
        assert FiguresTaken.objects.get().on == timezone.localdate(AT + timedelta(days=1))
