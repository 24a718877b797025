"""Groups of counties and their members, as users define them.

The plan says that there are 22 pastoral and 15 semi-pastoral counties and never names them.
Users send the lists, which are checked against the plan's numbers. Nothing is overwritten:
every change is a revision, and the newest one counts.
"""

import re
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from data.clock import get_now, get_today
from data.errors import GroupError
from data.files.safely import read_file_safely
from data.names.matching import AMBIGUOUS, OK, AreaBook, Match
from data.rights.require import require
from data.store.basis import check_basis, load_basis
from data.store.books import load_books
from data.store.database import Store, Transaction
from data.store.ids import make_id

PARTS = ("pastoral", "semi_pastoral")
"""The two groups that together are the counties of the plan."""

PORT_GROUP = "border_ports"
"""The counties with a port: they follow from the table of ports (`data.ledger.ports`)."""

_ID = re.compile(r"[a-z][a-z0-9_]{2,40}")
_LIST = re.compile(r"[,，、;；|\n\r\t]+")
_SPACES = re.compile(r"\s+")
_HEADER = re.compile(r"代码|编码|编号|序号|名称|[县市区州]|code|name|county|area", re.IGNORECASE)


@dataclass(frozen=True)
class MemberIssue:
    """A line of a list that names no county, or several.

    Attributes
    ----------
    row : int
        Line of the text, or row of the sheet as Excel shows it.
    text : str
        The text of the line.
    rule : str
        unknown, ambiguous, not_a_county or conflict; the text is ``groups.issue.<rule>``.
    candidates : tuple of str
        Codes that the text could mean.
    """

    row: int
    text: str
    rule: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class MemberList:
    """The contents of a list of counties.

    Attributes
    ----------
    area_ids : tuple of str
        The counties, each once, by code.
    issues : tuple of MemberIssue
        Lines that were not understood.
    repeated : int
        How many repeated counties were dropped.
    """

    area_ids: tuple[str, ...]
    issues: tuple[MemberIssue, ...]
    repeated: int = 0


def load_groups(store: Store) -> pd.DataFrame:
    """Return the groups, the plan's first.

    Returns
    -------
    DataFrame
        One row per group: group_id, name_zh, name_en, origin (plan, user), is_fixed (its
        members come with the plan tables and cannot be changed), member_count, stated_count
        (the plan's number, missing for most), clause_path, verdict: open (no members yet),
        agrees, differs, or none if the plan states no number.
    """
    groups = store.query("queries/group_list")
    return groups.assign(
        verdict=[_compare_count(row.stated_count, row.member_count) for row in groups.itertuples()]
    )


def _compare_count(stated, found: int) -> str:
    if pd.isna(stated):
        return "none"
    if found == 0:
        return "open"
    return "agrees" if int(stated) == int(found) else "differs"


def load_group_history(store: Store, group_id: str) -> pd.DataFrame:
    """Return the changes of a group's list, newest first.

    Returns
    -------
    DataFrame
        One row per change: recorded_at (UTC), recorded_by, added and removed (counties).
    """
    return store.query("queries/group_history", group_id=group_id)


def load_members(store: Store) -> pd.DataFrame:
    """Return one row per group and member: group_id, area_id, from_year, to_year, origin."""
    return store.query("queries/group_members")


def load_group_number(store: Store, group_id: str) -> int:
    """Return the number of a group as it stands, members and all: what a change is based on."""
    return load_basis(store, "group", group_id=group_id).seq


def find_overlap(store: Store) -> list[str]:
    """Return the counties that are in both the pastoral and the semi-pastoral list."""
    members = store.query("queries/group_members")
    first, second = (set(members.loc[members["group_id"] == part, "area_id"]) for part in PARTS)
    return sorted(first & second)


def define_group(
    store: Store,
    name_zh: str,
    *,
    name_en: str = "",
    note: str = "",
    group_id: str | None = None,
    by: str = "",
) -> str:
    """Define a group of counties, or rename one that a user defined; return its id.

    Raises
    ------
    GroupError
        There is no name, or the id is malformed, or another group has the id or name.
    """
    name_zh, name_en = name_zh.strip(), name_en.strip()
    if not name_zh:
        raise GroupError("group_needs_name")
    group_id = group_id or f"group_{make_id()[-8:]}"
    if not _ID.fullmatch(group_id):
        raise GroupError("group_id", value=group_id)
    with store.transaction() as writer:
        require(writer, "maintain", [])
        areas = store.query("queries/areas")
        groups = load_groups(store).set_index("group_id")
        if group_id in set(areas["area_id"]) and (
            group_id not in groups.index or groups.loc[group_id, "origin"] == "plan"
        ):
            raise GroupError("group_id_taken", value=group_id)
        others = areas[areas["area_id"] != group_id]
        if name_zh in set(others["name_zh"]):
            raise GroupError("group_name_taken", value=name_zh)
        append_group(
            writer,
            group_id,
            by,
            name_zh=name_zh,
            name_en=name_en or name_zh,
            note=note.strip() or None,
        )
    return group_id


