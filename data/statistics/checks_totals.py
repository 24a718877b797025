"""Totals in a file are compared with their parts; the difference is told, nothing is stored
and nothing is added up into a figure."""

from collections import defaultdict
from decimal import Decimal

from data.names.books import Books
from data.names.numbers import parse_number
from data.names.text import fold
from data.statistics.issues import IssueLog
from data.statistics.model import NOTE, WARNING

REGION, ILI, ILI_GROUP = "650000", "654000", "ili_direct"
ILI_OTHERS = ("654200", "654300")


def check_totals(records: list[dict], totals: list[dict], books: Books, log: IssueLog) -> None:
    """Compare 合计, 小计, 地方 and 兵团 rows with the rows that they may be the sum of.

    A total agrees when any reading of its parts does: the rows since the total before it,
    the rows up to the next one, all counties, all prefectures, all rows. Only indicators
    that add up over areas are compared; rounding of each part by half a unit is allowed.
    """
    groups = _group(records)
    tables = _group(totals)
    for total in totals:
        parts = groups.get(_get_table(total), [])
        if total["area_id"]:
            parts = [
                part
                for part in parts
                if books.areas.divisions.get(part["area_id"]) == total["area_id"]
            ]
        if books.indicators.rows[total["indicator_id"]]["aggregation"] != "sum":
            continue
        beside = tables[_get_table(total)]
        others = [other for other in beside if other is not total]
        rows = [other["file_row"] for other in beside]
        choices = _list_choices(total, parts, others, rows, books)
        choices = [choice for choice in choices if len(choice) > 1]
        if choices and not any(_adds_up(total, choice) for choice in choices):
            nearest = min(choices, key=lambda choice: abs(_add(choice) - total["value"]))
            _tell_difference(total, nearest, "total_differs", log)


def check_columns(records: list[dict], parts: list[dict], books: Books, log: IssueLog) -> None:
    """Compare a figure with the columns of its parts (地方, 兵团) in the same row.

    Only where two parts or more stand in the row, and the indicator adds up over areas.
    """
    by_row = defaultdict(list)
    for part in parts:
        by_row[*_get_table(part), part["file_row"]].append(part)
    for record in records:
        found = by_row.get((*_get_table(record), record["file_row"]), [])
        if (
            len({part["area_id"] for part in found}) == len(found) > 1
            and books.indicators.rows[record["indicator_id"]]["aggregation"] == "sum"
            and not _adds_up(record, found)
        ):
            _tell_difference(record, found, "columns_differ", log)


def check_parents(records: list[dict], books: Books, log: IssueLog) -> None:
    """Compare the region and prefectures with their parts where all parts are in the file, or
    where the file itself calls the figure their sum (塔城地区小计)."""
    children = list_children(books)
    by_table: dict[tuple, dict] = defaultdict(dict)
    for record in records:
        key = (record["indicator_id"], record["year"], record["period"])
        by_table[key][record["area_id"]] = record
    for (indicator, _, _), found in by_table.items():
        if books.indicators.rows[indicator]["aggregation"] == "sum":
            _check_table(found, children, log)


def is_named_sum(name: str | None) -> bool:
    """Tell whether an area is named as the sum of what stands around it."""
    return bool(name) and fold(name).endswith(("合计", "小计", "总计", "共计"))


def list_children(books: Books) -> dict[str, set[str]]:
    """Return for each area the areas that it is the sum of, where these are known."""
    children = defaultdict(set)
    for area_id, parent in books.areas.parents.items():
        if parent and books.areas.levels[area_id] != "group":
            children[parent].add(area_id)
    children[ILI_GROUP] = {area for area in children[ILI] if area not in ILI_OTHERS}
    # Counties that stand directly below the region (XPCC cities) lie in no prefecture's sum.
    children[REGION] = {area for area in children[REGION] if area.endswith("00")}
    return dict(children)


def _check_table(found: dict[str, dict], children: dict, log: IssueLog) -> None:
    for parent, record in found.items():
        if parent == ILI:
            _tell_ili_scope(record, found, children[ILI_GROUP], log)
            continue
        parts = children.get(parent, set())
        if parts and (parts <= found.keys() or is_named_sum(record["area_read"])):
            listed = [found[area] for area in parts if area in found]
            if len(listed) < 2:
                continue
            if not _adds_up(record, listed):
                _tell_difference(record, listed, "parts_differ", log)


def _tell_ili_scope(record, found, direct: set[str], log: IssueLog) -> None:
    """Say whether a figure of Ili includes Tacheng and Altay, where the file can tell."""
    own = (
        [found[ILI_GROUP]]
        if ILI_GROUP in found
        else ([found[area] for area in direct] if direct <= found.keys() else [])
    )
    others = [found[area] for area in ILI_OTHERS if area in found]
    rule = "ili_scope_unknown"
    if own and _adds_up(record, own):
        rule = "ili_scope_direct"
    elif own and len(others) == len(ILI_OTHERS) and _adds_up(record, own + others):
        rule = "ili_scope_whole"
    log.tell(
        record["sheet"],
        record["file_row"],
        record["file_column"],
        record["value_read"],
        rule,
        WARNING if rule == "ili_scope_unknown" else NOTE,
    )


def _get_table(record: dict) -> tuple:
    return tuple(record[key] for key in ("sheet", "indicator_id", "year", "period"))


def _group(records: list[dict]) -> dict[tuple, list[dict]]:
    groups = defaultdict(list)
    for record in records:
        groups[_get_table(record)].append(record)
    return groups


def _list_choices(total, parts, others, total_rows, books) -> list[list[dict]]:
    row = total["file_row"]
    before = max((other for other in total_rows if other < row), default=0)
    after = min((other for other in total_rows if other > row), default=10**9)
    levels = defaultdict(list)
    for part in parts:
        levels[books.areas.levels.get(part["area_id"])].append(part)
    return [
        [part for part in parts if before < part["file_row"] < row],
        [part for part in parts if row < part["file_row"] < after],
        [part for part in parts if part["file_row"] < row],
        [part for part in parts if part["file_row"] > row],
        levels["county"],
        levels["prefecture"],
        parts,
        others if total["area_id"] is None else [],
    ]


def _add(parts: list[dict]) -> float:
    return float(sum(Decimal(repr(part["value"])) for part in parts))


def _adds_up(total: dict, parts: list[dict]) -> bool:
    allowed = sum(_get_rounding(record) for record in [total, *parts])
    return abs(_add(parts) - total["value"]) <= allowed + 1e-9 * abs(total["value"])


def _get_rounding(record: dict) -> float:
    """Return half a unit of the last digit written, in the indicator's unit."""
    number = parse_number(record["value_read"]).value
    if not number:
        return 0.0
    half = Decimal(1).scaleb(int(number.as_tuple().exponent)) / 2
    return abs(float(half / number) * record["value"])


def _tell_difference(total: dict, parts: list[dict], rule: str, log: IssueLog) -> None:
    added = _add(parts)
    log.tell(
        total["sheet"],
        total["file_row"],
        total["file_column"],
        total["value_read"],
        rule,
        WARNING,
        total=f"{total['value']:.12g}",
        parts=f"{added:.12g}",
        n=len(parts),
        difference=f"{total['value'] - added:.6g}",
        unit=total["unit"],
        name=total["area_read"] or "",
    )
