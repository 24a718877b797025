"""Checks the folder of a plan before it is added: every fault at once, by file, row and column.

`plan_rules.csv` beside this module has one row per rule on a column: ``id`` (an id that no other
row has), ``required``, ``day`` (a date such as 2024-02-01, or empty), ``words`` (one of these,
always), ``may be`` (one of these, or empty) and ``refers`` (the value of another table's column,
where there is one), ``key`` (no other row has the same in all these columns). What binds several
cells together is in `data.store.plan_logic`.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import PlanDataError
from data.store.build import PARSERS, list_source_files, read_columns
from data.store.database import MEMORY, Store
from data.store.folders import PLAN_FILE, list_plan_folders
from data.store.statements import PLAN_ID

# Without these there is nothing to judge.
NEEDED = ("plan", "clause", "goal", "target", "target_measure", "reading")
# Tables that all plans share, to which a plan may add rows.
ADDED_TO = ("indicator", "indicator_synonym", "formula", "series_rule")
IS_ID = re.compile(r"[a-z][a-z0-9_]*")
# A list of words this long is told only in part.
MOST_TOLD = 12


@dataclass(frozen=True)
class PlanFault:
    """What is wrong at one place of a plan's folder.

    Attributes
    ----------
    rule : str
        Key of its sentence below ``plan_check.`` in the catalogues.
    file : str
        Name of the file, or of the folder.
    row : int or None
        Row as a spreadsheet shows it: the head is row 1. None for the whole file.
    column, value : str
        Where in the row, and what stands there; "" for the whole row.
    fields : dict
        What else the sentence names.
    """

    rule: str
    file: str
    row: int | None = None
    column: str = ""
    value: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanTables:
    """The texts of a plan's tables, and the values of what it may refer to.

    Attributes
    ----------
    rows : dict
        Table -> its rows as {column: text}, the first one being row 2 of the file.
    shared : dict
        ``table.column`` -> values that stand outside the folder.
    indicators : dict
        indicator_id -> row, of this plan and all others.
    formulas, weighted : set
        Indicators, of this plan and all others, that have a formula, and that have a weight.
    names : dict
        Name or synonym of an indicator of another plan -> the indicator.
    parents : dict
        Region, prefecture or county -> what it is a part of; "" for none.
    """

    rows: dict[str, list[dict[str, str]]]
    shared: dict[str, set[str]]
    indicators: dict[str, dict[str, str]]
    formulas: set[str] = field(default_factory=set)
    weighted: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def number_rows(self, table: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Return the rows of a table with the number that each has in its file."""
        return enumerate(self.rows.get(table, []), start=2)

    def list_values(self, place: str) -> set[str]:
        """Return the values that ``table.column`` has in this folder and outside."""
        table, column = place.split(".")
        own = {row[column] for row in self.rows.get(table, []) if row[column]}
        return own | self.shared.get(place, set())


@cache
def load_column_rules() -> list[dict[str, str]]:
    """Return the rules on single columns: table, column, rule, argument."""
    return read_rows(Path(__file__).with_name("plan_rules.csv"))


@cache
def load_columns() -> dict[str, dict[str, str]]:
    """Return the tables that a plan may have, each with its columns and their types."""
    with Store(MEMORY) as store, store.transaction(keeps_current=False) as writer:
        writer.execute("schema/drop_plan")
        writer.execute("schema/plan")
        found = read_columns(writer)
    return {
        table: {name: kind for name, kind in types.items() if name != PLAN_ID}
        for table, (_, types) in sorted(found.items())
        if table in ADDED_TO or PLAN_ID in types
    }


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as {column: text}, without those of commas alone."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{name: cell or "" for name, cell in row.items()} for row in csv.DictReader(file)]
    return [row for row in rows if any(row.values())]


