"""Files in which people stand in clear: read by few, not kept."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.city import NoRuleValue
from accounts.models import RuleValue
from committees.owners.sheets import HomeSheet
from estates.sheets import EstateSheet
from intake.actions import forget_files
from intake.models import BatchState, ImportBatch
from tests.conftest import NOW
from tests.factories.rules import the_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(people, city) -> ImportBatch:
    the_rules(city)
    made = ImportBatch(
        sheet="homes", file_name="homes.xlsx", state=BatchState.FAULTY, by=people["district"], received_at=NOW
    )
    made.file.save("homes.xlsx", ContentFile("王秀兰".encode()), save=False)
    made.marked_file.save("marked.xlsx", ContentFile("王秀兰".encode()), save=False)
    made.save()
    return made


class TestAFileOfPersons:
    @pytest.mark.parametrize(
        ("role", "status"), [("auditor", 403), ("system", 403), ("bureau", 200), ("district", 200)]
    )
    @pytest.mark.parametrize("what", ["file", "marked"])
    def test_is_read_by_those_who_may_import_it(self, batch, people, client_of, role, status, what):
        browser = Client()
        browser.force_login(people[role])
        answers = [
            client_of(role).get(f"/api/v1/imports/{batch.pk}/{what}/"),
            browser.get(reverse(f"admin:intake_importbatch_{what}", args=[batch.pk])),
        ]
        assert [answer.status_code for answer in answers] == [status, status]
        for answer in answers:
            answer.close()

    def test_of_places_is_read_by_the_auditor(self, batch, client_of):
        ImportBatch.objects.update(sheet=EstateSheet.key)
        answer = client_of("auditor").get(f"/api/v1/imports/{batch.pk}/file/")
        assert answer.status_code == 200
        answer.close()

    @pytest.mark.parametrize(("days", "kept"), [(7, True), (8, False)])
    def test_is_erased_when_nobody_imported_it(self, batch, days, kept):
        storage, names = batch.file.storage, [batch.file.name, batch.marked_file.name]
        assert forget_files(of=[HomeSheet.key], at=NOW + timedelta(days=days)) == (0 if kept else 1)
        assert [storage.exists(name) for name in names] == [kept, kept]
        batch.refresh_from_db()
        assert bool(batch.file) is kept
        assert batch.state == (BatchState.FAULTY if kept else BatchState.FAILED)

    def test_is_erased_once(self, batch):
        later = NOW + timedelta(days=30)
        assert [forget_files(of=[HomeSheet.key], at=later) for _time in range(2)] == [1, 0]

    def test_is_kept_where_the_term_is_no_number(self, batch):
        RuleValue.objects.filter(key="import_kept_days").update(value="一周")
        with pytest.raises(NoRuleValue):
            forget_files(of=[HomeSheet.key], at=NOW + timedelta(days=30))
        batch.refresh_from_db()
        assert batch.file

    def test_of_places_is_kept(self, batch):
        ImportBatch.objects.update(sheet=EstateSheet.key)
        assert forget_files(of=[HomeSheet.key], at=NOW + timedelta(days=30)) == 0

    def test_that_is_gone_has_a_page_that_says_so(self, batch, people):
        forget_files(of=[HomeSheet.key], at=NOW + timedelta(days=30))
        browser = Client()
        browser.force_login(people["district"])
        page = browser.get(reverse("admin:intake_importbatch_change", args=[batch.pk]))
        assert page.status_code == 200
        assert reverse("admin:intake_importbatch_file", args=[batch.pk]) not in page.content.decode()
        assert browser.get(reverse("admin:intake_importbatch_file", args=[batch.pk])).status_code == 404
