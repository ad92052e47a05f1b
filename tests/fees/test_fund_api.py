"""The fund through the API and from files."""

from datetime import date

import pytest

from fees.funds import actions
from fees.funds.banks.taking import take_in
from fees.funds.sheets import FundSheet
from fees.models import BankLine, FundAccount, FundBlock, FundCall
from intake.models import ImportBatch
from tests.conftest import NOW, TODAY
from tests.factories.owners import some_homes
from tests.factories.places import a_building, an_estate
from tests.factories.rules import the_rules
from tests.fees.funded import a_block, accounts_of, pay_in

API = "/api/v1"


@pytest.fixture
def block(city):
    the_rules(city)
    made = a_block(an_estate("130102001001"), [100, 100])
    pay_in(made, 100_00, 100_00)
    return made


class TestApi:
    def test_a_fund_is_begun_and_divided(self, block, client_of):
        homes = some_homes(block.estate, [1, 1, 1], "9号楼")
        client = client_of("district")
        told = client.post(f"{API}/fund-blocks/", {"building": homes[0].building_id, "bank": "城市银行"})
        assert told.status_code == 201
        place = f"{API}/fund-blocks/{told.json()['id']}"
        assert client.post(f"{place}/open-accounts/", {"on": "2026-11-01"}).status_code == 200
        listed = client.get(f"{API}/fund-accounts/?block={told.json()['id']}").json()
        assert listed["count"] == 3

    def test_a_deposit_is_booked_for_an_account_that_is_seen(self, block, client_of):
        sent = {"account": accounts_of(block)[0].number, "kind": "top_up", "on": "2026-11-01", "amount_fen": 7}
        told = client_of("district").post(f"{API}/fund-entries/", sent)
        assert (told.status_code, told.json()["amount_fen"]) == (201, 7)
        assert client_of("neighbour").post(f"{API}/fund-entries/", sent).status_code == 400
        assert client_of("street").post(f"{API}/fund-entries/", sent).status_code == 403

    @pytest.mark.parametrize("kind", ["fund-accounts", "fund-entries", "fund-calls", "bank-statements"])
    def test_a_committee_sees_buildings_and_nobody_s_account(self, block, client_of, kind):
        client = client_of("committee")
        assert client.get(f"{API}/{kind}/").status_code == 403
        assert client.get(f"{API}/fund-blocks/").status_code == 200

    def test_low_funds_are_filtered_exactly(self, block, client_of):
        first, second = accounts_of(block)
        use = type("Use", (), {"number": "WX-1", "estate": block.estate})()
        actions.pay_use(use, {first.pk: 70_00, second.pk: 70_01}, on=TODAY, by=None, at=NOW)
        found = client_of("district").get(f"{API}/fund-accounts/?low=true").json()["results"]
        assert [row["number"] for row in found] == [second.number]

    def test_a_call_is_withdrawn_once_and_not_by_a_stale_tag(self, block, client_of):
        call = FundCall.objects.create(
            number=f"XJ-20261120-{block.pk:06d}", estate=block.estate, block=block, called_on=TODAY,
            due_on=date(2026, 12, 20), first_deposit_fen=9, balance_fen=1, sum_fen=8,
        )  # fmt: skip
        client, place = client_of("district"), f"{API}/fund-calls/{call.number}"
        tag = client.get(f"{place}/")["ETag"]
        assert client.post(f"{place}/withdraw/", {"reason": "误发"}, headers={"if-match": '"x"'}).status_code == 412
        assert client.post(f"{place}/withdraw/", {"reason": "误发"}, headers={"if-match": tag}).status_code == 200
        assert client.post(f"{place}/withdraw/", {"reason": "误发"}).status_code == 409

    def test_a_statement_is_worked_through(self, block, client_of):
        first = accounts_of(block)[0]
        line = BankLine(
            block=block, serial="S1", on=TODAY, kind="top_up", amount_fen=5, balance_fen=200_05, account=first,
            account_number=first.number,
        )  # fmt: skip
        (statement,) = take_in([line], by=None, at=NOW)
        client, place = client_of("district"), f"{API}/bank-statements/{statement.number}"
        assert client.post(f"{place}/close/", {}).status_code == 409
        assert client.post(f"{place}/book/", {}).status_code == 200
        assert client.post(f"{place}/match/", {}).status_code == 200
        closed = client.post(f"{place}/close/", {})
        assert (closed.status_code, closed.json()["state"], closed.json()["ledger_fen"]) == (200, "closed", 200_05)
        assert client.get(f"{place}/?expand=lines").json()["lines"][0]["state"] == "matched"


class TestFiles:
    def read(self, *rows):
        sheet = FundSheet(by=None)
        plan = list(enumerate(sheet.ready_columns()))
        sheet.take([sheet.read(number, list(row), plan) for number, row in enumerate(rows, start=2)])
        return sheet, [(fault.row, fault.heading) for fault in sheet.faults]

    def row(self, building, room="", unit="", first="100.00", balance="29.99"):
        return [building.estate.code, building.name, unit, room, "城市银行", "", "", first, balance, "2026-06-30"]

    def test_homes_and_whole_buildings_are_taken_over(self, block):
        homes = some_homes(block.estate, [50, 60], "9号楼")
        bare = a_building(block.estate)
        rows = [self.row(homes[0].building, home.room, home.unit) for home in homes]
        sheet, faults = self.read(*rows, self.row(bare, balance="0"))
        assert faults == []
        batch = ImportBatch.objects.create(
            sheet=sheet.key, file_name="x.xlsx", received_at=NOW, file="x.xlsx", state="applying"
        )
        sheet.keep(sheet.finish(), batch=batch, by=None, at=NOW)
        taken = FundAccount.objects.filter(block__building=homes[0].building)
        assert set(taken.values_list("first_deposit_fen", "balance_fen")) == {(100_00, 29_99)}
        found = FundBlock.objects.filter(building__in=[homes[0].building, bare]).order_by("pk")
        assert list(found.values_list("first_deposit_fen", "balance_fen")) == [(200_00, 59_98), (100_00, 0)]

    def test_what_has_a_fund_or_is_unknown_is_refused(self, block):
        home = accounts_of(block)[0].home
        building = home.building
        rows = (self.row(building), self.row(building, home.room, home.unit), self.row(building, "999"))
        assert self.read(*rows)[1] == [(2, "楼栋"), (3, "房号"), (4, "房号")]
