"""Keeps the files that users sent, as they were, by the hash of their bytes.

They are in the database itself: a backup holds them, and a file is there exactly when the upload
is that it came with.
"""

import hashlib

import pyarrow as pa

from data.errors import UploadError
from data.store.database import Queries, Transaction

# Of a file, so that a copy of many files needs little memory.
PART_BYTES = 64 * 1024


def keep_file(writer: Transaction, sha256: str, content: bytes) -> None:
    """Keep a file within a write, unless it is kept already."""
    if not content or is_kept(writer, sha256):
        return
    parts = [content[at : at + PART_BYTES] for at in range(0, len(content), PART_BYTES)]
    table = {
        "sha256": pa.array([sha256] * len(parts), pa.string()),
        "part_no": pa.array(range(len(parts)), pa.int32()),
        "content": pa.array(parts, pa.binary()),
    }
    writer.insert("facts.file_part", pa.table(table))


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
