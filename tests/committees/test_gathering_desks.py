"""The lists of duty reports, joint meetings, trainings, party organisations and mediation committees, as files."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.models import AuditEntry, Level, Region
from committees.duties import actions as duties
from committees.joint_meetings import actions as joint
from committees.joint_meetings.actions import Asked
from committees.models import MediationCommittee, PartyOrganisation, Training
from committees.party import actions as party
from committees.training import actions as training
from tests.factories.places import an_estate

AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
DESKS = ("dutyreport", "jointmeeting", "training", "partyorganisation", "mediationcommittee")


def some_of_each(region: str) -> None:
    estate, on = an_estate(region, name=f"小区{region}"), {"by": None, "at": AT}
    duties.report(estate=estate, kind="vote", happened_on=date(2026, 11, 1), words=region, **on)
    joint.call(
        region=estate.region, estate=estate, topic="other", subject=region, place="街道",
        meets_at=AT + timedelta(days=1), asked=[Asked("company", "物业"), Asked("police", "派出所")], **on,
    )  # fmt: skip
    training.plan(
        Training(
            region=estate.region, title=region, content="规则", organiser="街道", begins_at=AT, hours=Decimal(2),
            place="街道",
        ), **on,
    )  # fmt: skip
    branch = PartyOrganisation(estate=estate, title=f"{region}党支部", member_count=8, founded_on=date(2024, 1, 1))
    branch.put_down(name="王秀兰", phone="13800000021")
    party.keep(branch, **on)
    MediationCommittee.objects.create(
        name=f"{region}调解委员会", level="street", region_id=region, member_count=5, chosen_on=date(2025, 1, 1)
    )


@pytest.fixture
def some(rules):
    some_of_each("130102001000")
    some_of_each("130108001000")


@pytest.mark.django_db
@pytest.mark.parametrize("name", DESKS)
class TestAList:
    def test_is_handed_out_as_a_workbook_within_scope_and_recorded(self, some, people, client, name):
        client.force_login(people["street"])
        answer = client.get(f"/admin/committees/{name}/export/?as=xlsx")
        rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
        assert len(rows) == 2
        assert "130108001000" not in str(rows)
        assert "王秀兰" not in str(rows)
        assert AuditEntry.objects.get(verb="export").after["rows"] == 1

    def test_costs_the_same_for_many_rows(self, some, people, client, name, django_assert_max_num_queries):
        client.force_login(people["bureau"])
        client.get(f"/admin/committees/{name}/")
        with django_assert_max_num_queries(40) as few:
            client.get(f"/admin/committees/{name}/")
        for number in range(2, 5):
            some_of_each_more(number)
        with django_assert_max_num_queries(len(few.captured_queries)):
            assert client.get(f"/admin/committees/{name}/").status_code == 200


def some_of_each_more(number: int) -> None:
    """One more of each, in a street of its own."""
    code = f"13010200{number}000"
    Region.objects.create(code=code, parent_id="130102000000", name=f"{number}街道", level=Level.STREET)
    some_of_each(code)
