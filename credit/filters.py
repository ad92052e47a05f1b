"""Filters of the judgement, for the JSON door and the HTML door."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import (
    SOUND_REGION,
    AsOfFilter,
    ChoicesFilter,
    DayFilter,
    Filters,
    IdsFilter,
    KeysFilter,
    NumberFilter,
    SearchFilter,
    TextFilter,
    YesNoFilter,
    prefix_of,
)
from accounts.scope import lies_elsewhere, within
from credit.models import Evidence, Grade, Item, Night, Rulebook, RulebookState
from credit.models.rulebooks import Direction
from credit.rules import NEW
from enterprises.filters import CREDIT_CODE, ESTATE_CODE, MANAGER_NUMBER, EnterpriseFilters
from enterprises.models import Enterprise

COUNTY_LENGTH = 6
"""Digits of a division code that are a county's own."""

STATES = [
    ("noticed", _("noticed, not in effect yet")),
    ("effective", _("in effect")),
    ("withdrawn", _("withdrawn")),
    ("repaired", _("repaired")),
    ("expired", _("expired")),
]


class GradesFilter(KeysFilter):
    """One or more grades, separated by commas."""

    def __init__(self, field_name: str = "grade", **options):
        options.setdefault("help_text", _("One or more grades, separated by commas, such as C,D."))
        super().__init__(field_name, max_length=8, **options)


class PointsFilter(NumberFilter):
    """A bound in points for a column of hundredths."""

    def __init__(self, *args, **options):
        super().__init__(*args, min_value=-10_000, max_value=10_000, decimal_places=2, **options)

    def filter(self, queryset, value):
        return super().filter(queryset, int(value * 100))


def score_filters() -> tuple[PointsFilter, PointsFilter]:
    """`score_from` and `score_to`."""
    return (
        PointsFilter("grade_score", "gte", help_text=_("At least so many points.")),
        PointsFilter("grade_score", "lte", help_text=_("At most so many points.")),
    )


class GradedEnterpriseFilters(EnterpriseFilters):
    """Companies with the grade that they hold on a day."""

    on = AsOfFilter()
    grade = GradesFilter(
        method="holding",
        help_text=_("One or more grades, separated by commas, such as C,D. NEW: also those that no run has seen yet."),
    )
    score_from, score_to = score_filters()

    def holding(self, queryset, name, value):
        return queryset.filter(Q(grade__in=value) | Q(grade=None) if NEW in value else Q(grade__in=value))


class GradeFilters(Filters):
    """Grades: the current ones, those of a day (`on`), or those that a run made (`run`)."""

    model = Grade

    id = IdsFilter()
    on = DayFilter(
        method="stay", help_text=_("The grades that held on this day (YYYY-MM-DD); by default the current ones.")
    )
    run = NumberFilter(
        method="stay", whole=True, min_value=1, max_value=2**31 - 1, help_text=_("The grades that this run made.")
    )
    region = TextFilter(
        method="placed", max_length=12, validators=[SOUND_REGION],
        help_text=_(
            "Of companies registered within this city or county; of a street, also those that manage an estate there."
        ),
    )  # fmt: skip
    county = KeysFilter("county_code", max_length=12, help_text=_("Codes of counties, separated by commas."))
    enterprise = KeysFilter("enterprise__uscc", max_length=18, help_text=CREDIT_CODE)
    rulebook = IdsFilter("rulebook", help_text=_("Made by one of these rulebooks."))
    grade = GradesFilter()
    score_from, score_to = score_filters()
    vetoed = YesNoFilter("is_vetoed", help_text=_("Whether a veto made the grade."))
    past = YesNoFilter(method="stay", help_text=_("Also those that are held no longer, for a full copy."))
    began_from = DayFilter("from_on", "gte", help_text=_("First held on this day or later."))
    began_to = DayFilter("from_on", "lte", help_text=_("First held on this day or earlier."))
    search = TextFilter(
        "enterprise__search_text", lookup_expr="icontains", max_length=60,
        help_text=_("Part of the company's name, pinyin initials or credit code."),
    )  # fmt: skip

    @property
    def qs(self):
        day, run = self.values.get("on"), self.values.get("run")
        rows = self.queryset
        if run is not None:
            rows = rows.filter(night_id=run)
        if day is not None:
            rows = rows.holding(on=day)
        elif run is None and not self.values.get("past"):
            rows = rows.current()
        self.queryset = rows
        return super().qs

    def placed(self, queryset, name, value):
        """As the figures count: counties stand on the grade as of its night, streets on who is present that day."""
        prefix = prefix_of(value)
        if len(prefix) <= COUNTY_LENGTH:
            return queryset.filter(within("county_code", prefix))
        if lies_elsewhere(self.request.user, prefix):
            return queryset.filter(within("enterprise__region_id", prefix))
        day = self.values.get("on") or timezone.localdate()
        return queryset.filter(enterprise__in=Enterprise.objects.present_in(prefix, on=day))

    def stay(self, queryset, name, value):
        """Looked after by `qs`."""
        return queryset


