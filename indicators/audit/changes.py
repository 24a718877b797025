"""Changes that the plan reports, against the figures that others state of both years.

A change of the pastoral counties and one of the region are of two scopes: neither confirms the
other. Of a sum, both together say how large the part can have been at most. Worked by hand: the
region's area with rodents fell from 7562.1 to 1381.95 (−81.7 %). A part that fell by 45.7 % to at
most 1381.95 was at most 1381.95 ÷ (1 − 0.457) = 2545.0 before, 33.7 % of the region's.
"""

from collections.abc import Iterator

from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import format_number, format_share, format_signed, format_value, is_missing
from indicators.audit.findings import (
    AGREES,
    CONTRADICTS,
    OPEN,
    AuditInputs,
    format_list,
    make_finding,
    name_series,
    rounds_to,
)
from indicators.judgement.target_values import compare

YEARLY = "yearly_change"


def check_changes(inputs: AuditInputs) -> Iterator[dict]:
    """Compare each change that the plan reports with the figures of both years."""
    in_force = inputs.list_in_force("readings")
    for row in inputs.list_rows("changes"):
        readings = in_force.get(row["subject_id"]) or [{"kind": "relative_change"}]
        verdict, found, follows, values = _judge(row, readings)
        yield make_finding(
            "changes",
            row,
            verdict,
            stated=_write_stated(row),
            found=found,
            kind="baseline_change",
            name=name_series(row),
            decision=inputs.find_decision("baseline_change", row["subject_id"], "reading"),
            follows=follows,
            **values,
        )


def _judge(row: dict, readings: list[dict]) -> tuple[str, str, str | None, dict]:
    """Return verdict, what was found, the key of what follows, and what its text names."""
    scope = next((name for name in ("own", "region") if _has_both(row, name)), None)
    if scope is None:
        return OPEN, t("audit.no_figures"), "no_figures", {"area": pick_name(row, "area")}
    met = [reading for reading in readings if _meets(row, scope, reading["kind"])]
    found = _write_found(row, scope)
    if row["has_break"]:
        return OPEN, found, "broken", {}
    if scope == "own":
        verdict = AGREES if len(met) == len(readings) else OPEN if met else CONTRADICTS
        return verdict, found, None, {}
    if len(readings) > 1:
        names = format_list(pick_name(reading, "reading") for reading in met) or t("audit.none_met")
        return OPEN, found, "readings", {"met": names}
    share = _compute_largest_share(row)
    if share is None or share >= 1:
        return OPEN, found, "scope", {}
    values = {"share": format_share(share), "year": row["from_year"]}
    return OPEN, found, "limit", values | {"area": pick_name(row, "area")}


def _has_both(row: dict, scope: str) -> bool:
    return not is_missing(row[f"{scope}_to"]) and (row[f"{scope}_from"] or 0) > 0


def measure_change(before: float, after: float, years: int, kind: str) -> float:
    """Return a change in per cent: in all, or a year for kind ``yearly_change``."""
    power = 1 / years if kind == YEARLY else 1
    return ((after / before) ** power - 1) * 100


def _meets(row: dict, scope: str, kind: str) -> bool:
    years = row["to_year"] - row["from_year"]
    change = measure_change(row[f"{scope}_from"], row[f"{scope}_to"], years, kind)
    if row["comparator"] in ("at_least", "more_than"):
        least = 1 if row["comparator"] == "more_than" else 0
        return compare(change, row["change_pct"], "up") >= least
    return rounds_to(row["change_pct"], change)


def _compute_largest_share(row: dict) -> float | None:
    """Return the largest share of the region that the part can have had in the first year.

    The part's value of the last year is at most the region's. None for what does not add up.
    """
    factor = 1 + row["change_pct"] / 100
    if row["aggregation"] != "sum" or factor <= 0:
        return None
    return row["region_to"] / factor / row["region_from"]


def _write_stated(row: dict) -> str:
    least = "_at_least" if row["comparator"] == "at_least" else ""
    return t(
        f"audit.change{least}",
        from_year=row["from_year"],
        to_year=row["to_year"],
        change=format_signed(row["change_pct"]),
    )


def _write_found(row: dict, scope: str) -> str:
    before, after = row[f"{scope}_from"], row[f"{scope}_to"]
    years = row["to_year"] - row["from_year"]
    return t(
        f"audit.{scope}_change",
        before=format_number(before),
        after=format_value(after, row["unit"]),
        from_year=row["from_year"],
        to_year=row["to_year"],
        change=format_signed(measure_change(before, after, years, "relative_change"), 1),
        yearly=format_signed(measure_change(before, after, years, YEARLY), 1),
    )
