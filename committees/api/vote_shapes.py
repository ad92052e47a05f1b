"""What votes look like in JSON: what is asked, how it went. Never who chose what."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import Shape
from accounts.models import Role
from committees.api.bodies import ESTATE
from committees.models import Matter, Option, RollLine, Vote, VoteObjection, VoteState
from committees.votes.lifecycle import HAS_RESULT

TALLIES = ("heads_all", "area_all_m2", "heads_part", "area_part_m2", "passed", "fault")


class VoteShape(Shape):
    """One meeting of the owners' assembly, held as a vote."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    estate_name = serializers.CharField(source="estate.name", help_text=_("Name of the estate."))
    committee = serializers.CharField(
        source="committee.number", default=None, allow_null=True, help_text=_("Number of the committee that holds it.")
    )

    class Meta:
        model = Vote
        fields = [
            "number", "estate", "estate_name", "title", "text", "organiser", "committee", "is_temporary",
            "affects_all", "state", "posted_on", "opens_at", "closes_at", "roll_confirmed_at", "counted_at",
            "result_due_on", "announced_on", "announced_until_on", "list_digest", "stop_reason", "version",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "closes_at": {"help_text": _("The moment from which no ballot counts any more.")},
            "announced_until_on": {"help_text": _("First day on which the result hangs no more.")},
            "list_digest": {"help_text": _("SHA-256 of the posted list.")},
            "version": {"help_text": _("Grows with every act.")},
        }


class OptionShape(Shape):
    """What may be marked, with its tally once there is a result."""

    class Meta:
        model = Option
        fields = ["id", "place", "label", "stance", "heads", "area_m2", "is_elected"]
        read_only_fields = fields


class MatterShape(Shape):
    """One thing that is asked, with what was found once there is a result."""

    options = OptionShape(many=True, help_text=_("What may be marked."))

    class Meta:
        model = Matter
        fields = ["id", "place", "kind", "question", "details", "choose_most", *TALLIES, "options"]
        read_only_fields = fields


def matters_of(view, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """With tallies where a result is posted; officers see it from the count on, committee members do not."""
    ready = {*HAS_RESULT} if view.request.user.role == Role.COMMITTEE else {*HAS_RESULT, VoteState.COUNTED}
    found: dict[int, list[dict[str, Any]]] = {}
    for matter in Matter.objects.filter(vote__in=ids).select_related("vote").prefetch_related("options"):
        if matter.vote.state not in ready:
            hide_tallies(matter)
        found.setdefault(matter.vote_id, []).append(MatterShape(matter).data)
    return found


def hide_tallies(matter: Matter) -> None:
    """As if it had not been counted; for showing only."""
    for name in TALLIES:
        setattr(matter, name, "" if name == "fault" else None)
    for option in matter.options.all():
        option.heads = option.area_m2 = option.is_elected = None


class VoteObjectionShape(Shape):
    """An objection to a posted result. Who objects stays at the desk."""

    class Meta:
        model = VoteObjection
        fields = ["number", "words", "lodged_on", "due_on", "answered_on", "answer", "is_upheld"]
        read_only_fields = fields


class RollLineShape(Shape):
    """A home of the roll. Whether its owner has voted is told nowhere."""

    home = serializers.IntegerField(source="home_id", help_text=_("Id of the home."))
    owner = serializers.IntegerField(source="owner_id", help_text=_("Id of the owner."))

    class Meta:
        model = RollLine
        fields = ["home", "label", "owner", "area_m2"]
        read_only_fields = fields


class TakingPartShape(serializers.Serializer):
    """How many took part so far; not who, and not how."""

    heads = serializers.IntegerField(help_text=_("Heads that took part."))
    heads_all = serializers.IntegerField(help_text=_("Heads on the roll."))
    area_m2 = serializers.DecimalField(max_digits=12, decimal_places=2, help_text=_("Area that took part, m²."))
    area_all_m2 = serializers.DecimalField(max_digits=12, decimal_places=2, help_text=_("Area on the roll, m²."))
    by_phone = serializers.IntegerField(help_text=_("Of the heads, by phone."))
    on_paper = serializers.IntegerField(help_text=_("Of the heads, on paper."))


class NeededShape(serializers.Serializer):
    """A line that had to be reached."""

    heads = serializers.IntegerField(help_text=_("Heads found."))
    heads_needed = serializers.DecimalField(max_digits=12, decimal_places=2, help_text=_("Heads needed."))
    area_m2 = serializers.DecimalField(max_digits=12, decimal_places=2, help_text=_("Area found, m²."))
    area_needed_m2 = serializers.DecimalField(max_digits=12, decimal_places=2, help_text=_("Area needed, m²."))
    is_inclusive = serializers.BooleanField(help_text=_("Whether the line itself is enough."))
    is_met = serializers.BooleanField(help_text=_("Whether it was reached."))
    article = serializers.CharField(help_text=_("Article that asks for it."))


class OptionResultShape(serializers.Serializer):
    place = serializers.IntegerField(source="option.place", help_text=_("Its place on the ballot."))
    label = serializers.CharField(source="option.label", help_text=_("What it says."))
    heads = serializers.IntegerField(help_text=_("Heads."))
    area_m2 = serializers.DecimalField(max_digits=12, decimal_places=2, help_text=_("Area, m²."))
    heads_percent = serializers.DecimalField(max_digits=5, decimal_places=2, help_text=_("Heads, %."))
    area_percent = serializers.DecimalField(max_digits=5, decimal_places=2, help_text=_("Area, %."))
    is_elected = serializers.BooleanField(
        source="option.is_elected", allow_null=True, help_text=_("Whether this candidate is elected.")
    )


class MatterResultShape(serializers.Serializer):
    place = serializers.IntegerField(source="matter.place", help_text=_("Its place in the vote."))
    question = serializers.CharField(source="matter.question", help_text=_("What was asked."))
    passed = serializers.BooleanField(help_text=_("Whether it passed."))
    fault = serializers.CharField(help_text=_("Why not; empty if it passed."))
    quorum = NeededShape(help_text=_("Taking part."))
    majority = NeededShape(allow_null=True, help_text=_("In favour; null in an election."))
    options = OptionResultShape(many=True, help_text=_("What was marked."))


class VoteResultShape(serializers.Serializer):
    """The result of a vote, with every line of the law that it had to reach."""

    digest = serializers.CharField(help_text=_("SHA-256 of the posted list."))
    heads_all = serializers.IntegerField(help_text=_("Heads on the roll."))
    area_all_m2 = serializers.DecimalField(max_digits=12, decimal_places=2, help_text=_("Area on the roll, m²."))
    heads_part = serializers.IntegerField(help_text=_("Heads that took part."))
    area_part_m2 = serializers.DecimalField(max_digits=12, decimal_places=2, help_text=_("Area that took part, m²."))
    matters = MatterResultShape(many=True, help_text=_("What was found on each."))


class SlipShape(serializers.Serializer):
    """A line of the posted list: a head, or a piece of area, for one option of one matter."""

    matter = serializers.IntegerField(help_text=_("Place of the matter; 0 is taking part."))
    option = serializers.IntegerField(help_text=_("Place of the option; 0 is taking part."))
    heads = serializers.IntegerField(help_text=_("1, or 0 for a piece of area."))
    area_m2 = serializers.DecimalField(
        max_digits=9, decimal_places=2, help_text=_("A piece of area, m². They add up, whole ten millions left out.")
    )
    token = serializers.CharField(help_text=_("By which whoever has the receipt finds it."))
