"""Money as the rooms of this app have it: see `intake.money`."""

from intake.money import FEN, MOST_YUAN, YuanField, fen_cell, yuan

__all__ = ["FEN", "MOST_YUAN", "YuanField", "fen_cell", "yuan"]
