"""One night: what it costs, what it publishes, and that it can be had again to the byte."""

from datetime import date, timedelta

import pytest
from django.db import connection

from credit import actions, law, night
from credit.models import Grade, GradeCount, Night, NightState, Posting, Share, Standing, Touched
from credit.night import collect, judge, publish
from credit.night.gather import Reading
from tests.conftest import NOW
from tests.credit.builders import a_company, a_contract, a_manager, a_rulebook, an_estate, evidence

DAY = date(2026, 1, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(regions):
    return a_rulebook()


def graded(on=DAY, **options) -> Night:
    return night.run(on, kind="command", **options)


def grade_of(company) -> Grade:
    return Grade.objects.current().get(enterprise=company)


def published() -> list[tuple]:
    """Everything that is published, but for which run wrote it."""
    return list(
        Grade.objects.order_by("enterprise_id", "pk").values_list(
            "enterprise_id", "from_on", "until_on", "grade", "score_centipoints", "line_items", "line_centipoints",
            "line_counts", "digest",
        )
    )  # fmt: skip


class TestANight:
    def test_starts_a_company_at_the_base(self, book):
        company = a_company()
        graded()
        assert (grade_of(company).grade, grade_of(company).score_centipoints) == ("B", 10_000)

    def test_takes_points_off_for_a_bad_record(self, book):
        company = a_company()
        evidence("R-N05", of=company)
        graded()
        grade = grade_of(company)
        assert grade.score_centipoints == 9_000
        assert (grade.line_centipoints, grade.line_counts) == ([-1_000], [1])

    def test_finds_who_managed_the_estate_that_day(self, book):
        before, after, estate = a_company(), a_company(), an_estate()
        a_contract(estate, before, ends_on=date(2026, 1, 10))
        a_contract(estate, after, begins_on=date(2026, 1, 10))
        evidence("R-N01", at=estate, on=date(2026, 1, 9))
        evidence("R-N02", at=estate, on=date(2026, 1, 10))
        graded()
        assert (grade_of(before).score_centipoints, grade_of(after).score_centipoints) == (9_700, 9_500)

    def test_says_when_a_record_is_about_nobody_and_asks_again(self, book):
        company, estate = a_company(), an_estate()
        evidence("R-N02", at=estate)
        first = graded()
        assert first.notices.get(kind="nobody").count == 1
        a_contract(estate, company)
        second = graded(DAY + timedelta(1))
        assert grade_of(company).score_centipoints == 9_500
        assert not second.notices.filter(kind="nobody").exists()

    def test_judges_by_the_version_in_force_on_the_records_day(self, book):
        company = a_company()
        evidence("R-N05", of=company, on=date(2026, 1, 5))
        graded()
        newer = actions.copy_rulebook(book, version="2026-2", by=None, at=NOW)
        item = newer.items.get(code="R-N05")
        item.fixed_centipoints = -300
        actions.amend_item(item, by=None, at=NOW)
        actions.publish_rulebook(newer, effective_from=date(2026, 2, 10), by=None, at=NOW)
        evidence("R-N05", of=company, on=date(2026, 2, 11))
        last = graded(date(2026, 2, 12))
        assert last.is_full
        assert grade_of(company).score_centipoints == 10_000 - 1_000 - 300
        assert grade_of(company).line_items == [item.pk]

    def test_takes_one_award_for_one_matter_whatever_version_priced_it(self, book):
        company = a_company()
        evidence("R-G01", of=company, level="国家", matter="甲")
        newer = actions.copy_rulebook(book, version="2026-2", by=None, at=NOW)
        actions.publish_rulebook(newer, effective_from=date(2026, 2, 1), by=None, at=NOW)
        evidence("R-G01", of=company, level="市", matter="甲", on=date(2026, 2, 2))
        graded(date(2026, 2, 3))
        assert grade_of(company).score_centipoints == 10_500
        assert grade_of(company).line_counts == [2]

    def test_weighs_managers_points_by_area_under_shanghais_rulebook(self, regions):
        a_rulebook("shanghai2012")
        company, small, large = a_company(), an_estate(area=20_000), an_estate(area=80_000)
        manager = a_manager(company)
        for estate in (small, large):
            a_contract(estate, company, manager=manager)
        evidence("SH12-C07", of=company, level="一般")
        evidence("SH12-P09", at=small)
        graded()
        assert grade_of(company).score_centipoints == 420

    def test_ends_the_grade_of_a_company_that_closed(self, book):
        company = a_company()
        graded()
        company.status = "closed"
        company.save()
        last = graded(DAY + timedelta(1))
        assert not Grade.objects.current().filter(enterprise=company).exists()
        assert last.enterprise_count == 0

    def test_counts_grades_by_county(self, book):
        a_company(), a_company("130108000000")
        evidence("R-V01", of=a_company("130108000000"))
        last = graded()
        rows = GradeCount.objects.filter(night=last).values_list("county_code", "grade", "count")
        assert set(rows) == {("130102000000", "B", 1), ("130108000000", "B", 1), ("130108000000", "D", 1)}


class TestWhatANightCosts:
    def test_is_only_what_changed(self, book):
        companies = [a_company() for _ in range(5)]
        graded()
        evidence("R-N05", of=companies[3])
        second = graded(DAY + timedelta(1))
        assert (second.touched_count, second.judged_count, second.carried_count) == (1, 1, 4)
        assert set(Touched.objects.filter(night=second).values_list("enterprise_id", flat=True)) == {companies[3].pk}

    def test_nothing_on_a_quiet_night(self, book):
        a_company()
        graded()
        rows = published()
        assert graded(DAY + timedelta(1)).judged_count == 0
        assert published() == rows

    @pytest.mark.parametrize(("on", "score"), [(date(2027, 1, 10), 9_500), (date(2027, 1, 11), 10_000)])
    def test_includes_records_that_expire(self, book, on, score):
        company = a_company()
        evidence("R-N29", of=company, on=date(2026, 1, 9))
        evidence("R-N28", of=company, on=date(2026, 1, 10))
        graded()
        graded(on)
        assert grade_of(company).score_centipoints == score

    def test_includes_a_company_that_is_new_no_more(self, book):
        company = a_company(joined_on=date(2025, 8, 15))
        graded()
        assert grade_of(company).grade == "NEW"
        graded(date(2026, 2, 14))
        assert grade_of(company).grade == "NEW"
        graded(date(2026, 2, 15))
        assert grade_of(company).grade == "B"

    def test_includes_a_company_on_the_day_it_joins(self, book):
        company = a_company(joined_on=date(2026, 2, 5))
        graded()
        assert grade_of(company).grade == "MISSING"
        graded(date(2026, 2, 6))
        assert grade_of(company).grade == "NEW"

    def test_includes_records_in_effect_only_later(self, book):
        company = a_company()
        evidence("R-N05", of=company, effective_on=date(2026, 2, 3))
        graded()
        assert grade_of(company).score_centipoints == 10_000
        graded(date(2026, 2, 3))
        assert grade_of(company).score_centipoints == 9_000

    def test_includes_withdrawn_records(self, book):
        company = a_company()
        record = evidence("R-N05", of=company)
        graded()
        actions.withdraw(record, on=date(2026, 2, 1), reason="查无实据", by=None, at=NOW)
        graded(date(2026, 2, 1))
        assert grade_of(company).score_centipoints == 10_000

    def test_never_a_record_withdrawn_before_it_was_seen(self, book):
        company = a_company()
        actions.withdraw(evidence("R-N05", of=company), on=date(2026, 1, 15), reason="误录", by=None, at=NOW)
        graded()
        assert grade_of(company).line_items == []


class TestAPublishedNight:
    def test_is_not_run_twice(self, book):
        a_company()
        first = graded()
        assert graded().pk == first.pk

    def test_may_be_followed_by_another_on_its_day(self, book):
        company = a_company()
        first = graded()
        evidence("R-N05", of=company)
        second = graded(again=True)
        assert second.pk != first.pk
        assert grade_of(company).score_centipoints == 9_000
        assert Grade.objects.holding(on=DAY).filter(enterprise=company).count() == 1

    def test_lets_no_earlier_one_follow(self, book):
        graded()
        with pytest.raises(night.NightIsPast):
            graded(DAY - timedelta(1))

    def test_needs_a_rulebook(self, regions):
        with pytest.raises(law.NoRulebook):
            graded()

    def test_is_had_again_to_the_byte_whatever_came_later(self, book):
        company, other, estate = a_company(), a_company(), an_estate()
        contract = a_contract(estate, company)
        record = evidence("R-N05", of=company)
        evidence("R-N01", at=estate)
        first = graded()
        actions.withdraw(record, on=DAY, reason="查无实据", by=None, at=NOW)
        evidence("R-N07", of=other, on=date(2026, 1, 20))
        contract.ends_on = date(2026, 1, 5)
        contract.save()
        other.joined_on = None
        other.save()
        second = graded(DAY + timedelta(1))
        for one in (first, second):
            again = night.recompute(one)
            assert (again.same, again.digest, again.differences) == (True, one.digest, [])

    def test_notices_one_changed_line(self, book):
        company = a_company()
        evidence("R-N05", of=company)
        first = graded()
        Grade.objects.update(digest=1)
        again = night.recompute(first)
        assert (again.same, again.differences) == (False, [company.pk])


class TestAFullRebuild:
    def test_writes_nothing_when_the_nights_were_right(self, book):
        companies = [a_company() for _ in range(4)]
        graded()
        for n, company in enumerate(companies):
            evidence("R-N05", of=company, on=date(2026, 2, 1 + n))
            graded(date(2026, 2, 1 + n))
        rows = published()
        full = graded(date(2026, 2, 20), full=True)
        assert full.judged_count == 4
        assert published() == rows


class TestACutOffNight:
    @pytest.mark.parametrize("stage", ["collect", "judge", "publish"])
    def test_ends_the_same_when_taken_up(self, book, stage, monkeypatch):
        company = a_company()
        graded()
        evidence("R-N05", of=company)
        module, verb = {"collect": (collect, "stamp"), "judge": (judge, "judge"), "publish": (publish, "publish")}[
            stage
        ]
        with monkeypatch.context() as patch:
            patch.setattr(module, verb, lambda *_args, **_options: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                graded(DAY + timedelta(1))
        cut_off = Night.objects.get(state=NightState.RUNNING)
        assert "ZeroDivisionError" in cut_off.error
        evidence("R-N28", of=company)
        finished = night.take_up()
        assert finished.pk == cut_off.pk
        wanted = 8_500 if stage == "collect" else 9_000
        assert grade_of(company).score_centipoints == wanted
        assert night.recompute(finished).same

    def test_takes_nothing_from_a_process_that_was_left_over(self, book):
        company = a_company()
        run = night.run(DAY, kind="command")
        rules = law.rules_of(book)
        Night.objects.filter(pk=run.pk).update(attempt=run.attempt + 1)
        low, high = company.pk, company.pk + 1
        with pytest.raises(judge.PartFailed):
            judge.judge_range(run, rules, Reading(run.on, run.pk), low, high)

    def test_tells_its_helpers_the_whole_address(self):
        address = judge.database_address("postgres://u:p%40ss@db:5432/anju?sslmode=require")
        assert address == f"postgres://u:p%40ss@db:5432/{connection.settings_dict['NAME']}?sslmode=require"

    def test_is_ended_before_the_next_begins(self, book, monkeypatch):
        company = a_company()
        with monkeypatch.context() as patch:
            patch.setattr(publish, "publish", lambda *_args, **_options: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                graded()
        graded(DAY + timedelta(1))
        assert list(Night.objects.order_by("pk").values_list("on", "state")) == [
            (DAY, "published"),
            (DAY + timedelta(1), "published"),
        ]
        assert grade_of(company).from_on == DAY


class TestThePostings:
    def test_are_stamped_once(self, book):
        evidence("R-N05", of=a_company())
        first = graded()
        graded(DAY + timedelta(1))
        assert list(Posting.objects.values_list("known_from", "known_until")) == [(first.pk, None)]

    def test_of_registers_are_kept_by_night(self, book):
        company, estate = a_company(), an_estate()
        contract = a_contract(estate, company)
        first = graded()
        contract.ends_on = date(2026, 6, 1)
        contract.save()
        second = graded(DAY + timedelta(1))
        assert set(Share.objects.values_list("known_from", "known_until")) == {(first.pk, second.pk), (second.pk, None)}
        assert Standing.objects.get().known_until is None


@pytest.mark.django_db(transaction=True)
def test_two_processes_publish_what_one_does(regions, settings, monkeypatch):
    """Two companies at a time, shared by this process and another that is really started."""
    a_rulebook()
    companies = [a_company() for _ in range(7)]
    for n, company in enumerate(companies):
        evidence("R-N05", of=company, on=date(2026, 1, 3 + n))
    for name, value in {"NIGHT_ONE_PROCESS_UP_TO": 0, "NIGHT_COMPANIES_AT_ONCE": 2}.items():
        setattr(settings, name, value)
        monkeypatch.setenv(f"ANJU_{name}", str(value))
    shared = graded()
    assert (shared.judged_count, Grade.objects.current().count()) == (7, 7)
    settings.NIGHT_ONE_PROCESS_UP_TO = 100
    assert night.recompute(shared).same
    assert graded(again=True, full=True).same_count == 7
