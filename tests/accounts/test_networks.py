"""Networks in CIDR notation: what is taken, what is refused, what lies within."""

import pytest
from django.core.exceptions import ValidationError

from accounts.networks import MOST, lies_within, sound_networks


class TestSoundNetworks:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("10.20.0.0/16", "10.20.0.0/16"),
            (" 10.1.2.3 ", "10.1.2.3/32"),
            ("2001:DB8::/32", "2001:db8::/32"),
            ("2001:db8::1", "2001:db8::1/128"),
            ("10.0.0.0/255.0.0.0", "10.0.0.0/8"),
        ],
    )
    def test_are_kept_in_one_way_of_writing(self, text, kept):
        assert sound_networks([text]) == [kept]

    @pytest.mark.parametrize("text", ["", "ten", "10.20.0.0/33", "10.20.0", "2001:db8::/129", "10.0.0.0/8/8", "/8"])
    def test_are_nothing_else(self, text):
        with pytest.raises(ValidationError):
            sound_networks([text])

    def test_have_no_bits_behind_their_prefix(self):
        with pytest.raises(ValidationError, match=r"10\.20\.0\.0/16"):
            sound_networks(["10.20.3.4/16"])

    def test_stand_once_on_the_list_and_not_too_many(self):
        assert sound_networks(["10.1.2.3", "10.1.2.3/32"]) == ["10.1.2.3/32"]
        with pytest.raises(ValidationError, match=str(MOST)):
            sound_networks([f"10.0.0.{last}" for last in range(MOST + 1)])


class TestLiesWithin:
    @pytest.mark.parametrize(
        ("address", "networks", "within"),
        [
            ("10.20.255.255", ["10.20.0.0/16"], True),
            ("10.21.0.0", ["10.20.0.0/16"], False),
            ("::ffff:10.20.0.1", ["10.20.0.0/16"], True),
            ("2001:db8::1", ["10.0.0.0/8", "2001:db8::/32"], True),
            ("10.20.0.1", ["::/0"], False),
            ("not an address", ["0.0.0.0/0", "::/0"], False),
            ("10.20.0.1:8000", ["0.0.0.0/0"], False),
            ("10.20.0.1", [], False),
        ],
    )
    def test_is_about_address_and_family(self, address, networks, within):
        assert lies_within(address, networks) is within
