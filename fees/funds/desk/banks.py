"""The desks of bank statements and of their lines."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, done
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table
from fees.funds.banks import actions
from fees.funds.banks.lifecycle import LINE, STATEMENT
from fees.funds.desk.forms import CloseForm, ExplanationForm, MatchForm
from fees.funds.desk.words import money
from fees.funds.lifecycle import ACCOUNTS
from fees.models import BankLine, BankStatement, LineState, StatementState
from intake.money import as_yuan, yuan

LINES_SHOWN = 300
STATEMENTS = {StatementState.OPEN: "warning", StatementState.CLOSED: "success"}
LINES = {LineState.UNMATCHED: "warning", LineState.MATCHED: "success", LineState.EXPLAINED: "info"}


def match(statement: BankStatement, **given) -> str:
    return _("%(count)d lines were matched.") % {"count": actions.match(statement, **given)}


def book(statement: BankStatement, **given) -> str:
    return _("%(count)d lines were booked.") % {"count": actions.book_missing(statement, **given)}


def is_open(line: BankLine) -> bool:
    return line.statement.state == StatementState.OPEN


@admin.register(BankStatement)
class BankStatementDesk(SheetDesk):
    view_verb = ACCOUNTS
    looks = {StatementState.OPEN: "warm", StatementState.CLOSED: "ok"}
    buttons = (
        Button.of(STATEMENT["book"], book,
                  gettext_lazy("Deposits, top-ups and interest that the bank has and the ledger lacks are booked."),
                  icon="library_add", variant="primary"),
        Button.of(STATEMENT["match"], match, gettext_lazy("Entries that came meanwhile are looked for."), icon="sync"),
        Button.of(STATEMENT["close"], done(actions.close),
                  gettext_lazy("No line is left. Where the balances differ, say why."), form=CloseForm,
                  icon="task_alt"),
    )  # fmt: skip
    list_display = ["number", "estate", "building_shown", "from_on", "until_on", "closing_shown", "state_shown"]
    list_select_related = ["estate", "block__building"]
    list_filter = [
        region_filter("estate__region_id"), ("state", ChoicesDropdownFilter), ("from_on", RangeDateFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text", "block__bank_account"]
    search_help_text = gettext_lazy("Number, estate or account at the bank")
    export_columns = (
        "number", "estate__code", "estate__name", "block__building__name", "block__bank_account", "from_on",
        "until_on", as_yuan("opening_fen", gettext_lazy("opening balance, yuan")),
        as_yuan("closing_fen", gettext_lazy("closing balance, yuan")),
        as_yuan("ledger_fen", gettext_lazy("balance of the ledger, yuan")), "state", "explanation",
    )  # fmt: skip

    def sheet(self, thing: BankStatement) -> Sheet:
        left = thing.lines.filter(state=LineState.UNMATCHED).count()
        return Sheet(
            note=_("%(count)d lines are unmatched.") % {"count": left} if left else "",
            facts=[
                Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
                Fact(_("Fund of the building"), thing.block,
                     reverse("admin:fees_fundblock_change", args=[thing.block_id])),
                Fact(_("Account at the bank"), f"{thing.block.bank} {thing.block.bank_account}"),
                Fact(_("From"), thing.from_on),
                Fact(_("Ends before"), thing.until_on),
                Fact(_("Opening balance"), money(thing.opening_fen)),
                Fact(_("Closing balance"), money(thing.closing_fen)),
                Fact(_("Balance of the ledger"), money(thing.ledger_fen)),
            ],
            tables=[lines_of(thing)],
            texts=[(_("Why balances differ"), thing.explanation)],
        )  # fmt: skip

    @display(description=gettext_lazy("building"))
    def building_shown(self, statement: BankStatement) -> str:
        return statement.block.building.name

    @display(description=gettext_lazy("closing balance, yuan"), ordering="closing_fen")
    def closing_shown(self, statement: BankStatement) -> str:
        return yuan(statement.closing_fen)

    @display(description=gettext_lazy("state"), ordering="state", label=STATEMENTS)
    def state_shown(self, statement: BankStatement) -> tuple[str, str]:
        return statement.state, statement.get_state_display()


def lines_of(statement: BankStatement) -> Table:
    """Those that are left come first."""
    rows = statement.lines.select_related("voucher", "account__home__building").order_by("voucher_id", "place")
    ordered = sorted(rows[:LINES_SHOWN], key=lambda row: (row.state != LineState.UNMATCHED, row.place))
    return Table(
        _("Lines of the bank"),
        [_("Serial number"), _("Day"), _("Kind"), _("Amount, yuan"), _("home"), _("State"), _("Voucher, or why not")],
        [
            [
                linked(row), row.on, row.get_kind_display(), yuan(row.amount_fen),
                row.account.home.label if row.account else row.account_number, row.get_state_display(),
                row.voucher.number if row.voucher else row.explanation or row.get_why_display(),
            ]
            for row in ordered
        ],
    )  # fmt: skip


def linked(line: BankLine) -> str:
    return format_html('<a href="{}">{}</a>', reverse("admin:fees_bankline_change", args=[line.pk]), line.serial)


@admin.register(BankLine)
class BankLineDesk(SheetDesk):
    view_verb = ACCOUNTS
    looks = {LineState.UNMATCHED: "warm", LineState.MATCHED: "ok"}
    buttons = (
        Button.of(LINE["book_line"], done(actions.book_line), gettext_lazy("The ledger gets this money, on its day."),
                  icon="library_add", variant="primary", when=is_open),
        Button.of(LINE["match_line"], done(actions.match_line),
                  gettext_lazy("Say which voucher it is. Its money must be the same."), form=MatchForm, icon="link",
                  when=is_open),
        Button.of(LINE["explain_line"], done(actions.explain_line),
                  gettext_lazy("The line is right, and the ledger is too."), form=ExplanationForm, icon="edit_note",
                  when=is_open),
    )  # fmt: skip
    list_display = ["serial", "estate_shown", "on", "kind_shown", "amount_shown", "state_shown", "why_shown"]
    list_select_related = ["statement__estate"]
    list_filter = [
        region_filter("statement__estate__region_id"), ("state", ChoicesDropdownFilter),
        ("why", ChoicesDropdownFilter), ("on", RangeDateFilter),
    ]  # fmt: skip
    search_fields = ["serial", "account_number", "statement__number", "statement__estate__search_text"]
    search_help_text = gettext_lazy("Serial number, account, statement or estate")
    export_columns = (
        "statement__number", "statement__estate__name", "serial", "on", "kind",
        as_yuan("amount_fen", gettext_lazy("amount, yuan")), "account_number", "state", "why", "voucher__number",
        "explanation",
    )  # fmt: skip

    def sheet(self, thing: BankLine) -> Sheet:
        return Sheet(
            note=str(thing.get_why_display()) if thing.why else "",
            facts=[
                Fact(_("Bank statement"), thing.statement,
                     reverse("admin:fees_bankstatement_change", args=[thing.statement_id])),
                Fact(_("Day"), thing.on),
                Fact(_("Kind"), thing.get_kind_display()),
                Fact(_("Amount"), money(thing.amount_fen)),
                Fact(_("Balance after it"), money(thing.balance_fen)),
                Fact(_("Account"), thing.account_number or None),
                Fact(_("Fund voucher"), thing.voucher,
                     reverse("admin:fees_fundvoucher_change", args=[thing.voucher_id]) if thing.voucher_id else ""),
            ],
            texts=[(_("Explanation"), thing.explanation)],
        )  # fmt: skip

    @display(description=gettext_lazy("estate"), ordering="statement__estate__name")
    def estate_shown(self, line: BankLine) -> str:
        return line.statement.estate.name

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, line: BankLine) -> str:
        return line.get_kind_display()

    @display(description=gettext_lazy("amount, yuan"), ordering="amount_fen")
    def amount_shown(self, line: BankLine) -> str:
        return yuan(line.amount_fen)

    @display(description=gettext_lazy("state"), ordering="state", label=LINES)
    def state_shown(self, line: BankLine) -> tuple[str, str]:
        return line.state, line.get_state_display()

    @display(description=gettext_lazy("why unmatched"), ordering="why")
    def why_shown(self, line: BankLine) -> str:
        return line.get_why_display()
