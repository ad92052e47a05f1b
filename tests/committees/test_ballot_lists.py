"""Paper ballots from a workbook: one of the two readings, all rows or none, nothing of it repeated or left lying."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.authority import NotAllowed
from committees.models import Ballot, MatterKind, PaperEntry
from committees.vote_desk.sheets import BallotSheet
from committees.votes import actions
from committees.votes.actions import NewMatter
from intake.actions import load_file, order_undo, undo
from intake.faults import ImportFaults
from intake.models import ImportBatch
from tests.conftest import NOW
from tests.factories.owners import an_owner, owners_of, some_homes
from tests.factories.votes import DURING, HIRE, an_open_vote, counted, votes_for
from tests.intake.files import workbook

RULES = NewMatter(MatterKind.RULES, "是否通过议事规则？")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": place}
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def owners(estate):
    return owners_of(estate, [100, 80, 60, 60])


@pytest.fixture
def vote(estate, owners):
    return an_open_vote(estate, HIRE, RULES)


@pytest.fixture
def row(vote) -> dict:
    return {
        "表决编号": vote.number, "房屋": "1-1-101", "递交日期": f"{timezone.localdate(DURING)}", "代理": "",
        "事项1": "1", "事项2": "2",
    }  # fmt: skip


@pytest.fixture
def take_in(people, tmp_path):
    def take_in(*rows, by="bureau") -> ImportBatch:
        path = workbook(tmp_path / "ballots.xlsx", *rows)
        return load_file(path, BallotSheet, by=people[by], at=NOW)

    return take_in


@pytest.fixture
def faults_in(take_in):
    def faults_in(*rows) -> list[tuple]:
        with pytest.raises(ImportFaults) as raised:
            take_in(*rows)
        return [(fault.row, fault.heading) for fault in raised.value.faults]

    return faults_in


class TestAList:
    def test_is_one_reading_of_each_ballot(self, take_in, row, owners):
        take_in(row, {**row, "房屋": "1号楼1单元102"})
        assert {entry.owner for entry in PaperEntry.objects.all()} == set(owners[:2])
        assert not Ballot.objects.exists()

    def test_of_a_second_person_makes_them_count(self, take_in, row):
        take_in(row)
        take_in(row, by="district")
        assert len(Ballot.objects.get().marked) == 2

    def test_that_differs_leaves_it_to_a_third(self, take_in, row, vote):
        take_in(row)
        take_in({**row, "事项1": "2"}, by="district")
        assert not Ballot.objects.exists()
        assert actions.unsettled(vote).count() == 2

    def test_leaves_no_file_and_no_choice_behind(self, take_in, row, tmp_path, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            batch = take_in(row)
        assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
        assert batch.touched.get().after == {"vote": row["表决编号"]}

    def test_passes_over_who_has_voted_and_keeps_that_a_second_came(self, take_in, row, vote, owners):
        votes_for(vote, owners[:1], "yes", "yes")
        batch = take_in(row, {**row, "房屋": "1-1-102"})
        assert [fault["row"] for fault in batch.faults] == [2]
        assert PaperEntry.objects.get().owner == owners[1]
        assert vote.refusals.get().owner == owners[0]

    def test_is_not_undone(self, take_in, row, people):
        batch = take_in(row)
        order_undo(batch, sheet=BallotSheet, by=people["bureau"], at=NOW, why="错")
        undo(batch, sheet=BallotSheet)
        assert PaperEntry.objects.count() == 1

    @pytest.mark.parametrize("role", ["auditor", "street"])
    def test_is_for_those_who_import_and_type_ballots_in(self, role, take_in, row):
        with pytest.raises(NotAllowed):
            take_in(row, by=role)


class TestAFault:
    @pytest.mark.parametrize(
        ("heading", "value"),
        [
            ("表决编号", "BJ-20200101-000001"), ("表决编号", ""), ("房屋", "9-9-909"), ("房屋", ""),
            ("递交日期", "2026-01-01"), ("递交日期", "2030-01-01"), ("代理", "也许"), ("代理", "是"),
            ("事项1", "7"), ("事项1", ""), ("事项2", ""), ("事项2", "12"), ("事项3", "1"),
        ],
    )  # fmt: skip
    def test_is_said_at_its_cell_and_nothing_is_read(self, heading, value, faults_in, row):
        assert faults_in({**row, "房屋": "1-1-102"}, {**row, heading: value}) == [(3, heading)]
        assert not PaperEntry.objects.exists()

    def test_is_a_second_home_of_the_same_owner(self, faults_in, estate, row):
        an_owner(*some_homes(estate, [50, 50], building="2号楼"))
        vote = an_open_vote(estate, HIRE, RULES)
        rows = [{**row, "表决编号": vote.number, "房屋": home} for home in ("2-1-101", "2-1-102")]
        assert faults_in(*rows) == [(3, "房屋")]

    def test_is_the_same_ballot_twice(self, faults_in, row):
        assert faults_in(row, row) == [(3, "房屋")]

    def test_is_a_vote_that_is_counted(self, faults_in, row, vote):
        counted(vote)
        assert faults_in(row) == [(2, "表决编号")]

    def test_is_a_vote_of_the_next_district(self, row, people, tmp_path):
        with pytest.raises(ImportFaults):
            load_file(workbook(tmp_path / "x.xlsx", row), BallotSheet, by=people["neighbour"], at=NOW)

    def test_repeats_no_choice(self, take_in, row):
        with pytest.raises(ImportFaults) as raised:
            take_in({**row, "房屋": "9-9-909", "事项1": "2"})
        assert all("in favour" not in str(fault) and "against" not in str(fault) for fault in raised.value.faults)


class TestThePage:
    def page(self, people, vote, content: bytes | None = None):
        browser = Client()
        browser.force_login(people["street"])
        address = reverse("admin:committees_vote_sheet", args=[vote.pk])
        if content is None:
            return browser.get(address)
        return browser.post(address, {"file": SimpleUploadedFile("ballots.xlsx", content)})

    def test_reads_a_workbook(self, people, vote, row, tmp_path):
        answer = self.page(people, vote, workbook(tmp_path / "b.xlsx", row).read_bytes())
        assert answer.status_code == 302
        assert PaperEntry.objects.count() == 1

    def test_shows_every_fault_with_its_row(self, people, vote, row, tmp_path):
        rows = [{**row, "房屋": "9-9-909"}, {**row, "事项1": "8"}]
        text = self.page(people, vote, workbook(tmp_path / "b.xlsx", *rows).read_bytes()).content.decode()
        assert text.count('<th scope="row">') == 2
        assert not PaperEntry.objects.exists()

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04"])
    def test_says_what_is_no_workbook(self, content, people, vote):
        assert self.page(people, vote, content).status_code == 200

    def test_hands_out_the_empty_one(self, people, vote):
        browser = Client()
        browser.force_login(people["street"])
        answer = browser.get(reverse("admin:committees_vote_blank_sheet", args=[vote.pk]))
        assert answer.content[:2] == b"PK"
