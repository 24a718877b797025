"""Exports figures in a form that can be edited and uploaded again."""

import csv
import io
from collections.abc import Iterable

from data.files.workbook import guard, make_workbook, set_looks, write_cell
from data.store.database import Store
from data.words.catalogue import LANGUAGES, get_language, t, use_language

COLUMNS = (
    "indicator_id",
    "indicator",
    "area_code",
    "area",
    "year",
    "period",
    "value",
    "unit",
    "state",
    "source",
    "note",
)


def export_figures(
    store: Store,
    *,
    area_id: str | None = None,
    indicator_id: str | None = None,
    is_xlsx: bool = False,
    only_released: bool = False,
) -> bytes:
    """Return the present figures as a tidy table: CSV (UTF-8 with a byte order mark) or .xlsx.

    One row per indicator, area, year and period; values in the indicator's unit with all
    their digits. If it is uploaded again, every figure is unchanged but the returned ones, which
    are sent again. Derived figures are left out, because they are computed and not stored.

    Parameters
    ----------
    only_released : bool
        Whether what was not released, or has changed since, is left out too.
    """
    language = get_language()
    rows = store.query_rows(
        "queries/ingest_export", area_id=area_id, language=language, indicator_id=indicator_id
    )
    if only_released:
        released = {tuple(row.values()) for row in store.query_rows("queries/released_keys")}
        keys = ("indicator_id", "area_code", "year", "period")
        rows = [row for row in rows if tuple(row[name] for name in keys) in released]
    return make_figures_file(
        [
            row | {"indicator": row[f"indicator_{language}"], "area": row[f"area_{language}"]}
            for row in rows
        ],
        is_xlsx=is_xlsx,
    )


def make_figures_file(rows: Iterable[dict], *, is_xlsx: bool = False) -> bytes:
    """Return figures with `COLUMNS` as a table that `ingest` reads without a question.

    indicator_id and area_code decide what a row is; indicator and area are for people.
    """
    table: list[list] = [[t(f"ingest.export_{key}") for key in COLUMNS]]
    for row in rows:
        cells = row | {"value": _trim(row["value"])}
        table.append(
            [guard(cells[key]) if isinstance(cells[key], str) else cells[key] for key in COLUMNS]
        )
    return _write_xlsx(table) if is_xlsx else _write_csv(table)


def is_export(cells: list[str]) -> bool:
    """Tell whether a row is the header of an export, in either language: its remarks were
    accepted with their figures and are read like notes."""
    for language in LANGUAGES:
        with use_language(language):
            if list(cells[: len(COLUMNS)]) == [t(f"ingest.export_{key}") for key in COLUMNS]:
                return True
    return False


def _trim(value: float):
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _write_csv(table: list[list]) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\r\n").writerows(table)
    return target.getvalue().encode("utf-8-sig")


def _write_xlsx(table: list[list]) -> bytes:
    book, sheet = make_workbook(t("ingest.template_sheet"))
    for row, cells in enumerate(table, start=1):
        for column, value in enumerate(cells, start=1):
            if value is not None:
                write_cell(sheet, row, column, value)
    set_looks(sheet, 1, [24, 26, 12, 24, 8, 8, 14, 10, 12, 30, 30])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
