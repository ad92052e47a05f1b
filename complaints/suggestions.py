"""To whom a complaint should go, and why: what the rules say. An officer decides.

`judge` is the rule, values in and values out; `suggest` and `suggest_all` fetch what it needs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from complaints.models import Body, Complaint, Handler
from enterprises.models import Enterprise, ServiceContract


@dataclass(frozen=True)
class Suggestion:
    """`rule` names the rule that decided: handed_back, body, contract, no_company, topic."""

    handler: str
    enterprise: Enterprise | None
    body: Body | None
    reason: str
    rule: str

    @property
    def name(self) -> str:
        """To whom, as a person says it."""
        return str(self.enterprise or self.body or Handler(self.handler).label)


def suggest(complaint: Complaint, *, on: date) -> Suggestion:
    """What the rules say for one complaint on a day."""
    return judge(complaint, contracts_on([complaint], on).get(complaint.estate_id))


def suggest_all(complaints: Iterable[Complaint], *, on: date) -> dict[int, Suggestion]:
    """The same for many, by the complaint's id; one query for all contracts."""
    things = list(complaints)
    contracts = contracts_on(things, on)
    return {thing.pk: judge(thing, contracts.get(thing.estate_id)) for thing in things}


def contracts_on(complaints: Iterable[Complaint], on: date) -> dict[int, ServiceContract]:
    """The contract that is in force for each estate, by the estate's id."""
    estates = {complaint.estate_id for complaint in complaints}
    running = ServiceContract.objects.running(on=on).filter(estate_id__in=estates).select_related("enterprise")
    return {contract.estate_id: contract for contract in running}


def judge(complaint: Complaint, contract: ServiceContract | None) -> Suggestion:
    """What was handed back goes to the street; else the topic says whose it is, and the contract which company's."""
    topic = complaint.topic
    if complaint.hand_offs:
        reason = _("It was handed back once. Who gets it now may not pass it on; the city can name the handler.")
        return Suggestion(Handler.STREET, None, None, reason, "handed_back")
    if topic.handler == Handler.BODY and topic.body:
        reason = _("“%(topic)s” is not the property company's business. It belongs to %(body)s, phone %(phone)s.")
        named = {"topic": topic, "body": topic.body, "phone": topic.body.phone}
        return Suggestion(Handler.BODY, None, topic.body, reason % named, "body")
    if topic.handler == Handler.COMPANY:
        return of_company(complaint, contract)
    reason = _("“%(topic)s” is dealt with by the %(handler)s.")
    named = {"topic": topic, "handler": Handler(topic.handler).label}
    return Suggestion(topic.handler, None, None, reason % named, "topic")


def of_company(complaint: Complaint, contract: ServiceContract | None) -> Suggestion:
    """To the company whose contract is in force; to the street where there is none."""
    if contract is None:
        reason = _("“%(topic)s” is the property company's business, but %(estate)s has no contract in force today.")
        named = {"topic": complaint.topic, "estate": complaint.estate}
        return Suggestion(Handler.STREET, None, None, reason % named, "no_company")
    named = {"topic": complaint.topic, "estate": complaint.estate, "number": contract.number}
    if contract.ends_on is None:
        reason = _("“%(topic)s” is the property company's business. Its contract %(number)s for %(estate)s has no end.")
    else:
        reason = _("“%(topic)s” is the property company's business. Its contract for %(estate)s ends before %(day)s.")
        named["day"] = date_format(contract.ends_on, "DATE_FORMAT")
    return Suggestion(Handler.COMPANY, contract.enterprise, None, reason % named, "contract")
