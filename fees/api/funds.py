"""The maintenance fund: by building and by home, entry by entry, its periods, calls and bank statements."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import many, one
from accounts.api.moves import Nothing, Verbs, moves_of_numbered, offers, step
from accounts.api.resources import Resource
from accounts.api.serializers import KnownFields, Seen, Shape
from estates.models import Building
from fees.api.standards import ESTATE
from fees.funds import actions, filters
from fees.funds.banks import actions as banks
from fees.funds.banks.lifecycle import STATEMENT
from fees.funds.lifecycle import ACCOUNTS, CALL, KEEP, VIEW
from fees.models import (
    BankLine,
    BankStatement,
    EntryKind,
    FundAccount,
    FundBlock,
    FundCall,
    FundEntry,
    FundPeriod,
)

BLOCK = _("Id of the fund of a building.")
ACCOUNT = _("Number of the account; null for a building as a whole.")


class CallWithdrawing(KnownFields):
    reason = serializers.CharField(max_length=300, help_text=_("Why; names no person."))


class StatementClosing(KnownFields):
    explanation = serializers.CharField(
        max_length=300, required=False, help_text=_("Why the balances differ, where they do; names no person.")
    )


class FundKeeping(KnownFields):
    building = serializers.PrimaryKeyRelatedField(queryset=Building.objects.none(), help_text=_("Id of the building."))
    bank = serializers.CharField(max_length=80, help_text=_("The bank's name."))
    bank_account = serializers.CharField(
        max_length=40, required=False, allow_blank=True, help_text=_("The building's account at the bank.")
    )

    def get_fields(self):
        fields = super().get_fields()
        if "request" in self.context:
            fields["building"].queryset = Building.objects.visible_to(self.context["request"].user)
        return fields


class AccountsOpening(KnownFields):
    on = serializers.DateField(help_text=_("Day on which the balance is divided."))


class FundBooking(KnownFields):
    account = Seen("number", among=lambda user: FundAccount.objects.visible_to(user), help_text=_("Account number."))
    kind = serializers.ChoiceField(
        choices=[EntryKind.DEPOSIT, EntryKind.TOP_UP], help_text=_("A first deposit, or a top-up.")
    )
    on = serializers.DateField(help_text=_("Day of the payment."))
    amount_fen = serializers.IntegerField(min_value=1, max_value=10**12, help_text=_("Amount, fen."))


class FundBlockShape(Shape):
    """The fund of a building. Its figures are the sums of its entries."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    building = serializers.IntegerField(source="building_id", help_text=_("Id of the building."))

    class Meta:
        model = FundBlock
        fields = [
            "id", "estate", "building", "bank", "bank_account", "first_deposit_fen", "balance_fen", "as_of_on",
            "closed_until",
        ]  # fmt: skip
        read_only_fields = fields


