"""The verbs of companies. Each is atomic, checks the thing and its place, and leaves a line in the audit log."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.models import User
from accounts.removing import remove
from enterprises.lifecycle import CONTRACT, state_of_contract
from enterprises.models import Employment, Enterprise, ProjectManager, ServiceContract
from estates.actions import require_own_place, require_own_region
from intake.initials import initials_of


@transaction.atomic
def register_enterprise(enterprise: Enterprise, *, by: User | None, at: datetime, why: str = "") -> Enterprise:
    """Put a new company on the register of the place where it is registered. Raises ValidationError."""
    require(by, "registers.edit")
    require_own_region(by, enterprise.region_id)
    return keep_enterprise(enterprise, by=by, at=at, verb="register_enterprise", why=why)


@transaction.atomic
def amend_enterprise(enterprise: Enterprise, *, by: User | None, at: datetime, why: str = "") -> Enterprise:
    """Correct a company. Its credit code stays. A company that moves is amended by somebody whose area has both places.

    Raises ValidationError.
    """
    require(by, "registers.edit")
    held = audit.catch_up(enterprise) or Enterprise.objects.get(pk=enterprise.pk)
    require_own_region(by, enterprise.region_id)
    require_own_region(by, held.region_id)
    if enterprise.uscc.strip().upper() != held.uscc:
        raise ValidationError({"uscc": _("The code of a registered company stays. Register another company.")})
    return keep_enterprise(enterprise, by=by, at=at, verb="amend_enterprise", why=why)


def keep_enterprise(enterprise: Enterprise, *, by: User | None, at: datetime, verb: str, why: str) -> Enterprise:
    enterprise.uscc = enterprise.uscc.strip().upper()
    enterprise.initials = initials_of(enterprise.name, longest=100)
    audit.keep(enterprise, by=by, at=at, verb=verb, why=why)
    return enterprise


@transaction.atomic
def remove_enterprise(enterprise: Enterprise, *, by: User | None, at: datetime, why: str = "") -> None:
    """Strike a company off the register that nothing refers to. Raises NotAllowed, StillNeeded, DoesNotExist."""
    require(by, "registers.edit")
    held = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    require_own_place(by, held.region_id)
    remove(held, by=by, at=at, verb="remove_enterprise", why=why)


@transaction.atomic
def appoint_manager(manager: ProjectManager, *, by: User | None, at: datetime, why: str = "") -> ProjectManager:
    """Register a project manager with the company that employs them. Raises ValidationError."""
    return keep_manager(manager, by=by, at=at, verb="appoint_manager", why=why)


@transaction.atomic
def amend_manager(manager: ProjectManager, *, by: User | None, at: datetime, why: str = "") -> ProjectManager:
    return keep_manager(manager, by=by, at=at, verb="amend_manager", why=why)


def keep_manager(manager: ProjectManager, *, by: User | None, at: datetime, verb: str, why: str) -> ProjectManager:
    require(by, "registers.edit")
    audit.catch_up(manager)
    employers = {
        manager.enterprise_id,
        *ProjectManager.objects.filter(pk=manager.pk).values_list("enterprise", flat=True),
    }
    if by and Enterprise.objects.visible_to(by).filter(pk__in=employers).count() != len(employers):
        raise ValidationError({"enterprise": _("This company is not on the register of your area.")})
    if manager.left_on and manager.registered_on and manager.left_on < manager.registered_on:
        raise ValidationError({"left_on": _("A person leaves after being registered.")})
    audit.keep(manager, by=by, at=at, verb=verb, why=why)
    return manager


@transaction.atomic
def remove_manager(manager: ProjectManager, *, by: User | None, at: datetime, why: str = "") -> None:
    """Strike a project manager off the register whom nothing refers to. Raises NotAllowed, StillNeeded, DoesNotExist.

    One who left is amended (`left_on`), not removed.
    """
    require(by, "registers.edit")
    held = ProjectManager.objects.select_for_update().get(pk=manager.pk)
    if by and not Enterprise.objects.visible_to(by).filter(pk=held.enterprise_id).exists():
        raise NotAllowed(_("This company is not on the register of your area."))
    remove(held, by=by, at=at, verb="remove_manager", why=why)


@transaction.atomic
def file_contract(contract: ServiceContract, *, by: User | None, at: datetime, why: str = "") -> ServiceContract:
    """File a contract. An estate has one at a time. Raises ValidationError, naming the other one."""
    return keep_contract(contract, by=by, at=at, verb="file_contract", why=why)


@transaction.atomic
def amend_contract(contract: ServiceContract, *, by: User | None, at: datetime, why: str = "") -> ServiceContract:
    return keep_contract(contract, by=by, at=at, verb="amend_contract", why=why)


@transaction.atomic
def end_contract(
    contract: ServiceContract, *, last_day: date, by: User | None, at: datetime, why: str = ""
) -> ServiceContract:
    """End a contract with `last_day`, on which it still runs; one that has an end, sooner than that.

    Raises ValidationError, NotNow for a contract that has ended.
    """
    move = CONTRACT["end"]
    require(by, move.right)
    held = audit.catch_up(contract) or contract
    move.insist(state_of_contract(held.ends_on, on=timezone.localdate(at)), number=held.number)
    if last_day < contract.begins_on:
        raise ValidationError({"last_day": _("A contract ends after it begins.")})
    if held.ends_on is not None and last_day >= held.ends_on:
        raise ValidationError({"last_day": _("The contract ends before this day anyway. To prolong it, amend it.")})
    if last_day == date.max:
        raise ValidationError({"last_day": _("This day is too far away.")})
    contract.ends_on = last_day + timedelta(days=1)
    return keep_contract(contract, by=by, at=at, verb="end_contract", why=why)


def keep_contract(contract: ServiceContract, *, by: User | None, at: datetime, verb: str, why: str) -> ServiceContract:
    require(by, "registers.edit")
    audit.catch_up(contract)
    require_own_region(by, contract.estate.region_id, field="estate")
    for region_id in ServiceContract.objects.filter(pk=contract.pk).values_list("estate__region_id", flat=True):
        require_own_region(by, region_id, field="estate")
    if contract.manager and contract.manager.enterprise_id != contract.enterprise_id:
        raise ValidationError({"manager": _("This project manager belongs to another company.")})
    contract.clean()
    other = running_into(contract)
    if other:
        raise ValidationError(
            {
                "begins_on": _("Contract %(number)s of %(company)s runs in that time (from %(first)s until %(last)s).")
                % {
                    "number": other.number,
                    "company": other.enterprise,
                    "first": other.begins_on.isoformat(),
                    "last": (other.ends_on - timedelta(days=1)).isoformat() if other.ends_on else _("without end"),
                }
            }
        )
    audit.keep(contract, by=by, at=at, verb=verb, why=why)
    return contract


@transaction.atomic
def remove_contract(contract: ServiceContract, *, by: User | None, at: datetime, why: str = "") -> None:
    """Strike a contract off that was filed by mistake. One that is over is ended (`end_contract`), not removed.

    Raises NotAllowed, StillNeeded, DoesNotExist.
    """
    require(by, "registers.edit")
    held = ServiceContract.objects.select_for_update(of=["self"]).select_related("estate").get(pk=contract.pk)
    require_own_place(by, held.estate.region_id)
    remove(held, by=by, at=at, verb="remove_contract", why=why)


def running_into(contract: ServiceContract) -> ServiceContract | None:
    """Another contract of the estate that runs on some day of this one's time."""
    if not contract.begins_on:
        return None
    others = ServiceContract.objects.filter(estate_id=contract.estate_id).exclude(pk=contract.pk)
    others = others.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=contract.begins_on))
    if contract.ends_on:
        others = others.filter(begins_on__lt=contract.ends_on)
    return others.select_related("enterprise").order_by("begins_on").first()


@transaction.atomic
def employ(person: User, enterprise: Enterprise | None, *, by: User | None, at: datetime, why: str = "") -> None:
    """Tie a login of company staff to its company, or to none."""
    require(by, "people.manage")
    held = Employment.objects.filter(user=person).select_related("enterprise").first()
    before, after = held.enterprise if held else None, enterprise
    if before == after:
        return
    if after is None:
        Employment.objects.filter(user=person).delete()
    else:
        Employment.objects.update_or_create(user=person, defaults={"enterprise": after})
    told = [{"enterprise": str(side) if side else None} for side in (before, after)]
    audit.record(by=by, at=at, verb="employ", thing=person, before=told[0], after=told[1], why=why)
