"""Sheets and layout of a file: choose the sheets, correct how they are read."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.files.grid import Grid
from data.names.text import letter, squeeze
from data.statistics.model import Layout
from data.store.books import load_books
from data.words.numbers import format_unit, is_missing
from pages.blocks.markup import show, show_note
from pages.blocks.status import name_indicator
from pages.shell import cache
from pages.shell.i18n import get_language, t
from pages.tasks.parts.upload_corrections import (
    LONG,
    PARTS,
    ROLES,
    WIDE,
    Form,
    ValueChoice,
    detect_form,
    list_columns,
    make_correction,
    make_form,
)

CORRECTIONS, TO_REMEMBER = "upload_corrections", "upload_remember"
EXCERPT_ROWS, EXCERPT_COLUMNS, CELL_LENGTH = 7, 14, 24


def choose_sheets(names: list[str], hidden: list[str], key: str) -> tuple[str, ...]:
    """Let the user choose among several sheets; an empty choice means all visible ones.

    Hidden sheets are marked, and read only if they are chosen.
    """
    if len(names) + len(hidden) < 2 and not hidden:
        return ()
    chosen = st.multiselect(
        t("upload.sheets"),
        [*names, *hidden],
        default=names,
        key=f"sheets_{key}",
        format_func=lambda name: t("upload.sheet_hidden", name=name) if name in hidden else name,
        placeholder=t("upload.sheets_all"),
        select_all=False,
    )
    return () if not chosen or set(chosen) == set(names) else tuple(chosen)


def get_corrections(key: str) -> dict:
    """Return the corrections of this visit for a file: sheet -> correction."""
    return st.session_state.get(CORRECTIONS, {}).get(key, {})


def list_to_remember(key: str, layouts: list[Layout]) -> list[tuple[str, dict]]:
    """Return the fingerprint and correction of every form that the user wants remembered."""
    wanted, corrections = st.session_state.get(TO_REMEMBER, {}), get_corrections(key)
    firsts = {layout.sheet: layout for layout in reversed(layouts)}
    return [
        (layout.fingerprint, corrections[sheet])
        for sheet, layout in firsts.items()
        if sheet in corrections and wanted.get((key, sheet))
    ]


def show_corrections(grids: list[Grid], layouts: list[Layout], key: str) -> None:
    """Let the user view a sheet and correct how it is read."""
    by_name = {grid.name: grid for grid in grids if grid.rows}
    if not by_name:
        return
    # Of tables below each other the first is shown; its correction holds for the others.
    found = {layout.sheet: layout for layout in reversed(layouts)}
    with st.expander(t("upload.correct"), expanded=not found, key="correct"):
        names = list(by_name)
        name = (
            names[0]
            if len(names) == 1
            else st.selectbox(
                t("upload.column.sheet"), names, key=f"correct_sheet_{key}", width=320
            )
        )
        _show_sheet(by_name[name], found.get(name), key)


def _show_sheet(grid: Grid, layout: Layout | None, key: str) -> None:
    books = load_books(cache.get_store())
    form = make_form(grid, layout, books)
    show(render_excerpt(grid, form))
    with st.form(f"layout_{key}_{grid.name}_{_get_turn()}", border=False):
        wanted = _ask_form(grid, form)
        remember = st.checkbox(t("upload.remember"), value=True)
        is_sent = st.form_submit_button(t("upload.read_again"), type="primary")
    if is_sent:
        _keep(key, grid.name, make_correction(detect_form(grid, books), wanted), remember)
    if grid.name in get_corrections(key) and st.button(t("upload.forget"), key="forget"):
        _keep(key, grid.name, None, False)


def _keep(key: str, sheet: str, correction: dict | None, remember: bool) -> None:
    """Keep a correction for this file only; another file starts without it."""
    corrections = dict(get_corrections(key))
    corrections.pop(sheet, None)
    if correction:
        corrections[sheet] = correction
    st.session_state[CORRECTIONS] = {key: corrections}
    st.session_state[TO_REMEMBER] = {(key, sheet): remember}
    st.session_state["upload_turn"] = _get_turn() + 1
    st.rerun()


def _get_turn() -> int:
    """Return a number that changes with each correction, so that the form starts afresh."""
    return st.session_state.get("upload_turn", 0)


def _ask_form(grid: Grid, form: Form) -> Form:
    headings = list_columns(grid, form)
    with st.container(horizontal=True, key="form_rows"):
        first = st.number_input(
            t("upload.header_row"), 1, len(grid.rows), max(form.header_row, 1), width=130
        )
        last = st.number_input(
            t("upload.header_end"), 1, len(grid.rows), max(form.header_end, 1), width=130
        )
        kinds = {kind: t(f"upload.kind.{kind}") for kind in (WIDE, LONG)}
        kind = st.selectbox(
            t("upload.column.orientation"),
            list(kinds),
            width=260,
            index=list(kinds).index(form.kind),
            format_func=kinds.__getitem__,
        )
    with st.container(horizontal=True, vertical_alignment="bottom", key="form_columns"):
        columns = {
            role: _ask_column(f"upload.role.{role}", headings, form.columns[role]) for role in ROLES
        }
        value = _ask_column("upload.role.value", headings, form.value_column)
    whole = _ask_whole(form)
    values = form.values
    if form.kind == WIDE:
        values = _ask_values(form)
    return Form(int(first), max(int(first), int(last)), kind, columns, value, whole, values)


def _ask_column(label: str, headings: dict[str, str], chosen: str | None) -> str | None:
    names = {"": t("upload.no_column")} | {
        column: f"{column}　{heading[:CELL_LENGTH]}" for column, heading in headings.items()
    }
    found = st.selectbox(
        t(label),
        list(names),
        width=190,
        format_func=names.__getitem__,
        index=list(names).index(chosen or ""),
    )
    return found or None


def _ask_whole(form: Form) -> dict:
    show_note(t("upload.whole_note"))
    indicators = {key: name_indicator(key) for key in cache.get_indicators().index}
    units = {unit: format_unit(unit) for unit in cache.get_unit_names()}
    years = cache.name_possible_years()
    asked: tuple[dict, ...] = (indicators, units, years)
    with st.container(horizontal=True, key="form_whole"):
        return {
            part: _ask_part(part, names, form.whole[part])
            for part, names in zip(PARTS, asked, strict=True)
        }


def _ask_part(part: str, names: dict, chosen):
    options = list(names)
    return st.selectbox(
        t(f"upload.option.{part}"),
        options,
        width=220,
        index=options.index(chosen) if chosen in names else None,
        format_func=names.__getitem__,
        placeholder=t("upload.option.as_file"),
    )


def _ask_values(form: Form) -> tuple[ValueChoice, ...]:
    """Let the user say for each column whether it holds values, and which."""
    show_note(t("upload.values_note"))
    indicators = cache.get_indicator_names(get_language())
    by_name = {name: key for key, name in indicators.items()}
    units = {format_unit(unit): unit for unit in cache.get_unit_names()}
    table = pd.DataFrame(
        {
            "column": [value.column for value in form.values],
            "heading": [value.heading for value in form.values],
            "is_taken": [value.is_taken for value in form.values],
            "indicator": [indicators.get(value.indicator or "") for value in form.values],
            "unit": [format_unit(value.unit) or None for value in form.values],
            "year": pd.array([value.year for value in form.values], dtype="Int64"),
        }
    )
    config = st.column_config
    edited = st.data_editor(
        table,
        hide_index=True,
        placeholder="",
        column_config={
            "column": config.TextColumn(t("upload.column.letter"), disabled=True, width=50),
            "heading": config.TextColumn(t("upload.column.header"), disabled=True),
            "is_taken": config.CheckboxColumn(t("upload.column.is_taken"), width=70),
            "indicator": config.SelectboxColumn(
                t("upload.column.indicator"), options=list(by_name)
            ),
            "unit": config.SelectboxColumn(t("upload.column.unit"), options=list(units), width=90),
            "year": config.NumberColumn(t("upload.column.year"), format="%d", width=80, step=1),
        },
    )
    return tuple(
        ValueChoice(
            row["column"],
            row["heading"],
            bool(row["is_taken"]),
            by_name.get(row["indicator"]),
            units.get(row["unit"]),
            None if is_missing(row["year"]) else int(row["year"]),
        )
        for row in edited.to_dict("records")
    )


def render_excerpt(grid: Grid, form: Form) -> Markup:
    """Return the upper left of a sheet, with header, area column and value columns marked."""
    marks = {column: "label" for column in form.columns.values() if column}
    marks |= {value.column: "value" for value in form.values if value.is_taken}
    if form.value_column:
        marks[form.value_column] = "value"
    width = min(grid.width, EXCERPT_COLUMNS)
    letters = [letter(at) for at in range(width)]
    head = Markup("").join(
        Markup('<th class="{}">{}</th>').format(marks.get(column, ""), column) for column in letters
    )
    rows = [
        _render_excerpt_row(grid, row, letters, marks, form)
        for row in range(min(len(grid.rows), max(form.header_end, 1) + EXCERPT_ROWS))
    ]
    more = t("upload.excerpt", rows=len(grid.rows), columns=grid.width)
    return Markup(
        '<div class="table excerpt"><table><thead><tr><th></th>{}</tr></thead><tbody>'
        '{}</tbody></table></div><p class="note">{}</p>'
    ).format(head, Markup("").join(rows), more)


def _render_excerpt_row(
    grid: Grid, row: int, letters: list[str], marks: dict, form: Form
) -> Markup:
    is_header = form.header_row <= row + 1 <= form.header_end
    cells = []
    for at, column in enumerate(letters):
        text = squeeze(grid.get(row, at))
        shown = text if len(text) <= CELL_LENGTH else f"{text[:CELL_LENGTH]}…"
        mark = marks.get(column, "") if row + 1 > form.header_end else ""
        cells.append(Markup('<td class="{}">{}</td>').format(mark, shown))
    return Markup('<tr class="{}"><th>{}</th>{}</tr>').format(
        "header" if is_header else "", row + 1, Markup("").join(cells)
    )
