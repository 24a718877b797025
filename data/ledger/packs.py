"""What a briefing pack rests on, by its manifest: the moment to which changes are counted.

A manifest states when its pack was made, the newest number of each kind of record, and the uploads
that counted. With the numbers two packs of one second are told apart.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.clock import format_second, get_now
from data.errors import PastError, UnreadableFileError
from data.files.disk import read_content
from data.files.limits import MB
from data.files.package import Package
from data.store.build import compute_fingerprint
from data.store.database import Store
from data.store.past import look_at_numbers

VERSION_DIGITS = 12
MANIFEST, ZIP_START = "manifest.json", b"PK\x03\x04"
MOST_MANIFEST = 64 * MB
_NO_MANIFEST = (
    *(ValueError, KeyError, TypeError, AttributeError, RecursionError),
    UnreadableFileError,
)


@dataclass(frozen=True)
class PackMark:
    """What a pack rests on.

    Attributes
    ----------
    made_at : datetime
        UTC, to the second.
    numbers : tuple of int
        The newest number of each kind of record, in the order of ``queries/data_version``; a pack
        of a former version of the program may state fewer.
    upload_ids : tuple of str
        The uploads that counted.
    """

    made_at: datetime
    numbers: tuple[int, ...]
    upload_ids: tuple[str, ...]


def load_data_version(store: Store) -> str:
    """Return the plan's fingerprint and the newest number of each kind of record."""
    parts = [compute_fingerprint()[:VERSION_DIGITS], *map(str, _load_numbers(store).values())]
    return "-".join(parts)


def parse_manifest(content: bytes, name: str) -> PackMark:
    """Return what a pack rests on, from its ZIP or its manifest.json.

    Raises
    ------
    PastError
        ``pack_no_manifest``: it is neither.
    """
    try:
        said = json.loads(_take_manifest(content, name))
        made_at = datetime.fromisoformat(said["made_at"].removesuffix("Z"))
        numbers = tuple(int(number) for number in said["data_version"].split("-")[1:])
        upload_ids = tuple(str(row["upload_id"]) for row in said["uploads"])
    except _NO_MANIFEST as error:
        raise PastError("pack_no_manifest", file=name) from error
    if made_at.tzinfo is not None or not numbers:
        raise PastError("pack_no_manifest", file=name)
    return PackMark(made_at, numbers, upload_ids)


def _take_manifest(content: bytes, name: str) -> bytes:
    """Return the manifest of a ZIP, wherever it lies in it; of anything else the content itself."""
    if not content.startswith(ZIP_START):
        return content
    package = Package(content, name)
    (found,) = (part for part in package.names if part.rpartition("/")[2] == MANIFEST)
    with package.open(found) as stream:
        return stream.read(MOST_MANIFEST)


def read_manifest(path: str) -> PackMark:
    """Return what a pack rests on, from its file on disk (`parse_manifest`).

    Raises
    ------
    UnreadableFileError
        It cannot be read.
    """
    return parse_manifest(read_content(path), Path(path).name)


def look_at_pack(store: Store, mark: PackMark) -> Store:
    """Return what a pack was made from: the records up to its numbers, of other kinds those up to
    its second.

    Raises
    ------
    PastError
        It was made from another database, or from records that are not in this one
        (``pack_of_other_data``), or the store is only read (``past_of_example``).
    """
    whole = store.whole
    newest = _load_numbers(whole)
    numbers = dict(zip(newest, mark.numbers, strict=False))
    is_known = all(number <= newest[table] for table, number in numbers.items())
    if is_known:
        until = min(mark.made_at.replace(microsecond=999_999), get_now())
        past = look_at_numbers(whole, until, numbers)
        uploads = {str(row["upload_id"]) for row in past.query_rows("queries/briefing_uploads")}
        is_known = set(mark.upload_ids) <= uploads
    if not is_known:
        raise PastError("pack_of_other_data", at=format_second(mark.made_at))
    return store.see(past)


def _load_numbers(store: Store) -> dict[str, int]:
    return store.query_rows("queries/data_version")[0]
