"""Where webhooks may lead, and that they go exactly where was looked. Names are resolved by a directory of the test."""

import datetime as dt
import ipaddress
import socket
import ssl
import time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from exchange.models import Fault
from exchange.webhooks import addresses, outbound
from tests.exchange.receivers import closing, hanging, in_turn, receiving, trickling, with_status

BODY = b'{"type":"ping"}'
HEADERS = {"webhook-id": "msg_1"}

REFUSED = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.5.4", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.100.100.200", "0.0.0.0", "255.255.255.255", "224.0.0.1", "239.1.2.3", "240.0.0.1", "192.0.0.170", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.9", "192.88.99.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd00:ec2::254", "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:7f00:1", "::7f00:1",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1", "2001::1", "2001:db8::1",
    "2001:10::1", "100::1", "3fff::1", "5f00::1", "4000::1", "not an address", "",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "223.5.5.5", "172.32.0.1", "192.169.0.1", "2001:4860:4860::8888", "240e::1", "2606::1"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def directory(monkeypatch):
    """`directory[name] = [places]`, in the place of the system's; of a list of lists each question gets the next."""
    names: dict[str, list] = {}

    def look_up(host, port, *things, **options):
        places = names.get(host, [host])
        if places and isinstance(places[0], list):
            places = places.pop(0) if len(places) > 1 else places[0]
        try:
            kinds = [(socket.AF_INET6 if ":" in place else socket.AF_INET, place) for place in places]
            for _family, place in kinds:
                ipaddress.ip_address(place)
        except ValueError:
            raise socket.gaierror("no such name") from None
        return [(family, socket.SOCK_STREAM, 6, "", (place, port)) for family, place in kinds]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return names


class TestPlaces:
    @pytest.mark.parametrize("place", REFUSED)
    def test_inside_and_special_ones_are_refused(self, settings, place):
        settings.WEBHOOK_ALLOWED = []
        assert not addresses.may_lead_to(place)

    @pytest.mark.parametrize("place", PUBLIC)
    def test_public_ones_are_not(self, settings, place):
        settings.WEBHOOK_ALLOWED = []
        assert addresses.may_lead_to(place)

    def test_are_open_where_the_operator_says_so(self, settings, directory):
        settings.WEBHOOK_ALLOWED = ["10.20.0.0/16", "fd12::/16", "hooks.yuhua.internal"]
        directory["hooks.yuhua.internal"] = ["192.168.7.7"]
        directory["other.yuhua.internal"] = ["192.168.7.7"]
        assert addresses.may_lead_to("10.20.30.40")
        assert addresses.may_lead_to("fd12::1")
        assert not addresses.may_lead_to("10.21.0.1")
        assert addresses.places_of(addresses.read("https://hooks.yuhua.internal./x")) == ["192.168.7.7"]
        with pytest.raises(addresses.Refused):
            addresses.places_of(addresses.read("https://other.yuhua.internal/x"))

    def test_of_a_name_are_refused_together(self, settings, directory):
        settings.WEBHOOK_ALLOWED = []
        directory["trap.example.org"] = ["8.8.8.8", "10.0.0.1"]
        with pytest.raises(addresses.Refused):
            addresses.places_of(addresses.read("https://trap.example.org/"))

    @pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "0177.0.0.1", "localhost"])
    def test_behind_odd_spellings_are_found_out(self, settings, host):
        """The system's own resolver reads them; what comes out is what is judged."""
        settings.WEBHOOK_ALLOWED = []
        with pytest.raises(addresses.Refused):
            addresses.places_of(addresses.read(f"https://{host}/"))

    def test_that_are_not_found_out_in_time_are_none(self, monkeypatch):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *things, **options: time.sleep(0.3) or [])
        monkeypatch.setattr(addresses, "LOOK_UP_SECONDS", 0.05)
        assert addresses.look_up("slow.example.org", 443) == []


