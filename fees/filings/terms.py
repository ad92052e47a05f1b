"""By when fees are filed, and by when a filing is answered."""

from datetime import date, timedelta

from accounts.city import NoRuleValue, whole
from enterprises.models import ServiceContract
from fees.models import FeeFiling, FilingState

FILING_TERM = "contract_filing_days"
"""A fee is filed along with the contract."""


def filed_from(contract: ServiceContract) -> date:
    """Fees are filed once a contract is signed and runs."""
    return max(contract.begins_on, contract.signed_on or contract.begins_on)


def answer_due_on(filing: FeeFiling) -> date | None:
    """None while it is not handed in, and where the city set no term."""
    if filing.state != FilingState.SUBMITTED or filing.filed_on is None:
        return None
    try:
        return filing.filed_on + timedelta(days=whole("fee_filing_answer_days", on=filing.filed_on))
    except NoRuleValue:
        return None
