"""Grades and points as the desks show them."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from accounts.templatetags.site import points as written
from credit.marks import Mark, Marks, marks_of
from credit.models import Night


def marks_now() -> Marks:
    """The marks of the rulebook of the last night. Two queries; ask once for a page."""
    night = Night.objects.last()
    return marks_of(night.rulebook_id if night else None)


def graded(mark: Mark) -> str:
    """A badge with its word beside it."""
    return render_to_string("desk/grade_badge.html", {"mark": mark})


def points(centipoints: int | None) -> str:
    """Hundredths as people write them; a dash where there is none."""
    return "–" if centipoints is None else written(centipoints)


class GradeFilter(DropdownFilter):
    """By grade, with the words of the last night's rulebook; an address may name several, separated by commas."""

    title = _("grade")
    parameter_name = "grade"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(mark.grade, mark.name) for mark in marks_now()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(grade__in=self.value().split(",")) if self.value() else queryset


class GradedList:
    """The part of a desk whose rows carry a `grade`: gives each row of the page its `mark`, in two queries."""

    def get_changelist_instance(self, request: HttpRequest):
        changelist = super().get_changelist_instance(request)
        marks = marks_now()
        for row in changelist.result_list:
            row.mark = marks.of(row.grade)
        return changelist
