"""Lists as files: every row that the filters leave of the caller's scope, in three formats, and a line in the log."""

import csv
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import spreadsheets
from accounts.api.resources import Resource
from accounts.models import AuditEntry, Level, Region
from config import api
from tests.factories import a_record, a_world, an_enterprise, an_estate, one_more

API = "/api/v1"
EXPORTABLE = [prefix for prefix, view, _name in api.router.registry if getattr(view, "export", None)]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "|x", '=HYPERLINK("http://x","y")']


def content(answer) -> bytes:
    assert answer.status_code == 200, getattr(answer, "content", answer)
    return b"".join(answer.streaming_content)


def lines(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig"))))


def sheet(answer) -> list[list]:
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content(answer))).active.iter_rows(values_only=True)]


@pytest.fixture
def world(people):
    return a_world()


class Kept:
    """People who are there once for all tests of a class; each test's own acts are undone."""

    pytestmark = pytest.mark.django_db

    @pytest.fixture(scope="class")
    @classmethod
    def people(cls, settled_in_class):
        return settled_in_class


class TestEveryList(Kept):
    @pytest.fixture(scope="class")
    @classmethod
    def world(cls, people):
        return a_world()

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    @pytest.mark.parametrize("prefix", EXPORTABLE)
    def test_is_the_same_rows_and_fields_as_in_json(self, world, client_of, prefix, kind):
        client = client_of("bureau")
        listed = client.get(f"{API}/{prefix}/").json()["results"]
        answer = client.get(f"{API}/{prefix}/export/?as={kind}")
        heading, *rows = lines(answer) if kind == "csv" else sheet(answer)
        assert heading == [name for name in listed[0] if name in heading] if listed else heading
        assert len(rows) == len(listed)
        for row, told in zip(rows, listed, strict=True):
            for name, value in zip(heading, row, strict=True):
                same(value, told[name], kind)

    def test_of_the_portal_is_among_them(self):
        assert {"estates", "evidence", "grades", "contracts", "rulebook-items"} <= set(EXPORTABLE)
        assert issubclass(api.Estates, Resource)


class TestEveryListOfAnotherStreet(Kept):
    @pytest.fixture(scope="class")
    @classmethod
    def world(cls, people):
        Region.objects.create(code="130102002000", parent_id="130102000000", name="青园街道", level=Level.STREET)
        return a_world("130102002000")

    @pytest.mark.parametrize("who", ["neighbour", "street", "company"])
    @pytest.mark.parametrize("prefix", EXPORTABLE)
    def test_leaves_nothing_of_it_to_those_who_do_not_see_it(self, world, client_of, prefix, who):
        answer = client_of(who).get(f"{API}/{prefix}/export/")
        text = "" if answer.status_code == 403 else content(answer).decode()
        assert [secret for secret in world.hidden if secret in text] == []


def same(written, told, kind: str) -> None:
    """Whether a cell says what JSON says."""
    if told is None or told == "":
        assert written in (None, "")
    elif isinstance(told, bool):
        assert written is told if kind == "xlsx" else written == ("true" if told else "false")
    elif isinstance(told, int | float):
        assert Decimal(str(written)) == Decimal(str(told))
    elif isinstance(told, dict | list):
        assert json.loads(written) == told
    else:
        assert str(written).lstrip("'") == str(told).lstrip("'")


class TestAFile:
    def test_has_what_is_filtered_in_the_order_asked_for(self, world, client_of):
        old, older = an_estate(kind="old", households=10), an_estate(kind="old", households=9)
        answer = client_of("district").get(f"{API}/estates/export/?kind=old&ordering=households&fields=households,code")
        assert lines(answer) == [["code", "households"], [older.code, "9"], [old.code, "10"]]

    def test_leaves_out_what_is_omitted(self, world, client_of):
        heading = lines(client_of("district").get(f"{API}/estates/export/?omit=address,grade"))[0]
        assert "code" in heading
        assert not {"address", "grade"} & set(heading)

    def test_has_words_for_people_if_asked(self, world, client_of):
        query = "fields=code,name,region,grade&headings=words"
        heading = lines(client_of("district").get(f"{API}/estates/export/?{query}"))[0]
        assert heading[:3] == ["小区编号", "名称", "街道或社区"]

    def test_is_called_after_its_list_and_kept_by_nobody_on_the_way(self, world, client_of):
        answer = client_of("district").get(f"{API}/estates/export/?as=xlsx")
        assert answer["Content-Disposition"].startswith('attachment; filename="estate-20')
        assert answer["Content-Disposition"].endswith('.xlsx"')
        assert answer["Content-Type"] == spreadsheets.WORKBOOK
        assert answer["Cache-Control"] == "private, no-store"
        content(answer)

    @pytest.mark.parametrize("text", FORMULAS)
    def test_runs_nothing(self, world, client_of, text):
        an_estate(name=text)
        client = client_of("district")
        assert [f"'{text}"] in lines(client.get(f"{API}/estates/export/?fields=name"))
        book = openpyxl.load_workbook(io.BytesIO(content(client.get(f"{API}/estates/export/?fields=name&as=xlsx"))))
        assert [cell.data_type for cell in book.active["A"] if cell.value == text] == ["s"]

    @pytest.mark.parametrize("text", ["<b>&amp;</b>", " a ", "a\nb", 'a"b,c', "𠮷野", "\x0b控", "x" * 80])
    def test_keeps_every_letter_that_a_file_can_hold(self, world, client_of, text):
        an_estate(name=text)
        client = client_of("district")
        assert [text] in lines(client.get(f"{API}/estates/export/?fields=name"))
        written = [row[0] for row in sheet(client.get(f"{API}/estates/export/?fields=name&as=xlsx"))]
        assert text.replace("\x0b", "\ufffd") in written

    @pytest.mark.parametrize("number", [1, 40])
    def test_costs_as_many_queries_for_one_row_as_for_many(self, world, client_of, number):
        for _ in range(number):
            one_more(world.rulebook, world.night)
        client = client_of("district")
        client.get(f"{API}/evidence/export/")
        with CaptureQueriesContext(connection) as asked:
            content(client.get(f"{API}/evidence/export/"))
        assert len([each for each in asked if 'FROM "credit_evidence"' in each["sql"]]) == 2


