"""The files of a command: which of its arguments they are, and where they stand.

An argument of type `Given` is a file that the command reads, one of type `Made` a file or a
folder that it makes. A command that is run for somebody else, by the app that has the
database open, works on copies in a folder of its own (`lend_places`), and what it says names
the places that were asked for.
"""

import argparse
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from data.errors import UnreadableFileError
from data.files.disk import check_folder, check_size_on_disk


class Given(str):
    """The path of a file that a command reads."""


class Made(str):
    """The path of a file or folder that a command makes; ``endings`` are those that it knows."""

    endings: tuple[str, ...] = ()


class MadeTable(Made):
    """The path of a table that a command makes: its ending decides the kind."""

    endings = (".csv", ".xlsx")


class MadeWorkbook(Made):
    """The path of a workbook that a command makes."""

    endings = (".xlsx",)


class MadePdf(Made):
    """The path of a .pdf document that a command makes."""

    endings = (".pdf",)


class MadeCalendar(Made):
    """The path of an .ics calendar that a command makes."""

    endings = (".ics",)


class MadeGeoPackage(Made):
    """The path of a .gpkg file that a command makes."""

    endings = (".gpkg",)


class MadeWord(Made):
    """The path of a .docx document that a command makes."""

    endings = (".docx",)


def list_places(options: argparse.Namespace, kind: type[str]) -> list[str]:
    """Return the paths of one kind that the options of a command name, in their order."""
    return [str(value) for value in vars(options).values() if isinstance(value, kind)]


def check_places(options: argparse.Namespace) -> None:
    """Refuse to begin where something cannot be made as it was asked for.

    Raises
    ------
    UnreadableFileError
        Its folder is not there, its ending is of another kind of file, or it would stand in
        the place of a file that the command reads.
    """
    read = {Path(place).resolve() for place in list_places(options, Given)}
    for value in vars(options).values():
        if not isinstance(value, Made):
            continue
        check_folder(value)
        if value.endings and Path(value).suffix.lower() not in value.endings:
            known = ", ".join(value.endings)
            raise UnreadableFileError("place_ending", file=Path(value).name, known=known)
        if Path(value).resolve() in read:
            raise UnreadableFileError("place_is_source", file=Path(value).name)


def list_sent(options: argparse.Namespace) -> Iterator[tuple[int, Path]]:
    """Yield number and path of each file that can be read, as it goes to the app.

    Raises
    ------
    UnreadableFileError
        A file is too large.
    """
    for number, place in enumerate(list_places(options, Given)):
        path = Path(place)
        if path.is_file() and os.access(path, os.R_OK):
            check_size_on_disk(path)
            yield number, path


def lend_places(
    options: argparse.Namespace, folder: Path, taken: list[bool]
) -> tuple[list[Path], Callable[[str], str]]:
    """Give a command places in a folder instead of those that were asked for.

    Parameters
    ----------
    options : Namespace
        Its paths are replaced. A file that was sent stands in the folder as ``sent-0``, …
    taken : list of bool
        For each file to be made, whether something stands at its place already: then
        something stands here too.

    Returns
    -------
    tuple
        Where each thing will be made, and a function that puts the places that were asked for
        back into what the command says.
    """
    made, names = [], {}
    counts = {Given: 0, Made: 0}
    for key, asked in list(vars(options).items()):
        kind = next((kind for kind in counts if isinstance(asked, kind)), None)
        if kind is None:
            continue
        number, own = counts[kind], folder / f"{kind.__name__.lower()}-{counts[kind]}"
        counts[kind] += 1
        own.mkdir()
        place = own / Path(asked).name
        if kind is Given:
            if (sent := folder / f"sent-{number}").exists():
                sent.rename(place)
        else:
            made.append(place)
            if taken[number]:
                place.touch()
        setattr(options, key, type(asked)(place))
        names[str(place)] = str(asked)

    def put_back(text: str) -> str:
        for lent, asked in names.items():
            text = text.replace(lent, asked)
        return text

    return made, put_back


def take_made(folder: Path, place: str) -> None:
    """Put what was made at the place that was asked for, over what stands there.

    Everything is beside it first: where there is no room, what stands there stays as it is.

    Raises
    ------
    UnreadableFileError
        It may not be written.
    """
    target = Path(place)
    try:
        # Of a folder in the folder itself, which may be on a disk of its own.
        beside = target if folder.is_dir() else target.parent
        beside.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".caomu-", dir=beside) as passing:
            made = Path(passing) / "made"
            if folder.is_file():
                shutil.copyfile(folder, made)
                made.replace(target)
                return
            shutil.copytree(folder, made)
            for source in sorted(made.rglob("*")):
                if source.is_file():
                    final = target / source.relative_to(made)
                    final.parent.mkdir(parents=True, exist_ok=True)
                    source.replace(final)
    except OSError as error:
        raise UnreadableFileError("file_not_written", file=place) from error
