"""Five digits to read or to hear: once, in time, and also while the cache is away."""

import wave
from io import BytesIO

import pytest
from django.core.cache import cache
from PIL import Image
from redis.exceptions import ConnectionError as CacheAway

from complaints.captcha import challenges
from complaints.captcha.fields import CaptchaForm


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    challenges.nearby.clear()


@pytest.fixture
def without_cache(monkeypatch):
    def away(*_args, **_options):
        raise CacheAway

    monkeypatch.setattr(cache._connections["default"], "add", away)
    monkeypatch.setattr(cache._connections["default"], "get", away)


class TestPasses:
    def test_with_the_digits_of_the_picture(self):
        key = challenges.new().key
        assert challenges.passes(key, challenges.digits_of(key))

    def test_with_the_digits_however_they_were_typed(self):
        key = challenges.new().key
        wide = challenges.digits_of(key).translate({ord("0") + n: 0xFF10 + n for n in range(10)})
        assert challenges.passes(key, f" {wide[:2]} {wide[2:]}　")

    def test_once_only(self):
        key = challenges.new().key
        assert challenges.passes(key, challenges.digits_of(key))
        assert not challenges.passes(key, challenges.digits_of(key))

    def test_not_after_a_wrong_answer(self):
        key = challenges.new().key
        assert not challenges.passes(key, "x")
        assert not challenges.passes(key, challenges.digits_of(key))

    @pytest.mark.parametrize("key", ["", "abc", "abc:def:ghi", "\x00", "𠮷:1:2"])
    def test_not_with_a_forged_key(self, key):
        assert not challenges.passes(key, challenges.digits_of(key))

    def test_not_after_half_an_hour(self, monkeypatch):
        key = challenges.new().key
        monkeypatch.setattr(challenges, "SECONDS", -1)
        assert not challenges.passes(key, challenges.digits_of(key))

    def test_once_only_while_the_cache_is_away(self, without_cache):
        key = challenges.new().key
        assert challenges.passes(key, challenges.digits_of(key))
        assert not challenges.passes(key, challenges.digits_of(key))

    def test_digits_are_five_and_differ(self):
        digits = {challenges.digits_of(challenges.new().key) for _ in range(20)}
        assert len(digits) > 15
        assert all(len(each) == 5 and each.isdigit() for each in digits)


class TestPages:
    def test_show_a_picture(self, client):
        response = client.get(challenges.new().image_url)
        assert response["Content-Type"] == "image/png"
        assert Image.open(BytesIO(response.content)).size == (220, 80)
        assert "private" in response["Cache-Control"]

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_speak(self, client, language):
        client.cookies["django_language"] = language
        response = client.get(challenges.new().sound_url)
        assert response["Content-Type"] == "audio/wav"
        with wave.open(BytesIO(response.content)) as sound:
            assert 5 < sound.getnframes() / sound.getframerate() < 40

    def test_show_nothing_of_a_forged_key(self, client, db):
        assert client.get("/captcha/abc:def:ghi.png").status_code == 404
        assert client.get("/captcha/abc.wav").status_code == 404

    def test_say_the_digits_nowhere_in_words(self, client):
        challenge = challenges.new()
        digits = challenges.digits_of(challenge.key)
        assert digits not in challenge.key
        assert digits.encode() not in client.get(challenge.image_url).content


class TestForm:
    def filled(self, challenge, text: str) -> CaptchaForm:
        return CaptchaForm({"captcha": text, "captcha_key": challenge.key})

    def test_is_valid_with_the_digits(self):
        challenge = CaptchaForm().challenge
        assert self.filled(challenge, challenges.digits_of(challenge.key)).is_valid()

    def test_says_what_is_wrong_and_asks_anew(self):
        challenge = CaptchaForm().challenge
        form = self.filled(challenge, "1")
        assert "数字不对" in form.errors["captcha"][0]
        assert form.challenge.key != challenge.key

    def test_keeps_the_question_while_something_else_is_wrong(self):
        challenge = CaptchaForm().challenge
        assert self.filled(challenge, "").challenge.key == challenge.key
