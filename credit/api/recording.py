"""Adding to the evidence ledger, one record or many at once. What stands in it is never changed."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.validators import UniqueValidator

from accounts.api.bulk import InBulk, Row
from accounts.api.registers import Writable
from accounts.api.serializers import KnownFields, Seen
from credit.actions import EvidenceFault, NewEvidence, record_evidence
from credit.api.fields import Points
from credit.models import Evidence, Source
from credit.queries import nameable_by

LEDGER_FIELDS = {
    "enterprise_id": "enterprise",
    "estate_id": "estate",
    "manager_id": "manager",
    "item_code": "item",
    "centipoints": "points",
}
"""Where the ledger's names of fields differ from ours."""


def refused(fault: EvidenceFault) -> serializers.ValidationError:
    """What the ledger found wrong, by our fields."""
    found: dict[str, list[str]] = {}
    for _place, field, sentence in fault.faults:
        found.setdefault(LEDGER_FIELDS.get(field, field), []).append(sentence)
    return serializers.ValidationError(found)


class NewRecord(KnownFields):
    """A record to be added, priced by the rulebook in force on the day it happened."""

    number = serializers.CharField(
        max_length=40,
        validators=[UniqueValidator(Evidence.objects.all(), _("There is a record with this number already."))],
        help_text=_("Number of the record, which nobody else has."),
    )
    item = serializers.CharField(
        max_length=20, help_text=_("Code of the item in the rulebook in force on the day it happened.")
    )
    enterprise = Seen(
        "uscc",
        among=lambda user: nameable_by(user)["enterprise"],
        required=False,
        allow_null=True,
        help_text=_("Credit code of the company, for items about a company."),
    )
    estate = Seen(
        "code",
        among=lambda user: nameable_by(user)["estate"],
        required=False,
        allow_null=True,
        help_text=_("Code of the estate, for items about a project."),
    )
    manager = Seen(
        "number",
        among=lambda user: nameable_by(user)["manager"],
        required=False,
        allow_null=True,
        help_text=_("Number of the project manager, if known."),
    )
    level = serializers.CharField(
        max_length=20,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("For items whose points depend on the level of the awarding or deciding body."),
    )
    points = Points(
        required=False,
        allow_null=True,
        default=None,
        min_value=Decimal(-1000),
        max_value=Decimal(1000),
        help_text=_("Only for items that leave a range; below zero where taken off."),
    )
    matter = serializers.CharField(
        max_length=60,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("The same words in several records mean the same matter."),
    )
    fact = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text=_("What happened.")
    )
    occurred_on = serializers.DateField(help_text=_("The day it happened."))
    decided_on = serializers.DateField(help_text=_("The day it was decided."))
    effective_on = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("In effect from; by default the day of the decision."),
    )
    source = serializers.ChoiceField(choices=Source.choices, help_text=_("Where it comes from."))
    document = serializers.CharField(
        max_length=100, required=False, allow_blank=True, default="", help_text=_("Number or name of the paper.")
    )


def entry_of(values: dict) -> NewEvidence:
    """The record to be, from the checked values of a `NewRecord`."""
    keys = {f"{name}_id": thing.pk for name in ("enterprise", "estate", "manager") if (thing := values.pop(name, None))}
    return NewEvidence(item_code=values.pop("item"), centipoints=values.pop("points"), **values, **keys)


class Recording(InBulk, Writable):
    """The writing half of the ledger: records are priced at once; a correction is a step."""

    bulk_verbs = ("create",)

    @extend_schema(request=NewRecord)
    def create(self, request, *args, **kwargs) -> Response:
        """Add a record. It is priced at once and never changed; a correction is a step."""
        self.refuse_parameters()
        entry = entry_of(self.new_form().run_validation(request.data))
        try:
            (key,) = record_evidence([entry], by=request.user, at=timezone.now())
        except EvidenceFault as fault:
            raise refused(fault) from fault
        return self.added(Evidence(pk=key))

    def new_form(self) -> NewRecord:
        return NewRecord(context={**self.get_serializer_context(), "things_found": {}})

    def do_all(self, rows: list[Row]) -> None:
        """All the sound ones in one go: who was responsible is asked of the database once, not for every record."""
        form = self.new_form()
        ready: list[tuple[Row, NewEvidence]] = []
        places: dict[str, int] = {}
        for row in rows:
            try:
                entry = entry_of(form.run_validation(row.values))
                refuse_second(row, places.setdefault(entry.number, row.place))
            except serializers.ValidationError as fault:
                row.fail(fault)
            else:
                ready.append((row, entry))
        while ready:
            ready = self.record(ready)

    def record(self, ready: list[tuple[Row, NewEvidence]]) -> list[tuple[Row, NewEvidence]]:
        """Record these, or none and note what is wrong with some. Returns those that are still to be recorded."""
        try:
            with transaction.atomic():
                keys = record_evidence([entry for _row, entry in ready], by=self.request.user, at=timezone.now())
        except EvidenceFault as found:
            for place in {place for place, _field, _sentence in found.faults}:
                own = [fault for fault in found.faults if fault[0] == place]
                ready[place][0].fail(refused(EvidenceFault(own)))
            return [(row, entry) for row, entry in ready if not row.fault]
        for (row, _entry), key in zip(ready, keys, strict=True):
            row.thing = Evidence(pk=key)
        return []


def refuse_second(row: Row, first: int) -> None:
    """Raises ValidationError when an earlier row of the same call has the number already."""
    if first != row.place:
        raise serializers.ValidationError(
            {"number": [gettext("Row %(row)d has this number already.") % {"row": first}]}
        )
