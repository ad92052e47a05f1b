"""Companies, project managers and contracts from files. Headings are the words of the file format."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.codes import credit_code_fault
from accounts.models import Level
from enterprises.models import Enterprise, ProjectManager, ServiceContract
from estates.sheets import ESTATE_CODE, estates_of, named_estate
from intake.examining import CHUNK
from intake.initials import initials_of
from intake.parsing import code, day, number, stored_as_number, text
from intake.regions import RegionBook
from intake.sheets import Column, Entry, Row, TableSheet

CREDIT_CODE = code(
    pattern=r"[0-9A-Z]{18}", length=18, says=gettext_lazy("A unified social credit code has 18 digits and capitals.")
)
MANAGER_NUMBER = code(longest=30)
CONTRACT_NUMBER = code(longest=40)
A_DAY = timedelta(days=1)


def no_such_enterprise() -> tuple[str, str]:
    return (
        _("is not a company on the register"),
        _("Check the code, or import the company first."),
    )


class EnterpriseSheet(TableSheet):
    """企业: one row a company, registered in the importing person's area."""

    key = "enterprises"
    tab = "企业"
    title = gettext_lazy("enterprises")
    about = gettext_lazy("Property service enterprises with their registration and contacts.")
    model = Enterprise
    identity = ("uscc",)
    columns = (
        Column("统一社会信用代码", "uscc", gettext_lazy("18 digits and capitals."),
               required=True, parse=CREDIT_CODE, is_code=True, example="91130102MA0ABC02YG"),
        Column("企业名称", "name", required=True, example="和煦物业服务有限公司"),
        Column("注册地", "region",
               gettext_lazy("The county, street or community: its code or its name, such as 长安区."),
               required=True, parse=text(80), is_code=True, example="长安区"),
        Column("法定代表人", "legal_representative"),
        Column("联系人", "contact_name"),
        Column("业务电话", "contact_phone", is_code=True, example="0311-08001234"),
        Column("成立日期", "founded_on", example="2012-03-01"),
        Column("纳入信用评价日期", "joined_on",
               gettext_lazy("The day the company entered the credit system; empty if it never did."),
               example="2023-01-01"),
        Column("状态", "status"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        levels = (Level.CITY, Level.COUNTY, Level.STREET, Level.COMMUNITY)
        self.regions = RegionBook(self.by, levels=levels)

    def look_up(self, rows: list[Row]) -> None:
        codes = [row.get("uscc") for row in rows]
        self.existing = {held.uscc: held for held in Enterprise.objects.filter(uscc__in=codes)}

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        self.remark_code(row)
        region = self.region(row)
        values = dict(row.values)
        values.pop("region", None)
        if region:
            values["region_id"] = region
        if row.get("name"):
            values["initials"] = initials_of(row.get("name"), longest=100)
        return self.become(row, values, is_first=is_first and region is not None)

    def remark_code(self, row: Row) -> None:
        uscc = row.get("uscc")
        if uscc and credit_code_fault(uscc):
            row.remark(
                "uscc",
                _("“%(code)s” does not pass the check of GB 32100") % {"code": uscc},
                _("Compare it with the licence. It is imported as it stands."),
            )

    def region(self, row: Row) -> str | None:
        said = row.get("region")
        if said is None:
            return None
        region = self.regions.find(said)
        if region is None:
            row.fault("region", *self.regions.why_not(said))
            return None
        old = self.existing.get(row.get("uscc"))
        if old is not None and not self.regions.covers(old.region_id):
            row.fault(
                "uscc",
                _("cannot be registered by you"),
                _("Ask the city bureau about this code."),
            )
            return None
        return region


class ManagerSheet(TableSheet):
    """项目经理: one row a person, with the company that employs them."""

    key = "managers"
    tab = "项目经理"
    title = gettext_lazy("project managers")
    about = gettext_lazy("Project managers with the company that employs them.")
    model = ProjectManager
    identity = ("number",)
    columns = (
        Column("登记编号", "number", required=True, parse=MANAGER_NUMBER, remark=stored_as_number, is_code=True,
               example="XMJL-2024-0001"),
        Column("姓名", "name", required=True),
        Column("企业统一社会信用代码", "enterprise", gettext_lazy("A company that is already on the register."),
               required=True, parse=CREDIT_CODE, is_code=True, example="91130102MA0ABC02YG"),
        Column("登记日期", "registered_on", required=True, example="2024-01-05"),
        Column("离职日期", "left_on", gettext_lazy("Empty while the person is employed.")),
    )  # fmt: skip

    def look_up(self, rows: list[Row]) -> None:
        seen = Enterprise.objects.visible_to(self.by) if self.by else Enterprise.objects.all()
        codes = {row.get("enterprise") for row in rows}
        self.enterprises = dict(seen.filter(uscc__in=codes).values_list("uscc", "pk"))
        numbers = [row.get("number") for row in rows]
        self.existing = {held.number: held for held in ProjectManager.objects.filter(number__in=numbers)}
        employers = {held.enterprise_id for held in self.existing.values()}
        self.own = set(seen.filter(pk__in=employers).values_list("pk", flat=True))

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        enterprise = self.enterprises.get(row.get("enterprise"))
        if enterprise is None and row.get("enterprise"):
            row.fault(
                "enterprise",
                _("is not a company on the register of your area"),
                _("Check the code, or import the company first."),
            )
        if row.get("left_on") and row.get("registered_on") and row.get("left_on") < row.get("registered_on"):
            row.fault("left_on", _("is before the day of registration"), _("Correct one of the two days."))
        old = self.already(row)
        if old is not None and old.enterprise_id not in self.own:
            row.fault("number", _("cannot be registered by you"), _("Ask the city bureau about this number."))
            is_first = False
        values = dict(row.values)
        values.pop("enterprise", None)
        return self.become(row, {**values, "enterprise_id": enterprise}, is_first=is_first)


@dataclass(slots=True)
class Term:
    """A contract's time at an estate, half-open, and where it stands: `row` is None for one on the register."""

    begins_on: date
    ends_on: date
    number: str
    row: Row | None


class ContractSheet(TableSheet):
    """物业服务合同: one row a contract. The file names the last day; the register keeps the day after it."""

    key = "contracts"
    tab = "物业服务合同"
    title = gettext_lazy("service contracts")
    about = gettext_lazy("Which company manages which estate, from which day until which day.")
    model = ServiceContract
    identity = ("number",)
    columns = (
        Column("合同编号", "number", required=True, parse=CONTRACT_NUMBER, remark=stored_as_number, is_code=True,
               example="HT-2024-00018"),
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("企业统一社会信用代码", "enterprise", gettext_lazy("A company that is already on the register."),
               required=True, parse=CREDIT_CODE, is_code=True, example="91130102MA0ABC02YG"),
        Column("项目经理登记编号", "manager", gettext_lazy("Of the same company; empty if none is appointed."),
               parse=MANAGER_NUMBER, is_code=True, example="XMJL-2024-0001"),
        Column("合同阶段", "stage", required=True),
        Column("服务等级", "service_level"),
        Column("物业费（元/平方米·月）", "fee", gettext_lazy("At most two decimals; more are rounded."),
               parse=number(2, least=0, most=1000), example="1.65"),
        Column("开始日期", "begins_on", required=True, example="2024-01-01"),
        Column("截止日期", "last_day", gettext_lazy("The last day, itself included; empty if it is open."),
               parse=day, example="2026-12-31"),
        Column("签订日期", "signed_on", example="2023-12-20"),
        Column("备案日期", "filed_on", example="2024-01-08"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.held: list[tuple[Row, Entry]] = []
        self.terms: dict[int, list[Term]] = defaultdict(list)

    def look_up(self, rows: list[Row]) -> None:
        def said(name: str) -> set:
            return {row.get(name) for row in rows}

        seen = estates_of(self.by)
        self.estates = dict(seen.filter(code__in=said("estate")).values_list("code", "pk"))
        companies = Enterprise.objects.filter(uscc__in=said("enterprise"))
        self.enterprises = dict(companies.values_list("uscc", "pk"))
        managers = ProjectManager.objects.filter(number__in=said("manager"))
        self.managers = {
            number: (pk, employer) for number, pk, employer in managers.values_list("number", "pk", "enterprise")
        }
        held = ServiceContract.objects.filter(number__in=said("number"))
        self.existing = {contract.number: contract for contract in held}
        old_estates = {contract.estate_id for contract in held}
        self.own = set(seen.filter(pk__in=old_estates).values_list("pk", flat=True))

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        values = dict(row.values)
        values |= self.parties(row, values)
        self.term(row, values)
        if "fee" in values:
            fee: Decimal | None = values.pop("fee")
            values["fee_fen_per_m2_month"] = None if fee is None else int(fee * 100)
        old = self.already(row)
        if old is not None and old.estate_id not in self.own:
            row.fault("number", _("cannot be filed by you"), _("Ask the city bureau about this number."))
            is_first = False
        entry = self.become(row, values, is_first=is_first)
        if is_first and values.get("estate_id") and row.get("begins_on"):
            self.terms[values["estate_id"]].append(
                Term(row.get("begins_on"), values.get("ends_on") or date.max, row.get("number") or "", row)
            )
        if entry is not None:
            self.held.append((row, entry))
        return None

    def parties(self, row: Row, values: dict) -> dict:
        """The estate, the company and its manager, as ids; complains of those that are not on the register."""
        values.pop("estate", None)
        estate = named_estate(row, self.estates)
        enterprise = self.enterprises.get(values.pop("enterprise", None))
        if enterprise is None and row.get("enterprise"):
            row.fault("enterprise", *no_such_enterprise())
        ids = {"estate_id": estate, "enterprise_id": enterprise}
        if "manager" in values:
            ids["manager_id"] = self.manager(row, values.pop("manager"), enterprise)
        return ids

    def manager(self, row: Row, number: str | None, enterprise: int | None) -> int | None:
        if number is None:
            return None
        manager, employer = self.managers.get(number, (None, None))
        if manager is None or (enterprise is not None and employer != enterprise):
            row.fault(
                "manager",
                _("is not a project manager of this company"),
                _("Check the number, or import the project manager first."),
            )
        return manager

    def term(self, row: Row, values: dict) -> None:
        """The last day of the file becomes the half-open end of the register."""
        begins_on = row.get("begins_on")
        if "last_day" in values:
            last_day = values.pop("last_day")
            values["ends_on"] = None if last_day is None else last_day + A_DAY
            if last_day and begins_on and last_day < begins_on:
                row.fault("last_day", _("is before the first day"), _("Correct one of the two days."))

    def finish(self) -> list[Entry]:
        self.check_overlaps()
        return [entry for row, entry in self.held if row.is_sound]

    def check_overlaps(self) -> None:
        """Complain of every contract whose time at its estate runs into another's, in the file or on the register."""
        for estate_id, term in self.terms_on_register():
            self.terms[estate_id].append(term)
        for terms in self.terms.values():
            terms.sort(key=lambda term: (term.begins_on, term.ends_on))
            longest = terms[0]
            for term in terms[1:]:
                if term.begins_on < longest.ends_on:
                    complain(longest, term)
                if term.ends_on > longest.ends_on:
                    longest = term

    def terms_on_register(self) -> Iterator[tuple[int, Term]]:
        """(estate id, term) of the contracts that the file does not itself replace."""
        estates = list(self.terms)
        for start in range(0, len(estates), CHUNK):
            ids = estates[start : start + CHUNK]
            found = ServiceContract.objects.filter(estate_id__in=ids).order_by()
            for estate_id, begins_on, ends_on, other in found.values_list(
                "estate_id", "begins_on", "ends_on", "number"
            ):
                if other not in self.seen:
                    yield estate_id, Term(begins_on, ends_on or date.max, other, None)


def complain(one: Term, other: Term) -> None:
    """Say at the later of two rows that its contract runs into the other one."""
    rows = [(term.row.number, term.row, against) for term, against in ((one, other), (other, one)) if term.row]
    if not rows:
        return
    _number, row, against = max(rows, key=lambda found: found[0])
    until = _("without end") if against.ends_on == date.max else (against.ends_on - A_DAY).isoformat()
    facts = {"number": against.number, "first": against.begins_on.isoformat(), "last": until}
    if against.row:
        what = _("runs into contract %(number)s in row %(row)d (%(first)s to %(last)s)") % {
            **facts,
            "row": against.row.number,
        }
    else:
        what = _("runs into contract %(number)s on the register (%(first)s to %(last)s)") % facts
    row.fault("begins_on", what, _("An estate has one contract at a time: correct the days of one of the two."))
