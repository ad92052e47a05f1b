"""A small city for tests of the judgement: companies, estates, contracts, a rulebook, evidence."""

from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from credit import actions, rulebook_file
from credit.ledger import NewEvidence
from credit.models import Evidence, Rulebook
from enterprises.models import Enterprise, ProjectManager, ServiceContract
from estates.models import Estate

AT = datetime(2030, 1, 1, tzinfo=UTC)
RULEBOOKS = Path(actions.__file__).with_name("data") / "rulebooks"
numbers = count(1)


def a_rulebook(name: str = "reference", *, effective_from: date = date(2023, 1, 1)) -> Rulebook:
    """A shipped rulebook, in force."""
    document = rulebook_file.read((RULEBOOKS / f"{name}.yaml").read_text(encoding="utf-8"))
    draft = actions.draft_rulebook(document, by=None, at=AT)
    return actions.publish_rulebook(draft, effective_from=effective_from, by=None, at=AT)


def a_company(region: str = "130102000000", *, joined_on: date | None = date(2020, 1, 1), **fields) -> Enterprise:
    n = next(numbers)
    return Enterprise.objects.create(
        uscc=f"91130100MA{n:08d}"[:18], name=f"公司{n}", region_id=region, joined_on=joined_on, **fields
    )


def an_estate(region: str = "130102001001", *, area: int = 10_000, **fields) -> Estate:
    n = next(numbers)
    return Estate.objects.create(
        code=f"{region[:9]}{n:04d}", name=f"小区{n}", region_id=region, address="某路 1 号", floor_area_m2=area,
        households=100, building_count=4, kind="commodity", service_mode="company", **fields,
    )  # fmt: skip


def a_contract(estate: Estate, enterprise: Enterprise, *, begins_on=date(2022, 1, 1), ends_on=None, manager=None):
    return ServiceContract.objects.create(
        number=f"HT-{next(numbers)}", estate=estate, enterprise=enterprise, manager=manager, stage="owners",
        begins_on=begins_on, ends_on=ends_on,
    )  # fmt: skip


def a_manager(enterprise: Enterprise) -> ProjectManager:
    return ProjectManager.objects.create(
        number=f"XM-{next(numbers)}", name="王某", enterprise=enterprise, registered_on=date(2022, 1, 1)
    )


def entry_for(code: str, *, of=None, at=None, by=None, on: date = date(2026, 1, 10), **fields) -> NewEvidence:
    """A record to be under item `code`: `of` a company, `at` an estate, `by` a manager."""
    return NewEvidence(
        number=f"XY-{next(numbers)}", item_code=code, occurred_on=fields.pop("occurred_on", on), decided_on=on,
        source="inspection", enterprise_id=of.pk if of else None, estate_id=at.pk if at else None,
        manager_id=by.pk if by else None, **fields,
    )  # fmt: skip


def evidence(code: str, **fields) -> Evidence:
    """One record on the ledger; see `entry_for`."""
    (key,) = actions.record_evidence([entry_for(code, **fields)], by=None, at=AT)
    return Evidence.objects.get(pk=key)
