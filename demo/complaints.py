"""What the residents of an invented city have told since the posters went up, and how far each case has come."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from functools import cache, cached_property
from typing import Any

import yaml
from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.days import calendar
from accounts.models import Region
from accounts.numbers import number_of
from accounts.sealing import digest
from complaints import clocks
from complaints.models import Channel, Complaint, Contact, RefusalReason, State, Topic
from complaints.terms import terms
from demo.cases import Case, Office
from demo.chance import Urn, chance
from demo.cities import DATA
from demo.copying import put
from demo.replay import Progress
from demo.world import World
from enterprises.models import ServiceContract
from estates.models import Estate

AT_ONCE = 4_000
HOURS = (7, 8, 9, 12, 17, 18, 19, 20, 21, 22)
"""When people have a minute."""
Filing = tuple[datetime, Estate, str, int]
"""When, where, the leaf, and the event of which it tells (0: of none that others tell of)."""
FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗"


@cache
def sayings() -> dict[str, Any]:
    return yaml.safe_load((DATA / "complaints.yaml").read_text(encoding="utf-8"))


def tell(world: World, *, at: datetime, progress: Progress) -> int:
    """Put them all on record, up to the evening before the city's night. Returns how many."""
    made = Telling(world, min(at, clocks.at_time(world.calendar.yesterday, time(20, 0))))
    cases = list(made.cases())
    with transaction.atomic():
        for done in range(0, len(cases), AT_ONCE):
            keep(cases[done : done + AT_ONCE], made.rules.contact_kept_months, made.draw)
            progress(_("Complaints"), min(done + AT_ONCE, len(cases)), len(cases))
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('complaints_complaint', 'id'), %s)", [len(cases) + 1])
    return len(cases)


def keep(cases: Sequence[Case], months: int, draw: random.Random) -> None:
    put(case.complaint for case in cases)
    put(step for case in cases for step in case.steps)
    put(contact_of(case.complaint, months, draw) for case in cases)
    put(case.rating for case in cases if case.rating)


def contact_of(complaint: Complaint, months: int, draw: random.Random) -> Contact:
    """Half of them leave a name and a phone, which nobody has."""
    left = draw.random() < 0.5 or complaint.channel in {Channel.CLERK, Channel.HOTLINE}
    phone = f"1380000{draw.randint(0, 9999):04d}" if left else ""
    contact = Contact(
        complaint=complaint,
        phone_digest=digest(phone) if phone else "",
        address_digest=digest(f"{complaint.estate_id}/{draw.randint(1, 400)}"),
        consent_version="2026-1" if left else "",
        consented_at=complaint.filed_at if left else None,
        erase_on=timezone.localdate(complaint.filed_at) + relativedelta(months=months),
    )
    contact.put_down(name=draw.choice(FAMILY_NAMES) + draw.choice(["女士", "先生"]) if left else "", phone=phone)
    return contact


