"""A process's own copy of a lake: it is read like a database file, and written through.

All queries run on the copy. A write takes the lock of the lake, brings the copy up to date, runs
here, and is appended to the lake before it is committed here. What others wrote is taken over from
the lake's snapshots. The copy is a cache: it can be deleted, and is made anew where it does not
fit.
"""

import atexit
import logging
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import duckdb
import pyarrow as pa

from data.clock import get_now
from data.errors import CaomuError, StoreBusyError, StoreFileError
from data.store.current import empty_current
from data.store.database import Store, Transaction, get_database_path
from data.store.lake import ROWS_AT_A_TIME, Lake, LakeWrite, Snapshot
from data.store.migrations import list_migrations, load_version, migrate_facts
from data.store.statements import load_named, load_sql

_log = logging.getLogger(__name__)
MOST_COPIES = 64
LOOK_EVERY_S = 1.0
# A look at the lake takes a few seconds at most, also where it is not there.
ENDING_S = 30.0
# Faults of a copy that a new one does not have.
DAMAGED = ("store_damaged", "store_wal", "store_empty", "store_no_database", "store_newer_engine")


@dataclass(frozen=True)
class Held:
    """What a copy holds: the lake, its snapshot, and what tells that from one of another day."""

    lake_id: str
    snapshot_id: int
    mark: str


@dataclass
class Progress:
    """How far a copy is: what it holds (None until it is set up), the write that is under way, why
    it could not be brought up to date, and when it last was (UTC)."""

    held: Held | None = None
    writing: LakeWrite | None = None
    fault: CaomuError | None = None
    fresh_at: datetime = field(default_factory=get_now)


class MirrorTransaction(Transaction):
    """A write to the copy, whose rows go to the lake as well."""

    keeps_release = True

    def __init__(
        self, cursor: Any, version: int, keeps_current: bool, plan_id: str, lake: LakeWrite
    ):
        super().__init__(cursor, version, keeps_current, plan_id)
        self._lake = lake
        self._tables: set[str] = set()
        self._is_release = False

    def _note_written(self, tables: Iterable[str]) -> None:
        tables = list(tables)
        super()._note_written(tables)
        self._tables.update(tables)

    def _list_written(self) -> Iterator[tuple[str, int, int]]:
        """Yield each table of facts that has more rows than are committed, with both counts."""
        # Of all rows, whoever it is that writes (`Transaction.warden`).
        found = self._cursor.execute(load_sql("schema/facts_tables")).fetchall()
        with self._cursor.cursor() as committed:
            for (table,) in found:
                if f"facts.{table}" not in self._tables:
                    continue
                before, after = (
                    cursor.execute(load_sql("mirror/count"), {"table": table}).fetchone()[0]
                    for cursor in (committed, self._cursor)
                )
                if after > before:
                    yield table, before, after

    def load_released(self) -> pa.Table:
        """Return the rows of the plans' tables as of the newest release of all processes."""
        return self._lake.load_released()

    def keep_released(self, tables: list[str]) -> None:
        """Keep the plans' tables in the lake where they are those of another release."""
        fingerprint = self.query_rows("schema/fingerprint")[0]["fingerprint"]
        if fingerprint != self._lake.load_fingerprint():
            self._lake.keep_release(fingerprint, self.query_arrow("release/added", tables=tables))
            self._is_release = True

    def send(self) -> bool:
        """Append what was written to the lake; return whether there was anything.

        The current figures are no facts: of a small write they are computed meanwhile.
        """
        written = list(self._list_written())
        if sum(after - before for _, before, after in written) > ROWS_AT_A_TIME:
            self.keep_current()
            for table, before, after in written:
                self._lake.append(table, self._read(table, before), after - before)
        elif written:
            rows = {table: self._read(table, before).read_all() for table, before, _ in written}
            with ThreadPoolExecutor(1, "send") as other:
                sent = other.submit(self._send_tables, rows)
                self.keep_current()
                sent.result()
        return bool(written) or self._is_release

    def _read(self, table: str, before: int) -> pa.RecordBatchReader:
        found = self._cursor.execute(load_named("mirror/written", table=table), {"before": before})
        return found.to_arrow_reader(ROWS_AT_A_TIME)

    def _send_tables(self, rows: dict[str, pa.Table]) -> None:
        for table, found in rows.items():
            self._lake.append(table, found, len(found))


