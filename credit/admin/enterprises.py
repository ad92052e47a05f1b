"""The desk of companies, with the grade that each holds today."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.desk_buttons import PageLink
from credit.admin.showing import GradedList, GradeFilter, graded, points
from credit.models import Grade
from enterprises.admin import EnterpriseDesk
from enterprises.models import Enterprise, ServiceContract


@admin.register(Enterprise)
class GradedEnterpriseDesk(GradedList, EnterpriseDesk):
    list_display = ["name", "grade_shown", "score", "uscc", "region", "status_shown"]
    list_filter = [*EnterpriseDesk.list_filter, GradeFilter]
    export_columns = (*EnterpriseDesk.export_columns, "grade_letter", "score")
    change_form_outer_after_template = "desk/contracts.html"

    def seen_by(self, user):
        held = Grade.objects.current().filter(enterprise=OuterRef("pk"))
        return (
            super()
            .seen_by(user)
            .annotate(
                grade=Subquery(held.values("grade")[:1]),
                held_score=Subquery(held.values("score_centipoints")[:1]),
                held_veto=Subquery(held.values("is_vetoed")[:1]),
                grade_pk=Subquery(held.values("pk")[:1]),
            )
        )

    @display(description=gettext_lazy("grade"), ordering="held_score")
    def grade_shown(self, enterprise: Enterprise) -> str:
        return graded(enterprise.mark) if enterprise.grade else "–"

    @display(description=gettext_lazy("grade"))
    def grade_letter(self, enterprise: Enterprise) -> str:
        return enterprise.grade or ""

    @display(description=gettext_lazy("score"), ordering="held_score")
    def score(self, enterprise: Enterprise) -> str:
        return _("veto") if enterprise.held_veto else points(enterprise.held_score)

    def page_facts(self, request: HttpRequest, thing: Enterprise | None) -> dict:
        if thing is None:
            return {}
        contracts = ServiceContract.objects.visible_to(request.user).filter(enterprise=thing)
        return {
            **super().page_facts(request, thing),
            "contracts": contracts.select_related("estate", "manager")[:200],
            "contracts_of": "enterprise",
            "page_links": [*self.grade_links(thing), *self.history_links(request, thing)],
        }

    def grade_links(self, enterprise: Enterprise) -> list[PageLink]:
        records = f"{reverse('admin:credit_evidence_changelist')}?company={enterprise.pk}"
        links = [PageLink(_("Its credit records"), records, "receipt_long")]
        if enterprise.grade_pk:
            links.insert(
                0,
                PageLink(
                    _("Its grade"), reverse("admin:credit_grade_change", args=[enterprise.grade_pk]), "award_star"
                ),
            )
        return links
