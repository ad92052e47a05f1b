"""The count of real ballots: vectors, recounts, lists that add up, tampering that is noticed."""

from decimal import Decimal
from hashlib import sha256

import pytest
from django.db import connection

from accounts.lifecycle import NotNow
from accounts.models import RuleValue
from committees.models import Ballot, Matter, MatterKind, Option, PostedList, VoteState, Way
from committees.votes import actions, counting, reading
from committees.votes.actions import NewMatter
from committees.votes.slips import added_up
from tests.factories.owners import an_owner, owners_of, some_homes, the_developer
from tests.factories.votes import (
    AFTER,
    CLOSES,
    DURING,
    HIRE,
    a_posted_vote,
    an_open_vote,
    announced,
    counted,
    option,
    votes_for,
)

RAISE = NewMatter(MatterKind.RAISE_FUND, "是否续筹维修资金？")
USE = NewMatter(MatterKind.USE_FUND, "是否动用维修资金？")


@pytest.fixture
def hundred(estate):
    """A hundred owners of 100 m² each: 10,000 m²."""
    return owners_of(estate, [100] * 100)


class TestVectors:
    def found(self, vote, place: int = 1) -> Matter:
        return counted(vote).matters.get(place=place)

    def test_an_ordinary_matter_passes_with_more_than_half(self, estate, hundred):
        vote = an_open_vote(estate)
        votes_for(vote, hundred[:34], "yes")
        votes_for(vote, hundred[34:67], "no")
        matter = self.found(vote)
        assert (matter.passed, matter.fault) == (True, "")
        assert (matter.heads_all, matter.area_all_m2) == (100, 10_000)
        assert (matter.heads_part, matter.area_part_m2) == (67, 6_700)

    def test_one_owner_less_is_no_quorum(self, estate, hundred):
        vote = an_open_vote(estate)
        votes_for(vote, hundred[:66], "yes")
        assert self.found(vote).fault == "quorum"

    def test_use_of_the_fund_passes_where_raising_it_does_not(self, estate, hundred):
        vote = an_open_vote(estate, USE, RAISE)
        votes_for(vote, hundred[:36], "yes", "yes")
        votes_for(vote, hundred[36:70], "no", "no")
        assert self.found(vote).passed is True
        assert vote.matters.get(place=2).fault == "both"

    def test_exactly_three_quarters_raise_the_fund(self, estate, hundred):
        vote = an_open_vote(estate, RAISE)
        votes_for(vote, hundred[:60], "yes")
        votes_for(vote, hundred[60:80], "abstain")
        assert self.found(vote).passed is True

    def test_three_homes_are_one_head_and_unsold_ones_another(self, estate):
        owner = an_owner(*some_homes(estate, [90, 100, 110]))
        developer = the_developer(*some_homes(estate, [80] * 40, building="2号楼"))
        vote = an_open_vote(estate)
        votes_for(vote, [owner], "yes")
        votes_for(vote, [developer], "no")
        matter = self.found(vote)
        yes, no = option(vote, "yes"), option(vote, "no")
        assert (matter.heads_all, yes.heads, yes.area_m2, no.heads, no.area_m2) == (2, 1, 300, 1, 3200)

    def test_only_the_affected_owners_count(self, estate, hundred):
        homes = [owner.ownerships.get().home for owner in hundred[:3]]
        vote = an_open_vote(estate, USE, affects_all=False, homes=homes)
        votes_for(vote, hundred[:2], "yes")
        matter = self.found(vote)
        assert (matter.passed, matter.heads_all, matter.heads_part) == (True, 3, 2)

    def test_the_area_of_the_confirmed_roll_counts(self, estate, hundred):
        vote = an_open_vote(estate)
        votes_for(vote, hundred, "yes")
        home = hundred[0].ownerships.get().home
        home.area_m2 = Decimal(999)
        home.save()
        assert self.found(vote).area_all_m2 == 10_000

    def test_a_corrected_area_counts(self, estate, hundred):
        vote = an_open_vote(estate)
        home = hundred[0].ownerships.get().home
        actions.correct_roll(vote, home, area_m2=Decimal("100.50"), reason="测绘更正", by=None, at=DURING)
        votes_for(vote, hundred, "yes")
        assert self.found(vote).area_all_m2 == Decimal("10000.50")
        assert option(vote, "yes").area_m2 == Decimal("10000.50")

    def test_a_vote_of_2020_is_judged_by_the_law_of_2020(self, estate, hundred):
        """Forty in favour of sixty who took part: enough of them, not of all."""
        vote = an_open_vote(estate)
        votes_for(vote, hundred[:40], "yes")
        votes_for(vote, hundred[40:70], "no")
        assert self.found(vote).passed is True
        vote.posted_on = vote.posted_on.replace(year=2020)
        vote.save()
        assert counting.count(vote).matters[0].fault == "both"


