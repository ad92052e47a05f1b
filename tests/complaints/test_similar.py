from datetime import timedelta

import pytest

from complaints.actions import joining
from complaints.models import Complaint, Flood, Topic
from complaints.similar import alike, overlap, pairs_of, same_event
from tests.factories.complaints import FILED, LIFT, a_complaint
from tests.factories.places import an_estate

NOISE, OTHER_OF_CLASS = "0901", "0201"
WORDS = "3号楼电梯又坏了,没人来修"
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def lift(complaint):
    return Topic.objects.get(code=LIFT)


def found(estate, topic, words=WORDS, *, at=FILED + AN_HOUR, **more):
    return [each.complaint for each in alike(estate, topic, words, at=at, **more)]


class TestWords:
    def test_share_pairs_whatever_stands_between(self):
        assert pairs_of("电梯,坏 了!") == {"电梯", "梯坏", "坏了"}
        assert pairs_of("Ａ１") == pairs_of("a1") == {"a1"}

    def test_of_one_event_are_nearer_than_those_of_another(self):
        told = pairs_of("电梯坏了三天没人修")
        assert overlap(told, pairs_of(WORDS)) > 0.3
        assert overlap(told, pairs_of("楼道灯不亮,晚上看不见路")) < 0.1
        assert overlap(told, told) == 1
        assert overlap(told, set()) == 0


@pytest.mark.django_db
class TestAlike:
    def test_one_of_the_same_leaf_in_like_words_is_offered(self, complaint, estate, lift):
        (offer,) = alike(estate, lift, "电梯又停在5层和6层之间了", at=FILED + AN_HOUR)
        assert offer.complaint == complaint
        assert offer.score >= 0.5
        assert "1 " in offer.reason

    def test_the_most_alike_comes_first_and_no_more_than_asked_for(self, complaint, estate, lift):
        near = a_complaint(estate, words=WORDS, at=FILED)
        assert found(estate, lift, "3号楼电梯又坏了没人修")[0] == near
        assert found(estate, lift, complaint.words, limit=1) == [complaint]

    def test_another_topic_needs_words_that_are_much_alike(self, complaint, estate):
        other, noise = Topic.objects.get(code=OTHER_OF_CLASS), Topic.objects.get(code=NOISE)
        assert other.parent_id == complaint.topic.parent_id != noise.parent_id
        assert found(estate, other, "电梯坏了三天没人修") == []
        assert found(estate, other, complaint.words) == [complaint]
        assert found(estate, noise, complaint.words) == []

    def test_what_is_old_closed_elsewhere_or_flagged_is_not_offered(self, complaint, estate, lift, road):
        assert found(estate, lift, complaint.words) == [complaint]
        assert found(estate, lift, complaint.words, at=FILED + timedelta(days=7, seconds=1)) == []
        assert found(an_estate("130102001001"), lift, complaint.words) == []
        Complaint.objects.update(flood=Flood.FLAGGED)
        assert found(estate, lift, complaint.words) == []
        Complaint.objects.update(flood=Flood.NONE)
        road.to(complaint, "withdrawn")
        assert found(estate, lift, complaint.words) == []

    def test_what_was_joined_is_offered_by_its_lead_alone(self, complaint, estate, lift, people):
        second = a_complaint(estate, at=FILED + AN_HOUR)
        joining.join(second, to=complaint, by=people["street"], at=FILED + AN_HOUR)
        assert found(estate, lift, complaint.words, at=FILED + 2 * AN_HOUR) == [complaint]


@pytest.mark.django_db
class TestSameEvent:
    def test_is_of_one_leaf_within_the_hours_before_and_after(self, complaint, estate):
        before = a_complaint(estate, at=FILED - 47 * AN_HOUR)
        after = a_complaint(estate, at=FILED + 47 * AN_HOUR)
        a_complaint(estate, at=FILED + 49 * AN_HOUR)
        a_complaint(estate, topic=NOISE)
        a_complaint(estate, words="轿厢里一股怪味")
        assert {each.complaint for each in same_event(complaint)} == {before, after}
