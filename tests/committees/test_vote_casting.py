"""Ballots: one for each head, in the time of the vote, for good; on paper after two people read the same."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, Role, User
from committees.models import Ballot, MatterKind, Refusal, VoteState, Way
from committees.votes import actions
from committees.votes.actions import AlreadyVoted, Late, NewMatter
from committees.votes.actions.papers import Settled, Spoilt
from committees.votes.actions.rolls import note_sale
from tests.factories.owners import an_owner, owners_of, some_homes
from tests.factories.places import an_estate
from tests.factories.votes import (
    AFTER,
    CLOSES,
    DRAFTED,
    DURING,
    HIRE,
    OPENS,
    a_posted_vote,
    an_open_vote,
    option,
    votes_for,
)

SECOND = timedelta(seconds=1)
CIVIL_CODE = "民法典第二百七十八条"
COVENANT = NewMatter(MatterKind.COVENANT, "是否通过管理规约？")
PAPER_DAY = date(2026, 9, 22)


@pytest.fixture
def owners(estate):
    return owners_of(estate, [90, 100, 110])


@pytest.fixture
def owner(owners):
    return owners[0]


@pytest.fixture
def vote(estate, owners):
    return an_open_vote(estate)


def cast(vote, owner, *stances, way=Way.PHONE, at=DURING, **values) -> Ballot:
    chosen = [option(vote, stance, place).pk for place, stance in enumerate(stances or ["yes"], 1)]
    return actions.cast(vote, owner, chosen, way, by=None, at=at, **values)


class TestCast:
    def test_gives_a_receipt_that_is_kept_nowhere(self, vote, owner):
        ballot = cast(vote, owner)
        assert len(ballot.receipt) == 16
        assert ballot.receipt == Ballot.objects.get().receipt
        columns = [str(getattr(ballot, field.attname)) for field in Ballot._meta.concrete_fields]
        assert ballot.receipt not in columns

    def test_leaves_no_choice_in_the_audit_log(self, vote, owner):
        cast(vote, owner)
        entry = AuditEntry.objects.get(verb="cast_ballot")
        assert entry.after == {"vote": vote.number, "way": "phone"}

    @pytest.mark.parametrize("at", [OPENS, CLOSES - SECOND])
    def test_counts_from_the_first_moment_to_the_last(self, vote, owner, at):
        assert cast(vote, owner, at=at).cast_at == at

    @pytest.mark.parametrize("at", [OPENS - SECOND, CLOSES, CLOSES + SECOND])
    def test_is_refused_before_and_after(self, vote, owner, at):
        with pytest.raises(NotNow):
            cast(vote, owner, at=at)
        assert not Ballot.objects.exists()

    def test_is_refused_before_the_vote_opens(self, estate, owner):
        vote = a_posted_vote(estate)
        with pytest.raises(NotNow, match="2026-09-20 00:00"):
            cast(vote, owner, at=OPENS - SECOND)

    def test_is_refused_once_it_is_stopped(self, vote, owner):
        actions.stop(vote, reason="撤回", by=None, at=DURING)
        with pytest.raises(NotNow):
            cast(vote, owner)

    def test_names_when_it_was_over_and_the_article(self, vote, owner):
        with pytest.raises(NotNow, match=r"2026-09-30 00:00.*杭州"):
            cast(vote, owner, at=CLOSES)

    def test_is_for_those_on_the_roll_only(self, vote):
        stranger = an_owner(*some_homes(an_estate("130102001001"), [70]))
        with pytest.raises(ValidationError, match=CIVIL_CODE):
            cast(vote, stranger)

    def test_answers_every_matter_once(self, estate, owner):
        vote = an_open_vote(estate, HIRE, COVENANT)
        with pytest.raises(ValidationError, match="2"):
            cast(vote, owner, "yes")
        both = [option(vote, side).pk for side in ("yes", "no")] + [option(vote, "yes", 2).pk]
        with pytest.raises(ValidationError, match="1"):
            actions.cast(vote, owner, both, Way.PHONE, by=None, at=DURING)
        assert cast(vote, owner, "yes", "no").marked == [option(vote, "yes").pk, option(vote, "no", 2).pk]

    def test_takes_no_option_of_another_vote(self, estate, owner, vote):
        other = an_open_vote(estate)
        with pytest.raises(ValidationError):
            actions.cast(vote, owner, [option(other, "yes").pk], Way.PHONE, by=None, at=DURING)


class TestSecondVote:
    def test_by_phone_is_refused_by_the_article_and_kept(self, vote, owner):
        first = cast(vote, owner, "yes")
        with pytest.raises(AlreadyVoted, match=CIVIL_CODE):
            cast(vote, owner, "no")
        assert Ballot.objects.get() == first
        refusal = Refusal.objects.get()
        assert (refusal.owner, refusal.way, refusal.reason) == (owner, Way.PHONE, Refusal.Reason.SECOND)

    def test_tells_when_and_how_the_first_one_came(self, vote, owner):
        cast(vote, owner)
        with pytest.raises(AlreadyVoted, match="2026-09-23 00:00"):
            cast(vote, owner)

    def test_is_kept_once_however_often_it_is_tried(self, vote, owner):
        cast(vote, owner)
        for _try in range(3):
            with pytest.raises(AlreadyVoted):
                cast(vote, owner)
        assert Refusal.objects.count() == 1

    def test_on_paper_after_one_by_phone_does_not_count(self, vote, owner, people):
        cast(vote, owner, "yes")
        with pytest.raises(AlreadyVoted):
            enter(vote, owner, people["street"], "no")
        assert Ballot.objects.get().way == Way.PHONE
        assert Refusal.objects.get().way == Way.PAPER

    def test_by_phone_before_the_paper_was_read_twice_counts(self, vote, owner, people):
        """What reached the count first stands: a paper in one person's hands has not."""
        enter(vote, owner, people["street"], "no")
        assert cast(vote, owner, "yes").way == Way.PHONE
        assert Refusal.objects.get().way == Way.PAPER

    def test_by_phone_after_the_paper_was_counted_does_not(self, vote, owner, people, other_officer):
        enter(vote, owner, people["street"], "no")
        enter(vote, owner, other_officer, "no")
        with pytest.raises(AlreadyVoted):
            cast(vote, owner, "yes")
        assert Ballot.objects.get().marked == [option(vote, "no").pk]


