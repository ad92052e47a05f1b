"""What stands on a paper: the words of its fields, gathered from the records before anything is drawn.

`contents_of(kind, thing, on=)` gives them without number and code, which the paper gets when it is made.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.city import profile
from committees.models import Filing, Owner, Posting, Vote, VoteState
from committees.models.papers import PaperForm
from committees.owners.heads import heads_of, totals_of
from committees.papers import letters, outcomes
from committees.papers.words import area, day, listed, matters_of, minute, organiser_of, quorum_words, street_of
from estates.models import Estate

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Contents:
    """A paper's title, whose it is, its values by field, and the records it belongs to (columns of `Paper`)."""

    title: str
    estate: Estate
    values: dict[str, Any]
    links: dict[str, Any] = field(default_factory=dict)


def contents_of(kind: str, thing: Any, *, on: date, **choice) -> Contents:
    """`choice`: of letters, the `owner` whose one is wanted.

    Raises ValidationError when the thing is not yet, or not at all, one for such a paper.
    """
    made = GATHERED[PaperForm(kind)](thing, on, **choice)
    return Contents(made.title, made.estate, {**common(made.estate, on), **made.values}, made.links)


def common(estate: Estate, on: date) -> dict[str, str]:
    city = profile()
    return {
        "制作日期": day(on),
        "城市": city.region.name if city else "",
        "主管部门": city.bureau_name if city else "",
        "街道": street_of(estate.region).name,
        "小区名称": estate.name,
        "小区代码": estate.code,
        "小区地址": estate.address,
    }


def filing_form(filing: Filing, on: date) -> Contents:
    committee, estate = filing.committee, filing.committee.estate
    totals = totals_of(heads_of(estate, committee.formed_on))
    values = {
        "组织名称": committee.name, "组织类别": committee.get_kind_display(), "届次": str(committee.ordinal),
        "备案类别": filing.get_kind_display(), "申请编号": filing.number, "备案编号": filing.filing_number,
        "成立日期": day(committee.formed_on), "任期起": day(committee.term_from),
        "任期止": day(committee.term_until - A_DAY), "办公地址": committee.office_address,
        "办公电话": committee.office_phone, "变更内容": filing.what_changed, "提交日期": day(filing.submitted_on),
        "答复期限": day(filing.answer_due_on), "房屋套数": f"{totals.homes:,}", "专有面积": area(totals.area_m2),
        "业主人数": f"{totals.heads:,}", "成员名单": members_of(filing), "材料清单": papers_of(filing),
    }  # fmt: skip
    title = _("%(name)s: filing form") % {"name": committee.name}
    return Contents(title, estate, values, {"committee": committee, "filing": filing})


def members_of(filing: Filing) -> list[dict[str, str]]:
    return listed(
        {
            "姓名": member.name, "职务": member.get_seat_display(), "代表": member.get_side_display(),
            "党员": _("yes") if member.is_party_member else _("no"), "电话": member.phone,
            "加入日期": day(member.joined_on),
        }
        for member in filing.committee.members.filter(left_on__isnull=True)
    )  # fmt: skip


def papers_of(filing: Filing) -> list[dict[str, str]]:
    return listed(
        {
            "材料": paper.get_kind_display(), "文件": paper.name,
            "收到日期": day(timezone.localdate(paper.received_at)),
        }
        for paper in filing.papers.all()
    )  # fmt: skip


def announcement(thing: Vote | Posting, on: date) -> Contents:
    return announced_vote(thing, on) if isinstance(thing, Vote) else posted(thing)


def announced_vote(vote: Vote, on: date) -> Contents:
    if vote.state in (VoteState.DRAFT, VoteState.STOPPED) or vote.posted_on is None:
        raise ValidationError(_("Announce the vote first: until then its matters and its time may change."))
    values = {
        "标题": vote.title, "正文": paragraphs(vote.text), "表决事项": matters_of(vote), **times(vote),
        "投票网址": address_of("vote"), "参与要求": quorum_words(vote), "公告日期": day(vote.posted_on),
        "公告至": day(timezone.localdate(vote.closes_at)), "落款": organiser_of(vote),
    }  # fmt: skip
    return Contents(vote.title, vote.estate, values, {"vote": vote, "committee": vote.committee})


def posted(posting: Posting) -> Contents:
    """What hangs on the board, on paper. It has neither matters nor a time of voting."""
    values = {
        "标题": posting.title, "正文": paragraphs(posting.text), "表决事项": [], "表决开始": "", "表决截止": "",
        "投票网址": "", "参与要求": "", "公告日期": day(posting.posted_on), "公告至": day(posting.until_on - A_DAY),
        "落款": posting.committee.name if posting.committee else street_of(posting.estate.region).name,
    }  # fmt: skip
    links = {"vote": posting.vote, "committee": posting.committee}
    return Contents(posting.title, posting.estate, values, links)


def result(vote: Vote, on: date) -> Contents:
    if vote.state not in (VoteState.ANNOUNCED, VoteState.FINAL):
        raise ValidationError(_("The result of this vote is not posted yet: count it and post the result first."))
    values = {
        "表决名称": vote.title, "组织者": organiser_of(vote), **times(vote), "参与要求": quorum_words(vote),
        "事项结果": outcomes.outcomes_of(vote), "明细摘要": vote.list_digest,
        "明细网址": address_of("vote-page", vote.number), "公示日期": day(vote.announced_on),
        "公示至": day(vote.announced_until_on, -1), "异议截止": day(vote.announced_until_on, -1),
    }  # fmt: skip
    title = _("%(title)s: result") % {"title": vote.title}
    return Contents(title, vote.estate, values, {"vote": vote, "committee": vote.committee})


def invitations(vote: Vote, on: date, owner: Owner | None = None) -> Contents:
    if vote.state not in (VoteState.POSTED, VoteState.OPEN):
        raise ValidationError(_("Letters are made from the day a vote is announced until it ends."))
    values = {
        "表决名称": vote.title, "组织者": organiser_of(vote), **times(vote), "投票网址": address_of("vote"),
        "表决事项": matters_of(vote), "信函": letters.letters_of(vote, owner),
    }  # fmt: skip
    title = _("%(title)s: letters of invitation") % {"title": vote.title}
    return Contents(title, vote.estate, values, {"vote": vote, "committee": vote.committee})


GATHERED: dict[str, Callable[[Any, date], Contents]] = {
    PaperForm.FILING_FORM: filing_form,
    PaperForm.ANNOUNCEMENT: announcement,
    PaperForm.RESULT: result,
    PaperForm.INVITATIONS: invitations,
}
"""Rooms upstairs put in what they gather for the kinds that are theirs, when they start."""


def times(vote: Vote) -> dict[str, str]:
    return {"表决开始": minute(vote.opens_at), "表决截止": minute(vote.closes_at)}


def paragraphs(text: str) -> list[dict[str, str]]:
    return [{"文字": line.strip()} for line in text.splitlines() if line.strip()]


def address_of(name: str, *arguments: str) -> str:
    """A public page of the portal, in full, for a paper."""
    return settings.PUBLIC_URL + reverse(f"committees:{name}", args=arguments)
