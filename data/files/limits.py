"""How large a file may be; checked before anything is unpacked."""

import io
import zipfile
from dataclasses import dataclass

from data.errors import UnreadableFileError


@dataclass(frozen=True)
class Limits:
    """Bytes, rows, columns, sheets, tables of a sheet, cells, largest unpacked size and ratio."""

    file_bytes: int = 200 * 1024 * 1024
    unpacked_bytes: int = 600 * 1024 * 1024
    ratio: int = 200
    ratio_from_bytes: int = 20 * 1024 * 1024
    entries: int = 2000
    sheets: int = 100
    tables: int = 1000
    rows: int = 2_000_000
    columns: int = 2_000
    cells: int = 8_000_000
    cell_characters: int = 32_768


LIMITS = Limits()


def check_size(content: bytes, file_name: str) -> None:
    """Refuse an empty file and one that is too large.

    Raises
    ------
    UnreadableFileError
    """
    if not content:
        raise UnreadableFileError("file_empty", file=file_name)
    if len(content) > LIMITS.file_bytes:
        raise UnreadableFileError(
            "file_too_large",
            file=file_name,
            size_mb=len(content) // 1024**2,
            limit_mb=LIMITS.file_bytes // 1024**2,
        )


def check_extent(rows: int, columns: int, file_name: str) -> None:
    """Refuse a sheet whose used area is too large, before it is laid out in memory.

    Raises
    ------
    UnreadableFileError
    """
    if rows > LIMITS.rows or columns > LIMITS.columns or rows * columns > LIMITS.cells:
        raise UnreadableFileError(
            "file_rows",
            file=file_name,
            rows=rows,
            columns=columns,
            limit=LIMITS.rows,
            cells=LIMITS.cells,
        )


def open_zip(content: bytes, file_name: str) -> zipfile.ZipFile:
    """Open a zip container after looking at its directory only.

    The directory's own sizes may lie; whoever unpacks an entry reads it with a limit
    (`read_entry`).

    Raises
    ------
    UnreadableFileError
        Damaged, encrypted, or unpacked too large (a zip bomb).
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFileError("file_damaged", file=file_name) from error
    total = sum(entry.file_size for entry in entries)
    is_bomb = total > LIMITS.unpacked_bytes or (
        total > LIMITS.ratio_from_bytes and total > LIMITS.ratio * len(content)
    )
    if is_bomb or len(entries) > LIMITS.entries:
        raise UnreadableFileError(
            "file_bomb",
            file=file_name,
            size_mb=total // 1024**2,
            limit_mb=LIMITS.unpacked_bytes // 1024**2,
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFileError("file_encrypted", file=file_name)
    return archive


def read_entry(archive: zipfile.ZipFile, name: str, file_name: str) -> bytes:
    """Return one entry of a zip, never more bytes than its directory states.

    Raises
    ------
    UnreadableFileError
        Damaged, or larger than stated.
    """
    try:
        stated = archive.getinfo(name).file_size
        with archive.open(name) as entry:
            data = entry.read(stated + 1)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        NotImplementedError,
        EOFError,
        RuntimeError,
    ) as error:
        raise UnreadableFileError("file_damaged", file=file_name) from error
    except Exception as error:  # zlib and lzma raise errors of their own, without a base class
        raise UnreadableFileError("file_damaged", file=file_name) from error
    if len(data) > stated:
        raise UnreadableFileError("file_damaged", file=file_name)
    return data
