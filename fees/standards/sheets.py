"""Levels of estates from files. Headings are the words of the file format."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from estates.sheets import ESTATE_CODE, estates_of, named_estate
from fees.models import EstateLevel, Standard, StandardLevel
from fees.overlaps import Spans, until_of
from fees.standards.actions import VERIFY
from intake.parsing import day, text
from intake.sheets import Column, Entry, Row, TableSheet


class LevelBook:
    """The levels of the standards in force on a day, by name; where several have the name, with the standard's code."""

    def __init__(self, *, on: date) -> None:
        in_force = Standard.objects.in_force(on=on)
        self.named: dict[str, list[StandardLevel]] = {}
        for level in StandardLevel.objects.filter(standard__in=in_force).select_related("standard"):
            for name in (level.name, f"{level.standard.code}/{level.name}"):
                self.named.setdefault(name, []).append(level)

    def find(self, row: Row, field: str = "level") -> int | None:
        """The id of the level that a row names; complains of none, and of several."""
        said = row.get(field)
        if said is None:
            return None
        found = self.named.get(said, [])
        if len(found) == 1:
            return found[0].pk
        what = _("is a level of several standards") if found else _("is no level of a standard in force")
        names = [f"{level.standard.code}/{level.name}" for level in found] or [
            name for name in self.named if "/" not in name
        ]
        row.fault(field, what, _("Write one of: %(names)s.") % {"names": "、".join(names)})
        return None


class EstateLevelSheet(TableSheet):
    """服务等级: one row an estate and time, as verified on site. What follows a level is verified at the desk."""

    key = "estate-levels"
    tab = "小区服务等级"
    title = gettext_lazy("levels of estates")
    about = gettext_lazy("Which service level each estate was found to have on site, by whom and when.")
    model = EstateLevel
    identity = ("estate", "from_on")
    verbs = ("registers.import", VERIFY)
    can_update = False
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("服务等级", "level", gettext_lazy("By name, of a standard in force."),
               required=True, parse=text(61), example="二级"),
        Column("生效日期", "from_on", required=True, example="2026-06-01"),
        Column("截止日期", "last_day", gettext_lazy("The last day, itself included; empty while it counts."),
               parse=day),
        Column("现场核定日期", "verified_on", required=True, example="2026-05-14"),
        Column("核定单位", "verified_by", gettext_lazy("The body, never a person."), required=True,
               example="裕华区住房和城乡建设局"),
        Column("备注", "note"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.today = timezone.localdate()
        self.levels, self.spans = LevelBook(on=self.today), Spans()

    def look_up(self, rows: list[Row]) -> None:
        codes = {row.get("estate") for row in rows}
        self.estates = dict(estates_of(self.by).filter(code__in=codes).values_list("code", "pk"))
        held = EstateLevel.objects.filter(estate_id__in=self.estates.values()).select_related("estate")
        self.existing = {(each.estate.code, each.from_on): each for each in held}
        for each in held:
            self.spans.hold(each.estate_id, each.from_on, each.until_on, pk=each.pk)

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        estate = named_estate(row, self.estates)
        until_on = until_of(row)
        self.check_days(row)
        if estate is not None and row.get("from_on") and is_first and self.already(row) is None:
            self.spans.check(row, estate, row.get("from_on"), until_on)
        values = {name: row.get(name) for name in ("from_on", "verified_on", "verified_by")}
        values |= {"note": row.get("note") or "", "until_on": until_on, "estate_id": estate}
        values["level_id"] = self.levels.find(row)
        return self.become(row, values, is_first=is_first and estate is not None)

    def check_days(self, row: Row) -> None:
        verified_on, from_on = row.get("verified_on"), row.get("from_on")
        if verified_on and verified_on > self.today:
            row.fault("verified_on", _("has not come yet"), _("A level is written down once somebody looked."))
        if verified_on and from_on and from_on < verified_on:
            row.fault(
                "from_on", _("is before the look on site"), _("A level counts from the day that it was verified.")
            )
