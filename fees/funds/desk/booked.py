"""The desks of vouchers and of calls to top up."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, done
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table
from fees.funds import actions
from fees.funds.actions.money import OF_A_USE
from fees.funds.desk.forms import CorrectionForm, ReasonForm
from fees.funds.desk.words import money
from fees.funds.lifecycle import ACCOUNTS, CALL, KEEP
from fees.models import CallState, EntryKind, FundCall, FundVoucher
from intake.money import as_yuan, yuan

LINES_SHOWN = 500
NEVER_CORRECTED = (EntryKind.CORRECTION, *OF_A_USE)
LOOKS = {CallState.OPEN: "warm", CallState.PAID: "ok"}
COLOURS = {CallState.OPEN: "warning", CallState.PAID: "success", CallState.WITHDRAWN: "default"}


def correct(voucher: FundVoucher, **given) -> str:
    made = actions.correct(voucher, **given)
    return _("%(number)s takes it back.") % {"number": made}


def can_be_corrected(voucher: FundVoucher) -> bool:
    return voucher.kind not in NEVER_CORRECTED and not hasattr(voucher, "corrected_by")


@admin.register(FundVoucher)
class FundVoucherDesk(SheetDesk):
    view_verb = ACCOUNTS
    buttons = (
        Button(
            "correct", gettext_lazy("Correct: take it back"), KEEP, correct, form=CorrectionForm, icon="undo",
            question=lambda voucher: _("A voucher that says the contrary is booked. Nothing is struck off."),
            when=can_be_corrected, variant="danger",
        ),
    )  # fmt: skip
    list_display = ["number", "estate", "kind_shown", "on", "amount_shown", "reference"]
    list_select_related = ["estate"]
    list_filter = [
        region_filter("estate__region_id"), ("kind", ChoicesDropdownFilter), ("on", RangeDateFilter),
    ]  # fmt: skip
    search_fields = ["number", "reference", "estate__search_text"]
    search_help_text = gettext_lazy("Number, what it was for, or estate")
    export_columns = (
        "number", "estate__code", "estate__name", "kind", "on", as_yuan("amount_fen", gettext_lazy("amount, yuan")),
        "reference", "note", "made_at",
    )  # fmt: skip

    def sheet(self, thing: FundVoucher) -> Sheet:
        corrected = getattr(thing, "corrected_by", None)
        rows = thing.entries.select_related("account__home__building", "block__building").order_by("pk")
        return Sheet(
            note=_("Taken back by %(number)s.") % {"number": corrected} if corrected else "",
            facts=[
                Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
                Fact(_("Kind"), thing.get_kind_display()),
                Fact(_("Day"), thing.on),
                Fact(_("Amount"), money(thing.amount_fen)),
                Fact(_("For"), thing.reference or None),
                Fact(_("Corrects"), thing.corrects),
            ],
            tables=[
                Table(
                    _("Entries"),
                    [_("Building"), _("home"), _("Amount, yuan")],
                    [
                        [row.block.building.name, row.account.home.label if row.account else "", yuan(row.amount_fen)]
                        for row in rows[:LINES_SHOWN]
                    ],
                )
            ],
            texts=[(_("Explanation"), thing.note)],
        )

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, voucher: FundVoucher) -> str:
        return voucher.get_kind_display()

    @display(description=gettext_lazy("amount, yuan"), ordering="amount_fen")
    def amount_shown(self, voucher: FundVoucher) -> str:
        return yuan(voucher.amount_fen)


@admin.register(FundCall)
class FundCallDesk(SheetDesk):
    view_verb = ACCOUNTS
    looks = LOOKS
    buttons = (
        Button.of(CALL["withdraw"], done(actions.withdraw_call), gettext_lazy("It should not have gone out."),
                  form=ReasonForm, icon="block"),
    )  # fmt: skip
    list_display = ["number", "estate", "whose_shown", "called_on", "due_on", "sum_shown", "state_shown"]
    list_select_related = ["estate", "block__building", "account__home__building"]
    list_filter = [
        region_filter("estate__region_id"), ("state", ChoicesDropdownFilter), ("due_on", RangeDateFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text", "account__number"]
    search_help_text = gettext_lazy("Number, estate or account")
    export_columns = (
        "number", "estate__code", "estate__name", "block__building__name", "account__number", "state", "called_on",
        "due_on", as_yuan("balance_fen", gettext_lazy("balance, yuan")),
        as_yuan("sum_fen", gettext_lazy("to be paid, yuan")), "ended_on",
    )  # fmt: skip

    def sheet(self, thing: FundCall) -> Sheet:
        return Sheet(
            facts=[
                Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
                Fact(_("Home or building"), whose(thing)),
                Fact(_("Called on"), thing.called_on),
                Fact(_("Pay until"), thing.due_on),
                Fact(_("First deposit"), money(thing.first_deposit_fen)),
                Fact(_("Balance on that day"), money(thing.balance_fen)),
                Fact(_("To be paid"), money(thing.sum_fen)),
                Fact(_("Ended on"), thing.ended_on),
            ],
            texts=[(_("Why it was withdrawn"), thing.reason)],
        )

    @display(description=gettext_lazy("home or building"))
    def whose_shown(self, call: FundCall) -> str:
        return whose(call)

    @display(description=gettext_lazy("to be paid, yuan"), ordering="sum_fen")
    def sum_shown(self, call: FundCall) -> str:
        return yuan(call.sum_fen)

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_shown(self, call: FundCall) -> tuple[str, str]:
        return call.state, call.get_state_display()


def whose(call: FundCall) -> str:
    return call.account.home.label if call.account else call.block.building.name
