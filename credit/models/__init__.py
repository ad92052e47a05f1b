from credit.models.evidence import Evidence, EvidenceStep, Posting, Source, StepVerb, Subject
from credit.models.nights import (
    Draft,
    Grade,
    GradeCount,
    Night,
    NightKind,
    NightNotice,
    NightStage,
    NightState,
    Touch,
    Touched,
)
from credit.models.registers import Share, Standing
from credit.models.rulebooks import (
    Band,
    Category,
    Combine,
    Item,
    PointsMode,
    Repeat,
    RollUp,
    Rulebook,
    RulebookState,
    Validity,
)

__all__ = [
    "Band", "Category", "Combine", "Draft", "Evidence", "EvidenceStep", "Grade", "GradeCount", "Item", "Night",
    "NightKind", "NightNotice", "NightStage", "NightState", "PointsMode", "Posting", "Repeat", "RollUp", "Rulebook",
    "RulebookState", "Share", "Source", "Standing", "StepVerb", "Subject", "Touch", "Touched", "Validity",
]  # fmt: skip
