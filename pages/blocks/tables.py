"""Tables as HTML: they can be printed and copied, and they wrap on a telephone."""

from typing import NamedTuple

from markupsafe import Markup

from pages.blocks.markup import fill_each

# Rows of a long table that are shown at once; a page offers the rest (`folds.show_rest`).
SHOWN = 150


class Column(NamedTuple):
    """A column of a table.

    Attributes
    ----------
    key : str
        The key in each row.
    title : str
        Its heading, as text, or Markup with words that only a reader of the screen needs.
    kind : {'text', 'short', 'long', 'number', 'html', 'figure', 'name'}
        Numbers and figures are right-aligned, short texts do not wrap, names have more room.
        Whatever is not Markup is escaped.
    is_minor : bool
        Whether narrow screens leave it out.
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
    """Return rows as an HTML table that scrolls sideways if it must.

    A tall table scrolls in a window of its own, below its headings. On a narrow screen a
    stacked table shows the cells of a row below each other; a labelled one also puts the
    heading of its column above each cell.

    A row may carry ``_class``, the class of its ``tr``, and ``_title``, its hover text.
    """
    head = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(_get_class(column), column.title)
        for column in columns
    )
    template = _make_row_template(columns, is_labelled=is_labelled)
    keys = [column.key for column in columns]
    body = fill_each(template, (_list_values(keys, row) for row in rows))
    kinds = " ".join(
        ["table"]
        + ["tall"] * is_tall
        + ["stacked"] * (is_stacked or is_labelled)
        + ["labelled"] * is_labelled
    )
    return Markup(
        '<div class="{}"{}><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(kinds, Markup(' tabindex="0"') if is_tall else "", head, body)


def _make_row_template(columns: list[Column], *, is_labelled: bool) -> Markup:
    """Return a row with a place for its class, its title and each cell.

    All rows are alike, and of what is put together in pieces each piece is looked at again.
    """
    begins = (
        Markup('<td class="{}"{}>').format(
            _get_class(column), _render_label(column) if is_labelled else ""
        )
        for column in columns
    )
    cells = Markup("").join(begin.replace("%", "%%") + Markup("%s</td>") for begin in begins)
    return Markup('<tr class="%s" title="%s">') + cells + Markup("</tr>")


def _list_values(keys: list[str], row: dict) -> list:
    cells = ("" if (value := row.get(key)) is None else value for key in keys)
    return [row.get("_class", ""), row.get("_title", ""), *cells]


def _render_label(column: Column) -> Markup:
    return Markup(' data-label="{}"').format(column.title)


def _get_class(column: Column) -> str:
    return f"{column.kind} minor" if column.is_minor else column.kind
