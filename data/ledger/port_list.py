"""A list of ports as a file: the workbook to fill in, and what a filled one says.

Whatever is not understood keeps its row back; whatever stands beside the list, such as a title or a
further column, keeps the whole list back until somebody has read it: a list of ports that are
planned looks like one of ports that there are.
"""

import io
from dataclasses import dataclass

import openpyxl  # noqa: F401
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data.errors import GroupError
from data.files.grid import Grid
from data.files.safely import read_file_safely
from data.files.workbook import make_workbook, set_looks, unguard, write_cell
from data.ledger.groups import read_member_text
from data.ledger.ports import (
    KINDS_OF_PORT,
    MOST_PORT_NAME,
    MOST_PORT_SOURCE,
    append_ports,
    find_port_county,
    load_ports,
)
from data.names.text import fold, squeeze
from data.rights.require import require
from data.store.database import Store
from data.words.catalogue import LANGUAGES, t, use_language
from data.words.names import pick_name
from data.words.numbers import is_missing

FIELDS = ("name", "county", "kind", "source")
HEADER_ROWS, LIST_ROWS = 30, 500
# Other headings and words that offices use, beside those of the workbook.
HEADINGS = {
    "name": ("口岸名称", "名称", "port"),
    "county": ("所在县市", "所在县", "县市区", "县市", "所在地", "county"),
    "kind": ("口岸类别", "口岸类型", "类型", "type"),
    "source": ("文件", "文号", "批准文件", "批准文号", "依据文件", "document"),
}
KIND_WORDS = {
    "road": ("公路口岸", "陆路公路"),
    "rail": ("铁路口岸", "rail"),
    "air": ("航空", "空港", "机场", "航空口岸", "空运口岸"),
}
# Columns that say nothing of a port.
NUMBERING = ("序号", "编号", "no", "no.")
_WIDTHS = [24.0, 20.0, 12.0, 44.0]


@dataclass(frozen=True)
class PortRow:
    """A port as a file has it: its row as Excel shows it, name, county, kind and source."""

    row: int
    name: str
    area_id: str
    kind: str
    source: str


@dataclass(frozen=True)
class PortIssue:
    """Why a row is kept back; the text is ``ports.issue.<rule>``.

    Attributes
    ----------
    row : int
        Row of the sheet.
    text : str
        What stands there.
    rule : str
        no_name, no_source, too_long, county, kind, two_counties, elsewhere, repeated or known.
    """

    row: int
    text: str
    rule: str


@dataclass(frozen=True)
class PortList:
    """What a file of ports says, compared with the ports in force.

    Attributes
    ----------
    rows : tuple of PortRow
        New ports.
    issues : tuple of PortIssue
        Rows that are kept back.
    unread : tuple of str
        Texts beside the list: titles, further columns, further sheets.
    unchanged : int
        Rows that are recorded just so.
    """

    rows: tuple[PortRow, ...]
    issues: tuple[PortIssue, ...]
    unread: tuple[str, ...]
    unchanged: int


def make_port_template(store: Store) -> bytes:
    """Return the workbook to fill in, in the language in use, with drop-downs."""
    book, sheet = make_workbook(t("ports.template_sheet"))
    for column, field in enumerate(FIELDS, start=1):
        write_cell(sheet, 1, column, t(f"ports.heading.{field}"))
    set_looks(sheet, 1, _WIDTHS)
    hidden = book.create_sheet("lists")
    hidden.sheet_state = "hidden"
    counties = [
        pick_name(row) for row in store.query_rows("queries/areas") if row["level"] == "county"
    ]
    words = {2: counties, 3: [t(f"ports.kind.{kind}") for kind in KINDS_OF_PORT]}
    for column, texts in words.items():
        for row, text in enumerate(texts, start=1):
            write_cell(hidden, row, column, text)
        letter = get_column_letter(column)
        place = f"lists!${letter}$1:${letter}${len(texts)}"
        # A county may also be written as its code.
        choice = DataValidation(
            type="list", formula1=place, allow_blank=True, showErrorMessage=False
        )
        choice.add(f"{letter}2:{letter}{LIST_ROWS}")
        sheet.add_data_validation(choice)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read_port_list(store: Store, content: bytes, file_name: str) -> PortList:
    """Read a list of ports from a .csv, .xls, .xlsx or .ods file; write nothing.

    Raises
    ------
    GroupError
        ``port_list_none``: no sheet has the headings of the workbook to fill in.
    UnreadableFileError
        The file cannot be read as a table.
    """
    grids = [grid for grid in read_file_safely(content, file_name) if not grid.is_hidden]
    found = [(grid, header) for grid in grids if (header := _find_header(grid))]
    if not found:
        raise GroupError("port_list_none", value=file_name)
    others = [grid for grid in grids if grid not in [one for one, _ in found]]
    unread = [t("ports.sheet_unread", sheet=grid.name) for grid in others if grid.filled]
    rows: list[PortRow] = []
    issues: list[PortIssue] = []
    for grid, (at, columns) in found:
        unread += _list_beside(grid, at, columns)
        for position in range(at + 1, len(grid.rows)):
            cells = {
                name: squeeze(unguard(grid.get(position, column)) or "")
                for name, column in columns.items()
            }
            if any(cells.values()):
                _read_row(store, position + 1, cells, rows, issues)
    return _compare(store, rows, issues, unread)


