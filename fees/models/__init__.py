from fees.models.collections import (
    ArrearsPaper,
    ArrearsReferral,
    Collection,
    PaperKind,
    ReferralState,
)
from fees.models.findings import Breadth, Finding, FindingKind, FindingState, PricePosition

__all__ = [
    "ArrearsPaper",
    "ArrearsReferral",
    "Breadth",
    "Collection",
    "Finding",
    "FindingKind",
    "FindingState",
    "PaperKind",
    "PricePosition",
    "ReferralState",
]
