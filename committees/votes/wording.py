"""What hangs on the board about a vote, in the portal's own language: the announcement and the result."""

from decimal import Decimal

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from committees.law import vote_law
from committees.models import Matter, Option, Vote
from committees.quorum import QUORUM, VoteLaw

LANGUAGE = settings.LANGUAGE_CODE
TITLE_LENGTH = 120


def announcement(vote: Vote) -> tuple[str, str]:
    """Title and text: what is asked, by whom, when."""
    with translation.override(LANGUAGE):
        title = _("Vote of the owners: %(title)s") % {"title": vote.title}
        lines = [
            _("Held by: %(organiser)s") % {"organiser": vote.get_organiser_display()},
            _("Open from %(opens)s to %(closes)s") % {"opens": moment(vote.opens_at), "closes": moment(vote.closes_at)},
            _("Number of the vote: %(number)s") % {"number": vote.number},
            "",
            *(f"{matter.place}. {matter.question}" for matter in vote.matters.all()),
        ]
        return title[:TITLE_LENGTH], "\n".join([*([vote.text, ""] if vote.text else []), *lines])


def result(vote: Vote) -> tuple[str, str]:
    """Title and text: who took part, what every option got, what was decided, and the digest of the list."""
    with translation.override(LANGUAGE):
        title = _("Result of the vote: %(title)s") % {"title": vote.title}
        law = vote_law(vote.posted_on or timezone.localdate(vote.opens_at))
        lines: list[str] = []
        for matter in vote.matters.prefetch_related("options"):
            lines += [*matter_lines(matter), decision(matter, law), ""]
        lines.append(_("Corrections of the roll after it was confirmed: %(count)d") % {"count": vote.roll_corrections})
        lines.append(_("Digest of the posted list (SHA-256): %(digest)s") % {"digest": in_eights(vote.list_digest)})
        return title[:TITLE_LENGTH], "\n".join(lines)


def matter_lines(matter: Matter) -> list[str]:
    took_part = _("Took part: %(part)s of %(all)s") % {
        "part": share(matter.heads_part, matter.area_part_m2),
        "all": share(matter.heads_all, matter.area_all_m2),
    }
    counts = [option_line(option) for option in matter.options.all()]
    return [f"{matter.place}. {matter.question}", took_part, *counts]


def option_line(option: Option) -> str:
    label = f"{option.label}{_(' (elected)')}" if option.is_elected else option.label
    return _("%(label)s: %(share)s") % {"label": label, "share": share(option.heads, option.area_m2)}


def share(heads: int | None, area_m2: Decimal | None) -> str:
    return _("%(heads)d heads, %(area)s m²") % {"heads": heads or 0, "area": f"{area_m2 or 0:.2f}"}


def decision(matter: Matter, law: VoteLaw) -> str:
    """Whether it passed, by which article, and if not why; of an election also that seats stayed empty."""
    words = _("Passed") if matter.passed else _("Not passed")
    if matter.fault:
        words = _("%(words)s: %(why)s") % {"words": words, "why": matter.get_fault_display()}
    ratio = law.quorum if matter.fault == QUORUM else law.majority_for(matter.kind)
    return _("%(words)s (%(article)s)") % {"words": words, "article": ratio.article}


def in_eights(digest: str) -> str:
    """A digest as people compare it. Whole, one in fifty looks like a phone number, which a posting must not have."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def moment(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
