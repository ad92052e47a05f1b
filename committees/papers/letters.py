"""Letters of invitation: one for each head of a roll, with the code that opens the vote to it."""

from collections import defaultdict
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from committees.models import Holder, Invitation, Owner, OwnerKind, RollLine, Vote
from committees.papers.words import area, listed

GROUP = 4


def letters_of(vote: Vote, owner: Owner | None = None) -> list[dict[str, str]]:
    """In the order of the homes, as somebody walks past them; of one owner alone where one is given.

    Raises ValidationError when there are no invitations.
    """
    rows = Invitation.objects.filter(vote=vote)
    invitations = {each.owner_id: each for each in (rows.filter(owner=owner) if owner else rows)}
    if not invitations:
        raise ValidationError(_("No invitations have been made for this vote yet: confirm its roll and announce it."))
    lines: dict[int, list[RollLine]] = defaultdict(list)
    asked = RollLine.objects.filter(vote=vote, owner__in=invitations)
    for line in asked.order_by("home__building__name", "home__unit", "home__room"):
        lines[line.owner_id].append(line)
    names = masked_names(lines)
    return listed(
        {
            "业主": names.get(key, ""), "房屋": "、".join(line.label for line in homes),
            "面积": area(sum((line.area_m2 for line in homes), Decimal(0))), "邀请码": grouped(invitations[key].code),
        }
        for key, homes in lines.items()
    )  # fmt: skip


def masked_names(owners) -> dict[int, str]:
    """Who is addressed, people by the family name only: a letter may end in a neighbour's box."""
    names: dict[int, list[str]] = defaultdict(list)
    for holder in Holder.objects.filter(owner__in=owners).select_related("owner").order_by("owner_id", "place"):
        is_person = holder.owner.kind == OwnerKind.PERSON
        names[holder.owner_id].append(holder.masked_name if is_person else holder.name)
    return {key: "、".join(each) for key, each in names.items()}


def grouped(code: str) -> str:
    """For reading and typing: `ABCD-EFGH-JKMN`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
