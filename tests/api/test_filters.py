"""Filters of all lists: one convention for every column, and a clear answer to whatever an address may hold."""

import os
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import api
from credit.models import Evidence
from enterprises.models import Enterprise
from estates.models import Estate
from tests.factories import a_contract, a_manager, a_record, a_rulebook, a_world, an_enterprise, an_estate

API = "/api/v1"
FILTERS = [
    (prefix, name)
    for prefix, view, _name in api.router.registry
    if getattr(view, "filterset_class", None) is not None
    for name in view.filterset_class.base_filters
]
LISTS = sorted({prefix for prefix, _name in FILTERS})
LONG = "9" * 10_000
THOROUGH = "FUZZ_SECONDS" in os.environ
"""`make fuzz` asks every filter everything; the suite asks each a share, another one each."""
SHARE = 8
HARD = [
    "", " ", ",", "1,", ",,", "\x00", "a\x00b", "\ufffd", "\u202e", "%", "_", "\\", "'", '"; DROP TABLE x', "-1", "0",
    "9" * 400, "-" + "9" * 400, "1e999999", "NaN", "Infinity", "1_0", "１２", "0x10", "1.0000000001", "true", "TRUE",
    "null", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "2026-1-1", "11/20/2026", "today",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-11-20T00:00:00 08:00", "2026-11-20T99:99:99",
    "a" * 101, LONG, "，", "𠮷", "😀" * 30, "[]", "{}", "C,D", "*", "..", "a b c d e f g",
]  # fmt: skip


class OverAWorld:
    """One of everything, made once for all tests of a class."""

    @pytest.fixture(scope="class")
    @classmethod
    def people(cls, settled_in_class):
        a_world()
        return settled_in_class

    @pytest.fixture
    def bureau(self, db, client_of):
        return client_of("bureau")


def must_be_clear(client, prefix: str, name: str, text: str) -> int:
    """A list, or a problem that names the parameter; never a failure, never an endless sentence."""
    answer = client.get(f"{API}/{prefix}/", {name: text, "page_size": "5"})
    assert answer.status_code in (200, 400), (prefix, name, text[:50], answer.content[:300])
    if answer.status_code == 400:
        assert {error["parameter"] for error in answer.json()["errors"]} == {name}
        assert len(answer.content) < 3_000
    return answer.status_code


class TestHardInput(OverAWorld):
    @pytest.mark.parametrize("prefix", LISTS)
    def test_is_answered_clearly_by_every_filter(self, bureau, prefix):
        for place, name in enumerate(name for place, name in FILTERS if place == prefix):
            for text in HARD if THOROUGH else HARD[place % SHARE :: SHARE]:
                must_be_clear(bureau, prefix, name, text)

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        filter_=st.sampled_from(FILTERS),
        text=st.one_of(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
            st.integers().map(str),
            st.dates().map(str),
            st.datetimes().map(str),
            st.lists(st.text("0123456789,.-ABCab", max_size=5), max_size=30).map(",".join),
            st.decimals(allow_nan=True).map(str),
        ),
    )
    def test_of_any_kind_is_answered_clearly(self, bureau, filter_, text):
        must_be_clear(bureau, *filter_, text)

    @pytest.mark.parametrize("prefix", LISTS)
    def test_without_sense_never_returns_everything(self, bureau, prefix):
        for name in [name for place, name in FILTERS if place == prefix and name != "search"]:
            for text in ("", " ", ",", "1,", LONG):
                answer = bureau.get(f"{API}/{prefix}/", {name: text})
                assert answer.status_code == 400 or answer.json()["count"] == 0, (name, text[:10])

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ("limit=-1", "limit"), ("kind=old&kind=micro", "kind"), ("nonsense=1", "nonsense"),
            ("x" * 5000 + "=1", "x" * 60), ("households_from=many", "households_from"), ("on=20.11.2026", "on"),
            ("kind=old,castle", "kind"), ("region=13010", "region"), ("code=" + "1," * 1000 + "1", "code"),
            ("has_contract=maybe", "has_contract"), ("ordering=address", "ordering"), ("page_size=1001", "page_size"),
        ],
    )  # fmt: skip
    def test_is_refused_by_name(self, bureau, query, parameter):
        answer = bureau.get(f"{API}/estates/?{query}")
        assert answer.status_code == 400
        assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]

    def test_of_a_thousand_values_is_the_most(self, bureau):
        codes = [f"13010200{number:05d}" for number in range(1_000)]
        assert bureau.get(f"{API}/estates/", {"code": ",".join(codes)}).status_code == 200
        answer = bureau.get(f"{API}/estates/", {"code": ",".join([*codes, "1"])})
        assert "1000" in answer.json()["detail"]
        assert "1001" in answer.json()["detail"]


