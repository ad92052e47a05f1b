"""What fees and public money show reaches the ledger of the company that was found, and each line opens its finding."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import RuleValue
from credit import taking_up
from credit.admin.evidence import behind
from credit.models import Evidence
from credit.money import MONEY
from credit.taking_up import Taken
from fees import evidence
from fees.models import Finding, FindingKind, FindingState
from tests.complaints.conftest import *  # noqa: F403 - the same street with its company
from tests.credit.builders import a_rulebook

DECIDED = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ON, AT = date(2026, 11, 25), datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rulebook(rules):
    return a_rulebook()


def a_finding(estate, kind=FindingKind.OVERCHARGED, state=FindingState.DECIDED, **values) -> Finding:
    told = {
        "number": f"WT-20261110-{Finding.objects.count():06d}", "key": f"{kind} {estate.pk}",
        "facts": {"words": "多收停车费。"}, "found_on": ON,
        "happened_on": date(2026, 11, 10), "asked_at": DECIDED, "checked_at": DECIDED, "result": "属实。",
        "put_right_by": date(2026, 11, 20), "decided_at": DECIDED, "decision": "逾期未改。", **values,
    }  # fmt: skip
    return Finding.objects.create(estate=estate, kind=kind, state=state, **told)


def take_up():
    return taking_up.take_up(MONEY, on=ON, at=AT)


@pytest.mark.django_db
class TestTakingUp:
    @pytest.mark.parametrize(
        ("kind", "item"),
        [
            (FindingKind.OVERCHARGED, "R-N04"),
            (FindingKind.PREPAID_LONG, "R-N16"),
            (FindingKind.REVENUE_UNEVEN, "R-N02"),
            (FindingKind.MONEY_MISUSED, "R-V01"),
        ],
    )
    def test_each_kind_has_its_item(self, estate, enterprise, kind, item):
        finding = a_finding(estate, kind, enterprise=enterprise)
        assert take_up() == Taken(added=1)
        record = Evidence.objects.get()
        assert (record.number, record.document, record.source) == (f"{finding.number}-D", finding.number, "money")
        assert (record.item.code, record.enterprise) == (item, enterprise)
        assert take_up() == Taken()

    @pytest.mark.parametrize(
        ("state", "kind"),
        [(FindingState.ORDERED, FindingKind.OVERCHARGED), (FindingState.DECIDED, FindingKind.FUND_UNEVEN)],
    )
    def test_counts_neither_what_is_undecided_nor_what_is_the_keepers(self, estate, enterprise, state, kind):
        a_finding(estate, kind, state, enterprise=enterprise)
        assert take_up() == Taken()

    def test_what_was_revoked_is_withdrawn(self, estate, enterprise):
        finding = a_finding(estate, enterprise=enterprise)
        take_up()
        Finding.objects.filter(pk=finding.pk).update(
            state=FindingState.REVOKED, revoked_at=AT, revoke_reason="已退还。"
        )
        assert take_up() == Taken(withdrawn=1)

    def test_the_city_may_leave_it_out(self, estate, enterprise):
        RuleValue.objects.filter(key="finding_overcharged_item").update(value="-")
        finding = a_finding(estate, enterprise=enterprise)
        assert take_up() == Taken()
        assert "finding_overcharged_item" in evidence.uncounted(finding, on=ON)

    def test_who_decides_is_told_that_no_rulebook_was_in_force(self, estate, enterprise):
        old = a_finding(estate, enterprise=enterprise, happened_on=date(2022, 12, 31))
        assert "2022-12-31" in evidence.uncounted(old, on=ON)
        assert take_up() == Taken(left_out=1)

    def test_what_goes_on_counts_however_long_ago_it_began(self, estate, enterprise):
        risen = a_finding(
            estate, FindingKind.RISE_UNDECIDED, enterprise=enterprise, happened_on=date(2022, 12, 31)
        )  # fmt: skip
        assert evidence.uncounted(risen, on=ON) == ""
        assert take_up() == Taken(added=1)
        assert Evidence.objects.get().occurred_on == ON

    def test_its_line_opens_its_finding_for_who_may_see_it(self, estate, enterprise, people):
        finding = a_finding(estate, enterprise=enterprise)
        take_up()
        record = Evidence.objects.get()
        assert behind(record, people["district"]).endswith(f"/finding/{finding.pk}/change/")
        assert behind(record, people["neighbour"]) == ""
