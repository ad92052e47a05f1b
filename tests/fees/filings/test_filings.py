"""A fee filing: drafted, handed in when nothing is missing, answered; and what the database keeps by itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry, RuleValue
from committees.models import MatterKind, Vote
from fees.company_desk.owed import owed_by
from fees.filings import actions
from fees.filings.lifecycle import FEE_FILING
from fees.filings.missing import missing
from fees.models import FeeFiling, FeeItem, FeePaper, FilingState
from fees.prices import telling
from tests.factories import a_building, a_contract, an_enterprise, an_estate
from tests.factories.prices import a_decision, a_guide_price, an_accepted_filing, level_of
from tests.fees.filings.drafting import AT, FEE, ON, a_scan, by_the_guide, drafted, fields_missing

OPEN = {
    "draft": {"amend", "set_items", "add_paper", "submit", "withdraw"},
    "submitted": {"withdraw", "accept", "give_back", "refuse"},
    "returned": {"amend", "set_items", "add_paper", "submit", "withdraw"},
    "accepted": set(),
    "refused": set(),
    "withdrawn": set(),
}
"""Written by hand: what may be done in each state."""


class TestAFiling:
    def test_goes_from_the_draft_to_the_accepted_fee(self, contract, standard, company, people):
        filing = actions.submit(drafted(contract, standard, company), by=company, at=AT)
        filing = actions.accept(filing, by=people["district"], at=AT)
        assert (filing.state, filing.filed_on, filing.answered_on) == (FilingState.ACCEPTED, ON, ON)
        told = telling.of_estate(contract.estate, contract, on=date(2026, 12, 1))
        assert (told.price, told.verdict, told.is_bound) == (Decimal("1.65"), "within", True)
        assert (told.guide.lowest, told.guide.highest) == (Decimal("1.12"), Decimal("1.68"))
        verbs = AuditEntry.objects.filter(verb__endswith="fee_filing").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == [
            "draft_fee_filing", "set_items_fee_filing", "submit_fee_filing", "accept_fee_filing",
        ]  # fmt: skip

    def test_is_handed_in_whole(self, contract, standard, company):
        filing = actions.draft(contract, values={"decided_by": "guide", "from_on": ON}, by=company, at=AT)
        with pytest.raises(ValidationError) as fault:
            actions.submit(filing, by=company, at=AT)
        assert set(fault.value.message_dict) == {"items", "level", "prepay_months_most", "vacancy_reduction_percent"}

    def test_given_back_is_handed_in_again(self, contract, standard, company, people):
        filing = actions.submit(drafted(contract, standard, company), by=company, at=AT)
        filing = actions.give_back(filing, answer="请补充车位价格。", by=people["district"], at=AT)
        filing = actions.amend(filing, values={"prepay_months_most": 6}, by=company, at=AT)
        assert actions.submit(filing, by=company, at=AT).state == FilingState.SUBMITTED

    @pytest.mark.parametrize("verb", ["give_back", "refuse"])
    def test_is_sent_back_with_a_reason(self, contract, standard, company, people, verb):
        filing = actions.submit(drafted(contract, standard, company), by=company, at=AT)
        with pytest.raises(ValidationError) as fault:
            getattr(actions, verb)(filing, answer=" ", by=people["district"], at=AT)
        assert set(fault.value.message_dict) == {"answer"}

    def test_ends_the_one_before(self, contract, standard, company, people):
        before = an_accepted_filing(contract, 168)
        filing = actions.submit(drafted(contract, standard, company), by=company, at=AT)
        actions.accept(filing, by=people["district"], at=AT)
        before.refresh_from_db()
        assert before.until_on == date(2026, 12, 1)
        assert FeeFiling.objects.in_force(on=date(2026, 11, 30)).get() == before
        assert FeeFiling.objects.in_force(on=date(2026, 12, 1)).get() == filing

    def test_does_not_run_into_a_later_one(self, contract, standard, company, people):
        an_accepted_filing(contract, from_on=date(2027, 1, 1))
        filing = actions.submit(drafted(contract, standard, company), by=company, at=AT)
        with pytest.raises(ValidationError) as fault:
            actions.accept(filing, by=people["district"], at=AT)
        assert set(fault.value.message_dict) == {"from_on"}

    def test_is_looked_at_again_when_it_is_accepted(self, contract, standard, company, people):
        filing = actions.submit(drafted(contract, standard, company), by=company, at=AT)
        RuleValue.objects.filter(key="prepay_months_most").update(value="6")
        with pytest.raises(ValidationError) as fault:
            actions.accept(filing, by=people["district"], at=AT)
        assert set(fault.value.message_dict) == {"prepay_months_most"}

    def test_is_one_at_a_time(self, contract, standard, company):
        drafted(contract, standard, company)
        with pytest.raises(ValidationError) as fault:
            drafted(contract, standard, company)
        assert set(fault.value.message_dict) == {"contract"}

    @pytest.mark.parametrize("state", FilingState.values)
    def test_has_the_verbs_of_its_state(self, state):
        assert {verb for verb, move in FEE_FILING.items() if state in move.open_in} == OPEN[state]

    def test_is_not_done_in_another_state(self, contract, standard, company, people):
        filing = drafted(contract, standard, company)
        with pytest.raises(NotNow):
            actions.accept(filing, by=people["district"], at=AT)
        actions.withdraw(filing, by=company, at=AT)
        with pytest.raises(NotNow):
            actions.submit(filing, by=company, at=AT)

    def test_is_answered_by_officers_of_the_place(self, contract, standard, company, people):
        filing = actions.submit(drafted(contract, standard, company), by=company, at=AT)
        with pytest.raises(NotAllowed):
            actions.accept(filing, by=company, at=AT)
        with pytest.raises(FeeFiling.DoesNotExist):
            actions.accept(filing, by=people["neighbour"], at=AT)

    def test_is_not_accepted_by_who_handed_it_in(self, contract, standard, people):
        filing = actions.draft(contract, values=by_the_guide(standard), by=people["bureau"], at=AT)
        actions.set_items(filing, items=[FEE], by=people["bureau"], at=AT)
        actions.submit(filing, by=people["bureau"], at=AT)
        with pytest.raises(NotAllowed):
            actions.accept(filing, by=people["bureau"], at=AT)
        assert actions.accept(filing, by=people["district"], at=AT).answered_by == people["district"]
        with pytest.raises(IntegrityError, match="fee_filing_is_accepted_by_somebody_else"), transaction.atomic():
            FeeFiling.objects.update(answered_by=people["bureau"])

    @pytest.mark.parametrize("part", ["draft", "items", "paper", "given back"])
    def test_is_not_accepted_by_who_wrote_a_part_of_it(self, contract, standard, company, people, part):
        officer, colleague = people["district"], people["bureau"]
        by = {name: officer if name == part else company for name in ("draft", "items", "paper")}
        filing = actions.draft(contract, values=by_the_guide(standard), by=by["draft"], at=AT)
        actions.set_items(filing, items=[FEE], by=by["items"], at=AT)
        actions.add_paper(filing, kind="other", file=a_scan(), by=by["paper"], at=AT)
        if part == "given back":
            actions.submit(filing, by=officer, at=AT)
            actions.give_back(filing, answer="请补充。", by=colleague, at=AT)
        actions.submit(filing, by=company, at=AT)
        with pytest.raises(NotAllowed):
            actions.accept(filing, by=officer, at=AT)
        assert actions.accept(filing, by=colleague, at=AT).state == FilingState.ACCEPTED

    def test_is_a_companys_while_its_contract_runs(self, contract, standard, company):
        filing = drafted(contract, standard, company)
        contract.ends_on = ON
        contract.save()
        with pytest.raises(NotAllowed):
            actions.submit(filing, by=company, at=AT)

    def test_is_not_made_for_others_contracts(self, estate, standard, company, contract):
        other = a_contract(an_estate(), an_enterprise())
        with pytest.raises(NotAllowed):
            actions.draft(other, values=by_the_guide(standard), by=company, at=AT)


class TestMissing:
    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"from_on": date(2025, 12, 31)}, "from_on"),
            ({"from_on": date(2028, 1, 1)}, "from_on"),
            ({"until_on": date(2028, 1, 2)}, "until_on"),
            ({"level": None}, "level"),
            ({"prepay_months_most": None}, "prepay_months_most"),
            ({"prepay_months_most": 13}, "prepay_months_most"),
            ({"vacancy_reduction_percent": Decimal(0)}, "vacancy_reduction_percent"),
            ({"decided_by": "district"}, "approval"),
            ({"decided_by": "owners"}, "matter"),
        ],
    )
    def test_is_told_at_its_field(self, contract, standard, company, values, field):
        assert field in fields_missing(drafted(contract, standard, company, **values))

    @pytest.mark.parametrize(
        "values", [{"prepay_months_most": 12}, {"prepay_months_most": 0}, {"until_on": date(2028, 1, 1)}]
    )
    def test_is_nothing_on_this_side_of_a_limit(self, contract, standard, company, values):
        assert fields_missing(drafted(contract, standard, company, **values)) == set()

    @pytest.mark.parametrize(("fen", "is_missing"), [(111, True), (112, False), (168, False), (169, True)])
    def test_is_a_price_within_the_guide(self, contract, standard, company, fen, is_missing):
        filing = drafted(contract, standard, company, replace(FEE, price_fen=fen))
        assert fields_missing(filing) == ({"items"} if is_missing else set())

    def test_is_a_guide_price_for_every_sort_of_building(self, contract, standard, company):
        a_building(contract.estate, storeys=6, lifts=0, floor_area_m2=100)
        a_guide_price(level_of(standard), 115, building_kind="multi_storey")
        assert fields_missing(drafted(contract, standard, company)) == {"items"}

    def test_names_the_article_of_the_limit(self, contract, standard, company):
        (found,) = missing(drafted(contract, standard, company, prepay_months_most=13))
        assert "第五十五条" in str(found)

    def test_is_a_level_that_was_not_verified(self, contract, standard, company):
        contract.estate.levels.all().delete()
        assert fields_missing(drafted(contract, standard, company)) == {"level"}

    def test_is_a_level_above_the_verified_one(self, contract, standard, company):
        a_guide_price(level_of(standard, "一级"), 200)
        filing = drafted(contract, standard, company, level=level_of(standard, "一级"))
        assert fields_missing(filing) == {"level"}
        below = actions.amend(filing, values={"level": level_of(standard, "三级")}, by=company, at=AT)
        assert fields_missing(below) == set()

    def test_is_the_owners_decision_once_they_chose_the_company(self, contract, standard, company):
        contract.stage = "owners"
        contract.save()
        filing = drafted(contract, standard, company)
        assert fields_missing(filing) == {"decided_by"}
        actions.add_paper(filing, kind="approval", file=a_scan(), by=company, at=AT)
        approved = {"decided_by": "district", "approval": "裕发改〔2026〕3号"}
        assert fields_missing(actions.amend(filing, values=approved, by=company, at=AT)) == {"decided_by"}

    @pytest.mark.parametrize(
        ("values", "is_missing"),
        [
            ({}, False),
            ({"kind": MatterKind.HIRE}, False),
            ({"kind": MatterKind.COVENANT}, True),
            ({"passed": False}, True),
            ({"passed": None}, True),
        ],
    )
    def test_is_a_decision_that_does_not_back_the_fee(self, contract, standard, company, values, is_missing):
        filing = drafted(contract, standard, company, decided_by="owners", matter=a_decision(contract.estate, **values))
        assert fields_missing(filing) == ({"matter"} if is_missing else set())

    def test_is_a_decision_of_another_estate(self, contract, standard, company):
        filing = drafted(contract, standard, company, decided_by="owners", matter=a_decision(an_estate()))
        assert fields_missing(filing) == {"matter"}

    def test_is_a_decision_that_is_not_final(self, contract, standard, company):
        matter = a_decision(contract.estate)
        Vote.objects.update(state="announced")
        filing = drafted(contract, standard, company, decided_by="owners", matter=matter)
        assert fields_missing(filing) == {"matter"}


class TestPapersAndItems:
    def test_a_paper_is_a_pdf_or_a_picture(self, contract, standard, company):
        filing = drafted(contract, standard, company)
        with pytest.raises(ValidationError) as fault:
            actions.add_paper(filing, kind="plan", file=SimpleUploadedFile("x.docx", b"PK\x03\x04"), by=company, at=AT)
        assert set(fault.value.message_dict) == {"file"}

    def test_a_wrong_item_is_named_by_its_place(self, contract, standard, company):
        filing = drafted(contract, standard, company)
        with pytest.raises(ValidationError) as fault:
            actions.set_items(filing, items=[FEE, replace(FEE, name=" ")], by=company, at=AT)
        assert "2" in fault.value.message_dict["items"][0]

    def test_the_same_item_twice_is_refused(self, contract, standard, company):
        filing = drafted(contract, standard, company)
        with pytest.raises(ValidationError):
            actions.set_items(filing, items=[FEE, FEE], by=company, at=AT)


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"until_on": date(2026, 1, 1)}, "fee_filing_ends_after_it_begins"),
            ({"filed_on": None}, "fee_filing_handed_in_has_its_day"),
            ({"answered_on": None}, "fee_filing_answered_has_its_day"),
            ({"state": "refused", "answer": ""}, "fee_filing_sent_back_says_why"),
            ({"posted_from_on": ON}, "fee_plan_hangs_a_day_at_least"),
            ({"posted_from_on": ON, "posted_until_on": ON}, "fee_plan_hangs_a_day_at_least"),
        ],
    )
    def test_keeps_a_filing_sound(self, contract, values, constraint):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            an_accepted_filing(contract, **values)

    def test_has_one_accepted_filing_at_a_time(self, contract):
        an_accepted_filing(contract)
        with pytest.raises(IntegrityError, match="one_accepted_fee_filing_at_a_time"), transaction.atomic():
            an_accepted_filing(contract, from_on=ON)

    def test_has_one_filing_under_way(self, contract):
        an_accepted_filing(contract, state="submitted")
        with pytest.raises(IntegrityError, match="one_fee_filing_under_way"), transaction.atomic():
            an_accepted_filing(contract, state="draft")

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"price_fen": -1, "name": "车位"}, "fee_is_not_negative"),
            ({"price_fen": 1, "name": "物业服务费"}, "one_price_for_a_fee_item"),
        ],
    )
    def test_keeps_an_item_sound(self, contract, values, constraint):
        filing = an_accepted_filing(contract)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            FeeItem.objects.create(filing=filing, **values)


class TestOwed:
    """What a company's list says of its filings: the term is 15 days."""

    def rows(self, company):
        return [(row.title, row.due_on) for row in owed_by(company, on=ON) if row.about == "filing"]

    def test_is_a_filing_from_the_day_that_the_contract_runs(self, contract, company):
        contract.signed_on = date(2025, 10, 1)
        contract.save()
        assert [due_on for _title, due_on in self.rows(company)] == [date(2026, 1, 16)]

    def test_is_one_that_was_given_back_from_the_answer_on(self, contract, company):
        an_accepted_filing(contract, until_on=date(2026, 11, 1))
        values = {"from_on": date(2026, 11, 1), "answered_on": date(2026, 11, 10), "answer": "请补充。"}
        returned = an_accepted_filing(contract, state="returned", **values)
        ((title, due_on),) = self.rows(company)
        assert (returned.number in title, due_on) == (True, date(2026, 11, 25))


