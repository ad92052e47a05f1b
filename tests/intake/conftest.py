import pytest

from intake.actions import load_file
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Uploads of a test go into its own folder; its pages are read in English."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def take_in(people):
    """`take_in(path, EstateSheet)` imports a file at once, as the bureau unless told otherwise."""

    def take_in(path, sheet, *, by: str = "bureau", **options):
        return load_file(path, sheet, by=people[by], at=NOW, **options)

    return take_in


@pytest.fixture
def faults_in(take_in):
    """`faults_in(path, EstateSheet)` is the list of (row, heading, what) that an import raises."""
    from intake.faults import ImportFaults

    def faults_in(path, sheet, **options):
        with pytest.raises(ImportFaults) as raised:
            take_in(path, sheet, **options)
        return [(fault.row, fault.heading, fault.what) for fault in raised.value.faults]

    return faults_in
