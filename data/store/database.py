"""The one database file: open it, query it, write to it.

DuckDB lets one process open a file for writing. Within the process every query gets its own
cursor (threads that share a connection mix up results), and writers take turns.
"""

import copy
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from data.errors import PlanDataError, ReadOnlyError
from data.journal import note
from data.store.ages import NOTHING, Touched, join
from data.store.current import BROUGHT, CACHE, KEPT, RULES, SENT, empty_current, update_current
from data.store.engine import connect_file, copy_to_disk, make_folder_of, roll_back
from data.store.faults import translate_faults
from data.store.ids import make_ids
from data.store.memory import Key, Memory
from data.store.parts import PARTS, REVISIONS, Frame, split_revisions
from data.store.results import (
    list_id_columns,
    make_result_column,
    make_result_frame,
    write_id_texts,
)
from data.store.scope import add_plan, look_at_plan
from data.store.statements import (
    DEFAULT_PLAN,
    PLAN_ID,
    ROOT,
    SUBJECTS,
    SUBJECTS_OF,
    list_tables,
    list_written,
    load_insert,
    load_sql,
)
from data.store.warden import Warden

WAIT_S = 5.0
T = TypeVar("T")
MEMORY = ":memory:"
# The column of a numbered table.
SEQ = "seq"


def get_database_path() -> Path:
    """Return the database file: ``CAOMU_DB`` when set, else ``var/caomu.duckdb``."""
    return Path(os.environ.get("CAOMU_DB") or ROOT / "var" / "caomu.duckdb")


class Queries:
    """The reading half of a store: runs the files of ``data/sql``.

    Attributes
    ----------
    plan_id : str
        The plan that schema ``plan`` shows, and that what users record belongs to.
    """

    plan_id = DEFAULT_PLAN

    def _open_cursor(self, name: str, of: Mapping[str, Any] = {}) -> AbstractContextManager[Any]:
        raise NotImplementedError

    def remember(self, key: Key, make: Callable[[], T], *, of: tuple[str, ...], **how: Any) -> T:
        """Return what `make` returns. A `Store` keeps it; within a write it is not kept."""
        return make()

    def query(self, name: str, **parameters: Any) -> pd.DataFrame:
        """Run ``data/sql/<name>.sql`` and return its rows.

        Missing values are None or NaN. Years stay whole numbers (Int64). Ids are text.
        """
        with self._open_cursor(name, parameters) as cursor:
            return make_result_frame(cursor.execute(load_sql(name), parameters or None))

    def query_objects(self, name: str, **parameters: Any) -> pd.DataFrame:
        """Run a query and return its rows with texts as Python objects, missing ones as None.

        Many texts come in half the time of `query`, which makes pandas' own of them.
        """
        with self._open_cursor(name, parameters) as cursor:
            result = cursor.execute(load_sql(name), parameters or None)
            ids, arrays = list_id_columns(result), result.fetchnumpy()
        frame = pd.DataFrame({name: make_result_column(array) for name, array in arrays.items()})
        return write_id_texts(frame, ids, object)

    def query_batch(self, name: str, batch: Frame, **parameters: Any) -> pd.DataFrame:
        """Run a query that reads the caller's frame under the name ``batch``."""
        with self._open_cursor(name, parameters) as cursor:
            cursor.register("batch", batch)
            return make_result_frame(cursor.execute(load_sql(name), parameters or None))

    def query_arrow(self, name: str, batch: Frame | None = None, **parameters: Any) -> pa.Table:
        """Run a query and return its rows as an Arrow table, for very many rows.

        `batch` is as in `query_batch`; None for a query that needs none.
        """
        with self._open_cursor(name, parameters) as cursor:
            if batch is not None:
                cursor.register("batch", batch)
            return cursor.execute(load_sql(name), parameters or None).to_arrow_table()

    def query_rows(self, name: str, **parameters: Any) -> list[dict]:
        """Run a query and return its rows as dictionaries, missing values as None, ids as text."""
        with self._open_cursor(name, parameters) as cursor:
            result = cursor.execute(load_sql(name), parameters or None)
            columns = [column[0] for column in result.description]
            rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
            for column in list_id_columns(result):
                for row in rows:
                    row[column] = None if row[column] is None else str(row[column])
            return rows


