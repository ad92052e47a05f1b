"""The desks of the money, room by room."""

from fees.collection.admin import CollectionDesk
from fees.collection.referral_desk import ReferralDesk
from fees.findings.admin import FindingDesk
from fees.fund_uses.admin import FundUseDesk
from fees.funds.desk.banks import BankLineDesk, BankStatementDesk
from fees.funds.desk.booked import FundCallDesk, FundVoucherDesk
from fees.funds.desk.kept import FundAccountDesk, FundBlockDesk
from fees.revenue.admin import RevenueContractDesk, RevenueReportDesk
from fees.revenue.audit_desk import RevenueAuditDesk, RevenueDrawDesk

__all__ = [
    "BankLineDesk",
    "BankStatementDesk",
    "CollectionDesk",
    "FindingDesk",
    "FundAccountDesk",
    "FundBlockDesk",
    "FundCallDesk",
    "FundUseDesk",
    "FundVoucherDesk",
    "ReferralDesk",
    "RevenueAuditDesk",
    "RevenueContractDesk",
    "RevenueDrawDesk",
    "RevenueReportDesk",
]
