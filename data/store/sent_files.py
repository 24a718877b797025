"""Keeps the files that users sent, as they were, by the hash of their bytes.

They are in the database itself: a backup holds them, and a file is there exactly when the upload
is that it came with.
"""

import hashlib
from collections.abc import Collection

import numpy as np
import pyarrow as pa

from data.errors import UploadError
from data.names.matching import REGION
from data.store.database import Queries, Transaction

# Of a file, so that a copy of many files needs little memory.
PART_BYTES = 64 * 1024


def keep_file(
    writer: Transaction, sha256: str, content: bytes, area_ids: Collection[str | None]
) -> None:
    """Keep a file within a write, unless it is kept already.

    Parameters
    ----------
    area_ids : collection of str or None
        The areas whose figures may stand anywhere in it (`data.files.mentions`): only who sees
        all of them is given the file, beside whoever sent it. None among them keeps it to who
        sees every area.
    """
    if not content:
        return
    person_id = writer.warden.actor.person_id if writer.warden else ""
    known_of = writer.query_rows("files/known", sha256=sha256, person_id=person_id)[0]
    if person_id and not known_of["has_sender"]:
        sender = {"sha256": [sha256], "person_id": [person_id]}
        writer.insert("facts.file_sender", pa.table(sender))
    if not known_of["has_areas"]:
        # Every file is of the region too, so that one without a row is one of before.
        known = sorted({REGION, *area_ids}, key=str)
        areas = {"sha256": [sha256] * len(known), "area_id": pa.array(known, pa.string())}
        writer.insert("facts.file_area", pa.table(areas))
    if is_kept(writer, sha256):
        return
    ends = np.minimum(np.arange(0, len(content) + PART_BYTES, PART_BYTES), len(content))
    places = pa.py_buffer(ends.astype(np.int32).tobytes())
    parts = len(ends) - 1
    table = {
        "sha256": pa.array([sha256] * parts, pa.string()),
        "part_no": pa.array(range(parts), pa.int32()),
        # The bytes stay where they are.
        "content": pa.Array.from_buffers(pa.binary(), parts, [None, places, pa.py_buffer(content)]),
    }
    writer.insert("facts.file_part", pa.table(table))


def keep_again(
    writer: Transaction, sha256: str, content: bytes, area_ids: Collection[str | None]
) -> None:
    """Note of a file that is kept, and sent again without anything new, what is not known yet."""
    if content and is_kept(writer, sha256):
        keep_file(writer, sha256, content, area_ids)


def is_kept(source: Queries, sha256: str | None) -> bool:
    """Tell whether the file with a hash is kept."""
    return count_bytes(source, sha256) > 0


def count_bytes(source: Queries, sha256: str | None) -> int:
    """Return the size of a kept file, 0 where it is not kept."""
    return int(source.query_rows("files/size", sha256=sha256)[0]["bytes"])


def load_file(source: Queries, sha256: str) -> bytes:
    """Return a kept file.

    Raises
    ------
    UploadError
        It is not kept (``file_not_kept``), or not as it was sent (``file_not_whole``).
    """
    parts = source.query_rows("files/parts", sha256=sha256)
    if not parts:
        raise UploadError("file_not_kept", sha256=sha256)
    content = b"".join(part["content"] for part in parts)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UploadError("file_not_whole", sha256=sha256)
    return content
