"""The lives of reports, contracts, audits and demands of public revenue.

report     owed > posted > replaced (by a correction, itself owed > posted, or dropped)
contract   running > ended, void
audit      open > clean, faulty > revoked
demand     open > reached (with its audit), dropped
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from fees.funds.lifecycle import KEEP
from fees.models.revenue import ContractState, ReportState
from fees.models.revenue_audits import AuditState
from fees.models.revenue_demands import DemandState

VIEW, WRITE, AUDIT = "revenue.view", "revenue.report", "revenue.audit"
OWED, POSTED = ReportState.OWED, ReportState.POSTED
REPORT_CLOSED = _("Report %(number)s is “%(now)s”: this cannot be done now.")
CONTRACT_CLOSED = _("Contract %(number)s is “%(now)s”: this cannot be done now.")
AUDIT_CLOSED = _("Audit %(number)s is “%(now)s”: this cannot be done now.")
DEMAND_CLOSED = _("Demand %(number)s is “%(now)s”: this cannot be done now.")


def of_report(verb: str, label, *states: ReportState, right: str = WRITE) -> Move:
    return Move(verb, label, right, frozenset(states), REPORT_CLOSED)


def of_contract(verb: str, label) -> Move:
    return Move(verb, label, WRITE, frozenset([ContractState.RUNNING]), CONTRACT_CLOSED)


def of_audit(verb: str, label, *states: AuditState) -> Move:
    return Move(verb, label, AUDIT, frozenset(states), AUDIT_CLOSED)


def of_demand(verb: str, label) -> Move:
    return Move(verb, label, AUDIT, frozenset([DemandState.OPEN]), DEMAND_CLOSED)


REPORT = table(
    of_report("write", _("Write it down"), OWED),
    of_report("add_proof", _("Add a proof"), OWED, POSTED),
    of_report("post", _("Post"), OWED),
    of_report("correct", _("Correct"), POSTED),
    of_report("drop", _("Drop the correction"), OWED),
    of_report("note_arrived", _("Arrived in the fund"), POSTED, right=KEEP),
)
CONTRACT = table(
    of_contract("end_early", _("End early")),
    of_contract("void", _("Registered by mistake")),
)
SAMPLE = table(
    of_audit("find_clean", _("Nothing found"), AuditState.OPEN),
    of_audit("find_faulty", _("Faults found"), AuditState.OPEN),
    of_audit("revoke", _("Revoke the result"), AuditState.FAULTY),
)
DEMAND = table(
    of_demand("add_homes", _("Add owners who joined")),
    of_demand("drop", _("Drop the demand")),
)
