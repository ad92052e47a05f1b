from estates.models.homes import AreaBasis, Home, HomeUse
from estates.models.places import Building, Estate, EstateKind, Renovation, ServiceMode

__all__ = ["AreaBasis", "Building", "Estate", "EstateKind", "Home", "HomeUse", "Renovation", "ServiceMode"]