class Transaction(Queries):
    """One write. Its own queries see what it wrote; other queries do not until it commits.

    Attributes
    ----------
    warden : Warden or None
        Watches what is written where it is written for a person (`data.rights.handles`).
    allowed : set of str
        The actions that were allowed within it (`data.rights.require`).
    touched : frozenset or None
        The areas and indicators whose figures it may have changed; None where that is not known.
    """

    # Whether the tables of the plans' newest release are kept elsewhere than in the file.
    keeps_release = False

    def __init__(
        self, cursor: Any, version: int, keeps_current: bool = True, plan_id: str = DEFAULT_PLAN
    ):
        self._cursor = cursor
        self.plan_id = plan_id
        look_at_plan(cursor, plan_id)
        self._keeps_current = keeps_current
        self._written: set[str] = set()
        self.version = version
        self.subjects: set[str] = set()
        self.warden: Warden | None = None
        self.allowed: set[str] = set()
        self.touched: Touched | None = NOTHING

    @contextmanager
    def _open_cursor(self, name: str, of: Mapping[str, Any] = {}) -> Iterator[Any]:
        if self._written and not KEPT.isdisjoint(list_tables(name)):
            self.keep_current()
        if self.warden is None:
            yield self._cursor
        else:
            with self.warden.look(self._cursor, name):
                yield self._cursor

    def keep_current(self) -> None:
        """Bring the current figures up to date with what was written until now."""
        written, self._written = self._written, set()
        if not self._keeps_current or written.isdisjoint(SENT | RULES | CACHE):
            return
        if not written.isdisjoint(RULES):
            empty_current(self)
        self.touched = join(self.touched, update_current(self))
        self._written.clear()

    def _note_written(self, tables: Iterable[str]) -> None:
        if self.warden is not None:
            self.warden.check_allowed(tables, self.allowed)
        self._written.update(tables)
        self.touched = join(self.touched, NOTHING if BROUGHT.issuperset(tables) else None)
        # A table that is not listed ages everything: a migration may add or drop it.
        self.subjects.update(*(SUBJECTS_OF.get(table, SUBJECTS) for table in tables))

    def insert(self, table: str, frame: Frame) -> None:
        """Append a frame to a table by column name; missing columns become NULL.

        Rows of a numbered table get their ``seq`` in the order of the ids in its first column, and
        those of a table with a plan belong to the plan that is looked at, unless they name one.
        Revisions of figures may have no ids: they get them, and numbers in the order of the rows.

        Parameters
        ----------
        table : str
            Schema and name, e.g. ``facts.upload``.
        frame : DataFrame or Arrow table
            The rows to append.

        Raises
        ------
        ValueError
            There is no such table.
        """
        if self.warden is not None:
            frame = self.warden.sign(frame)
        if table == REVISIONS:
            self._insert_revisions(frame)
            return
        try:
            columns = self._cursor.table(table).columns
        except duckdb.CatalogException as error:
            raise ValueError(f"no table {table!r}") from error
        if PLAN_ID in columns:
            frame = add_plan(frame, self.plan_id)
        self._cursor.register("batch", frame)
        self._cursor.execute(load_insert(table, columns[0] if SEQ in columns else None))
        self._cursor.unregister("batch")
        self._note_written([table])

    def _insert_revisions(self, frame: Frame) -> None:
        parts, rows = split_revisions(frame)
        ids = make_ids(len(parts))
        self.append_rows(PARTS, parts.drop_columns("part").append_column("part_id", ids))
        place = rows.column_names.index("part")
        rows = rows.set_column(place, "part_id", ids.take(rows["part"].combine_chunks()))
        self.execute("writes/insert_revisions", rows)

    def copy_table(self, source: Any, table: str, rows_at_a_time: int) -> int:
        """Append the rows of a table from a snapshot of another store, with their numbers.

        Returns
        -------
        int
            How many rows the table has now.
        """
        own = self._cursor.table(table)
        rows = source.table(table).select(*own.columns).to_arrow_reader(rows_at_a_time)
        self.append_rows(table, rows)
        return self._cursor.table(table).shape[0]

    def append_rows(self, table: str, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Append rows that have their ids and numbers already."""
        self._cursor.register("batch", rows)
        self._cursor.execute(load_insert(table, None))
        self._cursor.unregister("batch")
        self._note_written([table])

    def load_released(self) -> pa.Table | None:
        """Return the rows of the plans' newest release; None where the file holds them itself."""
        return None

    def keep_released(self, tables: list[str]) -> None:
        """Keep the rows of the plans' tables: the file does so itself."""

    def execute(self, name: str, batch: Frame | None = None, **parameters: Any) -> None:
        """Run a script of ``data/sql`` that writes; `batch` is as in `query_batch`."""
        if batch is not None:
            self._cursor.register("batch", batch)
        self._cursor.execute(load_sql(name), parameters or None)
        if batch is not None:
            self._cursor.unregister("batch")
        self._note_written(list_written(name))


class Store(Queries):
    """An open database.

    Parameters
    ----------
    path : Path
        The DuckDB file; its folder is created if missing. ``:memory:`` is for tests.
    wait_s : float
        How long to wait for another process to close the file.
    is_read_only : bool
        Whether every write is refused; several processes can then read the file at once.

    Attributes
    ----------
    known_as : str
        The path that it is asked for by; a copy of a lake has a file of another name.
    is_shared : bool
        Whether other processes write to the same facts.

    A ``with`` block closes it at its end, unless the process keeps it (`data.store.kept`).

    Raises
    ------
    StoreBusyError
        The file is still open elsewhere after `wait_s` seconds.
    StoreFileError
        The file is not a DuckDB file, is damaged, or cannot be written to.
    """

    is_shared = False

    def __init__(
        self, path: Path | str | None = None, wait_s: float = WAIT_S, *, is_read_only: bool = False
    ):
        self.path = self.known_as = str(path or get_database_path())
        if self.path != MEMORY:
            make_folder_of(Path(self.path))
        self._wait_s = wait_s
        self.is_read_only = is_read_only
        self._connection = connect_file(self.path, wait_s, is_read_only, self.is_shared)
        self._write_lock = threading.RLock()
        self._memory = Memory()
        self._watchers: list[Callable[[], None]] = []
        self._whole = self
        self.is_open = True
        self.is_kept = False
        # Table of facts -> its newest row that was known; only of a former day (`Past`).
        self.known: dict[str, int] = {}

    def for_plan(self, plan_id: str) -> Self:
        """Return this store as a plan sees it; figures, areas and indicators are those of all.

        Raises
        ------
        PlanDataError
            There is no such plan (``plan_unknown``).
        """
        if plan_id == self.plan_id:
            return self
        if plan_id not in (known := [row[PLAN_ID] for row in self.list_plans()]):
            raise PlanDataError("plan_unknown", value=plan_id, known=", ".join(known))
        seen = copy.copy(self)
        seen.plan_id = plan_id
        return seen

    def list_plans(self) -> list[dict]:
        """Return the plans, the default one first (see ``data/sql/queries/plans.sql``)."""
        return self.remember(
            ("plans",), lambda: self.query_rows("queries/plans", first=DEFAULT_PLAN), of=("plan",)
        )

    @property
    def version(self) -> int:
        """A number that changes with every committed write: a key for caches."""
        return self._memory.version

    @property
    def stale_since(self) -> datetime | None:
        """When what other processes wrote last arrived (UTC); None while it does."""
        return None

    @property
    def memory(self) -> Memory:
        """What is kept of it."""
        return self._memory

    @property
    def whole(self) -> "Store":
        """The store itself, of one that shows only a part of it."""
        return self

    def see(self, other: "Store") -> "Store":
        """Return as much of another store as this one shows."""
        return other

    @property
    def seen_areas(self) -> frozenset[str] | None:
        """The areas whose unreleased figures it shows; None for all."""
        return None

    @property
    def scope_key(self) -> str:
        """What of it is seen, "" for all of it: a key for results that are kept elsewhere."""
        return ""

    @contextmanager
    def _open_cursor(self, name: str, of: Mapping[str, Any] = {}) -> Iterator[Any]:
        self._memory.check_reads(name, of)
        with translate_faults(self.path), self._connection.cursor() as cursor:
            look_at_plan(cursor, self.plan_id)
            yield cursor

    def remember(self, key: Key, make: Callable[[], T], *, of: tuple[str, ...], **how: Any) -> T:
        """Return what `make` returns, kept until a subject that it depends on changes.

        Parameters
        ----------
        key : tuple
            A name of the result, then the ids that it is made for. Add the language if it
            contains words, and the day if it depends on today.
        make : callable
            Makes the result without writing. The result is shared: never change it.
        of : tuple of str
            The subjects it depends on, from `data.store.statements.SUBJECTS`.
        how : dict
            most (int), compares (bool): see `Memory.recall`.

        Raises
        ------
        MemoryUseError
            `make` reads a table of a subject that `of` does not name, or writes.
        """
        key = (key[0], self.plan_id, *key[1:])
        return self._memory.recall(key, make, of, **how)

    @contextmanager
    def transaction(self, *, keeps_current: bool = True) -> Iterator[Transaction]:
        """Yield a `Transaction`; it commits completely, or not at all.

        It updates the current figures before it commits. With `keeps_current` False it does
        not: `build_plan` computes them again after a migration.

        Raises
        ------
        ReadOnlyError
            The store is only read.
        """
        if self.is_read_only:
            raise ReadOnlyError("example_is_read_only")
        self._memory.check_idle()
        with self._write_lock, translate_faults(self.path):
            cursor = self._connection.cursor()
            cursor.begin()
            try:
                transaction = self._make_transaction(cursor, keeps_current)
                yield transaction
                transaction.keep_current()
            except BaseException:
                roll_back(cursor)
                raise
            else:
                cursor.commit()
                if transaction.subjects:
                    self._memory.age(transaction.subjects, transaction.touched)
            finally:
                cursor.close()
        if transaction.subjects:
            actor = transaction.warden.actor.name if transaction.warden else ""
            note("save", user=actor, subjects=",".join(sorted(transaction.subjects)))
            for tell in self._watchers:
                tell()

    def _make_transaction(self, cursor: Any, keeps_current: bool) -> Transaction:
        return Transaction(cursor, self.version, keeps_current, self.plan_id)

    def follow(self) -> None:
        """Keep up with what other processes write: nobody else writes to a file."""

    def watch(self, tell: Callable[[], None]) -> None:
        """Call `tell` after each write that made results old, when the next writer may begin."""
        self._watchers.append(tell)

    @contextmanager
    def snapshot(self) -> Iterator[Any]:
        """Yield a cursor that sees what is committed now, whatever is written meanwhile."""
        with translate_faults(self.path):
            cursor = self._connection.cursor()
            look_at_plan(cursor, self.plan_id)
            cursor.begin()
            try:
                yield cursor
            finally:
                roll_back(cursor)
                cursor.close()

    def copy_file(self, copy: Path) -> None:
        """Close the file, copy it byte by byte and open it again.

        The copy appears whole or not at all.

        Raises
        ------
        OSError
            The copy could not be written; the file is open again.
        """
        unfinished = copy.with_name(f"{copy.name}.part")
        with self._write_lock:
            self._connection.close()
            try:
                copy_to_disk(Path(self.path), unfinished)
                unfinished.replace(copy)
            finally:
                unfinished.unlink(missing_ok=True)
                self._connection = connect_file(
                    self.path, self._wait_s, self.is_read_only, self.is_shared
                )

    def close(self) -> None:
        """Close the file so that another process may open it."""
        self._whole.is_open = self.is_open = False
        self._connection.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        if not self.is_kept:
            self.close()


def dump_json(value: object) -> str:
    """Return compact JSON, UTF-8 not escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
