"""Which home, and the code of its letter. Either wrong, the answer is the same: it says nothing about homes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from accounts import brake
from accounts.pages import typed as narrowed
from accounts.sealing import opens, typed
from estates.finding import estate_coded
from estates.models import Estate
from fees.models import FundAccount
from fees.models.funds import CODE_LENGTH

ANY_CODE = "fund codes"
MOST_FROM_ONE_ADDRESS = 60
"""A whole mobile network may share an address; a single home is closed after a few."""
AS_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code"}
PLAIN = {"autocomplete": "off"}


def line(label, help_text, example, **attrs) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=40, widget=forms.TextInput(attrs=PLAIN | attrs),
        error_messages={"required": gettext_lazy("Type it as it stands in your letter, such as %s.") % example},
    )  # fmt: skip


class AccountForm(forms.Form):
    """`account` is what the home and the code open."""

    estate = line(gettext_lazy("Estate"), gettext_lazy("Its code of 13 digits, or its whole name."), "1301020010001")
    building = line(gettext_lazy("Building"), gettext_lazy("Such as 3号楼."), "3号楼")
    unit = forms.CharField(
        label=gettext_lazy("Unit"), required=False, max_length=10, widget=forms.TextInput(attrs=PLAIN),
        help_text=gettext_lazy("Such as 2. Empty in a building without units."),
    )  # fmt: skip
    room = line(gettext_lazy("Room number"), gettext_lazy("Such as 501."), "501", inputmode="numeric")
    code = forms.CharField(
        label=gettext_lazy("Code of your letter"), max_length=40, widget=forms.TextInput(attrs=AS_TYPED),
        help_text=gettext_lazy("Twelve letters and digits. Small letters and blanks do no harm."),
        error_messages={"required": gettext_lazy("Type the look-up code that stands in your letter.")},
    )  # fmt: skip

    def __init__(self, *args, address: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        self.account: FundAccount | None = None

    @sensitive_variables()
    def clean_code(self) -> str:
        code = typed(narrowed(self.cleaned_data["code"]))
        if len(code) != CODE_LENGTH:
            raise ValidationError(
                _("The code has %(wanted)d letters and digits; these are %(count)d.")
                % {"wanted": CODE_LENGTH, "count": len(code)}
            )
        return code

    @sensitive_variables()
    def clean(self) -> dict:
        """Finds the account. Nothing that was typed goes back into the page when it opens."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        home = "/".join(plain(given.get(name, "")) for name in ("estate", "building", "unit", "room"))
        if self.is_braked(home):
            raise ValidationError(
                _("Many wrong codes came from here. Try again in %(minutes)d minutes.") % {"minutes": brake.MINUTES}
            )
        account = account_of(given)
        if account is None or not opens(account.code, given["code"]):
            self.note_failure(home)
            raise ValidationError(
                _("No account has this home with this code. Compare both with your letter; a home that was sold gets "
                  "a new one.")
            )  # fmt: skip
        brake.forget(f"fund {home}", self.address)
        self.account = account
        return given

    def is_braked(self, home: str) -> bool:
        return brake.is_closed(f"fund {home}", self.address) or brake.is_closed(
            ANY_CODE, self.address, most=MOST_FROM_ONE_ADDRESS
        )

    def note_failure(self, home: str) -> None:
        brake.note_failure(f"fund {home}", self.address)
        brake.note_failure(ANY_CODE, self.address)


def plain(text: str) -> str:
    """Without what people write or leave out: 3 and 3号楼, 2 and 2单元, 501 and 501室 are the same."""
    found = "".join(narrowed(text).split())
    for ending in ("号楼", "栋", "幢", "单元", "号", "室"):
        found = found.removesuffix(ending)
    return found


def account_of(given: dict) -> FundAccount | None:
    estate = estate_of(given["estate"])
    if estate is None:
        return None
    accounts = FundAccount.objects.filter(block__estate=estate, home__room__startswith=plain(given["room"]))
    wanted = tuple(plain(given.get(name, "")) for name in ("building", "unit", "room"))
    for account in accounts.select_related("home__building", "block__estate"):
        home = account.home
        if (plain(home.building.name), plain(home.unit), plain(home.room)) == wanted:
            return account
    return None


def estate_of(text: str) -> Estate | None:
    """By its code, or by its whole name where only one has it."""
    found = narrowed(text)
    coded = estate_coded("".join(found.split()))
    if coded is not None:
        return coded
    named = list(Estate.objects.filter(name=found)[:2])
    return named[0] if len(named) == 1 else None
