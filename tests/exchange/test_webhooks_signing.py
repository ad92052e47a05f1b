"""Signatures, secrets at rest, and the pauses between tries: values in, values out."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from exchange.webhooks import backoff, sealing, signing

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


class TestSignature:
    def test_is_the_one_of_the_specifications_own_example(self):
        """From the Standard Webhooks specification's reference libraries."""
        signature = signing.sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            key="msg_p5jXN8AQM9LWM0D4loKWxJek",
            seconds=1614265330,
            body=b'{"test": 2432232314}',
        )
        assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    def test_is_there_once_for_each_secret(self):
        old, new = signing.new_secret(), signing.new_secret()
        made = signing.headers([new, old], key="msg_1", seconds=1, body=b"{}")
        expected = [
            "v1," + base64.b64encode(
                hmac.new(base64.b64decode(secret[6:]), b"msg_1.1.{}", hashlib.sha256).digest()
            ).decode()
            for secret in (new, old)
        ]  # fmt: skip
        assert made["webhook-signature"].split(" ") == expected
        assert made["webhook-id"], made["webhook-timestamp"] == ("msg_1", "1")

    def test_secrets_are_long_and_never_the_same(self):
        made = {signing.new_secret() for _each in range(50)}
        assert len(made) == 50
        assert {len(base64.b64decode(secret.removeprefix("whsec_"))) for secret in made} == {32}


class TestSealing:
    def test_keeps_nothing_readable(self, settings):
        settings.WEBHOOK_KEYS = ["one"]
        sealed = sealing.seal("whsec_abc")
        assert "whsec" not in sealed
        assert sealing.unseal(sealed) == "whsec_abc"
        assert sealing.seal("whsec_abc") != sealed

    def test_opens_what_an_older_key_sealed_and_seals_with_the_first(self, settings):
        settings.WEBHOOK_KEYS = ["old"]
        sealed = sealing.seal("whsec_abc")
        settings.WEBHOOK_KEYS = ["new", "old"]
        again = sealing.reseal(sealed)
        settings.WEBHOOK_KEYS = ["new"]
        assert sealing.unseal(again) == "whsec_abc"
        with pytest.raises(sealing.NotOpened):
            sealing.unseal(sealed)


class TestBackoff:
    def test_doubles_up_to_three_hours(self):
        pauses = [backoff.pause_after(tries, chance=0.5).total_seconds() for tries in (1, 2, 3, 10, 11, 12, 500)]
        assert pauses == [10, 20, 40, 5120, 10240, 10800, 10800]

    def test_is_spread_by_a_fifth(self):
        assert backoff.pause_after(1, chance=0) == timedelta(seconds=8)
        assert backoff.pause_after(1, chance=1) == timedelta(seconds=12)

    def test_goes_on_for_three_days_to_the_minute(self):
        at, tries = AT, 0
        while at is not None:
            last, tries = at, tries + 1
            at = backoff.next_try(tries=tries, since=AT, at=at, chance=0.5, asked=None)
        assert last == AT + timedelta(days=3)
        assert 30 < tries < 45

    @pytest.mark.parametrize(("asked", "pause"), [(5, 10), (120, 120), (10**8, 10800)])
    def test_heeds_what_the_receiver_asks_for_within_bounds(self, asked, pause):
        then = backoff.next_try(tries=1, since=AT, at=AT, chance=0.5, asked=timedelta(seconds=asked))
        assert then == AT + timedelta(seconds=pause)
