"""What streets and the bureau ask of committees: terms that end, silence, audits, handovers."""

from collections.abc import Callable
from datetime import date

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from accounts.city import NoRuleValue
from committees.meetings.queries import audits_due, idle
from committees.models import Committee, CommitteeState
from committees.queries import CommitteeQuerySet
from committees.terms import forming_law


def running_out(rows: CommitteeQuerySet, *, on: date) -> QuerySet:
    """Those in office whose first warning is due: their term ends within so many months.

    Nobody in a city that warns of nothing. Raises NoRuleValue.
    """
    months = max((figure.count for figure in forming_law(on).reelection.months()), default=0)
    return rows.running_out(on=on, before=on + relativedelta(months=months)).filter(term_until__gt=on)


def run_out(rows: CommitteeQuerySet, *, on: date) -> QuerySet:
    return rows.running_out(on=on, before=on)


def not_handed_over(rows: QuerySet, *, on: date) -> QuerySet:
    ended = (CommitteeState.ENDED, CommitteeState.DISSOLVED)
    late = rows.filter(state__in=ended, handed_over_on__isnull=True, handover_due_on__lt=on)
    return late.order_by("handover_due_on")


QUESTIONS: dict[str, tuple[object, Callable[..., QuerySet]]] = {
    "running_out": (gettext_lazy("term runs out"), running_out),
    "run_out": (gettext_lazy("term is over"), run_out),
    "idle": (gettext_lazy("idle: no meeting in time"), idle),
    "audit": (gettext_lazy("audit overdue"), audits_due),
    "handover": (gettext_lazy("handover overdue"), not_handed_over),
}
"""What may be asked, by its name in the address; each is asked of rows and a day."""


class NeedsFilter(DropdownFilter):
    title = gettext_lazy("needs attention")
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(name, str(label)) for name, (label, _question) in QUESTIONS.items()]

    def queryset(self, request: HttpRequest, queryset):
        """By keys, so that the order and what the list adds to its rows stay as they are."""
        if self.value() not in QUESTIONS:
            return queryset
        _label, ask = QUESTIONS[self.value()]
        try:
            found = ask(Committee.objects.visible_to(request.user), on=timezone.localdate())
        except NoRuleValue as missing:
            messages.warning(request, str(missing))
            return queryset.none()
        return queryset.filter(pk__in=found.order_by().values("pk"))
