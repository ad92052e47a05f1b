"""Committees in office and their members from files: what a city has before the portal. Headings are the file's own.

Names and phones stand in a file of members in clear: what is said of a row repeats neither, they are kept sealed, and
the file is erased once it was imported.
"""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.numbers import numbered
from accounts.sealing import seal
from committees.forming.actions.founding import PREFIXES
from committees.models import Committee, CommitteeKind, CommitteeState, From, Member, Seat
from committees.owners.cells import PHONE
from estates.sheets import ESTATE_CODE, estates_of, named_estate
from intake.actions import erase_files
from intake.models import ImportBatch
from intake.parsing import Wrong, choice, day, text, whole
from intake.sheets import Column, Entry, Row, TableSheet

A_DAY = timedelta(days=1)
YES_NO = {"是": "yes", "否": "", "yes": "yes", "no": ""}


class CommitteeSheet(TableSheet):
    """业委会与物管会: one row a committee that is in office."""

    key = "committees"
    tab = "业委会与物管会"
    title = gettext_lazy("committees in office")
    about = gettext_lazy("Owners' committees and management committees that were filed before the portal was there.")
    model = Committee
    identity = ("estate",)
    verbs = ("registers.import", "committees.guide")
    can_update = False
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("类别", "kind", required=True),
        Column("届次", "ordinal", empty=1, parse=whole(least=1, most=99), example="1"),
        Column("名称", "name", required=True, example="长安花苑第一届业主委员会"),
        Column("委员人数", "seat_count", gettext_lazy("Without substitutes."), parse=whole(least=1, most=99),
               example="5"),
        Column("选举产生日期", "formed_on", gettext_lazy("For a management committee: the day it was named."),
               required=True, example="2024-03-01"),
        Column("任期开始", "term_from", required=True, example="2024-03-10"),
        Column("任期截止", "last_day", gettext_lazy("The last day, itself included."), required=True, parse=day,
               example="2029-03-09"),
        Column("备案日期", "filed_on", required=True, example="2024-03-20"),
        Column("备案号", "filing_number", is_code=True),
        Column("办公电话", "office_phone", gettext_lazy("Public."), is_code=True, example="0311-08001234"),
        Column("办公地点", "office_address"),
        Column("印章编号", "seal_number", is_code=True),
        Column("印章启用日期", "seal_on"),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        codes = {row.get("estate") for row in rows} - {None}
        self.estates = dict(estates_of(self.by).filter(code__in=codes).values_list("code", "pk"))
        held = Committee.objects.in_office().filter(estate__in=self.estates.values()).select_related("estate")
        self.existing = {committee.estate.code: committee for committee in held}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        estate = named_estate(row, self.estates)
        self.check_days(row)
        values = {**row.values, "estate_id": estate, "state": CommitteeState.FILED}
        values.pop("estate", None)
        last = values.pop("last_day", None)
        values["term_until"] = last and last + A_DAY
        return self.become(row, values, is_first=is_first and estate is not None)

    def taken(self, row: Row) -> None:
        row.fault("estate", _("has a committee in office already"), _("Take the row out."))

    def check_days(self, row: Row) -> None:
        formed, begins, last, filed = (row.get(name) for name in ("formed_on", "term_from", "last_day", "filed_on"))
        if last and begins and last <= begins:
            row.fault("last_day", _("is before the first day"), _("Correct one of the two days."))
        if filed and formed and filed < formed:
            row.fault("filed_on", _("is before the day of the election"), _("Correct one of the two days."))
        if filed and filed > timezone.localdate():
            row.fault("filed_on", _("has not come yet"), _("Correct the day."))
        if bool(row.get("seal_number")) != bool(row.get("seal_on")):
            empty = "seal_on" if row.get("seal_number") else "seal_number"
            row.fault(empty, _("is empty while the other is given"), _("Give both or none."))

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        """New ones get their numbers here, so that a file that is only looked through uses none up."""
        for entry in entries:
            made = entry.thing
            for name, value in numbered(Committee, PREFIXES[CommitteeKind(made.kind)], made.formed_on).items():
                setattr(made, name, value)
        super().keep(entries, batch=batch, by=by, at=at)


