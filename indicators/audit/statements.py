"""Levels, targets and words of the plan: what lacks a counterpart, and what is left open."""

from collections.abc import Iterator

from data.words.catalogue import get_language, t
from data.words.names import pick_name
from data.words.numbers import format_value, format_year, is_missing
from indicators.audit.findings import (
    AGREES,
    CONTRADICTS,
    OPEN,
    AuditInputs,
    format_list,
    format_parts,
    make_finding,
    name_series,
    rounds_to,
)


def check_open_lists(inputs: AuditInputs) -> Iterator[dict]:
    """List the breeds, livestock, crops and diseases of which the plan names only the main."""
    for row in inputs.list_rows("open_lists"):
        yield make_finding(
            "open_lists",
            row,
            OPEN,
            stated=t("audit.open_list"),
            found=t(
                "audit.terms", n=row["found"], names=format_list(row[f"names_{get_language()}"])
            ),
            kind=row["subject_kind"],
        )


def check_unused_baselines(inputs: AuditInputs) -> Iterator[dict]:
    """List the levels that the plan states of indicators that measure none of its targets."""
    for row in inputs.list_rows("baselines"):
        yield make_finding(
            "unused_baselines",
            row,
            AGREES if row["targets"] else OPEN,
            stated=_write_level(row),
            found=t("audit.targets", n=row["targets"]) if row["targets"] else t("audit.no_target"),
            kind="indicator",
            name=name_series(row),
        )


def check_measures(inputs: AuditInputs) -> Iterator[dict]:
    """Compare the measure of a level with that of the target that it is about."""
    for row in inputs.list_rows("baselines"):
        if is_missing(row["target_id"]):
            continue
        yield make_finding(
            "measures",
            row,
            AGREES if row["targets"] else CONTRADICTS,
            stated=t("audit.measure", name=pick_name(row), level=_write_level(row)),
            found=t(
                "audit.target_measure",
                target=pick_name(row, "target"),
                measure=pick_name(row, "measure"),
            ),
            kind="indicator",
            name=name_series(row),
        )


def check_other_figures(inputs: AuditInputs) -> Iterator[dict]:
    """Compare the levels that the plan states with what others state of the same year.

    A figure of the same area must be the same; of a sum, the region's must not be less.
    """
    for row in inputs.list_rows("baselines"):
        if not is_missing(row["own_value"]):
            yield make_finding(
                "other_figures",
                row,
                AGREES if rounds_to(row["value"], row["own_value"]) else CONTRADICTS,
                stated=_write_level(row),
                found=t(
                    "audit.own_figure",
                    value=format_value(row["own_value"], row["unit"]),
                    state=t(f"shell.state.{row['own_state']}"),
                ),
                kind="indicator",
                name=name_series(row),
            )
        if not is_missing(row["region_value"]) and row["aggregation"] == "sum":
            is_less = row["region_value"] < row["value"]
            yield make_finding(
                "within_region",
                row,
                CONTRADICTS if is_less else AGREES,
                stated=_write_level(row),
                found=t(
                    "audit.region_figure", value=format_value(row["region_value"], row["unit"])
                ),
                kind="indicator",
                name=name_series(row),
            )


def check_baselines(inputs: AuditInputs) -> Iterator[dict]:
    """List the targets for whose measures and area the plan states no level."""
    for row in inputs.list_rows("targets"):
        decision = inputs.find_decision("target", row["subject_id"], "base")
        is_known = bool(row["baselines"]) or decision is not None
        found = t("audit.no_baseline", area=pick_name(row, "area"))
        if decision is not None:
            found = t("decisions.is_base_year", year=int(decision["as_of_year"]))
        elif row["baselines"]:
            found = t("audit.baseline", year=format_year(row["baseline_year"]))
        yield make_finding(
            "baselines",
            row,
            AGREES if is_known else OPEN,
            stated=t("audit.is_qualitative" if row["kind"] == "qualitative" else "audit.is_number"),
            found=found,
            kind="target",
            decision=decision,
        )


def check_readings(inputs: AuditInputs) -> Iterator[dict]:
    """List the words of the plan with several readings, and its targets without a number."""
    by_subject: dict[tuple[str, str], list[dict]] = {}
    for row in inputs.list_rows("readings"):
        by_subject.setdefault((row["subject_kind"], row["subject_id"]), []).append(row)
    for (kind, subject_id), rows in by_subject.items():
        first = rows[0]
        if len(rows) == 1 and not first["has_no_number"]:
            continue
        decision = inputs.find_decision(kind, subject_id, "reading", "number", "judgement")
        check_id = "no_number" if first["has_no_number"] else "readings"
        # Nothing is judged by a change of the past: its readings only lead to other levels.
        is_past = decision is None and kind == "baseline_change"
        yield make_finding(
            check_id,
            first,
            OPEN if decision is None else AGREES,
            stated=t(f"audit.wording.{check_id}"),
            found=format_parts(_write_reading(row, decision) for row in rows),
            kind=kind,
            decision=decision,
            follows="past" if is_past else None,
        )


def _write_reading(row: dict, decision: dict | None) -> str:
    name = pick_name(row, "reading")
    if decision is not None and decision["reading_id"] == row["reading_id"]:
        return t("audit.decided_reading", name=name)
    if not row["is_default"]:
        return name
    key = "proposed" if row["has_no_number"] else "default"
    return t(f"audit.{key}_reading", name=name)


def _write_level(row: dict) -> str:
    value = format_value(row["value"], row["unit"])
    if is_missing(row["year"]):
        return value
    return t("audit.level", year=format_year(row["year"]), value=value)
