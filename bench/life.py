"""A city at work: what officers, programs and the clock write all day, at random, several at once.

Used to see whether copies of other systems stay in step (`bench/in_step.py`, `tests/exchange/test_sync.py`).
"""

import csv
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.lifecycle import NotNow
from accounts.models import Level, Region, Role, User
from accounts.removing import StillNeeded
from credit.actions import record_evidence, repair, withdraw
from credit.ledger import EvidenceFault, NewEvidence
from credit.models import Evidence, Item
from credit.night.run import NightBusy
from enterprises import actions as companies
from enterprises.models import Enterprise, ProjectManager, ServiceContract
from estates import actions as places
from estates.models import Building, Estate, ServiceMode
from intake.actions import load_file
from intake.faults import ImportFaults
from oversight import nightly
from oversight.sheets import EstateSheet

REFUSALS = (
    ValidationError, ObjectDoesNotExist, NotNow, StillNeeded, EvidenceFault, ImportFaults, NightBusy, DatabaseError,
)  # fmt: skip
"""What may come of doing things at random while others do the same."""


@dataclass
class Clerk:
    """One writer. `portal` is the API as a program of the bureau calls it; `number` keeps his names apart."""

    number: int
    chance: random.Random
    portal: Any
    refusals: tuple[type[Exception], ...] = ()
    done: Counter = field(default_factory=Counter)
    serial: int = 0

    def work(self, until: float) -> Counter:
        """Do one thing after another until a moment of the monotonic clock. Returns how often each was done."""
        verbs = [name for name, weight in WEIGHTS.items() for _each in range(weight)]
        while time.monotonic() < until:
            self.do(self.chance.choice(verbs))
        connection.close()
        return self.done

    def do(self, verb: str) -> None:
        try:
            getattr(self, verb)()
            self.done[verb] += 1
        except (*REFUSALS, *self.refusals):
            self.done[f"{verb} refused"] += 1

    @property
    def bureau(self) -> dict[str, Any]:
        return {"by": User.objects.filter(role=Role.BUREAU).first(), "at": timezone.now()}

    def any(self, rows) -> Any:
        """One of the rows by chance. Raises DoesNotExist."""
        keys = list(rows.order_by().values_list("pk", flat=True))
        if not keys:
            raise ObjectDoesNotExist
        return rows.get(pk=self.chance.choice(keys))

    def next(self, prefix: str) -> str:
        self.serial += 1
        return f"{prefix}{self.number}-{self.serial}-{int(time.time())}"

    def street(self) -> Region:
        return self.any(Region.objects.filter(level__in=[Level.STREET, Level.COMMUNITY]))

    def move_estate(self) -> None:
        estate = self.any(Estate.objects.all())
        estate.region = self.street()
        places.amend_estate(estate, **self.bureau)

    def amend_estate_by_api(self) -> None:
        estate = self.any(Estate.objects.all())
        found = self.portal.estates.get(estate.code)
        values = {"households": self.chance.randrange(5000), "address": self.next("路")}
        self.portal.estates.amend(estate.code, values, if_match=found.etag)

    def add_estates_in_bulk(self) -> None:
        rows = [{"do": "create", "values": self.new_estate()} for _each in range(self.chance.randrange(1, 20))]
        self.portal.estates.bulk(rows, all_or_none=self.chance.random() < 0.5)

    def new_estate(self) -> dict[str, Any]:
        street = self.street()
        return {
            "code": f"{street.pk[:9]}{self.chance.randrange(10_000):04d}",
            "name": self.next("苑"), "address": "路", "region": street.pk, "floor_area_m2": 1000, "households": 10,
            "building_count": 1, "kind": "commodity", "service_mode": self.chance.choice(ServiceMode.values),
        }  # fmt: skip

    def strike_estate(self) -> None:
        self.portal.estates.delete(self.any(Estate.objects.filter(contracts__isnull=True, buildings__isnull=True)).code)

    def add_building(self) -> None:
        building = Building(estate=self.any(Estate.objects.all()), name=self.next("楼")[-30:])
        places.register_building(building, **self.bureau)

    def strike_building(self) -> None:
        places.remove_building(self.any(Building.objects.all()), **self.bureau)

    def move_company(self) -> None:
        company = self.any(Enterprise.objects.all())
        company.region = self.any(Region.objects.filter(level=Level.COUNTY))
        companies.amend_enterprise(company, **self.bureau)

    def appoint(self) -> None:
        manager = ProjectManager(
            number=self.next("XM"), name="经理", enterprise=self.any(Enterprise.objects.all()),
            registered_on=date(2026, 1, 1),
        )  # fmt: skip
        companies.appoint_manager(manager, **self.bureau)

    def begin_contract(self) -> None:
        begins_on = timezone.localdate() + timedelta(days=self.chance.randrange(-400, 30))
        ends_on = begins_on + timedelta(days=self.chance.randrange(1, 900)) if self.chance.random() < 0.5 else None
        contract = ServiceContract(
            number=self.next("HT"), estate=self.any(Estate.objects.all()), begins_on=begins_on, ends_on=ends_on,
            enterprise=self.any(Enterprise.objects.all()), stage="owners", fee_fen_per_m2_month=165,
        )  # fmt: skip
        companies.file_contract(contract, **self.bureau)

    def end_contract(self) -> None:
        contract = self.any(ServiceContract.objects.running(on=timezone.localdate()))
        last_day = timezone.localdate() - timedelta(days=self.chance.randrange(0, 30))
        companies.end_contract(contract, last_day=last_day, **self.bureau)

    def hand_over(self) -> None:
        """Another company takes over an estate: the contract names another one from the beginning."""
        contract = self.any(ServiceContract.objects.all())
        contract.enterprise, contract.manager = self.any(Enterprise.objects.all()), None
        companies.amend_contract(contract, **self.bureau)

    def record(self) -> None:
        item = self.any(Item.objects.filter(rulebook__state="published", subject="enterprise", points_mode="fixed"))
        on = timezone.localdate() - timedelta(days=self.chance.randrange(30))
        about = {"enterprise_id": self.any(Enterprise.objects.all()).pk}
        if self.chance.random() < 0.5:
            about["estate_id"] = self.any(Estate.objects.all()).pk
        entry = NewEvidence(self.next("JL"), item.code, on, on, "inspection", fact="公示栏缺项", **about)
        record_evidence([entry], **self.bureau)

    def end_record(self) -> None:
        verb = self.chance.choice([withdraw, repair])
        verb(self.any(Evidence.objects.all()), on=timezone.localdate(), reason="更正", **self.bureau)

    def import_estates(self) -> None:
        rows = [self.new_estate() for _each in range(30)]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "estates.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(HEADINGS.values())
                writer.writerows([row[name] for name in HEADINGS] for row in rows)
            load_file(path, EstateSheet, **self.bureau)

    def night(self) -> None:
        nightly.run(timezone.localdate(), kind="command", by="bench", again=True)


HEADINGS = {
    "code": "小区代码", "name": "小区名称", "address": "地址", "region": "所属街道或社区",
    "floor_area_m2": "建筑面积（平方米）", "households": "户数", "building_count": "楼栋数", "kind": "小区类型",
    "service_mode": "服务方式",
}  # fmt: skip
WEIGHTS = {
    "move_estate": 10, "amend_estate_by_api": 8, "add_estates_in_bulk": 3, "strike_estate": 4,
    "add_building": 4, "strike_building": 3, "move_company": 3, "appoint": 3, "begin_contract": 8, "end_contract": 5,
    "hand_over": 3, "record": 10, "end_record": 4, "import_estates": 1,
}  # fmt: skip
"""How often each is done by chance. The night is run by the one who asks for it."""
