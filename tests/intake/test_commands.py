"""The terminal's door."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from estates.models import Estate
from intake.models import ImportBatch
from tests.factories import an_estate
from tests.intake.files import ESTATE, another, workbook

pytestmark = pytest.mark.django_db


def run(*arguments) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said, stderr=StringIO())
    return said.getvalue()


class TestImportSheet:
    def test_only_checks_unless_told_to_apply(self, regions, tmp_path):
        said = run("import_sheet", "estates", str(workbook(tmp_path / "a.xlsx", ESTATE)))
        assert "1 rows, 0 faults" in said
        assert not Estate.objects.exists()

    def test_applies(self, regions, tmp_path):
        run("import_sheet", "estates", str(workbook(tmp_path / "a.xlsx", ESTATE)), "--apply")
        assert Estate.objects.get().name == "长安花苑"
        assert ImportBatch.objects.get().by is None

    def test_updates(self, regions, tmp_path):
        an_estate(code=ESTATE["小区代码"])
        run("import_sheet", "estates", str(workbook(tmp_path / "a.xlsx", ESTATE)), "--apply", "--update")
        assert Estate.objects.get().name == "长安花苑"

    def test_lists_the_faults_and_fails(self, regions, tmp_path):
        said = StringIO()
        path = workbook(tmp_path / "a.xlsx", another(ESTATE, 户数="x"))
        with pytest.raises(CommandError, match="1 faults"):
            call_command("import_sheet", "estates", str(path), "--apply", stdout=said, stderr=StringIO())
        assert "2 户数: “x” is not a number" in said.getvalue()

    def test_says_when_there_is_no_such_file(self, regions, tmp_path):
        with pytest.raises(CommandError, match="No such file"):
            run("import_sheet", "estates", str(tmp_path / "none.xlsx"))


class TestSheetTemplate:
    @pytest.mark.parametrize("key", ["estates", "buildings", "enterprises", "managers", "contracts", "evidence"])
    def test_writes_the_workbook_of_a_register(self, tmp_path, key):
        run("sheet_template", key, str(tmp_path / "a.xlsx"))
        assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")

    def test_wants_a_name_that_excel_opens(self, tmp_path):
        with pytest.raises(CommandError, match=r"\.xlsx"):
            run("sheet_template", "estates", str(tmp_path / "a.csv"))