class TestTheLog:
    def test_says_who_took_out_what_and_how_many_rows(self, world, client_of):
        content(client_of("district").get(f"{API}/estates/export/?as=xlsx&kind=commodity&fields=code,name"))
        line = AuditEntry.objects.get(verb="export")
        assert (line.who, line.role) == ("district", "district")
        assert line.after == {
            "list": "estate", "as": "xlsx", "filters": {"kind": "commodity"}, "fields": ["code", "name"], "rows": 1,
        }  # fmt: skip

    def test_has_the_line_before_the_first_row_has_left(self, world, client_of):
        client_of("district").get(f"{API}/estates/export/")
        assert AuditEntry.objects.filter(verb="export").count() == 1

    def test_has_no_line_of_what_was_refused(self, world, client_of):
        assert client_of("district").get(f"{API}/estates/export/?as=pdf").status_code == 400
        assert client_of("district").get(f"{API}/estates/export/?kind=castle").status_code == 400
        assert not AuditEntry.objects.filter(verb="export").exists()


class TestWhatMakesNoSense:
    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ("as=pdf", "as"), ("as=", "as"), ("headings=latin", "headings"), ("fields=secret", "fields"),
            ("fields=", "fields"), ("page=2", "page"), ("expand=enterprise", "expand"), ("limit=-1", "limit"),
            ("ordering=address", "ordering"), ("as=csv&as=xlsx", "as"), ("kind=castle", "kind"),
            ("region=" + "9" * 10_000, "region"),
        ],
    )  # fmt: skip
    def test_is_refused_by_name(self, world, client_of, query, parameter):
        answer = client_of("district").get(f"{API}/estates/export/?{query}")
        assert answer.status_code == 400
        assert {error["parameter"] for error in answer.json()["errors"]} == {parameter}

    def test_leaves_something_to_show(self, world, client_of):
        client = client_of("district")
        names = ",".join(lines(client.get(f"{API}/estates/export/"))[0])
        assert client.get(f"{API}/estates/export/?omit={names}").status_code == 400

    def test_is_not_a_longer_sheet_than_there_can_be(self, world, client_of, monkeypatch):
        monkeypatch.setattr(spreadsheets, "MOST_ROWS_OF_A_SHEET", 1)
        client = client_of("district")
        assert client.get(f"{API}/estates/export/?as=xlsx").status_code == 200
        an_estate()
        answer = client.get(f"{API}/estates/export/?as=xlsx")
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "as")
        assert "csv" in answer.json()["detail"]
        assert len(lines(client.get(f"{API}/estates/export/"))) == 3


class TestGeoJson:
    def test_is_a_collection_of_points(self, world, client_of):
        placed = an_estate(latitude="38.045123", longitude="114.512345", name="有坐标")
        answer = client_of("district").get(f"{API}/estates/export/?as=geojson&fields=code,name,households")
        assert answer["Content-Type"] == "application/geo+json"
        found = json.loads(content(answer))
        assert found["type"] == "FeatureCollection"
        features = {feature["id"]: feature for feature in found["features"]}
        assert features[placed.code] == {
            "type": "Feature",
            "id": placed.code,
            "geometry": {"type": "Point", "coordinates": [114.512345, 38.045123]},
            "properties": {"code": placed.code, "name": "有坐标", "households": 400},
        }
        assert features[world.estate.code]["geometry"] is None

    def test_of_nothing_is_an_empty_collection(self, world, client_of):
        answer = client_of("district").get(f"{API}/estates/export/?as=geojson&code=9999999999999")
        assert json.loads(content(answer)) == {"type": "FeatureCollection", "features": []}

    @pytest.mark.parametrize("prefix", ["enterprises", "evidence", "grades", "regions"])
    def test_is_refused_where_nothing_has_coordinates(self, world, client_of, prefix):
        answer = client_of("district").get(f"{API}/{prefix}/export/?as=geojson")
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "as")


class TestScope:
    def test_is_the_lists(self, people, client_of):
        world = a_world()
        other = an_enterprise("130108000000")
        hidden = a_record(world.rulebook.items.get(code="B1"), enterprise=other)
        numbers = [row[0] for row in lines(client_of("district").get(f"{API}/evidence/export/?fields=number"))]
        assert numbers == ["number", world.record.number]
        assert hidden.number in content(client_of("bureau").get(f"{API}/evidence/export/?fields=number")).decode()

    def test_needs_the_right_to_read(self, world, client_of):
        assert client_of("company").get(f"{API}/runs/export/").status_code == 403
