"""Take it away: a chart as a picture, as data and to be copied; a table as a workbook.

Every file is made when it is asked for. It says in itself what it shows, from which source and
until when, and in a made-up store that it is made up.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import streamlit as st
from markupsafe import Markup

from data.clock import get_today
from data.files.csv_table import make_csv
from data.words.numbers import format_day
from pages.blocks.markup import Shown, keep_shown
from pages.blocks.table_files import fit_sheet, has_table, list_sheets, read_tables
from pages.blocks.values import format_state
from pages.documents.table_book import TableSheet, make_table_book
from pages.shell import cache
from pages.shell.example import is_in_example, keep_visit, mark_file
from pages.shell.i18n import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
# Letters that a file system, or an office program, does not take in a name.
REFUSED = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\t', "_"))

Make = Callable[[], bytes]
"""Returns the content of a file."""
Draw = Callable[[str], bytes]
"""Takes png or svg and returns the picture."""
Rows = Callable[[], tuple[list[str], list[list]]]
"""Returns the titles of columns and the rows of a chart's data."""


def make_file_name(*parts: object) -> str:
    """Return the name of a file from what it shows: 牛肉产量_新疆_2024_走势; empty parts go."""
    return "_".join(str(part).translate(REFUSED) for part in parts if str(part))


def offer_files(
    key: str,
    name: str,
    *,
    draw: Draw | None = None,
    rows: Rows | None = None,
    table: Callable[[], str] | None = None,
    book: Make | None = None,
    state: int | None = None,
    of_projects: bool = False,
) -> None:
    """Show a button that unfolds what can be taken away.

    Parameters
    ----------
    key : str
        Tells the offers of a page apart.
    name : str
        The name of the files without ending (`make_file_name`).
    draw : callable or None
        Draws the chart: PNG, SVG, and a picture to be copied.
    rows : callable or None
        The data of the chart, for CSV.
    table : callable or None
        Returns the piece of the page whose tables become a workbook.
    book : callable or None
        Returns a workbook, where there is a better one than the tables of the page.
    state : int or None
        The place in each row of the state of its figure: a published one is not made up.
    of_projects : bool
        Whether this is of the register of projects, not of statistics; for the mark.
    """
    made = book
    if made is None and (rows is not None or table is not None):
        made = partial(_make_page_book, name, table, rows, of_projects)
    data = None if rows is None else partial(make_rows_csv, rows, state, of_projects)
    with st.container(key=f"takeaway_{key}"):
        _show_offer(key, name, draw, data, made)


@contextmanager
def offer_shown_tables(key: str, *name: object) -> Iterator[None]:
    """Offer a workbook of every table shown within the block, at the right of what comes first.

    `key` tells the offers of a page apart; `name` are the parts of the file's name.
    """
    place = st.container(key=f"takeaway_{key}")
    with keep_shown() as pieces:
        yield
    if any(callable(piece) or has_table(piece) for piece in pieces):
        title = make_file_name(*name)
        book = partial(_make_page_book, title, partial(_join, pieces), None, of_projects=False)
        with place:
            _show_offer(key, title, None, None, book)


def _join(pieces: list[Shown]) -> Markup:
    return Markup("").join(piece() if callable(piece) else piece for piece in pieces)


def _show_offer(
    key: str, name: str, draw: Draw | None, data: Make | None, book: Make | None
) -> None:
    """Show the button; what it unfolds is made once it is open.

    It is no part that runs alone: on every run that costs more than the run when it is opened.
    """
    fold = st.popover(
        t("takeaway.title"),
        icon=":material/download:",
        type="tertiary",
        key=f"files_{key}",
        on_change="rerun",
    )
    if not fold.open:
        return
    with fold:
        if draw is not None:
            for kind, mime in PICTURES.items():
                _offer(key, name, kind, mime, partial(draw, kind))
        if data is not None:
            _offer(key, name, "csv", "text/csv", data)
        if book is not None:
            _offer(key, name, "xlsx", XLSX, book)
        if draw is not None and st.button(
            t("takeaway.copy"), key=f"copy_{key}", icon=":material/content_copy:", width="stretch"
        ):
            _open_picture(name, draw)


def _offer(key: str, name: str, kind: str, mime: str, make: Make) -> None:
    st.download_button(
        t(f"takeaway.{kind}"),
        keep_visit(make),
        mark_file(f"{name}.{kind}"),
        mime,
        on_click="ignore",
        key=f"take_{key}_{kind}",
        width="stretch",
    )


def _open_picture(name: str, draw: Draw) -> None:
    """Show the picture over the page: to be copied by the button, else by the browser's menu."""

    def show() -> None:
        words = {word: t(f"takeaway.{word}") for word in ("copy_now", "copied", "not_copied")}
        st.html(
            Markup(
                '<div class="taken"><p><button type="button" class="copy-picture" data-done="{}" '
                'data-failed="{}">{}</button> <span role="status"></span></p>'
                '<img src="data:image/png;base64,{}" alt="{}"><p class="note">{}</p></div>'
            ).format(
                words["copied"],
                words["not_copied"],
                words["copy_now"],
                b64encode(draw("png")).decode(),
                name,
                t("takeaway.copy_hint"),
            )
        )

    st.dialog(t("takeaway.copy"), width="large")(show)()


def describe_made_up(*, of_projects: bool = False) -> str:
    """Return the words that mark what is made of made-up figures or projects; "" for real ones."""
    is_made_up = cache.has_demonstration() if of_projects else cache.has_made_up_figures()
    return t("map.demonstration") if is_made_up or is_in_example() else ""


def describe_part() -> str:
    """Return that what is made has a part of the figures only; "" for who sees all of them."""
    return "" if cache.sees_all() else t("rights.made_of_part")


def describe_made_on() -> str:
    """Return the day on which a file is made."""
    return t("takeaway.made_on", day=format_day(get_today()))


def make_rows_csv(rows: Rows, state: int | None, of_projects: bool) -> bytes:
    """Return rows as CSV; each row of a made-up store says so, but not one that is published.

    Each says too that the rows are made of a part, so that it stays true of any that are taken out.
    """
    header, lines = rows()
    if part := describe_part():
        header, lines = [*header, t("takeaway.part")], [[*line, part] for line in lines]
    mark = describe_made_up(of_projects=of_projects)
    if not mark:
        return make_csv(header, lines)
    real = format_state("published")
    marked = ([*line, "" if state is not None and line[state] == real else mark] for line in lines)
    return make_csv([*header, t("takeaway.mark")], marked)


def _make_page_book(
    name: str, table: Callable[[], str] | None, rows: Rows | None, of_projects: bool
) -> bytes:
    """Return the tables of a piece of a page as a workbook; without any, the chart's data."""
    sheets = [] if table is None else list_sheets(read_tables(table()), t("takeaway.sheet"))
    if not sheets and rows is not None:
        sheets = [fit_sheet(t("takeaway.sheet"), *rows())]
    return make_book(name.replace("_", " "), sheets, of_projects=of_projects)


def make_book(title: str, sheets: list[TableSheet], *, of_projects: bool = False) -> bytes:
    """Return sheets as a workbook that says when it was made, of which part, and whether it is
    made up."""
    mark = describe_made_up(of_projects=of_projects)
    note = t("takeaway.book_note", day=format_day(get_today()))
    for said in filter(None, (describe_part(), mark)):
        note = t("takeaway.marked", mark=said, note=note)
    return make_table_book(title, note, sheets)
