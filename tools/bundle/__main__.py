"""Builds ZIPs for offices without internet: ``python -m tools.bundle [windows|linux …]``.

A bundle has the app, every package that it imports, unpacked, and what starts it with a Python
that needs no installation. The office unpacks it and brings that Python; it needs neither
internet nor administrator's rights. Exit code 1 when a check of what was packed fails.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from tools.bundle.check import find_faults
from tools.bundle.target import ROOT, WINDOWS, Target, list_pins, make_linux
from tools.bundle.wheels import download_wheels, unpack_wheel

PARTS = Path(__file__).resolve().parent / "parts"
# What of the repository the app needs to run, and what people may want to read.
APP = ("app.py", ".streamlit", "data", "geo", "indicators", "pages", "static", "LICENSE", "NOTICE")
PICTURES = ("overview-zh.png", "upload-zh.png")
SYSTEMS = ("windows", "linux")
# A ZIP without the time of its making: the same content gives the same file.
_TIME = (2020, 1, 1, 0, 0, 0)


def main() -> int:
    """Build what is asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description=__doc__)
    parser.add_argument("systems", nargs="*", choices=SYSTEMS, help="both without any")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder of the ZIPs")
    options = parser.parse_args()
    for system in options.systems or SYSTEMS:
        target = WINDOWS if system == "windows" else make_linux()
        path, faults = build_bundle(target, options.out)
        for fault in faults:
            print(f"{system}: {fault}", file=sys.stderr)
        if faults:
            return 1
        size = path.stat().st_size / 1024**2
        print(f"{path} ({size:.0f} MB), for Python {target.python}: {target.named}")
    return 0


def build_bundle(target: Target, out: Path) -> tuple[Path, list[str]]:
    """Build the ZIP of a target; return its path and what its check found.

    With faults there is no ZIP; the folder stays for a look.
    """
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    name = f"caomu-{version}-{target.system}-x64"
    folder = out / name
    shutil.rmtree(folder, ignore_errors=True)
    pins = list_pins((ROOT / "requirements.txt").read_text(), target)
    for wheel in download_wheels(pins, target, out / "wheels" / target.system):
        unpack_wheel(wheel, folder / "lib")
    app_files = list_app_files()
    for file in app_files:
        copy_file(ROOT / file, folder / "app" / file)
    add_parts(folder, target)
    faults = find_faults(folder, pins, app_files, target)
    path = out / f"{name}.zip"
    path.unlink(missing_ok=True)
    if not faults:
        write_manifest(folder, target, version)
        zip_folder(folder, path)
        shutil.rmtree(folder)
    return path, faults


def list_app_files() -> list[str]:
    """Return the tracked files that the app needs, below the root."""
    command = ["git", "ls-files", "-z", "--", *APP]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    return sorted(name for name in output.decode().split("\0") if name)


def copy_file(source: Path, path: Path) -> None:
    """Copy a file; make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)


def add_parts(folder: Path, target: Target) -> None:
    """Add what starts the app and the instructions, with the Python that they name."""
    for source in sorted(PARTS.glob("*")):
        if source.name in ("start.py", "words.json"):
            copy_file(source, folder / source.name)
    folder.mkdir(parents=True, exist_ok=True)
    own = PARTS / target.system
    for source in sorted(own.rglob("*")):
        text = source.read_text(encoding="utf-8").replace("{named}", target.named)
        text = text.replace("{python}", target.python)
        text = text.replace("{digits}", target.python.replace(".", ""))
        # Windows programs want their own line ends.
        end = "\r\n" if target.system == "windows" else "\n"
        (folder / source.name).write_text(text, encoding="utf-8", newline=end)
        (folder / source.name).chmod(0o755 if source.suffix == ".sh" else 0o644)
    for picture in PICTURES:
        copy_file(ROOT / "docs" / "pictures" / picture, folder / "pictures" / picture)


def write_manifest(folder: Path, target: Target, version: str) -> None:
    """Write ``bundle.json``: the Python that is needed, and size and SHA-256 of every file."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            files[name] = [len(content), hashlib.sha256(content).hexdigest()]
    said = {
        "version": version,
        "system": target.system,
        "python": target.python,
        "named": target.named,
        "files": files,
    }
    text = json.dumps(said, ensure_ascii=False, indent=0)
    (folder / "bundle.json").write_text(text, encoding="utf-8")


def zip_folder(folder: Path, path: Path) -> None:
    """Pack a folder with its own name at the top."""
    unfinished = path.with_name(f"{path.name}.part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                item = zipfile.ZipInfo(file.relative_to(folder.parent).as_posix(), _TIME)
                item.external_attr = (file.stat().st_mode & 0xFFFF) << 16
                item.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(item, file.read_bytes())
    unfinished.replace(path)


if __name__ == "__main__":
    sys.exit(main())
