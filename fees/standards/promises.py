"""Service standards from a file: one row a promise of a level. Headings are the words of the file format."""

from collections import defaultdict
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.city import profile
from accounts.models import User
from fees.models import Standard
from fees.standards.actions import EDIT, draft_table
from fees.standards.table_file import FeeTable, Promise
from intake.models import ImportBatch
from intake.parsing import text, whole
from intake.sheets import Column, Entry, Row, Sheet

Edition = tuple[str, str]
"""The series of a standard and its edition."""
YES_NO = {"是": "yes", "否": ""}
OF_THE_EDITION = ("name", "is_example", "source")


class StandardSheet(Sheet):
    """服务标准: whole editions, each of which becomes a draft. Its rows stand in the order in which they are read."""

    key = "service-standards"
    tab = "服务标准"
    title = gettext_lazy("service standards")
    about = gettext_lazy("What each level promises, area by area. It becomes a draft, which is published at the desk.")
    model = None
    identity = ("code", "edition", "level", "area", "text")
    verbs = ("registers.import", EDIT)
    can_update = False
    stands = (gettext_lazy("a draft is not taken back"), gettext_lazy("Drop it at the desk of service standards."))
    columns = (
        Column("标准代码", "code", gettext_lazy("The same for all editions: letters, digits and hyphens."),
               required=True, parse=text(40), is_code=True, example="service-grades"),
        Column("版次", "edition", required=True, parse=text(20), is_code=True, example="2026"),
        Column("标准名称", "name", required=True, parse=text(80), example="住宅物业服务等级标准"),
        Column("示例", "is_example", gettext_lazy("Yes for an example, of no force."), choices=YES_NO, empty=""),
        Column("依据", "source", gettext_lazy("The document it is laid down in; the same in every row."),
               parse=text(300), empty=""),
        Column("服务等级", "level", required=True, parse=text(20), example="二级"),
        Column("等级序次", "rank", gettext_lazy("1 is the least service, whichever way the names run."),
               required=True, parse=whole(least=1, most=20), example="3"),
        Column("服务内容", "area", required=True, parse=text(40), example="环境卫生"),
        Column("服务承诺", "text", required=True, parse=text(200), example="楼道每天清扫1遍"),
        Column("首要承诺", "is_headline", gettext_lazy("What residents read first."), choices=YES_NO, empty=""),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.rows: dict[Edition, list[Row]] = defaultdict(list)
        self.ranks: dict[Edition, dict[str, int]] = defaultdict(dict)
        self.held = set(Standard.objects.values_list("code", "edition"))

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        """Its standard comes when all its rows are known (`finish`)."""
        edition = (row.get("code"), row.get("edition"))
        if edition in self.held:
            row.fault("edition", _("is there already"), _("Give the new edition a name of its own, or drop the draft."))
        self.check_rank(row, self.ranks[edition])
        self.rows[edition].append(row)
        first = self.rows[edition][0]
        for name in OF_THE_EDITION:
            if len({row.get(name), first.get(name)} - {None}) > 1:
                row.fault(name, _("is not what it was in the first row"), _("It is the same for a whole edition."))
        return None

    def check_rank(self, row: Row, ranks: dict[str, int]) -> None:
        """A level has one rank, and no other has it."""
        level, rank = row.get("level"), row.get("rank")
        if level and rank and (ranks.setdefault(level, rank) != rank or list(ranks.values()).count(rank) > 1):
            row.fault("rank", _("does not go with the rows above"), _("Each level has one rank of its own."))

    def finish(self) -> list[Entry]:
        for key, rows in self.rows.items():
            if sorted(self.ranks[key].values()) != list(range(1, len(self.ranks[key]) + 1)):
                rows[0].fault("rank", _("is one of ranks that leave some out"), _("Number the levels from 1 on."))
        if any(row.faulty for rows in self.rows.values() for row in rows):
            return []
        return [Entry(rows[0].number, table_of(rows, self.ranks[key])) for key, rows in self.rows.items()]

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        city = profile()
        assert city is not None, "files are brought into a city"
        for entry in entries:
            draft_table(entry.thing, city.region, by=by, at=at)


def table_of(rows: list[Row], ranks: dict[str, int]) -> FeeTable:
    first = rows[0]
    return FeeTable(
        code=first.get("code"), edition=first.get("edition"), name=first.get("name"),
        effective_from=timezone.localdate(), is_example=bool(first.get("is_example")), source=first.get("source") or "",
        levels=tuple(sorted(ranks, key=lambda level: -ranks[level])),
        areas=tuple(dict.fromkeys(row.get("area") for row in rows)),
        promises=tuple(
            Promise(row.get("level"), row.get("area"), row.get("text"), bool(row.get("is_headline"))) for row in rows
        ),
        prices=None,
    )  # fmt: skip
