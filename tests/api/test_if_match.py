"""`If-Match` with verbs: what is done to a thing that is no longer what the caller has read is not done."""

import pytest

from accounts.models import ApiToken, AuditEntry
from config import generate, promises
from exchange.models import Delivery, DeliveryKind
from intake.models import BatchState, ImportBatch
from tests.conftest import NOW
from tests.factories import a_rulebook, a_world
from tests.factories.webhooks import a_webhook

API = "/api/v1"
OF_OTHERS = (
    "complaints/", "hotline/", "committees/", "formations/", "filings/", "votes/", "owners/", "homes/", "meetings/",
    "board-entries/", "board-faults/", "board-objections/",
    "postings/", "duty-reports/", "joint-meetings/", "trainings/", "party-organisations/", "mediation-committees/",
    "guide-prices/", "fee-filings/", "findings/", "fee-collections/", "arrears-referrals/", "fund-uses/",
    "fund-blocks/", "fund-calls/", "bank-statements/", "revenue-contracts/", "revenue-reports/", "revenue-audits/",
    "revenue-demands/",
    "equipment/", "renovations/", "safety-campaigns/", "hazards/", "basic-services/", "deliveries/", "takeovers/",
)  # fmt: skip
"""Tried in `tests/complaints/test_api_moves.py` and `tests/committees/test_stale_tags.py`."""
STEP = {"on": "2026-11-10", "reason": "经复核"}
VERBS = {
    "contracts/{id}/end/": ("district", {"last_day": "2026-06-30", "why": "业主大会决定"}),
    "evidence/{id}/object/": ("district", STEP),
    "evidence/{id}/uphold/": ("district", STEP),
    "evidence/{id}/repair/": ("district", STEP),
    "evidence/{id}/withdraw/": ("district", STEP),
    "imports/{id}/carry-out/": ("district", {}),
    "imports/{id}/undo/": ("district", {"reason": "重复"}),
    "imports/{id}/discard/": ("district", {}),
    "rulebooks/{id}/copy/": ("bureau", {"version": "2027-9", "why": "新一版"}),
    "rulebooks/{id}/publish/": ("bureau", {"effective_from": "2027-01-01"}),
    "rulebooks/{id}/try/": ("bureau", {}),
    "runs/{id}/recompute/": ("bureau", {}),
    "tokens/{id}/rotate/": ("district", {}),
    "tokens/{id}/revoke/": ("district", {"why": "丢失"}),
    "webhooks/{id}/pause/": ("district", {}),
    "webhooks/{id}/resume/": ("district", {}),
    "webhooks/{id}/rotate-secret/": ("district", {}),
    "webhooks/{id}/test/": ("district", {}),
    "webhooks/{webhook}/deliveries/{key}/redeliver/": ("district", {}),
}
"""Every verb: who uses it, with what."""
NOT_OPEN = {"uphold", "undo", "resume", "carry-out"}
"""Verbs that the things of this test are in no state for."""


@pytest.fixture
def things(people) -> dict[str, str]:
    """The address of a thing of each kind."""
    made, webhook = a_world(), a_webhook(people["district"])
    sent = Delivery.objects.create(
        subscription=webhook, kind=DeliveryKind.PING, body="{}", made_at=NOW, trying_since=NOW, ended_at=NOW,
        state="delivered",
    )  # fmt: skip
    batch = ImportBatch.objects.create(
        sheet="estates", file_name="x.xlsx", state=BatchState.FAULTY, by=people["district"], received_at=NOW
    )
    keys = {
        "contracts": made.contract.pk,
        "evidence": made.record.pk,
        "imports": batch.pk,
        "rulebooks": a_rulebook(published=False).pk,
        "runs": made.night.pk,
        "webhooks": webhook.pk,
    }
    return {
        **{kind: f"{API}/{kind}/{key}/" for kind, key in keys.items()},
        "deliveries": f"{API}/webhooks/{webhook.pk}/deliveries/{sent.key}/",
    }


def place_of(things: dict[str, str], place: str) -> str:
    """The address of the thing of a verb; of tokens the newest, which is the one that calls."""
    kind = "deliveries" if "deliveries" in place else place.partition("/")[0]
    return f"{API}/tokens/{ApiToken.objects.latest('pk').pk}/" if kind == "tokens" else things[kind]


@pytest.mark.parametrize("place", VERBS)
class TestVerb:
    def test_is_not_used_on_what_has_changed(self, things, client_of, place):
        name, body = VERBS[place]
        client, lines = client_of(name), AuditEntry.objects.count()
        thing = place_of(things, place)
        before = client.get(thing).json()
        answer = client.post(f"{thing}{place.split('/')[-2]}/", body, headers={"if-match": '"old"'})
        assert answer.status_code == 412, answer.content
        assert answer.json()["type"] == "urn:anju:problem:changed-meanwhile"
        assert client.get(thing).json() == before
        assert AuditEntry.objects.count() == lines

    def test_is_used_on_what_was_read(self, things, client_of, place):
        name, body = VERBS[place]
        client = client_of(name)
        client.get(f"{API}/tokens/current/")
        thing, verb = place_of(things, place), place.split("/")[-2]
        tag = client.get(thing)["ETag"]
        answer = client.post(f"{thing}{verb}/", body, headers={"if-match": tag})
        assert answer.status_code in ({409} if verb in NOT_OPEN else {200, 201, 202, 204}), answer.content


def test_is_taken_by_every_verb_that_is_told_to_take_it():
    """No verb of the API's description is missing above."""
    told = promises.document(generate.openapi())["paths"]
    taking = {
        place.removeprefix(f"{API}/")
        for place, item in told.items()
        if any(part.get("$ref", "").endswith("/IfMatch") for part in item.get("post", {}).get("parameters", ()))
    }
    assert {place for place in taking if not place.startswith(OF_OTHERS)} == set(VERBS)


def test_the_tag_of_a_thing_is_the_same_in_every_language(things, client_of):
    """What may be done with it is told in the reader's words; the thing itself is not another one for it."""
    client = client_of("district")
    answers = [client.get(things["contracts"], headers={"Accept-Language": language}) for language in ("zh-hans", "en")]
    assert answers[0].json()["moves"] != answers[1].json()["moves"]
    assert answers[0]["ETag"] == answers[1]["ETag"]
