"""Makes packs in processes of their own, so that the pages of others go on meanwhile."""

import json
import logging
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from data.errors import CaomuError, DocumentError
from data.files.limits import MB
from data.store.statements import ROOT
from pages.documents.briefing.facts import BriefingFacts
from pages.documents.pack_process import HAS_HELPERS, MOST_MEMORY, PACK, REQUEST
from pages.documents.pack_request import PackRequest, PackStep

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
# Two cores serve an office. A pack draws on both, but pages come first there.
_turns = threading.BoundedSemaphore(1)
# Typst ends its process so.
NO_MEMORY = re.compile(rb"memory allocation of \d+ bytes failed")
_log = logging.getLogger(__name__)


class PackJob:
    """A pack that is being made; read its attributes from any thread.

    Attributes
    ----------
    state : {'waiting', 'running', 'done', 'failed', 'cancelled'}
    step : PackStep or None
        What is being made.
    error : CaomuError or None
        Why it failed.
    files : list of str
        The names of the files in `folder`, once it is done.

    Raises
    ------
    DocumentError
        The folder for temporary files has no room (``pack_no_room``).
    """

    def __init__(self, facts: BriefingFacts, request: PackRequest):
        self.state = WAITING
        self.step: PackStep | None = None
        self.error: CaomuError | None = None
        self.files: list[str] = []
        self._place = _make_place(pickle.dumps((facts, request)))
        # The files go when nobody holds the job any more.
        weakref.finalize(self, shutil.rmtree, self._place, ignore_errors=True)
        self._process: subprocess.Popen | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        threading.Thread(target=self._run, name="pack", daemon=True).start()

    @property
    def folder(self) -> Path:
        """Where its files are; they go when nobody holds the job any more."""
        return self._place / PACK

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self._ended.is_set()

    def read(self, name: str) -> bytes:
        """Return one of its files."""
        return (self.folder / name).read_bytes()

    def cancel(self) -> None:
        """Stop it, whether it waits or runs; nothing of it is left."""
        with self._lock:
            if not self.is_over:
                self.state = CANCELLED
            if self._process is not None:
                self._process.kill()

    def wait(self) -> Iterator[PackStep]:
        """Yield each new step until it is over."""
        last = None
        while not self._ended.wait(0.1):
            if self.step is not None and self.step != last:
                last = self.step
                yield last

    def _run(self) -> None:
        try:
            with _turns:
                if self._start():
                    self._follow()
        except OSError as error:
            self._fail(DocumentError("pack_not_started", reason=str(error)))
        finally:
            self._ended.set()

    def _start(self) -> bool:
        """Start the process; False where it was cancelled before its turn came."""
        with self._lock:
            if self.state == CANCELLED:
                return False
            self.state = RUNNING
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pages.documents.pack_process", str(self._place)],
                stdout=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=ROOT,
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                # A group of its own: the processes that draw end together with it.
                start_new_session=HAS_HELPERS,
            )
            return True

    def _follow(self) -> None:
        """Read the steps until the process ends."""
        process = self._process
        assert process is not None and process.stdout is not None and process.stderr is not None
        said: list[bytes] = []
        words_of = process.stderr
        reader = threading.Thread(target=lambda: said.append(words_of.read()), daemon=True)
        reader.start()
        sweeper = threading.Thread(target=_sweep, args=(process,), daemon=True)
        sweeper.start()
        for line in process.stdout:
            self._take(json.loads(line))
        sweeper.join()
        code = process.wait()
        reader.join()
        process.stdout.close()
        process.stderr.close()
        if self.state == RUNNING:
            words = b"".join(said)
            _log.error("a pack ended with %s: %s", code, words[-4000:].decode("utf-8", "replace"))
            if NO_MEMORY.search(words):
                self._fail(DocumentError("pack_memory", limit_mb=MOST_MEMORY // MB))
            else:
                self._fail(DocumentError("pack_ended", code=code))

    def _take(self, line: dict) -> None:
        if "error" in line:
            self._fail(DocumentError(line["error"], **line["fields"]))
        elif "files" in line:
            self.files = line["files"]
            with self._lock:
                if self.state == RUNNING:
                    self.state = DONE
        else:
            self.step = PackStep(**line)

    def _fail(self, error: CaomuError) -> None:
        with self._lock:
            if self.state in (WAITING, RUNNING):
                self.state, self.error = FAILED, error


def _make_place(content: bytes) -> Path:
    """Return a folder of its own with a request in it."""
    try:
        place = Path(tempfile.mkdtemp(prefix="caomu-pack-"))
        try:
            (place / REQUEST).write_bytes(content)
        except OSError:
            shutil.rmtree(place, ignore_errors=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise DocumentError("pack_no_room", reason=reason) from error
    return place


def _sweep(process: subprocess.Popen) -> None:
    """Once a process has ended, end what is left of those that drew for it.

    They hold its pipes: without this, one killed for its memory would be waited for without end.
    """
    if sys.platform != "linux":
        return
    with suppress(ChildProcessError):
        # It keeps its number until it is waited for, so that no other group has it.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
