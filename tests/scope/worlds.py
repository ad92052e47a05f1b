"""Two districts with one of everything, and the people who look at them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from django.core.files.base import ContentFile
from rest_framework.test import APIClient

from accounts.authority import may
from accounts.models import CityProfile, Level, Region, Role, User
from accounts.tokens import issue_token
from committees.models import Committee, CommitteeLogin
from complaints.models import Channel, Photo, PhotoState
from complaints.photos import store
from exchange.models import Delivery, DeliveryKind
from intake.faults import Fault
from intake.models import BatchState, ImportBatch
from tests.factories import a_company_login, a_world, one_more
from tests.factories.complaints import Road, a_complaint, a_mediation, the_rules
from tests.factories.webhooks import a_webhook
from tests.factories.world import World
from tests.scope.boarded import boarded_of
from tests.scope.funded import funded_of
from tests.scope.gathered import gathered_of
from tests.scope.governed import governed_of
from tests.scope.living import lived_of
from tests.scope.odd import odd_of
from tests.scope.owned import owned_of
from tests.scope.priced import priced_of
from tests.scope.revenued import revenued_of
from tests.scope.using import used_of

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HERE, NEXT_STREET, THERE = "130102001000", "130102002000", "130108001000"
NEVER = {
    "region": "130199001000", "estate": "1301990010001", "building": "999999999", "enterprise": "91999999MA99999999",
    "manager": "999999998", "contract": "999999997", "evidence": "999999996", "grade": "999999995",
    "rulebook": "999999994", "run": "99999999", "rulebook-item": "999999993", "token": "999999992",
    "import": "999999991", "webhook": "999999990",
    "equipment": "E9999999999999",
}  # fmt: skip
"""Keys that nothing ever had."""
THE_CITYS = {
    "board-item", "rulebook", "rulebook-item", "run", "template", "topic", "body", "refusal-reason", "safety-campaign",
    "service-standard", "guide-price", "price-index",
}  # fmt: skip
"""Resources whose rows belong to no district: law is public, a run is the whole city's (what it moved is scoped)."""
A_PERSONS_OWN = {"token", "import", "webhook", "delivery"}
"""Resources whose rows belong to the district's officer."""
SEES_OTHERS = {
    "token": {"system", "auditor"},
    "import": {"system", "auditor", "bureau"},
    "webhook": {"system"},
    "delivery": {"system"},
}
"""Who besides that person sees such rows."""
SEES_HERE = {"system", "auditor", "bureau", "inspector", "district", "reader", "street", "company"}
"""Who sees what lies in the street `HERE`; staff of the company because everything there is theirs."""
NOBODY = "nobody"


@dataclass
class Worlds:
    """What is in the street `HERE`, and the same again in another district."""

    here: World
    there: World
    people: dict[str, User]
    own: dict[str, tuple[str, ...]]
    complained: dict[str, tuple[str, ...]]
    clients: dict[str, APIClient] = field(default_factory=dict)

    @cached_property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """The key of one thing `HERE` of each resource."""
        item = self.here.rulebook.items.first()
        return {
            **{kind: (key,) for kind, key in self.here.keys().items()},
            "rulebook-item": (str(item.pk),),
            "template": ("estates",),
            "topic": ("0202",),
            "body": ("hotline",),
            "refusal-reason": ("not-property",),
            **self.complained,
            **self.own,
        }

    def sees(self, person: str, kind: str) -> bool:
        """Whether somebody sees the thing in `keys`, by who they are and where they stand."""
        if kind in THE_CITYS:
            return True
        if kind in A_PERSONS_OWN:
            return person in SEES_OTHERS[kind] | {"district", "reader"}
        if kind == "region":
            return person in SEES_HERE | {"rival"}
        return person in SEES_HERE

    def hidden_from(self, person: str) -> list[str]:
        """Texts that must not be in any answer to this person."""
        found = [] if person in SEES_HERE else list(self.here.hidden)
        if person not in {"system", "auditor", "bureau", "inspector", "neighbour", "rival", "committee"}:
            found += self.there.hidden
        return found

    def may(self, person: str, verb: str, method: str) -> bool:
        if person == "reader" and method != "get":
            return False
        return may(self.people[person], verb)


