"""A target in words, for pages and documents: what the plan asks, its status, what settles it."""

import pandas as pd

from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import (
    format_difference,
    format_number,
    format_share,
    format_signed,
    format_value,
    format_year,
    is_missing,
)
from indicators.inputs import ProgressInputs
from indicators.targets.needs import Need, list_needs
from indicators.targets.summary import count_statuses
from pages.documents.wording import describe_years

# Reasons that no single figure settles: somebody has to decide, or to send other data.
SETTLED_BY_PEOPLE = (
    "qualitative",
    "reading_undecided",
    "no_target",
    "scope_differs",
    "low_coverage",
    "not_assigned",
    "stale",
)


def describe_verdict(progress: pd.DataFrame, area_name: str) -> str:
    """Return in one sentence how many of an area's targets have each status.

    `progress` is the result of `compute_progress`.
    """
    counts = count_statuses(progress)
    total, unknown = sum(counts.values()), counts.pop("cannot_judge")
    parts = [
        t("overview.count", count=count, status=t(f"status.{status}").lower())
        for status, count in counts.items()
        if count
    ]
    key = "overview.verdict_none" if unknown == total else "overview.verdict"
    return t(
        key if unknown else "overview.verdict_all",
        area=area_name,
        total=total,
        parts=t("shell.list_separator").join(parts),
        unknown=unknown,
    )


def get_reason_code(reason) -> str:
    """Return the code of a reason without the input that it names; "" for none."""
    return "" if is_missing(reason) else reason.partition(":")[0]


def name_reason(code: str) -> str:
    """Return the short text of a reason, without the input that it may name."""
    return t("status.reason.no_input_any" if code == "no_input" else f"status.reason.{code}")


def describe_reason_in(inputs: ProgressInputs, reason) -> str:
    """Return the short text of a reason, with the name of the input after its colon."""
    if is_missing(reason) or not reason:
        return ""
    code, _, input_id = reason.partition(":")
    if input_id:
        return t("status.reason.no_input", input=pick_name(inputs.index.indicators[input_id]))
    return name_reason(code)


def describe_ask(target) -> str:
    """Return what the plan asks in its own terms, such as "提高 10 个百分点".

    `target` is a row of the targets; its unit is that of a level.
    """
    if target["kind"] == "qualitative" or is_missing(target["low"]):
        return t("targets.ask.qualitative")
    kind, comparator, low, high = (target[key] for key in ("kind", "comparator", "low", "high"))
    if kind == "relative_change" and comparator == "more_than" and low == 0:
        return t("targets.ask.improved")
    last = low if is_missing(high) else high
    # The unit of a level stands once, behind the last number.
    written = format_value(last, target["unit"]) if kind == "level" else format_number(last)
    if is_missing(high):
        return t(f"targets.ask.{kind}.{comparator}", low=written)
    return t(f"targets.ask.{kind}.{comparator}", low=format_number(low), high=written)


def describe_goal_value(row) -> str:
    """Return the value to be reached, in the indicator's unit, or a dash."""
    if is_missing(row["target_low"]):
        return "—"
    low = format_value(row["target_low"], row["unit"])
    if is_missing(row["target_high"]):
        return low
    return t(
        "targets.between",
        low=format_number(row["target_low"]),
        high=format_value(row["target_high"], row["unit"]),
    )


def describe_pace(row) -> str:
    """Return completion, time elapsed and pace gap in one line; "" without a pace."""
    if is_missing(row["completion"]):
        return ""
    return t(
        "targets.pace_line",
        completion=format_share(row["completion"]),
        elapsed=format_share(row["time_elapsed"]),
        gap=format_signed(row["pace_gap"], 1),
    )


def describe_proposal(row) -> str:
    """Return the status of a goal without a number under our proposal; "" for others."""
    if is_missing(row["proposed_status"]) or row["proposed_status"] == "cannot_judge":
        return ""
    return t("targets.proposal", status=t(f"status.{row['proposed_status']}"))


