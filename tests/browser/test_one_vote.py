"""An owner on a phone votes with the letter and a text message, and finds the ballot in the posted list."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from committees import identity
from committees.models import Ballot, Invitation, Vote
from committees.votes import actions
from tests.browser.conftest import Portal
from tests.browser.test_for_everybody import Scan, scan  # noqa: F401 - a fixture
from tests.browser.test_one_complaint import go_on, tap
from tests.factories.owners import a_committee, owners_of
from tests.factories.votes import a_posted_vote

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(monkeypatch) -> list:
    """The messages that went to phones; nobody asks too often."""
    cache.clear()
    messages: list = []
    monkeypatch.setattr(identity, "adapter", lambda way: SimpleNamespace(carry=messages.append))
    return messages


@pytest.fixture
def vote(portal: Portal) -> Vote:
    """One of three owners, open since yesterday."""
    estate = portal.world.estate
    a_committee(estate, seat_count=7, office_phone="0311-86000001")
    owners_of(estate, ["89.50", "101.03", "143.27"])
    vote = a_posted_vote(estate, title="3号电梯更新")
    now = timezone.now()
    Vote.objects.filter(pk=vote.pk).update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(hours=1))
    return actions.open_now(vote, by=None, at=now)


def prove(page: Page, invitation: Invitation, sent: list) -> None:
    """Both codes, as people type them."""
    page.locator("#id_code").fill(invitation.code.lower())
    go_on(page)
    page.locator("#id_code").fill(sent[-1].words[:6])
    go_on(page)


def end(vote: Vote) -> None:
    """The time is over; it is counted and posted."""
    Vote.objects.filter(pk=vote.pk).update(closes_at=timezone.now())
    now = timezone.now()
    for verb in (actions.close, actions.count, actions.announce):
        verb(Vote.objects.get(pk=vote.pk), by=None, at=now)


class TestOneVote:
    @pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
    def test_is_cast_and_found_again(self, phone, portal: Portal, vote: Vote, sent, script):
        page = phone(script=script)
        page.goto(f"/estates/{portal.world.estate.code}/")
        tap(page, ".your-turn a.button.filled")
        tap(page, ".your-turn a.button.filled")
        prove(page, vote.invitations.first(), sent)
        page.get_by_label("同意", exact=True).check()
        go_on(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("您是这样选的吗？")
        go_on(page)
        receipt = page.locator(".receipt").inner_text()
        assert Ballot.objects.get().receipt == "".join(receipt.split())
        page.go_back()
        assert page.url.endswith("/vote/receipt/")
        end(vote)
        page.goto(f"/votes/{vote.number}/mine/")
        page.locator("#id_receipt").fill(receipt.lower())
        go_on(page)
        expect(page.locator("main dl.pairs")).to_contain_text("同意")


class TestNothingIsFound:
    def test_on_the_way_of_a_ballot_and_on_what_everybody_reads(self, scan: Scan, portal: Portal, vote: Vote, sent):  # noqa: F811
        page = scan.page
        scan.at(
            f"/estates/{portal.world.estate.code}/", f"/votes/{vote.number}/", f"/votes/{vote.number}/mine/", "/vote/"
        )
        page.locator("#id_code").fill("x")
        go_on(page)
        scan.here()
        page.locator("#id_code").fill(vote.invitations.first().code)
        go_on(page)
        scan.here()
        page.locator("#id_code").fill("x")
        go_on(page)
        scan.here()
        page.locator("#id_code").fill(sent[-1].words[:6])
        go_on(page)
        scan.here()
        go_on(page)
        scan.here()  # told what is missing
        page.get_by_label("同意", exact=True).check()
        go_on(page)
        scan.here()
        go_on(page)
        scan.here()
        end(vote)
        scan.at(*(f"/votes/{vote.number}/{further}" for further in ("", "list/", "rooms/", "mine/")))
        page.locator("#id_receipt").fill(Ballot.objects.get().receipt)
        go_on(page)
        scan.here()
        scan.at(f"/estates/{portal.world.estate.code}/")
        assert not scan.findings, "\n".join(scan.findings)