def phone(raw) -> str:
    """Raises Wrong."""
    said = text(30)(raw).replace(" ", "")
    if not PHONE.fullmatch(said):
        raise Wrong(_("is not a telephone number"), _("Correct it, or leave the cell empty."))
    return said


class MemberSheet(TableSheet):
    """业委会委员: one row a member of the committee in office."""

    key = "members"
    tab = "业委会委员"
    title = gettext_lazy("committee members")
    about = gettext_lazy("Members of committees that are in office. The file is erased after the import.")
    model = Member
    identity = ("estate", "name")
    verbs = ("registers.import", "committees.guide")
    can_update = False
    holds_persons = True
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate whose committee is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("姓名", "name", gettext_lazy("Kept sealed."), required=True, parse=text(60)),
        Column("联系电话", "phone", gettext_lazy("Kept sealed."), parse=phone, empty="", is_code=True),
        Column("职务", "seat", empty=Seat.MEMBER.value),
        Column("代表", "side", gettext_lazy("Whom the member speaks for."), empty=From.OWNER.value),
        Column("中共党员", "is_party_member", choices=YES_NO, parse=choice(YES_NO), empty=""),
        Column("任职日期", "joined_on", gettext_lazy("Empty: when the committee was elected."), parse=day),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.chaired: set[int] = set()
        self.places: dict[int, int] = {}

    def look_up(self, rows: list[Row]) -> None:
        codes = {row.get("estate") for row in rows} - {None}
        estates = estates_of(self.by).filter(code__in=codes)
        committees = Committee.objects.in_office().filter(estate__in=estates).select_related("estate")
        self.committees = {committee.estate.code: committee for committee in committees}
        sitting = Member.objects.filter(committee__in=committees, left_on__isnull=True)
        self.existing = {}
        for member in sitting.select_related("committee__estate"):
            self.existing[member.committee.estate.code, member.name] = member
            self.places[member.committee_id] = max(self.places.get(member.committee_id, 0), member.place)
            if member.seat == Seat.CHAIR:
                self.chaired.add(member.committee_id)

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        committee = self.committees.get(row.get("estate"))
        if committee is None:
            if row.get("estate"):
                row.fault(
                    "estate",
                    _("has no committee in office in your area"),
                    _("Check the code, or import the committee first."),
                )
            return None
        self.check(row, committee)
        joined_on: date = row.get("joined_on") or committee.formed_on
        values = {
            "committee": committee, "joined_on": joined_on, "place": self.next_place(committee),
            "sealed_name": seal(row.get("name") or ""),
            "sealed_phone": seal(row.get("phone")) if row.get("phone") else "",
            "is_party_member": bool(row.get("is_party_member")),
            **{name: row.values[name] for name in ("seat", "side") if name in row.values},
        }  # fmt: skip
        return self.become(row, values, is_first=is_first)

    def taken(self, row: Row) -> None:
        row.fault("name", _("sits in this committee already"), _("Take the row out."))

    def check(self, row: Row, committee: Committee) -> None:
        """One chair, and days that fit."""
        if row.get("seat") == Seat.CHAIR:
            if committee.pk in self.chaired:
                row.fault("seat", _("is the second chair of this committee"), _("A committee has one chair."))
            self.chaired.add(committee.pk)
        joined = row.get("joined_on")
        if joined and not committee.formed_on <= joined <= timezone.localdate():
            row.fault(
                "joined_on",
                _("is before the committee was elected on %(day)s, or has not come yet") % {"day": committee.formed_on},
                _("Correct the day."),
            )

    def next_place(self, committee: Committee) -> int:
        self.places[committee.pk] = self.places.get(committee.pk, 0) + 1
        return self.places[committee.pk]

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        super().keep(entries, batch=batch, by=by, at=at)
        transaction.on_commit(partial(erase_files, batch))
