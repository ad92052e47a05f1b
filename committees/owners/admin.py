"""The desks of homes and of owners. Names are masked; whoever opens the full ones is put down."""

from datetime import date, datetime

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts import audit
from accounts.authority import NotAllowed, may
from accounts.city import NoRuleValue
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.desk_filters import region_filter
from accounts.models import User
from accounts.removing import StillNeeded
from accounts.sealing import digest
from committees.models import Holder, Owner, OwnerKind, Ownership
from committees.owners import actions, forms
from committees.owners.people import Party, plain_document, plain_phone
from estates.actions import amend_home
from estates.models import Home

REFUSALS = (ValidationError, NotAllowed, NoRuleValue, StillNeeded)
RUNNING = Ownership.objects.filter(until_on__isnull=True).select_related("owner").prefetch_related("owner__holders")


def shown(owner: Owner) -> str:
    """People masked; the names of companies and public bodies are no secret."""
    is_person = owner.kind == OwnerKind.PERSON
    names = [holder.masked_name if is_person else holder.name for holder in owner.holders.all()]
    return "、".join(names) or _("forgotten")


def sell(home: Home, *, party: Party, on: date, by: User, at: datetime) -> str:
    actions.transfer(home, party, on=on, by=by, at=at)
    return _("%(home)s has another owner from %(day)s on.") % {"home": home, "day": on.isoformat()}


def strike(home: Home, *, reason: str, by: User, at: datetime) -> str:
    label = str(home)
    actions.strike_home(home, by=by, at=at, why=reason)
    return _("%(home)s is struck off.") % {"home": label}


def put_right(owner: Owner, *, party: Party, reason: str, by: User, at: datetime) -> str:
    actions.correct(owner, party, by=by, at=at, why=reason)
    return _("Names and phones are corrected.")


@admin.register(Home)
class HomeDesk(Desk):
    view_verb = "homes.view"
    add_verb = change_verb = "homes.edit"
    refusals = REFUSALS
    change_form_template = "committees/home.html"
    list_display = ["label_shown", "estate_shown", "area_m2", "use_shown", "owner_shown", "since_shown"]
    list_select_related = ["building__estate"]
    list_filter = [
        region_filter("building__estate__region_id"),
        ("use", ChoicesDropdownFilter),
        ("area_basis", ChoicesDropdownFilter),
    ]
    search_fields = ["building__estate__search_text", "building__name", "room"]
    search_help_text = gettext_lazy("Estate, building or room")
    readonly_fields = ["estate_shown", "building"]
    fieldsets = [
        (None, {"fields": [("estate_shown", "building"), ("unit", "room")]}),
        (gettext_lazy("Size and use"), {"fields": [("area_m2", "area_basis"), ("use", "delivered_on")]}),
    ]
    new_fieldsets = [
        (None, {"fields": [("estate", "house"), ("unit", "room"), ("area_m2", "area_basis"), ("use", "delivered_on")]}),
        (gettext_lazy("Whose it is"), {"fields": ["owner_kind", "names", ("phones", "documents"), "since"]}),
    ]
    buttons = (
        Button(
            "sell", gettext_lazy("Another owner"), "homes.edit", sell, form=forms.TransferForm, icon="key",
            variant="primary",
            question=lambda home: _("Sold, inherited or given. In votes that are on, the new owner votes from then on, "
                                    "unless the old one has voted."),
        ),
        Button(
            "strike", gettext_lazy("Strike off"), "homes.edit", strike, form=forms.StrikeForm, icon="delete",
            variant="danger", question=lambda home: _("Only for a home that was entered by mistake."),
        ),
    )  # fmt: skip
    export_columns = (
        "building__estate__code", "building__estate__name", "building__name", "unit", "room", "area_m2", "area_basis",
        "use", "delivered_on", "kind_shown", "owner_shown", "since_shown",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("building__estate")
        return rows.prefetch_related(Prefetch("ownerships", RUNNING, to_attr="running"))

    def get_form(self, request: HttpRequest, obj: Home | None = None, change=False, **kwargs):
        options = kwargs if obj else {**kwargs, "form": forms.NewHomeForm, "fields": forms.NewHomeForm.Meta.fields}
        return super().get_form(request, obj, change=change, **options)

    def get_fieldsets(self, request: HttpRequest, obj: Home | None = None):
        return self.fieldsets if obj else self.new_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Home | None = None):
        return self.readonly_fields if obj else []

    def keep(self, thing: Home, *, form, by, at) -> None:
        if isinstance(form, forms.NewHomeForm):
            actions.enter_home(thing, form.party(), since=form.cleaned_data["since"], by=by, at=at)
        else:
            amend_home(thing, by=by, at=at)

    def page_facts(self, request: HttpRequest, thing: Home | None) -> dict:
        if thing is None:
            return {}
        past = thing.ownerships.select_related("owner").prefetch_related("owner__holders")
        return {"home": thing, "ownerships": [(held, shown(held.owner)) for held in past]}

    @display(description=gettext_lazy("home"), ordering="building__name")
    def label_shown(self, home: Home) -> str:
        return home.label

    @display(description=gettext_lazy("estate"), ordering="building__estate__name")
    def estate_shown(self, home: Home) -> str:
        return home.building.estate.name

    @display(description=gettext_lazy("use"), ordering="use")
    def use_shown(self, home: Home) -> str:
        return home.get_use_display()

    @display(description=gettext_lazy("kind of owner"))
    def kind_shown(self, home: Home) -> str:
        return home.running[0].owner.get_kind_display() if home.running else ""

    @display(description=gettext_lazy("owner"))
    def owner_shown(self, home: Home) -> str:
        return shown(home.running[0].owner) if home.running else "–"

    @display(description=gettext_lazy("owner from"))
    def since_shown(self, home: Home) -> str:
        return home.running[0].from_on.isoformat() if home.running else ""


