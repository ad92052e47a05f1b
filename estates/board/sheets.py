"""Disclosure boards from files: the city's list of items, and what hangs. Headings are the words of the file format."""

import re
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.city import whole
from accounts.models import User
from estates.belonging import in_charge
from estates.models import BoardEntry, BoardItem, Cycle, EntryState, Estate
from estates.sheets import ESTATE_CODE, named_estate
from intake.models import ImportBatch
from intake.parsing import Wrong, day, text
from intake.sheets import Column, Entry, Row, TableSheet

OPEN = (EntryState.DUE, EntryState.FAULTY)
ITEM_CODE = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


def item_code(raw) -> str:
    """Raises Wrong."""
    said = text(20)(raw).lower()
    if not ITEM_CODE.fullmatch(said):
        raise Wrong(_("is no code of an item"), _("Small letters, digits and hyphens."))
    return said


class BoardItemSheet(TableSheet):
    """公示事项: one row an item of the city's list."""

    key = "board-items"
    tab = "公示事项"
    title = gettext_lazy("items to be disclosed")
    about = gettext_lazy("What has to hang on the disclosure boards of estates, how often and by when.")
    model = BoardItem
    identity = ("code",)
    verbs = ("registers.import", "board.items")
    columns = (
        Column("编码", "code", gettext_lazy("Small letters, digits and hyphens."), required=True,
               parse=item_code, is_code=True, example="licence"),
        Column("序号", "place", required=True, example="1"),
        Column("公示事项", "name", required=True, example="企业营业执照"),
        Column("英文名称", "name_en", example="Company licence"),
        Column("公示内容", "content", example="营业执照、企业名称与办公地点"),
        Column("公示周期", "every_months", required=True),
        Column("应公示天数", "due_days", gettext_lazy("Counted from the end of the period."), required=True,
               example="31"),
        Column("适用小区", "only_where"),
        Column("缺项计为", "counts_as", gettext_lazy("Empty: another room of the portal looks after it.")),
        Column("依据", "article", required=True, example="条例第七十条"),
        Column("生效日期", "from_on", required=True, example="2026-01-01"),
        Column("废止日期", "until_on", gettext_lazy("First day on which it is no longer in force.")),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        codes = {row.get("code") for row in rows}
        self.existing = {item.code: item for item in BoardItem.objects.filter(code__in=codes)}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        old, values = self.already(row), dict(row.values)
        if values.get("every_months") is not None:
            values["every_months"] = int(values["every_months"])
        if old is not None and values.get("every_months") not in (None, old.every_months):
            row.fault("every_months", _("is not what it was"), _("End the item and add another one."))
        if (begins := row.get("from_on")) and (ends := row.get("until_on")) and ends <= begins:
            row.fault("until_on", _("is not after the first day"), _("Correct one of the two days."))
        return self.become(row, values, is_first=is_first)


class BoardEntrySheet(TableSheet):
    """公示情况: one row a posting. It closes the entry that the night has opened."""

    key = "board-entries"
    tab = "公示情况"
    title = gettext_lazy("postings on disclosure boards")
    about = gettext_lazy("What hangs in an estate, item by item and period by period. Photos are added on a phone.")
    model = BoardEntry
    identity = ("estate", "item", "from_on")
    verbs = ("registers.import", "board.report")
    can_update = False
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("公示事项", "item", gettext_lazy("The code or the name of an item."), required=True, parse=text(40),
               example="utilities"),
        Column("期间开始", "from_on", gettext_lazy("First day of the period; empty for what hangs for good."),
               parse=day, example="2026-07-01"),
        Column("公示日期", "posted_on", gettext_lazy("Since when it hangs, whole."), required=True, parse=day,
               example="2026-10-20"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.on = timezone.localdate()
        items = list(BoardItem.objects.all())
        self.items = {item.name: item for item in items} | {item.code: item for item in items}
        self.hangs = timedelta(days=whole("disclosure_min_post_days", on=self.on))

    def key_of(self, row: Row):
        """What hangs for good has no first day to tell it by."""
        item = self.items.get(row.get("item") or "")
        if item is None or not row.get("estate"):
            return None
        return row.get("estate"), item.code, None if item.every_months == Cycle.STANDING else row.get("from_on")

    def look_up(self, rows: list[Row]) -> None:
        codes = {row.get("estate") for row in rows} - {None}
        mine = Estate.objects.filter(in_charge(self.by, on=self.on), code__in=codes)
        self.estates = dict(mine.values_list("code", "pk"))
        held = BoardEntry.objects.filter(estate__in=self.estates.values()).select_related("estate", "item")
        held = held.exclude(item__every_months=Cycle.STANDING, until_on__isnull=False)
        self.existing = {self.key_of_entry(entry): entry for entry in held}

    def key_of_entry(self, entry: BoardEntry) -> tuple[str, str, date | None]:
        from_on = None if entry.item.every_months == Cycle.STANDING else entry.from_on
        return entry.estate.code, entry.item.code, from_on

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        self.check(row)
        old = self.already(row) if row.is_sound else None
        if not row.is_sound or not is_first:
            return None
        if old is None:
            row.fault("from_on", _("is no period for which this estate owes the item"), _("Check the first day."))
            return None
        if old.state not in OPEN:
            row.fault("posted_on", _("was reported already"), _("Take the row out."))
            return None
        return self.change(row, old)

    def check(self, row: Row) -> None:
        named_estate(row, self.estates)
        item = self.items.get(row.get("item") or "")
        if row.get("item") and item is None:
            row.fault("item", _("is no item of the city's list"), _("Give its code or its name."))
        if (posted := row.get("posted_on")) and posted > self.on:
            row.fault("posted_on", _("has not come yet"), _("Correct the day."))
        if item is not None and item.every_months != Cycle.STANDING:
            self.check_period(row)

    def check_period(self, row: Row) -> None:
        begins, posted = row.get("from_on"), row.get("posted_on")
        if begins is None and "from_on" not in row.faulty:
            row.fault("from_on", _("is empty"), _("Give the first day of the period."))
        if begins and posted and posted < begins:
            row.fault("posted_on", _("is before the period begins"), _("Correct one of the two days."))

    def change(self, row: Row, old: BoardEntry) -> Entry:
        entry = Entry(row.number, old, audit.facts(old))
        old.state, old.posted_on = EntryState.POSTED, row.get("posted_on")
        is_standing = old.item.every_months == Cycle.STANDING
        old.hangs_until_on = None if is_standing or old.posted_on is None else old.posted_on + self.hangs
        old.checked_on, old.checked_by, old.lacks = None, None, ""
        return entry

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        for entry in entries:
            entry.thing.reported_at, entry.thing.reported_by = at, by
        super().keep(entries, batch=batch, by=by, at=at)
