"""Going around the actions: what the database says then."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, NotSupportedError, OperationalError, ProgrammingError

from fees.models import FundUse

REFUSALS = (IntegrityError, InternalError, NotSupportedError, OperationalError, ProgrammingError)


@contextmanager
def refused(by: str):
    """By this constraint or with these words."""
    with pytest.raises(REFUSALS, match=by), transaction.atomic():
        yield


def changed(use: FundUse, **values) -> None:
    FundUse.objects.filter(pk=use.pk).update(**values)
