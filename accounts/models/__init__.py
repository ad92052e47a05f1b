from accounts.models.audit import AuditEntry
from accounts.models.city import CityProfile, RuleValue
from accounts.models.people import Role, User
from accounts.models.regions import Level, Region
from accounts.models.tokens import ApiToken

__all__ = ["ApiToken", "AuditEntry", "CityProfile", "Level", "Region", "Role", "RuleValue", "User"]
