"""The long lists that only the workbook has: missing figures, revisions, uploads."""

from data.clock import format_time
from data.words.catalogue import t
from data.words.numbers import format_value, format_year, is_missing
from pages.documents.briefing.context import BriefingContext
from pages.documents.briefing.model import Table, TableCell, TableColumn


def list_annexes(context: BriefingContext) -> tuple[Table, ...]:
    """Return the annexes that have rows."""
    tables = (_list_missing(context), _list_history(context), _list_uploads(context))
    return tuple(table for table in tables if table.rows)


def _list_missing(context: BriefingContext) -> Table:
    """Return every figure that is missing, as `indicators.counties.owed.list_missing` has it."""
    columns = (
        TableColumn(t("shell.area"), 1.6),
        TableColumn(t("documents.column.indicator"), 2.0),
        TableColumn(t("overview.column.year"), 0.7),
        TableColumn(t("briefing.column.oldest"), 1.0),
    )
    rows, ids = [], []
    for cell in context.missing.to_dict("records"):
        rows.append(
            (
                TableCell(context.name_area(cell["area_id"])),
                TableCell(context.name_indicator(cell["indicator_id"])),
                TableCell(format_year(int(cell["year"]))),
                TableCell(str(cell["due_on"] or "—")),
            )
        )
        ids.append((f"missing:{cell['indicator_id']}:{cell['area_id']}:{cell['year']}",))
    return Table("annex_owed", t("briefing.owed.sheet"), columns, tuple(rows), row_ids=tuple(ids))


def _list_history(context: BriefingContext) -> Table:
    """Return every revision of the area's yearly figures, newest year first."""
    columns = (
        TableColumn(t("documents.column.indicator"), 2.0),
        TableColumn(t("overview.column.year"), 0.7),
        TableColumn(t("targets.column.value"), 1.2, is_number=True),
        TableColumn(t("overview.column.state"), 0.8),
        TableColumn(t("targets.column.counts"), 1.0),
        TableColumn(t("targets.column.source"), 3.0),
        TableColumn(t("targets.column.sent_by"), 1.0),
        TableColumn(t("targets.column.sent_at"), 1.2),
    )
    history = context.facts.history
    assert history is not None
    history = history[history["year"] <= context.year]
    rows, ids = [], []
    for row in history.to_dict("records"):
        sent_at = "" if is_missing(row["recorded_at"]) else format_time(row["recorded_at"])
        rows.append(
            (
                TableCell(context.name_indicator(row["indicator_id"])),
                TableCell(format_year(int(row["year"]))),
                TableCell(format_value(row["value"], row["unit"]), _to_number(row["value"])),
                TableCell(t(f"shell.state.{row['state']}")),
                TableCell(_describe_standing(row)),
                TableCell(context.cite(row["indicator_id"], row["source"])),
                TableCell("" if is_missing(row["recorded_by"]) else str(row["recorded_by"])),
                TableCell(sent_at),
            )
        )
        ids.append((str(row["revision_id"]),))
    return Table(
        "annex_history", t("briefing.sheet.history"), columns, tuple(rows), row_ids=tuple(ids)
    )


def _describe_standing(row: dict) -> str:
    """Return whether a revision counts, and why not."""
    if row["is_undone"]:
        return t("targets.history.undone")
    if row["is_in_force"]:
        return t("targets.history.in_force")
    if row["is_withdrawn"]:
        return t("targets.history.withdrawn")
    return t("targets.history.not_in_force")


def _list_uploads(context: BriefingContext) -> Table:
    """Return the uploads that count, with the hash of each file."""
    columns = (
        TableColumn(t("briefing.column.upload"), 2.4),
        TableColumn(t("briefing.column.file"), 2.4),
        TableColumn(t("targets.column.sent_at"), 1.2),
        TableColumn("SHA-256", 4.0),
    )
    records = context.facts.uploads.to_dict("records")
    rows = tuple(
        (
            TableCell(str(row["upload_id"])),
            TableCell(str(row["file_name"])),
            TableCell(format_time(row["uploaded_at"])),
            TableCell("" if is_missing(row["sha256"]) else str(row["sha256"])),
        )
        for row in records
    )
    return Table("annex_uploads", t("briefing.sheet.uploads"), columns, rows)


def _to_number(value: object) -> float | None:
    return None if is_missing(value) else float(str(value))
