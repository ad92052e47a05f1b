from estates.models.board import BoardEntry, BoardItem, BoardProof, Cycle, EntryState, OnlyWhere
from estates.models.board_faults import (
    OPEN_FAULT,
    BoardFault,
    BoardObjection,
    FaultKind,
    FaultState,
    ObjectionKind,
    ObjectionState,
)
from estates.models.homes import AreaBasis, Home, HomeUse
from estates.models.places import Building, Estate, EstateKind, Renovation, ServiceMode

__all__ = [
    "OPEN_FAULT",
    "AreaBasis",
    "BoardEntry",
    "BoardFault",
    "BoardItem",
    "BoardObjection",
    "BoardProof",
    "Building",
    "Cycle",
    "EntryState",
    "Estate",
    "EstateKind",
    "FaultKind",
    "FaultState",
    "Home",
    "HomeUse",
    "ObjectionKind",
    "ObjectionState",
    "OnlyWhere",
    "Renovation",
    "ServiceMode",
]
