"""The values of a map as a workbook: a row for each unit, and where they come from."""

from data.words.numbers import is_missing
from geo.legend import CLASS
from geo.views import MapView
from pages.blocks.table_files import fit_sheet
from pages.blocks.takeaway import make_book
from pages.blocks.values import format_state
from pages.counties.parts.map_table import name_rank
from pages.counties.parts.maps import MapChoice, get_view
from pages.documents.table_book import round_column
from pages.shell.i18n import t

COLUMNS = ("code", "name", "value", "unit", "state", "rank", "note", "source")


def make_map_book(choice: MapChoice, beside: MapChoice | None = None) -> bytes:
    """Return what a map shows as a workbook; a unit without a value has its row, and says why."""
    view = get_view(choice, beside)
    header = [name_rank(view) if name == "rank" else t(f"map.table.{name}") for name in COLUMNS]
    sheets = [
        fit_sheet(t("takeaway.sheet"), header, _list_unit_rows(view)),
        fit_sheet(
            t("takeaway.sources"),
            [t("map.table.fact"), t("map.table.text")],
            [[name, text] for name, text in _list_facts(view)],
        ),
    ]
    return make_book(view.title, sheets, of_projects=choice.kind == "box")


def _list_unit_rows(view: MapView) -> list[list]:
    units = view.units
    has_value = units["key"] == CLASS
    values = round_column(units["value"].where(has_value)) if view.is_measured else units["text"]
    rows = [
        [
            area_id,
            row["name"],
            value if row["key"] == CLASS else None,
            view.unit if row["key"] == CLASS and view.is_measured else None,
            format_state(row["state"]) if row["state"] and row["key"] == CLASS else None,
            None if is_missing(row["rank"]) else int(row["rank"]),
            _describe_unit(view, row),
            row["source"],
        ]
        for (area_id, row), value in zip(units.iterrows(), values, strict=True)
    ]
    # The highest first, as on the page; units without a value at the end, by code.
    order = dict(zip(units.index, units["value"].where(has_value), strict=True))
    return sorted(rows, key=lambda row: (is_missing(order[row[0]]), -(order[row[0]] or 0)))


def _describe_unit(view: MapView, row) -> str | None:
    """Return the note of a unit; without a value why it has none."""
    if row["key"] == CLASS:
        return row["note"] or None
    reason = view.name_key(row["key"])
    return t("shell.sentence_separator").join(filter(None, [reason, row["note"]]))


def _list_facts(view: MapView) -> list[tuple[str, str]]:
    facts = {
        "source": t("shell.list_separator").join(view.sources),
        "cutoff": view.cutoff,
        "remark": view.remark,
        "region": view.region,
        "disagreeing": t("shell.list_separator").join(view.disagreeing),
    }
    return [(t(f"map.fact.{name}"), text) for name, text in facts.items() if text]
