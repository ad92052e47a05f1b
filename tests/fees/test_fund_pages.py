"""The owner's look-up, and the officers' desks of the fund."""

from datetime import date
from io import BytesIO

import pytest
from django.core.cache import cache
from openpyxl import load_workbook

from accounts.models import AuditEntry
from committees.models import CommitteeLogin
from fees.funds import actions
from fees.funds.banks.taking import take_in
from fees.funds.letters import grouped
from fees.funds.mine.forms import plain
from fees.models import BankLine, EntryKind, FundBlock, FundVoucher
from tests.conftest import NOW, TODAY
from tests.factories.owners import a_committee
from tests.factories.places import a_building, an_estate
from tests.factories.rules import the_rules
from tests.fees.funded import a_block, accounts_of, pay_in


@pytest.fixture
def block(city):
    the_rules(city)
    cache.clear()
    made = a_block(an_estate("130102001001", name="青禾苑"), [100, 100])
    pay_in(made, 8_888_88, 100_00)
    return made


def typed(account, **given) -> dict[str, str]:
    home = account.home
    told = {
        "estate": account.block.estate.code, "building": home.building.name, "unit": home.unit, "room": home.room,
        "code": account.code,
    }  # fmt: skip
    return told | given


class TestLookingUp:
    def test_home_and_code_open_the_account(self, block, client):
        account = accounts_of(block)[0]
        page = client.post("/fund/", typed(account)).content.decode()
        assert "8,888.88" in page
        assert account.code not in page

    def test_tells_the_number_by_which_the_bank_finds_an_entry(self, block, client):
        span = {"from_on": date(2025, 6, 1), "until_on": date(2026, 1, 1), "on": date(2025, 12, 31)}
        made = actions.add_interest(block, amount_fen=9_00, reference="HD-20251231-7", by=None, at=NOW, **span)
        actions.correct(made, on=TODAY, note="利息重复入账。", by=None, at=NOW)
        page = client.post("/fund/", typed(accounts_of(block)[0])).content.decode()
        assert f"<small>{made.reference}</small>" in page
        assert f"<small>{made.number}</small>" in page

    def test_what_people_write_otherwise_is_the_same(self, block, client):
        account = accounts_of(block)[0]
        given = typed(
            account, estate="青禾苑", building="1 栋", unit="1单元", room="101室", code=grouped(account.code).lower()
        )
        assert client.post("/fund/", given).status_code == 200

    @pytest.mark.parametrize(
        "change", [{"room": "102"}, {"unit": "2"}, {"building": "9号楼"}, {"estate": "无此小区"}, {"code": "0" * 12}]
    )
    def test_anything_wrong_gets_one_answer_that_says_nothing(self, block, client, change):
        account = accounts_of(block)[0]
        answer = client.post("/fund/", typed(account, **change))
        assert answer.status_code == 422
        assert "房屋和查询码对不上" in answer.content.decode()
        assert "8,888.88" not in answer.content.decode()

    def test_a_code_of_another_length_is_no_guess(self, block, client):
        account = accounts_of(block)[0]
        for _time in range(6):
            assert client.post("/fund/", typed(account, code="123")).status_code == 422
        assert client.post("/fund/", typed(account)).status_code == 200

    def test_guessing_closes_the_home_for_a_while(self, block, client):
        first, second = accounts_of(block)
        for _time in range(5):
            client.post("/fund/", typed(first, code="0" * 12))
        answers = [client.post("/fund/", typed(account)).status_code for account in (first, second)]
        assert answers == [422, 200]

    def test_a_new_code_ends_the_old_one(self, block, client):
        account = accounts_of(block)[0]
        old = typed(account)
        actions.new_code(account, by=None, at=NOW)
        fresh = accounts_of(block)[0]
        assert [client.post("/fund/", given).status_code for given in (old, typed(fresh))] == [422, 200]

    def test_nothing_is_kept_between(self, block, client):
        answer = client.post("/fund/", typed(accounts_of(block)[0]))
        assert answer["Cache-Control"] == "private, no-store"
        assert "8,888.88" not in client.get("/fund/").content.decode()

    def test_who_comes_from_an_estate_need_not_type_it(self, block, client):
        assert block.estate.code in client.get(f"/fund/?estate={block.estate.code}").content.decode()


