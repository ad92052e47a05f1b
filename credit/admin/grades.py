"""The desk of grades: who holds which today, its lines, the records behind each."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import BooleanRadioFilter, RangeDateFilter
from unfold.decorators import display

from accounts.authority import may
from accounts.desk import Desk
from accounts.desk_buttons import PageLink
from accounts.desk_filters import RegionFilter
from accounts.models import Level, Region
from accounts.scope import lies_elsewhere
from credit import story
from credit.admin.showing import GradedList, GradeFilter, graded, points
from credit.marks import marks_of
from credit.models import Grade
from enterprises.models import Enterprise

PAST_GRADES = 40


class AtWorkFilter(RegionFilter):
    """By the county in which a company is registered; of a street, those at work there today, as its figures count."""

    field = "county_code"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        region = Region.objects.filter(pk=self.value(), level__in=(Level.STREET, Level.COMMUNITY)).first()
        if region is None or lies_elsewhere(request.user, region.stem):
            return super().queryset(request, queryset)
        on = day_asked(request) or timezone.localdate()
        return queryset.filter(enterprise__in=Enterprise.objects.present_in(region, on=on))


def day_asked(request: HttpRequest) -> date | None:
    """The past day whose grades the list shows, if the address names one."""
    return HeldOnFilter.day(request.GET.get(HeldOnFilter.parameter_name, ""))


class HeldOnFilter(admin.SimpleListFilter):
    """Not in the drawer: reached from the first page, whose figures are of a night's day."""

    title = gettext_lazy("held on")
    parameter_name = "on"
    template = "desk/no_filter.html"

    @staticmethod
    def day(text: str) -> date | None:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("1", "")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        day = self.day(self.value())
        return queryset.holding(on=day) if day else queryset.none()


@admin.register(Grade)
class GradeDesk(GradedList, Desk):
    """Grades are made by the nights; here they are read."""

    view_verb = "grades.view"
    list_display = ["company", "grade_shown", "score", "county", "is_vetoed", "held_from"]
    list_display_links = ["company"]
    list_select_related = ["enterprise"]
    list_filter = [
        AtWorkFilter,
        GradeFilter,
        HeldOnFilter,
        ("is_vetoed", BooleanRadioFilter),
        ("from_on", RangeDateFilter),
    ]
    search_fields = ["enterprise__search_text"]
    search_help_text = gettext_lazy("Company: name, pinyin initials or credit code")
    ordering = ["-score_centipoints", "enterprise_id"]
    fields = ["from_on"]
    export_columns = ("enterprise__uscc", "enterprise__name", "county", "grade", "score", "is_vetoed", "from_on")
    change_form_template = "desk/grade.html"

    def seen_by(self, user):
        county = Region.objects.filter(pk=OuterRef("county_code")).values("name")
        return super().seen_by(user).annotate(county_name=Subquery(county))

    def get_queryset(self, request: HttpRequest):
        """The list shows what holds now, or held on the day that is asked for; a page may be of a past grade."""
        rows = super().get_queryset(request)
        is_page = "object_id" in request.resolver_match.kwargs
        return rows if is_page or day_asked(request) else rows.current()

    @display(description=gettext_lazy("enterprise"), ordering="enterprise__name")
    def company(self, grade: Grade) -> str:
        return grade.enterprise.name

    @display(description=gettext_lazy("grade"), ordering="score_centipoints")
    def grade_shown(self, grade: Grade) -> str:
        return graded(grade.mark)

    @display(description=gettext_lazy("score"), ordering="score_centipoints")
    def score(self, grade: Grade) -> str:
        return _("veto") if grade.is_vetoed else points(grade.score_centipoints)

    @display(description=gettext_lazy("registered in"), ordering="county_code")
    def county(self, grade: Grade) -> str:
        return grade.county_name or grade.county_code

    @display(description=gettext_lazy("from"), ordering="from_on")
    def held_from(self, grade: Grade) -> str:
        return f"{grade.from_on:%Y-%m-%d}"

    def page_facts(self, request: HttpRequest, thing: Grade | None) -> dict:
        mark = marks_of(thing.rulebook_id).of(thing)
        return {
            "page_title": thing.enterprise.name,
            "crumbs": [
                {"label": self.opts.verbose_name_plural, "url": self.url("changelist")},
                {"label": thing.enterprise},
            ],
            "may_see_night": may(request.user, "nights.view"),
            "mark": mark,
            "grade": thing,
            "lines": [
                {"line": line, "url": records_url(thing, line.item.code) if line.item else ""}
                for line in story.lines_of(thing)
            ],
            "history": past_grades(thing),
            "page_links": [company_link(thing)],
        }


def past_grades(grade: Grade) -> list[dict]:
    """What the company held before and after, newest first, each with the mark of its own rulebook."""
    rows = list(Grade.objects.filter(enterprise=grade.enterprise_id).order_by("-from_on", "-pk")[:PAST_GRADES])
    books = {row.rulebook_id: marks_of(row.rulebook_id) for row in rows}
    return [{"grade": row, "mark": books[row.rulebook_id].of(row)} for row in rows]


def company_link(grade: Grade) -> PageLink:
    url = reverse("admin:enterprises_enterprise_change", args=[grade.enterprise_id])
    return PageLink(_("The company"), url, "domain")


def records_url(grade: Grade, item_code: str) -> str:
    """The ledger's list with the company's records of one item."""
    query = urlencode({"company": grade.enterprise_id, "item": item_code})
    return f"{reverse('admin:credit_evidence_changelist')}?{query}"
