"""The desk of duty reports."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from committees.duties import actions
from committees.duties.lifecycle import DUTY, REPORT
from committees.models import DutyReport
from estates.reports_desk import ReportsDesk, buttons_of


@admin.register(DutyReport)
class DutyDesk(ReportsDesk):
    view_verb = add_verb = REPORT
    verbs = actions
    what = gettext_lazy("Breach of duty")
    buttons = buttons_of(DUTY, actions, put_right=gettext_lazy("The company did what it owes: nothing counts."))
