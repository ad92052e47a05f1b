"""The lists of meetings, seal uses, disclosures, audits and postings. Who was there or signed is told as a number."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter, RangeDateTimeFilter
from unfold.decorators import display

from accounts.desk import Desk
from accounts.desk_filters import region_filter
from committees.models import Audit, Disclosure, Meeting, Posting, SealUse
from committees.postings.actions import state_of
from committees.postings.erasing import text_of
from committees.postings.lifecycle import HANGS


class OfCommittees(Desk):
    """Rows with a committee, which are read here and written elsewhere."""

    view_verb = "committees.view"
    list_select_related = ["committee__estate"]
    search_fields = ["committee__name", "committee__number", "committee__estate__search_text"]
    search_help_text = gettext_lazy("Committee or estate")

    def page_facts(self, request: HttpRequest, thing) -> dict:
        return {"page_title": str(thing)} if thing is not None else {}


@admin.register(Meeting)
class MeetingDesk(OfCommittees):
    list_display = ["number", "committee", "kind", "meets_at", "state", "attendance", "minutes_due_on", "posted_on"]
    list_display_links = ["number"]
    list_filter = [
        region_filter("committee__estate__region_id"), ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter), ("meets_at", RangeDateTimeFilter),
    ]  # fmt: skip
    search_fields = ["number", *OfCommittees.search_fields]
    fields = [
        ("number", "committee"), ("kind", "state"), ("meets_at", "place"), "agenda", ("called_on", "due_on"),
        ("held_on", "attendance"), "decided", "minutes", ("minutes_due_on", "posted_on"), "reason",
    ]  # fmt: skip
    readonly_fields = ["attendance", "decided"]
    export_columns = (
        "number", "committee__number", "committee__name", "committee__estate__name", "kind", "state", "called_on",
        "meets_at", "held_on", "members_all", "minutes_due_on", "posted_on",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(there=Count("present"))

    @display(description=gettext_lazy("were there"))
    def attendance(self, meeting: Meeting) -> str:
        return f"{meeting.there} / {meeting.members_all}" if meeting.members_all else "–"

    @display(description=gettext_lazy("decisions"))
    def decided(self, meeting: Meeting) -> str:
        words = [
            _("%(text)s (signed by %(signed)d: %(result)s)") % {
                "text": each.text, "signed": each.signed, "result": _("decided") if each.passed else _("not decided")
            }
            for each in meeting.decisions.all()
        ]  # fmt: skip
        return "\n".join(words) or "–"


@admin.register(SealUse)
class SealUseDesk(OfCommittees):
    list_display = ["number", "committee", "seal", "used_on", "document", "recipient", "signatures", "replaced"]
    list_display_links = ["number"]
    list_select_related = ["committee__estate", "corrected_by"]
    list_filter = [
        region_filter("committee__estate__region_id"), ("seal", ChoicesDropdownFilter), ("used_on", RangeDateFilter)
    ]  # fmt: skip
    search_fields = ["number", "document", *OfCommittees.search_fields]
    fields = [
        ("number", "committee"), ("seal", "used_on"), "document", ("recipient", "copies"), "signatures",
        ("decision", "matter"), ("corrects", "replaced"), ("recorded_by", "recorded_at"),
    ]  # fmt: skip
    readonly_fields = ["signatures", "replaced"]
    export_columns = (
        "number", "committee__number", "committee__name", "committee__estate__name", "seal", "used_on", "document",
        "recipient", "copies", "signed", "members_all", "corrects__number",
    )  # fmt: skip

    @display(description=gettext_lazy("signed by"))
    def signatures(self, use: SealUse) -> str:
        return f"{use.signed} / {use.members_all}"

    @display(description=gettext_lazy("replaced by"))
    def replaced(self, use: SealUse) -> str:
        return use.corrected_by.number if hasattr(use, "corrected_by") else "–"


@admin.register(Disclosure)
class DisclosureDesk(OfCommittees):
    list_display = ["committee", "from_on", "until_on", "due_on", "disclosed_on", "meetings", "seal_uses"]
    list_filter = [region_filter("committee__estate__region_id"), ("disclosed_on", RangeDateFilter)]
    fields = ["committee", ("from_on", "until_on"), ("due_on", "disclosed_on"), ("meetings", "seal_uses"), "posting"]
    export_columns = (
        "committee__number", "committee__name", "committee__estate__name", "from_on", "until_on", "due_on",
        "disclosed_on", "meetings", "seal_uses",
    )  # fmt: skip


@admin.register(Audit)
class AuditDesk(OfCommittees):
    list_display = ["committee", "kind", "from_on", "until_on", "done_on", "auditor", "report_number"]
    list_filter = [
        region_filter("committee__estate__region_id"), ("kind", ChoicesDropdownFilter), ("done_on", RangeDateFilter)
    ]  # fmt: skip
    search_fields = ["auditor", "report_number", *OfCommittees.search_fields]
    fields = ["committee", ("kind", "done_on"), ("from_on", "until_on"), ("auditor", "report_number"), "result"]
    export_columns = (
        "committee__number", "committee__name", "committee__estate__name", "kind", "from_on", "until_on", "done_on",
        "auditor", "report_number",
    )  # fmt: skip


@admin.register(Posting)
class PostingDesk(Desk):
    view_verb = "committees.view"
    list_display = ["title", "estate", "kind", "posted_on", "until_on", "state"]
    list_select_related = ["estate"]
    list_filter = [
        region_filter("estate__region_id"), ("kind", ChoicesDropdownFilter), ("posted_on", RangeDateFilter)
    ]  # fmt: skip
    search_fields = ["title", "estate__search_text"]
    search_help_text = gettext_lazy("Title or estate")
    fields = [("estate", "committee"), ("kind", "vote"), "title", "words", ("posted_on", "until_on", "withdrawn_on")]
    readonly_fields = ["words"]
    export_columns = ("estate__code", "estate__name", "kind", "title", "posted_on", "until_on", "withdrawn_on")

    @display(description=gettext_lazy("text"))
    def words(self, posting: Posting) -> str:
        """Names are read for as long as they hang."""
        return text_of(posting, on=timezone.localdate()) or "–"

    @display(description=gettext_lazy("state"))
    def state(self, posting: Posting) -> str:
        return _("hangs") if state_of(posting, on=timezone.localdate()) == HANGS else _("gone")
