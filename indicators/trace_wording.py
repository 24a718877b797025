"""The steps of a figure's chain in words, for the command line and the pages."""

from data.clock import format_time
from data.names.books import Books
from data.statistics.model import ReadWord
from data.statistics.wording import describe_word
from data.words.catalogue import t
from data.words.names import name_sender
from data.words.numbers import format_exact, is_missing, join_unit, name_unit


def describe_file_cell(row: dict) -> str:
    """Return sheet, row and column of a revision as Excel shows them."""
    if is_missing(row["file_row"]):
        # A figure of the balance follows from many cells.
        return row["sheet"] or (t("trace.by_tables") if row["state"] == "derived" else "—")
    key = "row" if is_missing(row["file_column"]) else "cell"
    place = {"sheet": row["sheet"], "row": int(row["file_row"]), "column": row["file_column"]}
    return t(f"trace.{key}", **place)


def describe_text_read(row: dict) -> str:
    """Return what stands in the cell of a revision, and the unit that it was read in."""
    if not row["unit_read"]:
        return t("trace.read_as_plain", text=row["value_read"] or "—")
    return t("trace.read_as", text=row["value_read"] or "—", unit=name_unit(row["unit_read"]))


def describe_words(words: list[dict], books: Books) -> list[str]:
    """Return each word with what it was read as."""
    return [
        t(
            "trace.word",
            text=word["text"],
            read_as=describe_word(
                ReadWord("", None, None, word["text"], word["read_as"], word["meaning"]), books
            ),
        )
        for word in words
    ]


def describe_fate(row: dict) -> str:
    """Return what became of a revision, by whom and when it was ended."""
    # Verified values come from verifications only: what was undone is one of these.
    is_unverified = row["fate"] == "undone" and row["state"] == "verified"
    fate = t("trace.fate.unverified" if is_unverified else f"trace.fate.{row['fate']}")
    if row["ended_at"] is None:
        return t("trace.fate_of", fate=fate, file=row["ended_in"]) if row["ended_in"] else fate
    by, at = name_sender(row["ended_by"]), format_time(row["ended_at"])
    key = "fate_in" if row["ended_in"] else "fate_by"
    return t(f"trace.{key}", fate=fate, by=by, at=at, file=row["ended_in"])


def describe_return(row: dict, *, name: str, area: str, year: int) -> str:
    """Return who returned which value, when and why, and what answered it (`Trace.returns`)."""
    said = t(
        "trace.returned",
        name=name,
        area=area,
        year=year,
        value=_join_value(row["value"], row["unit"]),
        by=row["returned_by"],
        at=format_time(row["returned_at"]),
        remark=row["remark"],
    )
    return t("trace.return_told", said=said, end=describe_answer(row))


def describe_answer(row: dict) -> str:
    """Return what answered a return: an undo, a value that was sent again, or nothing yet."""
    if row["undone_at"]:
        by, at = name_sender(row["undone_by"]), format_time(row["undone_at"])
        return t("trace.return_undone", by=by, at=at)
    if row["answered_at"]:
        return t(
            "trace.return_answered",
            value=_join_value(row["answer_value"], row["unit"]),
            by=name_sender(row["answered_by"]),
            at=format_time(row["answered_at"]),
        )
    return t("trace.return_open")


def describe_then(then: float | None, now: float | None, unit: str | None) -> str:
    """Return whether a figure is what it was when a code was printed."""
    if then == now or (is_missing(then) and is_missing(now)):
        return t("ledger.coded_same")
    return t("ledger.coded_changed", then=_join_value(then, unit), now=_join_value(now, unit))


def _join_value(value: float | None, unit: str | None) -> str:
    if is_missing(value):
        return t("shell.no_data")
    return join_unit(format_exact(value), name_unit(unit))
