import pytest
from django.test import RequestFactory

from accounts.middleware import address_of


class TestAddressOf:
    @pytest.mark.parametrize(
        ("proxies", "told", "address"),
        [
            (0, None, "10.0.0.9"),
            (0, "203.0.113.5", "10.0.0.9"),
            (1, None, "10.0.0.9"),
            (1, "203.0.113.5", "203.0.113.5"),
            (1, "8.8.8.8, 203.0.113.5", "203.0.113.5"),
            (2, "8.8.8.8, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
            (2, "203.0.113.5", "10.0.0.9"),
        ],
    )
    def test_believes_our_own_proxies_only(self, settings, proxies, told, address):
        settings.PROXIES = proxies
        headers = {"X-Forwarded-For": told} if told else {}
        assert address_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", headers=headers)) == address
