"""Downloads the wheels of a target and unpacks them into a folder that Python imports from."""

import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

from tools.bundle.target import Pin, Target

# Of what a wheel brings beside its modules, only modules are of use without an installation.
_MODULES = ("purelib", "platlib")


def download_wheels(pins: list[Pin], target: Target, folder: Path) -> list[Path]:
    """Download a wheel per pin, checked against its hashes; return them, sorted.

    pip asks the index that this computer is set to. What is there already is not asked for again.

    Raises
    ------
    CalledProcessError
        pip could not get one of them, or its hash differs; pip has said which.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "wanted.txt"
    wanted.write_text("\n".join(pin.line for pin in pins), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", *target.pip]
    subprocess.run([*command, "--dest", str(folder), "-r", str(wanted)], check=True)
    found = {read_name(path): path for path in sorted(folder.glob("*.whl"))}
    return [found[normalize(pin.name), pin.version] for pin in pins]


def read_name(wheel: Path) -> tuple[str, str]:
    """Return the package and the version that a wheel's file name says."""
    name, version = wheel.name.split("-")[:2]
    return normalize(name), version


def normalize(name: str) -> str:
    """Return a package's name as it is compared: beautiful_soup and Beautiful-Soup are one."""
    return name.lower().replace("_", "-").replace(".", "-")


def unpack_wheel(wheel: Path, lib: Path) -> int:
    """Unpack the modules of a wheel; return how many files there are.

    Raises
    ------
    ValueError
        A file would lie outside the folder, or on another package's file with other content.
    """
    count = 0
    with zipfile.ZipFile(wheel) as package:
        for item in package.infolist():
            place = None if item.is_dir() else _find_place(item.filename)
            if place is None:
                continue
            path = lib.joinpath(*place.parts)
            if not path.resolve().is_relative_to(lib.resolve()):
                raise ValueError(f"{wheel.name}: {item.filename} lies outside the folder")
            content = package.read(item)
            if path.exists() and path.read_bytes() != content:
                raise ValueError(f"{wheel.name}: {item.filename} is of another package too")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            count += 1
    return count


def _find_place(name: str) -> PurePosixPath | None:
    """Return where a file of a wheel goes; None for programs, headers and shared data."""
    parts = PurePosixPath(name).parts
    if not parts[0].endswith(".data"):
        return PurePosixPath(name)
    return PurePosixPath(*parts[2:]) if parts[1] in _MODULES else None