@pytest.mark.parametrize(
    ("written", "meant"), [("3号楼", "3"), ("３ 栋", "3"), ("2单元", "2"), ("501室", "501"), ("", "")]
)
def test_what_people_leave_out(written, meant):
    assert plain(written) == meant


@pytest.fixture
def statement(block):
    line = BankLine(block=block, serial="S1", on=TODAY, kind="top_up", amount_fen=5, balance_fen=5)
    return take_in([line], by=None, at=NOW)[0]


class TestDesks:
    @pytest.mark.parametrize(
        "name", ["fundblock", "fundaccount", "fundvoucher", "fundcall", "bankstatement", "bankline"]
    )
    def test_each_shows_its_list_and_page_within_scope(self, block, statement, people, client, name):
        actions.pay_use(
            type("Use", (), {"number": "WX-1", "estate": block.estate})(), {accounts_of(block)[0].pk: 8_000_00},
            on=TODAY, by=None, at=NOW,
        )  # fmt: skip
        actions.call_low(TODAY, at=NOW)
        things = {
            "fundblock": block, "fundaccount": accounts_of(block)[0], "fundvoucher": FundVoucher.objects.first(),
            "fundcall": block.calls.first(), "bankstatement": statement, "bankline": statement.lines.get(),
        }  # fmt: skip
        pages = (f"/admin/fees/{name}/", f"/admin/fees/{name}/{things[name].pk}/change/")
        answers = {}
        for person in ("district", "neighbour", "company"):
            client.force_login(people[person])
            answers[person] = [client.get(page).status_code for page in pages]
        assert answers == {"district": [200, 200], "neighbour": [200, 404], "company": [403, 403]}

    def test_a_committee_reads_its_buildings_and_nobody_s_payment(self, block, statement, people, client):
        CommitteeLogin.objects.create(user=people["committee"], committee=a_committee(block.estate))
        client.force_login(people["committee"])
        page = client.get(f"/admin/fees/fundblock/{block.pk}/change/").content.decode()
        assert "8,988.88" in page
        assert FundVoucher.objects.get().number not in page
        names = ("fundaccount", "fundvoucher", "fundcall", "bankstatement", "bankline")
        assert {client.get(f"/admin/fees/{name}/").status_code for name in names} == {403}

    def test_a_fund_is_begun_and_a_deposit_booked(self, block, people, client):
        client.force_login(people["district"])
        building = a_building(block.estate)
        given = {"building": building.pk, "bank": "城市银行", "bank_account": "1"}
        assert client.post("/admin/fees/fundblock/add/", given).status_code == 302
        assert FundBlock.objects.filter(building=building).exists()
        account = accounts_of(block)[0]
        deposit = {"kind": EntryKind.TOP_UP, "amount_fen": "12.34", "on": "2026-11-01"}
        assert client.post(f"/admin/fees/fundaccount/{account.pk}/deposit/", deposit).status_code == 302
        assert accounts_of(block)[0].balance_fen == 8_901_22

    def test_letters_are_for_the_keepers_and_recorded(self, block, people, client):
        client.force_login(people["street"])
        assert client.post(f"/admin/fees/fundblock/{block.pk}/letters/").status_code == 403
        client.force_login(people["district"])
        page = client.post(f"/admin/fees/fundblock/{block.pk}/letters/").content.decode()
        assert all(grouped(account.code) in page for account in accounts_of(block))
        assert AuditEntry.objects.get(verb="make_fund_letters").after == {"letters": 2}

    def test_a_line_is_explained_and_the_statement_closed(self, statement, people, client):
        client.force_login(people["district"])
        line = statement.lines.get()
        page = f"/admin/fees/bankline/{line.pk}"
        assert client.post(f"{page}/explain-line/", {"explanation": "串户"}).status_code == 302
        closing = f"/admin/fees/bankstatement/{statement.pk}/close/"
        assert client.post(closing, {"explanation": ""}).status_code == 200
        assert client.post(closing, {"explanation": "次月冲回"}).status_code == 302

    def test_lists_are_handed_out_in_yuan(self, block, people, client):
        client.force_login(people["district"])
        answer = client.get("/admin/fees/fundaccount/export/?as=xlsx")
        rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
        assert len(rows) == 3
        assert "8888.88" in map(str, rows[1])
