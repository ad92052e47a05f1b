"""Read this first: how an owners' committee comes about, from the application to its keys."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from committees.filing import actions as filing
from committees.forming import actions
from committees.forming.facts import steps_of
from committees.forming.guide import next_step
from committees.models import Committee, CommitteeKind, CommitteeState, FormationState, From, Posting, Seat, VoteState
from committees.seats import actions as seats
from tests.factories.forming import NAMES, Forming, handed_in, made_final
from tests.factories.owners import a_committee, owners_of


@pytest.fixture
def road(rules, people, estate) -> Forming:
    """The street guides an estate of 30 owners, 100 m² each, that has had a management committee so far."""
    a_committee(estate, members=7, kind=CommitteeKind.MANAGEMENT, name="青禾苑物业管理委员会")
    return Forming(estate, by=people["street"], owners=owners_of(estate, [100] * 30))


def is_next(road: Forming, key: str) -> None:
    step = next_step(steps_of(road.formation, timezone.localdate(road.at)))
    assert step is not None
    assert step.key == key


def test_one_committee(road, people):
    street = people["street"]

    # Ten owners apply, as four fifths of the floor area is handed over. The street checks it.
    road.applied(applicants=10)
    is_next(road, "check")
    road.checked()

    # A group of eight is refused, with the article; one owner steps back, and it is lawful.
    is_next(road, "group")
    road.named(owners=5)
    with pytest.raises(ValidationError, match="指导规则第十条"):
        actions.form_group(road.formation, by=street, at=road.at)
    actions.drop_from_group(road.formation.group.filter(side=From.OWNER).last(), by=street, at=road.at)
    road.formation = actions.form_group(road.formation, by=street, at=road.later())
    is_next(road, "post_group")
    road.posted()

    # Seven stand; one has a brother at the company. Of the six who meet the conditions five are to be chosen.
    is_next(road, "candidates")
    road.with_candidates(6)
    brother = road.stands(6, checks={"no_interest": False})
    assert "北京条例第三十九条" in brother.refusal

    # The assembly is announced in time, held, counted and its result posted.
    road.announced(with_rules=True)
    assert road.formation.vote.matters.count() == 3
    is_next(road, "vote")
    road.result_posted(elected=5, part=21)
    road.formation.vote.refresh_from_db()
    assert road.formation.vote.state == VoteState.ANNOUNCED
    road.formation = actions.take_result(road.formation, actions.Term(5), by=street, at=road.at)
    committee = road.formation.committee
    assert {member.name for member in committee.members.all()} == set(NAMES[:5])

    # They meet, choose a chair, and say who they are.
    is_next(road, "first_meeting")
    chair, vice = committee.members.all()[:2]
    seats.choose_officers(
        committee, chair=chair, vices=[vice], held_on=timezone.localdate(road.at), by=street, at=road.at
    )
    road.formation.committee.refresh_from_db()
    is_next(road, "post_names")
    seats.post_names(committee, by=street, at=road.at)
    assert Posting.objects.filter(committee=committee, kind="members").exists()

    # Without its minutes the filing is refused; complete it is handed in, and filed as soon as
    # the result is final.
    is_next(road, "file")
    paper = committee.filings.get()
    assert paper.what_changed == ""
    with pytest.raises(ValidationError, match="指导规则第三十三条"):
        filing.submit(paper, by=street, at=road.at)
    paper = handed_in(paper, by=street, at=road.later(3))
    is_next(road, "answer")
    with pytest.raises(NotNow, match="清远条例第十七条"):
        filing.accept(paper, by=street, at=road.later(2))
    road.at = made_final(road.formation.vote)
    filing.accept(paper, by=street, at=road.at)

    # The committee is in office; the one before it has ten days for books and seal.
    committee.refresh_from_db()
    road.formation.refresh_from_db()
    assert (committee.state, road.formation.state) == (CommitteeState.FILED, FormationState.DONE)
    assert committee.members.get(seat=Seat.CHAIR).name == chair.name
    old = Committee.objects.get(kind=CommitteeKind.MANAGEMENT)
    assert old.state == CommitteeState.ENDED
    assert old.handover_due_on >= old.ended_on + timedelta(days=10)
    is_next(road, "hand_over")
    seats.hand_over(old, what="印章一枚、账册三本", handed_over_on=old.ended_on, by=street, at=road.at)
    road.formation.refresh_from_db()
    assert next_step(steps_of(road.formation, timezone.localdate(road.at))) is None

    # Who did what stands in the log; nobody's name does.
    assert AuditEntry.objects.filter(verb="take_result_formation", who="street").count() == 1
    assert not [name for name in NAMES if AuditEntry.objects.filter(after__icontains=name).exists()]
