"""What became of a form: the one door through which the tests of forms reach the product.

Nothing is written. When the product's names move, this file alone follows.
"""

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from data.errors import UnreadableFileError
from data.statistics.commit import preview_upload
from data.statistics.read import read_statistics
from data.statistics.report import make_report
from data.words.catalogue import t

product = SimpleNamespace(
    read_statistics=read_statistics, preview_upload=preview_upload, make_report=make_report
)

Key = tuple[str, str, int, str]  # indicator_id, area_id, year, period
Place = tuple[str, int, str]  # sheet, row and column as Excel shows them


@dataclass
class Outcome:
    """What a reader made of one file.

    accepted holds the values in their indicators' own units, places where each was taken from;
    held counts those that wait for an answer; unread are the words that they wait for. rules
    are the rules of refused values (one for each value), issues as in the report. refused is
    the key of the error that turned the file away, sentence its words.

    explained says of every word of the titles, headings, labels, word columns and notes what
    it was read as: {sheet, row, column, text, read_as}. A cell of several words has an entry
    for each; text is as it stands in the cell. A word of a label or word column that comes
    again below may have one entry, at the first. read_as begins with one of area, year,
    period, indicator, species, measure, unit, kind, part, mark, filler, note, source, unread,
    and may go on with a colon and what (kind:planned). None where the product does not tell.
    """

    accepted: dict[Key, float] = field(default_factory=dict)
    places: dict[Key, Place] = field(default_factory=dict)
    held: int = 0
    unread: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    issues: list[dict] = field(default_factory=list)
    explained: list[dict] | None = None
    refused: str | None = None
    sentence: str = ""

    @property
    def told(self) -> str:
        """Everything that the user is told, a line each."""
        lines = [issue["message"] for issue in self.issues]
        return "\n".join([*filter(None, [self.sentence]), *lines, *self.unread])


def read_form(path: Path, store, module: SimpleNamespace = product) -> Outcome:
    """Read a file as ``python -m data ingest FILE --dry-run --json --explain`` does."""
    return read_content(path.read_bytes(), path.name, store, module)


def read_content(content: bytes, name: str, store, module: SimpleNamespace = product) -> Outcome:
    """Read the bytes of a file; see `read_form`."""
    try:
        reading = module.read_statistics(content, name, store)
    except UnreadableFileError as error:
        return Outcome(refused=error.key, sentence=t(f"errors.{error.key}", **error.fields))
    report = module.make_report(reading, module.preview_upload(store, reading), None)
    accepted, places = {}, {}
    for row in reading.observations.itertuples():
        key = (row.indicator_id, row.area_id, int(row.year), row.period)
        accepted[key] = float(row.value)
        places[key] = (row.sheet, int(row.file_row), row.file_column)
    assert report["accepted"] == len(accepted), "a value was accepted twice"
    unread = [entry["word"] for entry in report.get("unread", [])]
    return Outcome(
        accepted,
        places,
        report.get("held", 0),
        unread,
        list(reading.rejected["rule"]),
        report["issues"],
        [
            {
                "sheet": word.sheet,
                "row": word.row,
                "column": word.column,
                "text": word.text,
                "read_as": word.read_as,
            }
            for word in reading.words
        ],
    )
