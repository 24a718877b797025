"""Builds schemas ``plan`` and ``plans`` from the CSV files of plans, areas and published series.

The CSV files are reviewed like code. The build checks the type of every cell; an error names
file, row and column.
"""

import csv
import hashlib
import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.clock import get_now
from data.errors import PlanDataError, StoreFileError
from data.store.current import empty_current, is_current, update_current
from data.store.database import MEMORY, Store, Transaction, get_database_path
from data.store.folders import find_plan_id, list_plan_folders
from data.store.kept import find_kept, keep_open
from data.store.lake import Lake, find_address
from data.store.migrations import migrate_facts
from data.store.mirror import MirrorStore
from data.store.releases import record_release, take_plan
from data.store.scope import add_plan
from data.store.statements import PLAN_ID, ROOT, SQL, VIEWS

# What all plans share.
FOLDERS = ("areas", "conventions", "published")
_keeping = threading.Lock()


def list_source_files(database: Path | str | None = None) -> list[Path]:
    """Return the CSV files that the plans are built from, sorted by name.

    `database` is the file beside which added plans stand; the default plan comes first.
    """
    folders = [ROOT / "data" / folder for folder in FOLDERS] + list_plan_folders(database)
    files = [path for folder in folders for path in folder.glob("*.csv")]
    return sorted(files, key=lambda path: path.name)


