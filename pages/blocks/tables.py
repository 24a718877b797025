"""Tables as HTML: they print, they wrap on a telephone, and a reader can copy from them."""

from typing import NamedTuple

from markupsafe import Markup, escape


class Column(NamedTuple):
    """A column of a table.

    Attributes
    ----------
    key : str
        The key in each row.
    title : str
        Its heading, already in words.
    kind : {'text', 'short', 'long', 'number', 'html', 'figure', 'name'}
        Numbers and figures stand right, short texts are never broken, names have more room.
        What is not Markup is escaped, whatever the kind.
    is_minor : bool
        Left out on narrow screens.
    """

    key: str
    title: str
    kind: str = "text"
    is_minor: bool = False


def render_table(
    columns: list[Column],
    rows: list[dict],
    *,
    is_tall: bool = False,
    is_stacked: bool = False,
    is_labelled: bool = False,
) -> Markup:
    """Return rows as an HTML table that scrolls sideways when it must.

    A tall one scrolls within a window of its own, below its headings. A stacked one shows
    the cells of a row below each other on a narrow screen; a labelled one does so with the
    heading of its column above each cell.

    A row may carry ``_class``, the class of its ``tr``, and ``_title``, its words on hover.
    """
    head = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(_get_class(column), column.title)
        for column in columns
    )
    body = Markup("").join(_render_row(columns, row, is_labelled) for row in rows)
    kinds = " ".join(
        ["table"]
        + ["tall"] * is_tall
        + ["stacked"] * (is_stacked or is_labelled)
        + ["labelled"] * is_labelled
    )
    return Markup(
        '<div class="{}"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(kinds, head, body)


def _render_row(columns: list[Column], row: dict, is_labelled: bool) -> Markup:
    cells = Markup("").join(
        Markup('<td class="{}"{}>{}</td>').format(
            _get_class(column),
            _render_label(column) if is_labelled else "",
            _render_cell(row.get(column.key)),
        )
        for column in columns
    )
    title = row.get("_title", "")
    return Markup('<tr class="{}" title="{}">{}</tr>').format(row.get("_class", ""), title, cells)


def _render_label(column: Column) -> Markup:
    return Markup(' data-label="{}"').format(column.title)


def _render_cell(value) -> Markup:
    return escape("" if value is None else value)


def _get_class(column: Column) -> str:
    return f"{column.kind} minor" if column.is_minor else column.kind
