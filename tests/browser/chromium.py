"""Where a Chromium comes from: the PATH, else apt-get, else playwright's own download."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
INSTALL_S = 300
NONE_FOUND = (
    "The browser tests need Chromium: there is none on the PATH, and neither apt-get nor "
    "'playwright install chromium' could install one. Install Chromium, then run them again."
)


class NoChromiumError(Exception):
    """This machine has no Chromium and none could be installed."""


def find_chromium() -> str | None:
    """Return a Chromium for ``executable_path``; None means the one playwright installed.

    Raises
    ------
    NoChromiumError
        There is none, and it could not be installed.
    """
    found = find_on_path()
    if found:
        return found
    if find_own():
        return None
    if install_with_apt() and find_on_path():
        return find_on_path()
    if install_with_playwright() and find_own():
        return None
    raise NoChromiumError(NONE_FOUND)


def find_on_path() -> str | None:
    """Return the first Chromium on the PATH."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def find_own() -> str | None:
    """Return the Chromium that playwright has downloaded before."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install_with_apt() -> bool:
    """Install Debian's package, where we are allowed to; tell whether that worked."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    waiting = ["-o", "DPkg::Lock::Timeout=120"]
    run_quietly(["apt-get", *waiting, "update"])
    return run_quietly(
        ["apt-get", *waiting, "install", "-y", "--no-install-recommends", "chromium"]
    )


def install_with_playwright() -> bool:
    """Let playwright download its own build; tell whether that worked."""
    return run_quietly([sys.executable, "-m", "playwright", "install", "chromium"])


def run_quietly(command: list[str]) -> bool:
    """Run a command within the time limit and tell whether it succeeded."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            timeout=INSTALL_S,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
