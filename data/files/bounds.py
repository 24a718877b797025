"""Bounds on the memory and time of a process.

On POSIX a process binds itself before it reads a byte (`bind`). Where that does not hold, on
Windows and for memory on macOS, the process that started it looks at it (`measure_memory`).
"""

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

_CODE = 32 * 1024 * 1024
"""Memory that the code of Python and Arrow takes, which no limit on data counts."""


def bind(memory_bytes: int, seconds: int, file_bytes: int) -> None:
    """Bind this process: memory, time of computing, size of a file that it writes.

    Address space is bound too, loosely: Arrow and its threads take far more of it than they
    use.
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
        except (ValueError, OSError):  # macOS refuses some of them
            continue


def measure_memory(process) -> int:
    """Return the bytes that a process (`subprocess.Popen`) has in use; 0 where unknown."""
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