def withdraw_group(
    store: Store, group_id: str, *, by: str = "", based_on: int | None = None
) -> None:
    """Withdraw a group that a user defined, with its members; both stay on record.

    Raises
    ------
    GroupError
        There is no such group, or it belongs to the plan.
    ChangedMeanwhileError
        Somebody else changed the group since `based_on` was read (`load_group_number`).
    """
    with store.transaction() as writer:
        require_for_group(writer, group_id)
        check_basis(writer, "group", based_on, group_id=group_id)
        group = _get_group(store, group_id)
        if group["origin"] == "plan":
            raise GroupError("group_of_plan", value=group["name_zh"])
        now = get_now()
        _append_members(writer, group_id, _load_sent(store, group_id), by, now, is_withdrawn=True)
        append_group(
            writer,
            group_id,
            by,
            name_zh=group["name_zh"],
            name_en=group["name_en"],
            is_withdrawn=True,
            recorded_at=now,
        )


def save_members(
    store: Store,
    group_id: str,
    area_ids,
    *,
    from_year: int | None = None,
    to_year: int | None = None,
    by: str = "",
    based_on: int | None = None,
) -> tuple[int, int]:
    """Set the members of a group, from and to a year; return how many were added and removed.

    Members that are not in the list are withdrawn. A county that is already a member for the
    same years stays as it is. An empty list withdraws all members.

    Raises
    ------
    GroupError
        There is no such group, its members come with the plan tables or follow from the ports,
        a code is not a county, or the first year is later than the last.
    ChangedMeanwhileError
        Somebody else changed the group since `based_on` was read (`load_group_number`).
    """
    wanted = list(dict.fromkeys(area_ids))
    if from_year is not None and to_year is not None and from_year > to_year:
        raise GroupError("group_years", first=from_year, last=to_year)
    if group_id == PORT_GROUP:
        raise GroupError("group_of_ports")
    with store.transaction() as writer:
        require_for_group(writer, group_id)
        check_basis(writer, "group", based_on, group_id=group_id)
        group = _get_group(store, group_id)
        if group["is_fixed"]:
            raise GroupError("group_fixed", value=group["name_zh"])
        areas = store.query("queries/areas")
        counties = set(areas.loc[areas["level"] == "county", "area_id"])
        strangers = [area_id for area_id in wanted if area_id not in counties]
        if strangers:
            raise GroupError("group_not_county", value="、".join(strangers))
        return replace_members(
            writer, group_id, wanted, from_year=from_year, to_year=to_year, by=by
        )


def replace_members(
    writer: Transaction,
    group_id: str,
    wanted: list[str],
    *,
    from_year: int | None = None,
    to_year: int | None = None,
    by: str,
    now: datetime | None = None,
) -> tuple[int, int]:
    """Record what makes `wanted` the members; return how many were added and removed.

    What is recorded at the same moment (`now`) is one change of the group.
    """
    sent = _load_sent(writer, group_id)
    kept = {
        row.area_id
        for row in sent.itertuples()
        if row.area_id in wanted and _same_years(row, from_year, to_year)
    }
    removed = sent[~sent["area_id"].isin(wanted)]
    added = pd.DataFrame({"area_id": [a for a in wanted if a not in kept]}).assign(
        from_year=from_year, to_year=to_year
    )
    now = now or get_now()
    _append_members(writer, group_id, removed, by, now, is_withdrawn=True)
    _append_members(writer, group_id, added, by, now, is_withdrawn=False)
    return len(added), len(removed)


def require_for_group(writer: Transaction, group_id: str) -> None:
    """Ask for the right to change a group. Where somebody has rights in it, whoever changes its
    members changes those rights."""
    require(writer, "maintain", [])
    if any(row["area_id"] == group_id for row in writer.query_rows("rights/grants")):
        require(writer, "administer", [])


def read_member_text(store: Store, text: str, *, year: int | None = None) -> MemberList:
    """Read a pasted list of codes or names, one per line or separated by commas.

    Parameters
    ----------
    year : int or None
        The year in which the names are valid; None is this year.
    """
    rows = [[cell for cell in line.split("\t") if cell.strip()] for line in text.splitlines()]
    return _read_rows(store, rows, year)


def read_member_file(
    store: Store, content: bytes, file_name: str, *, year: int | None = None
) -> MemberList:
    """Read a list of counties from a .csv, .xls or .xlsx file: any column with codes or names.

    Raises
    ------
    UnreadableFileError
        The file cannot be read as a table.
    """
    rows = [
        row
        for grid in read_file_safely(content, file_name)
        if not grid.is_hidden
        for row in grid.rows
    ]
    return _read_rows(store, rows, year)


