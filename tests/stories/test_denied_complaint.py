"""Read this second: a complaint that is called solved, denied, found false, reported upwards, and ends in the grade."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from complaints import photos
from complaints.actions import answering, handling, residents
from complaints.actions.filing import NewComplaint, file
from complaints.actions.sweeping import sweep
from complaints.models import Channel, Complaint, Stage, State, Topic
from credit.models import Evidence, Grade
from credit.story import lines_of, moves_of
from oversight import nightly
from tests.complaints.conftest import *  # noqa: F403 - a street with its estate, its company and two officers
from tests.complaints.pictures import jpeg
from tests.credit.builders import a_rulebook
from tests.factories.complaints import LIFT

TUESDAY = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
BEFORE, AFTER = date(2026, 3, 4), date(2026, 3, 24)


@pytest.mark.django_db
def test_from_a_false_answer_to_the_grade(estate, enterprise, people, other_officer):
    street, staff = people["street"], people["company"]
    a_rulebook()

    # A resident reports a lift that stands still, without a name. Twenty neighbours could join; none does.
    told = NewComplaint(estate, Topic.objects.get(code=LIFT), "2 单元电梯又停了", Channel.QR, spot="3 号楼 2 单元")
    complaint = file(told, by=None, at=TUESDAY)
    nightly.run(BEFORE, kind="scheduled")
    assert Grade.objects.current().get(enterprise=enterprise).score_centipoints == 10_000

    # The street accepts it and gives it to the company, which says «solved» and shows a photo.
    handling.accept(complaint, by=street, at=TUESDAY + timedelta(hours=1))
    handling.dispatch(
        complaint, handler="company", enterprise=enterprise, by=street, at=TUESDAY + timedelta(hours=2)
    )  # fmt: skip
    answering.contact(complaint, by=staff, at=TUESDAY + timedelta(hours=3))
    picture = photos.take(ContentFile(jpeg(), "after.jpg"), draft_key="story", at=TUESDAY)
    answering.answer(
        complaint, text="已修好,恢复运行。", solved=True, photo_ids=[picture.key], by=staff,
        at=TUESDAY + timedelta(days=1),
    )  # fmt: skip
    handling.review(complaint, by=street, at=TUESDAY + timedelta(days=2))

    # The resident says no. The officer who passed the answer on may not check it; another one goes and looks.
    residents.deny(complaint, text="今天早上还是停的。", at=TUESDAY + timedelta(days=3))
    handling.find_false(
        complaint, text="现场查看:电梯仍停在 5 层,未恢复。", by=other_officer, at=TUESDAY + timedelta(days=6)
    )
    assert complaint.state == State.DISPATCHED

    # The company has a new term, lets it pass, and the clock reports the case to the district by itself.
    for days in range(6, 22):
        sweep(at=TUESDAY + timedelta(days=days))
    complaint.refresh_from_db()
    assert complaint.level == Stage.DISTRICT
    assert complaint.steps.filter(verb="escalate", is_public=True, actor="portal").exists()

    # The night takes up what was found: one false answer, one answer overdue. The grade is its lines.
    run = nightly.run(AFTER, kind="scheduled")
    grade = Grade.objects.current().get(enterprise=enterprise)
    assert grade.score_centipoints == 9_200
    assert {(line.item.code, line.centipoints) for line in lines_of(grade) if line.item} == {
        ("R-N13", -500), ("R-N14", -300),
    }  # fmt: skip
    (move,) = moves_of(run, only_grades=False)
    assert (move.old_score, move.new_score) == (10_000, 9_200)

    # Everybody may read why, and nobody reads who it was: neither words nor place nor secret.
    page = Client(headers={"accept-language": "zh-hans"}).get(f"/enterprises/{enterprise.uscc}/records/")
    text = page.content.decode()
    assert complaint.number in text
    assert not [told for told in (complaint.words, complaint.spot, complaint.secret) if told in text]

    # At last it is done: the resident confirms. What was found stays found; nothing is counted twice.
    answering.answer(complaint, text="更换主板,已恢复。", solved=False, by=staff, at=TUESDAY + timedelta(days=22))
    handling.review(complaint, by=street, at=TUESDAY + timedelta(days=22, hours=1))
    residents.confirm(complaint, at=TUESDAY + timedelta(days=22, hours=2))
    nightly.run(AFTER + timedelta(days=2), kind="scheduled")
    assert Evidence.objects.filter(document=complaint.number).count() == 2
    assert Grade.objects.current().get(enterprise=enterprise).score_centipoints == 9_200
    assert Complaint.objects.get().outcome == "confirmed"
