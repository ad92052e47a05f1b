"""Lists of what committees did, in the web admin: who reads them, within which region; nothing is written there."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.audits.actions import NewAudit, note_audit
from committees.disclosure.actions import disclose
from committees.meetings.actions import decide
from committees.meetings.standing import seated, voting
from committees.models import Committee
from committees.postings.actions import post
from tests.committees.test_meetings import AFTER, held
from tests.committees.test_seals import use
from tests.factories.owners import ELECTED_ON, a_committee

LISTS = ("meeting", "sealuse", "disclosure", "audit", "posting")
AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def committee(estate) -> Committee:
    return a_committee(estate, members=7, filed_on=date(2026, 1, 1))


@pytest.fixture
def things(committee) -> dict:
    meeting = held(committee)
    decide(meeting, text="更换曳引机", signers=list(voting(committee, on=AT.date()))[:4], by=None, at=AFTER)
    paid = {member.pk: True for member in seated(committee, on=AT.date())}
    new = NewAudit("yearly", ELECTED_ON, date(2026, 3, 1), date(2026, 5, 20), "冀正会计师事务所", "收支相符。")
    return {
        "meeting": meeting,
        "sealuse": use(committee),
        "disclosure": disclose(committee, from_on=committee.filed_on, fees_paid=paid, by=None, at=AT),
        "audit": note_audit(committee, new, by=None, at=AT),
        "posting": meeting.notice,
    }


def statuses(client, things) -> set[int]:
    found = {client.get(reverse(f"admin:committees_{name}_changelist")).status_code for name in LISTS}
    pages = {
        client.get(reverse(f"admin:committees_{name}_change", args=[things[name].pk])).status_code for name in LISTS
    }
    return found | pages


@pytest.mark.parametrize("name", ["system", "auditor", "bureau", "district", "street", "inspector", "committee"])
def test_are_read_by_whoever_sees_committees(client, people, member, things, name):
    client.force_login(people[name])
    assert statuses(client, things) == {200}


def test_are_closed_to_companies(client, people, things):
    client.force_login(people["company"])
    assert statuses(client, things) == {403}


def test_show_nothing_of_elsewhere(client, people, things):
    client.force_login(people["neighbour"])
    for name in LISTS:
        page = client.get(reverse(f"admin:committees_{name}_changelist")).content.decode()
        assert "青禾苑业主委员会" not in page
        place = reverse(f"admin:committees_{name}_change", args=[things[name].pk])
        assert client.get(place).status_code in (302, 404)


def test_write_nothing(client, people, things):
    client.force_login(people["street"])
    for name in LISTS:
        assert client.get(reverse(f"admin:committees_{name}_add")).status_code == 403
        place = reverse(f"admin:committees_{name}_change", args=[things[name].pk])
        assert client.post(place, {}).status_code == 403


def test_tell_how_many_signed_and_not_who(client, people, things):
    client.force_login(people["street"])
    page = client.get(reverse("admin:committees_meeting_change", args=[things["meeting"].pk])).content.decode()
    assert "更换曳引机" in page
    assert "4 / 7" in page
    assert "李卫" not in page


@pytest.mark.parametrize("name", LISTS)
def test_go_out_as_a_file(client, people, things, name):
    client.force_login(people["district"])
    answer = client.get(reverse(f"admin:committees_{name}_export") + "?as=csv")
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    assert answer.status_code == 200
    assert "青禾苑" in text
    assert "李卫" not in text


def test_tell_names_while_they_hang(client, people, committee):
    client.force_login(people["street"])
    hung = post(
        committee.estate, "members", "委员名单", "李卫国", days=15, committee=committee, by=None, at=timezone.now()
    )
    place = reverse("admin:committees_posting_change", args=[hung.pk])
    assert "李卫国" in client.get(place).content.decode()
    type(hung).objects.update(posted_on=date(2026, 1, 1), until_on=date(2026, 1, 17))
    assert "李卫国" not in client.get(place).content.decode()
