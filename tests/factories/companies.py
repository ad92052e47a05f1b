from datetime import date
from itertools import count

from accounts.models import User
from enterprises.models import ContractStage, Employment, Enterprise, ProjectManager, ServiceContract
from estates.models import Estate

serial = count(1)


def an_enterprise(region_id: str = "130102000000", **values) -> Enterprise:
    """A company registered in a county-level district, in the credit system since 2024."""
    number = next(serial)
    return Enterprise.objects.create(
        **{
            "uscc": f"91{region_id[:6]}MA{number:07d}X",
            "name": f"和煦物业{number}",
            "initials": f"hxwy{number}",
            "region_id": region_id,
            "founded_on": date(2015, 3, 1),
            "joined_on": date(2024, 1, 1),
            **values,
        }
    )


def a_manager(enterprise: Enterprise, **values) -> ProjectManager:
    number = next(serial)
    return ProjectManager.objects.create(
        enterprise=enterprise,
        **{"number": f"XM{number:06d}", "name": f"经理{number}", "registered_on": date(2024, 1, 1), **values},
    )


def a_contract(estate: Estate, enterprise: Enterprise, **values) -> ServiceContract:
    """A contract that has been running since 2024 and has no end."""
    return ServiceContract.objects.create(
        estate=estate,
        enterprise=enterprise,
        **{
            "number": f"HT{next(serial):06d}",
            "stage": ContractStage.OWNERS,
            "begins_on": date(2024, 1, 1),
            "fee_fen_per_m2_month": 165,
            **values,
        },
    )


def a_company_login(user: User, enterprise: Enterprise) -> Employment:
    return Employment.objects.create(user=user, enterprise=enterprise)
