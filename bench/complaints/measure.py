"""The rows of the report: absolute figures on this machine, the clients sharing its cores."""

import os
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core import signing

from accounts.models import User
from bench.api import load
from bench.api.measure import served
from bench.complaints import city, filing
from bench.table import Row
from complaints.following import keys as case_keys
from complaints.models import Complaint, State
from estates.models import Estate

CLIENTS = 16
FILED, FILED_WITH_PHOTOS = 4_000, 90
WANTED_A_SECOND, WANTED_WITH_PHOTOS = 250, 15
P95_FILING_MS, P95_WORKLIST_MS, FOLLOW_MS, STATISTICS_MS = 300, 60, 50, 50
LIMITS = {
    "ANJU_REPORTS_PER_ADDRESS_AND_HOUR": "1000000",
    "ANJU_REPORT_PHOTOS_PER_ADDRESS_AND_HOUR": "1000000",
}
"""One machine sends for a whole city here."""


def run(estates: int, companies: int, complaints: int) -> list[Row]:
    """Everything, on an empty database."""
    officer = city.build(estates, companies, complaints)
    city.keep_figures()
    with TemporaryDirectory() as folder, raised_limits(), served("portal", Path(folder), Path(folder) / "none") as base:
        return [*pages(base, officer), *filings(base)]


@contextmanager
def raised_limits():
    before = {name: os.environ.get(name) for name in LIMITS}
    os.environ.update(LIMITS)
    yield
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


def pages(base: str, officer: User) -> list[Row]:
    session = session_of(officer)
    worklist = "/admin/complaints/complaint/"
    case = Complaint.objects.filter(state=State.CLOSED).order_by("-pk").first()
    assert case is not None
    estate = Estate.objects.order_by("pk").first()
    assert estate is not None
    cases = signing.dumps([case.number], salt=case_keys.SALT)
    return [
        page("a street officer's worklist", base, [worklist, f"{worklist}?tab=overdue"], session, P95_WORKLIST_MS),
        page("the resident's follow page", base, [f"/follow/{case.number}/"], f"cases={cases}", FOLLOW_MS),
        page("public statistics of complaints", base, STATISTICS, "", STATISTICS_MS),
    ]


STATISTICS = ["/figures/complaints/"]


def session_of(person: User) -> str:
    """The cookie of somebody who is logged in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def page(name: str, base: str, paths: list[str], cookie: str, most_ms: float) -> Row:
    """The 95th percentile of one client that asks again and again."""
    load.run(base, paths, "", clients=1, seconds=1, cookie=cookie)
    waited = load.run(base, paths, "", clients=1, seconds=4, cookie=cookie).percentile(0.95) * 1000
    return Row(f"{name}: p95 at 1 client", waited, "ms", most_ms, waited / most_ms, "at most 1")


def filings(base: str) -> list[Row]:
    """As fast as it goes, then at a quarter of what is wanted; afterwards every one of them must be there."""
    codes = list(Estate.objects.order_by("pk").values_list("code", flat=True)[:400])
    photo = filing.a_photo()
    rows = []
    for name, count, wanted, photos in (
        ("filing", FILED, WANTED_A_SECOND, []),
        (f"filing with {filing.PHOTOS} photos of {len(photo) / 1e6:.1f} MB", FILED_WITH_PHOTOS, WANTED_WITH_PHOTOS,
         [photo] * filing.PHOTOS),
    ):  # fmt: skip
        filing.run(base, filing.begin(CLIENTS, codes), clients=CLIENTS, photos=photos)
        keys = filing.begin(count, codes)
        fast = filing.run(base, keys, clients=CLIENTS, photos=photos)
        calm_keys = filing.begin(count // 4, codes)
        calm = filing.run(base, calm_keys, clients=4, photos=photos, a_second=wanted / 4)
        waited = calm.percentile(0.95) * 1000
        lost = count + len(calm_keys) - filing.filed([*keys, *calm_keys])
        rows += [
            Row(name, fast.per_second, "/s", wanted, fast.per_second / wanted, "at least 1"),
            Row(f"{name}: p95 at a quarter", waited, "ms", P95_FILING_MS, waited / P95_FILING_MS, "at most 1"),
            Row(f"{name}: lost", lost, "", 1, float(lost), "at most 0"),
        ]
    return rows
