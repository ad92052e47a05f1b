"""Somebody who reports a problem in a browser without script, step by step."""

from django.test import Client

from complaints.captcha.challenges import digits_of
from complaints.models import Complaint
from estates.models import Estate
from tests.pages.reading import Page

WORDS = "3号楼2单元电梯这周第三次停在5层和6层之间。"


def only_complaint() -> Complaint:
    return Complaint.objects.get()


class Reporter:
    """Each step gives its response; `page` is the last one, taken apart."""

    def __init__(self, estate: Estate, **client) -> None:
        self.estate = estate
        self.browser = Client(**client)

    def get(self, address: str, **query: str) -> Page:
        response = self.browser.get(address, query)
        assert response.status_code == 200, (address, response.status_code, response.get("Location"))
        return Page(response)

    def what(self, **told):
        sent = {
            "estate": self.estate.code, "class": "02", "topic": "0202", "words": WORDS, "spot": "3号楼2单元",
            "kind": "complaint",
        }  # fmt: skip
        return self.browser.post("/report/what/", {**sent, **told})

    def contact(self, **told):
        return self.browser.post("/report/contact/", told)

    def check(self, **told):
        """Send, with the digits read off the picture."""
        page = self.get("/report/check/")
        keys = [field["value"] for field in page.tags("input") if field.get("name") == "captcha_key"]
        digits = {"captcha_key": keys[0], "captcha": digits_of(keys[0])} if keys else {}
        return self.browser.post("/report/check/", {**digits, **told})

    def all_steps(self, **told):
        self.what(**told)
        self.contact()
        return self.check()
