"""Makes the ids of uploads and revisions."""

import threading
import time
import uuid

_id_lock = threading.Lock()
_last_id = 0


def make_id() -> str:
    """Return a new UUIDv7 as text: 48 bits of milliseconds, then random bits (RFC 9562).

    Within this process each id is greater than the one before, even within a millisecond,
    because rows of one write are numbered in the order of their ids.
    """
    global _last_id
    milliseconds = time.time_ns() // 1_000_000
    random_bits = uuid.uuid4().int & ((1 << 76) - 1)
    number = (milliseconds << 80) | (7 << 76) | _set_variant(random_bits)
    with _id_lock:
        _last_id = max(number, _last_id + 1)
        return str(uuid.UUID(int=_last_id))


def _set_variant(bits: int) -> int:
    return (bits & ~(0b11 << 62)) | (0b10 << 62)
