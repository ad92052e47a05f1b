"""To whom the rules would send a complaint, and what they say why."""

from datetime import date

import pytest

from complaints.models import Body, Handler, Topic
from complaints.suggestions import suggest, suggest_all
from enterprises.models import ServiceContract
from tests.factories.companies import a_contract, an_enterprise
from tests.factories.complaints import a_complaint
from tests.factories.places import an_estate

TODAY = date(2026, 11, 20)


def test_the_company_whose_contract_is_in_force(complaint, enterprise):
    found = suggest(complaint, on=TODAY)
    assert (found.handler, found.enterprise, found.rule) == (Handler.COMPANY, enterprise, "contract")
    assert str(complaint.estate) in found.reason


def test_the_one_of_that_day_and_not_the_next(complaint, enterprise):
    ServiceContract.objects.filter(enterprise=enterprise).update(ends_on=date(2026, 12, 1))
    later = an_enterprise()
    a_contract(complaint.estate, later, begins_on=date(2026, 12, 1))
    assert suggest(complaint, on=date(2026, 11, 30)).enterprise == enterprise
    assert suggest(complaint, on=date(2026, 12, 1)).enterprise == later


def test_the_street_where_nobody_has_a_contract(rules):
    alone = a_complaint(an_estate("130102001001"))
    found = suggest(alone, on=TODAY)
    assert (found.handler, found.enterprise, found.rule) == (Handler.STREET, None, "no_company")


def test_another_body_where_the_topic_belongs_to_one(complaint):
    body = Body.objects.first()
    Topic.objects.filter(pk=complaint.topic_id).update(handler=Handler.BODY, body=body)
    complaint.topic.refresh_from_db()
    found = suggest(complaint, on=TODAY)
    assert (found.handler, found.body, found.rule) == (Handler.BODY, body, "body")
    assert body.phone in found.reason


@pytest.mark.parametrize("office", [Handler.COMMUNITY, Handler.STREET, Handler.DISTRICT])
def test_the_office_that_the_topic_names(complaint, office):
    complaint.topic.handler = office
    assert suggest(complaint, on=TODAY).handler == office


def test_never_again_to_who_handed_it_back(complaint):
    complaint.hand_offs = 1
    found = suggest(complaint, on=TODAY)
    assert (found.handler, found.rule) == (Handler.STREET, "handed_back")


def test_many_cost_one_question(estate, django_assert_num_queries):
    things = [a_complaint(estate) for _number in range(5)]
    with django_assert_num_queries(1):
        found = suggest_all(things, on=TODAY)
    assert {each.rule for each in found.values()} == {"contract"}
