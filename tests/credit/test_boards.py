"""What disclosure boards show reaches the ledger of the company whose contract it was that day."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import RuleValue
from credit import taking_up
from credit.admin.evidence import behind
from credit.boards import BOARDS
from credit.floors import FLOORS, take_up_all
from credit.models import Evidence
from credit.taking_up import Taken
from estates.models import BoardFault, FaultState
from tests.complaints.conftest import *  # noqa: F403 - the same street with its company
from tests.credit.builders import a_rulebook

DECIDED = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ON, AT = date(2026, 11, 25), datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rulebook(rules):
    return a_rulebook()


def a_fault(estate, kind="missing", state=FaultState.DECIDED, **values) -> BoardFault:
    told = {
        "number": f"GS-20261110-{BoardFault.objects.count():06d}", "happened_on": date(2026, 11, 10),
        "reported_at": DECIDED, "checked_at": DECIDED, "finding": "属实。", "put_right_by": date(2026, 11, 20),
        "decided_at": DECIDED, "decision": "逾期未改。", **values,
    }  # fmt: skip
    return BoardFault.objects.create(estate=estate, kind=kind, state=state, **told)


def take_up():
    return taking_up.take_up(BOARDS, on=ON, at=AT)


@pytest.mark.django_db
class TestTakingUp:
    @pytest.mark.parametrize(("kind", "item"), [("missing", "R-N01"), ("utilities", "R-N32"), ("objection", "R-N03")])
    def test_each_kind_has_its_item_and_names_the_company_of_the_day(self, estate, enterprise, kind, item):
        fault = a_fault(estate, kind)
        assert take_up() == Taken(added=1)
        record = Evidence.objects.get()
        assert (record.number, record.document, record.source) == (f"{fault.number}-D", fault.number, "board")
        assert (record.item.code, record.enterprise, record.occurred_on) == (item, enterprise, date(2026, 11, 10))
        assert "2026-11-10" in record.fact
        assert take_up() == Taken()

    @pytest.mark.parametrize("state", [FaultState.REPORTED, FaultState.ORDERED, FaultState.PUT_RIGHT])
    def test_counts_only_what_was_decided(self, estate, state):
        a_fault(estate, state=state)
        assert take_up() == Taken()

    def test_what_was_revoked_is_withdrawn(self, estate):
        fault = a_fault(estate)
        take_up()
        BoardFault.objects.filter(pk=fault.pk).update(state=FaultState.REVOKED, revoked_at=AT, revoke_reason="已公示。")
        assert take_up() == Taken(withdrawn=1)

    def test_the_city_may_leave_it_out(self, estate):
        RuleValue.objects.filter(key="board_missing_item").update(value="-")
        a_fault(estate)
        assert take_up() == Taken()

    def test_is_asked_every_night_beside_the_others(self, estate):
        a_fault(estate)
        assert BOARDS in FLOORS
        assert take_up_all(on=ON, at=AT)["board"] == Taken(added=1)

    def test_its_line_opens_the_fault_for_the_company_too(self, estate, people):
        fault = a_fault(estate)
        take_up()
        record = Evidence.objects.get()
        for who in ("district", "company"):
            assert behind(record, people[who]).endswith(f"/boardfault/{fault.pk}/change/")
        assert behind(record, people["neighbour"]) == ""
