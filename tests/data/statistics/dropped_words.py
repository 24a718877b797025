"""A simple second look: was every word that bears on an accepted value read by the reader?

It knows no words. It takes the cells of a file and what the reader says it read each word as,
and looks for words that stand in a cell and in no explanation.
"""

import re
import unicodedata

from tests.data.statistics.outcome import Outcome

_WORD = re.compile(r"[^\W\d_]")
# A cell without a letter says something too: ±%, 202411. Marks for nothing (—, …) do not.
_SAYS = re.compile(r"[^\W_]|[%‰±]")
# A year as a heading looks like a figure.
_YEAR = re.compile(r"(?:19|20)\d{2}(?:\.0|0[1-9]|1[0-2])?")
_PLAIN_NAME = re.compile(r"[\x00-\x7f]*|(?:工作表|数据|表)\d*")
# A figure, perhaps with the mark of a note behind it.
_FIGURE = re.compile(r"[+-]?\d[\d,]*\.?\d*%?[①-⑳*※]?")
_KEPT = _SAYS
UNREAD = "unread"


def find_dropped_words(sheets: dict[str, list[list[str]]], outcome: Outcome) -> list[str]:
    """Return the words that were dropped in silence, a line each.

    Looked at are the sheets from which a value went in: there every cell that says something,
    and the sheet's name, but for the values themselves, must be explained to its last sign, or
    be told of in an issue. An unread word is explained, but then nothing may have gone in that
    hangs on it.

    Parameters
    ----------
    sheets : dict
        Rows of texts by the sheet's name; one sheet without a name is the whole file.
    outcome : Outcome
        What the reader made of the file, with `explained`.

    Raises
    ------
    ValueError
        The reader explained nothing.
    """
    if outcome.explained is None:
        raise ValueError("the reader does not say what it read the words as")
    lines = []
    for name in dict.fromkeys(place[0] for place in outcome.places.values()):
        rows = sheets.get("") or sheets[name]
        lines += _look_at_sheet(name, rows, outcome)
    return lines


def _look_at_sheet(name: str, rows: list[list[str]], outcome: Outcome) -> list[str]:
    taken = {place[1:] for place in outcome.places.values() if place[0] == name}
    entries = [entry for entry in outcome.explained if entry["sheet"] == name]
    lines = [
        f"{name} {entry['column']}{entry['row']}: a value went in that hangs on {entry['text']!r}"
        for entry in entries
        if entry["read_as"].startswith(UNREAD) and _has_hanging(entry, rows, taken)
    ]
    if not _PLAIN_NAME.fullmatch(name) and _WORD.search(name):
        lines += _look_at_name(name, entries)
    told = {(issue["row"], issue["column"]) for issue in outcome.issues if issue["sheet"] == name}
    for number, row in enumerate(rows, start=1):
        has_value = any(place[0] == number for place in taken)
        if not has_value and any(place[0] == number and place[1] == "A" for place in told):
            continue
        for column, cell in enumerate(row):
            place = (number, name_column(column))
            if not _SAYS.search(str(cell)) or place in taken or place in told:
                continue
            if _FIGURE.fullmatch(str(cell).strip()) and not _is_heading(rows, place, taken):
                continue
            if rest := _take_off(str(cell), place, entries, rows):
                lines.append(f"{name} {place[1]}{number}: {rest!r} of {cell!r} is not explained")
    return lines


def _is_heading(rows: list[list[str]], place: tuple[int, str], taken) -> bool:
    """Tell whether a year stands over values that went in, in a row of which none did."""
    number, column = place
    at = next(n for n in range(len(rows[number - 1])) if name_column(n) == column)
    if not _YEAR.fullmatch(str(rows[number - 1][at]).strip()):
        return False
    return not any(row == number for row, _ in taken) and any(
        row > number and letters == column for row, letters in taken
    )


def _look_at_name(name: str, entries: list[dict]) -> list[str]:
    rest = _rub_out(name, [entry["text"] for entry in entries if entry["row"] is None])
    return [f"{name}: {rest!r} of the sheet's name is not explained"] if rest else []


