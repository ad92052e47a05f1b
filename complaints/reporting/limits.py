"""How much may come from one address and one phone. Counted in the cache; while it is away nobody is held up.

A whole village may share one address of a mobile network, so these limits only stop floods. Whoever meets one keeps
the draft and is told when to go on and whom to ring.
"""

from accounts.floods import DAY, HOUR, Limit

BY_ADDRESS = Limit("address", "REPORTS_PER_ADDRESS_AND_HOUR", HOUR)
BY_PHONE = Limit("phone", "REPORTS_PER_PHONE_AND_DAY", DAY)
DRAFTS_BY_ADDRESS = Limit("drafts", "REPORT_DRAFTS_PER_ADDRESS_AND_HOUR", HOUR)
PHOTOS_BY_ADDRESS = Limit("photos", "REPORT_PHOTOS_PER_ADDRESS_AND_HOUR", HOUR)


def minutes_to_wait(address: str, phone: str) -> int:
    """Count one report. 0: it may go; else so many minutes until the next one may."""
    return max(BY_ADDRESS.spend(address), BY_PHONE.spend(phone) if phone else 0)
