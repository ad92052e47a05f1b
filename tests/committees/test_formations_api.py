"""A district's own system leads a management committee from the application to its filing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry
from committees.models import Committee, Filing, Formation

API = "/api/v1/"
BEGUN = datetime(2026, 11, 2, 2, tzinfo=UTC)
NAMES = ["赵街道", "钱社区", "孙业主", "李业主", "周业主", "吴业主", "郑使用人"]


@pytest.fixture
def clock(monkeypatch):
    """`clock(days=7)` goes on so far."""
    now = [BEGUN]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])

    def on(**more):
        now[0] += timedelta(**more)

    return on


@pytest.fixture
def street(client_of, clock):
    return client_of("street")


@pytest.fixture
def formation(street, estate) -> str:
    """The number of an application on file."""
    body = {"estate": estate.code, "kind": "management", "condition": "not_ready"}
    answer = street.post(f"{API}formations/", body)
    assert answer.status_code == 201, answer.json()
    return answer.json()["number"]


def use(client, kind: str, number: str, verb: str, **body):
    return client.post(f"{API}{kind}/{number}/{verb}/", body)


def name_all(street, number, owners):
    sides = ["street", "community", "owner", "owner", "owner", "owner", "user"]
    theirs = iter(owners)
    for place, (name, side) in enumerate(zip(NAMES, sides, strict=True)):
        owner = {"owner": next(theirs).pk} if side == "owner" else {}
        answer = use(street, "formations", number, "add-to-group", name=name, side=side, is_head=place == 0, **owner)
        assert answer.status_code == 200, answer.json()


def test_leads_to_a_committee_in_office(street, client_of, estate, formation, owners, clock):
    assert use(street, "formations", formation, "check").status_code == 200
    name_all(street, formation, owners)
    for verb in ("form-group", "post-group"):
        answer = use(street, "formations", formation, verb)
        assert answer.status_code == 200, answer.json()
    early = use(street, "formations", formation, "found", years=2)
    assert early.status_code == 400
    assert "杭州条例" in early.content.decode()
    clock(days=8)
    told = use(street, "formations", formation, "found", years=2).json()
    committee = Committee.objects.get(number=told["committee"])
    assert (committee.state, committee.members.count()) == ("elected", 7)

    filing = Filing.objects.get(committee=committee)
    missing = use(street, "filings", filing.number, "submit")
    assert missing.status_code == 400
    for kind in ("naming", "member_list"):
        paper = SimpleUploadedFile("list.pdf", b"%PDF-1.4 one page", content_type="application/pdf")
        path = f"{API}filings/{filing.number}/take-paper/"
        assert street.post(path, {"kind": kind, "file": paper}, format="multipart").status_code == 200
    assert use(street, "filings", filing.number, "submit").json()["state"] == "submitted"
    done = use(client_of("district"), "filings", filing.number, "accept").json()
    assert (done["state"], done["moves"]) == ("filed", [])
    committee.refresh_from_db()
    assert committee.is_in_office
    assert Formation.objects.get(number=formation).state == "done"


def test_tells_the_steps_that_are_open(street, formation):
    moves = street.get(f"{API}formations/{formation}/").json()["moves"]
    assert [move["verb"] for move in moves] == ["check", "fail", "stop"]


def test_tells_nobody_s_name(street, client_of, formation, owners):
    use(street, "formations", formation, "check")
    name_all(street, formation, owners)
    for client in (street, client_of("bureau")):
        told = client.get(f"{API}formations/{formation}/").content.decode()
        assert not any(name in told for name in NAMES)
    logged = str(list(AuditEntry.objects.values_list("before", "after", "why", "label")))
    assert not any(name in logged for name in NAMES)


def test_a_stranger_finds_nothing(client_of, formation, clock):
    for verb in ("check", "stop"):
        answer = use(client_of("neighbour"), "formations", formation, verb, reason="无")
        assert answer.status_code == 404


def test_a_wrong_moment_is_said(street, formation):
    answer = use(street, "formations", formation, "form-group")
    assert answer.status_code == 409
    assert formation in answer.json()["detail"]


def test_who_holds_no_votes_guides_nothing(client_of, formation):
    assert use(client_of("inspector"), "formations", formation, "check").status_code == 403


def test_an_even_number_is_refused_with_its_article(street, formation, owners):
    use(street, "formations", formation, "check")
    name_all(street, formation, owners)
    use(street, "formations", formation, "add-to-group", name="王使用人", side="user")
    answer = use(street, "formations", formation, "form-group")
    assert answer.status_code == 400
    assert "8" in answer.content.decode()
    assert "北京、杭州、宁波条例" in answer.content.decode()
