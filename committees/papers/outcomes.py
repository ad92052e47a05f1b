"""The result of a vote as a paper says it: what was found when it was counted, nothing is counted here."""

from typing import Any

from django.utils.translation import gettext as _

from committees.models import Matter, Option, Vote
from committees.papers.words import area, listed, share


def outcomes_of(vote: Vote) -> list[dict[str, Any]]:
    matters = vote.matters.prefetch_related("options").order_by("place")
    return listed(outcome(matter) for matter in matters)


def outcome(matter: Matter) -> dict[str, Any]:
    return {
        "事项": matter.question, "类别": matter.get_kind_display(),
        "结论": _("passed") if matter.passed else _("not passed"), "理由": matter.get_fault_display(),
        "总人数": count(matter.heads_all), "总面积": area(matter.area_all_m2),
        "参与人数": count(matter.heads_part), "参与面积": area(matter.area_part_m2),
        "参与人数比例": share(matter.heads_part, matter.heads_all),
        "参与面积比例": share(matter.area_part_m2, matter.area_all_m2),
        "选项结果": [choice(option) for option in matter.options.all()],
    }  # fmt: skip


def choice(option: Option) -> dict[str, str]:
    elected = "" if option.is_elected is None else _("elected") if option.is_elected else _("not elected")
    return {"选项": option.label, "人数": count(option.heads), "面积": area(option.area_m2), "当选": elected}


def count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"
