"""Makes the ids of uploads and revisions."""

import threading
import time
import uuid

import numpy as np
import pyarrow as pa

_LOW = (1 << 64) - 1
_id_lock = threading.Lock()
_last_id = 0


def make_id() -> str:
    """Return a new UUIDv7 as text: 48 bits of milliseconds, then random bits (RFC 9562).

    Within this process each id is greater than the one before, even within a millisecond,
    because rows of one write are numbered in the order of their ids.
    """
    return str(uuid.UUID(int=_take_numbers(1)))


def make_ids(count: int) -> pa.Array:
    """Return so many new ids as an Arrow column of type UUID: the first is as of `make_id`, each
    other is the next number, which the engine keeps in a fraction of the space and time."""
    first = _take_numbers(count)
    halves = np.empty((count, 2), ">u8")
    halves[:, 0] = first >> 64
    halves[:, 1] = np.arange(count, dtype=np.uint64) + np.uint64(first & _LOW)
    bits = pa.py_buffer(halves.tobytes())
    return pa.ExtensionArray.from_storage(
        pa.uuid(), pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), count, [None, bits])
    )


def _take_numbers(count: int) -> int:
    """Return the first of so many numbers that no id of this process has."""
    global _last_id
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | (7 << 76) | _set_variant(uuid.uuid4().int & ((1 << 76) - 1))
    with _id_lock:
        first = max(number, _last_id + 1)
        _last_id = first + count - 1
        return first


def _set_variant(bits: int) -> int:
    # The bit below stays free, so that what is counted up from here has the same variant.
    return (bits & ~(0b111 << 61)) | (0b10 << 62)
