from accounts.models.audit import AuditEntry
from accounts.models.city import CityProfile, RuleValue
from accounts.models.days import DayOff
from accounts.models.kept import Kept
from accounts.models.kept_answers import KeptAnswer
from accounts.models.people import Role, User
from accounts.models.regions import Level, Region
from accounts.models.sealed import SealedPerson
from accounts.models.tokens import ApiClient, ApiToken, TokenState

__all__ = [
    "ApiClient",
    "ApiToken",
    "AuditEntry",
    "CityProfile",
    "DayOff",
    "Kept",
    "KeptAnswer",
    "Level",
    "Region",
    "Role",
    "RuleValue",
    "SealedPerson",
    "TokenState",
    "User",
]