class EvidenceFilters(Filters):
    model = Evidence
    columns = (
        "number", "level", "matter", "document", "occurred_on", "decided_on", "effective_on", "expires_on", "source",
        "recorded_at",
    )  # fmt: skip

    id = IdsFilter()
    on = AsOfFilter(help_text=_("State as of this day (YYYY-MM-DD); by default today."))
    region = TextFilter(
        method="placed", max_length=12, validators=[SOUND_REGION],
        help_text=_("About an estate within this division, or, without an estate, about a company registered there."),
    )  # fmt: skip
    item = KeysFilter(method="of_item", max_length=20, help_text=_("Codes of rulebook items, separated by commas."))
    direction = ChoicesFilter(
        method="in_direction", choices=Direction.choices, help_text=_("Good, bad or basic information.")
    )
    enterprise = KeysFilter(method="of_enterprise", max_length=18, help_text=CREDIT_CODE)
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATE_CODE)
    manager = KeysFilter("manager__number", max_length=30, help_text=MANAGER_NUMBER)
    points_from = PointsFilter("centipoints", "gte", help_text=_("At least so many points."))
    points_to = PointsFilter("centipoints", "lte", help_text=_("At most so many points."))
    state = ChoicesFilter(method="in_state", choices=STATES, help_text=_("State on the day asked about."))
    search = SearchFilter(help_text=_("Words in the fact, the matter, the document or the number; all must occur."))

    def placed(self, queryset, name, value):
        """Elsewhere the caller knows where companies are registered, not what they manage."""
        prefix = prefix_of(value)
        if lies_elsewhere(self.request.user, prefix):
            registered = Q(enterprise__region__code__startswith=prefix)
            of_a_manager = Q(manager__enterprise__region__code__startswith=prefix)
            return queryset.filter(registered | of_a_manager, estate=None)
        return queryset.about(prefix)

    def in_state(self, queryset, name, value):
        return queryset.in_states(value, on=self.values.get("on") or timezone.localdate())

    def of_item(self, queryset, name, value):
        return queryset.filter(item__in=Item.objects.filter(code__in=value).values("pk"))

    def in_direction(self, queryset, name, value):
        return queryset.filter(item__in=Item.objects.filter(category__direction__in=value).values("pk"))

    def of_enterprise(self, queryset, name, value):
        """Records that name the company, or that count for it because it managed the estate."""
        companies = Enterprise.objects.filter(uscc__in=value).values("pk")
        counting = Evidence.objects.filter(postings__enterprise__in=companies).values("pk")
        return queryset.filter(Q(enterprise__in=companies) | Q(pk__in=counting))


class RulebookFilters(Filters):
    model = Rulebook
    columns = ("version", "state", "combine", "roll_up", "new_months", "published_at")

    id = IdsFilter()
    code = KeysFilter("code", max_length=40, help_text=_("Series of rulebooks, separated by commas."))
    in_force_on = DayFilter(method="in_force", help_text=_("The one in force on this day."))
    effective_from = DayFilter("effective_from", "gte", help_text=_("In force from this day or a later one."))
    effective_to = DayFilter("effective_from", "lte", help_text=_("In force from this day or an earlier one."))
    search = TextFilter("title", lookup_expr="icontains", help_text=_("Part of the title."))

    def in_force(self, queryset, name, value):
        published = queryset.filter(state=RulebookState.PUBLISHED, effective_from__lte=value)
        return queryset.filter(pk__in=published.order_by("-effective_from").values("pk")[:1])


class ItemFilters(Filters):
    model = Item
    columns = ("subject", "points_mode", "repeat", "validity", "validity_months", "counts_from")

    id = IdsFilter()
    rulebook = IdsFilter("rulebook", help_text=_("Of one of these rulebooks."))
    code = KeysFilter("code", max_length=20, help_text=_("Codes of rulebook items, separated by commas."))
    category = KeysFilter("category__name", max_length=30, help_text=_("Names of categories, separated by commas."))
    direction = ChoicesFilter(
        "category__direction", choices=Direction.choices, help_text=_("Good, bad or basic information.")
    )
    search = TextFilter(method="saying", help_text=_("Part of the title, the wording or the article."))

    def saying(self, queryset, name, value):
        return queryset.filter(Q(title__icontains=value) | Q(wording__icontains=value) | Q(article__icontains=value))


class NightFilters(Filters):
    model = Night
    columns = (
        "on", "state", "kind", "by", "started_at", "ended_at", "is_full", "up_count", "down_count", "judged_count",
        "checked_same",
    )  # fmt: skip

    id = IdsFilter()
    rulebook = IdsFilter("rulebook", help_text=_("Judged by one of these rulebooks."))
