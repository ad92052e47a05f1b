"""The desks of buildings' funds and of homes' accounts."""

from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from accounts.authority import may
from accounts.desk_buttons import Button
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table
from fees.funds import actions
from fees.funds.desk.forms import BlockForm, DepositForm, InterestForm, OnForm
from fees.funds.desk.words import money, share
from fees.funds.filters import low
from fees.funds.letters import letters
from fees.funds.lifecycle import ACCOUNTS, KEEP, VIEW
from fees.models import EntryKind, FundAccount, FundBlock, FundPeriod, FundVoucher
from intake.money import as_yuan, yuan

ENTRIES_SHOWN, PERIODS_SHOWN = 60, 12


class LowFilter(DropdownFilter):
    title = gettext_lazy("below the city's part")
    parameter_name = "low"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        return queryset if self.value() not in {"yes", "no"} else low(queryset, self.value() == "yes")


class FundDesk(SheetDesk):
    """What both desks show alike."""

    view_verb = VIEW

    @display(description=gettext_lazy("first deposit, yuan"), ordering="first_deposit_fen")
    def first_shown(self, thing: Any) -> str:
        return yuan(thing.first_deposit_fen)

    @display(description=gettext_lazy("balance, yuan"), ordering="balance_fen")
    def balance_shown(self, thing: Any) -> str:
        return yuan(thing.balance_fen)

    @display(description=gettext_lazy("part left"))
    def share_shown(self, thing: Any) -> str | None:
        return share(thing.balance_fen, thing.first_deposit_fen)


def entries_of(account: FundAccount) -> Table:
    rows = account.entries.select_related("voucher")[:ENTRIES_SHOWN]
    lines = [
        [row.on, row.get_kind_display(), yuan(row.amount_fen), linked(row.voucher), row.voucher.reference]
        for row in rows
    ]
    return moved(lines)


def vouchers_of(block: FundBlock) -> Table:
    """What each voucher moved in the building as a whole."""
    rows = FundVoucher.objects.filter(entries__block=block).annotate(fen=Sum("entries__amount_fen"))
    lines = [
        [row.on, row.get_kind_display(), yuan(row.fen), linked(row), row.reference] for row in rows[:ENTRIES_SHOWN]
    ]
    return moved(lines)


def linked(voucher: FundVoucher) -> str:
    return format_html('<a href="{}">{}</a>', reverse("admin:fees_fundvoucher_change", args=[voucher.pk]), voucher)


def moved(lines: list[list]) -> Table:
    heads = [_("Day"), _("Kind"), _("Amount, yuan"), _("Voucher"), _("For")]
    return Table(_("Latest entries"), heads, lines, _("Nothing was booked yet."))


def periods_of(block: FundBlock) -> Table:
    rows = block.periods.all()[:PERIODS_SHOWN]
    return Table(
        _("Closed periods"),
        [_("From"), _("Ends before"), _("Opening"), _("In"), _("Uses"), _("Corrections"), _("Closing")],
        [
            [row.from_on, row.until_on, yuan(row.opening_fen), yuan(came_in(row)), yuan(row.uses_fen),
             yuan(row.corrections_fen), yuan(row.closing_fen)]
            for row in rows
        ],
        _("No period is closed yet."),
    )  # fmt: skip


def came_in(period: FundPeriod) -> int:
    return sum(
        (period.taken_over_fen, period.deposits_fen, period.top_ups_fen, period.interest_fen, period.revenue_fen)
    )


def open_all(block: FundBlock, **given) -> str:
    count = block.accounts.count()
    actions.open_accounts(block, **given)
    return _("%(count)d accounts were opened.") % {"count": block.accounts.count() - count}


def book_interest(block: FundBlock, **given) -> str:
    return booked(actions.add_interest(block, **given))


def booked(voucher) -> str:
    return _("Voucher %(number)s: %(yuan)s yuan.") % {"number": voucher, "yuan": yuan(voucher.amount_fen)}


