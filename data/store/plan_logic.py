"""What binds several cells of a plan together: numbers, readings, measures and units."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from data.store.folders import PLAN_FILE, list_plan_folders
from data.store.plan_bounds import (
    check_areas,
    check_counts,
    check_scopes,
    check_units_of_items,
    check_years,
)
from data.store.plan_check import (
    IS_ID,
    PlanFault,
    PlanTables,
    check_columns,
    read_plan_folder,
    read_rows,
)

# Kinds of readings and items whose words give no number.
WITHOUT_NUMBER = ("qualitative", "programme")
NUMBERED = ("target", "reading", "box_item")
# Kind of a rule on projects -> what it has to name.
RULE_NEEDS = {"counties_of_role": ("role_id",), "larger_size": ("larger_id", "reading_id")}
# Kind of a subject -> where its id stands.
SUBJECTS = {
    "target": "target.target_id",
    "box_item": "box_item.item_id",
    "baseline_change": "baseline_change.change_id",
    "role": "role.role_id",
}
# What an item may be about beside an area: a part of the region, or counties one by one.
PARTS = ("north", "south", "east", "counties")
TEXTS_WITH_NAMES = ("meaning_zh", "meaning_en", "source_zh", "source_en")


def check_plan(folder: Path, database: Path | str | None = None) -> list[PlanFault]:
    """Return everything that is wrong with a plan's folder; empty if it can be added.

    With a database, the plans that were added beside it have their ids and names, too.

    Raises
    ------
    PlanDataError
        ``plan_no_folder``: there is no such folder, or it holds no plan.
    """
    tables, faults = read_plan_folder(folder, database)
    if not IS_ID.fullmatch(folder.resolve().name):
        faults.append(PlanFault("folder_name", folder.resolve().name))
    faults += check_columns(tables)
    for check in _CHECKS:
        faults += check(tables)
    return sorted(faults, key=lambda fault: (fault.file, fault.row or 0, fault.column))


def check_plan_name(folder: Path, database: Path | str | None = None) -> list[PlanFault]:
    """Return where a plan is called what another one is: readers choose between names alone.

    It is asked before a plan is added, not when plans are built: two that bear one name already
    must not keep the database from opening.
    """
    tables, _ = read_plan_folder(folder, database)
    own_id = folder.resolve().name
    taken = {
        found: other.name
        for other in list_plan_folders(database)
        if other.name != own_id
        for found in _list_plan_names(read_rows(other / PLAN_FILE))
    }
    return [
        PlanFault("plan_name_taken", PLAN_FILE, 2, column, name, {"plan": taken[column, name]})
        for column, name in _list_plan_names(tables.rows.get("plan", []))
        if (column, name) in taken
    ]


def _list_plan_names(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Return what the list of plans calls a plan in each language; the Chinese name stands where
    there is no English one."""
    row = rows[0] if rows else {}
    chinese = row.get("name_zh") or ""
    names = {"name_zh": chinese, "name_en": row.get("name_en") or chinese}
    return [(column, name) for column, name in names.items() if name]


def _check_plan_row(tables: PlanTables) -> Iterator[PlanFault]:
    """A plan has one row; its years and those of its targets follow each other."""
    rows = tables.rows.get("plan", [])
    if "plan" in tables.rows and len(rows) != 1:
        yield PlanFault("one_row", "plan.csv", fields={"found": len(rows)})
        return
    first, last = (_read_year(rows, name) for name in ("first_year", "last_year"))
    if first is None or last is None:
        return
    if last < first:
        yield PlanFault("years_turned", "plan.csv", 2, "last_year", str(last), {"first": first})
    for table in ("target", "reading"):
        for number, row in tables.number_rows(table):
            if row["year"].isdigit() and not first <= int(row["year"]) <= last:
                fields = {"first": first, "last": last}
                yield PlanFault("year_outside", f"{table}.csv", number, "year", row["year"], fields)


def _read_year(rows: list[dict[str, str]], name: str) -> int | None:
    return int(rows[0][name]) if rows and rows[0][name].isdigit() else None


