"""Read this first: one complaint from the poster in the stairwell to an answer that its resident confirmed.

Everybody uses their own door: the resident a telephone without a login, the street the web admin, the company its desk.
"""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import AuditEntry
from complaints.captcha.challenges import digits_of
from complaints.models import Complaint, Outcome, Photo, PosterCode, Scan, State
from complaints.photos.tasks import clean
from complaints.posters.actions import issue_codes
from tests.factories.complaints import FILED

WORDS = "3 号楼 2 单元电梯这周第三次停在 5 层和 6 层之间，今天早上有老人被困。"


def a_photo(name: str):
    picture = BytesIO()
    Image.new("RGB", (1200, 900), "grey").save(picture, "JPEG")
    picture.seek(0)
    picture.name = name
    return picture


@pytest.fixture
def resident() -> Client:
    return Client()


@pytest.fixture
def street(people) -> Client:
    return logged_in(people["street"])


@pytest.fixture
def company(people) -> Client:
    return logged_in(people["company"])


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at_the_desk(client: Client, complaint: Complaint, verb: str, **given):
    complaint.refresh_from_db()
    address = reverse(f"admin:complaints_complaint_{verb}", args=[complaint.pk])
    last = complaint.steps.last()
    return client.post(address, {"version": complaint.version, "step": last.pk, **given})


def at_the_company(client: Client, complaint: Complaint, verb: str, **given):
    complaint.refresh_from_db()
    address = reverse("complaints:desk-act", args=[complaint.number, verb])
    return client.post(address, {"version": complaint.version, **given})


def field_of(page, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.content.decode())[1]


def test_from_the_poster_to_an_answer_that_somebody_confirmed(resident, street, company, estate, enterprise, people):
    # The poster: its code leads to the estate, and is counted.
    issue_codes([estate], by=people["street"], at=FILED)
    scanned = resident.get(reverse("complaints:poster", args=[PosterCode.objects.get().code]))
    assert scanned.status_code == 302
    assert Scan.objects.get().count == 1
    assert estate.name in resident.get(scanned.url).content.decode()

    # Four steps, no account.
    said = {"estate": estate.code, "via": "qr", "class": "02", "topic": "0202", "spot": "3 号楼 2 单元", "words": WORDS}
    resident.post(reverse("complaints:report-what"), {**said, "photos": [a_photo("IMG_1.jpg")]})
    resident.post(reverse("complaints:report-contact"), {"name": "王秀兰", "phone": "138 0000 0021", "agrees": "on"})
    check = resident.get(reverse("complaints:report-check"))
    key = field_of(check, "captcha_key")
    sent = resident.post(reverse("complaints:report-check"), {"captcha_key": key, "captcha": digits_of(key)})
    complaint = Complaint.objects.get()
    kept = resident.get(sent.url).content.decode()
    assert complaint.number in kept
    assert (complaint.state, complaint.channel, complaint.words) == (State.FILED, "qr", WORDS)

    # The street takes it on and gives it to the company that the contract names.
    at_the_desk(street, complaint, "accept")
    at_the_desk(street, complaint, "dispatch", to=f"company:{enterprise.pk}")
    complaint.refresh_from_db()
    assert (complaint.state, complaint.enterprise) == (State.DISPATCHED, enterprise)

    # The company rings, repairs, and shows it.
    looked = company.post(reverse("complaints:desk-look", args=[complaint.number]))
    assert "13800000021" in looked.content.decode()
    assert AuditEntry.objects.filter(verb__contains="contact", who="company").exists()
    at_the_company(company, complaint, "contact", note="约好下午上门")
    at_the_company(
        company, complaint, "answer", solved="yes", text="门机皮带和主板已更换，恢复运行。",
        after=[a_photo("after.jpg")],
    )  # fmt: skip
    complaint.refresh_from_db()
    assert (complaint.state, complaint.claims_solved) == (State.ANSWERED, True)
    for photo in Photo.objects.all():
        clean(photo.pk)
    assert set(Photo.objects.values_list("state", flat=True)) == {"clean"}

    # The street looks at the answer and asks the resident, who opens the case on another telephone.
    at_the_desk(street, complaint, "review", text="乘坐六次未见停梯。")
    other_phone = Client()
    assert other_phone.get(reverse("complaints:case", args=[complaint.number])).status_code != 200
    other_phone.post(reverse("complaints:follow"), {"number": complaint.number, "secret": complaint.secret})
    case = other_phone.get(reverse("complaints:case", args=[complaint.number])).content.decode()
    assert "门机皮带和主板已更换" in case
    assert "王秀兰" not in case
    assert people["street"].username not in case
    other_phone.post(
        reverse("complaints:case-deed", args=[complaint.number, "confirm"]), {"service": "5", "result": "4"}
    )
    complaint.refresh_from_db()
    assert (complaint.state, complaint.outcome) == (State.CLOSED, Outcome.CONFIRMED)
    assert (complaint.rating.service, complaint.rating.result) == (5, 4)
    acts = list(complaint.steps.values_list("verb", flat=True))
    assert [act for act in acts if act != "look"] == [
        "file", "accept", "dispatch", "contact", "answer", "review", "confirm",
    ]  # fmt: skip
