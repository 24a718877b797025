"""Which value a row of a table is about: area, indicator, year and unit."""

from typing import Any

from data.words.numbers import format_period, format_unit
from pages.blocks.links import render_indicator_name
from pages.blocks.tables import Column
from pages.shell import cache
from pages.shell.i18n import t

UNIT = "unit"


def list_value_columns() -> list[Column]:
    """Return the columns that a table of values begins with."""
    return [
        Column("area", t("waiting.column.area")),
        Column("name", t("waiting.column.indicator"), "html"),
        Column("year", t("waiting.column.year"), "short"),
    ]


def make_unit_column() -> Column:
    """Return the column of the unit, which stands behind the last value."""
    return Column(UNIT, t("waiting.column.unit"), "short")


def fill_value_cells(row: dict) -> dict[str, Any]:
    """Return what stands in these columns."""
    return {
        "area": cache.get_area_names()[row["area_id"]],
        "name": render_indicator_name(row["indicator_id"], row["area_id"]),
        "year": format_period(row["year"], row["period"]),
        UNIT: format_unit(row["unit"]),
    }
