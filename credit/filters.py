"""Filters of the judgement, for the JSON door and the HTML door."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from accounts.filters import SOUND_REGION, AsOfFilter, ChoicesFilter, prefix_of
from accounts.scope import within
from credit.models import Evidence, Grade, Night, NightKind, NightState, Rulebook, RulebookState, Source
from credit.models.rulebooks import Direction
from enterprises.filters import CREDIT_CODE, EnterpriseFilters
from enterprises.models import Enterprise

COUNTY_LENGTH = 6
"""Digits of a division code that are a county's own."""

GRADES = _("One or more grades, separated by commas, such as C,D.")
STATES = [
    ("noticed", _("noticed, not in effect yet")),
    ("effective", _("in effect")),
    ("withdrawn", _("withdrawn")),
    ("repaired", _("repaired")),
    ("expired", _("expired")),
]


class GradesFilter(filters.BaseInFilter, filters.CharFilter):
    """One or more grades, separated by commas."""

    def __init__(self, field_name: str = "grade", **options):
        super().__init__(field_name=field_name, lookup_expr="in", max_length=60, **{"help_text": GRADES, **options})


class ScoreFilter(filters.NumberFilter):
    """A bound in points for a column of hundredths."""

    def __init__(self, **options):
        super().__init__(min_value=-10_000, max_value=10_000, **options)

    def filter(self, queryset, value):
        return super().filter(queryset, None if value is None else int(value * 100))


class GradedEnterpriseFilters(EnterpriseFilters):
    """Companies with the grade that they hold on a day."""

    on = AsOfFilter()
    grade = GradesFilter()
    score_from = ScoreFilter(field_name="grade_score", lookup_expr="gte", help_text=_("At least so many points."))
    score_to = ScoreFilter(field_name="grade_score", lookup_expr="lte", help_text=_("At most so many points."))


class GradeFilters(filters.FilterSet):
    """Grades: the current ones, those of a day (`on`), or those that a run made (`run`)."""

    on = filters.DateFilter(
        method="stay", help_text=_("The grades that held on this day (YYYY-MM-DD); by default the current ones.")
    )
    run = filters.NumberFilter(
        method="stay", min_value=1, max_value=2**31 - 1, decimal_places=0, help_text=_("The grades that this run made.")
    )
    region = filters.CharFilter(
        method="placed",
        validators=[SOUND_REGION],
        help_text=_(
            "Of companies registered within this city or county; of a street, also those that manage an estate there."
        ),
    )
    enterprise = filters.CharFilter(field_name="enterprise__uscc", max_length=18, help_text=CREDIT_CODE)
    grade = GradesFilter()
    score_from = ScoreFilter(field_name="grade_score", lookup_expr="gte", help_text=_("At least so many points."))
    score_to = ScoreFilter(field_name="grade_score", lookup_expr="lte", help_text=_("At most so many points."))
    vetoed = filters.BooleanFilter(field_name="is_vetoed", help_text=_("Whether a veto made the grade."))
    search = filters.CharFilter(
        field_name="enterprise__search_text", lookup_expr="icontains", max_length=60,
        help_text=_("Part of the company's name, pinyin initials or credit code."),
    )  # fmt: skip

    class Meta:
        model = Grade
        fields: list[str] = []

    def filter_queryset(self, queryset):
        day, run = self.form.cleaned_data["on"], self.form.cleaned_data["run"]
        if run is not None:
            queryset = queryset.filter(night_id=int(run))
            queryset = queryset.holding(on=day) if day else queryset
        else:
            queryset = queryset.holding(on=day) if day else queryset.current()
        return super().filter_queryset(queryset)

    def placed(self, queryset, name, value):
        """As the figures count: counties stand on the grade as of its night, streets on who is present that day."""
        prefix = prefix_of(value)
        if len(prefix) <= COUNTY_LENGTH:
            return queryset.filter(within("county_code", prefix))
        day = self.form.cleaned_data["on"] or timezone.localdate()
        return queryset.filter(enterprise__in=Enterprise.objects.present_in(prefix, on=day))

    def stay(self, queryset, name, value):
        """Looked after by `filter_queryset`."""
        return queryset


