"""The example: a database of its own, full of made-up figures and projects, that is only read.

It is made once, by a process of its own (``python -m data example``, `data.example_command`), and
made anew when the plan or the recipes change.
"""

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

from data.errors import StoreFileError
from data.ledger.settings import MADE_OF, load_setting
from data.statistics.demonstration import RECIPES
from data.store.build import compute_fingerprint, is_built
from data.store.database import Store
from data.store.kept import find_kept, keep_open
from data.store.statements import ROOT

MOST_S = 600
# What makes it. Their texts count: importing them would take each start a tenth longer.
MAKERS = ("projects", "balance", "ledger/matters")
_making = threading.Lock()


def get_example_path() -> Path:
    """Return the file of the example: ``CAOMU_EXAMPLE`` when set, else ``var/example.duckdb``."""
    return Path(os.environ.get("CAOMU_EXAMPLE") or ROOT / "var" / "example.duckdb")


def compute_recipe() -> str:
    """Return what the example is made of, as a hash: the plan, the recipes and their code."""
    digest = hashlib.sha256(compute_fingerprint().encode())
    made_by = (ROOT / "data" / maker / "demonstration.py" for maker in MAKERS)
    for file in (RECIPES, RECIPES.with_suffix(".py"), *made_by):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]


def open_example() -> Store | None:
    """Return the example, kept open for reading only; None where it has to be made first."""
    path = get_example_path()
    kept = find_kept(path)
    if kept is not None:
        return kept
    if not path.exists():
        return None
    store = Store(path, is_read_only=True)
    if is_built(store) and load_setting(store, MADE_OF) == compute_recipe():
        return keep_open(store)
    store.close()
    return None


def prepare_example() -> Store:
    """Return the example, made by a process of its own if that is due; others wait for it.

    Raises
    ------
    StoreFileError
        It could not be made (``example_failed``).
    """
    with _making:
        store = open_example()
        if store is None:
            _run_build()
            store = open_example()
        if store is None:
            raise StoreFileError("example_failed", path=str(get_example_path()))
    return store


def _run_build() -> None:
    command = [sys.executable, "-m", "data", "example", str(get_example_path())]
    try:
        # Its folder may be missing where the office's own database is elsewhere.
        get_example_path().parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=MOST_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StoreFileError("example_failed", path=str(get_example_path())) from error
    if done.returncode:
        raise StoreFileError("example_failed", path=str(get_example_path()))
