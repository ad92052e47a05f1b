"""The desks of the money, room by room."""

from fees.collection.admin import CollectionDesk
from fees.collection.referral_desk import ReferralDesk
from fees.findings.admin import FindingDesk
from fees.fund_uses.admin import FundUseDesk
from fees.revenue.admin import RevenueContractDesk, RevenueReportDesk
from fees.revenue.audit_desk import RevenueAuditDesk, RevenueDrawDesk

__all__ = [
    "CollectionDesk",
    "FindingDesk",
    "FundUseDesk",
    "ReferralDesk",
    "RevenueAuditDesk",
    "RevenueContractDesk",
    "RevenueDrawDesk",
    "RevenueReportDesk",
]
