"""The seal register: who may seal what, until when, and what stands in it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction

from accounts.authority import NotAllowed
from committees.meetings.actions import decide
from committees.meetings.standing import voting
from committees.models import Committee, CommitteeState, Matter, MatterKind, Seal, SealUse, Vote, VoteState
from committees.seals.actions import NewUse, use_seal
from tests.committees.test_meetings import AFTER, held
from tests.factories.owners import a_committee
from tests.factories.places import an_estate

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def committee(estate) -> Committee:
    return a_committee(estate, members=7)


def use(committee: Committee, by=None, signed: int = 4, **values) -> SealUse:
    on = values.get("used_on", TODAY)
    signers = list(voting(committee, on=on))[:signed]
    new = {"used_on": on, "document": "物业服务合同补充协议", "recipient": "安和物业", "signers": signers, **values}
    return use_seal(committee, NewUse(**new), by=by, at=AT)


def fault(field: str, committee: Committee, **values) -> str:
    with pytest.raises(ValidationError) as raised:
        use(committee, **values)
    return " ".join(raised.value.message_dict[field])


def a_matter(estate, *, passed: bool = True, state: str = VoteState.ANNOUNCED, posted_on=date(2026, 11, 1)) -> Matter:
    vote = Vote.objects.create(
        number=f"BJ-{Vote.objects.count()}", estate=estate, title="选聘物业", organiser="committee",
        opens_at=datetime(2026, 10, 1, tzinfo=UTC), closes_at=datetime(2026, 10, 20, tzinfo=UTC),
        roll_confirmed_at=AT, posted_on=date(2026, 9, 10), announced_on=posted_on,
    )  # fmt: skip
    Matter.objects.create(vote=vote, place=1, kind=MatterKind.HIRE, question="是否选聘安和物业", passed=passed)
    Vote.objects.filter(pk=vote.pk).update(state=state)
    return Matter.objects.get(vote=vote)


class TestSigners:
    @pytest.mark.parametrize(("signed", "is_enough"), [(3, False), (4, True), (7, True)])
    def test_are_more_than_half_of_all(self, committee, signed, is_enough):
        if is_enough:
            done = use(committee, signed=signed)
            assert (done.signed, done.members_all) == (signed, 7)
            assert done.number.startswith("YY-20261120-")
        else:
            assert "北京条例第四十三条" in fault("signers", committee, signed=signed)

    def test_had_a_seat_that_day(self, committee):
        gone = voting(committee, on=TODAY)[3]
        gone.left_on = date(2026, 11, 1)
        gone.save()
        signers = [*list(voting(committee, on=TODAY))[:3], gone]
        assert fault("signers", committee, signers=signers)


class TestACommittee:
    @pytest.mark.parametrize("state", [CommitteeState.DISSOLVED, CommitteeState.ENDED])
    def test_that_is_over_signs_nothing(self, estate, state):
        over = a_committee(estate, state=state, ended_on=date(2026, 11, 1))
        assert "北京条例第五十条" in fault("used_on", over)
        assert "2026-11-01" in fault("used_on", over, used_on=date(2026, 11, 1))
        assert SealUse.objects.count() == 0

    def test_that_is_over_may_still_put_down_what_it_signed_before(self, estate):
        over = a_committee(estate, state=CommitteeState.DISSOLVED, ended_on=date(2026, 11, 1))
        assert use(over, used_on=date(2026, 10, 31))

    def test_that_handed_over_puts_nothing_down_any_more(self, estate):
        over = a_committee(
            estate, state=CommitteeState.DISSOLVED, ended_on=date(2026, 11, 1), handed_over_on=date(2026, 11, 9)
        )
        said = fault("used_on", over, used_on=date(2026, 10, 31))
        assert "2026-11-09" in said
        assert "北京条例第五十条" in said

    @pytest.mark.parametrize(("until", "may_sign"), [(date(2026, 11, 21), True), (TODAY, False)])
    def test_signs_until_its_term_is_over(self, estate, until, may_sign):
        committee = a_committee(estate, term_until=until)
        if may_sign:
            assert use(committee)
        else:
            assert "上海规定第二十九条" in fault("used_on", committee)

    def test_has_no_seal_before_it_is_filed(self, estate):
        chosen = a_committee(estate, state=CommitteeState.ELECTED, filed_on=None)
        assert "北京条例第四十三条" in fault("used_on", chosen)

    def test_had_no_seal_before_that_day(self, committee):
        for day in (date(2025, 3, 19), date(1, 1, 1)):
            assert "北京条例第四十三条" in fault("used_on", committee, used_on=day, signers=[])
        assert use(committee, used_on=date(2025, 3, 20))

    def test_puts_nothing_down_that_is_to_come(self, committee):
        assert fault("used_on", committee, used_on=date(2026, 11, 21))

    def test_of_another_estate_is_not_there(self, committee, member, people):
        elsewhere = a_committee(an_estate("130108001001"))
        for person in (member, people["street"]):
            with pytest.raises(Committee.DoesNotExist):
                use(elsewhere, person)
        assert use(committee, member).recorded_by == member
        with pytest.raises(NotAllowed):
            use(committee, people["bureau"])


class TestWhatItGoesBy:
    def test_is_a_decision_of_the_owners_for_the_assemblys_seal(self, committee, estate):
        assert "北京条例第三十八条" in fault("matter", committee, seal=Seal.ASSEMBLY)
        assert use(committee, seal=Seal.ASSEMBLY, matter=a_matter(estate)).matter

    @pytest.mark.parametrize(
        "values", [{"passed": False}, {"passed": None}, {"state": VoteState.COUNTED}, {"posted_on": date(2026, 11, 21)}]
    )
    def test_is_no_matter_that_failed_or_was_not_posted(self, committee, estate, values):
        assert fault("matter", committee, matter=a_matter(estate, **values))

    def test_is_no_matter_of_another_estate(self, committee):
        assert fault("matter", committee, matter=a_matter(an_estate("130102001001")))

    def test_may_be_a_decision_of_the_committee(self, committee):
        meeting, members = held(committee), list(voting(committee, on=TODAY))
        done = decide(meeting, text="签补充协议", signers=members[:4], by=None, at=AFTER)
        failed = decide(meeting, text="签另一份", signers=members[:3], by=None, at=AFTER)
        assert use(committee, decision=done).decision == done
        assert "北京条例第四十五条" in fault("decision", committee, decision=failed)
        assert fault("decision", committee, decision=done, used_on=date(2026, 11, 15))


class TestTheRegister:
    def test_has_no_seal_of_the_owners_without_their_vote(self, committee):
        with pytest.raises(IntegrityError, match="seal_of_the_owners_goes_by_their_vote"), transaction.atomic():
            SealUse.objects.create(
                committee=committee, number="YY-1", seal=Seal.ASSEMBLY, used_on=TODAY, document="合同", signed=4,
                members_all=7, recorded_at=AT,
            )  # fmt: skip

    def test_is_never_changed(self, committee):
        line = use(committee)
        with pytest.raises(InternalError), transaction.atomic():
            SealUse.objects.filter(pk=line.pk).update(document="别的")
        with pytest.raises(InternalError), transaction.atomic():
            line.delete()

    def test_is_corrected_by_a_further_line_once(self, committee, estate):
        wrong = use(committee)
        right = use(committee, document="物业服务合同", corrects=wrong)
        assert wrong.corrected_by == right
        assert fault("corrects", committee, corrects=SealUse.objects.get(pk=wrong.pk))
        other = use(a_committee(an_estate(estate.region_id)))
        assert fault("corrects", committee, corrects=other)
