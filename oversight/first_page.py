"""The first page of the web admin where there are no figures: for company staff, and on a portal's first day."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import city
from accounts.authority import may
from accounts.models import User
from credit.marks import marks_of
from credit.models import Grade, Night, Rulebook, RulebookState
from enterprises.models import Enterprise
from estates.models import Estate

OWN_DESKS = (
    ("revenue.report", "fees:owed", gettext_lazy("What we owe")),
    ("complaints.appeal", "complaints:desk", gettext_lazy("Our cases")),
    ("board.report", "estates:boards", gettext_lazy("Boards on a phone")),
    ("equipment.report", "estates:upkeep", gettext_lazy("Inspections and hazards")),
)
"""Where company staff work: verb, page, words."""


def own_companies(user: User) -> dict[str, Any]:
    """For company staff: their company with its grade, and the desks where they work."""
    grades = Grade.objects.current().filter(enterprise__in=Enterprise.objects.visible_to(user))
    rows = list(grades.select_related("enterprise"))
    companies = [{"grade": row, "mark": marks_of(row.rulebook_id).of(row)} for row in rows]
    return {
        "view": "own",
        "page_title": _("Your company"),
        "title": _("Your company"),
        "desks": [(words, reverse(page)) for verb, page, words in OWN_DESKS if may(user, verb)],
        "companies": companies,
        "last": Night.objects.last(),
        "ungraded": Enterprise.objects.visible_to(user).exclude(pk__in=[row.enterprise_id for row in rows]),
    }


def first_steps(user: User) -> dict[str, Any]:
    """For a portal on its first day: what to do, in order, and what is done."""
    profile = city.profile()
    book = Rulebook.objects.filter(state=RulebookState.PUBLISHED).exists()
    estates, companies = Estate.objects.exists(), Enterprise.objects.exists()
    imports = reverse("admin:intake_importbatch_changelist") if may(user, "registers.import") else ""
    books = reverse("admin:credit_rulebook_changelist") if may(user, "rulebooks.view") else ""
    runs = reverse("admin:credit_night_changelist") if may(user, "nights.run") else ""
    steps = [
        (_("Say which city this is: manage.py load_regions, then manage.py start_city."), profile is not None, ""),
        (_("Import a rulebook file and publish it with its first day."), book, books),
        (_("Import estates, companies, project managers and contracts."), estates and companies, imports),
        (_("Grade for the first time; from then on it happens every night at 02:00."), False, runs),
    ]
    done = sum(is_done for _words, is_done, _url in steps)
    return {
        "view": "first",
        "page_title": profile.name if profile else _("A portal without a city"),
        "title": _("City overview"),
        "steps": [{"words": words, "done": is_done, "url": url} for words, is_done, url in steps],
        "left_said": ngettext("%(count)d step is left.", "%(count)d steps are left.", len(steps) - done)
        % {"count": len(steps) - done},
    }
