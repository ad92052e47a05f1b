"""The desks of the top floor."""

from oversight.desk_estates import ServedEstateDesk
from oversight.desk_nights import NightDesk

__all__ = ["NightDesk", "ServedEstateDesk"]
