"""Looks at an office file that somebody sent as a template, before anything opens it."""

import io
import zipfile

from data.errors import DocumentError
from data.files.limits import MB

MOST_BYTES = 20 * MB
MOST_UNPACKED = 200 * MB
MOST_ENTRIES = 3000
MACROS = ("vbaProject.bin", "vbaData.xml")


def check_archive(content: bytes, name: str) -> None:
    """Refuse a template that is too large, unpacks to too much, or carries programs.

    Raises
    ------
    DocumentError
        ``template_too_large``, ``template_damaged``, ``template_bomb`` or ``template_macros``.
    """
    if len(content) > MOST_BYTES:
        raise DocumentError("template_too_large", file=name, limit_mb=MOST_BYTES // MB)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise DocumentError("template_damaged", file=name) from error
    with archive:
        entries = archive.infolist()
        size = sum(entry.file_size for entry in entries)
        if size > MOST_UNPACKED or len(entries) > MOST_ENTRIES:
            raise DocumentError("template_bomb", file=name, limit_mb=MOST_UNPACKED // MB)
        _check_truth(archive, entries, name)
        if any(entry.filename.endswith(MACROS) for entry in entries):
            raise DocumentError("template_macros", file=name)


def _check_truth(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    """Unpack every part by pieces: an archive may say that it is smaller than it is."""
    left = MOST_UNPACKED
    try:
        for entry in entries:
            with archive.open(entry) as part:
                while piece := part.read(MB):
                    left -= len(piece)
                    if left < 0:
                        raise DocumentError(
                            "template_bomb", file=name, limit_mb=MOST_UNPACKED // MB
                        )
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, NotImplementedError) as error:
        raise DocumentError("template_damaged", file=name) from error
