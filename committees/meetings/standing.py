"""Whether a committee may still act, and who has a seat in it on a day."""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.authority import require
from accounts.models import User
from committees.forming.law import Figure, cited
from committees.meetings.law import OfficeLaw, is_more_than, least_more_than
from committees.models import Committee, CommitteeState, From, Member, Seat

OVER = frozenset({CommitteeState.ENDED, CommitteeState.DISSOLVED})


def hold_committee(committee: Committee, right: str, *, by: User | None) -> Committee:
    """The committee, locked. Raises NotAllowed, DoesNotExist outside of one's scope."""
    require(by, right)
    rows = Committee.objects if by is None else Committee.objects.visible_to(by)
    pk = rows.values("pk").get(pk=committee.pk)["pk"]
    return Committee.objects.select_for_update(no_key=True).select_related("estate").get(pk=pk)


def insist_it_stands(committee: Committee, law: OfficeLaw) -> None:
    """Raises ValidationError for a committee that has handed over or was dissolved."""
    if committee.state in OVER:
        words = _("%(committee)s ended on %(day)s and acts no more.") % {
            "committee": committee,
            "day": committee.ended_on,
        }
        raise ValidationError(cited(words, law.seal_after_end_days.article))


def insist_it_stood(committee: Committee, on: date, law: OfficeLaw, field: str) -> None:
    """What it did on a day counts, and can still be put down. Raises ValidationError with the article."""
    if committee.ended_on is not None and on >= committee.ended_on:
        told = _("%(committee)s ended on %(day)s and acts no more.") % {
            "committee": committee, "day": committee.ended_on
        }  # fmt: skip
        raise ValidationError({field: cited(told, law.seal_after_end_days.article)})
    insist_it_has_its_books(committee, law, field)


def insist_it_has_its_books(committee: Committee, law: OfficeLaw, field: str) -> None:
    """Raises ValidationError with the article: what it did before its end it puts down until the handover."""
    if committee.handed_over_on is not None:
        told = _("%(committee)s handed over books and seal on %(day)s: nothing can be put down after that.") % {
            "committee": committee, "day": committee.handed_over_on
        }  # fmt: skip
        raise ValidationError({field: cited(told, law.seal_after_end_days.article)})


def seated(committee: Committee, *, on: date) -> QuerySet[Member]:
    """Those with a seat on a day, substitutes among them."""
    left = Q(left_on__isnull=True) | Q(left_on__gt=on)
    return Member.objects.filter(left, committee=committee, joined_on__lte=on).order_by("place", "pk")


def voting(committee: Committee, *, on: date) -> QuerySet[Member]:
    """Those with a seat and a voice: substitutes have none until they move up."""
    return seated(committee, on=on).exclude(seat=Seat.SUBSTITUTE)


def insist_seated(given: Iterable[Member], members: Collection[Member], field: str) -> None:
    """Nobody sits in for a member. Raises ValidationError."""
    if {each.pk for each in given} - {each.pk for each in members}:
        raise ValidationError({field: _("Choose members who had a seat and a voice on that day.")})


def insist_more_than(given: int, of: int, figure: Figure, field: str, words: str) -> None:
    """Raises ValidationError unless `given` of `of` exceed the ratio; `words` take both, and `least`."""
    if not is_more_than(given, of, figure.value):
        least = least_more_than(of, figure.value)
        told = words % {"given": given, "all": of, "least": least}
        raise ValidationError({field: cited(told, figure.article)})


def of_owners(members: Iterable[Member]) -> list[Member]:
    return [each for each in members if each.side == From.OWNER]
