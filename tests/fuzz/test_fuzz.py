"""Each role against a portal that listens, with a small world in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories import a_company_login, a_world

HERE = Path(__file__).parent
SECONDS = int(os.environ.get("FUZZ_SECONDS", "10"))
SEED = os.environ.get("FUZZ_SEED", "20261121")
ROLES = ["system", "auditor", "bureau", "district", "street", "inspector", "company", "anonymous"]


@pytest.fixture
def headers(transactional_db, people, client_of, settings):
    """Of a role: the header that says who calls. Nobody sends none."""
    settings.API_CALLS_PER_MINUTE = settings.API_CALLS_PER_MINUTE_WITHOUT_LOGIN = 1_000_000
    world = a_world()
    a_company_login(people["company"], world.enterprise)

    def of(role: str) -> list[str]:
        return (
            []
            if role == "anonymous"
            else ["--header", f"Authorization:{client_of(role)._credentials['HTTP_AUTHORIZATION']}"]
        )

    return of


@pytest.mark.parametrize("role", ROLES)
def test_finds_nothing_as(role, headers, live_server, tmp_path):
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run",
            f"{live_server.url}/api/v1/schema/", *headers(role),
            "--seed", SEED, "--max-time", str(SECONDS), "--no-color",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HERE.parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
