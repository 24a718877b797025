"""Zip containers of office files: checked before anything is unpacked, read in pieces."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from data.errors import UnreadableFileError
from data.files.limits import LIMITS, MB

_DAMAGED = (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, RuntimeError)


class Package:
    """The parts of a zip by name; as in the standard, case does not matter.

    The directory may state false sizes: an entry never yields more bytes than it states.
    """

    def __init__(self, content: bytes, file_name: str):
        self.file_name = file_name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            entries = self._archive.infolist()
        except (*_DAMAGED, NotImplementedError) as error:
            raise UnreadableFileError("file_damaged", file=file_name) from error
        _check_entries(entries, len(content), file_name)
        self._entries = {_get_plain(entry.filename): entry for entry in entries}
        self._entries.pop("", None)

    @property
    def names(self) -> set[str]:
        """Names of the parts in lower case, without a leading slash."""
        return set(self._entries)

    def __contains__(self, name: str) -> bool:
        return _get_plain(name) in self._entries

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a part for reading.

        Raises
        ------
        UnreadableFileError
            There is no such part, its compression is unknown, or it is damaged.
        """
        try:
            with self._archive.open(self._entries[_get_plain(name)]) as stream:
                yield stream
        except UnreadableFileError:
            raise
        except (*_DAMAGED, NotImplementedError) as error:
            raise UnreadableFileError("file_damaged", file=self.file_name) from error
        except Exception as error:
            # zlib and lzma raise their own errors, which share no base class.
            if type(error).__module__ not in ("zlib", "lzma", "_lzma", "bz2", "_bz2"):
                raise
            raise UnreadableFileError("file_damaged", file=self.file_name) from error


def _get_plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _check_entries(entries: list[zipfile.ZipInfo], packed: int, file_name: str) -> None:
    if len(entries) > LIMITS.entries:
        raise UnreadableFileError(
            "file_entries", file=file_name, entries=len(entries), limit=LIMITS.entries
        )
    total = sum(entry.file_size for entry in entries)
    if total > LIMITS.unpacked_bytes:
        raise UnreadableFileError(
            "file_bomb",
            file=file_name,
            size_mb=-(-total // MB),
            limit_mb=LIMITS.unpacked_bytes // MB,
        )
    if total > LIMITS.ratio_from_bytes and total > LIMITS.ratio * packed:
        raise UnreadableFileError(
            "file_ratio",
            file=file_name,
            size_mb=-(-total // MB),
            ratio=total // packed,
            limit=LIMITS.ratio,
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFileError("file_encrypted", file=file_name)