class EvidenceFilters(filters.FilterSet):
    on = AsOfFilter(help_text=_("State as of this day (YYYY-MM-DD); by default today."))
    region = filters.CharFilter(
        method="placed", validators=[SOUND_REGION],
        help_text=_("About an estate within this division, or, without an estate, about a company registered there."),
    )  # fmt: skip
    number = filters.CharFilter(max_length=40, help_text=_("Number of the record."))
    item = filters.CharFilter(field_name="item__code", max_length=20, help_text=_("Code of the rulebook item."))
    direction = ChoicesFilter(field_name="item__category__direction", choices=Direction.choices)
    enterprise = filters.CharFilter(method="of_enterprise", max_length=18, help_text=CREDIT_CODE)
    estate = filters.CharFilter(field_name="estate__code", max_length=13, help_text=_("Code of the estate."))
    manager = filters.CharFilter(
        field_name="manager__number", max_length=30, help_text=_("Number of the project manager.")
    )
    state = ChoicesFilter(method="in_state", choices=STATES, help_text=_("State on the day asked about."))
    source = ChoicesFilter(choices=Source.choices)
    occurred_from = filters.DateFilter(
        field_name="occurred_on", lookup_expr="gte", help_text=_("Happened on this day or later.")
    )
    occurred_to = filters.DateFilter(
        field_name="occurred_on", lookup_expr="lte", help_text=_("Happened on this day or earlier.")
    )
    decided_from = filters.DateFilter(
        field_name="decided_on", lookup_expr="gte", help_text=_("Decided on this day or later.")
    )
    decided_to = filters.DateFilter(
        field_name="decided_on", lookup_expr="lte", help_text=_("Decided on this day or earlier.")
    )
    search = filters.CharFilter(
        method="saying", max_length=60, help_text=_("Part of the fact, the matter, the document or the number.")
    )

    class Meta:
        model = Evidence
        fields: list[str] = []

    def placed(self, queryset, name, value):
        return queryset.about(prefix_of(value))

    def in_state(self, queryset, name, value):
        return queryset.in_states(value, on=self.form.cleaned_data["on"] or timezone.localdate()) if value else queryset

    def of_enterprise(self, queryset, name, value):
        """Records that name the company, or that count for it because it managed the estate."""
        return queryset.filter(
            Q(enterprise__uscc=value) | Q(pk__in=Evidence.objects.filter(postings__enterprise__uscc=value).values("pk"))
        )

    def saying(self, queryset, name, value):
        return queryset.filter(
            Q(fact__icontains=value)
            | Q(matter__icontains=value)
            | Q(document__icontains=value)
            | Q(number__icontains=value)
        )


class RulebookFilters(filters.FilterSet):
    code = filters.CharFilter(max_length=40, help_text=_("Series of the rulebook."))
    state = ChoicesFilter(choices=RulebookState.choices)
    in_force_on = filters.DateFilter(method="in_force", help_text=_("The one in force on this day."))

    class Meta:
        model = Rulebook
        fields: list[str] = []

    def in_force(self, queryset, name, value):
        published = queryset.filter(state=RulebookState.PUBLISHED, effective_from__lte=value)
        return queryset.filter(pk__in=published.order_by("-effective_from").values("pk")[:1])


class NightFilters(filters.FilterSet):
    on = filters.DateFilter(help_text=_("Runs of this night."))
    on_from = filters.DateFilter(field_name="on", lookup_expr="gte", help_text=_("Of this night or later."))
    on_to = filters.DateFilter(field_name="on", lookup_expr="lte", help_text=_("Of this night or earlier."))
    state = ChoicesFilter(choices=NightState.choices)
    kind = ChoicesFilter(choices=NightKind.choices)

    class Meta:
        model = Night
        fields: list[str] = []