class Telling:
    """Who complains about what and when. `now`: the present, at which open cases stand."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now = world, now
        self.words = sayings()
        self.draw = chance(world.city.key, world.calendar.today, "complaints")
        self.rules, self.days = terms(world.calendar.yesterday), calendar()
        self.topics = {topic.code: topic for topic in Topic.objects.select_related("body")}
        weights = [row[0] for row in self.words["topics"].values()]
        self.urn = Urn(list(self.words["topics"]), weights)
        self.channels = Urn(list(self.words["channels"]), list(self.words["channels"].values()))
        self.tempers = {company.uscc: company.conduct for company in world.companies}
        self.refusals = list(RefusalReason.objects.order_by("code"))
        self.leads: dict[int, Complaint] = {}
        self.regions = {region.pk: region for region in Region.objects.select_related("parent")}

    def cases(self) -> Iterator[Case]:
        """In the order of filing, numbered."""
        filed = sorted([*self.filings(), *self.events()], key=lambda filing: (filing[0], filing[1].pk))
        for pk, filing in enumerate(filed, start=1):
            case = self.case(pk, *filing)
            case.live()
            yield case

    def events(self) -> Iterator[Filing]:
        """One lift, one night, many residents: the first one's case is theirs too."""
        estates = list(Estate.objects.filter(pk__in=self.contracts).order_by("pk"))
        days = self.world.city.complaint_days
        for event in range(1, self.number(self.words["events_a_day"] * days) + 1):
            estate, code, begins = self.draw.choice(estates), self.draw.choice(self.words["event"]), self.a_time(days)
            for _n in range(self.draw.randint(3, 16)):
                at = min(begins + timedelta(minutes=self.draw.randint(1, 180)), self.now)
                yield at, estate, code, event

    def filings(self) -> Iterator[Filing]:
        days = self.world.city.complaint_days
        hot = self.words["hot"]
        for estate in Estate.objects.filter(pk__in=self.contracts).order_by("pk"):
            often = self.words["rate"] * estate.households / 100 * days / 365
            often *= self.words["hot_times"] if self.draw.random() < hot else (1 - hot) / 1.6
            for _n in range(self.number(often)):
                yield self.a_time(days), estate, self.urn.draw(self.draw), 0

    def number(self, mean: float) -> int:
        """How often something happens that happens `mean` times on average."""
        whole = int(mean)
        return whole + (self.draw.random() < mean - whole)

    def a_time(self, days: int) -> datetime:
        day = self.world.calendar.yesterday - timedelta(days=self.draw.randrange(days))
        clock = time(self.draw.choice(HOURS), self.draw.randrange(60), self.draw.randrange(60))
        return min(clocks.at_time(day, clock), self.now - timedelta(minutes=self.draw.randint(2, 300)))

    @cached_property
    def contracts(self) -> dict[int, ServiceContract]:
        """Who manages each estate now, by estate."""
        running = ServiceContract.objects.running(on=self.world.calendar.yesterday).select_related("enterprise")
        return {contract.estate_id: contract for contract in running}

    def case(self, pk: int, at: datetime, estate: Estate, code: str, event: int) -> Case:
        contract, topic = self.contracts[estate.pk], self.topics[code]
        spot, words = self.told(estate, code)
        urgent = topic.is_urgent
        complaint = Complaint(
            pk=pk, number=number_of(pk, self.world.city.letters, timezone.localdate(at)),
            estate=estate, region_id=estate.region_id, spot=spot, topic=topic, title=f"{spot} {topic.name}"[:30],
            words=words, channel=self.channels.draw(self.draw), filed_at=at, state=State.FILED, state_since=at,
            is_urgent=urgent, screened_at=at,
            accept_due_at=clocks.accept_due(at, self.rules, self.days, urgent=urgent, joint=False),
            answer_due_at=clocks.answer_due(at, self.rules, self.days, urgent=urgent, workdays=topic.answer_workdays),
        )  # fmt: skip
        if complaint.channel == Channel.HOTLINE:
            complaint.hotline_number = f"RX{timezone.localdate(at):%Y%m%d}{pk:06d}"
        complaint.due_at = complaint.accept_due_at
        temper = self.tempers.get(contract.enterprise.uscc, "steady")
        office = self.office(estate, contract)
        case = Case(
            complaint, office, contract.enterprise, self.words["tempers"][temper], self.words, self.draw,
            lead=self.leads.get(event) if event else None, is_event=bool(event),
        )  # fmt: skip
        if event:
            self.leads.setdefault(event, complaint)
        elif self.draw.random() < self.words["refused"]:
            case.refusal = self.draw.choice(self.refusals)
        return case

    def office(self, estate: Estate, contract: ServiceContract) -> Office:
        region = self.regions[estate.region_id]
        street = region.parent if region.level == "community" and region.parent else region
        return Office(street.name, region.name, contract.enterprise.name, self.rules, self.days, self.now)

    def told(self, estate: Estate, code: str) -> tuple[str, str]:
        draw = self.draw
        building = f"{draw.randint(1, max(1, estate.building_count))}号楼"
        unit = f"{draw.randint(1, 4)}单元"
        sentence = draw.choice(self.words["topics"][code][1:])
        said = sentence.format(b=building, u=unit, n=draw.randint(2, 9), m=draw.randint(2, 18))
        return (f"{building}{unit}" if "{u}" in sentence else building if "{b}" in sentence else ""), said
