"""What committees of an invented city have done of late: meetings, trainings, joint meetings; party organisations."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import Level, Region
from accounts.sealing import seal
from committees.joint_meetings import actions as joint
from committees.joint_meetings.actions import Asked, NewResolution
from committees.models import (
    Attendance,
    Committee,
    Decision,
    JointTopic,
    Meeting,
    MeetingState,
    Member,
    Partner,
    PartyKind,
    PartyOrganisation,
    Posting,
    PostingKind,
    Seat,
    Training,
    TrainingResult,
    TrainingState,
)
from demo.chance import Urn, chance
from demo.names import Names
from demo.world import World
from estates.models import Estate

IDLE = 0.06
"""So many committees have not met for longer than they may."""
MATTERS = (
    ("电梯维修", "委托物业服务企业比选电梯维保单位，结果向全体业主公示。"),
    ("公共收益使用", "同意公示本季度公共收益收支，接受业主查询。"),
    ("停车秩序", "同意重新划定消防通道和停车位，由物业服务企业组织实施。"),
    ("冬季消防检查", "同意开展楼道杂物清理，逾期未清的报街道处理。"),
    ("绿化补种", "同意利用公共收益补种行道树，费用不超过预算。"),
)
POSTED_DAYS = 15
TRAININGS = ("业主大会议事规则和表决程序", "公共收益管理与公开", "履职规范与廉洁要求")
RESULTS = Urn([TrainingResult.PASSED, TrainingResult.FAILED, TrainingResult.ABSENT], [0.86, 0.03, 0.11])
PARTY = {"commodity": 0.55, "old": 0.4, "former_employer": 0.5, "village": 0.45, "self_built": 0.3, "micro": 0.1}
JOINT = 8


def go_on(world: World, *, at: datetime) -> None:
    draw, names = chance("committee life", world.city.key), Names(world.city, chance("secretaries", world.city.key))
    meet(draw, at=at)
    train(draw, at=at)
    organise(world, draw, names)
    join_up(world, draw, at=at)


def meet(draw: random.Random, *, at: datetime) -> None:
    """The last regular meeting of every committee; the minutes of recent ones still hang."""
    today = timezone.localdate(at)
    committees = Committee.objects.in_office().select_related("estate").prefetch_related("members").order_by("pk")
    meetings, there = [], []
    for committee in committees:
        days = draw.randint(80, 200) if draw.random() < IDLE else draw.randint(3, 58)
        met_on = today - timedelta(days=days)
        if met_on < committee.term_from:
            continue
        seated = [member for member in committee.members.all() if member.seat != Seat.SUBSTITUTE]
        meetings.append(a_meeting(committee, len(meetings) + 1, met_on, len(seated), draw))
        there.append(seated[: len(seated) // 2 + 1 + draw.randint(0, len(seated) // 2 - 1)])
    Posting.objects.bulk_create([meeting.posting for meeting, _decided in meetings])
    Meeting.objects.bulk_create([meeting for meeting, _decided in meetings])
    Decision.objects.bulk_create([decided for _meeting, decided in meetings])
    presence = Meeting.present.through
    presence.objects.bulk_create(
        [
            presence(meeting_id=meeting.pk, member_id=member.pk)
            for (meeting, _decided), seated in zip(meetings, there, strict=True)
            for member in seated
        ],
        batch_size=5000,
    )


def a_meeting(committee: Committee, number: int, met_on, seated: int, draw: random.Random) -> tuple[Meeting, Decision]:
    about, decided = draw.choice(MATTERS)
    posted_on = met_on + timedelta(days=draw.randint(0, 3))
    posting = Posting(
        estate=committee.estate, committee=committee, kind=PostingKind.MINUTES, title=f"会议纪要：{about}",
        text=f"会议讨论了{about}。{decided}", posted_on=posted_on, until_on=posted_on + timedelta(days=POSTED_DAYS),
    )  # fmt: skip
    meeting = Meeting(
        number=f"HY-{met_on:%Y%m%d}-{number:06d}", committee=committee, state=MeetingState.POSTED,
        called_on=met_on - timedelta(days=7), meets_at=timezone.make_aware(datetime.combine(met_on, time(19))),
        place="社区活动室", agenda=about, held_on=met_on, members_all=seated, minutes=posting.text,
        minutes_due_on=met_on + timedelta(days=3), posting=posting, posted_on=posted_on,
    )  # fmt: skip
    return meeting, Decision(meeting=meeting, place=1, text=decided, signed=seated // 2 + 1, passed=True)


def train(draw: random.Random, *, at: datetime) -> None:
    """In every county one training that was held this year, and one that is planned."""
    counties = Region.objects.filter(level=Level.COUNTY).order_by("pk")
    for number, county in enumerate(counties, 1):
        held = a_training(county, number, TRAININGS[number % len(TRAININGS)], at - timedelta(days=draw.randint(20, 90)))
        held.state = TrainingState.HELD
        held.save()
        planned = a_training(county, 500 + number, TRAININGS[(number + 1) % len(TRAININGS)], at + timedelta(days=20))
        planned.save()
        chairs = Member.objects.filter(
            committee__estate__region__code__startswith=county.code[:6], committee__state="filed",
            seat__in=[Seat.CHAIR, Seat.VICE], left_on__isnull=True,
        )  # fmt: skip
        Attendance.objects.bulk_create(attended(held, list(chairs.order_by("pk")), draw))


def a_training(county: Region, number: int, title: str, begins_at: datetime) -> Training:
    begins_at = timezone.localtime(begins_at).replace(hour=9, minute=0, second=0, microsecond=0)
    return Training(
        number=f"PX-{begins_at:%Y%m%d}-{number:06d}", region=county, title=title, content=f"{title}，讲解案例并答疑。",
        organiser=f"{county.name}住房和城乡建设局", audience="chairs", begins_at=begins_at, hours=3,
        place="区政务服务中心",
    )  # fmt: skip


def attended(training: Training, members: list[Member], draw: random.Random) -> Iterator[Attendance]:
    for member in members:
        result = RESULTS.draw(draw)
        points = None if result == TrainingResult.ABSENT else draw.randint(*POINTS[result])
        yield Attendance(training=training, member=member, result=result, points=points)


POINTS = {TrainingResult.PASSED: (60, 100), TrainingResult.FAILED: (30, 59)}


def organise(world: World, draw: random.Random, names: Names) -> None:
    """Party organisations, in larger estates more often."""
    estates = Estate.objects.filter(code__in=[place.code for place in world.places]).order_by("pk")
    PartyOrganisation.objects.bulk_create(
        [
            PartyOrganisation(
                estate=estate, title=f"{estate.name}党支部", kind=PartyKind.BRANCH if members >= 3 else PartyKind.GROUP,
                member_count=members, founded_on=world.calendar.yesterday - timedelta(days=draw.randint(100, 2500)),
                sealed_name=seal(names.person()),
            )
            for estate in estates
            if draw.random() < PARTY[estate.kind] and (members := draw.randint(3, 30))
        ],
        batch_size=2000,
    )  # fmt: skip


def join_up(world: World, draw: random.Random, *, at: datetime) -> None:
    """Joint meetings about estates whose term ran out; some of what was resolved is overdue."""
    late = Committee.objects.in_office().filter(term_until__lte=timezone.localdate(at)).select_related("estate__region")
    for number, committee in enumerate(late.order_by("pk")[:JOINT]):
        held_at = at - timedelta(days=30 + number)
        meeting = joint.call(
            region=street_of(committee.estate.region), topic=JointTopic.FORMATION,
            subject=f"{committee.estate}业委会换届",
            meets_at=held_at, place="街道会议室", estate=committee.estate, by=None, at=held_at - timedelta(days=5),
            asked=[Asked(Partner.COMMUNITY, "社区居民委员会"), Asked(Partner.COMMITTEE, committee.name),
                   Asked(Partner.POLICE, "公安派出所"), Asked(Partner.JUSTICE, "司法所")],
        )  # fmt: skip
        due_on = timezone.localdate(held_at) + timedelta(days=draw.choice([20, 45]))
        resolved = NewResolution("组建换届小组并报街道", "社区居民委员会", due_on)
        joint.note(
            meeting, came=list(meeting.participants.all())[:3], record="各方同意尽快启动换届。", resolutions=[resolved],
            by=None, at=held_at + timedelta(hours=2),
        )  # fmt: skip


def street_of(region: Region) -> Region:
    return region if region.level == Level.STREET or region.parent is None else region.parent