def record_port_list(store: Store, listed: PortList, *, by: str = "") -> int:
    """Enter the new ports of a list, all or none; return how many. The group has to be confirmed.

    Raises
    ------
    GroupError
        One of them was entered meanwhile (``port_known``), also in another county
        (``port_elsewhere``).
    """
    with store.transaction() as writer:
        require(writer, "maintain", [])
        known = {_get_key(port) for port in load_ports(writer).to_dict("records")}
        for row in listed.rows:
            if (row.name, row.area_id, row.kind) in known:
                raise GroupError("port_known", value=row.name)
            county = find_port_county(writer, row.name, besides=row.area_id)
            if county is not None:
                raise GroupError("port_elsewhere", value=row.name, county=county)
        append_ports(
            writer,
            [
                {"name": row.name, "area_id": row.area_id, "kind": row.kind, "source": row.source}
                for row in listed.rows
            ],
            by,
        )
    return len(listed.rows)


def _find_header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headings (from 0) and the column of each field."""
    known = _list_words("ports.heading", FIELDS, HEADINGS)
    for position, cells in enumerate(grid.rows[:HEADER_ROWS]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            name = known.get(fold(squeeze(cell)))
            if name and name not in columns:
                columns[name] = column
        if columns.keys() >= {"name", "county"}:
            return position, columns
    return None


def _list_words(stem: str, ids: tuple[str, ...], more: dict) -> dict[str, str]:
    """Return every way to write a heading or a kind, in both languages, with its id."""
    words = {fold(text): name for name in ids for text in (name, *more[name])}
    for language in LANGUAGES:
        with use_language(language):
            words |= {fold(t(f"{stem}.{name}")): name for name in ids}
    return words


def _list_beside(grid: Grid, at: int, columns: dict[str, int]) -> list[str]:
    """Return the texts above the headings and those of columns that are not known."""
    texts = [squeeze(cell) for cells in grid.rows[:at] for cell in cells]
    for column, heading in enumerate(grid.rows[at]):
        if column in columns.values() or fold(squeeze(heading)) in NUMBERING:
            continue
        filled = [squeeze(grid.get(row, column)) for row in range(at + 1, len(grid.rows))]
        own = list(dict.fromkeys(text for text in filled if text))
        if own:
            head = squeeze(heading) or get_column_letter(column + 1)
            texts.append(t("ports.column_unread", heading=head, values="、".join(own[:4])))
    return list(dict.fromkeys(text for text in texts if text))


def _read_row(
    store: Store, row: int, cells: dict[str, str], rows: list[PortRow], issues: list[PortIssue]
) -> None:
    name, source = cells["name"], cells.get("source", "")
    county = read_member_text(store, cells["county"])
    kind = _list_words("ports.kind", KINDS_OF_PORT, KIND_WORDS).get(fold(cells.get("kind", "")))
    faults = {
        "no_name": (not name, ""),
        "county": (len(county.area_ids) != 1 or bool(county.issues), cells["county"]),
        "kind": (kind is None, cells.get("kind", "")),
        "no_source": (not source, name),
        "too_long": (len(name) > MOST_PORT_NAME or len(source) > MOST_PORT_SOURCE, name),
    }
    found = [PortIssue(row, text, rule) for rule, (is_wrong, text) in faults.items() if is_wrong]
    issues += found
    if not found and kind:
        rows.append(PortRow(row, name, county.area_ids[0], kind, source))


def _get_key(port: dict) -> tuple:
    return port["name"], port["area_id"], None if is_missing(port["kind"]) else port["kind"]


def _compare(
    store: Store, rows: list[PortRow], issues: list[PortIssue], unread: list[str]
) -> PortList:
    """Keep back what contradicts another row, or a port in force; count what is there already."""
    known = {_get_key(port): port["source"] for port in load_ports(store).to_dict("records")}
    new: dict[tuple, PortRow] = {}
    counties: dict[str, str] = {}
    unchanged = 0
    for row in rows:
        key = row.name, row.area_id, row.kind
        if counties.setdefault(fold(row.name), row.area_id) != row.area_id:
            issues.append(PortIssue(row.row, row.name, "two_counties"))
        elif county := find_port_county(store, row.name, besides=row.area_id):
            text = t("ports.name_in_county", name=row.name, county=county)
            issues.append(PortIssue(row.row, text, "elsewhere"))
        elif known.get(key, row.source) != row.source:
            issues.append(PortIssue(row.row, row.name, "known"))
        elif key in known:
            unchanged += 1
        elif new.get(key, row).source != row.source:
            issues.append(PortIssue(row.row, row.name, "repeated"))
        else:
            new.setdefault(key, row)
    issues.sort(key=lambda issue: issue.row)
    return PortList(tuple(new.values()), tuple(issues), tuple(unread), unchanged)