def two_worlds(people: dict[str, User]) -> Worlds:
    """Fills an empty portal. `people` are those of the suite; a colleague, a rival and a reader join them."""
    Region.objects.create(code=NEXT_STREET, parent_id="130102000000", name="青园街道", level=Level.STREET)
    here = a_world(HERE)
    there = one_more(here.rulebook, here.night, THERE)
    people = {
        **people,
        "next_street": User.objects.create_user("next_street", "x", role=Role.STREET, region_id=NEXT_STREET),
        "rival": User.objects.create_user("rival", "x", role=Role.COMPANY),
        "reader": people["district"],
    }
    a_company_login(people["company"], here.enterprise)
    a_company_login(people["rival"], there.enterprise)
    complained, _there = (complained_of(world) for world in (here, there))
    owned, _there = (owned_of(world) for world in (here, there))
    gathered, _there = (gathered_of(world) for world in (here, there))
    governed, _there = (governed_of(world) for world in (here, there))
    priced, _there = (priced_of(world) for world in (here, there))
    odd, _there = (odd_of(world) for world in (here, there))
    boarded, _there = (boarded_of(world) for world in (here, there))
    lived, _there = (lived_of(world) for world in (here, there))
    used, _there = (used_of(world) for world in (here, there))
    funded, _there = (funded_of(world) for world in (here, there))
    earned, _there = (revenued_of(world) for world in (here, there))
    CommitteeLogin.objects.create(user=people["committee"], committee=Committee.objects.get(estate=there.estate))
    made = Worlds(
        here,
        there,
        people,
        own_things(people["district"]),
        complained | owned | gathered | governed | priced | odd | boarded | lived | used | funded | earned,
    )
    for name, person in people.items():
        _token, key = issue_token(person, name="scope", by=None, at=datetime.now(UTC), read_only=name == "reader")
        made.clients[name] = APIClient(headers={"authorization": f"Token {key}"})
    made.clients[NOBODY] = APIClient()
    return made


def complained_of(world: World) -> dict[str, tuple[str, ...]]:
    """A complaint about the world's estate, from the hotline, with a photo and with its company."""
    the_rules(CityProfile.objects.get())
    number = f"W{world.estate.code}"
    filed = a_complaint(world.estate, hotline_number=number, channel=Channel.HOTLINE, words=f"{number} 电梯停运。")
    Road(None, None, world.enterprise).to(filed, "dispatched")
    world.hidden += [filed.number, number]
    photo = Photo.objects.create(complaint=filed, state=PhotoState.CLEAN, taken_at=AT, cleaned_at=AT, width=4, height=3)
    store.put(photo, "full", b"x")
    item = filed.hotline_items.first()
    mediation = a_mediation(filed)
    world.hidden.append(mediation.number)
    return {
        "mediation": (mediation.number,),
        "complaint": (filed.number, str(photo.key)),
        "hotline-order": (number,),
        "hotline-item": (str(item.pk),),
    }


def own_things(officer: User) -> dict[str, tuple[str, ...]]:
    """A token, an import, a webhook and a delivery of one person."""
    token, _key = issue_token(officer, name="台账", by=None, at=datetime.now(UTC))
    batch = ImportBatch(
        sheet="estates", file_name="x.xlsx", state=BatchState.FAULTY, by=officer, received_at=AT, fault_count=1,
        faults=[Fault(2, "小区名称", "x").as_json()],
    )  # fmt: skip
    batch.file.save("x.xlsx", ContentFile(b"x"), save=False)
    batch.marked_file.save("y.xlsx", ContentFile(b"y"), save=False)
    batch.save()
    webhook = a_webhook(officer)
    delivery = Delivery.objects.create(
        subscription=webhook, key="msg_scope", kind=DeliveryKind.PING, body="{}", made_at=AT, trying_since=AT,
        next_try_at=AT,
    )  # fmt: skip
    return {
        "token": (str(token.pk),),
        "import": (str(batch.pk),),
        "webhook": (str(webhook.pk),),
        "delivery": (str(webhook.pk), delivery.key),
    }
