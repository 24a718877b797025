"""What a plan's numbers, years and places may be: what is possible, and what the plan is about."""

from collections.abc import Iterator

from data.store.plan_check import PlanFault, PlanTables

FIRST_YEAR, LAST_YEAR = 1949, 2100
YEARS = {
    "plan": ("first_year", "last_year", "base_year"),
    "target": ("year",),
    "reading": ("year",),
    "baseline": ("year",),
}
# Tables whose rows are about an area: it is the plan's own, or a part of it.
PLACES = {"target": "scope", "box_item": "scope", "county_role": "area_id"}
# Kinds of items that count units.
COUNTED = ("count", "per_county")


def check_years(tables: PlanTables) -> Iterator[PlanFault]:
    """A year is one; the base year is not after the first."""
    for table, columns in YEARS.items():
        for number, row in tables.number_rows(table):
            for column in columns:
                year = _read_whole(row[column])
                if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
                    fields = {"first": FIRST_YEAR, "last": LAST_YEAR}
                    yield PlanFault("year_odd", f"{table}.csv", number, column, row[column], fields)
    for row in tables.rows.get("plan", [])[:1]:
        first, base = _read_whole(row["first_year"]), _read_whole(row["base_year"])
        if first is not None and base is not None and base > first:
            fields = {"first": first}
            yield PlanFault("base_after", "plan.csv", 2, "base_year", row["base_year"], fields)


def _read_whole(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def check_counts(tables: PlanTables) -> Iterator[PlanFault]:
    """What is counted is a whole number of units, at least one."""
    for table in ("box_item", "reading"):
        for number, row in tables.number_rows(table):
            if row["kind"] not in COUNTED:
                continue
            for column in ("low", "high"):
                if row[column] and not _is_count(row[column]):
                    yield PlanFault("no_count", f"{table}.csv", number, column, row[column])


def _is_count(text: str) -> bool:
    try:
        return float(text) >= 1 and float(text).is_integer()
    except ValueError:
        # That it is no number is told already.
        return True


def check_units_of_items(tables: PlanTables) -> Iterator[PlanFault]:
    """A number of an item has a unit, and so has its size."""
    for number, row in tables.number_rows("box_item"):
        for amount, unit in (("low", "unit"), ("min_size", "size_unit")):
            if row[amount] and not row[unit]:
                yield PlanFault("required", "box_item.csv", number, unit)


def check_scopes(tables: PlanTables) -> Iterator[PlanFault]:
    """An item that asks each county says which; where it has readings, under each of them."""
    readings: dict[str, set[str]] = {}
    for row in tables.rows.get("reading", []):
        if row["subject_kind"] == "box_item":
            readings.setdefault(row["subject_id"], set()).add(row["reading_id"])
    for number, row in tables.number_rows("box_item_scope"):
        if bool(row["role_id"]) == bool(row["group_id"]):
            yield PlanFault("one_of", "box_item_scope.csv", number, "role_id", row["role_id"])
        own = readings.get(row["item_id"], set())
        if own and row["reading_id"] not in own:
            fields = {"item": row["item_id"], "known": ", ".join(sorted(own))}
            yield PlanFault(
                "reading_of_item",
                "box_item_scope.csv",
                number,
                "reading_id",
                row["reading_id"],
                fields,
            )
    yield from _find_without_scope(tables, readings)


def _find_without_scope(tables: PlanTables, readings: dict[str, set[str]]) -> Iterator[PlanFault]:
    scoped = {(row["item_id"], row["reading_id"]) for row in tables.rows.get("box_item_scope", [])}
    items = {item_id for item_id, _ in scoped}
    for number, row in tables.number_rows("box_item"):
        item_id = row["item_id"]
        if row["kind"] == "per_county" and item_id not in items:
            yield PlanFault("no_scope", "box_item.csv", number, "item_id", item_id)
    for number, row in tables.number_rows("reading"):
        key = row["subject_id"], row["reading_id"]
        if key[0] in items and key[1] in readings.get(key[0], set()) and key not in scoped:
            yield PlanFault("no_scope", "reading.csv", number, "reading_id", row["reading_id"])


def check_areas(tables: PlanTables) -> Iterator[PlanFault]:
    """A plan speaks of its own area and of parts of it; groups may lie anywhere."""
    plan_area = next((row["area_id"] for row in tables.rows.get("plan", [])), "")
    if plan_area not in tables.parents:
        return
    for table, column in PLACES.items():
        for number, row in tables.number_rows(table):
            place = row[column]
            if place in tables.parents and not _is_within(place, plan_area, tables.parents):
                fields = {"area": plan_area}
                yield PlanFault("outside", f"{table}.csv", number, column, place, fields)


def _is_within(place: str, area_id: str, parents: dict[str, str]) -> bool:
    while place and place != area_id:
        place = parents.get(place, "")
    return bool(place)
