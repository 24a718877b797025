"""The descriptor of a plan's folder (Frictionless Data Package v1): ``datapackage.json``.

It repeats what `load_columns` and the dictionary say of the tables that are there, and the plan's
own title, so that it is written and not kept by hand.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.files.disk import write_content
from data.package.descriptor import describe_field
from data.package.dictionary import PackageTable, load_tables
from data.store.folders import PLAN_FILE
from data.store.plan_check import ADDED_TO, PlanFault, load_columns, read_rows
from data.store.statements import PLAN_ID

DESCRIPTOR = "datapackage.json"


def describe_plan_folder(folder: Path) -> dict[str, Any]:
    """Return the descriptor of a folder whose tables are sound.

    A reference to a table outside the folder is left out, as is one to indicators: a plan may
    refer to those of other plans.
    """
    (plan,) = read_rows(folder / PLAN_FILE)
    names = {path.stem for path in folder.glob("*.csv")}
    titles = [plan[name] for name in ("title_zh", "title_en") if plan[name]]
    return {
        "profile": "tabular-data-package",
        "name": folder.resolve().name,
        "title": " / ".join(titles),
        "resources": [
            _describe_table(table, names) for table in load_tables() if table.resource in names
        ],
    }


def write_plan_descriptor(folder: Path) -> Path:
    """Write the descriptor into the folder; return its path.

    Raises
    ------
    UnreadableFileError
        ``file_not_written``: the folder may not be written to.
    """
    text = json.dumps(describe_plan_folder(folder), ensure_ascii=False, indent=1) + "\n"
    write_content(folder / DESCRIPTOR, text.encode())
    return folder / DESCRIPTOR


def check_plan_descriptor(folder: Path) -> Iterator[PlanFault]:
    """Yield where the descriptor is missing, or names other tables or columns than there are."""
    named = _read_named(folder / DESCRIPTOR)
    if named is None:
        yield PlanFault("no_descriptor", DESCRIPTOR, fields={"folder": folder})
        return
    found = {table.name: _read_head(table) for table in folder.glob("*.csv")}
    for name in sorted(named.keys() | found.keys()):
        if named.get(name) != found.get(name):
            yield PlanFault("descriptor_differs", DESCRIPTOR, value=name, fields={"folder": folder})


def _read_named(path: Path) -> dict[str, list[str]] | None:
    """Return the files that a descriptor names, each with its columns."""
    try:
        return {
            resource["path"]: [field["name"] for field in resource["schema"]["fields"]]
            for resource in json.loads(path.read_bytes())["resources"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read_head(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return next(csv.reader(text.splitlines()), [])


def _describe_table(table: PackageTable, names: set[str]) -> dict[str, Any]:
    columns = load_columns()[table.resource]
    schema: dict[str, Any] = {
        "fields": [describe_field(table.resource, name, columns) for name in columns],
        "missingValues": [""],
    }
    if key := _drop_plan(table.key):
        schema["primaryKey"] = key
    keys = {other.resource: _drop_plan(other.key) for other in load_tables()}
    if references := [
        {"fields": field, "reference": {"resource": other, "fields": keys[other][0]}}
        for field, other in table.refers.items()
        if field in columns and other in names and other not in ADDED_TO
    ]:
        schema["foreignKeys"] = references
    return {
        "name": table.resource,
        "title": table.titles["zh"],
        "description": table.titles["en"],
        "profile": "tabular-data-resource",
        "path": f"{table.resource}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _drop_plan(key: tuple[str, ...]) -> list[str]:
    """Return a key within a plan: the folder is the plan."""
    return [name for name in key if name != PLAN_ID]
