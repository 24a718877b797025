"""Reads the tables of a page back from their HTML, as the sheets of a workbook.

What a reader takes away is what the page shows: the same rows, rounded alike, with every number
as a number, its unit and its remark in columns of their own, and the sources on a sheet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from itertools import zip_longest
from typing import NamedTuple
from xml.sax.saxutils import unescape

from markupsafe import Markup

from data.words.catalogue import get_language, t, use_language
from data.words.numbers import MINUS, format_unit, is_missing, load_unit_names, name_unit
from pages.documents.table_book import TableSheet

# Elements whose words stand beside the figure of a cell, not in it.
REMARKS = {("small", ""), ("span", "sub"), ("span", "why"), ("em", "reason")}
BLOCKS = {"p", "div", "br", "li", "dt", "dd", "h3"}
VOID = {"br", "img", "input", "hr"}
NUMBER = re.compile(rf"([+{MINUS}-]?\d[\d,]*(?:\.\d+)?)\s*(.*)", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
PICTURE = re.compile(r"<img\b[^>]*>")
CELL = re.compile(r"""<(t[dh])\b(?:[^>]*?\bclass="([^" ]*))?[^>]*>.*?</\1>""", re.DOTALL)
# How Markup writes them; the parser reads the rest.
QUOTES = {"&#34;": '"', "&#39;": "'"}
TITLE = re.compile(r'\btitle="([^"]*)"')
NOTHING = {"", "—"}
NO_NAMES = {"number", "figure", "short"}
YEARS = range(1900, 2101)
NARROWEST, WIDEST = 9.0, 60.0


class ReadCell(NamedTuple):
    """A cell as it is read: its words, what stands beside them in small print, its kind."""

    text: str
    remark: str
    kind: str


@dataclass
class ReadTable:
    """A table of a page.

    Attributes
    ----------
    title : str
        The heading above it; "" without one.
    header : list of str
    rows : list of list of ReadCell
    sources : list of list of str
        The sources that each row names on hover.
    """

    title: str
    header: list[str] = field(default_factory=list)
    rows: list[list[ReadCell]] = field(default_factory=list)
    sources: list[list[str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects headings, and the cells of every table."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[ReadTable] = []
        self._open: list[tuple[str, str]] = []
        self._title, self._text, self._remark = "", "", ""
        self._kind = ""
        self._sources: list[str] = []
        self._prefix = t("shell.source_is", source="").strip()
        self._is_cell = self._is_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a heading, a table, a row or a cell."""
        known = {name: value or "" for name, value in attrs}
        classes = known.get("class", "").split()
        if tag not in VOID:
            hidden = known.get("aria-hidden") == "true"
            self._open.append((tag, "hidden" if hidden else (classes or [""])[0]))
        if tag == "table":
            self.tables.append(ReadTable(self._title))
            self._title = ""
        elif tag == "tr":
            self._sources = []
            if self.tables:
                self.tables[-1].rows.append([])
        elif tag in ("td", "th"):
            self._is_cell, self._kind = True, (classes or ["text"])[0]
            self._text = self._remark = ""
        elif tag == "h2":
            self._is_heading, self._text = True, ""
        elif tag in BLOCKS:
            self._add(" ")
        elif (tag, "") in REMARKS or (tag, (classes or [""])[0]) in REMARKS:
            self._remark += t("plate.separator") if self._remark else ""
        title = known.get("title", "")
        if title.startswith(self._prefix):
            self._sources.append(title.removeprefix(self._prefix).strip())

    def handle_endtag(self, tag: str) -> None:
        """End a heading, a row or a cell."""
        if tag in ("td", "th") and self.tables:
            cell = ReadCell(_tidy(self._text), _tidy(self._remark), self._kind)
            self.tables[-1].rows[-1].append(cell)
            self._is_cell = False
        elif tag == "tr" and self.tables:
            self.tables[-1].sources.append(self._sources)
        elif tag == "thead" and self.tables:
            table = self.tables[-1]
            table.header = [cell.text for cell in table.rows[-1]]
            table.rows, table.sources = [], []
        elif tag == "h2":
            self._title, self._is_heading = _tidy(self._text), False
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Add words to what is open."""
        self._add(data)

    def _add(self, words: str) -> None:
        if any(kind == "hidden" for _, kind in self._open):
            return
        if self._is_heading or (self._is_cell and not self._is_beside()):
            self._text += words
        elif self._is_cell:
            self._remark += words

    def _is_beside(self) -> bool:
        return any(place in REMARKS or (place[0], "") in REMARKS for place in self._open)


def read_tables(markup: str) -> list[ReadTable]:
    """Return the tables of a piece of a page; those without a heading row are left out."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return [table for table in reader.tables if table.header and table.rows]


def has_table(markup: str) -> bool:
    """Tell whether a piece of a page has a table; its rows may be folded."""
    return "table>" in markup


def list_sheets(tables: list[ReadTable], title: str) -> list[TableSheet]:
    """Return a sheet per table, and one of the sources that they name.

    `title` names the sheet of a table without a heading.
    """
    sheets = [_read_sheet(table, table.title or title) for table in tables]
    named = _group_sources(tables)
    if named:
        header = [t("takeaway.source"), t("takeaway.of")]
        separator = t("shell.list_separator")
        rows: list[list] = [[source, separator.join(names)] for source, names in named.items()]
        sheets.append(TableSheet(t("takeaway.sources"), header, rows, [80.0, 60.0]))
    return _name_apart(sheets)


def fit_sheet(title: str, header: list[str], rows: list[list]) -> TableSheet:
    """Return rows as a sheet whose columns are as wide as they need."""
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    widths = [_find_width(name, cells) for name, cells in zip(header, columns, strict=True)]
    cells = [[None if is_missing(cell) else cell for cell in row] for row in rows]
    return TableSheet(title, header, cells, widths)


