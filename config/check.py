"""`make check`: everything that can be said about the project without running its suite. Warnings are errors.

Every check is run even when an earlier one failed; what a failed one had to say is printed below the list.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

from rich.console import Console

from config import embedded

PYTHON = [sys.executable, "-W", "error"]
MODULE = [*PYTHON, "-m"]
MANAGE = [*PYTHON, "manage.py"]
PRODUCTION = {
    "ANJU_PRODUCTION": "1",
    "ANJU_SECRET_KEY": "only for the deploy check, and longer than the fifty letters that it asks for",
    "ANJU_TOKEN_PEPPER": "only for the deploy check",
    "ANJU_WEBHOOK_KEYS": "only for the deploy check",
    "ANJU_PERSONAL_KEYS": "only for the deploy check",
    "ANJU_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/anju",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
"""As a server would be set up. Django's deploy check opens no connection."""

console = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Check:
    what: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


CHECKS = (
    Check("format", [*MODULE, "ruff", "format", "--check", "--quiet", "--diff", "."]),
    Check("lint", [*MODULE, "ruff", "check", "--quiet", "."]),
    Check("import directions", [*PYTHON, os.path.join(os.path.dirname(sys.executable), "lint-imports"), "--no-cache"]),
    Check("types of the domain rooms", [*MODULE, "mypy"]),
    Check("messages translated", [*MODULE, "config.catalogue", "check"]),
    Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    Check("deploy settings", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    Check("generated documents", [*MODULE, "config.generate", "check"]),
    Check("promises of the API", [*MODULE, "config.promises", "check"]),
)


def run(check: Check) -> str | None:
    """What a failed check has to say; None when all is well."""
    done = subprocess.run(
        check.command,
        cwd=embedded.ROOT,
        env={**os.environ, **check.environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return None if done.returncode == 0 else done.stdout + done.stderr


def main() -> int:
    os.environ.setdefault("ANJU_DATA", str(embedded.ROOT / ".data" / "test"))
    stop_services = embedded.provide()
    failed = {}
    try:
        for check in CHECKS:
            since = time.monotonic()
            said = run(check)
            mark = "[green]ok[/green]    " if said is None else "[red]failed[/red]"
            console.print(f"{mark} {check.what} ({time.monotonic() - since:.1f} s)")
            if said is not None:
                failed[check.what] = said
    finally:
        stop_services()
    for what, said in failed.items():
        console.rule(what)
        console.print(said, markup=False)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