def _take_off(cell: str, place: tuple[int, str], entries: list[dict], rows) -> str:
    """Return what is left of a cell when all that is explained of it is taken off.

    What was said once of a label holds for the rows below too; a word of a title does not.
    """
    is_label = _has_figure(rows[place[0] - 1])
    texts = [
        entry["text"]
        for entry in entries
        if (entry["row"], entry["column"]) == place
        or (
            is_label
            and entry["column"] == place[1]
            and (entry["row"] or place[0]) < place[0]
            and _has_figure(rows[entry["row"] - 1])
        )
    ]
    return _rub_out(cell, texts)


def _rub_out(cell: str, texts: list[str]) -> str:
    rest = _fold(cell)
    for text in sorted(map(_fold, texts), key=len, reverse=True):
        rest = rest.replace(text, " ", 1) if text else rest
    return "".join(_KEPT.findall(rest))


def _has_hanging(entry: dict, rows: list[list[str]], taken: set[tuple[int, str]]) -> bool:
    """Tell whether a value went in that hangs on an unread word.

    A label hangs over its row; a heading over its column, down to the end of its table; the
    heading of a word column over the rows that have a word there; a line over the whole table.
    """
    row, column = entry["row"], entry["column"]
    if row is None:
        return False
    if _has_figure(rows[row - 1]):
        return _hangs_in_row(column, row, rows[row - 1], taken)
    below = _find_table(rows, row)
    in_table = {place for place in taken if place[0] in below}
    if any(place[1] == column for place in in_table):
        return True
    filled = [bool(str(cell).strip()) for cell in rows[row - 1]]
    has_label = any(sign in str(cell) for cell in rows[row - 1] for sign in ":：")
    is_line = sum(filled) <= 2 and (filled[0] or has_label)
    at = next(n for n in range(len(rows[row - 1])) if name_column(n) == column)
    return any(is_line or _has_word(rows[place[0] - 1], at) for place in in_table)


def _hangs_in_row(column: str, row: int, cells: list[str], taken: set[tuple[int, str]]) -> bool:
    """Tell whether a value of a label's row went in; of two lists side by side, of its own:
    the labels of the second stand behind figures of the first."""
    names = [name_column(at) for at in range(len(cells))]
    figures = [bool(_FIGURE.fullmatch(str(cell).strip())) for cell in cells]
    side, sides = 0, {}
    for at, name in enumerate(names):
        if at and figures[at - 1] and _WORD.search(str(cells[at])) and not figures[at]:
            side += any(figures[at:])
        sides[name] = side
    return any(place[0] == row and sides[place[1]] == sides[column] for place in taken)


def _has_word(row: list[str], at: int) -> bool:
    return at < len(row) and bool(_WORD.search(str(row[at])))


def _has_figure(row: list[str]) -> bool:
    return any(_FIGURE.fullmatch(str(cell).strip()) for cell in row)


def _find_table(rows: list[list[str]], row: int) -> range:
    """Return the rows of the table that begins below a row, down to the next header; a blank
    row or a word alone (一、牛) ends no table."""
    has_figure = [_has_figure(cells) for cells in rows]
    start = next((n for n in range(row, len(rows)) if has_figure[n]), len(rows))
    end = next((n for n in range(start, len(rows)) if _is_header(rows[n])), len(rows))
    return range(start + 1, end + 1)


def _is_header(cells: list[str]) -> bool:
    return not _has_figure(cells) and sum(bool(_SAYS.search(str(cell))) for cell in cells) > 1


def _fold(text: str) -> str:
    # Marks such as ① stay as they are: NFKC would make digits of them.
    return "".join(
        letter if unicodedata.category(letter) == "No" else unicodedata.normalize("NFKC", letter)
        for letter in text).lower().replace(" ", "")  # fmt: skip


def name_column(column: int) -> str:
    """Return the letters of a column from 0, as Excel shows them."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
