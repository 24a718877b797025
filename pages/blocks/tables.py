"""Tables as HTML: they print, they wrap on a telephone, and a reader can copy from them."""

import html
from typing import NamedTuple


class Column(NamedTuple):
    """A column of a table.

    Attributes
    ----------
    key : str
        The key in each row.
    title : str
        Its heading, already in words.
    kind : {'text', 'short', 'long', 'number', 'html', 'figure', 'name'}
        Numbers and figures stand right. Short texts are never broken. Html, figures and
        names (html with more room) are written as they are, everything else is escaped.
    is_minor : bool
        Left out on narrow screens.
    """

    key: str
    title: str
    kind: str = "text"
    is_minor: bool = False


def draw_table(
    columns: list[Column],
    rows: list[dict],
    *,
    is_tall: bool = False,
    is_stacked: bool = False,
    is_labelled: bool = False,
) -> str:
    """Return rows as an HTML table that scrolls sideways when it must.

    A tall one scrolls within a window of its own, below its headings. A stacked one shows
    the cells of a row below each other on a narrow screen; a labelled one does so with the
    heading of its column above each cell.

    A row may carry ``_class``, the class of its ``tr``, and ``_title``, its words on hover.
    """
    head = "".join(
        f'<th scope="col" class="{_get_class(column)}">{html.escape(column.title)}</th>'
        for column in columns
    )
    body = "".join(_draw_row(columns, row, is_labelled) for row in rows)
    kinds = " ".join(
        ["table"]
        + ["tall"] * is_tall
        + ["stacked"] * (is_stacked or is_labelled)
        + ["labelled"] * is_labelled
    )
    return (
        f'<div class="{kinds}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _draw_row(columns: list[Column], row: dict, is_labelled: bool) -> str:
    cells = "".join(
        f'<td class="{_get_class(column)}"{_draw_label(column) if is_labelled else ""}>'
        f"{_draw_cell(column, row.get(column.key))}</td>"
        for column in columns
    )
    title = html.escape(row.get("_title", ""))
    return f'<tr class="{row.get("_class", "")}" title="{title}">{cells}</tr>'


def _draw_label(column: Column) -> str:
    return f' data-label="{html.escape(column.title)}"'


def _draw_cell(column: Column, value) -> str:
    text = "" if value is None else str(value)
    return text if column.kind in ("html", "figure", "name") else html.escape(text)


def _get_class(column: Column) -> str:
    return f"{column.kind} minor" if column.is_minor else column.kind
