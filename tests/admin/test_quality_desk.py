"""The desk of data quality: the areas beside each other, the list of gaps, and the workbook that is handed out."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from oversight.quality import desk as room
from oversight.quality.taking import take
from oversight.quality.workbook import LIST_TAB
from tests.factories.places import an_estate

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
LIST = "admin:oversight_qualitygap_changelist"
FILL_IN = "admin:oversight_qualitygap_fill_in"


@pytest.fixture
def estates(city):
    """Two districts, in each an estate of which nobody knows the year."""
    known = {"building_count": 0, "latitude": 38, "longitude": 114, "kind": "old", "service_mode": "self_managed"}
    made = [an_estate(street, **known) for street in ("130102001000", "130108001000")]
    take(on=date(2026, 11, 20), at=AT)
    return made


@pytest.mark.django_db
def test_shows_the_own_place_and_leads_to_its_estates(estates, desk):
    mine, other = estates
    page = desk("district").get(reverse(LIST)).content.decode()
    assert "长安区数据质量" in page
    assert reverse("admin:estates_estate_change", args=[mine.pk]) in page
    assert other.name not in page


@pytest.mark.django_db
def test_hands_out_what_the_own_place_lacks_and_writes_that_down(estates, desk):
    handed = desk("district").get(reverse(FILL_IN))
    book = openpyxl.load_workbook(BytesIO(handed.content))
    assert [row[0].value for row in book[LIST_TAB].iter_rows(min_row=2)] == [estates[0].code]
    assert AuditEntry.objects.filter(verb="export").latest("pk").after["rows"] == 1
    assert desk("district").get(reverse(FILL_IN), {"p": "99"}).status_code == 200
    assert desk("company").get(reverse(FILL_IN)).status_code == 403


@pytest.mark.django_db
def test_leaves_nothing_out_without_a_word(estates, desk, monkeypatch):
    monkeypatch.setattr(room, "MOST_HANDED_OUT", 1)
    person = desk("bureau")
    assert person.get(reverse(FILL_IN), {"region": "130102000000"}).status_code == 200
    sent_back = person.get(reverse(FILL_IN), {"rule": "built_year"}, follow=True)
    assert sent_back.redirect_chain[0][0].endswith("?rule=built_year")
    assert len(sent_back.context["messages"]) == 1
