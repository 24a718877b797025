"""The folders of the plans: those of the program, and those that an office added.

An office's own stand in ``plans`` beside its database, so that they survive an update of the
program. The name of a folder is the plan's id.
"""

from pathlib import Path

from data.store.statements import DEFAULT_PLAN, ROOT

SHIPPED = ROOT / "data" / "plans"
ADDED = "plans"
# Every plan has this file.
PLAN_FILE = "plan.csv"


def list_plan_folders(database: Path | str | None = None) -> list[Path]:
    """Return the folders of the plans, the default one first.

    Parameters
    ----------
    database : Path
        The database beside which added plans stand; None for the plans of the program alone.
    """
    found = _list_folders(SHIPPED)
    if database is not None and str(database) != ":memory:":
        found += _list_folders(get_added_folder(database))
    return sorted(found, key=lambda folder: (folder.name != DEFAULT_PLAN, folder.name))


def get_added_folder(database: Path | str) -> Path:
    """Return the folder of the plans that were added beside a database."""
    return Path(database).parent / ADDED


def find_plan_id(path: Path) -> str:
    """Return the plan that a file is of: the name of a folder with a plan in it, else the
    default one."""
    folder = path.parent
    return folder.name if (folder / PLAN_FILE).exists() else DEFAULT_PLAN


def _list_folders(parent: Path) -> list[Path]:
    return [path.parent for path in parent.glob(f"*/{PLAN_FILE}")]
