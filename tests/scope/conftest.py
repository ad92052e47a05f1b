"""The two districts, and a folder of their own for the files of imports."""

import pytest

from tests.scope.worlds import Worlds, two_worlds


@pytest.fixture
def worlds(people, settings, tmp_path) -> Worlds:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
        "photos": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }
    return two_worlds(people)
