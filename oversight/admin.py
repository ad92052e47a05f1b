"""The desks of the top floor."""

from oversight.desk_estates import ServedEstateDesk
from oversight.desk_nights import NightDesk
from oversight.quality.desk import QualityDesk

__all__ = ["NightDesk", "QualityDesk", "ServedEstateDesk"]