def enter(vote, owner, by, *stances, at=DURING, received_on=PAPER_DAY, **values):
    chosen = [option(vote, stance, place).pk for place, stance in enumerate(stances, 1)]
    return actions.enter_paper(vote, owner, chosen, received_on=received_on, by=by, at=at, **values)


class TestPaper:
    @pytest.fixture
    def third(self, people):
        return User.objects.create_user("street3", "correct horse battery", role=Role.STREET, region_id="130102001000")

    def test_is_a_ballot_once_two_people_read_the_same(self, vote, owner, people, other_officer):
        assert enter(vote, owner, people["street"], "yes").ballot is None
        assert not Ballot.objects.exists()
        ballot = enter(vote, owner, other_officer, "yes").ballot
        assert (ballot.way, ballot.marked) == (Way.PAPER, [option(vote, "yes").pk])

    def test_is_none_while_they_differ(self, vote, owner, people, other_officer):
        enter(vote, owner, people["street"], "yes")
        assert enter(vote, owner, other_officer, "no").differs
        assert not Ballot.objects.exists()
        assert actions.unsettled(vote).count() == 2

    def test_one_person_alone_cannot_do_both(self, vote, owner, people):
        enter(vote, owner, people["street"], "yes")
        assert enter(vote, owner, people["street"], "yes").ballot is None

    def test_may_be_corrected_by_who_typed_it(self, vote, owner, people, other_officer):
        enter(vote, owner, people["street"], "yes")
        enter(vote, owner, other_officer, "no")
        assert enter(vote, owner, other_officer, "yes").ballot.marked == [option(vote, "yes").pk]

    def test_differs_too_where_one_saw_a_proxy(self, vote, owner, people, other_officer):
        actions.give_proxy(vote, owner, name="李卫国", given_on=PAPER_DAY, by=None, at=DURING)
        enter(vote, owner, people["street"], "yes", by_proxy=True)
        assert enter(vote, owner, other_officer, "yes").differs

    def test_is_settled_by_a_third_person_with_a_reason(self, vote, owner, people, other_officer, third):
        enter(vote, owner, people["street"], "yes")
        enter(vote, owner, other_officer, "no")
        chosen = [option(vote, "no").pk]
        ballot = actions.settle_paper(vote, owner, chosen, by=third, at=DURING, reason=Settled.FAINT)
        assert ballot.marked == chosen

    def test_leaves_neither_words_nor_the_owner_in_the_audit_log(self, vote, owner, people, other_officer, third):
        """Free words beside a ballot say what it says: the reason is one of a few."""
        enter(vote, owner, people["street"], "yes")
        enter(vote, owner, other_officer, "no")
        told = {"by_proxy": False, "by": third, "at": DURING}
        with pytest.raises(ValidationError) as refused:
            actions.settle_paper(vote, owner, [option(vote, "no").pk], **told, reason="反对一栏有划记")
        assert set(refused.value.message_dict) == {"reason"}
        actions.settle_paper(vote, owner, [option(vote, "no").pk], **told, reason=Settled.MISTYPED)
        entry = AuditEntry.objects.get(verb="settle_paper")
        assert (entry.thing_id, entry.after, entry.why) == (str(vote.pk), {"reason": "mistyped"}, "")

    def test_is_not_settled_by_one_who_typed_it(self, vote, owner, people, other_officer):
        enter(vote, owner, people["street"], "yes")
        enter(vote, owner, other_officer, "no")
        with pytest.raises(NotAllowed, match=CIVIL_CODE):
            actions.settle_paper(vote, owner, [], by=other_officer, at=DURING, reason=Settled.FAINT)

    def test_is_not_settled_before_two_typed_it(self, vote, owner, people, third):
        enter(vote, owner, people["street"], "yes")
        with pytest.raises(ValidationError, match=CIVIL_CODE):
            actions.settle_paper(vote, owner, [], by=third, at=DURING, reason=Settled.FAINT)

    def test_that_says_two_things_is_spoilt_and_kept_as_such(self, vote, owner, people, other_officer, third):
        enter(vote, owner, people["street"], "yes")
        enter(vote, owner, other_officer, "no")
        refusal = actions.spoil_paper(vote, owner, by=third, at=DURING, reason=Spoilt.TOO_MANY)
        assert AuditEntry.objects.get(verb="spoil_paper").after == {"reason": "too_many"}
        assert refusal.reason == Refusal.Reason.SPOILT
        assert not actions.unsettled(vote).exists()

    def test_may_leave_a_matter_blank(self, estate, owner, people, other_officer):
        vote = an_open_vote(estate, HIRE, COVENANT)
        enter(vote, owner, people["street"], "yes")
        assert enter(vote, owner, other_officer, "yes").ballot.marked == [option(vote, "yes").pk]

    def test_handed_in_before_the_end_is_typed_in_after_it(self, vote, owner, people, other_officer):
        actions.close(vote, by=None, at=AFTER)
        last_day = date(2026, 9, 29)
        enter(vote, owner, people["street"], "yes", at=AFTER, received_on=last_day)
        assert enter(vote, owner, other_officer, "yes", at=AFTER, received_on=last_day).ballot

    def test_handed_in_after_the_end_is_refused_by_the_article_and_kept(self, vote, owner, people):
        with pytest.raises(Late, match="杭州"):
            enter(vote, owner, people["street"], "yes", at=AFTER, received_on=date(2026, 9, 30))
        assert Refusal.objects.get().reason == Refusal.Reason.LATE

    @pytest.mark.parametrize("day", [date(2026, 9, 19), date(2026, 9, 24)])
    def test_is_not_handed_in_before_the_vote_or_tomorrow(self, vote, owner, people, day):
        with pytest.raises(ValidationError):
            enter(vote, owner, people["street"], "yes", received_on=day)

    def test_needs_the_right(self, vote, owner, people):
        with pytest.raises(NotAllowed):
            enter(vote, owner, people["inspector"], "yes")


