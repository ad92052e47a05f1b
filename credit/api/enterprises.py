"""Companies as a whole: the register's columns with the grade of a day, and the grades that they have held."""

from datetime import date

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.api.expanding import one
from accounts.api.filtering import refuse_unknown
from accounts.api.registers import Register, with_values
from credit.api.fields import GradeWords
from credit.api.grades import GradeShape, as_shown
from credit.filters import GradedEnterpriseFilters
from credit.models import Grade
from credit.queries import shown_score
from enterprises.actions import amend_enterprise, register_enterprise, remove_enterprise
from enterprises.api.serializers import OWN_FIELDS, EnterpriseShape
from enterprises.models import Enterprise, ServiceContract


class GradedEnterprise(GradeWords, EnterpriseShape):
    """A company with its grade. Only the register's own columns can be written."""

    grade_from = serializers.DateField(
        read_only=True, allow_null=True, help_text=_("First day on which it held this grade.")
    )
    estate_count = serializers.IntegerField(
        read_only=True, help_text=_("Estates that it manages on that day, as far as the caller sees them.")
    )

    class Meta(EnterpriseShape.Meta):
        fields = [*OWN_FIELDS, "grade", "grade_word", "score", "grade_from", "estate_count"]


def with_grade(enterprises: QuerySet[Enterprise], *, on: date) -> QuerySet[Enterprise]:
    """Adds `grade`, `grade_score` (hundredths), `grade_rulebook` and `grade_from` of the grade held on a day."""
    holding = Q(grades__until_on=None) | Q(grades__until_on__gt=on)
    return enterprises.annotate(
        held=FilteredRelation("grades", condition=holding & Q(grades__from_on__lte=on)),
        grade=F("held__grade"),
        grade_score=shown_score("held__"),
        grade_rulebook=F("held__rulebook_id"),
        grade_from=F("held__from_on"),
    )


class Enterprises(Register):
    """Property service enterprises that are registered in the caller's region or manage an estate there."""

    kind = "enterprise"
    model = Enterprise
    verb_to_read = "registers.view"
    verbs = {"grades": "grades.view"}
    verb_to_write = "registers.edit"
    serializer_class = GradedEnterprise
    filterset_class = GradedEnterpriseFilters
    lookup_field = "uscc"
    lookup_value_regex = "[0-9A-Z]{18}"
    detail_parameters = ("on",)
    ordering = ("uscc",)
    ordering_fields = ("uscc", "name", "score", "founded_on", "joined_on", "estate_count")
    ordering_columns = {"name": "initials", "score": F("grade_score")}
    own_fields = tuple(name for name in OWN_FIELDS if name not in ("region_name", "code_warning"))
    expansions = {"region": one("region", "region_id")}

    def with_details(self, queryset):
        day = self.as_of()
        mine = ServiceContract.objects.visible_to(self.request.user).running(on=day).filter(enterprise=OuterRef("pk"))
        count = mine.order_by().values("enterprise").annotate(n=Count("pk")).values("n")
        return with_grade(queryset, on=day).annotate(estate_count=Coalesce(Subquery(count), 0))

    def register(self, values):
        return register_enterprise(Enterprise(**values), by=self.request.user, at=timezone.now())

    def amend(self, thing, values):
        return amend_enterprise(with_values(thing, values), by=self.request.user, at=timezone.now())

    def remove(self, thing):
        remove_enterprise(thing, by=self.request.user, at=timezone.now())

    @extend_schema(responses=GradeShape(many=True), filters=False)
    @action(detail=True)
    def grades(self, request, uscc):
        """Every grade that the company has held, newest first."""
        refuse_unknown(request, self.pagination_class.parameters)
        held = Grade.objects.filter(enterprise=self.get_object())
        return self.page_of(as_shown(held), GradeShape, ordering=("-from_on", "-pk"))
