"""The desks of the money, room by room."""

from fees.collection.admin import CollectionDesk
from fees.collection.referral_desk import ReferralDesk
from fees.findings.admin import FindingDesk
from fees.fund_uses.admin import FundUseDesk

__all__ = [
    "CollectionDesk",
    "FindingDesk",
    "FundUseDesk",
    "ReferralDesk",
]
