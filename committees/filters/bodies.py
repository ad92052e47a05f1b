"""Filters of committees, how they are formed, and what they file."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import ChoicesFilter, DayFilter, Filters, KeysFilter, RegionFilter, YesNoFilter
from committees.models import Committee, CommitteeKind, Filing, Formation, Member


class CommitteeFilters(Filters):
    model = Committee
    columns = ("number", "kind", "state", "ordinal", "formed_on", "term_from", "term_until", "filed_on", "ended_on")

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=_("Codes of estates, separated by commas."))
    in_office_on = DayFilter(method="held_office", help_text=_("Those in office on this day."))

    def held_office(self, queryset, name, value):
        began = queryset.filter(filed_on__lte=value)
        return began.filter(state="filed") | began.filter(ended_on__gt=value)


class MemberFilters(Filters):
    model = Member
    columns = ("seat", "side", "is_party_member", "joined_on", "left_on")

    region = RegionFilter("committee__estate__region_id")
    committee = KeysFilter("committee__number", max_length=24, help_text=_("Numbers of committees."))
    seated = YesNoFilter("left_on", lookup_expr="isnull", help_text=_("Whether they sit there now."))


class FormationFilters(Filters):
    model = Formation
    columns = ("number", "kind", "state", "condition", "applied_on", "grouped_on", "announced_on", "ended_on")

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=_("Codes of estates, separated by commas."))


class FilingFilters(Filters):
    model = Filing
    columns = (
        "number", "kind", "state", "happened_on", "due_on", "submitted_on", "answer_due_on", "answered_on",
        "filing_number",
    )  # fmt: skip

    region = RegionFilter("committee__estate__region_id")
    estate = KeysFilter("committee__estate__code", max_length=13, help_text=_("Codes of estates."))
    committee = KeysFilter("committee__number", max_length=24, help_text=_("Numbers of committees."))
    committee_kind = ChoicesFilter(
        "committee__kind", choices=CommitteeKind.choices, help_text=_("Kinds of committees: owners, management.")
    )
    overdue = YesNoFilter(method="late", help_text=_("Whether the street's answer is overdue."))

    def late(self, queryset, name, value):
        overdue = Filing.objects.filter(state="submitted", answer_due_on__lt=timezone.localdate())
        return queryset.filter(pk__in=overdue) if value else queryset.exclude(pk__in=overdue)
