"""Files by their paths: what a command is given, and what it makes."""

from pathlib import Path

from data.errors import UnreadableFileError
from data.files.limits import LIMITS, MB


def read_content(path: Path | str) -> bytes:
    """Return the bytes of a file, its size looked at first.

    Raises
    ------
    UnreadableFileError
        There is no such file, it may not be read, or it is too large.
    """
    path = Path(path)
    try:
        check_size_on_disk(path)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError("file_not_there", file=str(path)) from error


def check_size_on_disk(path: Path) -> None:
    """Refuse a file that is too large before it is read.

    Raises
    ------
    UnreadableFileError
    """
    size = path.stat().st_size
    if size > LIMITS.file_bytes:
        raise UnreadableFileError(
            "file_too_large", file=path.name, size_mb=size // MB, limit_mb=LIMITS.file_bytes // MB
        )


def check_folder(path: Path | str) -> None:
    """Refuse a place for a file whose folder is not there: folders are made by people.

    Raises
    ------
    UnreadableFileError
    """
    if not Path(path).parent.is_dir():
        raise UnreadableFileError(
            "folder_not_there", folder=str(Path(path).parent), file=Path(path).name
        )


def write_content(path: Path | str, content: bytes) -> None:
    """Write a file for the user.

    Raises
    ------
    UnreadableFileError
        The folder is not there or may not be written to.
    """
    check_folder(path)
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise UnreadableFileError("file_not_written", file=str(path)) from error
