"""The desks of the money, room by room."""

from fees.collection.admin import CollectionDesk
from fees.collection.referral_desk import ReferralDesk
from fees.filings.admin import FeeFilingDesk
from fees.filings.item_desk import FeeItemDesk
from fees.findings.admin import FindingDesk
from fees.fund_uses.admin import FundUseDesk
from fees.funds.desk.banks import BankLineDesk, BankStatementDesk
from fees.funds.desk.booked import FundCallDesk, FundVoucherDesk
from fees.funds.desk.kept import FundAccountDesk, FundBlockDesk
from fees.prices.admin import GuidePriceDesk, PriceIndexDesk, PriceProposalDesk
from fees.revenue.admin import RevenueContractDesk, RevenueReportDesk
from fees.revenue.audit_desk import RevenueAuditDesk, RevenueDrawDesk
from fees.revenue.demand_desk import RevenueDemandDesk
from fees.standards.admin import EstateLevelDesk, StandardDesk

__all__ = [
    "BankLineDesk",
    "BankStatementDesk",
    "CollectionDesk",
    "EstateLevelDesk",
    "FeeFilingDesk",
    "FeeItemDesk",
    "FindingDesk",
    "FundAccountDesk",
    "FundBlockDesk",
    "FundCallDesk",
    "FundUseDesk",
    "FundVoucherDesk",
    "GuidePriceDesk",
    "PriceIndexDesk",
    "PriceProposalDesk",
    "ReferralDesk",
    "RevenueAuditDesk",
    "RevenueContractDesk",
    "RevenueDemandDesk",
    "RevenueDrawDesk",
    "RevenueReportDesk",
    "StandardDesk",
]
