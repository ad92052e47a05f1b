"""By when a fee filing is answered."""

from datetime import date, timedelta

from accounts.city import NoRuleValue, whole
from fees.models import FeeFiling, FilingState


def answer_due_on(filing: FeeFiling) -> date | None:
    """None while it is not handed in, and where the city set no term."""
    if filing.state != FilingState.SUBMITTED or filing.filed_on is None:
        return None
    try:
        return filing.filed_on + timedelta(days=whole("fee_filing_answer_days", on=filing.filed_on))
    except NoRuleValue:
        return None