def render_table_sources(table: Markup) -> Markup:
    """Return the sources that the rows of a table name on hover, in words below it."""
    return render_named_sources(_group_sources([_read_names(table)]))


def render_named_sources(named: Mapping[str, Iterable[str]]) -> Markup:
    """Return sources with the names of the rows that each stands behind; "" for none."""
    if not named:
        return Markup()
    separator = t("shell.list_separator")
    lines = Markup("").join(
        Markup("<li>{}</li>").format(
            t("takeaway.source_of", source=source, names=separator.join(names))
        )
        for source, names in named.items()
    )
    fold = Markup('<details class="sources"><summary>{}</summary><ul>{}</ul></details>')
    return fold.format(t("takeaway.sources_fold", n=len(named)), lines)


def _read_names(table: Markup) -> ReadTable:
    """Return of the rows that name a source only what may name them: all cells of a table, with
    their pictures, take five times as long."""
    prefix = t("shell.source_is", source="").strip()
    reader, sources = _Reader(), []
    # After Markup the parser would escape what follows.
    reader.feed(str(Markup("<table>")))
    for row in ROW.findall(HEAD.sub("", table)):
        titles = [unescape(title, QUOTES) for title in TITLE.findall(row)]
        own = [title.removeprefix(prefix).strip() for title in titles if title.startswith(prefix)]
        if own:
            reader.feed(str(Markup("<tr>")))
            cells = [cell for cell in CELL.finditer(row) if cell[2] not in NO_NAMES]
            # Up to the one that names the row (`_name_row`).
            for cell in sorted(cells, key=lambda cell: cell[2] != "name"):
                reader.feed(str(PICTURE.sub("", cell[0])))
                if reader.tables[0].rows[-1][-1].text:
                    break
            reader.feed(str(Markup("</tr>")))
            sources.append(own)
    return ReadTable("", rows=reader.tables[0].rows, sources=sources)


def _group_sources(tables: list[ReadTable]) -> dict[str, list[str]]:
    """Return for each source the names of the rows that it stands behind."""
    named: dict[str, dict[str, None]] = {}
    for table in tables:
        for row, sources in zip(table.rows, table.sources, strict=True):
            for source in sources:
                named.setdefault(source, {})[_name_row(row)] = None
    return {source: list(names) for source, names in named.items()}


def _name_row(row: list[ReadCell]) -> str:
    """Return what a row is of: its name, else its first cell that is no number, and no short word.

    Before the name may stand the group of the row.
    """
    words = [cell for cell in row if cell.text and cell.kind not in NO_NAMES]
    names = [cell for cell in words if cell.kind == "name"] or words
    return names[0].text if names else ""


def _read_sheet(table: ReadTable, title: str) -> TableSheet:
    columns = [
        column
        for number, name in enumerate(table.header)
        for column in _spread(name, [_pick(row, number) for row in table.rows])
    ]
    header = [name for name, _ in columns]
    rows = [list(cells) for cells in zip_longest(*(cells for _, cells in columns))]
    return TableSheet(title, header, rows, [_find_width(*column) for column in columns])


def _pick(row: list[ReadCell], number: int) -> ReadCell:
    return row[number] if number < len(row) else ReadCell("", "", "text")


def _spread(name: str, cells: list[ReadCell]) -> Iterator[tuple[str, list]]:
    """Yield the columns that a column of the page becomes: values, units, remarks."""
    read = [_read_cell(cell) for cell in cells]
    values, units = [value for value, _ in read], [unit for _, unit in read]
    remarks = [cell.remark for cell in cells]
    if all(value is None for value in values) and not any(remarks):
        return  # a column of pictures
    named = {unit for unit in units if unit}
    if len(named) == 1:
        unit = named.pop()
        yield (name if unit in name else t("takeaway.with_unit", name=name, unit=unit), values)
    else:
        yield name, values
    if named:
        yield t("takeaway.unit", name=name), [unit or None for unit in units]
    if any(remarks):
        yield t("takeaway.remark", name=name), [remark or None for remark in remarks]


def _read_cell(cell: ReadCell) -> tuple[float | int | str | None, str]:
    """Return a number and its unit; a text as it is; None for nothing."""
    if cell.text in NOTHING or cell.text == t("shell.no_data"):
        return None, ""
    found = NUMBER.fullmatch(cell.text)
    unit = found[2].strip() if found else ""
    if found is None:
        return cell.text, ""
    if cell.text == t("shell.year_value", year=found[1]) and found[1] in map(str, YEARS):
        return int(found[1]), ""
    if unit not in _list_units(get_language()):
        return cell.text, ""
    return float(found[1].replace(",", "").replace(MINUS, "-").replace("+", "")), unit


@cache
def _list_units(language: str) -> set[str]:
    """Return the units that may stand behind a number, as a language writes them."""
    with use_language(language):
        names = load_unit_names()
        return {"", "%", "‰"} | {
            write(unit) for write in (name_unit, format_unit) for unit in names
        }


def _find_width(name: str, cells: Iterable) -> float:
    """Return the width of a column in characters, from its title and its cells."""
    longest = max((_measure(str(cell)) for cell in cells if cell is not None), default=0)
    return min(WIDEST, max(NARROWEST, longest + 2, min(_measure(name) + 2, 24)))


def _measure(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _name_apart(sheets: list[TableSheet]) -> list[TableSheet]:
    """Return the sheets with titles of their own, because a workbook needs that."""
    seen: dict[str, int] = {}
    apart = []
    for sheet in sheets:
        title = sheet.title[:26]
        seen[title] = seen.get(title, 0) + 1
        apart.append(sheet._replace(title=title if seen[title] == 1 else f"{title} {seen[title]}"))
    return apart


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