@admin.register(Owner)
class OwnerDesk(Desk):
    view_verb = "homes.view"
    refusals = REFUSALS
    change_form_template = "committees/owner.html"
    list_display = ["name_shown", "estate", "kind_shown", "home_count", "area_shown", "phone_shown", "erase_on"]
    list_select_related = ["estate"]
    list_filter = [region_filter("estate__region_id"), ("kind", ChoicesDropdownFilter)]
    search_fields = ["estate__search_text"]
    search_help_text = gettext_lazy("Name, address or code of the estate")
    buttons = (
        Button(
            "look", gettext_lazy("Names and phones"), "owners.contact", lambda owner, *, by, at: None, icon="person",
            question=lambda owner: _("Names and phones in full. That you look at them is recorded."),
        ),
        Button(
            "find", gettext_lazy("Find by a number"), "owners.contact", lambda owner, *, by, at, number: None,
            form=forms.FindForm, icon="search", on_list=True,
            question=lambda owner: _("Whose phone or document number this is. It stands in no address and no log."),
        ),
        Button(
            "correct", gettext_lazy("Correct"), "homes.edit", put_right, form=forms.CorrectForm, icon="edit",
            question=lambda owner: _("The homes stay theirs. A phone or document number that you leave out stays."),
            when=lambda owner: owner.erased_at is None,
        ),
    )  # fmt: skip
    export_columns = ("estate__code", "estate__name", "kind", "name_shown", "home_count", "area_shown")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        now = Q(ownerships__until_on__isnull=True)
        rows = super().get_queryset(request).select_related("estate").prefetch_related("holders")
        return rows.annotate(homes=Count("ownerships", filter=now), area=Sum("ownerships__home__area_m2", filter=now))

    def ask(self, request: HttpRequest, button: Button, object_id: str | None) -> HttpResponse:
        """Answers that have no address: names, which could be opened unrecorded, and whose number somebody typed."""
        if request.method != "POST" or button.name not in ("look", "find"):
            return super().ask(request, button, object_id)
        if not (self.has_view_permission(request) and may(request.user, button.verb)):
            raise PermissionDenied
        return self.show_names(request, object_id) if button.name == "look" else self.find(request, button)

    def show_names(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        owner = self.get_object(request, unquote(object_id))
        if owner is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        seen = actions.look_at(owner, by=request.user, at=timezone.now())
        return self.page(request, "committees/owner_names.html", seen, shown(seen), owner=seen)

    def find(self, request: HttpRequest, button: Button) -> HttpResponse:
        """Sealed names cannot be searched; a number is found by its digest, if it is the whole one. Each search is
        put down, though not for what.
        """
        form = forms.FindForm(request.POST)
        if not form.is_valid():
            return super().ask(request, button, None)
        number = form.cleaned_data["number"]
        holders = Holder.objects.filter(
            Q(phone_digest=digest(plain_phone(number)) if plain_phone(number) else None)
            | Q(document_digest=digest(plain_document(number)))
        )
        owners = self.get_queryset(request).filter(pk__in=holders.values("owner"))
        found = [(owner, shown(owner)) for owner in owners]
        user, told = request.user, {"owners": [owner.pk for owner, _name in found]}
        audit.record(by=user, at=timezone.now(), verb="find_owner", thing=user, after=told)
        return self.page(request, "committees/owners_found.html", None, str(button.label), found=found)

    def page_facts(self, request: HttpRequest, thing: Owner | None) -> dict:
        if thing is None:
            return {}
        held = thing.ownerships.select_related("home__building").order_by(F("until_on").asc(nulls_first=True), "pk")
        return {
            "page_title": shown(thing),
            "owner": thing,
            "holders": thing.holders.all(),
            "is_person": thing.kind == OwnerKind.PERSON,
            "ownerships": held,
        }

    @display(description=gettext_lazy("names"))
    def name_shown(self, owner: Owner) -> str:
        return shown(owner)

    @display(description=gettext_lazy("phone"))
    def phone_shown(self, owner: Owner) -> str:
        return next((holder.masked_phone for holder in owner.holders.all() if holder.sealed_phone), "")

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, owner: Owner) -> str:
        return owner.get_kind_display()

    @display(description=gettext_lazy("homes"), ordering="homes")
    def home_count(self, owner: Owner) -> int:
        return owner.homes

    @display(description=gettext_lazy("area, m²"), ordering="area")
    def area_shown(self, owner: Owner) -> str:
        return f"{owner.area:.2f}" if owner.area is not None else "–"