class TestConvention:
    """What a column can be asked for, on the columns of an estate, a contract and a record."""

    @pytest.fixture
    def found(self, people, client_of):
        client = client_of("bureau")

        def keys(prefix: str, key: str, **query) -> set:
            answer = client.get(f"{API}/{prefix}/", query)
            assert answer.status_code == 200, answer.content
            return {row[key] for row in answer.json()["results"]}

        return keys

    def test_is_exact_or_one_of_several(self, found):
        old, micro, other = an_estate(kind="old"), an_estate(kind="micro"), an_estate(kind="village")
        assert found("estates", "code", kind="old,micro") == {old.code, micro.code}
        assert found("estates", "code", code=f"{old.code},{other.code}") == {old.code, other.code}
        assert found("estates", "code", name=micro.name) == {micro.code}
        assert found("estates", "code", name=micro.name[:2]) == set()

    def test_is_between_two_values_both_included(self, found):
        small, middle, large = (an_estate(households=number, built_year=1990 + number) for number in (10, 20, 30))
        assert found("estates", "code", households_from=20) == {middle.code, large.code}
        assert found("estates", "code", households_to=20) == {small.code, middle.code}
        assert found("estates", "code", households="10,30") == {small.code, large.code}
        assert found("estates", "code", built_from=2010, built_to=2010) == {middle.code}

    def test_is_whether_there_is_a_value(self, found):
        dated, plain = an_estate(built_year=1999), an_estate()
        assert found("estates", "code", has_built_year="true") == {dated.code}
        assert found("estates", "code", has_built_year="false") == {plain.code}

    def test_is_days_of_a_contract(self, found):
        company = an_enterprise()
        ends = [None, date(2026, 1, 1), date(2027, 1, 1)]
        forever, over, running = (a_contract(an_estate(), company, ends_on=day) for day in ends)
        assert found("contracts", "id", ends_from="2026-01-01", ends_to="2026-12-31") == {over.pk}
        assert found("contracts", "id", ends_on="2027-01-01") == {running.pk}
        assert found("contracts", "id", has_ends_on="false") == {forever.pk}
        assert found("contracts", "id", running_on="2026-06-01") == {forever.pk, running.pk}
        assert found("contracts", "id", enterprise=f"{company.uscc},X", id=f"{over.pk},{running.pk}") == {
            over.pk,
            running.pk,
        }

    def test_is_moments_by_the_citys_clock(self, found):
        item, company = a_rulebook().items.get(code="B1"), an_enterprise()
        record = a_record(item, enterprise=company)
        assert found("evidence", "id", recorded_from="2026-05-01", recorded_to="2026-05-01") == {record.pk}
        assert found("evidence", "id", recorded_from="2026-05-01T12:00:00") == {record.pk}
        assert found("evidence", "id", recorded_from="2026-05-01T12:00:00+07:00") == set()
        assert found("evidence", "id", recorded_to="2026-05-01T04:00:00Z") == {record.pk}
        assert found("evidence", "id", recorded_to="2026-04-30") == set()

    def test_is_what_a_record_names(self, found):
        book, company, other = a_rulebook(), an_enterprise(), an_enterprise()
        bad, good = book.items.get(code="B1"), book.items.get(code="G1")
        manager = a_manager(company)
        first = a_record(bad, enterprise=company, manager=manager, document="冀建罚字〔2026〕1号", matter="占道")
        second = a_record(good, enterprise=other)
        both = {first.pk, second.pk}
        assert found("evidence", "id", number=f"{first.number},{second.number}") == both
        assert found("evidence", "id", enterprise=f"{company.uscc},{other.uscc}") == both
        assert found("evidence", "id", item="B1,G1", direction="good") == {second.pk}
        assert found("evidence", "id", manager=manager.number) == {first.pk}
        assert found("evidence", "id", document="冀建罚字〔2026〕1号", matter="占道") == {first.pk}
        assert found("evidence", "id", points_from="-5", points_to="0") == {first.pk}
        assert found("evidence", "id", points_from="0.5") == {second.pk}
        assert found("evidence", "id", search="占道 冀建罚字") == {first.pk}


class TestSearch:
    @pytest.mark.parametrize("text", ["%", "_", "\\", "%青%", "青_苑"])
    def test_takes_wildcards_as_letters(self, people, client_of, text):
        an_estate(name="青禾苑", former_names="")
        plain = an_estate(name=f"奇{text}怪")
        rows = client_of("bureau").get(f"{API}/estates/", {"search": text}).json()["results"]
        assert [row["code"] for row in rows] == [plain.code]

    @pytest.mark.parametrize("text", ["QHY", "qhy", "Qhy"])
    def test_minds_no_capitals(self, people, client_of, text):
        estate = an_estate(initials="qhy")
        for query in ({"search": text}, {"pinyin": text}):
            rows = client_of("bureau").get(f"{API}/estates/", query).json()["results"]
            assert [row["code"] for row in rows] == [estate.code]

    def test_takes_at_most_six_words(self, people, client_of):
        answer = client_of("bureau").get(f"{API}/estates/", {"search": "a b c d e f g"})
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "search")

    @pytest.mark.parametrize("model", [Estate, Enterprise, Evidence])
    def test_is_what_the_index_holds(self, db, model):
        """Forbidden to read the table from end to end, PostgreSQL finds the words in the index of trigrams."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = model.objects.order_by().find("未按规定公示").explain()
        assert "trigram" in plan, plan


class TestReading(OverAWorld):
    def test_builds_no_form(self, bureau, monkeypatch):
        monkeypatch.setattr("django.forms.Form.__init__", None)
        for view in {view for _prefix, view, _name in api.router.registry if getattr(view, "filterset_class", None)}:
            assert view.filterset_class({"search": "x"}, queryset=None).data == {"search": "x"}
        assert bureau.get(f"{API}/estates/?kind=old&households_from=3").status_code == 200
