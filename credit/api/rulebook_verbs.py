"""What is done with rulebooks: drafted from a document, copied, tried on the last night, published, taken out.

Once published a rulebook is never changed. The items of a draft are changed one by one: see `items.py`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.settings import api_settings

from accounts.api.filtering import one_of, refuse_unknown
from accounts.api.moves import Offer, Verbs
from accounts.api.parsers import refuse_longer
from accounts.api.problems import Conflict
from accounts.api.serializers import KnownFields
from accounts.authority import require
from credit import actions, rulebook_file, story
from credit.api.fields import Points, points
from credit.lifecycle import RULEBOOK
from credit.models import Night, Rulebook
from credit.rules import RuleFault

YAML = "application/yaml"
MOVES_TOLD = 1_000


@contextmanager
def unsound(as_fault: type[Exception] = ValidationError) -> Iterator[None]:
    """What is wrong with a rulebook, as a fault of the call: of its body, or of the state of the draft (`Conflict`)."""
    try:
        yield
    except RuleFault as fault:
        raise as_fault(str(fault)) from fault


class RulebookYaml(BaseParser):
    """A rulebook file as it is taken out of the portal."""

    media_type = YAML

    def parse(self, stream, media_type=None, parser_context=None):
        refuse_longer(parser_context, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        try:
            return rulebook_file.parse(stream.read().decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            raise ParseError(gettext("The body is not UTF-8 text.")) from fault
        except RuleFault as fault:
            raise ParseError(str(fault)) from fault


class RulebookDocument(serializers.Serializer):
    """A rulebook as one document, the same in JSON and in YAML. Take one out to see how each part is written."""

    code = serializers.CharField(max_length=40, help_text=_("Series of the rulebook."))
    version = serializers.CharField(max_length=20, help_text=_("Version, new in its series."))
    title = serializers.CharField(max_length=100, help_text=_("Title."))
    source = serializers.CharField(required=False, max_length=300, help_text=_("The paper that it puts into force."))
    why = serializers.CharField(required=False, help_text=_("Why there is this version."))
    combine = serializers.ChoiceField(
        ["sum", "mean"], required=False, help_text=_("How points become a score: added up, or the mean of components.")
    )
    base = serializers.FloatField(required=False, help_text=_("Points with which everybody begins; by default 100."))
    floor = serializers.FloatField(required=False, allow_null=True, help_text=_("The lowest score."))
    roll_up = serializers.ChoiceField(
        ["full", "area", "none"], required=False, help_text=_("How points of projects and managers reach the company.")
    )
    new_months = serializers.IntegerField(
        required=False, min_value=0, help_text=_("Months during which a newly registered company has no letter.")
    )
    categories = serializers.ListField(child=serializers.JSONField(), help_text=_("name, direction, cap"))
    bands = serializers.ListField(
        child=serializers.JSONField(),
        help_text=_("grade, word, shape, score (an interval such as [90, 110)), when, veto"),
    )
    items = serializers.ListField(child=serializers.JSONField(), help_text=_("code, title, category, points, …"))


class Copy(KnownFields):
    version = serializers.CharField(max_length=20, help_text=_("Name of the new version, such as 2026-2."))
    why = serializers.CharField(max_length=300, help_text=_("Why this version; it is published with it."))


class Publication(KnownFields):
    effective_from = serializers.DateField(
        help_text=_("First day in force: later than the last night, so that no published grade changes.")
    )


class TrialMove(serializers.Serializer):
    """What the draft would change for one company."""

    enterprise = serializers.CharField(source="enterprise.uscc", help_text=_("Credit code of the company."))
    enterprise_name = serializers.CharField(source="enterprise.name", help_text=_("Name of the company."))
    old_grade = serializers.CharField(help_text=_("Grade now."))
    new_grade = serializers.CharField(help_text=_("Grade by the draft."))
    old_score = Points(help_text=_("Score now, in points."))
    new_score = Points(help_text=_("Score by the draft, in points."))
    direction = serializers.CharField(help_text=_("up, down, or other: into or out of not graded."))


class Trial(serializers.Serializer):
    """What a draft would have made of the last night. Nothing of it is published."""

    on = serializers.DateField(
        allow_null=True, help_text=_("The night that it was tried on; null while there was none.")
    )
    changed_count = serializers.IntegerField(help_text=_("Companies whose score or grade would change."))
    moved_count = serializers.IntegerField(help_text=_("Companies whose grade would change."))
    mean_change = serializers.FloatField(help_text=_("Mean change of the scores that would change, in points."))
    moved = TrialMove(many=True, help_text=_("The first 1,000 of those whose grade would change."))


def states_of_rulebooks(ids: Sequence[int]) -> dict[int, str]:
    return dict(Rulebook.objects.filter(pk__in=ids).values_list("pk", "state"))


class RulebookVerbs(Verbs):
    """The writing half of the rulebooks."""

    verb_to_write = "rulebooks.edit"
    verbs = {"publish": RULEBOOK["publish"].right, "copy": RULEBOOK["copy"].right, "trial": RULEBOOK["try"].right}
    parser_classes = [*api_settings.DEFAULT_PARSER_CLASSES, RulebookYaml]

    @extend_schema(request={"application/json": RulebookDocument, YAML: RulebookDocument})
    def create(self, request):
        """Draft a rulebook from a document. Nothing changes for anybody until it is published."""
        self.refuse_parameters()
        with unsound():
            document = rulebook_file.from_document(request.data)
            return self.added(actions.draft_rulebook(document, by=request.user, at=timezone.now()))

    @extend_schema(request=Copy)
    @action(detail=True, methods=["post"])
    def copy(self, request, pk):
        """Copy all of it to a new draft, which can then be changed."""
        self.refuse_parameters()
        with transaction.atomic():
            book = self.held()
            return self.added(actions.copy_rulebook(book, **self.sent(Copy), by=request.user, at=timezone.now()))

    @extend_schema(request=Publication)
    @action(detail=True, methods=["post"])
    def publish(self, request, pk):
        """Put a draft in force from a day on. It can then never be changed again."""
        with unsound(Conflict):
            return self.use(actions.publish_rulebook, Publication)

    @extend_schema(request=None, responses=Trial)
    @action(detail=True, methods=["post"], url_path="try", url_name="try")
    def trial(self, request, pk):
        """What the draft would have made of the last night: whose grade would change. Nothing is kept."""
        self.refuse_parameters()
        with transaction.atomic():
            book = self.held()
        require(request.user, RULEBOOK["try"].right)
        RULEBOOK["try"].insist(book.state)
        with unsound(Conflict):
            return Response(tried(book))

    @extend_schema(
        parameters=[OpenApiParameter("as", enum=["json", "yaml"], description=_("By default JSON."))],
        responses={
            (200, "application/json"): RulebookDocument,
            (200, YAML): OpenApiResponse(OpenApiTypes.STR, description=_("The same in YAML.")),
        },
        filters=False,
    )
    @action(detail=True)
    def document(self, request, pk):
        """The whole rulebook as the document that a new draft can be made of."""
        refuse_unknown(request, ("as",))
        book = self.get_object()
        if one_of(request, "as", ("json", "yaml")) != "yaml":
            return self.answer(rulebook_file.to_document(book))
        response = HttpResponse(rulebook_file.write(book), content_type=f"{YAML}; charset=utf-8")
        name = f"{book.code}-{book.version}".encode("ascii", "ignore").decode()
        response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
        return response


def tried(book: Rulebook) -> dict:
    """The trial of a draft, as it is told."""
    night = Night.objects.last()
    if night is None:
        return {"on": None, "changed_count": 0, "moved_count": 0, "mean_change": 0, "moved": []}
    trial = story.try_rules(book, night)
    return {
        "on": trial.on,
        "changed_count": trial.touched,
        "moved_count": len(trial.moved),
        "mean_change": points(round(trial.mean_change * 100)),
        "moved": TrialMove(trial.moved[:MOVES_TOLD], many=True).data,
    }


OFFERS = [
    Offer(RULEBOOK["copy"], "rulebook-copy", lambda: Copy),
    Offer(RULEBOOK["try"], "rulebook-try"),
    Offer(RULEBOOK["publish"], "rulebook-publish", lambda: Publication),
]