class TestTold:
    def test_says_what_the_contract_says_while_nothing_is_filed(self, contract):
        told = telling.of_estate(contract.estate, contract, on=ON)
        assert (told.source, told.price, told.verdict) == ("contract", Decimal("1.65"), "no_guide")
        assert (told.owed.by, told.owed.due_on) == (contract.enterprise.name, date(2026, 1, 16))

    def test_says_nothing_where_nobody_is_in_charge(self, estate):
        assert telling.of_estate(estate, None, on=ON) is None

    def test_does_not_tell_the_fee_of_the_company_before(self, contract):
        an_accepted_filing(contract)
        later = a_contract(contract.estate, an_enterprise(), begins_on=contract.ends_on)
        assert telling.of_estate(contract.estate, later, on=ON).source == "contract"

    def test_asks_as_often_for_fifty_as_for_one(self, standard, django_assert_num_queries):
        estates = [an_estate() for _each in range(5)]
        for estate in estates:
            an_accepted_filing(a_contract(estate, an_enterprise()))
        for some in (estates[:1], estates):
            with django_assert_num_queries(6):
                assert len(telling.of_estates(some, ON)) == len(some)


def test_staff_see_their_own_papers_only(contract, standard, company, people):
    filing = drafted(contract, standard, company)
    actions.add_paper(filing, kind="plan", file=a_scan(), by=company, at=AT)
    seen = {name: FeePaper.objects.visible_to(people[name]).count() for name in ("company", "district", "neighbour")}
    assert seen == {"company": 1, "district": 1, "neighbour": 0}