def _check_numbers(tables: PlanTables) -> Iterator[PlanFault]:
    """What has a number has a comparator and a low; only a range has a high, above the low."""
    for table in NUMBERED:
        for number, row in tables.number_rows(table):
            for rule, column in _find_number_faults(row):
                yield PlanFault(rule, f"{table}.csv", number, column, row[column])


def _find_number_faults(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    if row["kind"] in WITHOUT_NUMBER:
        yield from (("no_number", name) for name in ("comparator", "low", "high") if row[name])
        return
    yield from (("needs_number", name) for name in ("comparator", "low") if not row[name])
    is_range = row["comparator"] == "range"
    if is_range and not row["high"]:
        yield "range_needs_high", "high"
    elif not is_range and row["high"]:
        yield "only_range_high", "high"
    elif is_range and _is_turned(row["low"], row["high"]):
        yield "range_turned", "high"


def _is_turned(low: str, high: str) -> bool:
    try:
        return float(high) <= float(low)
    except ValueError:
        return False


def _check_readings(tables: PlanTables) -> Iterator[PlanFault]:
    """Each target has one default reading, and that repeats the target's own number."""
    readings = tables.rows.get("reading", [])
    defaults = Counter(
        row["subject_id"]
        for row in readings
        if row["subject_kind"] == "target" and row["is_default"] == "true"
    )
    targets = {row["target_id"]: row for row in tables.rows.get("target", [])}
    for number, row in tables.number_rows("target"):
        if "reading" in tables.rows and defaults[row["target_id"]] != 1:
            yield PlanFault(
                "one_default",
                "target.csv",
                number,
                "target_id",
                row["target_id"],
                {"found": defaults[row["target_id"]]},
            )
    for number, row in tables.number_rows("reading"):
        target = targets.get(row["subject_id"]) if row["subject_kind"] == "target" else None
        if target is None or row["is_default"] != "true" or target["kind"] == "qualitative":
            continue
        for column in ("kind", "comparator", "low", "high"):
            if not _is_same(row[column], target[column]):
                fields = {"target": target["target_id"], "asked": target[column] or "—"}
                yield PlanFault(
                    "default_differs", "reading.csv", number, column, row[column], fields
                )


def _is_same(one: str, other: str) -> bool:
    try:
        return one == other or float(one) == float(other)
    except ValueError:
        return False


def _check_measures(tables: PlanTables) -> Iterator[PlanFault]:
    """Each target has a measure that decides."""
    primary = {
        row["target_id"]
        for row in tables.rows.get("target_measure", [])
        if row["is_primary"] == "true"
    }
    for number, row in tables.number_rows("target"):
        if "target_measure" in tables.rows and row["target_id"] not in primary:
            yield PlanFault("no_measure", "target.csv", number, "target_id", row["target_id"])


def _check_units(tables: PlanTables) -> Iterator[PlanFault]:
    """A level is in the unit of what measures it, and so is a figure of the plan's own."""
    targets = {row["target_id"]: (number, row) for number, row in tables.number_rows("target")}
    for measure in tables.rows.get("target_measure", []):
        number, target = targets.get(measure["target_id"], (0, {}))
        indicator = tables.indicators.get(measure["indicator_id"])
        if indicator is None or not target or measure["is_primary"] != "true":
            continue
        wanted = {"level": indicator["unit"], "pp_change": "个百分点", "relative_change": "%"}
        unit = wanted.get(target["kind"])
        if unit is not None and target["unit"] != unit:
            fields = {"indicator": indicator["indicator_id"], "unit": unit}
            yield PlanFault("unit_differs", "target.csv", number, "unit", target["unit"], fields)
    for number, row in tables.number_rows("baseline"):
        indicator = tables.indicators.get(row["indicator_id"])
        if indicator is not None and row["unit"] != indicator["unit"]:
            fields = {"indicator": row["indicator_id"], "unit": indicator["unit"]}
            yield PlanFault("unit_differs", "baseline.csv", number, "unit", row["unit"], fields)


def _check_item_rules(tables: PlanTables) -> Iterator[PlanFault]:
    """A rule on projects names what its kind needs; a larger class has a size."""
    items = {row["item_id"]: row for row in tables.rows.get("box_item", [])}
    for number, row in tables.number_rows("item_rule"):
        for column in RULE_NEEDS.get(row["kind"], ()):
            if not row[column]:
                yield PlanFault("required", "item_rule.csv", number, column)
        larger = items.get(row["larger_id"])
        if larger is not None and not larger["min_size"]:
            yield PlanFault(
                "larger_without_size", "item_rule.csv", number, "larger_id", row["larger_id"]
            )


def _check_weights(tables: PlanTables) -> Iterator[PlanFault]:
    """What is weighted by an area says by which."""
    for number, row in tables.number_rows("indicator"):
        if row["aggregation"] == "area_weighted" and row["indicator_id"] not in tables.weighted:
            fields = {"indicator": row["indicator_id"]}
            yield PlanFault(
                "no_weight", "indicator.csv", number, "aggregation", row["aggregation"], fields
            )


def _check_definitions(tables: PlanTables) -> Iterator[PlanFault]:
    """A definition names formulas that there are; a share is that of a target."""
    for number, row in tables.number_rows("definition"):
        known = tables.formulas | ({"share"} if row["target_id"] else set())
        for column in TEXTS_WITH_NAMES:
            for name in re.findall(r"\{(.*?)\}", row[column]):
                if name not in known:
                    yield PlanFault("no_formula", "definition.csv", number, column, name)


def _check_subjects(tables: PlanTables) -> Iterator[PlanFault]:
    """What a reading or a term is about stands in the table of its kind."""
    for table in ("reading", "box_term"):
        for number, row in tables.number_rows(table):
            place = SUBJECTS.get(row["subject_kind"])
            if place and row["subject_id"] not in tables.list_values(place):
                fields = {"kind": row["subject_kind"], "where": f"{place.split('.')[0]}.csv"}
                yield PlanFault(
                    "other_kind", f"{table}.csv", number, "subject_id", row["subject_id"], fields
                )


def _check_places(tables: PlanTables) -> Iterator[PlanFault]:
    """Roles are those of counties; an item is of an area, a part of the region or counties."""
    counties = tables.shared["county"]
    for number, row in tables.number_rows("county_role"):
        if row["area_id"] in tables.list_values("area.area_id") - counties:
            yield PlanFault("no_county", "county_role.csv", number, "area_id", row["area_id"])
    known = tables.list_values("area.area_id") | set(PARTS)
    for number, row in tables.number_rows("box_item"):
        if row["scope"] and row["scope"] not in known:
            fields = {"known": ", ".join(PARTS), "where": "area.csv"}
            yield PlanFault("unknown", "box_item.csv", number, "scope", row["scope"], fields)


def _check_formulas(tables: PlanTables) -> Iterator[PlanFault]:
    """Another plan's indicator keeps the formula that it has."""
    elsewhere = tables.shared["formula.indicator_id"]
    for number, row in tables.number_rows("formula"):
        if row["indicator_id"] in elsewhere:
            yield PlanFault(
                "known_elsewhere", "formula.csv", number, "indicator_id", row["indicator_id"]
            )


def _check_names(tables: PlanTables) -> Iterator[PlanFault]:
    """A name by which files know an indicator is none of another plan's indicator."""
    own = [
        *_list_names(tables, "indicator", "name_zh"),
        *_list_names(tables, "indicator_synonym", "synonym"),
    ]
    for fault, name, indicator_id in own:
        other = tables.names.get(name, indicator_id)
        if other != indicator_id:
            yield replace(fault, value=name, fields={"indicator": other})


def _list_names(
    tables: PlanTables, table: str, column: str
) -> Iterator[tuple[PlanFault, str, str]]:
    for number, row in tables.number_rows(table):
        fault = PlanFault("name_taken", f"{table}.csv", number, column)
        yield fault, row[column], row["indicator_id"]


_CHECKS = (
    _check_subjects,
    _check_places,
    _check_names,
    _check_formulas,
    _check_plan_row,
    _check_numbers,
    _check_readings,
    _check_measures,
    _check_units,
    _check_item_rules,
    _check_weights,
    _check_definitions,
    check_years,
    check_counts,
    check_units_of_items,
    check_scopes,
    check_areas,
)
