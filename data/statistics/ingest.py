"""Ingesting a file by its path, as the command line does."""

from pathlib import Path

from data.errors import UnreadableFileError
from data.files.limits import LIMITS
from data.statistics.commit import commit_upload, preview_upload
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics
from data.statistics.rejected import write_rejected
from data.statistics.report import make_report
from data.store.database import Store


def ingest_file(
    store: Store,
    path: Path | str,
    *,
    options: IngestOptions | None = None,
    by: str = "",
    is_dry_run: bool = False,
    rejected_path: Path | str | None = None,
) -> dict:
    """Read a statistics file and commit it as one upload; return the report.

    Parameters
    ----------
    rejected_path : path
        Where to write the refused rows as a workbook, when there are any.

    Raises
    ------
    UnreadableFileError
        There is no such file, or it cannot be read as a table.
    UnknownIdError
        An option names something that does not exist.
    """
    path = Path(path)
    content = read_content(path)
    reading = read_statistics(content, path.name, store, options=options)
    rejected = write_rejected(reading) if rejected_path else None
    if rejected:
        write_content(rejected_path, rejected)
    if is_dry_run:
        return make_report(reading, preview_upload(store, reading), None)
    return commit_upload(store, reading, by=by)


def write_content(path: Path | str, content: bytes) -> None:
    """Write a file for the user.

    Raises
    ------
    UnreadableFileError
        The folder is not there or may not be written to.
    """
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise UnreadableFileError("file_not_written", file=str(path)) from error


def read_content(path: Path) -> bytes:
    """Return the bytes of a file, its size looked at first.

    Raises
    ------
    UnreadableFileError
    """
    try:
        size = path.stat().st_size
        if size > LIMITS.file_bytes:
            raise UnreadableFileError(
                "file_too_large",
                file=path.name,
                size_mb=size // 1024**2,
                limit_mb=LIMITS.file_bytes // 1024**2,
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError("file_not_there", file=str(path)) from error
