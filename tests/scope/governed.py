"""What owners govern in a world's estate: its committee with a seat, a meeting, a seal use, and what hangs there."""

from datetime import UTC, date, datetime, timedelta

from committees.audits.actions import NewAudit, note_audit
from committees.disclosure.actions import disclose
from committees.meetings.actions import call
from committees.meetings.standing import seated, voting
from committees.models import Condition, Filing, FilingKind, Formation, FormationKind, FormationState
from committees.seals.actions import NewUse, use_seal
from tests.factories.owners import ELECTED_ON, a_committee
from tests.factories.world import World

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def governed_of(world: World) -> dict[str, tuple[str, ...]]:
    """Keys of one thing of each resource about committees. What names the estate is hidden from strangers."""
    code = world.estate.code
    committee = a_committee(world.estate, number=f"W{code}", filed_on=date(2026, 5, 1))
    on = {"by": None, "at": AT}
    meeting = call(committee, meets_at=AT + timedelta(days=6), place=f"{code}活动室", agenda=f"{code}电梯", **on)
    signers = list(voting(committee, on=AT.date()))[:3]
    use = use_seal(committee, NewUse(used_on=AT.date(), document=f"{code}公告", signers=signers), **on)
    paid = {member.pk: True for member in seated(committee, on=AT.date())}
    told = disclose(committee, from_on=committee.filed_on, fees_paid=paid, **on)
    audit = note_audit(
        committee,
        NewAudit("yearly", ELECTED_ON, date(2026, 3, 1), date(2026, 5, 20), f"{code}会计师事务所", "收支相符。"), **on
    )  # fmt: skip
    formation = Formation.objects.create(
        number=f"F{code}", estate=world.estate, kind=FormationKind.FIRST, state=FormationState.DONE,
        condition=Condition.values[0], applied_on=date(2025, 1, 1), committee=committee,
    )  # fmt: skip
    filing = Filing.objects.create(
        number=f"B{code}", committee=committee, kind=FilingKind.FIRST, happened_on=ELECTED_ON, due_on=date(2025, 3, 31)
    )
    world.hidden += [committee.number, formation.number, filing.number, meeting.number, use.number]
    return {
        "committee": (committee.number,),
        "committee-member": (str(signers[0].pk),),
        "formation": (formation.number,),
        "filing": (filing.number,),
        "meeting": (meeting.number,),
        "seal-use": (use.number,),
        "disclosure": (str(told.pk),),
        "committee-audit": (str(audit.pk),),
        "posting": (str(meeting.notice_id),),
    }