class TestProxy:
    def test_votes_with_a_letter_on_record(self, vote, owner):
        with pytest.raises(ValidationError):
            cast(vote, owner, by_proxy=True)
        proxy = actions.give_proxy(
            vote, owner, name="李卫国", phone="13800000022", given_on=PAPER_DAY, by=None, at=DURING
        )
        assert (proxy.name, proxy.masked_phone) == ("李卫国", "138****0022")
        assert cast(vote, owner, by_proxy=True).by_proxy

    def test_comes_too_late_after_the_ballot(self, vote, owner):
        cast(vote, owner)
        with pytest.raises(AlreadyVoted):
            actions.give_proxy(vote, owner, name="李卫国", given_on=PAPER_DAY, by=None, at=DURING)

    def test_leaves_no_name_in_the_audit_log(self, vote, owner):
        actions.give_proxy(vote, owner, name="李卫国", phone="13800000022", given_on=PAPER_DAY, by=None, at=DURING)
        entry = AuditEntry.objects.get(verb="give_proxy")
        assert "李" not in f"{entry.after} {entry.label[1:]}"


class TestSale:
    """A home is sold while its owners are voting."""

    @pytest.fixture
    def home(self, owner):
        return owner.ownerships.get().home

    @pytest.fixture
    def buyer(self, estate):
        return an_owner(*some_homes(estate, [60]), name="孙三")

    def sell(self, home, buyer) -> int:
        return note_sale(home, buyer, date(2026, 9, 23), at=DURING)

    def test_after_the_old_owner_voted_changes_nothing(self, vote, owner, home, buyer):
        cast(vote, owner)
        assert self.sell(home, buyer) == 0
        assert vote.roll.get(home=home).owner == owner
        with pytest.raises(ValidationError):
            cast(vote, buyer)

    def test_before_that_lets_the_new_owner_vote_and_not_the_old(self, vote, owner, home, buyer):
        assert self.sell(home, buyer) == 1
        assert vote.invitations.filter(owner=buyer).exists()
        with pytest.raises(ValidationError, match=CIVIL_CODE):
            cast(vote, owner)
        assert cast(vote, buyer).owner == buyer

    def test_leaves_the_rest_of_the_old_owners_homes(self, estate):
        first, second, third = some_homes(estate, [90, 100, 110], building="9号楼")
        seller, buyer = an_owner(first, second), an_owner(third, name="孙三")
        vote = an_open_vote(estate)
        self.sell(first, buyer)
        assert set(vote.roll.filter(owner=seller).values_list("home", flat=True)) == {second.pk}
        cast(vote, seller)
        cast(vote, buyer)
        assert Ballot.objects.count() == 2

    def test_gives_no_second_vote_to_a_buyer_who_has_voted(self, estate, owner, home, buyer):
        vote = an_open_vote(estate)
        cast(vote, buyer, "no")
        self.sell(home, buyer)
        with pytest.raises(AlreadyVoted):
            cast(vote, buyer, "yes")

    def test_leaves_a_paper_that_was_handed_in_to_the_old_owner(self, vote, owner, home, buyer, people, other_officer):
        enter(vote, owner, people["street"], "yes")
        assert self.sell(home, buyer) == 0
        assert enter(vote, owner, other_officer, "yes").ballot.owner == owner

    def test_after_the_end_changes_nothing(self, vote, owner, home, buyer):
        actions.close(vote, by=None, at=CLOSES)
        assert self.sell(home, buyer) == 0
        assert vote.roll.get(home=home).owner == owner

    def test_is_in_the_audit_log(self, vote, owner, home, buyer):
        self.sell(home, buyer)
        entry = AuditEntry.objects.get(verb="note_sale")
        assert (entry.before, entry.after["owner"]) == ({"owner": owner.pk}, buyer.pk)

    def test_of_a_home_that_has_no_part_in_it_changes_nothing(self, vote, estate, buyer):
        (elsewhere,) = some_homes(an_estate("130102001001"), [60])
        assert self.sell(elsewhere, buyer) == 0


def test_a_draft_with_its_roll_learns_of_a_sale_too(estate, owners):
    from tests.factories.votes import a_draft

    vote = a_draft(estate)
    home, buyer = owners[0].ownerships.get().home, owners[1]
    assert note_sale(home, buyer, DRAFTED.date(), at=DRAFTED) == 1
    assert (vote.state, vote.roll.filter(owner=buyer).count()) == (VoteState.DRAFT, 2)


def test_abstaining_is_taking_part(estate, owners):
    vote = an_open_vote(estate)
    votes_for(vote, owners, "abstain")
    assert Ballot.objects.count() == 3