class MirrorStore(Store):
    """An open copy of a lake.

    Parameters
    ----------
    lake : Lake
    path : Path
        What the copies are called by: ``caomu.duckdb`` has ``caomu-copy-1.duckdb`` and so on
        beside it, one for each process that is open.

    Raises
    ------
    StoreBusyError
        The lake cannot be reached, or others write to it without end.
    StoreVersionError
        The lake is of a newer version.
    """

    is_shared = True

    def __init__(self, lake: Lake, path: Path | str | None = None):
        known_as = Path(path or get_database_path())
        self.lake = lake
        # Shared with the store as other plans see it (`for_plan`).
        self._progress = Progress()
        self._ended = threading.Event()
        self._follower: threading.Thread | None = None
        lake.migrate()
        self._take_free_copy(known_as)
        try:
            self._progress.held = self._load_held() or self._make_anew()
            self.known_as = str(known_as)
            self.catch_up()
        except BaseException:
            self.close()
            raise

    def _take_free_copy(self, known_as: Path) -> None:
        known_as.parent.mkdir(parents=True, exist_ok=True)
        for number in range(1, MOST_COPIES + 1):
            file = known_as.with_name(f"{known_as.stem}-copy-{number}{known_as.suffix}").absolute()
            lock = _take_lock(file.with_name(f"{file.name}.lock"))
            if lock is None:
                continue
            self._lock = lock
            try:
                super().__init__(file, wait_s=0)
            except StoreBusyError:
                # Of a process that is ending the lock is free before the file, by a moment.
                lock.close()
                continue
            except StoreFileError as error:
                if error.key not in DAMAGED:
                    raise
                _remove(file)
                super().__init__(file, wait_s=0)
            return
        raise StoreBusyError("lake_copies", path=str(known_as), most=MOST_COPIES)

    def _load_held(self) -> Held | None:
        """Return what the copy holds; None where it is of another lake or program, or new."""
        try:
            rows = self.query_rows("mirror/state")
        except (duckdb.CatalogException, duckdb.BinderException):
            return None
        if not rows or load_version(self) != max(list_migrations()):
            return None
        held = Held(**rows[0])
        with self.lake.read() as snapshot:
            return held if held.lake_id == snapshot.load_identity() else None

    def _make_anew(self) -> Held:
        """Begin with an empty copy."""
        self._connection.close()
        _remove(Path(self.path))
        super().__init__(self.path, wait_s=0)
        migrate_facts(self)
        with super().transaction(keeps_current=False) as writer:
            writer.execute("mirror/create")
        return Held("", -1, "")

    @property
    def fault(self) -> CaomuError | None:
        """Why the copy could not be brought up to date when it was last tried."""
        return self._progress.fault

    @property
    def stale_since(self) -> datetime | None:
        """When what other processes wrote last arrived (UTC); None while it does."""
        return None if self.fault is None else self._progress.fresh_at

    def catch_up(self) -> bool:
        """Take over what others wrote; return whether there was anything.

        Raises
        ------
        StoreBusyError
            The lake cannot be reached; what was taken over until now stays.
        """
        with self._write_lock, self.lake.read() as snapshot:
            return self._take_over(snapshot)

    def _take_over(self, snapshot: Snapshot) -> bool:
        held = self._progress.held
        assert held is not None
        if held.snapshot_id == snapshot.number:
            return False
        changes = snapshot.list_changes(max(held.snapshot_id, 0))
        # The lake may have been put back to an earlier day, and have gone on from there.
        is_same = bool(changes) and changes[0].mark == held.mark
        is_whole = not is_same or any(change.is_other for change in changes[1:])
        changed = set().union(*(change.tables for change in changes[1:]))
        has_plan = bool(self.query_rows("schema/plan_tables"))
        if is_whole:
            snapshot.check_version()
        with super().transaction(keeps_current=has_plan) as writer:
            for number, table in snapshot.list_tables().items():
                if is_whole:
                    writer._cursor.execute(load_named("mirror/empty", table=table))
                    writer.append_rows(f"facts.{table}", snapshot.load_table(table))
                elif number in changed:
                    rows = snapshot.load_added(table, held.snapshot_id + 1)
                    writer.append_rows(f"facts.{table}", rows)
            if is_whole and has_plan:
                empty_current(writer)
            now = Held(snapshot.load_identity(), snapshot.number, changes[-1].mark)
            writer.execute("mirror/mark", **asdict(now))
        self._progress.held = now
        return True

    @contextmanager
    def transaction(self, *, keeps_current: bool = True) -> Iterator[Transaction]:
        """Yield a `Transaction`; it commits to the lake and here, or not at all.

        Raises
        ------
        StoreBusyError
            The lake cannot be reached (``lake_unreachable``): nothing was written. Others write
            to it without end (``lake_busy``), or saved meanwhile (``lake_overtaken``).
        """
        if self._progress.held is None:
            # An empty copy is only being set up.
            with super().transaction(keeps_current=keeps_current) as writer:
                yield writer
            return
        self._memory.check_idle()
        now: Held | None = None
        with self._write_lock, self.lake.write() as lake:
            self._take_over(lake)
            held = self._progress.held
            self._progress.writing = lake
            try:
                with super().transaction(keeps_current=keeps_current) as writer:
                    yield writer
                    if isinstance(writer, MirrorTransaction) and writer.send():
                        now = Held(held.lake_id, *lake.commit())
                        writer.execute("mirror/mark", **asdict(now))
            except (duckdb.Error, CaomuError):
                if now is None:
                    raise
                # It is in the lake; this copy takes it over from there.
                _log.exception("what was saved is not in the copy %s yet", self.path)
                now = None
            finally:
                self._progress.writing = None
            self._progress.held = now or self._progress.held

    def _make_transaction(self, cursor: Any, keeps_current: bool) -> Transaction:
        lake = self._progress.writing
        if lake is None:
            return super()._make_transaction(cursor, keeps_current)
        return MirrorTransaction(cursor, self.version, keeps_current, self.plan_id, lake)

    def follow(self) -> None:
        """Keep up with other processes from now on, in a thread that ends with the store."""
        self._follower = threading.Thread(target=self._follow, daemon=True, name="follow")
        self._follower.start()
        # The engine must not be at work when the process ends.
        atexit.register(self._end_following)

    def _end_following(self) -> None:
        self._ended.set()
        if self._follower is not None and self._follower is not threading.current_thread():
            self._follower.join(ENDING_S)

    def _follow(self) -> None:
        while not self._ended.wait(LOOK_EVERY_S):
            self.try_to_catch_up()

    def try_to_catch_up(self) -> None:
        """Catch up; if that fails, note why in `fault`, and log it once."""
        looked_at = get_now()
        before, self._progress.fault = self.fault, self._find_fault()
        if self.fault is None:
            self._progress.fresh_at = looked_at
        if self.fault is not None and before is None:
            _log.error("the copy is no longer up to date: %s", self.fault)
        elif self.fault is None and before is not None:
            _log.warning("the copy is up to date again")

    def _find_fault(self) -> CaomuError | None:
        try:
            self.catch_up()
        except CaomuError as error:
            return error
        except Exception as error:
            return None if self._ended.is_set() else StoreBusyError("lake_fault", reason=str(error))
        return None

    def close(self) -> None:
        """Close the copy, and the way to the lake."""
        self._end_following()
        super().close()
        self._lock.close()
        self.lake.close()


def _take_lock(file: Path) -> IO | None:
    """Take the lock of a copy until it is closed or the process ends; None where it is taken."""
    # Windows has none, and no lake either.
    import fcntl

    lock = file.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _remove(file: Path) -> None:
    for made in (file, file.with_name(f"{file.name}.wal")):
        made.unlink(missing_ok=True)
