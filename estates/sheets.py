"""Estates and buildings from files. Headings are the words of the file format."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Level, User
from estates.models import Building, Estate
from estates.queries import EstateQuerySet
from intake.initials import initials_of
from intake.parsing import code, text
from intake.regions import RegionBook
from intake.sheets import Column, Entry, Row, TableSheet

Known = TypeVar("Known")

ESTATE_CODE = code(pattern=r"\d{13}", length=13, says=gettext_lazy("An estate code has 13 digits."))


class EstateSheet(TableSheet):
    """小区: one row an estate. Its code begins with the nine digits of its street."""

    key = "estates"
    tab = "小区"
    title = gettext_lazy("estates")
    about = gettext_lazy("Every housing estate with its place, size, kind and how it is served.")
    model = Estate
    identity = ("code",)
    columns = (
        Column("小区代码", "code", gettext_lazy("13 digits: the street's first 9, then a serial number of 4."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("小区名称", "name", required=True, example="长安花苑"),
        Column("曾用名", "former_names", gettext_lazy("Several are separated by 、"), empty=""),
        Column("地址", "address", required=True, example="长安区建设北大街 18 号"),
        Column("所属街道或社区", "region",
               gettext_lazy("The statistical code (12 digits) or the names, such as 长安区建北街道."),
               required=True, parse=text(80), is_code=True, example="130102001000"),
        Column("纬度", "latitude", gettext_lazy("In degrees; both coordinates or none."), example="38.0428"),
        Column("经度", "longitude", gettext_lazy("In degrees; both coordinates or none."), example="114.5149"),
        Column("建成年份", "built_year", gettext_lazy("Four digits."), example="1998"),
        Column("建筑面积（平方米）", "floor_area_m2", gettext_lazy("At most two decimals; more are rounded."),
               required=True, example="86520.50"),
        Column("户数", "households", required=True, example="912"),
        Column("楼栋数", "building_count", required=True, example="12"),
        Column("小区类型", "kind", required=True),
        Column("服务方式", "service_mode", required=True),
        Column("改造状态", "renovation"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.regions = RegionBook(self.by, levels=(Level.STREET, Level.COMMUNITY))

    def look_up(self, rows: list[Row]) -> None:
        codes = [row.get("code") for row in rows]
        self.existing = {estate.code: estate for estate in Estate.objects.filter(code__in=codes)}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        region = self.region(row)
        self.check_coordinates(row)
        values = dict(row.values)
        values.pop("region", None)
        if region:
            values["region_id"] = region
        if row.get("name"):
            values["initials"] = initials_of(row.get("name"))
        return self.become(row, values, is_first=is_first and region is not None)

    def region(self, row: Row) -> str | None:
        """The region's code, once it is in the person's own area and agrees with the estate's code."""
        said, own_code = row.get("region"), row.get("code")
        if said is None:
            return None
        region = self.regions.find(said)
        if region is None:
            row.fault("region", *self.regions.why_not(said))
            return None
        if own_code and not own_code.startswith(region[:9]):
            row.fault(
                "code",
                _("does not begin with the street's digits %(digits)s") % {"digits": region[:9]},
                _("Correct the code or the street."),
            )
            return None
        old = self.existing.get(own_code)
        if old is not None and not self.regions.covers(old.region_id):
            row.fault("region", *self.regions.why_not(said))
            return None
        return region

    def check_coordinates(self, row: Row) -> None:
        given = {name for name in ("latitude", "longitude") if row.get(name) is not None}
        if len(given) == 1 and not row.faulty & {"latitude", "longitude"}:
            empty = "longitude" if "latitude" in given else "latitude"
            row.fault(empty, _("is empty while the other coordinate is given"), _("Give both or none."))


class BuildingSheet(TableSheet):
    """楼栋: one row a building, named within its estate."""

    key = "buildings"
    tab = "楼栋"
    title = gettext_lazy("buildings of estates")
    about = gettext_lazy("The buildings of estates that are already on the register.")
    model = Building
    identity = ("estate", "name")
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("楼栋", "name", required=True, example="1号楼"),
        Column("层数", "storeys", example="18"),
        Column("单元数", "units", example="2"),
        Column("电梯数", "lifts", example="4"),
        Column("户数", "households", example="144"),
        Column("建筑面积（平方米）", "floor_area_m2", gettext_lazy("At most two decimals; more are rounded."),
               example="15800.00"),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        codes = {row.get("estate") for row in rows}
        self.estates = dict(estates_of(self.by).filter(code__in=codes).values_list("code", "pk"))
        held = Building.objects.filter(estate_id__in=self.estates.values()).select_related("estate")
        self.existing = {(building.estate.code, building.name): building for building in held}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        estate = named_estate(row, self.estates)
        values = dict(row.values)
        values.pop("estate", None)
        return self.become(row, {**values, "estate_id": estate}, is_first=is_first and estate is not None)


def estates_of(by: User | None) -> EstateQuerySet:
    """The estates that a person's files may refer to; the portal's own may refer to all."""
    return Estate.objects.visible_to(by) if by else Estate.objects.all()


def no_such_estate() -> tuple[str, str]:
    """What to say of an estate code that the person's register does not have, wherever it may exist."""
    return (
        _("is not an estate on the register of your area"),
        _("Check the code, or import the estate first."),
    )


def named_estate(row: Row, estates: Mapping[Any, Known]) -> Known | None:
    """What is known of the estate that a row names; complains of one that is not known."""
    estate = estates.get(row.get("estate"))
    if estate is None and row.get("estate"):
        row.fault("estate", *no_such_estate())
    return estate
