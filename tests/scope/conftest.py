"""The two districts, and a folder of their own for the files of imports."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings

from tests.scope.worlds import Worlds, two_worlds


@pytest.fixture(scope="module")
def people(settled):
    return settled


@pytest.fixture(scope="module")
def worlds(people, tmp_path_factory) -> Iterator[Worlds]:
    with files_in(tmp_path_factory.mktemp("files")):
        yield two_worlds(people)


def files_in(place) -> override_settings:
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(place)}}
    return override_settings(STORAGES={**settings.STORAGES, "default": kept, "photos": kept})