@admin.register(FundBlock)
class FundBlockDesk(FundDesk):
    add_verb = KEEP
    form = BlockForm
    buttons = (
        Button(
            "open-accounts", gettext_lazy("Open accounts for its homes"), KEEP, open_all, form=OnForm, icon="group_add",
            question=lambda block: _("What stands on the building alone is divided among them by area, to the fen."),
        ),
        Button(
            "interest", gettext_lazy("Book interest"), KEEP, book_interest, form=InterestForm, icon="percent",
            question=lambda block: _("It is shared by what each account held on how many days, to the fen."),
        ),
        Button(
            "letters", gettext_lazy("Letters with codes"), KEEP, letters, icon="mail",
            question=lambda block: _(
                "A letter for each home, with the code that opens its account. Making them is recorded."
            ),
            when=lambda block: block.accounts.exists(),
        ),
    )  # fmt: skip
    list_display = ["estate", "building", "bank", "first_shown", "balance_shown", "share_shown", "as_of_on"]
    list_display_links = ["estate", "building"]
    list_select_related = ["estate", "building"]
    list_filter = [region_filter("estate__region_id"), LowFilter]
    search_fields = ["estate__search_text", "building__name", "bank_account"]
    search_help_text = gettext_lazy("Estate, building or account at the bank")
    export_columns = (
        "estate__code", "estate__name", "building__name", "bank", "bank_account",
        as_yuan("first_deposit_fen", gettext_lazy("first deposit, yuan")),
        as_yuan("balance_fen", gettext_lazy("balance, yuan")), "as_of_on", "closed_until",
    )  # fmt: skip

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change=change, **kwargs)
        field = made.base_fields.get("building")
        if field is not None:
            field.queryset = field.queryset.filter(fund_block=None).select_related("estate")
            field.label_from_instance = lambda building: f"{building.estate} {building.name}"
        return made

    def save_model(self, request, obj: FundBlock, form, change: bool) -> None:
        given = form.cleaned_data
        made = actions.keep_block(
            building=given["building"], bank=given["bank"], bank_account=given["bank_account"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.estate = made.pk, made.estate

    def sheet(self, thing: FundBlock) -> Sheet:
        return Sheet(
            facts=[
                Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
                Fact(_("Building"), thing.building.name),
                Fact(_("Bank"), f"{thing.bank} {thing.bank_account}"),
                Fact(_("First deposit"), money(thing.first_deposit_fen)),
                Fact(_("Balance"), money(thing.balance_fen)),
                Fact(_("Part left"), share(thing.balance_fen, thing.first_deposit_fen)),
                Fact(_("Accounts"), thing.accounts.count()),
                Fact(_("As of"), thing.as_of_on),
                Fact(_("Books closed before"), thing.closed_until),
            ],
            tables=[periods_of(thing)],
        )

    def page_facts(self, request: HttpRequest, thing: FundBlock | None) -> dict[str, Any]:
        """Single payments are for those who may see the accounts."""
        found = super().page_facts(request, thing)
        if thing is not None and may(request.user, ACCOUNTS):
            found["sheet"] = replace(found["sheet"], tables=[periods_of(thing), vouchers_of(thing)])
        return found


def take_deposit(account: FundAccount, *, kind: str, amount_fen: int, **given) -> str:
    voucher = actions.take_deposits(
        estate=account.block.estate, amounts={account.pk: amount_fen}, kind=EntryKind(kind), **given
    )
    return booked(voucher)


def renew_code(account: FundAccount, **given) -> str:
    actions.new_code(account, **given)
    return _("The old code opens nothing any more. Make the letter anew.")


def letter_of(account: FundAccount, **given) -> HttpResponse:
    return letters(account.block, only=account, **given)


@admin.register(FundAccount)
class FundAccountDesk(FundDesk):
    view_verb = ACCOUNTS
    buttons = (
        Button(
            "deposit", gettext_lazy("Book a deposit"), KEEP, take_deposit, form=DepositForm, icon="add_card",
            question=lambda account: _("A first deposit, or a top-up of it."), variant="primary",
        ),
        Button(
            "letter", gettext_lazy("Letter with its code"), KEEP, letter_of, icon="mail",
            question=lambda account: _("The letter has the code that opens this account. Making it is recorded."),
        ),
        Button(
            "new-code", gettext_lazy("New code"), KEEP, renew_code, icon="key",
            question=lambda account: _("The home was sold, or its letter went astray: the old code ends."),
        ),
    )  # fmt: skip
    list_display = ["number", "estate_shown", "home_shown", "first_shown", "balance_shown", "share_shown", "as_of_on"]
    list_select_related = ["block__estate", "home__building"]
    list_filter = [region_filter("block__estate__region_id"), LowFilter]
    search_fields = ["number", "block__estate__search_text", "home__room"]
    search_help_text = gettext_lazy("Account number, estate or room")
    export_columns = (
        "number", "block__estate__code", "block__estate__name", "home__building__name", "home__unit", "home__room",
        "home__area_m2", as_yuan("first_deposit_fen", gettext_lazy("first deposit, yuan")),
        as_yuan("balance_fen", gettext_lazy("balance, yuan")), "as_of_on",
    )  # fmt: skip

    def sheet(self, thing: FundAccount) -> Sheet:
        call = thing.calls.filter(state="open").first()
        return Sheet(
            note=_("Called to top up %(yuan)s yuan until %(day)s.")
            % {"yuan": yuan(call.sum_fen), "day": call.due_on} if call else "",
            facts=[
                Fact(_("Estate"), thing.block.estate,
                     reverse("admin:estates_estate_change", args=[thing.block.estate_id])),
                Fact(_("home"), thing.home.label),
                Fact(_("Exclusive area"), f"{thing.home.area_m2} m²"),
                Fact(_("Fund of the building"), thing.block,
                     reverse("admin:fees_fundblock_change", args=[thing.block_id])),
                Fact(_("First deposit"), money(thing.first_deposit_fen)),
                Fact(_("Balance"), money(thing.balance_fen)),
                Fact(_("Part left"), share(thing.balance_fen, thing.first_deposit_fen)),
                Fact(_("As of"), thing.as_of_on),
            ],
            tables=[entries_of(thing)],
        )  # fmt: skip

    @display(description=gettext_lazy("estate"), ordering="block__estate__name")
    def estate_shown(self, account: FundAccount) -> str:
        return account.block.estate.name

    @display(description=gettext_lazy("home"), ordering="home__room")
    def home_shown(self, account: FundAccount) -> str:
        return account.home.label
