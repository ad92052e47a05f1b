"""Tags of answers that no table keeps; and what their pages take."""

from datetime import date

import pytest

from accounts.models import ApiToken
from intake.models import BatchState, ImportBatch
from tests.conftest import NOW
from tests.factories import a_world

API = "/api/v1"
FIGURES = ["overview", "grades", "coverage", "ranking", "trend", "coverage-trend", "moves", "windows", "last-run"]
TAGGED = [*(f"figures/{name}/" for name in FIGURES), "runs/{run}/moves/", "imports/{batch}/faults/",
          "imports/templates/", "tokens/current/"]  # fmt: skip
PAGED = ["runs/{run}/moves/", "imports/{batch}/faults/", "imports/templates/"]


@pytest.fixture
def address(people):
    """`address(place)` with the keys of things that are there."""
    made = a_world()
    batch = ImportBatch.objects.create(
        sheet="estates", file_name="x.xlsx", state=BatchState.FAULTY, by=people["district"], received_at=NOW
    )
    return lambda place: f"{API}/" + place.format(run=made.night.pk, batch=batch.pk)


@pytest.mark.parametrize("place", TAGGED)
def test_whoever_has_an_answer_does_not_fetch_it_again(address, client_of, place):
    client = client_of("district")
    first = client.get(address(place))
    assert first.status_code == 200, first.content
    again = client.get(address(place), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_a_figure_that_is_another_has_another_tag(address, client_of):
    client = client_of("district")
    first = client.get(address("figures/grades/"))
    other = client.get(address("figures/grades/"), {"on": date(2026, 11, 19)}, headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200
    assert other["ETag"] != first["ETag"]


def test_freshness_has_a_tag(address, client_of):
    assert client_of("district").get(address("figures/freshness/"))["ETag"]


def test_a_token_that_is_used_by_another_is_another_caller(address, client_of):
    first, second = client_of("district"), client_of("district")
    tag = first.get(address("tokens/current/"))["ETag"]
    assert second.get(address("tokens/current/"), headers={"if-none-match": tag}).status_code == 200
    assert ApiToken.objects.count() >= 2


@pytest.mark.parametrize("place", PAGED)
@pytest.mark.parametrize("query", ["after=", "count=exact", "count=none"])
def test_pages_refuse_what_they_do_not_know(address, client_of, place, query):
    answer = client_of("district").get(f"{address(place)}?{query}", headers={"accept-language": "en"})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["parameter"] == query.partition("=")[0]
    assert "page, page_size" in error["detail"]


@pytest.mark.parametrize("place", PAGED)
def test_pages_are_numbered(address, client_of, place):
    told = client_of("district").get(f"{address(place)}?page=1&page_size=1").json()
    assert told["count_is_exact"] is True
    assert len(told["results"]) <= 1
