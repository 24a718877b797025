"""Processes that are started again when they end or no longer answer."""

import logging
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_log = logging.getLogger(__name__)
# Whoever was up for this long begins again at once; whoever ends sooner waits, longer each time.
SETTLED_S = 60.0
MOST_WAIT_S = 30.0
# A process that starts has so long until it must answer.
START_S = 120.0
MOST_FAILURES = 3


def answers_check(address: str, timeout_s: float = 5.0) -> bool:
    """Tell whether a server answers a health check."""
    try:
        with urllib.request.urlopen(address, timeout=timeout_s) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError, OSError):
        return False


class Child:
    """One process that is kept running.

    Parameters
    ----------
    name : str
    command : list of str
    environment : dict
    log : Path
        What it says is added to this file.
    health : str or None
        The address that answers as long as it is well.
    clock : callable
        Seconds that only grow.
    """

    def __init__(
        self,
        name: str,
        command: list[str],
        environment: dict[str, str],
        log: Path,
        *,
        health: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.name, self._command, self._environment = name, command, environment
        self._log, self._health, self._clock = log, health, clock
        self.process: subprocess.Popen | None = None
        self.starts = 0
        self._started_at = self._next_start_at = 0.0
        self._wait_s = 0.0
        self._failures = 0
        self._has_answered = False

    def start(self) -> None:
        """Start the process."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A group of its own: what it started ends together with it.
                start_new_session=True,
            )
        self.starts += 1
        self._started_at = self._clock()
        self._failures, self._has_answered = 0, False
        _log.info("%s started (process %s)", self.name, self.process.pid)

    def look(self) -> None:
        """Start it again if it ended, or does not answer any more."""
        now = self._clock()
        if self.process is None:
            if now >= self._next_start_at:
                self.start()
        elif (code := _find_end(self.process)) is not None:
            _log.warning("%s ended (%s)", self.name, code)
            self._plan_start(now)
        elif self._health is not None and not self._is_well(self._health, now):
            _log.warning("%s does not answer", self.name)
            self.process.kill()
            _end_group(self.process)
            self._plan_start(now)

    def _plan_start(self, now: float) -> None:
        is_settled = now - self._started_at >= SETTLED_S
        self._wait_s = 0.0 if is_settled else min(max(1.0, 2 * self._wait_s), MOST_WAIT_S)
        self.process, self._next_start_at = None, now + self._wait_s

    def _is_well(self, health: str, now: float) -> bool:
        if answers_check(health):
            self._failures, self._has_answered = 0, True
            return True
        self._failures += 1
        is_starting = not self._has_answered and now - self._started_at < START_S
        return is_starting or self._failures < MOST_FAILURES

    def stop(self, signal_number: int, patience_s: float) -> None:
        """End it with a signal; if it does not end in time, end it at once."""
        process, self.process = self.process, None
        if process is None or _find_end(process) is not None:
            return
        process.send_signal(signal_number)
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            _log.warning("%s did not end within %s seconds", self.name, patience_s)
            process.kill()
            _end_group(process)


def _find_end(process: subprocess.Popen) -> int | None:
    """Return the exit code of a process that ended, with all that it started; None before."""
    if process.returncode is None:
        # It keeps its number until it is waited for, so that no other group has it.
        found = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        return None if found is None else _end_group(process)
    return process.returncode


def _end_group(process: subprocess.Popen) -> int:
    """End what is left of a process that ended or was killed: the workers of a proxy hold its
    address, and the next one would not get it. Return its exit code."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait()
