"""Checks what was packed: every package whole, every program file for the right processor."""

import base64
import csv
import hashlib
import struct
from pathlib import Path

from tools.bundle.target import Pin, Target
from tools.bundle.wheels import normalize

GUIDE = "使用说明.html"
_PROGRAMS = {"windows": (".pyd", ".dll"), "linux": (".so",)}
_NEEDED = {
    "windows": ("start.bat", "python._pth", "no-python.txt", "start.py", "words.json", GUIDE),
    "linux": ("start.sh", "start.py", "words.json", GUIDE),
}


def find_faults(folder: Path, pins: list[Pin], app_files: list[str], target: Target) -> list[str]:
    """Return what is wrong with a bundle before it is zipped, one sentence each.

    Parameters
    ----------
    app_files : list of str
        What ``app/`` must hold, below the root of the repository.
    """
    faults = [
        f"{name} is missing"
        for name in (*_NEEDED[target.system], *(f"app/{name}" for name in app_files))
        if not (folder / name).is_file()
    ]
    lib = folder / "lib"
    records = {_read_package(path): path for path in lib.glob("*.dist-info/RECORD")}
    for pin in pins:
        record = records.get((normalize(pin.name), pin.version))
        if record is None:
            faults.append(f"lib has no {pin.name} {pin.version}")
        else:
            faults += _check_record(record, lib)
    return faults + _check_programs(lib, target)


def _read_package(record: Path) -> tuple[str, str]:
    name, version = record.parent.name.removesuffix(".dist-info").rsplit("-", 1)
    return normalize(name), version


def _check_record(record: Path, lib: Path) -> list[str]:
    faults = []
    with record.open(encoding="utf-8", newline="") as file:
        for name, digest, *_ in csv.reader(file):
            first = name.split("/")[0]
            if not digest or first.endswith(".data") or first == "..":
                continue
            path = lib / name
            if not path.is_file():
                faults.append(f"lib/{name} is missing")
            elif _hash(path, digest.split("=")[0]) != digest:
                faults.append(f"lib/{name} differs from what its package says")
    return faults


def _hash(path: Path, kind: str) -> str:
    digest = hashlib.new(kind, path.read_bytes()).digest()
    return f"{kind}={base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def _check_programs(lib: Path, target: Target) -> list[str]:
    faults = []
    foreign = [
        ending
        for system, endings in _PROGRAMS.items()
        for ending in endings
        if system != target.system
    ]
    for path in sorted(lib.rglob("*")):
        name = path.relative_to(lib).as_posix()
        if path.suffix in foreign:
            faults.append(f"lib/{name} is for another system")
        elif path.suffix in _PROGRAMS[target.system]:
            machine = read_machine(path)
            if machine != target.machine:
                faults.append(f"lib/{name} is for another processor ({machine})")
    return faults


def read_machine(path: Path) -> int | None:
    """Return the processor that a program file names in its head; None if it is none."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"\x7fELF") and len(head) > 20:
        return struct.unpack_from("<H", head, 18)[0]
    if head.startswith(b"MZ") and len(head) > 64:
        start = struct.unpack_from("<I", head, 60)[0]
        if head[start : start + 4] == b"PE\0\0":
            return struct.unpack_from("<H", head, start + 4)[0]
    return None
