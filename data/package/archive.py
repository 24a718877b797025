"""The package as one .zip file, for a browser."""

import zipfile
from pathlib import Path

# The oldest time that the format knows: the same files give the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1024**2


def zip_package(folder: Path, target: Path) -> None:
    """Put a folder with all its files into a .zip file, below the folder's name."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                _add_file(archive, path, f"{folder.name}/{path.relative_to(folder).as_posix()}")


def _add_file(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    entry = zipfile.ZipInfo(name, _TIME)
    # Parquet is packed already.
    is_packed = path.suffix == ".parquet"
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with path.open("rb") as source, archive.open(entry, "w") as packed:
        while block := source.read(_BLOCK):
            packed.write(block)
