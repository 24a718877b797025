"""How complete the figures are: a matrix of counties and indicators, or years."""

from datetime import date
from functools import partial
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from data.clock import get_today
from data.words.names import pick_name
from data.words.numbers import format_share, format_year, is_missing
from indicators.counties.completeness import (
    CELL_STATUSES,
    LATE,
    MISSING,
    NOT_OWED,
    Completeness,
    compute_completeness,
    load_first_days,
)
from indicators.frames import list_rows
from pages.blocks.links import format_address, render_ledger_link
from pages.blocks.markup import render_empty, render_note, show
from pages.blocks.missing import ADDRESS
from pages.blocks.status import name_indicator
from pages.blocks.takeaway import make_file_name, offer_files
from pages.shell import address, cache, owed_cache
from pages.shell.frame import choose
from pages.shell.i18n import t

# A cell is a sign and a colour; its words are its hover text.
SIGNS = {"verified": "✔", "reported": "●", "late": "◐", "missing": "✕", "not_owed": "○"}
BEGINS = {status: Markup('<td class="{}">').format(status) for status in SIGNS}
END, BLANK = Markup("</td>"), Markup('<td class="blank"></td>')
# What is filled in where a column's link is a cell's.
AREA, TOLD, SIGN = "AREA", "TOLD", "SIGN"
EVERY = "every"
OWED_COLUMNS = ("code", "area", "indicator", "year", "status", "due_on", "first_on")


@cache.keep(*owed_cache.OWED, by_day=True, most=32)
def get_completeness(area_id: str, year: int | None, indicator_id: str | None) -> Completeness:
    """Return what the counties of an area owe, of one year or of one indicator."""
    today = get_today()
    first = cache.get_inputs().plan["first_year"] - 10 if year is None else year
    last = today.year if year is None else year
    return compute_completeness(
        owed_cache.get_county_inputs(),
        load_first_days(cache.get_store(), first, last),
        today,
        area_id,
        year=year,
        indicator_id=indicator_id,
        of_targets=owed_cache.get_target_cells(),
    )


def show_completeness(area_id: str) -> dict:
    """Show the matrix of an area; return what the address says of it."""
    years = list(
        range(owed_cache.find_next_report()[0] - 1, cache.get_inputs().plan["first_year"] - 1, -1)
    )
    names = {EVERY: t("ledger.every_indicator")} | {
        name: name_indicator(name) for name in cache.get_indicators().index
    }
    year = None
    with st.container(horizontal=True, vertical_alignment="bottom", key="ledger_owed"):
        key = address.adopt_choice("owed", list(names), EVERY)
        chosen = st.selectbox(
            t("indicator.choose"), list(names), key=key, format_func=names.__getitem__, width=380
        )
        if chosen == EVERY:
            of_year = {year: t("shell.year_value", year=year) for year in years}
            year_key = address.adopt_choice("of", list(of_year), years[0])
            year = choose("year", of_year, key=year_key, width=110)
    indicator_id = None if chosen == EVERY else chosen
    area = cache.get_area_names()[area_id]
    offer_files(
        "owed",
        make_file_name(t("ledger.tab.completeness"), area, year or names[chosen]),
        rows=partial(list_owed_rows, area_id, year, indicator_id),
    )
    show(render_owed_matrix(area_id, year, indicator_id))
    return {"owed": indicator_id, "of": year}


@cache.keep(*owed_cache.OWED, in_words=True, by_day=True, most=32)
def render_owed_matrix(area_id: str, year: int | None, indicator_id: str | None) -> Markup:
    """Return counties by indicators of a year, or by years of an indicator; and who is in time."""
    found = get_completeness(area_id, year, indicator_id)
    others = (
        render_note(t("steps.counties_left_out", n=found.left_out)) if found.left_out else Markup()
    )
    if found.cells.empty:
        return others or render_empty(t("ledger.nothing_owed"))
    keys = ["indicator_id", "year"]
    pairs = found.cells[keys].drop_duplicates()
    order = {name: place for place, name in enumerate(cache.get_indicators().index)}
    columns = sorted(pairs.itertuples(index=False, name=None), key=lambda k: (order[k[0]], k[1]))
    is_one = pairs["indicator_id"].nunique() == 1
    cells = {
        (row["area_id"], row["indicator_id"], row["year"]): row for row in list_rows(found.cells)
    }
    head = Markup("").join(
        Markup('<th scope="col"><span>{}</span></th>').format(
            format_year(key[1]) if is_one else _name_column(key, year)
        )
        for key in columns
    )
    rates = list_rows(
        found.rates.sort_values(["rate", "area_id"], ascending=[True, True], na_position="last")
    )
    # There are thousands of cells: what those of a column share is found once.
    named = [_make_column(*key) for key in columns]
    words = {told: _describe_cell(*told) for told in set(map(_pick_told, cells.values()))}
    body = Markup("").join(
        _render_row(rate, [cells.get((rate["area_id"], *key)) for key in columns], named, words)
        for rate in rates
    )
    return Markup(
        '{}{}<div class="matrix"><table><thead><tr><th scope="col">{}</th><th scope="col">{}</th>'
        "{}</tr></thead><tbody>{}</tbody></table></div>{}"
    ).format(
        _render_total(found),
        _render_key(found),
        t("ledger.column.area"),
        t("ledger.column.rate"),
        head,
        body,
        render_note(t("ledger.completeness_note")) + others,
    )


