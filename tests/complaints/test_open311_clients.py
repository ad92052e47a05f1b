"""Public clients of Open311, as they come from PyPI, against a running portal."""

from datetime import UTC, datetime

import pytest
from civicbot.http import HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from georeport import GeoReport

from accounts.tokens import issue_token
from complaints.models import Complaint
from tests.factories.complaints import LIFT, a_complaint

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filed(estate) -> Complaint:
    return a_complaint(estate, at=datetime.now(UTC))


class TestGeoreport:
    @pytest.mark.parametrize("form", ["json", "xml"])
    def test_lists_and_fetches(self, live_server, filed, form):
        client = GeoReport(f"{live_server.url}/open311/v2", jurisdiction="130100", output_format=form)
        codes = {service["service_code"] for service in client.get_service_list()}
        assert LIFT in codes
        assert client.get_service_definition(LIFT)["service_code"] == LIFT
        found = client.get_service_requests(service_code=LIFT, status="open")
        found = found if isinstance(found, list) else [found]
        assert [each["service_request_id"] for each in found] == [filed.number]
        assert client.get_service_request(filed.number)["address_id"] == filed.estate.code


class TestCivicbot:
    @pytest.fixture
    def client(self, live_server) -> Open311Client:
        portal = Endpoint(id="anju", name="石家庄", base_url=f"{live_server.url}/open311/v2", write=True)
        return Open311Client(portal, HttpTransport(rate_limiter=RateLimiter(0)))

    def test_lists_and_fetches(self, client, filed):
        assert LIFT in {service["service_code"] for service in client.list_services()}
        assert [each["service_request_id"] for each in client.list_requests(status="open")] == [filed.number]
        assert client.get_request(filed.number)["service_code"] == LIFT

    def test_files_what_it_checked_against_the_definition(self, client, estate, people):
        _token, key = issue_token(people["street"], name="随手拍", by=None, at=datetime.now(UTC))
        sent = client.create_request(
            LIFT, dry_run=False, confirm="SEND", api_key=key, validate_remote=True, address_id=estate.code,
            description="电梯又停了。", attributes={"kind": "complaint", "spot": "3 号楼"},
        )  # fmt: skip
        number = sent.response[0]["service_request_id"]
        assert client.get_request(number)["status"] == "open"
        assert Complaint.objects.get(number=number).spot == "3 号楼"
