"""The basic service of an estate without a company: both offices on site, one in force, the register in step."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from estates.basic_service import actions
from estates.basic_service.actions import SiteCheck
from estates.models import BasicService, ServiceMode
from tests.estates.living import AT, TODAY, a_pdf

pytestmark = pytest.mark.usefixtures("in_english")

ON = {"by": None, "at": AT}
CHECK = SiteCheck(TODAY, "长安区发改局", "长安区住建局", "已查看。", "clean", 35)


@pytest.fixture
def bare(estate):
    estate.service_mode = ServiceMode.NONE
    estate.save()
    return estate


def proposed(estate, by=None) -> BasicService:
    new = BasicService(estate=estate, mode="state_fallback", grade="safe", provider="城市服务公司", price_fen=30)
    return actions.propose(new, by=by, at=AT)


@pytest.fixture
def in_force(bare):
    service = proposed(bare)
    actions.note_check(service, check=CHECK, **ON)
    return actions.put_in_force(service, document="长发改〔2026〕1号", from_on=TODAY, **ON)


def test_the_offices_set_grade_and_price(in_force, bare):
    bare.refresh_from_db()
    assert (in_force.grade, in_force.price_fen, bare.service_mode) == ("clean", 35, "state_fallback")


def test_is_not_for_an_estate_with_a_company(estate):
    with pytest.raises(ValidationError, match="A company manages"):
        proposed(estate)


def test_a_company_that_came_meanwhile_stops_it(bare):
    service = proposed(bare)
    actions.note_check(service, check=CHECK, **ON)
    type(bare).objects.update(service_mode="company")
    with pytest.raises(NotNow, match="A company manages"):
        actions.put_in_force(service, document="x", from_on=TODAY, **ON)


@pytest.mark.parametrize("who", ["neighbour", "street", "company", "inspector"])
def test_is_set_by_district_and_bureau(bare, people, who):
    with pytest.raises(NotAllowed):
        proposed(bare, people[who])


@pytest.mark.parametrize(
    ("change", "field"),
    [({"drc": " "}, "drc"), ({"bureau": ""}, "bureau"), ({"found": ""}, "found"), ({"bureau": CHECK.drc}, "bureau"),
     ({"checked_on": date(2026, 11, 21)}, "checked_on")],
)  # fmt: skip
def test_two_offices_check_it_on_site(bare, change, field):
    with pytest.raises(ValidationError) as fault:
        actions.note_check(proposed(bare), check=SiteCheck(**{**vars(CHECK), **change}), **ON)
    assert field in fault.value.message_dict


def test_is_not_in_force_without_the_check(bare):
    with pytest.raises(NotNow):
        actions.put_in_force(proposed(bare), document="x", from_on=TODAY, **ON)


def test_is_not_in_force_before_the_check(bare):
    service = proposed(bare)
    actions.note_check(service, check=SiteCheck(**{**vars(CHECK), "proof": a_pdf()}), **ON)
    with pytest.raises(ValidationError, match="not before"):
        actions.put_in_force(service, document="x", from_on=date(2026, 11, 19), **ON)


def test_one_is_in_force_at_a_time(in_force, bare):
    second = proposed(bare)
    actions.note_check(second, check=CHECK, **ON)
    with pytest.raises(NotNow, match=in_force.number):
        actions.put_in_force(second, document="x", from_on=TODAY, **ON)
    with pytest.raises(IntegrityError, match="one_basic_service_in_force"), transaction.atomic():
        BasicService.objects.filter(pk=second.pk).update(state="set", document="x", from_on=TODAY)


def test_ends_with_its_last_day(in_force, bare):
    ended = actions.end(in_force, last_day=TODAY, reason="引入物业企业", **ON)
    bare.refresh_from_db()
    assert (ended.until_on, bare.service_mode) == (date(2026, 11, 21), "none")


def test_ending_leaves_a_company_that_came_meanwhile(in_force, bare):
    type(bare).objects.update(service_mode="company")
    actions.end(in_force, last_day=TODAY, reason="引入物业企业", **ON)
    bare.refresh_from_db()
    assert bare.service_mode == "company"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "checked"}, "checked_by_both_offices"),
        ({"state": "refused"}, "ended_basic_service"),
        ({"until_on": TODAY}, "only_an_ended"),
        ({"price_fen": -1}, "no_negative_price"),
    ],
)
def test_the_database_wants_what_belongs_to_each_state(bare, values, name):
    proposed(bare)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BasicService.objects.update(**values)


def test_the_database_wants_a_document(in_force):
    with pytest.raises(IntegrityError, match="has_its_document"), transaction.atomic():
        BasicService.objects.update(document="")
