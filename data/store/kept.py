"""The stores that this process keeps open, and the lock file that leads commands to it.

DuckDB lets one process write a file. A server that keeps it open writes beside it where it
can be asked and with what token; only the owner of the file can read that.
"""

import json
import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from data.store.database import MEMORY, Store

_log = logging.getLogger(__name__)
_lock = threading.RLock()
_kept: dict[str, Store] = {}
_watchers: list[Callable[[], None]] = []
_address: "Address | None" = None


@dataclass(frozen=True)
class Address:
    """Where a server can be asked.

    url is scheme, host and port; token lets a command in; instance names this run of the
    server to everybody, so that no command gives its token to another program; pid is told
    to people.
    """

    url: str
    token: str
    instance: str
    pid: int


def find_kept(path: Path | str) -> Store | None:
    """Return the store of a file that this process keeps open, None where it keeps none."""
    store = _kept.get(_get_key(path))
    return store if store is not None and store.is_open else None


def keep_open(store: Store) -> Store:
    """Keep a store open for this whole process: a ``with`` block does not close it any more."""
    with _lock:
        store.is_kept = True
        _kept[_get_key(store.known_as)] = store
        _write_lock(store)
        for tell in _watchers:
            _watch(store, tell)
    return store


def watch_kept(tell: Callable[[], None]) -> None:
    """Call `tell` for each store that is kept, now or later, and after each write to it.

    It is called in the thread that kept or wrote, so it must be quick and must not fail.
    """
    with _lock:
        _watchers.append(tell)
        for store in _kept.values():
            _watch(store, tell)


def _watch(store: Store, tell: Callable[[], None]) -> None:
    store.watch(tell)
    tell()


def announce(address: Address | None) -> None:
    """Write beside each store that is kept, now or later, where this server can be asked.

    None takes the lock files away again.
    """
    global _address
    with _lock:
        before, _address = _address, address
        for store in _kept.values():
            if before is not None:
                _remove_lock(Path(store.path), before)
            _write_lock(store)


def get_own_address() -> Address | None:
    """Return where this process can be asked, None where it serves nothing."""
    return _address


def get_lock_path(path: Path | str) -> Path:
    """Return the lock file of a database."""
    return Path(f"{_get_key(path)}.app")


def read_lock(path: Path | str) -> Address | None:
    """Return what the lock file of a database says, None where there is none to be read.

    A server that was killed leaves its lock file behind: whether it still answers is for
    the reader to find out.
    """
    try:
        return Address(**json.loads(get_lock_path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write_lock(store: Store) -> None:
    # Who writes to a lake needs nobody to do it for him.
    if _address is None or store.path == MEMORY or store.is_shared or not store.is_open:
        return
    try:
        _write_privately(get_lock_path(store.path), json.dumps(asdict(_address)))
    except OSError:
        _log.exception("no lock file beside %s: commands will find the database busy", store.path)


def _write_privately(lock: Path, text: str) -> None:
    unfinished = lock.with_name(f"{lock.name}.part")
    unfinished.unlink(missing_ok=True)
    # Readable by its owner from the first moment on.
    made = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(made, "w", encoding="utf-8") as file:
        file.write(text)
    unfinished.replace(lock)


def _remove_lock(path: Path, address: Address) -> None:
    if read_lock(path) == address:
        with suppress(OSError):
            get_lock_path(path).unlink(missing_ok=True)


def _get_key(path: Path | str) -> str:
    return MEMORY if str(path) == MEMORY else os.path.realpath(path)