def compute_fingerprint(database: Path | str | None = None) -> str:
    """Return a hash over the CSV files, those of added plans too, the schema and the views."""
    digest = hashlib.sha256()
    sql_files = sorted(
        path for folder in ("schema", "migrations") for path in (SQL / folder).glob("*.sql")
    )
    for path in [*list_source_files(database), *sql_files]:
        digest.update(f"{path.parent.name}/{path.name}".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build_plan(store: Store) -> dict[str, int]:
    """Rebuild schema ``plan`` from the CSV files in one transaction.

    What users recorded in ``facts`` stays; its schema is upgraded first. How the tables differ
    from those of before is recorded (`data.store.releases`).

    Returns
    -------
    dict
        Row count per table.

    Raises
    ------
    PlanDataError
        A file belongs to no table, a column is missing or unknown, or a cell has a wrong type.
    StoreVersionError
        The file is of a newer version, or no copy of it could be set aside.
    """
    migrate_facts(store)
    counts: dict[str, int] = {}
    with store.transaction() as writer:
        taken = take_plan(writer)
        _check_added(store)
        writer.execute("schema/drop_plan")
        writer.execute("schema/plan")
        columns = read_columns(writer)
        for path in list_source_files(store.path):
            loaded = _load_table(writer, path, columns)
            counts[path.stem] = counts.get(path.stem, 0) + loaded
        build = pd.DataFrame(
            [{"fingerprint": compute_fingerprint(store.path), "built_at": get_now()}]
        )
        writer.insert("plan.build", build)
        record_release(writer, taken)
        for script in VIEWS:
            writer.execute(f"schema/{script}")
    return counts


def open_store(path: Path | str | None = None, *, may_create: bool = False) -> Store:
    """Open the database; upgrade ``facts`` and rebuild ``plan`` if that is due.

    ``plan`` is rebuilt when its sources, a view or a migration changed since the last build, and
    the current figures with it; they catch up where something was written without them.
    Where this process keeps the file open, its own store is returned.

    Parameters
    ----------
    path : Path
        A file, or the address of a lake; without it ``CAOMU_STORE``, else ``CAOMU_DB``.
    may_create : bool
        Whether to create a file that does not exist. If that fails, nothing is left behind.

    Raises
    ------
    StoreFileError
        There is no such file, or it cannot be used.
    StoreBusyError
        Another process has the file open.
    PlanDataError
        The CSV files are malformed.
    StoreVersionError
        The file is of a newer version, or no copy of it could be set aside.
    """
    kept = find_kept(path or get_database_path())
    if kept is not None:
        return kept
    with _open(path, may_create=may_create) as store:
        migrate_facts(store)
        if not is_built(store):
            build_plan(store)
        elif not is_current(store):
            with store.transaction() as writer:
                update_current(writer)
    return store


def is_built(store: Store) -> bool:
    """Tell whether ``plan`` was built from its sources as they are now."""
    return _load_built_fingerprint(store) == compute_fingerprint(store.path)


def keep_store(path: Path | str | None = None) -> Store:
    """Return the store of this process: opened, or made, at the first call and kept open.

    Raises
    ------
    CaomuError
        As `open_store`; the next call tries again.
    """
    with _keeping:
        store = open_store(path, may_create=True)
        if not store.is_kept:
            keep_open(store)
            store.follow()
        return store


def build_store(path: Path | str | None = None) -> dict[str, int]:
    """Rebuild schema ``plan`` of a database, created if missing; return its row counts.

    Raises
    ------
    CaomuError
        As `open_store`; a file that was created is removed again.
    """
    kept = find_kept(path or get_database_path())
    if kept is not None:
        return build_plan(kept)
    with _open(path, may_create=True) as store:
        counts = build_plan(store)
    store.close()
    return counts


def rebuild_current(store: Store) -> int:
    """Make the current figures anew from plan and facts; return how many there are."""
    with store.transaction() as writer:
        empty_current(writer)
    return store.query_rows("current/size")[0]["figures"]


@contextmanager
def _open(path: Path | str | None, *, may_create: bool) -> Iterator[Store]:
    """Yield an open store; if the block fails, close it and remove a new file."""
    address = find_address(path)
    if address is not None:
        with _open_lake(address) as shared:
            yield shared
        return
    file = Path(path or get_database_path())
    is_new = str(file) != MEMORY and not _exists(file)
    if is_new and not may_create:
        raise StoreFileError("store_missing", path=str(file))
    missing = [folder for folder in file.parents if not folder.exists()] if is_new else []
    store = None
    try:
        store = Store(file)
        yield store
    except BaseException:
        if store is not None:
            store.close()
        if is_new:
            _remove(file, missing)
        raise


@contextmanager
def _open_lake(address: str) -> Iterator[Store]:
    store = MirrorStore(Lake(address))
    try:
        yield store
    except BaseException:
        store.close()
        raise


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    except PermissionError as error:
        raise StoreFileError("store_no_permission", path=str(file)) from error


def _remove(file: Path, folders: list[Path]) -> None:
    """Remove a file that was created in vain, and the folders created for it."""
    for made in (file, file.with_name(f"{file.name}.wal")):
        if made.exists():
            made.unlink()
    for folder in folders:
        if folder.exists():
            folder.rmdir()


def _load_built_fingerprint(store: Store) -> str | None:
    try:
        return store.query_rows("schema/fingerprint")[0]["fingerprint"]
    except duckdb.CatalogException:
        return None


def read_columns(writer: Transaction) -> dict[str, tuple[str, dict[str, str]]]:
    """Return for each table its name with the schema, and its columns with their types."""
    columns: dict[str, tuple[str, dict[str, str]]] = {}
    for row in writer.query_rows("schema/columns"):
        _, types = columns.setdefault(row["table_name"], (row["table_path"], {}))
        types[row["column_name"]] = row["data_type"]
    return columns


def _check_added(store: Store) -> None:
    """Refuse an added plan whose files were changed so that they would be judged wrongly."""
    from data.store.plan_logic import check_plan

    for folder in list_plan_folders(store.path):
        if folder.is_relative_to(ROOT / "data"):
            continue
        faults = check_plan(folder, store.path)
        if faults:
            first = faults[0]
            raise PlanDataError(
                "plan_unsound",
                plan=folder.name,
                path=str(folder),
                n=len(faults),
                file=first.file,
                row=first.row or 1,
                value=first.value or first.column,
            )


def _load_table(
    writer: Transaction, path: Path, columns: dict[str, tuple[str, dict[str, str]]]
) -> int:
    if path.stem not in columns:
        raise PlanDataError("plan_no_table", file=path.name)
    table, types = columns[path.stem]
    typed = read_table(path, {name: kind for name, kind in types.items() if name != PLAN_ID})
    if not path.is_relative_to(ROOT / "data"):
        typed = fill_english(typed)
    if PLAN_ID in types:
        typed = add_plan(typed, find_plan_id(path))
    writer.insert(table, typed)
    return len(typed)


def read_table(path: Path, wanted: dict[str, str]) -> pa.Table:
    """Return a CSV file with the types of its table's columns.

    Raises
    ------
    PlanDataError
        A column is missing or unknown, or a cell has a wrong type.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        heads, *rows = [row for row in csv.reader(file) if row] or [[]]
    for found in [heads, *rows]:
        if len(found) != len(wanted) or (found is heads and found != list(wanted)):
            raise PlanDataError(
                "plan_columns", file=path.name, expected=", ".join(wanted), found=", ".join(found)
            )
    # A spreadsheet leaves rows of commas below the last one.
    numbered = [(number, row) for number, row in enumerate(rows, start=2) if any(row)]
    return pa.table(
        {
            column: _parse_column(
                [(number, row[place]) for number, row in numbered], kind, path.name, column
            )
            for place, (column, kind) in enumerate(wanted.items())
        }
    )


def fill_english(table: pa.Table) -> pa.Table:
    """Return a table of an added plan with the Chinese texts where it gives no English ones."""
    for place, name in enumerate(table.column_names):
        other = f"{name.removesuffix('_en')}_zh"
        if name.endswith("_en") and other in table.column_names:
            filled = pc.coalesce(table[name], table[other])
            table = table.set_column(place, name, filled)
    return table


def _parse_column(cells: list[tuple[int, str]], kind: str, file: str, column: str) -> pa.Array:
    parse, arrow_type = PARSERS[kind]
    values = []
    for number, cell in cells:
        try:
            values.append(None if cell == "" else parse(cell))
        except (ValueError, KeyError) as error:
            raise PlanDataError(
                "plan_cell", file=file, row=number, column=column, value=cell
            ) from error
    return pa.array(values, arrow_type)


def _parse_text(cell: str) -> str:
    if cell != cell.strip():
        raise ValueError(cell)
    return cell


def _parse_number(cell: str) -> float:
    number = float(cell)
    # What Python takes for a number beside these: nan, inf, 1_000.
    if not math.isfinite(number) or "_" in cell:
        raise ValueError(cell)
    return number


def parse_truth(cell: str) -> bool:
    """Return what true and false say; a spreadsheet writes them in capital letters."""
    return {"true": True, "false": False}[cell.lower()]


PARSERS: dict[str, tuple[Callable[[str], Any], pa.DataType]] = {
    "VARCHAR": (_parse_text, pa.string()),
    "DOUBLE": (_parse_number, pa.float64()),
    "INTEGER": (int, pa.int64()),
    "BOOLEAN": (parse_truth, pa.bool_()),
}
