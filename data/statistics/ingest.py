"""Ingests a file by its path, for the command line."""

from dataclasses import asdict, replace
from pathlib import Path

from data.files.disk import read_content, write_content
from data.names.text import fold
from data.statistics.commit import commit_upload, preview_upload
from data.statistics.model import WARNING, IngestOptions, Issue, Reading, UnreadWord
from data.statistics.questions import list_asked
from data.statistics.read import read_statistics
from data.statistics.rejected import make_rejected_book
from data.statistics.report import make_report
from data.statistics.wording import list_explained
from data.store.books import load_books
from data.store.database import Store


def ingest_file(
    store: Store,
    path: Path | str,
    *,
    options: IngestOptions | None = None,
    by: str = "",
    is_dry_run: bool = False,
    rejected_path: Path | str | None = None,
    is_explained: bool = False,
) -> dict:
    """Read a statistics file and commit it as one upload; return the report.

    Values that depend on a word that was not understood are held; the rest is committed.

    Parameters
    ----------
    rejected_path : path
        Where to write the rejected rows, if any, as a workbook.
    is_explained : bool
        Whether the report has ``words``: each word of titles and headings with what it was
        read as.

    Returns
    -------
    dict
        As `make_report`; if the options contain answers, also ``answered``: the answered words
        with their shapes.

    Raises
    ------
    UnreadableFileError
        There is no such file, or it cannot be read as a table.
    UnknownIdError
        An option names something that does not exist.
    """
    path, options = Path(path), options or IngestOptions()
    content = read_content(path)
    reading = read_statistics(content, path.name, store, options=options)
    asked = _match_answers(_list_asked(content, path.name, store, options), reading, options)
    reading.issues += _list_unused(store, asked, options)
    if rejected_path and (rejected := make_rejected_book(reading)):
        write_content(rejected_path, rejected)
    if is_dry_run:
        report = make_report(reading, preview_upload(store, reading), None)
    else:
        report = commit_upload(store, reading, by=by)
    if options.means:
        report["answered"] = [asdict(word) for word in asked if fold(word.word) in options.means]
    if is_explained:
        report["words"] = [asdict(word) for word in reading.words]
        report["explained"] = list_explained(reading, load_books(store))
    return report


def _list_asked(
    content: bytes, name: str, store: Store, options: IngestOptions
) -> list[UnreadWord]:
    """Return the words that would be asked about without the given answers, with their shapes."""
    if not options.means:
        return []
    before = read_statistics(content, name, store, options=replace(options, means={}))
    return list_asked(before, load_books(store))


def _match_answers(
    asked: list[UnreadWord], reading: Reading, options: IngestOptions
) -> list[UnreadWord]:
    """Return the words that are asked about, those that an answer about more text than the
    word alone has settled (奇异口径 for 奇异) as they stand in the answer."""
    left = {fold(word.word) for word in reading.unread}
    matched = []
    for word in asked:
        folded = fold(word.word)
        wider = [text for text in options.means if folded in text]
        if folded not in options.means and wider and folded not in left:
            word = replace(word, word=max(wider, key=len))
        matched.append(word)
    return matched


def _list_unused(store: Store, asked: list[UnreadWord], options: IngestOptions) -> list[Issue]:
    """Report answers that the file does not ask for, and answers that differ from stored ones."""
    words = {fold(word.word) for word in asked}
    known = {word: meaning for (word, _), meaning in load_books(store).answers.items()}
    issues = []
    for word, meaning in options.means.items():
        if word in words or known.get(word) == meaning:
            continue
        rule = "means_differs" if word in known else "means_unused"
        issues.append(Issue("", None, None, word, rule, WARNING))
    return issues
