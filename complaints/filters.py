"""Filters of complaints and of their lists, for the JSON door and the HTML door."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, IdsFilter, KeysFilter, RegionFilter, TextFilter, YesNoFilter
from complaints.hotline.alarm import hours_allowed
from complaints.lifecycle import OPEN_STATES
from complaints.models import Body, Complaint, HotlineItem, Receipt, RefusalReason, Topic
from complaints.queries import may_read_words

CODES = _("Codes of topics, separated by commas: four digits of a leaf, or two of a class for all of its leaves.")


class ComplaintFilters(Filters):
    model = Complaint
    columns = (
        "number", "kind", "channel", "filed_at", "hotline_number", "state", "state_since", "handler", "hand_offs",
        "owner_named", "level", "is_urgent", "due_at", "accept_due_at", "contact_due_at", "answer_due_at",
        "review_due_at", "verdict_due_at", "accepted_at", "dispatched_at", "contacted_at", "answered_at",
        "reviewed_at", "closed_at", "reopened_at", "claims_solved", "extension", "extension_workdays", "households",
        "is_joint", "false_answers", "outcome", "flood", "version",
    )  # fmt: skip

    region = RegionFilter("region_id", help_text=_("About estates within this division."))
    estate = KeysFilter("estate__code", max_length=13, help_text=_("Codes of estates, separated by commas."))
    enterprise = KeysFilter(
        "enterprise__uscc",
        max_length=18,
        help_text=_("Credit codes of companies that handle them, separated by commas."),
    )
    topic = KeysFilter(method="about", max_length=4, help_text=CODES)
    body = KeysFilter("body__code", max_length=30, help_text=_("Codes of other bodies that handle them."))
    refusal = KeysFilter(
        "refusal__code", max_length=30, help_text=_("Codes of reasons for which they were not accepted.")
    )
    joined_to = KeysFilter("joined_to__number", max_length=24, help_text=_("Joined to one of these (their numbers)."))
    has_enterprise = YesNoFilter("enterprise", "isnull", exclude=True, help_text=_("Whether a company handles it."))
    has_body = YesNoFilter("body", "isnull", exclude=True, help_text=_("Whether another body handles it."))
    has_refusal = YesNoFilter("refusal", "isnull", exclude=True, help_text=_("Whether it was not accepted."))
    has_joined_to = YesNoFilter("joined_to", "isnull", exclude=True, help_text=_("Whether it was joined to another."))
    open = YesNoFilter(method="still_open", help_text=_("Whether something is still to be done by somebody."))
    overdue = YesNoFilter(method="late", help_text=_("Whether the term that runs now is over."))
    mine = YesNoFilter(method="waiting", help_text=_("true: what the caller is to do now; false: everything else."))
    receipted = YesNoFilter(
        method="taken_over", help_text=_("Whether the caller has given a receipt for it: false finds what is new.")
    )
    search = TextFilter(
        method="saying",
        max_length=60,
        help_text=_("Part of the number; for those who handle complaints also of title, place and words."),
    )

    def about(self, queryset, name, value):
        of_class = Q(*[("topic__code__startswith", code) for code in value if len(code) == 2], _connector=Q.OR)
        return queryset.filter(Q(topic__code__in=value) | of_class)

    def still_open(self, queryset, name, value):
        found = Q(state__in=OPEN_STATES)
        return queryset.filter(found) if value else queryset.exclude(found)

    def late(self, queryset, name, value):
        now = timezone.now()
        return queryset.overdue(at=now) if value else queryset.exclude(pk__in=Complaint.objects.overdue(at=now))

    def waiting(self, queryset, name, value):
        mine = Complaint.objects.waiting_for(self.request.user).values("pk")
        return queryset.filter(pk__in=mine) if value else queryset.exclude(pk__in=mine)

    def taken_over(self, queryset, name, value):
        given = Exists(Receipt.objects.filter(complaint=OuterRef("pk"), by=self.request.user))
        return queryset.filter(given if value else ~given)

    def saying(self, queryset, name, value):
        column = "search_text" if may_read_words(self.request.user) else "number"
        return queryset.filter(**{f"{column}__icontains": value})


class TopicFilters(Filters):
    model = Topic
    columns = ("code", "handler", "is_urgent", "answer_workdays", "is_active")

    parent = KeysFilter("parent__code", max_length=2, help_text=_("Leaves of these classes."))
    body = KeysFilter("body__code", max_length=30, help_text=_("That belong to one of these bodies instead."))
    leaf = YesNoFilter("parent", "isnull", exclude=True, help_text=_("true: leaves, which a complaint may be about."))


class BodyFilters(Filters):
    model = Body
    columns = ("code", "name")


class RefusalFilters(Filters):
    model = RefusalReason
    columns = ("code", "is_active")

    body = KeysFilter("body__code", max_length=30, help_text=_("Where one of these bodies is to be gone to."))


class OrderFilters(Filters):
    model = Complaint
    columns = ("filed_at", "state", "state_since", "answer_due_at", "closed_at", "outcome")

    number = KeysFilter("hotline_number", max_length=40, help_text=_("Numbers of orders, separated by commas."))
    complaint = KeysFilter("number", max_length=24, help_text=_("Numbers of complaints, separated by commas."))
    region = RegionFilter("region_id", help_text=_("About estates within this division."))
    estate = KeysFilter("estate__code", max_length=13, help_text=_("Codes of estates, separated by commas."))
    topic = KeysFilter("topic__code", max_length=4, help_text=_("Codes of topics, separated by commas."))


class HotlineFilters(Filters):
    model = HotlineItem
    columns = ("state", "way", "made_at", "sent_at", "receipted_at", "reference", "try_count")

    id = IdsFilter()
    order = KeysFilter(
        "complaint__hotline_number", max_length=40, help_text=_("Numbers of orders, separated by commas.")
    )
    complaint = KeysFilter(
        "complaint__number", max_length=24, help_text=_("Numbers of complaints, separated by commas.")
    )
    region = RegionFilter("complaint__region_id", help_text=_("About estates within this division."))
    stale = YesNoFilter(
        method="too_old", help_text=_("Whether it is without a receipt for longer than the city allows.")
    )

    def too_old(self, queryset, name, value):
        now = timezone.now()
        old = HotlineItem.objects.stale(at=now, hours=hours_allowed(at=now)).values("pk")
        return queryset.filter(pk__in=old) if value else queryset.exclude(pk__in=old)
