"""Reads a file that somebody sent, so that no file can stop the app.

A separate process reads the bytes, with limits on memory and time, and returns the sheets as
one Arrow file. If it is ended, the user reads why, and the app goes on.
"""

import json
import logging
import mmap
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyarrow as pa

from data.errors import UnreadableFileError
from data.files.bounds import measure_memory
from data.files.grid import Grid
from data.files.handover import read_grids_back
from data.files.limits import LIMITS, MB, check_size

_ROOT = Path(__file__).resolve().parents[2]
_REFUSED = 3
_LOOK_EVERY = 0.05
# Several large files at once take turns: the computer has other work to do.
_turns = threading.BoundedSemaphore(2)
_log = logging.getLogger(__name__)


def read_file_safely(content: bytes, file_name: str) -> list[Grid]:
    """Return the sheets of a file; a text file is one sheet with the file's name.

    Parameters
    ----------
    content : bytes
        .csv, .tsv, .txt, .xls, .xlsx or .ods; the content decides, not the ending.

    Returns
    -------
    list of Grid
        Take columns with `Grid.take_column`; rows are made only when they are requested.

    Raises
    ------
    UnreadableFileError
        It is not a table, of an unknown kind, damaged or beyond a limit, or reading it took
        too much memory or time.
    """
    check_size(content, file_name)
    with tempfile.TemporaryFile() as request, tempfile.TemporaryFile() as answer:
        request.write(json.dumps({"file": file_name}).encode() + b"\n")
        request.write(content)
        request.seek(0)
        return _read_answer(answer, answer_apart(request, answer, file_name), file_name)


def answer_apart(request, answer, file_name: str) -> int:
    """Start a process that answers a request; return its exit code.

    Raises
    ------
    UnreadableFileError
        The process could not start, or took too much memory or time.
    """
    with _turns, tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "data.files"],
                stdin=request,
                stdout=answer,
                stderr=said,
                cwd=_ROOT,
                env=os.environ
                | {"OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise UnreadableFileError("file_not_started", file=file_name, reason=error) from error
        try:
            code = _watch(process, file_name)
        finally:
            process.kill()
            process.wait()
        if code not in (0, _REFUSED):
            said.seek(0)
            _log.error(
                "Reading %s ended with %s: %s",
                file_name,
                code,
                said.read()[-4000:].decode("utf-8", "replace"),
            )
        return code


def _watch(process, file_name: str) -> int:
    end = time.monotonic() + LIMITS.seconds
    while True:
        try:
            return process.wait(timeout=_LOOK_EVERY)
        except subprocess.TimeoutExpired:
            pass
        if time.monotonic() > end:
            raise _make_slow(file_name)
        if measure_memory(process) > LIMITS.memory_bytes:
            raise _make_large(file_name)


def _read_answer(answer, code: int, file_name: str) -> list[Grid]:
    if code == 0:
        return read_grids_back(_map(answer))
    if code == _REFUSED:
        answer.seek(0)
        error = json.loads(answer.read())
        raise UnreadableFileError(error["key"], **error["fields"])
    if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
        raise _make_slow(file_name)
    raise UnreadableFileError("file_reader_ended", file=file_name, code=code)


def _map(answer) -> pa.Buffer:
    if os.fstat(answer.fileno()).st_size == 0:
        return pa.py_buffer(b"")
    return pa.py_buffer(mmap.mmap(answer.fileno(), 0, access=mmap.ACCESS_READ))


def _make_slow(file_name: str) -> UnreadableFileError:
    return UnreadableFileError("file_slow", file=file_name, seconds=LIMITS.seconds)


def _make_large(file_name: str) -> UnreadableFileError:
    return UnreadableFileError("file_memory", file=file_name, limit_mb=LIMITS.memory_bytes // MB)
