"""What a company sees of an estate that it managed before, or manages now."""

from datetime import UTC, date, datetime

import pytest

from enterprises.models import ServiceContract
from estates.models import BoardFault, BoardObjection, Hazard
from tests.factories.companies import a_company_login, a_contract, an_enterprise

LEFT = date(2026, 6, 1)


def on(day: str) -> datetime:
    """An hour past midnight where the estates are, which is still the day before elsewhere."""
    return datetime.fromisoformat(f"{day}T01:00:00+08:00").astimezone(UTC)


@pytest.fixture(params=[BoardFault, BoardObjection, Hazard])
def made(request, estate):
    """Makes one of a day; each test says what its company sees of it."""

    def make(day: str):
        at, number = on(day), f"N{day}"
        if request.param is BoardFault:
            kind = "missing" if day < str(LEFT) else "utilities"
            values = {"kind": kind, "happened_on": day, "reported_at": at}
        elif request.param is BoardObjection:
            values = {"kind": "wrong", "filed_at": at, "due_on": day}
        else:
            values = {"kind": "gas", "severity": "major", "place": "x", "words": "x", "found_on": day, "fix_by": day}
        return request.param.objects.create(number=number, estate=estate, **values)

    return make


@pytest.mark.django_db
class TestACompanyThatLeft:
    @pytest.mark.parametrize(
        ("day", "is_seen"),
        [("2023-12-31", False), ("2024-01-01", True), ("2026-05-31", True), ("2026-06-01", False)],
    )
    def test_sees_what_was_in_its_own_time(self, made, company, day, is_seen):
        ServiceContract.objects.update(ends_on=LEFT)
        thing = made(day)
        assert list(type(thing).objects.visible_to(company)) == [thing] * is_seen

    def test_leaves_everything_to_the_one_that_came(self, made, company, estate, people):
        ServiceContract.objects.update(ends_on=LEFT)
        made("2026-05-31")
        after = made("2026-06-01")
        new, staff = an_enterprise(), type(company).objects.create_user("new", "x", role="company")
        a_company_login(staff, new)
        a_contract(estate, new, begins_on=LEFT)
        assert type(after).objects.visible_to(staff).count() == 2
        assert type(after).objects.visible_to(people["street"]).count() == 2