class TestAddress:
    @pytest.mark.parametrize(
        "text",
        [
            "", "example.org", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "https://",
            "https:///x", "https://exa mple.org/", "https://example.org\\@10.0.0.1/", "https://例子.cn/", "https://[::1/",
            "https://[fe80::1%25eth0]/", "https://example.org:70000/", "https://example.org:x/", "https://a..b/",
            "https://example.org/\n", "https://exam\tple.org/", "https://example.org/街道", "javascript:alert(1)",
        ],
    )  # fmt: skip
    def test_that_is_none_is_refused_with_an_example(self, text):
        with pytest.raises(ValidationError) as fault:
            addresses.read(text)
        assert "https://example.org/hooks" in fault.value.messages[0]

    @pytest.mark.parametrize("text", ["https://user:pass@example.org/", "https://user@example.org/", "https://@a.org/"])
    def test_has_no_password_in_it(self, text):
        with pytest.raises(ValidationError, match="password"):
            addresses.read(text)

    @pytest.mark.parametrize("text", ["https://example.org/#x", "https://example.org/#"])
    def test_has_no_fragment(self, text):
        with pytest.raises(ValidationError, match="#"):
            addresses.read(text)

    @pytest.mark.parametrize("port", [22, 25, 0, 1, 5432, 6379, 7999, 9000, 9200, 11211])
    def test_leads_to_no_port_where_no_web_server_listens(self, port):
        with pytest.raises(ValidationError, match="8000"):
            addresses.read(f"https://example.org:{port}/")

    def test_is_https_in_production_unless_its_host_is_allowed(self, settings):
        settings.PRODUCTION = True
        settings.WEBHOOK_ALLOWED = ["hooks.internal", "10.0.0.0/8"]
        with pytest.raises(ValidationError, match="https"):
            addresses.read("http://example.org/")
        with pytest.raises(ValidationError, match="https"):
            addresses.read("http://10.0.0.1/")
        assert addresses.read("http://hooks.internal:3000/").port == 3000

    def test_is_taken_apart(self):
        read = addresses.read("HTTPS://Hooks.Example.org.:8443/a/b%20c?d=1&e")
        assert (read.scheme, read.host, read.port, read.target) == (
            "https",
            "hooks.example.org",
            8443,
            "/a/b%20c?d=1&e",
        )
        assert addresses.read("https://example.org?x=1").target == "/?x=1"
        assert addresses.read("https://[2606::1]/").host == "2606::1"


@pytest.fixture
def here(settings):
    """This machine is allowed, as a host and so at any port."""
    settings.WEBHOOK_ALLOWED = ["127.0.0.1", "hooks.example.test"]


def post(address: str) -> outbound.Outcome:
    return outbound.post(address, body=BODY, headers=HEADERS)


@pytest.mark.usefixtures("here")
class TestPost:
    def test_sends_the_body_as_it_is(self):
        with receiving(with_status(200, "收到")) as receiver:
            outcome = post(receiver.address + "?key=1")
        got = receiver.got[0]
        assert (got.path, got.body, got.headers["webhook-id"]) == ("/hooks?key=1", BODY, "msg_1")
        assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
        assert (outcome.status, outcome.fault, outcome.answer, outcome.is_taken) == (200, "", "收到", True)
        assert 0 <= outcome.ms < 3000

    @pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
    def test_is_taken_with_any_2xx(self, status):
        with receiving(with_status(status)) as receiver:
            assert post(receiver.address).is_taken

    @pytest.mark.parametrize("status", [400, 401, 404, 409, 410, 429, 500, 503])
    def test_is_not_taken_with_an_error(self, status):
        with receiving(with_status(status, "no")) as receiver:
            outcome = post(receiver.address)
        assert (outcome.status, outcome.fault, outcome.answer) == (status, Fault.STATUS, "no")
        assert outcome.is_gone == (status == 410)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_follows_no_redirect(self, status):
        with receiving() as other, receiving(with_status(status, Location=other.address)) as receiver:
            outcome = post(receiver.address)
            assert (outcome.status, outcome.fault) == (status, Fault.REDIRECT)
        assert other.got == []

    def test_goes_through_no_proxy_of_the_environment(self, monkeypatch):
        with receiving() as proxy, receiving() as receiver:
            for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
                monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            assert post(receiver.address).is_taken
            assert (len(receiver.got), proxy.got) == (1, [])

    def test_keeps_a_kilobyte_of_the_answer(self):
        with receiving(with_status(200, "é" * 5000)) as receiver:
            outcome = post(receiver.address)
        assert outcome.answer == "é" * 512

    def test_keeps_no_nulls_that_the_database_refuses(self):
        with receiving(with_status(200, "a\x00b")) as receiver:
            assert post(receiver.address).answer == "a\ufffdb"

    def test_hears_how_long_to_wait(self):
        with receiving(with_status(503, Retry_After="120")) as receiver:
            assert post(receiver.address).asked == dt.timedelta(seconds=120)
        with receiving(with_status(503, Retry_After="Fri, 20 Nov 2026 04:00:00 GMT")) as receiver:
            assert post(receiver.address).asked is None

    @pytest.mark.parametrize("answer", [hanging, trickling])
    def test_ends_after_its_time_even_when_bytes_trickle(self, monkeypatch, answer):
        monkeypatch.setattr(outbound, "TOTAL_SECONDS", 1)
        with receiving(answer) as receiver:
            began = time.monotonic()
            outcome = post(receiver.address)
            assert time.monotonic() - began < 2
        assert (outcome.fault, outcome.status, outcome.ms) == (Fault.SLOW, None, None)

    def test_does_not_wait_for_an_answers_body_beyond_its_time(self, monkeypatch):
        def half(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", "100")
            handler.end_headers()
            handler.wfile.write(b"half")
            handler.wfile.flush()
            hanging(handler)

        monkeypatch.setattr(outbound, "TOTAL_SECONDS", 1)
        with receiving(half) as receiver:
            began = time.monotonic()
            outcome = post(receiver.address)
            assert time.monotonic() - began < 2
        assert (outcome.status, outcome.answer, outcome.is_taken) == (200, "half", True)

    def test_tells_a_broken_connection_from_none(self):
        with receiving(closing) as receiver:
            assert post(receiver.address).fault == Fault.BROKEN
        assert post(receiver.address).fault == Fault.CONNECTION

    def test_of_something_that_is_no_http(self):
        def babble(handler):
            handler.wfile.write(b"220 mail.example.org ESMTP\r\n")

        with receiving(babble) as receiver:
            assert post(receiver.address).fault == Fault.BROKEN


class TestGuard:
    def test_judges_the_place_at_every_sending(self, settings, directory):
        """The name first leads to an allowed place, then inside: the second sending goes nowhere."""
        settings.WEBHOOK_ALLOWED = ["127.0.0.1/32"]
        with receiving() as receiver, receiving() as inside:
            directory["moves.example.org"] = [["127.0.0.1"], ["127.0.0.2"]]
            addresses.PORTS.update({receiver.port, inside.port})
            try:
                assert post(f"http://moves.example.org:{receiver.port}/").is_taken
                assert post(f"http://moves.example.org:{receiver.port}/").fault == Fault.PLACE
            finally:
                addresses.PORTS.difference_update({receiver.port, inside.port})
            assert len(receiver.got) == 1

    def test_connects_to_the_very_place_that_was_judged(self, settings, directory):
        """Whoever asks the name again on connecting would be led elsewhere by a name that moves at every question."""
        settings.WEBHOOK_ALLOWED = ["hooks.example.test"]
        with receiving() as receiver:
            directory["hooks.example.test"] = [["127.0.0.1"], ["127.0.0.3"]]
            assert post(f"http://hooks.example.test:{receiver.port}/").is_taken
            assert receiver.got[0].headers["host"] == f"hooks.example.test:{receiver.port}"

    def test_does_not_tell_what_is_inside(self, settings, directory):
        """Private, unknown and open or closed: one answer, without a time."""
        settings.WEBHOOK_ALLOWED = []
        directory["unknown.example.org"] = ["-"]
        directory["inside.example.org"] = ["10.0.0.1"]
        with receiving() as receiver:
            found = {
                post(f"http://{host}/")
                for host in ("unknown.example.org", "inside.example.org", "127.0.0.1", f"127.0.0.1:{receiver.port}")
            }
        assert found == {outbound.Outcome(fault=Fault.PLACE)}
        assert receiver.got == []


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A certificate authority, and a server's context with its certificate for hooks.example.test."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    folder = tmp_path_factory.mktemp("tls")
    now = dt.datetime.now(dt.UTC)

    def certificate(name, key, issuer, issuer_key, extension, critical):
        return (
            x509.CertificateBuilder()
            .subject_name(name).issuer_name(issuer).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
            .add_extension(extension, critical)
            .sign(issuer_key, hashes.SHA256())
        )  # fmt: skip

    def named(text):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = certificate(named("root"), root_key, named("root"), root_key, x509.BasicConstraints(True, None), True)
    names = x509.SubjectAlternativeName([x509.DNSName("hooks.example.test")])
    leaf = certificate(named("leaf"), key, named("root"), root_key, names, False)
    pem = serialization.Encoding.PEM
    (folder / "root.pem").write_bytes(root.public_bytes(pem))
    (folder / "leaf.pem").write_bytes(
        leaf.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "leaf.pem")
    return folder / "root.pem", context


@pytest.fixture
def trusted(authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[0]))
    outbound.trust.cache_clear()
    yield authority[1]
    outbound.trust.cache_clear()


