"""Names hang for as long as the law wants them told. Afterwards nobody reads them, and in the end they are erased."""

from datetime import date

from committees.models import Posting
from committees.models.postings import TELLS_ALWAYS
from committees.postings.actions import state_of
from committees.postings.lifecycle import HANGS
from committees.queries import PostingQuerySet


def text_of(posting: Posting, *, on: date) -> str:
    """What may still be read of it on a day; nothing of what named people and is gone."""
    return posting.text if posting.kind in TELLS_ALWAYS or state_of(posting, on=on) == HANGS else ""


def erase_texts(rows: PostingQuerySet, *, gone_before: date) -> int:
    """Forget the words of those that were gone before a day. Returns of how many."""
    return rows.filter(until_on__lt=gone_before).exclude(text="").update(text="")
