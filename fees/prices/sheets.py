"""Guide prices and price indices from files. Headings are the words of the file format."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Level
from fees.models import GuidePrice, PriceIndex
from fees.overlaps import Spans, until_of
from fees.prices.actions import EDIT, review_due_on
from fees.standards.sheets import LevelBook
from intake.money import fen_cell
from intake.parsing import day, number, text, whole
from intake.regions import RegionBook
from intake.sheets import Column, Entry, Row, TableSheet

PERCENT = number(2, least=0, most=100)
OF = ("region_id", "level_id", "building_kind", "lift")
"""What one price is for."""


class GuidePriceSheet(TableSheet):
    """指导价: one row a division, level and kind of building."""

    key = "guide-prices"
    tab = "物业费指导价"
    title = gettext_lazy("guide prices")
    about = gettext_lazy("Government guide prices with their float and the document that lays them down.")
    model = GuidePrice
    identity = ("region", "level", "building_kind", "lift", "valid_from")
    verbs = ("registers.import", EDIT)
    can_update = False
    columns = (
        Column("适用区域", "region", gettext_lazy("The city, or a county: its code or its name."),
               required=True, parse=text(80), is_code=True, example="130100000000"),
        Column("服务等级", "level", gettext_lazy("By name, of a standard in force."),
               required=True, parse=text(61), example="二级"),
        Column("楼宇类型", "building_kind", required=True),
        Column("电梯", "lift", required=True),
        Column("基准价（元/平方米·月）", "base_fen", required=True, parse=fen_cell(least=0), example="1.40"),
        Column("有电梯加价（元）", "lift_extra_fen", parse=fen_cell(least=0), empty=0),
        Column("无电梯减价（元）", "no_lift_less_fen", parse=fen_cell(least=0), empty=0),
        Column("上浮幅度（%）", "float_up_percent", gettext_lazy("Empty: no highest price."), parse=PERCENT,
               example="20"),
        Column("下浮幅度（%）", "float_down_percent", gettext_lazy("Empty: no lowest price."), parse=PERCENT,
               example="20"),
        Column("执行日期", "valid_from", required=True, example="2026-01-01"),
        Column("截止日期", "last_day", gettext_lazy("The last day, itself included; empty if it is open."), parse=day),
        Column("文号", "document", required=True, example="发改价〔2026〕1号"),
        Column("联合发文单位", "issuers", required=True, example="市发展和改革委员会、市住房和城乡建设局"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.regions = RegionBook(self.by, levels=(Level.CITY, Level.COUNTY))
        self.today = timezone.localdate()
        self.levels, self.spans = LevelBook(on=self.today), Spans()
        self.held = {
            (*(getattr(each, name) for name in OF), each.valid_from): each for each in GuidePrice.objects.all()
        }
        for key, each in self.held.items():
            self.spans.hold(key[:-1], each.valid_from, each.valid_until, pk=each.pk)

    def already(self, row: Row) -> GuidePrice | None:
        return self.held.get(self.place_of(row))

    def place_of(self, row: Row) -> tuple:
        region, level = self.regions.find(row.get("region") or ""), self.levels.named.get(row.get("level") or "", [])
        return (
            region, level[0].pk if level else None, row.get("building_kind"), row.get("lift"), row.get("valid_from"),
        )  # fmt: skip

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        said = row.get("region")
        region = self.regions.find(said) if said else None
        if said and region is None:
            row.fault("region", *self.regions.why_not(said))
        values = dict(row.values)
        for name in ("region", "level", "last_day"):
            values.pop(name, None)
        values |= {
            "region_id": region,
            "level_id": self.levels.find(row),
            "valid_until": until_of(row, "valid_from"),
            "review_due_on": review_due_on(row.get("valid_from"), on=self.today) if row.get("valid_from") else None,
        }
        self.check_price(row)
        if row.is_sound and is_first and self.already(row) is None:
            self.spans.check(row, self.place_of(row)[:-1], row.get("valid_from"), values["valid_until"], "valid_from")
        return self.become(row, values, is_first=is_first)

    def check_price(self, row: Row) -> None:
        base, less = row.get("base_fen"), row.get("no_lift_less_fen") or Decimal(0)
        if base is not None and base <= less:
            row.fault("base_fen", _("leaves nothing without a lift"), _("Correct the base or what is taken off."))


class PriceIndexSheet(TableSheet):
    """价格指数: one row an index and year, the year before being 100."""

    key = "price-indices"
    tab = "价格指数"
    title = gettext_lazy("price indices")
    about = gettext_lazy("Published indices of wages, consumer prices and energy, the year before being 100.")
    model = PriceIndex
    identity = ("kind", "year")
    verbs = ("registers.import", EDIT)
    columns = (
        Column("指数", "kind", required=True),
        Column("年份", "year", required=True, parse=whole(least=1990, most=2100), example="2025"),
        Column("数值（上年=100）", "value", gettext_lazy("At most two decimals."), required=True, example="102.30"),
        Column("来源", "source", required=True, example="市统计局年度公报"),
        Column("发布日期", "published_on", required=True, example="2026-03-20"),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        held = PriceIndex.objects.filter(year__in={row.get("year") for row in rows} - {None})
        self.existing = {(each.kind, each.year): each for each in held}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        if row.get("published_on") and row.get("published_on") > timezone.localdate():
            row.fault("published_on", _("has not come yet"), _("Correct the day."))
        return self.become(row, dict(row.values), is_first=is_first)
