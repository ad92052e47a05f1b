"""Each role against a portal that listens, with a small world in it."""

import os
import subprocess
import sys
import urllib.request
from functools import cache
from pathlib import Path

import pytest

from config.api import router
from tests.factories import World, a_company_login, a_world

HERE = Path(__file__).parent
EVERYBODY = ["system", "auditor", "bureau", "district", "street", "inspector", "company", "anonymous"]
SHORT = ["--phases", "examples,fuzzing", "--max-examples", "1", "--generation-deterministic", "--max-time", "5"]
"""In the suite: the same few calls of every operation each time; the seconds only bound it."""
SECONDS = os.environ.get("FUZZ_SECONDS")
LONG = ["--max-time", SECONDS or "", "--seed", os.environ.get("FUZZ_SEED", "20261121")]
ROLES = EVERYBODY if SECONDS else ["district", "company", "anonymous"]


@pytest.fixture
def world(transactional_db, people, settings) -> World:
    settings.API_CALLS_PER_MINUTE = settings.API_CALLS_PER_MINUTE_WITHOUT_LOGIN = 1_000_000
    made = a_world()
    a_company_login(people["company"], made.enterprise)
    return made


@pytest.fixture
def configured(world, tmp_path) -> Path:
    """The settings of schemathesis, and the keys of things that are there: half of the calls are about these."""
    lines = [(HERE / "schemathesis.toml").read_text(encoding="utf-8")]
    for prefix, view, name in router.registry:
        if key := world.keys().get(name):
            parameter = "id" if view.lookup_field == "pk" else view.lookup_field
            lines += [
                f'[dictionaries."{name}"]',
                f'values = ["{key}"]',
                "[[operations]]",
                f"include-path-regex = '^/api/v1/{prefix}/[{{]'",
                f'parameters."path.{parameter}" = {{ dictionary = "{name}", probability = 0.5 }}',
            ]
    written = tmp_path / "schemathesis.toml"
    written.write_text("\n".join(lines), encoding="utf-8")
    return written


@cache
def schema(portal: str) -> bytes:
    """What the portal says of its API: the same for everybody, and seconds in the making."""
    with urllib.request.urlopen(f"{portal}/api/v1/schema/", timeout=60) as answer:
        return answer.read()


@pytest.fixture
def described(live_server, tmp_path) -> Path:
    written = tmp_path / "openapi.yaml"
    written.write_bytes(schema(live_server.url))
    return written


def who(role: str, client_of) -> list[str]:
    """The header that says who calls. Nobody sends none."""
    return [] if role == "anonymous" else ["--header", f"Authorization:{key_of(client_of(role))}"]


def key_of(client) -> str:
    return client._credentials["HTTP_AUTHORIZATION"]


@pytest.mark.parametrize("role", ROLES)
def test_finds_nothing_as(role, client_of, configured, described, live_server, tmp_path):
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(configured), "run",
            str(described), "--url", live_server.url, *who(role, client_of),
            *(LONG if SECONDS else SHORT), "--no-color",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HERE.parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
