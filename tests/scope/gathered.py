"""What gathers around a world: a duty report, a joint meeting, a training, a party organisation, mediators."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from committees.duties import actions as duties
from committees.joint_meetings import actions as joint
from committees.joint_meetings.actions import Asked
from committees.models import MediationCommittee, PartyOrganisation, Training
from committees.party import actions as party
from committees.training import actions as training
from oversight.models import QualityGap
from tests.factories.world import World

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def gathered_of(world: World) -> dict[str, tuple[str, ...]]:
    """Keys of one thing of each of these resources. What names the estate is hidden from strangers."""
    estate, on = world.estate, {"by": None, "at": AT}
    told = duties.report(
        estate=estate, kind="owner_list", happened_on=date(2026, 11, 10), words=f"{estate.code} 未提供。", **on
    )
    meeting = joint.call(
        region=estate.region, estate=estate, topic="handover", subject=f"{estate.code} 交接", place="社区",
        meets_at=AT + timedelta(days=1), asked=[Asked("company", "物业公司"), Asked("community", "社区")], **on,
    )  # fmt: skip
    trained = training.plan(
        Training(
            region=estate.region, title=f"{estate.code} 培训", content="议事规则", organiser="街道", place="街道",
            begins_at=AT + timedelta(days=1), hours=Decimal(2),
        ), **on,
    )  # fmt: skip
    branch = party.keep(
        PartyOrganisation(estate=estate, title=f"{estate.code} 党支部", member_count=12, founded_on=date(2024, 1, 1)),
        **on,
    )
    body = MediationCommittee.objects.create(
        name=f"{estate.code} 调解委员会", level="street", region_id=f"{estate.region_id[:9]}000", member_count=5,
        chosen_on=date(2025, 1, 1),
    )  # fmt: skip
    gap = QualityGap.objects.create(
        estate=estate, rule="built_year", side="complete", since_on=AT.date(), due_on=AT.date()
    )
    world.hidden += [told.number, meeting.number, trained.number, branch.title, body.name]
    return {
        "duty-report": (told.number,),
        "joint-meeting": (meeting.number,),
        "training": (trained.number,),
        "party-organisation": (str(branch.pk),),
        "mediation-committee": (str(body.pk),),
        "quality-gap": (str(gap.pk),),
    }
