"""Builds a store from plan tables in which a test changed some cells."""

import csv
import shutil
from pathlib import Path

from data.store import build
from data.store.database import Store


def write_changed_tables(folder: Path, changes: dict[str, list[tuple[dict, dict]]]) -> list[Path]:
    """Copy the plan's tables into a folder and change cells of theirs; return the copies.

    `changes` has for each table the pairs of what a row is known by and what it gets; at least
    one row must be known by it.
    """
    copies = []
    for path in build.list_source_files():
        copy = folder / path.parent.name / path.name
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
        copies.append(copy)
        for known, new in changes.get(path.stem, []):
            _change_rows(copy, known, new)
    return copies


def _change_rows(path: Path, known: dict, new: dict) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names, rows = reader.fieldnames, list(reader)
    chosen = [row for row in rows if known.items() <= row.items()]
    assert chosen and new.keys() <= set(names), (path.name, known, new)
    for row in chosen:
        row.update(new)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def build_changed(plan_file: Path, folder: Path, changes: dict, monkeypatch) -> Store:
    """Return a copy of a store whose plan has other cells: only their tables are loaded anew."""
    copies = write_changed_tables(folder, changes)
    monkeypatch.setattr(build, "list_source_files", lambda *_: copies)
    store = Store(shutil.copy(plan_file, folder / "changed.duckdb"))
    with store.transaction() as writer:
        columns = build.read_columns(writer)
        for copy in copies:
            if copy.stem in changes:
                writer._cursor.execute(f"DELETE FROM {columns[copy.stem][0]}")  # noqa: S608 - a name
                build._load_table(writer, copy, columns)
    return store
