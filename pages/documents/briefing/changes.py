"""What changed since the last pack: figures and statuses, between two days of the store."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from data.clock import to_office
from data.ledger.replay import NEW, RESTATED, REVISED, WITHDRAWN
from data.words.catalogue import t
from data.words.numbers import (
    format_day,
    format_period,
    format_signed,
    format_value,
    format_year,
    is_missing,
    name_unit,
)
from indicators.change_wording import describe_act, describe_causes
from pages.documents import wording
from pages.documents.briefing.context import BriefingContext, join_list
from pages.documents.briefing.facts import BriefingChanges
from pages.documents.briefing.model import Section, Sentence, Table, TableCell, TableColumn

KINDS = (NEW, REVISED, WITHDRAWN, RESTATED)
PER_CENT = "%"
# Figures that are named as what changed a status; the others are counted.
MOST_NAMED = 3


def compose_changes(context: BriefingContext, changes: BriefingChanges) -> Section:
    """Return how many figures are new, revised or withdrawn, the largest revisions, and the
    statuses that changed."""
    picked = _pick_figures(context, changes.figures)
    figures = picked[picked["year"] <= context.year]
    flips = [flip for flip in changes.statuses if _is_within(context, flip["area_id"])]
    counted = _count(context, changes, figures, flips, len(picked) - len(figures))
    tables = [
        table
        for table in (
            _make_figure_table(context, figures),
            _make_flip_table(context, changes, flips),
        )
        if table.rows
    ]
    # The first of them states what was counted.
    tables[:1] = [replace(table, finding=counted.text) for table in tables[:1]]
    return Section(
        "changes",
        t("briefing.part.changes")
        if changes.is_since_last
        else t("briefing.changes.since", day=_describe_since(changes)),
        (counted,),
        tuple(tables),
        (t("briefing.define.changes"), t("briefing.define.states")),
    )


def _describe_since(changes: BriefingChanges) -> str:
    """Return the first day, or to the second when the last pack was made."""
    day = format_day(changes.since)
    if changes.since_at is None:
        return day
    return t("briefing.changes.moment", day=day, time=f"{to_office(changes.since_at):%H:%M:%S}")


def _is_within(context: BriefingContext, area_id: str) -> bool:
    scope = context.scope
    return scope.kind == "region" or area_id == scope.scope_id or area_id in scope.counties


def _pick_figures(context: BriefingContext, figures: pd.DataFrame) -> pd.DataFrame:
    """Return the changed figures of the scope that were sent: computed ones follow from them."""
    own = figures[~figures["is_computed"]]
    areas = [area_id for area_id in own["area_id"].unique() if _is_within(context, area_id)]
    return own[own["area_id"].isin(areas)]


def _count(
    context: BriefingContext,
    changes: BriefingChanges,
    figures: pd.DataFrame,
    flips: list[dict],
    later: int,
) -> Sentence:
    kinds = figures["change"].value_counts()
    numbers = {kind: int(kinds.get(kind, 0)) for kind in KINDS} | {"statuses": len(flips)}
    counts = [t(f"ledger.count.{kind}", n=number) for kind, number in numbers.items() if number]
    if later:
        counts.append(t("briefing.changes.later", n=later, year=format_year(context.year)))
    span = {
        "scope": context.scope.name,
        "since": _describe_since(changes),
        "until": format_day(changes.until),
    }
    told = join_list(counts) if counts else t("briefing.changes.nothing")
    row_id = context.tracer.note(
        f"changes:{context.scope.scope_id}:{changes.since}:{changes.until}",
        t("briefing.changes.trace", **span),
        value=told,
    )
    return Sentence(t("briefing.changes.counts", counts=told, **span), (row_id,))


def _make_figure_table(context: BriefingContext, figures: pd.DataFrame) -> Table:
    """Return the figures that had a value before, the largest revisions first."""
    known = figures[figures["change"] != NEW]
    order = {REVISED: 0, WITHDRAWN: 1, RESTATED: 2}
    records = sorted(
        known.to_dict("records"), key=lambda row: (order[row["change"]], -_measure(row))
    )
    columns = (
        TableColumn(t("ledger.column.change"), 0.7),
        TableColumn(t("shell.area"), 1.4),
        TableColumn(t("documents.column.indicator"), 1.8),
        TableColumn(t("overview.column.year"), 0.8),
        TableColumn(t("ledger.column.old"), 1.4, is_number=True),
        TableColumn(t("ledger.column.new"), 1.4, is_number=True),
        TableColumn(t("briefing.changes.size"), 0.9, is_number=True),
        TableColumn(t("ledger.column.who"), 1.8),
    )
    rows = tuple(
        (
            TableCell(t(f"changes.change.{row['change']}")),
            TableCell(context.name_area(row["area_id"])),
            TableCell(context.name_indicator(row["indicator_id"])),
            TableCell(_describe_time(row)),
            _make_side(row, "old"),
            _make_side(row, "new"),
            TableCell(_describe_size(row)),
            TableCell(describe_act(row)),
        )
        for row in records
    )
    return Table(
        "changed_figures",
        t("briefing.changes.figures", scope=context.scope.name),
        columns,
        rows,
        note=t("briefing.define.changes"),
        sources=(t("map.source.own"),),
        row_ids=tuple((_note_figure(context, row),) for row in records),
        most_rows=context.recipe.most_rows,
    )


def _measure(row: dict) -> float:
    """Return the size of a revision as a share of the old value."""
    if row["change"] != REVISED:
        return 0.0
    difference = abs(row["new_value"] - row["old_value"])
    return difference / abs(row["old_value"]) if row["old_value"] else float("inf")


def _describe_size(row: dict) -> str:
    """Return a revision in per cent of the old value, of a figure in per cent in points."""
    if row["change"] != REVISED:
        return ""
    if row["unit"] == PER_CENT:
        return wording.format_points(row["new_value"] - row["old_value"])
    if not row["old_value"]:
        return "—"
    share = (row["new_value"] - row["old_value"]) / abs(row["old_value"])
    return f"{format_signed(share * 100, 1)}%"


def _make_side(row: dict, side: str) -> TableCell:
    value = row[f"{side}_value"]
    if is_missing(value):
        return TableCell("—")
    text = t(
        "changes.side",
        value=format_value(value, row["unit"]),
        state=t(f"shell.state.{row[f'{side}_state']}"),
    )
    return TableCell(text, float(value), name_unit(row["unit"]))


def _describe_time(row: dict) -> str:
    return format_period(int(row["year"]), row["period"])


def _note_figure(context: BriefingContext, row: dict) -> str:
    old, new = (_make_side(row, side).text for side in ("old", "new"))
    what = t(
        "briefing.trace.figure",
        name=context.name_indicator(row["indicator_id"]),
        area=context.name_area(row["area_id"]),
        year=_describe_time(row),
    )
    return context.tracer.note(
        f"change:{row['indicator_id']}:{row['area_id']}:{row['year']}:{row['period']}",
        what,
        value=f"{old} → {new}",
        source=describe_act(row),
        upload_id="" if is_missing(row["upload_id"]) else str(row["upload_id"]),
    )


def _make_flip_table(
    context: BriefingContext, changes: BriefingChanges, flips: Iterable[dict]
) -> Table:
    """Return the statuses that changed, and which figures did it."""
    columns = (
        TableColumn(t("ledger.column.target"), 1.8),
        TableColumn(t("shell.area"), 1.4),
        TableColumn(t("ledger.column.before"), 1.0),
        TableColumn(t("ledger.column.after"), 1.0),
        TableColumn(t("ledger.column.causes"), 3.0),
    )
    rows, ids = [], []
    for flip in flips:
        figures = changes.figures.loc[flip["figures"]]
        rows.append(
            (
                TableCell(context.name_target(flip["target_id"])),
                TableCell(context.name_area(flip["area_id"])),
                *(
                    TableCell(t(f"status.{status}"), status=status)
                    for status in (flip["old_status"], flip["new_status"])
                ),
                TableCell(_describe_causes(context, flip, figures)),
            )
        )
        ids.append(tuple(_note_figure(context, row) for row in figures.to_dict("records")))
    return Table(
        "changed_statuses",
        t("briefing.changes.statuses", scope=context.scope.name),
        columns,
        tuple(rows),
        sources=(t("map.source.own"),),
        row_ids=tuple(ids),
        most_rows=context.recipe.most_rows,
    )


def _describe_causes(context: BriefingContext, flip: dict, figures: pd.DataFrame) -> str:
    """Return why a status changed, with the first of the figures that did it by name."""
    causes = describe_causes(flip)
    if figures.empty:
        return causes
    names = [
        t(
            "briefing.trace.figure",
            name=context.name_indicator(row["indicator_id"]),
            area=context.name_area(row["area_id"]),
            year=_describe_time(row),
        )
        for row in figures.head(MOST_NAMED).to_dict("records")
    ]
    key = "causes_more" if len(figures) > MOST_NAMED else "causes"
    figures_named = t("shell.sentence_separator").join(names)
    return t(f"briefing.changes.{key}", causes=causes, figures=figures_named)