def describe_bases(row) -> str:
    """Return whether the status of a row depends on its base year; "" without a base."""
    statuses = row["statuses_by_base"]
    if not statuses or row["status"] == "cannot_judge":
        return ""
    if len(statuses) == 1:
        return t("targets.bases_one", year=format_year(row["baseline_year"]))
    if row["robust"]:
        word = t(f"status.{row['status']}")
        return t("targets.bases_robust", status=word, years=describe_years(statuses))
    groups: dict[str, list[int]] = {}
    for year, status in statuses.items():
        groups.setdefault(status, []).append(year)
    items = [
        t("targets.bases_item", years=describe_years(years), status=t(f"status.{status}").lower())
        for status, years in groups.items()
    ]
    return t("targets.bases_differ", list=t("shell.sentence_separator").join(items))


def describe_base(row) -> str:
    """Return the base of a judged row and its origin in short; "" without one."""
    if row["status"] == "cannot_judge" or is_missing(row["baseline_year"]):
        return ""
    origin = t(f"targets.origin.{row['baseline_origin']}")
    return t("targets.base_short", year=format_year(row["baseline_year"]), origin=origin)


def describe_counties(row) -> str:
    """Return how many counties a value covers; "" for the area's own figure."""
    if row["latest_origin"] != "rollup":
        return ""
    is_matched = not is_missing(row["matched_counties"])
    if is_matched and not row["is_partial_sum"]:
        return describe_matched(row)
    counted = row["matched_counties"] if is_matched else row["reported_counties"]
    key = "sum" if row["is_partial_sum"] else "reported"
    return t(f"targets.counties_{key}", n=counted, m=row["expected_counties"])


def describe_matched(row) -> str:
    """Return how many counties are compared, and how many of them with the one they came from."""
    counts = {"n": row["matched_counties"], "m": row["expected_counties"]}
    if not row["joined_counties"]:
        return t("targets.counties_matched", **counts)
    return t("targets.counties_joined", **counts, joined=row["joined_counties"])


def describe_gap(row) -> str:
    """Return completion and pace gap in one short line, else the distance to the target."""
    if row["status"] == "cannot_judge":
        return ""
    if is_missing(row["completion"]):
        gap = row["target_gap"]
        if gap == 0:
            return t("targets.gap_equal")
        # More than an exact number is not better than it.
        is_more = "differs_from_plan" in (row["target_note"] or "")
        is_exact = is_more and is_missing(row["target_high"])
        key = "lacking" if gap < 0 else "differs" if is_exact else "beyond"
        return t(f"targets.gap_{key}", gap=format_difference(gap, row["unit"]))
    return t(
        "targets.gap_line",
        completion=format_share(row["completion"]),
        gap=format_signed(row["pace_gap"], 1),
    )


def describe_settling_in(inputs: ProgressInputs, rows: list[dict]) -> str:
    """Return what would settle a target that cannot be judged, in one line; "" for others.

    Parameters
    ----------
    rows : list of dict
        The rows of the target's primary measures, of `compute_progress`.
    """
    code = get_reason_code(rows[0]["target_reason"])
    levels = dict(zip(inputs.areas["area_id"], inputs.areas["level"], strict=True))
    if code == "no_target" and levels[rows[0]["area_id"]] != "county":
        return t("status.settle.no_target_above")
    if code in SETTLED_BY_PEOPLE:
        return t(f"status.settle.{code}")
    needs = dict.fromkeys(need for row in rows for need in list_needs(inputs, row))
    if not needs:
        return t("status.settle.base_not_positive") if code == "no_baseline" else ""
    names = [_name_need(inputs, need) for need in needs]
    key = "status.settle.revised" if code == "series_break" else "status.settle.needs"
    return t(key, list=t("shell.list_separator").join(names))


def _name_need(inputs: ProgressInputs, need: Need) -> str:
    name = pick_name(inputs.index.indicators[need.indicator_id])
    if need.year is None:
        return name
    if need.span == "any":
        return t("status.settle.figure_any", name=name, years=describe_years(need.years))
    return t(f"status.settle.figure_{need.span}", name=name, year=need.year)
