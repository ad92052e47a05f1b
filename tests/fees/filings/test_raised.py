"""A filing that charges more than the one before: who decides on it, on what plan, and only once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from fees.filings import actions
from fees.filings.missing import missing
from fees.models import FeeFiling
from tests.factories.prices import a_decision, an_accepted_filing
from tests.fees.filings.drafting import AT, FEE, ON, a_scan, drafted, fields_missing


def a_posted_rise(contract, standard, company, matter, *, price_fen=165, **values) -> FeeFiling:
    """One for which everything is there that was always asked for."""
    made = drafted(
        contract, standard, company, replace(FEE, price_fen=price_fen), decided_by="owners", matter=matter,
        posted_from_on=date(2026, 9, 21), posted_until_on=date(2026, 10, 21), **values,
    )  # fmt: skip
    for kind in ("plan", "audit"):
        actions.add_paper(made, kind=kind, file=a_scan(), by=company, at=AT)
    return made


class TestARise:
    """From 1.50 to 1.65 yuan."""

    @pytest.fixture
    def before(self, contract):
        return an_accepted_filing(contract, 150)

    def test_is_not_the_companys_to_make(self, before, contract, standard, company):
        assert fields_missing(drafted(contract, standard, company)) == {"decided_by"}

    @pytest.mark.parametrize(
        ("days", "ends_on", "told"),
        [
            (30, date(2026, 10, 21), set()),
            (29, date(2026, 10, 21), {"posted_until_on"}),
            (30, date(2026, 10, 22), {"posted_until_on"}),
        ],
        ids=["30 days before the vote", "29 days", "into the vote"],
    )
    def test_hangs_before_the_owners_vote(self, before, contract, standard, company, days, ends_on, told):
        filing = drafted(
            contract, standard, company, decided_by="owners", matter=a_decision(contract.estate),
            posted_from_on=ends_on - timedelta(days=days), posted_until_on=ends_on,
        )  # fmt: skip
        for kind in ("plan", "audit"):
            actions.add_paper(filing, kind=kind, file=a_scan(), by=company, at=AT)
        assert fields_missing(filing) == told

    def test_has_its_plan_and_its_audit(self, before, contract, standard, company):
        filing = drafted(contract, standard, company, decided_by="owners", matter=a_decision(contract.estate))
        assert fields_missing(filing) == {"posted_from_on", "papers"}

    @pytest.mark.parametrize(
        ("begins_on", "told"), [(date(2026, 10, 20), set()), (date(2026, 10, 21), {"matter"})],
        ids=["the day before the vote", "the day of the vote"],
    )  # fmt: skip
    def test_is_decided_after_the_fee_of_before_began(self, contract, standard, company, begins_on, told):
        an_accepted_filing(contract, 150, from_on=begins_on)
        filing = a_posted_rise(contract, standard, company, a_decision(contract.estate))
        assert fields_missing(filing) == told

    def test_takes_a_decision_that_no_other_rise_took(self, before, contract, standard, company, people):
        matter = a_decision(contract.estate)
        filing = actions.submit(a_posted_rise(contract, standard, company, matter), by=company, at=AT)
        assert actions.accept(filing, by=people["district"], at=AT).is_rise is True
        again = a_posted_rise(contract, standard, company, matter, from_on=date(2027, 6, 1), price_fen=660)
        (found,) = missing(FeeFiling.objects.get(pk=again.pk))
        assert (found.field, filing.number in found.words) == ("matter", True)
        forced = {"state": "accepted", "is_rise": True, "filed_on": ON, "answered_on": ON}
        FeeFiling.objects.filter(pk=filing.pk).update(until_on=date(2027, 6, 1))
        with pytest.raises(IntegrityError, match="one_rise_for_a_decision"), transaction.atomic():
            FeeFiling.objects.filter(pk=again.pk).update(**forced)

    def test_may_be_approved_by_the_district(self, before, contract, standard, company):
        filing = drafted(contract, standard, company, decided_by="district", approval="裕发改〔2026〕3号")
        assert fields_missing(filing) == {"papers"}
        actions.add_paper(filing, kind="approval", file=a_scan(), by=company, at=AT)
        assert fields_missing(filing) == set()
