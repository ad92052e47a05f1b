"""One search over estates, companies, managers, complaints and records, each within the person's scope."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.authority import may
from accounts.models import Role
from complaints.desk.worklist import sought
from complaints.queries import may_read_words
from credit.models import Evidence
from enterprises.models import Enterprise, ProjectManager
from enterprises.queries import estates_for

MOST = 10


@dataclass(frozen=True)
class Group:
    """What was found of one kind, and where the rest is."""

    title: str
    rows: list[dict[str, Any]]
    more_url: str
    has_more: bool


def found(text: str, *, user) -> list[Group]:
    """At most ten of each kind whose name, initials, number or code holds `text`."""
    groups = []
    if may(user, "registers.view"):
        groups += [
            group(
                _("Estates"), "estates_estate",
                estates_for(user).find(text).select_related("region"), text, "region",
            ),
            group(
                _("Enterprises"), "enterprises_enterprise",
                Enterprise.objects.visible_to(user).find(text).select_related("region"), text, "uscc",
            ),
            group(
                _("Project managers"), "enterprises_projectmanager",
                ProjectManager.objects.visible_to(user).filter(name__icontains=text).select_related("enterprise"),
                text, "enterprise",
            ),
        ]  # fmt: skip
    if may(user, "complaints.view") and user.role != Role.COMPANY:
        beside = "title" if may_read_words(user) else "topic"
        rows = sought(user, text).select_related("topic")
        groups.append(group(_("Complaints"), "complaints_complaint", rows, text, beside))
    if may(user, "evidence.view"):
        records = Evidence.objects.visible_to(user).filter(number=text).select_related("item")
        groups.append(group(_("Credit records"), "credit_evidence", records, text, "item"))
    return [one for one in groups if one.rows]


def group(title: str, model: str, things, text: str, beside: str) -> Group:
    seen = list(things[: MOST + 1])
    rows = [
        {
            "label": str(thing),
            "note": str(getattr(thing, beside)),
            "url": reverse(f"admin:{model}_change", args=[thing.pk]),
        }
        for thing in seen[:MOST]
    ]
    return Group(title, rows, f"{reverse(f'admin:{model}_changelist')}?{urlencode({'q': text})}", len(seen) > MOST)
