"""The desk of faults of boards, worked through up to a decision."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.sheet_desk import Table
from estates.board import faults
from estates.board.lifecycle import CHECK, FAULT, VIEW
from estates.models import BoardFault, FaultState
from estates.reports_desk import ReportsDesk, buttons_of


@admin.register(BoardFault)
class FaultDesk(ReportsDesk):
    view_verb, add_verb = VIEW, CHECK
    verbs = faults
    what = gettext_lazy("Fault")
    buttons = buttons_of(FAULT, faults, put_right=gettext_lazy("It hangs, or was answered: nothing counts."))

    def note_of(self, thing: BoardFault) -> str:
        if thing.state in (FaultState.REPORTED, FaultState.ORDERED) and faults.is_put_right(thing):
            return _("Everything it is about is in order now: note it as put right.")
        return super().note_of(thing)

    def tables_of(self, thing: BoardFault) -> list[Table]:
        return tables_of(thing)


def tables_of(fault: BoardFault) -> list[Table]:
    entries = [
        (str(entry.item), entry.told_period or _("for good"), entry.due_on, entry.get_state_display(), entry.lacks)
        for entry in fault.entries.select_related("item").order_by("due_on", "pk")
    ]
    objected = [
        (str(each), each.due_on, each.get_state_display()) for each in fault.objections.order_by("due_on", "pk")
    ]
    heads = (_("Disclosed item"), _("Period"), _("Last day"), _("State"), _("What is missing"))
    return [
        *([Table(_("Items"), heads, entries)] if entries else []),
        *([Table(_("Objections"), (_("Number"), _("Answer due on"), _("State")), objected)] if objected else []),
    ]
