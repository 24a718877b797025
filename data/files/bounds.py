"""Limits on the memory and time of a process.

On POSIX a process limits itself before it reads a byte (`bind`). Windows has no such limits
and macOS none on memory. There the process that started it measures it (`measure_memory`).
"""

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

_CODE = 32 * 1024 * 1024
"""Memory of the code of Python and Arrow; the limit on data does not count it."""


def bind(memory_bytes: int, seconds: int, file_bytes: int) -> None:
    """Limit this process: its memory, its computing time, and the size of a file it writes.

    The limit on address space is loose, because Arrow and its threads reserve far more than
    they use.
    """
    if sys.platform == "win32":
        return
    for kind, most in (
        (resource.RLIMIT_DATA, memory_bytes - _CODE),
        (resource.RLIMIT_AS, 2 * memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (most, hard))
        except (ValueError, OSError):  # macOS rejects some of them
            continue


def measure_memory(process) -> int:
    """Return the bytes that a process (`subprocess.Popen`) uses; 0 if unknown."""
    if sys.platform == "win32":
        return _measure_on_windows(process)
    try:
        pages = Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _measure_on_windows(process) -> int:
    if sys.platform != "win32":
        return 0
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            ("peak_working_set", ctypes.c_size_t),
            ("working_set", ctypes.c_size_t),
            ("peak_paged_pool", ctypes.c_size_t),
            ("paged_pool", ctypes.c_size_t),
            ("peak_non_paged_pool", ctypes.c_size_t),
            ("non_paged_pool", ctypes.c_size_t),
            ("page_file", ctypes.c_size_t),
            ("peak_page_file", ctypes.c_size_t),
        )

    counters = Counters(size=ctypes.sizeof(Counters))
    found = ctypes.windll.kernel32.K32GetProcessMemoryInfo(
        wintypes.HANDLE(int(process._handle)), ctypes.byref(counters), counters.size
    )
    return counters.page_file if found else 0