class TestTls:
    def test_asks_by_name_at_the_place_that_was_judged(self, settings, directory, trusted):
        asked = []
        trusted.sni_callback = lambda connection, name, context: asked.append(name)
        settings.WEBHOOK_ALLOWED = ["hooks.example.test"]
        directory["hooks.example.test"] = ["127.0.0.1"]
        with receiving(tls=trusted) as receiver:
            outcome = post(f"https://hooks.example.test:{receiver.port}/hooks")
        assert outcome.is_taken, outcome
        assert asked == ["hooks.example.test"]
        assert receiver.got[0].body == BODY

    def test_insists_on_the_name_of_the_address(self, settings, directory, trusted):
        settings.WEBHOOK_ALLOWED = ["other.example.test"]
        directory["other.example.test"] = ["127.0.0.1"]
        with receiving(tls=trusted) as receiver:
            assert post(f"https://other.example.test:{receiver.port}/").fault == Fault.CERTIFICATE
        assert receiver.got == []

    def test_insists_on_an_authority_that_is_known(self, settings, directory, authority):
        settings.WEBHOOK_ALLOWED = ["hooks.example.test"]
        directory["hooks.example.test"] = ["127.0.0.1"]
        with receiving(tls=authority[1]) as receiver:
            assert post(f"https://hooks.example.test:{receiver.port}/").fault == Fault.CERTIFICATE
        assert receiver.got == []

    def test_is_no_connection_where_there_is_no_tls(self, settings):
        settings.WEBHOOK_ALLOWED = ["127.0.0.1"]
        with receiving(in_turn(with_status(200))) as receiver:
            assert post(f"https://127.0.0.1:{receiver.port}/").fault == Fault.CONNECTION