def read_plan_folder(
    folder: Path, database: Path | str | None = None
) -> tuple[PlanTables, list[PlanFault]]:
    """Return the tables of a folder, and what keeps files of it from being read.

    Parameters
    ----------
    database : Path
        The database beside which further plans stand; None for those of the program alone.

    Raises
    ------
    PlanDataError
        ``plan_no_folder``: there is no such folder, or it has no `PLAN_FILE`.
    """
    if not (folder / PLAN_FILE).is_file():
        raise PlanDataError("plan_no_folder", path=str(folder), file=PLAN_FILE)
    columns, rows, faults = load_columns(), {}, []
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in columns:
            known = ", ".join(f"{table}.csv" for table in columns)
            faults.append(PlanFault("no_table", path.name, fields={"known": known}))
            continue
        found, own = _read_file(path, columns[path.stem])
        faults += own
        if found is not None:
            rows[path.stem] = found
    faults += [
        PlanFault("no_file", f"{name}.csv")
        for name in NEEDED
        if name not in rows and not any(fault.file == f"{name}.csv" for fault in faults)
    ]
    others = [other for other in list_plan_folders(database) if other.name != folder.resolve().name]
    return _add_shared(rows, others), faults


def _read_file(
    path: Path, columns: dict[str, str]
) -> tuple[list[dict[str, str]] | None, list[PlanFault]]:
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except UnicodeDecodeError:
        return None, [PlanFault("no_utf8", path.name)]
    # A spreadsheet leaves rows of commas below the last one.
    while rows and not any(rows[-1]):
        rows.pop()
    head = rows[0] if rows else []
    if head != list(columns):
        lacking = [name for name in columns if name not in head]
        foreign = [name for name in head if name not in columns]
        fields = {
            "expected": ",".join(columns),
            "lacking": ", ".join(lacking) or "—",
            "foreign": ", ".join(foreign) or "—",
        }
        return None, [PlanFault("head", path.name, 1, fields=fields)]
    faults, found = [], []
    for number, cells in enumerate(rows[1:], start=2):
        if len(cells) != len(columns):
            counts = {"found": len(cells), "expected": len(columns)}
            faults.append(PlanFault("cells", path.name, number, fields=counts))
            cells = (cells + [""] * len(columns))[: len(columns)]
        row = dict(zip(columns, cells, strict=True))
        row |= {name: row[name].lower() for name, kind in columns.items() if kind == "BOOLEAN"}
        faults += _check_types(path.name, number, row, columns)
        found.append(row)
    return found, faults


def _check_types(
    file: str, number: int, row: dict[str, str], columns: dict[str, str]
) -> Iterator[PlanFault]:
    for column, kind in columns.items():
        try:
            if row[column] != "":
                PARSERS[kind][0](row[column])
        except (ValueError, KeyError):
            yield PlanFault(f"type_{kind.lower()}", file, number, column, row[column])


def _add_shared(rows: dict[str, list[dict[str, str]]], folders: list[Path]) -> PlanTables:
    """Return the tables with what they may refer to outside the folder."""
    shared_files = {
        path.stem: path for path in list_source_files() if path.stem in ("area", "unit")
    }
    areas, units = (read_rows(shared_files[name]) for name in ("area", "unit"))
    spellings = {word for row in units for word in [row["unit"], *row["spellings"].split("|")]}
    others = _read_others(folders, "indicator")
    indicators = {row["indicator_id"]: row for row in [*others, *rows.get("indicator", [])]}
    shared = {
        "area.area_id": {row["area_id"] for row in areas},
        "area.group": {row["area_id"] for row in areas if row["level"] == "group"},
        "county": {row["area_id"] for row in areas if row["level"] == "county"},
        "unit.unit": spellings - {""},
        # What is not among the targets has this goal.
        "goal.goal_id": {"context"},
        "indicator.indicator_id": {row["indicator_id"] for row in others},
    }
    formulas, weights = (_read_others(folders, name) for name in ("formula", "series_rule"))
    shared["formula.indicator_id"] = {row["indicator_id"] for row in formulas}
    shared["series_rule.indicator_id"] = {row["indicator_id"] for row in weights}
    weights += rows.get("series_rule", [])
    formulas += rows.get("formula", [])
    return PlanTables(
        rows,
        shared,
        indicators,
        formulas={row["indicator_id"] for row in formulas},
        weighted={row["indicator_id"] for row in weights if row["weight_id"]},
        names={row["name_zh"]: row["indicator_id"] for row in others}
        | {
            row["synonym"]: row["indicator_id"]
            for row in _read_others(folders, "indicator_synonym")
        },
        parents={row["area_id"]: row["parent_id"] for row in areas if row["level"] != "group"},
    )


