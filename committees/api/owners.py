"""`/api/v1/homes/` and `/api/v1/owners/`. Who an owner is stays masked; a look at the rest is a call of its own."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import made, many, one
from accounts.api.moves import Verbs
from accounts.api.registers import with_values
from accounts.api.serializers import KnownFields, SeenById, Shape, ShortList
from accounts.models import User
from committees.api.bodies import ESTATE
from committees.api.forms import Reasoned
from committees.filters.owners import HomeFilters, OwnerFilters
from committees.models import Holder, Owner, OwnerKind, Ownership
from committees.owners import actions
from committees.owners.cells import MOST_HOLDERS, PHONE
from committees.owners.people import Party, Person, plain_phone
from estates.actions import amend_home
from estates.models import Building, Home

HOME_COLUMNS = ("unit", "room", "area_m2", "area_basis", "use", "delivered_on")


class HomeShape(Shape):
    """One exclusive part of a building, and whose it is today."""

    estate = serializers.CharField(source="building.estate.code", help_text=ESTATE)
    building_name = serializers.CharField(source="building.name", help_text=_("Name of the building."))
    owner = serializers.IntegerField(source="owner_now", allow_null=True, help_text=_("Id of the owner; null without."))

    class Meta:
        model = Home
        fields = ["id", "estate", "building", "building_name", *HOME_COLUMNS, "owner"]
        read_only_fields = fields


class PersonForm(KnownFields):
    name = serializers.CharField(max_length=60, help_text=_("Name. Kept sealed."))
    phone = serializers.CharField(max_length=30, default="", allow_blank=True, help_text=_("Phone. Kept sealed."))
    document = serializers.CharField(
        max_length=40, default="", allow_blank=True,
        help_text=_("Number of an identity document. Not kept: it only tells two people apart."),
    )  # fmt: skip

    def validate_phone(self, value: str) -> str:
        if value and not PHONE.fullmatch(plain_phone(value)):
            raise serializers.ValidationError(_("This is no telephone number."))
        return value


class PeopleForm(KnownFields):
    people = ShortList(
        child=PersonForm(), min_length=1, max_length=MOST_HOLDERS,
        help_text=_("All who hold it together; the first votes for all."),
    )  # fmt: skip


class OwnerForm(PeopleForm):
    owner_kind = serializers.ChoiceField(
        OwnerKind.choices, default=OwnerKind.PERSON,
        help_text=_("What is not sold, or not handed over, is the developer's."),
    )  # fmt: skip


class Amending(Shape):
    """The columns of a home."""

    class Meta:
        model = Home
        fields = HOME_COLUMNS
        validators: list = []


class Entering(OwnerForm, Amending):
    building = SeenById(among=Building.objects.visible_to, help_text=_("Id of the building."))
    since = serializers.DateField(help_text=_("Day since which it is theirs."))

    class Meta(Amending.Meta):
        fields = ["building", *HOME_COLUMNS, "owner_kind", "people", "since"]


class Transferring(OwnerForm):
    on = serializers.DateField(help_text=_("Day from which it is theirs."))


class Correcting(PeopleForm, Reasoned):
    pass


def party_of(people: Sequence[dict], kind: str = OwnerKind.PERSON) -> Party:
    return Party(tuple(Person.told(**person) for person in people), kind)


def enter(values: dict[str, Any], *, by: User, at: datetime) -> Home:
    party, since = party_of(values.pop("people"), values.pop("owner_kind")), values.pop("since")
    return actions.enter_home(Home(**values), party, since=since, by=by, at=at)


def transfer(home: Home, *, people: list, owner_kind: str, on: date, by: User, at: datetime) -> None:
    actions.transfer(home, party_of(people, owner_kind), on=on, by=by, at=at)


def correct(owner: Owner, *, people: list, reason: str, by: User, at: datetime) -> None:
    actions.correct(owner, party_of(people), by=by, at=at, why=reason)


class Homes(Verbs):
    """Homes of the estates of the caller's region. Many at once come in as a workbook, under `imports/`."""

    kind = "home"
    model = Home
    verb_to_read = "homes.view"
    verb_to_write = "homes.edit"
    serializer_class = HomeShape
    filterset_class = HomeFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("building__name", "unit", "room", "pk")
    ordering_fields = ("room", "area_m2", "delivered_on")
    own_fields = ("id", "building", *HOME_COLUMNS)
    expansions = {"building": one("building", "building_id")}

    def with_details(self, queryset: QuerySet) -> QuerySet:
        running = Ownership.objects.filter(home=OuterRef("pk"), until_on=None)
        return queryset.annotate(owner_now=Subquery(running.values("owner")[:1]))

    @extend_schema(request=Entering, responses={201: HomeShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Enter a home with its owner."""
        self.refuse_parameters()
        with transaction.atomic():
            return self.added(enter(self.sent(Entering), by=request.user, at=timezone.now()))

    @extend_schema(request=Amending, responses=HomeShape)
    def partial_update(self, request, *args, **kwargs) -> Response:
        """Correct a home: the fields named, and no others. Rolls that are confirmed keep their areas."""
        self.refuse_parameters()
        with transaction.atomic():
            home = self.held()
            values = self.sent(partial(Amending, partial=True))
            amend_home(with_values(home, values), by=request.user, at=timezone.now())
            return self.written(home.pk)

    def destroy(self, request, *args, **kwargs) -> Response:
        """Strike off a home that was entered by mistake. One on the roll of a vote stays."""
        self.refuse_parameters()
        with transaction.atomic():
            actions.strike_home(self.held(), by=request.user, at=timezone.now())
        return Response(status=204)

    @extend_schema(request=Transferring, responses=HomeShape)
    @action(detail=True, methods=["post"])
    def transfer(self, request, pk) -> Response:
        """It is another's: sold, inherited, given. In votes that are on, the new owner votes unless the old one has."""
        return self.use(transfer, Transferring)


class OwnerShape(Shape):
    """One head of an estate: whoever holds the same homes together."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    homes = serializers.IntegerField(source="homes_now", help_text=_("How many homes are theirs today."))
    area_m2 = serializers.DecimalField(
        source="area_now", max_digits=12, decimal_places=2, allow_null=True,
        help_text=_("Exclusive area of these in square metres; null without any."),
    )  # fmt: skip

    class Meta:
        model = Owner
        fields = ["id", "estate", "kind", "homes", "area_m2", "erase_on", "erased_at"]
        read_only_fields = fields
        extra_kwargs = {
            "erase_on": {"help_text": _("Day on which names and phones are erased; null while a home is theirs.")}
        }


class HolderShape(serializers.Serializer):
    """One of those who are an owner together, masked."""

    place = serializers.IntegerField(help_text=_("0 votes for all."))
    masked_name = serializers.CharField(help_text=_("The first character of the name, and stars."))
    masked_phone = serializers.CharField(help_text=_("Three and four digits of the phone; empty without."))


class OwnershipShape(Shape):
    home = serializers.IntegerField(source="home_id", help_text=_("Id of the home."))

    class Meta:
        model = Ownership
        fields = ["home", "from_on", "until_on"]
        read_only_fields = fields
        extra_kwargs = {"until_on": {"help_text": _("First day on which it is theirs no more; null while it is.")}}


class NamesShape(serializers.Serializer):
    """One of those who are an owner together, in full."""

    place = serializers.IntegerField(help_text=_("0 votes for all."))
    name = serializers.CharField(help_text=_("Name."))
    phone = serializers.CharField(help_text=_("Phone, as far as given."))


def holders_of(view, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for holder in Holder.objects.filter(owner__in=ids).order_by("owner_id", "place"):
        told = {"place": holder.place, "masked_name": holder.masked_name, "masked_phone": holder.masked_phone}
        found.setdefault(holder.owner_id, []).append(told)
    return found


class Owners(Verbs):
    """Owners of homes in the caller's region, masked."""

    kind = "owner"
    model = Owner
    verb_to_read = "homes.view"
    verb_to_write = "homes.edit"
    serializer_class = OwnerShape
    filterset_class = OwnerFilters
    lookup_value_regex = "[0-9]{1,18}"
    shows_secrets = ("names",)
    ordering = ("pk",)
    ordering_fields = ("erase_on",)
    own_fields = ("id", "estate", "kind", "erase_on", "erased_at")
    expansions = {
        "estate": one("estate", "estate_id"),
        "holders": made(HolderShape, holders_of),
        "ownerships": many(
            OwnershipShape, lambda view, ids: Ownership.objects.filter(owner__in=ids).order_by("pk"), by="owner_id"
        ),
    }
    in_detail = ("holders", "ownerships")
    verbs = {"names": "owners.contact"}

    def with_details(self, queryset: QuerySet) -> QuerySet:
        now = Q(ownerships__until_on__isnull=True)
        return queryset.annotate(
            homes_now=Count("ownerships", filter=now), area_now=Sum("ownerships__home__area_m2", filter=now)
        )

    @extend_schema(request=None, responses=NamesShape(many=True))
    @action(detail=True, methods=["post"])
    def names(self, request, pk) -> Response:
        """Look at names and phones of those who hold it. Each look is written down."""
        self.refuse_parameters()
        seen = actions.look_at(self.get_object(), by=request.user, at=timezone.now())
        return Response(NamesShape(seen.holders.all(), many=True).data, headers={"Cache-Control": "no-store"})

    @extend_schema(request=Correcting, responses=OwnerShape)
    @action(detail=True, methods=["post"])
    def correct(self, request, pk) -> Response:
        """Put right who an owner is. A phone or document number that is left out stays."""
        return self.use(correct, Correcting)