class TestResultBeforeTheEnd:
    @pytest.mark.parametrize("make", [a_posted_vote, an_open_vote])
    def test_is_refused_by_the_article(self, estate, hundred, make):
        vote = make(estate)
        with pytest.raises(NotNow, match=r"2026-09-30 00:00.*杭州"):
            actions.count(vote, by=None, at=DURING)

    def test_is_not_to_be_had_by_closing_early(self, estate, hundred):
        with pytest.raises(NotNow, match="2026-09-30 00:00"):
            actions.close(an_open_vote(estate), by=None, at=DURING)

    def test_is_not_shown_to_officers_either(self, estate, hundred):
        with pytest.raises(NotNow, match="2026-09-30 00:00"):
            reading.result_of(an_open_vote(estate), for_officers=True)

    def test_is_shown_to_officers_once_counted_and_to_all_once_posted(self, estate, hundred):
        vote = an_open_vote(estate)
        votes_for(vote, hundred, "yes")
        vote = counted(vote)
        assert reading.result_of(vote, for_officers=True).matters[0].passed
        for shown in (reading.result_of, reading.posted_texts, reading.rooms_that_took_part):
            with pytest.raises(NotNow):
                shown(vote)
        vote = actions.announce(vote, by=None, at=AFTER)
        assert reading.result_of(vote).matters[0].passed

    def test_progress_tells_how_many_never_what(self, estate, hundred):
        vote = an_open_vote(estate)
        votes_for(vote, hundred[:10], "yes")
        votes_for(vote, hundred[10:12], "no", way=Way.PAPER)
        progress = reading.progress_of(vote)
        assert (progress.heads, progress.heads_all, progress.area_m2, progress.on_paper) == (12, 100, 1200, 2)


class TestUnsettledPapers:
    def test_hold_up_the_count(self, estate, hundred, people):
        vote = an_open_vote(estate)
        actions.enter_paper(
            vote, hundred[0], [option(vote, "yes").pk], received_on=DURING.date(), by=people["street"], at=DURING
        )
        actions.close(vote, by=None, at=AFTER)
        with pytest.raises(NotNow, match="1"):
            actions.count(vote, by=None, at=AFTER)


@pytest.fixture
def vote(estate):
    """Five owners with odd areas, two matters, posted."""
    owners = owners_of(estate, ["143.27", "89.50", "101.03", "76.18", "120.99"])
    vote = an_open_vote(estate, HIRE, RAISE)
    votes_for(vote, owners[:2], "yes", "no")
    votes_for(vote, owners[2:4], "no", "no")
    votes_for(vote, owners[4:], "abstain", "yes", way=Way.PAPER)
    return announced(vote)