class FundBlocks(Verbs):
    """Funds of the buildings that the caller sees."""

    kind = "fund-block"
    model = FundBlock
    verb_to_read = VIEW
    verb_to_write = KEEP
    serializer_class = FundBlockShape
    filterset_class = filters.BlockFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("estate__code", "building_id")
    ordering_fields = ("balance_fen", "first_deposit_fen", "as_of_on")
    own_fields = tuple(FundBlockShape.Meta.fields)
    expansions = {"estate": one("estate", "estate_id"), "building": one("building", "building_id")}
    verbs = {"open_accounts": KEEP}

    @extend_schema(request=FundKeeping, responses={201: FundBlockShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Begin the fund of a building, or say at which bank it is kept now."""
        self.refuse_parameters()
        with transaction.atomic():
            return self.added(actions.keep_block(**self.sent(FundKeeping), by=request.user, at=timezone.now()))

    open_accounts = step(
        "open_accounts", actions.open_accounts, AccountsOpening,
        "Open accounts for all homes that have none; what stands on the building alone is divided by area.",
    )  # fmt: skip


class FundAccountShape(Shape):
    """The fund of one home. Whose home it is, is told elsewhere."""

    estate = serializers.CharField(source="block.estate.code", help_text=ESTATE)
    block = serializers.IntegerField(source="block_id", help_text=BLOCK)
    home = serializers.IntegerField(source="home_id", help_text=_("Id of the home."))

    class Meta:
        model = FundAccount
        fields = ["number", "estate", "block", "home", "first_deposit_fen", "balance_fen", "as_of_on"]
        read_only_fields = fields


class FundAccounts(Resource):
    """Accounts of the homes that the caller sees."""

    kind = "fund-account"
    model = FundAccount
    verb_to_read = ACCOUNTS
    serializer_class = FundAccountShape
    filterset_class = filters.AccountFilters
    lookup_field = "number"
    lookup_value_regex = "[0-9A-Za-z-]{1,40}"
    ordering = ("block_id", "home_id")
    ordering_fields = ("number", "balance_fen", "first_deposit_fen", "as_of_on")
    expansions = {"home": one("home", "home_id"), "block": one("fund-block", "block_id")}


class FundEntryShape(Shape):
    """One line of the ledger. It is never changed; a mistake is corrected by a further one."""

    estate = serializers.CharField(source="block.estate.code", help_text=ESTATE)
    block = serializers.IntegerField(source="block_id", help_text=BLOCK)
    account = serializers.CharField(source="account.number", default=None, allow_null=True, help_text=ACCOUNT)
    voucher = serializers.CharField(source="voucher.number", help_text=_("Number of the voucher."))
    reference = serializers.CharField(source="voucher.reference", help_text=_("Number of what it was for, or empty."))

    class Meta:
        model = FundEntry
        fields = [
            "id", "estate", "block", "account", "voucher", "reference", "kind", "on", "amount_fen", "first_deposit_fen",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {"amount_fen": {"help_text": _("More than nothing came in, less than nothing went out; fen.")}}


class FundEntries(Verbs):
    """What moved in the funds that the caller sees."""

    kind = "fund-entry"
    model = FundEntry
    verb_to_read = ACCOUNTS
    verb_to_write = KEEP
    serializer_class = FundEntryShape
    filterset_class = filters.EntryFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-on", "-pk")
    ordering_fields = ("on", "amount_fen")
    expansions = {"block": one("fund-block", "block_id"), "account": one("fund-account", "account_id")}

    @extend_schema(request=FundBooking, responses={201: FundEntryShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Book a first deposit or a top-up of one home."""
        self.refuse_parameters()
        with transaction.atomic():
            sent = self.sent(FundBooking)
            account = sent.pop("account")
            voucher = actions.take_deposits(
                estate=account.block.estate, amounts={account.pk: sent.pop("amount_fen")}, by=request.user,
                at=timezone.now(), kind=EntryKind(sent.pop("kind")), **sent,
            )  # fmt: skip
            return self.added(voucher.entries.get())


class FundPeriodShape(Shape):
    """A closed period. The opening balance and all movements make the closing balance, to the fen."""

    estate = serializers.CharField(source="block.estate.code", help_text=ESTATE)
    block = serializers.IntegerField(source="block_id", help_text=BLOCK)

    class Meta:
        model = FundPeriod
        fields = [
            "id", "estate", "block", "from_on", "until_on", "opening_fen", "taken_over_fen", "deposits_fen",
            "top_ups_fen", "interest_fen", "revenue_fen", "uses_fen", "corrections_fen", "closing_fen", "closed_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {"until_on": {"help_text": _("The first day that is not of it any more.")}}


class FundPeriods(Resource):
    """Closed periods of the funds that the caller sees."""

    kind = "fund-period"
    model = FundPeriod
    verb_to_read = VIEW
    serializer_class = FundPeriodShape
    filterset_class = filters.PeriodFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-until_on", "-pk")
    ordering_fields = ("from_on", "until_on", "closing_fen")
    own_fields = ("id", "block", *FundPeriodShape.Meta.fields[3:])
    expansions = {"block": one("fund-block", "block_id")}


class FundCallShape(Shape):
    """A call to top up, with the figures of its day."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    block = serializers.IntegerField(source="block_id", help_text=BLOCK)
    account = serializers.CharField(source="account.number", default=None, allow_null=True, help_text=ACCOUNT)

    class Meta:
        model = FundCall
        fields = [
            "number", "estate", "block", "account", "state", "called_on", "due_on", "first_deposit_fen", "balance_fen",
            "sum_fen", "ended_on",
        ]  # fmt: skip
        read_only_fields = fields


class FundCalls(Verbs):
    """Calls to top up the funds that the caller sees."""

    kind = "fund-call"
    model = FundCall
    verb_to_read = ACCOUNTS
    verb_to_write = KEEP
    serializer_class = FundCallShape
    filterset_class = filters.CallFilters
    lookup_field = "number"
    lookup_value_regex = "XJ-[0-9]{8}-[0-9]{6}"
    ordering = ("-called_on", "-pk")
    ordering_fields = ("called_on", "due_on", "sum_fen", "ended_on", "number")
    own_fields = tuple(name for name in FundCallShape.Meta.fields if name != "account")
    expansions = {
        "estate": one("estate", "estate_id"),
        "account": one("fund-account", "account_id"),
        "moves": moves_of_numbered(FundCall, offers("fund-call", CALL, {"withdraw": CallWithdrawing})),
    }
    in_detail = ("moves",)
    verbs = {"withdraw": KEEP}

    withdraw = step("withdraw", actions.withdraw_call, CallWithdrawing, "It should not have gone out.")


class BankLineShape(Shape):
    """A line of the bank. Who paid is not known here."""

    account = serializers.CharField(source="account.number", default=None, allow_null=True, help_text=ACCOUNT)
    voucher = serializers.CharField(
        source="voucher.number", default=None, allow_null=True, help_text=_("Number of the voucher that it is.")
    )

    class Meta:
        model = BankLine
        fields = ["serial", "on", "kind", "amount_fen", "balance_fen", "account", "state", "why", "voucher"]
        read_only_fields = fields


class BankStatementShape(Shape):
    """A bank statement of a building's fund. Its lines lead from the opening to the closing balance."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    block = serializers.IntegerField(source="block_id", help_text=BLOCK)

    class Meta:
        model = BankStatement
        fields = [
            "number", "estate", "block", "state", "from_on", "until_on", "opening_fen", "closing_fen", "ledger_fen",
            "taken_in_at", "reconciled_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "until_on": {"help_text": _("The first day that is not of it any more.")},
            "ledger_fen": {"help_text": _("What the ledger said when it was reconciled, fen; null before.")},
        }


ANSWERS = {"match": Nothing, "book": Nothing, "close": StatementClosing}


class BankStatements(Verbs):
    """Bank statements of the funds that the caller sees. Files come in at the desk of imports."""

    kind = "bank-statement"
    model = BankStatement
    verb_to_read = ACCOUNTS
    verb_to_write = KEEP
    serializer_class = BankStatementShape
    filterset_class = filters.StatementFilters
    lookup_field = "number"
    lookup_value_regex = "DZ-[0-9]{8}-[0-9]{6}"
    ordering = ("-from_on", "-pk")
    ordering_fields = ("from_on", "until_on", "taken_in_at", "reconciled_at", "number")
    own_fields = tuple(BankStatementShape.Meta.fields)
    expansions = {
        "estate": one("estate", "estate_id"),
        "lines": many(
            BankLineShape, lambda view, ids: BankLine.objects.filter(statement__in=ids).order_by("place"),
            by="statement_id",
        ),
        "moves": moves_of_numbered(BankStatement, offers("bank-statement", STATEMENT, ANSWERS)),
    }  # fmt: skip
    in_detail = ("moves",)
    verbs = dict.fromkeys(ANSWERS, KEEP)

    match = step("match", banks.match, Nothing, "Look again for the entries of lines that have none.")
    book = step("book", banks.book_missing, Nothing, "Book deposits, top-ups and interest that the ledger lacks.")
    close = step("close", banks.close, StatementClosing, "No line is left: it is reconciled.")
