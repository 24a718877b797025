"""A lake for tests: its catalogue is a file of DuckDB, which one process can have open."""

from data.store.build import build_plan, is_built
from data.store.lake import Lake
from data.store.mirror import MirrorStore


class SharedLake(Lake):
    """A lake that several stores of one process use: closing one leaves it to the others."""

    def close(self) -> None:
        """Stay open until `end`."""

    def end(self) -> None:
        super().close()


def open_mirror(lake, path):
    """Open a copy of a lake as `open_store` does."""
    store = MirrorStore(lake, path)
    if not is_built(store):
        build_plan(store)
    return store