class TestPostedList:
    def test_adds_up_to_the_result(self, vote):
        sums = added_up(reading.posted_list(vote))
        for each in Option.objects.filter(matter__vote=vote).select_related("matter"):
            assert sums.get((each.matter.place, each.place), (0, 0)) == (each.heads, each.area_m2)
        matter = vote.matters.first()
        assert sums[0, 0] == (matter.heads_part, matter.area_part_m2) == (5, Decimal("530.97"))

    def test_has_the_digest_that_stands_with_the_result(self, vote):
        heading, _newline, lines = reading.csv_of(vote).partition("\n")
        assert heading == "token,matter,option,heads,area_m2"
        assert sha256(lines.encode()).hexdigest() == vote.list_digest == reading.result_of(vote).digest

    def test_shows_no_room_no_owner_and_no_whole_area(self, vote):
        text = reading.csv_of(vote)
        assert "143.27" not in text
        assert "单元" not in text
        for ballot in Ballot.objects.filter(vote=vote):
            assert ballot.receipt not in text

    def test_rooms_that_took_part_are_told_apart_from_it(self, vote):
        rooms = reading.rooms_that_took_part(vote)
        assert [room.label for room in rooms] == [f"1号楼1单元{number}" for number in range(101, 106)]
        assert sum(room.area_m2 for room in rooms) == vote.matters.first().area_part_m2

    def test_is_searched_with_a_receipt_as_people_type_it(self, vote):
        ballot = Ballot.objects.filter(vote=vote).first()
        typed = f" {ballot.receipt[:4].lower()}-{ballot.receipt[4:]} "
        found = reading.lines_of(vote, typed)
        assert [(each.option.stance, each.heads, each.area_m2) for each in found] == [
            ("yes", 1, Decimal("143.27")),
            ("no", 1, Decimal("143.27")),
        ]
        assert reading.area_of(vote, typed) == Decimal("143.27")

    def test_tells_nothing_to_a_wrong_receipt(self, vote):
        assert reading.lines_of(vote, "0" * 16) == []
        assert reading.area_of(vote, "0" * 16) is None

    def test_of_two_equal_votes_has_no_token_in_common(self, estate, vote):
        other = an_open_vote(estate)
        votes_for(other, [ballot.owner for ballot in Ballot.objects.filter(vote=vote)], "yes")
        other = announced(other)
        assert not {s.token for s in reading.posted_list(vote)} & {s.token for s in reading.posted_list(other)}


class TestCheck:
    """Whoever got into the database past its guards is noticed."""

    def tamper(self, statement: str, *values) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    def test_finds_nothing_where_all_agrees(self, vote):
        assert counting.check(vote) == []

    def test_a_recount_equals_the_count(self, vote):
        again = counting.lists(vote)
        assert counting.digest(again) == vote.list_digest
        assert again == dict(PostedList.objects.filter(vote=vote).values_list("place", "lines"))

    def test_notices_a_changed_ballot(self, vote):
        ballot = Ballot.objects.filter(vote=vote).first()
        turned = [option(vote, "no").pk, option(vote, "no", 2).pk]
        self.tamper("UPDATE committees_ballot SET marked = %s WHERE id = %s", turned, ballot.pk)
        assert len(counting.check(vote)) == 2

    def test_notices_a_ballot_that_is_gone(self, vote):
        self.tamper("DELETE FROM committees_ballot WHERE id = %s", Ballot.objects.filter(vote=vote).first().pk)
        assert counting.check(vote)

    def test_notices_one_changed_line(self, vote):
        posted = PostedList.objects.get(vote=vote, place=1)
        first, rest = posted.lines.split("\n", 1)
        token, matter, option, *others = first.split(",")
        turned = f"{token},{matter},{'2' if option == '1' else '1'},{','.join(others)}\n{rest}"
        self.tamper("UPDATE committees_postedlist SET lines = %s WHERE id = %s", turned, posted.pk)
        assert len(counting.check(vote)) == 3

    def test_notices_a_line_that_was_taken_out(self, vote):
        posted = PostedList.objects.get(vote=vote, place=2)
        rest = posted.lines.split("\n", 1)[1]
        self.tamper("UPDATE committees_postedlist SET lines = %s WHERE id = %s", rest, posted.pk)
        assert len(counting.check(vote)) == 3

    def test_notices_another_result(self, vote):
        self.tamper("UPDATE committees_option SET heads = heads + 1 WHERE id = %s", option(vote, "yes").pk)
        assert len(counting.check(vote)) == 2

    def test_notices_another_area_on_the_roll(self, vote):
        self.tamper("UPDATE committees_rollline SET area_m2 = 500 WHERE id = %s", vote.roll.first().pk)
        assert counting.check(vote)

    def test_notices_another_digest(self, vote):
        vote.list_digest = "0" * 64
        assert len(counting.check(vote)) == 1


def test_counting_leaves_the_law_of_the_day_with_the_result(vote):
    RuleValue.objects.create(
        key="quorum_ordinary_ratio", value="1/5", unit="比例", article="新法", from_on=CLOSES.date()
    )
    result = reading.result_of(vote)
    assert result.matters[0].majority.article == "民法典第二百七十八条"
    assert (result.matters[0].majority.heads_needed, result.matters[0].majority.is_met) == (Decimal("2.50"), False)
    assert vote.state == VoteState.ANNOUNCED
