"""The notice on personal data: the version in force on a day, and what it says here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.city import profile
from accounts.models import User
from complaints.models import ConsentText
from complaints.terms import terms


@dataclass(frozen=True)
class Notice:
    """`version` is kept with the complaint. `paragraphs` are what the reader is shown."""

    version: str
    paragraphs: list[str]


def notice(*, on: date) -> Notice | None:
    """None on a portal that has no text yet: then no name and no phone can be left."""
    text = ConsentText.objects.filter(from_on__lte=on).first()
    if text is None:
        return None
    city = profile()
    bureau = city.bureau_name if city else ""
    words = text.says.replace("{bureau}", bureau).replace("{months}", str(terms(on).contact_kept_months))
    return Notice(text.version, [line for line in words.splitlines() if line.strip()])


@transaction.atomic
def keep_text(text: ConsentText, *, by: User | None, at: datetime) -> ConsentText:
    """Add a version, or amend one that nobody has agreed to yet. Raises NotAllowed, ValidationError."""
    require(by, "complaints.lists")
    if text.pk and ConsentText.objects.get(pk=text.pk).is_agreed_to:
        raise ValidationError(_("People have agreed to this version. Add a new one instead."))
    return audit.keep(text, by=by, at=at, verb="keep_consent_text")
