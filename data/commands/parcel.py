"""What a command and the app send each other: one tar of a JSON document and of files."""

import io
import json
import shutil
import tarfile
from collections.abc import Iterable
from pathlib import Path

from data.errors import UsageError

LETTER = "letter.json"


def pack(target, letter: dict, files: Iterable[tuple[str, Path]]) -> None:
    """Write a parcel into an open binary file.

    Parameters
    ----------
    letter : dict
        What JSON can hold.
    files : iterable of (name, path)
        A folder goes with all that is in it.
    """
    with tarfile.open(fileobj=target, mode="w") as parcel:
        content = json.dumps(letter, ensure_ascii=False).encode()
        head = tarfile.TarInfo(LETTER)
        head.size = len(content)
        parcel.addfile(head, io.BytesIO(content))
        for name, path in files:
            parcel.add(path, name, filter=_forget_owner)


def unpack(source, folder: Path) -> dict:
    """Put the files of a parcel into a folder; return its letter.

    Raises
    ------
    UsageError
        It is no parcel (``parcel_damaged``), or something in it lies outside the folder.
    """
    try:
        with tarfile.open(fileobj=source, mode="r|") as parcel:
            letter = None
            for member in parcel:
                if member.name == LETTER and letter is None:
                    letter = json.load(parcel.extractfile(member) or io.BytesIO())
                elif member.isfile():
                    _put(parcel.extractfile(member) or io.BytesIO(), folder, member.name)
    except (tarfile.TarError, ValueError, OSError) as error:
        raise UsageError("parcel_damaged", reason=str(error)) from error
    if not isinstance(letter, dict):
        raise UsageError("parcel_damaged", reason=LETTER)
    return letter


def _put(content, folder: Path, name: str) -> None:
    target = folder / name
    if ".." in target.parts or not target.is_relative_to(folder):
        raise ValueError(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file, 1024**2)


def _forget_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
