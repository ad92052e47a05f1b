"""Where Chromium is. `python -m tests.browser.chromium` gets one by apt where it may, and says so where it may not."""

import os
import shutil
import subprocess
import sys
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONTS = "fonts-noto-cjk"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
PATIENCE_SECONDS = 600
MISSING = (
    "There is no Chromium here, so the tests in a real browser are skipped. "
    "Install it (for example: apt install chromium fonts-noto-cjk), or name one: ANJU_CHROMIUM=/path/to/chromium"
)


@cache
def found() -> str | None:
    """The path of a Chromium that starts; what only tells how to install one (Ubuntu's stub) is none."""
    for name in filter(None, (os.environ.get("ANJU_CHROMIUM"), *NAMES)):
        path = shutil.which(name)
        if path and answers(path):
            return path
    return None


def answers(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"hrom" in done.stdout


def install() -> bool:
    """By apt-get. Without a network it gives up soon. Whether it went well."""
    apt = ["apt-get", "-qq", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=10"]
    install = [*apt, "install", "--yes", "--no-install-recommends", "chromium", FONTS]
    return run([*apt, "update"]) and run(install)


def run(command: list[str]) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=quiet, capture_output=True, timeout=PATIENCE_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> None:
    """Never fails: the rest of the suite needs no browser."""
    if found():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the tests in a real browser (apt-get, once) ...", flush=True)
        install()
        found.cache_clear()
    if not found():
        print(MISSING, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
