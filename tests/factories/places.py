from itertools import count

from estates.models import Building, Estate, EstateKind, ServiceMode

serial = count(1001)
"""Further than the examples of templates, and no number begins another."""


def an_estate(region_id: str = "130102001000", **values) -> Estate:
    """An estate with a property company, in a street or community."""
    number = next(serial)
    return Estate.objects.create(
        **{
            "code": f"{region_id[:9]}{number % 10_000:04d}",
            "name": f"青禾苑{number}",
            "initials": f"qhy{number}",
            "address": f"建设北大街{number}号",
            "region_id": region_id,
            "floor_area_m2": 50_000,
            "households": 400,
            "building_count": 8,
            "kind": EstateKind.COMMODITY,
            "service_mode": ServiceMode.COMPANY,
            **values,
        }
    )


def a_building(estate: Estate, **values) -> Building:
    return Building.objects.create(estate=estate, **{"name": f"{next(serial)}号楼", **values})