def list_owed_rows(
    area_id: str, year: int | None, indicator_id: str | None
) -> tuple[list[str], list[list]]:
    """Return titles and rows of the matrix: a row for each figure that is owed, or came in."""
    areas = cache.get_areas()
    rows = [
        [
            row["area_id"],
            pick_name(areas.loc[row["area_id"]]),
            name_indicator(row["indicator_id"]),
            int(row["year"]),
            t(f"ledger.cell.{row['status']}"),
            *(
                row[name] if isinstance(row[name], date) else None
                for name in ("due_on", "first_on")
            ),
        ]
        for row in get_completeness(area_id, year, indicator_id).cells.to_dict("records")
    ]
    return [t(f"ledger.column.{name}") for name in OWED_COLUMNS], rows


def _name_column(key: tuple[str, int], year: int | None) -> str:
    name = name_indicator(key[0])
    return name if key[1] == year else t("ledger.column_of_year", name=name, year=key[1])


def _render_total(found: Completeness) -> Markup:
    """Return in one sentence how much of what is owed came in, and in time."""
    owed, on_time = int(found.rates["owed"].sum()), int(found.rates["on_time"].sum())
    late, missing = int(found.rates["late"].sum()), int(found.rates["missing"].sum())
    line = t(
        "ledger.completeness",
        counties=int((found.rates["owed"] > 0).sum()),
        owed=f"{owed:,}",
        on_time=f"{on_time:,}",
        late=f"{late:,}",
        missing=f"{missing:,}",
        rate=format_share(on_time / owed) if owed else "—",
    )
    return Markup('<p class="lead">{}</p>').format(line)


def _render_key(found: Completeness) -> Markup:
    counts = found.cells["status"].value_counts()
    # A cell has one sign: a verified figure that was late has that of a verified one.
    late = found.cells.loc[found.cells["is_late"].astype(bool), "status"].value_counts()
    items = Markup("").join(
        Markup('<li class="{}"><b aria-hidden="true">{}</b>{} {}{}</li>').format(
            status,
            SIGNS[status],
            t(f"ledger.cell.{status}"),
            f"{int(counts.get(status, 0)):,}",
            t("ledger.late_among", n=f"{int(late[status]):,}")
            if status != LATE and status in late
            else "",
        )
        for status in CELL_STATUSES
        if status != NOT_OWED
    )
    blank = Markup('<li class="blank"><b></b>{}</li>').format(t("ledger.cell.not_owed"))
    return Markup('<ul class="matrix-key">{}{}</ul>').format(items, blank)


def _render_row(
    rate: dict, cells: list[dict | None], columns: list["_Column"], words: dict
) -> Markup:
    name = cache.get_area_names()[rate["area_id"]]
    share = "—" if is_missing(rate["rate"]) else format_share(rate["rate"])
    marks = [
        BLANK if cell is None else _write_cell(cell, name, column, words[_pick_told(cell)])
        for column, cell in zip(columns, cells, strict=True)
    ]
    return Markup('<tr><th scope="row">{}</th><td class="rate" title="{}">{}</td>{}</tr>').format(
        name,
        t("ledger.rate_of", on_time=rate["on_time"], owed=rate["owed"]),
        share,
        Markup("").join(marks),
    )


class _Column(NamedTuple):
    """A column, with its links: to the chain of a figure, and to the workbook for a missing one."""

    year: int
    name: str
    chain: Markup
    workbook: Markup


def _make_column(indicator_id: str, year: int) -> _Column:
    """Return a column. There are thousands of cells: a link is written once, for an area AREA, and
    filled in."""
    asked = {"area": AREA, "indicator": indicator_id, "year": year}
    workbook = Markup('<a href="%s" target="_self" download title="%s">%s</a>') % (
        format_address(ADDRESS, asked),
        TOLD,
        SIGNS[MISSING],
    )
    chain = render_ledger_link(SIGN, indicator_id, AREA, year, title=TOLD)
    return _Column(year, name_indicator(indicator_id), chain, workbook)


def _write_cell(cell: dict, area: str, column: _Column, described: str) -> Markup:
    """Return a cell: a missing one fetches the workbook for it, another leads to its chain."""
    status = cell["status"]
    told = t("ledger.cell_title", area=area, name=column.name, year=column.year, status=described)
    link = column.workbook if status == MISSING else column.chain
    link = link.replace(AREA, cell["area_id"]).replace(SIGN, SIGNS[status])
    return BEGINS[status] + link.replace(TOLD, told) + END


def _pick_told(cell: dict) -> tuple:
    """Return what the words of a cell depend on: thousands of cells share few."""
    first_on = cell["first_on"] if isinstance(cell["first_on"], date) else None
    return cell["status"], first_on, cell["due_on"], cell["is_late"]


def _describe_cell(status: str, first_on: date | None, due_on: date | None, is_late: bool) -> str:
    words = t(f"ledger.cell.{status}")
    if status == MISSING:
        key = "cell_due" if due_on else "cell_before_plan"
        return t(f"ledger.{key}", status=words, due=due_on)
    if first_on is None:
        return words
    key = "cell_late" if is_late else "cell_sent"
    return t(f"ledger.{key}", status=words, first=first_on, due=due_on or "—")