def _read_others(folders: list[Path], table: str) -> list[dict[str, str]]:
    """Return the rows that other plans have in a table."""
    files = [folder / f"{table}.csv" for folder in folders]
    return [row for file in files if file.exists() for row in read_rows(file)]


def check_columns(tables: PlanTables) -> Iterator[PlanFault]:
    """Yield what breaks a rule on a single column."""
    for rule in load_column_rules():
        if rule["table"] in tables.rows:
            yield from _CHECKS[rule["rule"]](tables, rule)


def _list_cells(tables: PlanTables, rule: dict[str, str]) -> Iterator[tuple[int, str]]:
    for number, row in tables.number_rows(rule["table"]):
        yield number, row[rule["column"]]


def _make_fault(
    name: str, rule: dict[str, str], number: int, value: str, **fields: Any
) -> PlanFault:
    return PlanFault(name, f"{rule['table']}.csv", number, rule["column"], value, fields)


def _check_id(tables: PlanTables, rule: dict[str, str]) -> Iterator[PlanFault]:
    seen: dict[str, int] = {}
    elsewhere = tables.shared.get(f"{rule['table']}.{rule['column']}", set())
    for number, value in _list_cells(tables, rule):
        if value == "":
            yield _make_fault("required", rule, number, value)
        elif value in seen:
            yield _make_fault("twice", rule, number, value, first=seen[value])
        elif value in elsewhere:
            yield _make_fault("known_elsewhere", rule, number, value)
        elif rule["column"] != "box_no" and not IS_ID.fullmatch(value):
            yield _make_fault("no_id", rule, number, value)
        seen.setdefault(value, number)


def _check_day(tables: PlanTables, rule: dict[str, str]) -> Iterator[PlanFault]:
    for number, value in _list_cells(tables, rule):
        try:
            date.fromisoformat(value or "2000-01-01")
        except ValueError:
            yield _make_fault("no_day", rule, number, value)


def _check_required(tables: PlanTables, rule: dict[str, str]) -> Iterator[PlanFault]:
    for number, value in _list_cells(tables, rule):
        if value == "":
            yield _make_fault("required", rule, number, value)


def _check_words(tables: PlanTables, rule: dict[str, str]) -> Iterator[PlanFault]:
    words = rule["argument"].split()
    allowed = {*words, ""} if rule["rule"] == "may be" else set(words)
    for number, value in _list_cells(tables, rule):
        if value not in allowed:
            yield _make_fault("word", rule, number, value, known=", ".join(words))


def _check_refers(tables: PlanTables, rule: dict[str, str]) -> Iterator[PlanFault]:
    places = rule["argument"].split()
    known = set().union(*(tables.list_values(place) for place in places))
    told = sorted(known)[:MOST_TOLD]
    listed = ", ".join(told) + (" …" if len(known) > MOST_TOLD else "")
    where = ", ".join(f"{place.split('.')[0]}.csv" for place in places)
    for number, value in _list_cells(tables, rule):
        if value and value not in known:
            yield _make_fault("unknown", rule, number, value, known=listed or "—", where=where)


def _check_key(tables: PlanTables, rule: dict[str, str]) -> Iterator[PlanFault]:
    """No two rows have the same values in all of these columns."""
    seen: dict[tuple[str, ...], int] = {}
    for number, row in tables.number_rows(rule["table"]):
        key = tuple(row[name] for name in rule["argument"].split())
        if key in seen:
            yield _make_fault("row_twice", rule, number, " · ".join(key), first=seen[key])
        seen.setdefault(key, number)


_CHECKS = {
    "key": _check_key,
    "id": _check_id,
    "day": _check_day,
    "required": _check_required,
    "words": _check_words,
    "may be": _check_words,
    "refers": _check_refers,
}
