"""Who filed is forgotten when its day has come, and so is the log of notices."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta

from accounts.models import AuditEntry
from complaints.actions import erasing
from complaints.models import Contact, Notice, State
from tests.factories.complaints import FILED, a_complaint

A_YEAR_LATER = FILED + relativedelta(months=12)
SEALED = ("sealed_name", "sealed_phone", "phone_digest", "address_digest", "device_digest")


class TestContacts:
    def test_are_erased_on_their_day(self, complaint, road):
        road.to(complaint, State.CLOSED)
        assert erasing.erase_contacts(at=A_YEAR_LATER - timedelta(days=1)) == 0
        assert erasing.erase_contacts(at=A_YEAR_LATER) == 1
        contact = Contact.objects.get(complaint=complaint)
        assert {getattr(contact, name) for name in SEALED} == {""}
        assert contact.erased_at == A_YEAR_LATER
        assert erasing.erase_contacts(at=A_YEAR_LATER) == 0

    @pytest.mark.parametrize("state", [State.FILED, State.REVIEWED, State.DENIED])
    def test_of_a_complaint_at_work_stay(self, complaint, road, state):
        road.to(complaint, state)
        assert erasing.erase_contacts(at=A_YEAR_LATER) == 0
        assert Contact.objects.get(complaint=complaint).name == "王秀兰"

    def test_of_one_that_follows_a_case_at_work_stay(self, complaint, estate):
        follower = a_complaint(estate, join_to=complaint)
        assert erasing.erase_contacts(at=A_YEAR_LATER) == 0
        assert Contact.objects.get(complaint=follower).phone

    def test_erased_leave_a_line_without_names(self, complaint, road):
        road.to(complaint, State.CLOSED)
        erasing.erase_contacts(at=A_YEAR_LATER)
        line = AuditEntry.objects.get(verb="erase_contacts")
        assert (line.who, line.after) == ("portal", {"contacts": 1})

    def test_are_erased_by_the_thousand(self, estate, road, monkeypatch):
        monkeypatch.setattr(erasing, "AT_ONCE", 2)
        for _time in range(5):
            road.to(a_complaint(estate), State.WITHDRAWN)
        assert erasing.erase_contacts(at=A_YEAR_LATER) == 5


class TestNotices:
    @pytest.fixture
    def notices(self, complaint) -> list[Notice]:
        def notice(key: str, **values) -> Notice:
            return Notice.objects.create(
                key=key, complaint=complaint, event="review", audience="resident", way="sms", subject="已答复",
                words="", masked_address="138****0021", made_at=FILED, next_try_at=FILED, **values,
            )  # fmt: skip

        return [notice("1", state="sent", sent_at=FILED), notice("2", state="replaced"), notice("3", state="waiting")]

    def test_that_ended_are_forgotten_after_the_logs_term(self, notices):
        assert erasing.forget_notices(at=FILED + relativedelta(months=12)) == 0
        assert erasing.forget_notices(at=FILED + relativedelta(months=12, days=1)) == 2
        assert Notice.objects.filter(key="3").exists(), "it never went out: it stays in sight"