def _read_rows(store: Store, rows: list[list[str]], year: int | None) -> MemberList:
    book = load_books(store).areas
    year = year or get_today().year
    found: list[str] = []
    issues: list[MemberIssue] = []
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row if cell and cell.strip()]
        if not cells:
            continue
        ids, failures = _read_row(book, cells, year, number)
        found += ids
        if not (number == 1 and _is_header(cells, failures)):
            issues += failures
    unique = tuple(sorted(set(found)))
    return MemberList(unique, tuple(issues), len(found) - len(unique))


def _is_header(cells: list[str], failures: list[MemberIssue]) -> bool:
    return all(issue.rule == "unknown" for issue in failures) and all(
        len(cell) <= 12 and _HEADER.search(cell) for cell in cells
    )


def _read_row(
    book: AreaBook, cells: list[str], year: int, number: int
) -> tuple[list[str], list[MemberIssue]]:
    """Return the counties of a row, whose columns together describe one county."""
    text = " ".join(cells)
    if len(cells) == 1:
        return _read_list(book, cells[0], year, number)
    matches = [book.resolve(cell, year) for cell in cells]
    counties = {county for match in matches if (county := _get_county(book, match))}
    if len(counties) == 1:
        return sorted(counties), []
    if len(counties) > 1:
        return [], [MemberIssue(number, text, "conflict", tuple(sorted(counties)))]
    return [], [_describe_failure(book, matches, text, number)]


def _get_county(book: AreaBook, match: Match) -> str | None:
    is_county = match.kind == OK and match.id and book.levels.get(match.id) == "county"
    return match.id if is_county else None


def _read_list(
    book: AreaBook, text: str, year: int, number: int
) -> tuple[list[str], list[MemberIssue]]:
    """Return the counties of one cell or line, which may itself be a list."""
    ids: list[str] = []
    failures: list[MemberIssue] = []
    for part in _split(book, text, year):
        match = book.resolve(part, year)
        county = _get_county(book, match)
        if county:
            ids.append(county)
        else:
            failures.append(_describe_failure(book, [match], part, number))
    return ids, failures


def _split(book: AreaBook, text: str, year: int) -> list[str]:
    if book.resolve(text, year).kind == OK:
        return [text]
    parts = []
    for part in _LIST.split(text):
        is_known = book.resolve(part, year).kind in (OK, AMBIGUOUS)
        parts += [part] if is_known else _SPACES.split(part.strip())
    return [part for part in parts if part]


def _describe_failure(book: AreaBook, matches, text: str, number: int) -> MemberIssue:
    ambiguous = next((match for match in matches if match.kind == AMBIGUOUS), None)
    if ambiguous is not None:
        return MemberIssue(number, text, "ambiguous", ambiguous.candidates)
    other = next((match for match in matches if match.kind == OK), None)
    if other is not None:
        return MemberIssue(number, text, "not_a_county", (other.id,))
    return MemberIssue(number, text, "unknown")


def _get_group(store: Store, group_id: str) -> dict:
    groups = load_groups(store)
    found = groups[groups["group_id"] == group_id].to_dict("records")
    if not found:
        raise GroupError("group_unknown", value=group_id)
    return found[0]


def _load_sent(store: Store | Transaction, group_id: str) -> pd.DataFrame:
    return store.query("queries/group_sent_members", group_id=group_id)


def _same_years(row, from_year: int | None, to_year: int | None) -> bool:
    own = tuple(None if pd.isna(year) else int(year) for year in (row.from_year, row.to_year))
    return own == (from_year, to_year)


def append_group(writer: Transaction, group_id: str, by: str, **fields) -> None:
    """Record a revision of a group: its names, or that it is withdrawn."""
    row = {
        "revision_id": make_id(),
        "group_id": group_id,
        "is_withdrawn": False,
        "recorded_at": get_now(),
        "recorded_by": by,
    } | fields
    writer.insert("facts.group_revision", pd.DataFrame([row]))


def _append_members(
    writer: Transaction, group_id: str, members: pd.DataFrame, by: str, now, *, is_withdrawn: bool
) -> None:
    if members.empty:
        return
    frame = (
        members[["area_id", "from_year", "to_year"]]
        .astype({"from_year": "Int64", "to_year": "Int64"})
        .assign(
            revision_id=[make_id() for _ in range(len(members))],
            group_id=group_id,
            recorded_at=now,
            recorded_by=by,
            is_withdrawn=is_withdrawn,
        )
    )
    writer.insert("facts.group_member_revision", frame)
