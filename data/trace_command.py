"""The subcommand ``python -m data trace``: where a figure comes from."""

import argparse
from dataclasses import asdict

from data.clock import format_time
from data.commands import print_json, say
from data.commands.places import Made
from data.errors import RightsError, UploadError, UsageError
from data.files.disk import write_content
from data.ledger.codes import find_one_coded, load_figures_version, make_code
from data.names.books import Books
from data.rights.door import enter_store
from data.rights.handles import find_sent_file
from data.store.books import load_books
from data.store.database import Store
from data.store.sent_files import load_file
from data.words.catalogue import get_language, t
from data.words.names import name_sender
from data.words.numbers import format_exact, is_missing, join_unit, name_unit
from indicators.change_wording import describe_step
from indicators.inputs import load_inputs
from indicators.trace_wording import (
    describe_fate,
    describe_file_cell,
    describe_return,
    describe_text_read,
    describe_then,
    describe_words,
)
from indicators.tracing import ROLLED_UP, Trace, find_value_at, trace_figure


def add_commands(commands, add) -> None:
    """Register the subcommand; ``add`` makes one with the common options."""
    trace = add(commands, "trace", run_trace, "tell where a figure comes from")
    trace.add_argument("--indicator", metavar="ID", help="indicator of the figure")
    trace.add_argument("--area", metavar="ID", help="area of the figure")
    trace.add_argument("--year", metavar="Y", type=int, help="year of the figure")
    trace.add_argument("--code", metavar="CODE", help="code on a picture or document instead")
    trace.add_argument(
        "--file", type=Made, metavar="OUT", help="write the file that the figure came with"
    )
    trace.add_argument("--json", action="store_true", help="the whole chain as JSON")


def run_trace(options: argparse.Namespace) -> int:
    """Tell the chain of a figure, and write the file that it came with where asked to."""
    with enter_store(options.db) as store:
        indicator_id, area_id, year, version = _find_asked(store, options)
        key = (indicator_id, area_id, year)
        trace = trace_figure(store, load_inputs(store), *key)
        then = {} if version is None else {"value_then": find_value_at(store, *key, version)}
        code = make_code(indicator_id, area_id, year, load_figures_version(store))
        if options.json:
            print_json(asdict(trace) | {"code": code} | then)
        else:
            for line in list_trace_lines(trace, store):
                say(line)
            say(t("trace.code", code=code))
            for value in then.values():
                say(describe_then(value, trace.value, trace.unit))
        if options.file:
            write_content(options.file, _load_own_file(store, trace))
            say(t("trace.file_written", path=options.file))
    return 0


def _find_asked(store: Store, options: argparse.Namespace) -> tuple[str, str, int, int | None]:
    version, asked = None, (options.indicator, options.area, options.year)
    if options.code:
        if any(asked):
            raise UsageError("trace_asks_twice")
        coded = find_one_coded(store, options.code)
        version, asked = coded.version, (coded.indicator_id, coded.area_id, coded.year)
        if None in asked:
            raise UsageError("trace_code_of_many", value=options.code)
    if None in asked:
        raise UsageError("trace_asks_nothing")
    return *asked, version


def _load_own_file(store: Store, trace: Trace) -> bytes:
    for revision in trace.revisions:
        if revision["fate"] in ("in_force", "confirmed") and revision["file_is_kept"]:
            return load_file(store, revision["sha256"])
    withheld = [revision for revision in trace.revisions if revision["file_is_withheld"]]
    sent = (find_sent_file(store, revision["upload_id"]) for revision in withheld)
    if own := next(filter(None, sent), None):
        return load_file(store.whole, own)
    if withheld:
        raise RightsError("trace_file_withheld")
    raise UploadError("trace_no_file")


def list_trace_lines(trace: Trace, store: Store) -> list[str]:
    """Return a chain as lines of text."""
    books = load_books(store)
    areas = {row["area_id"]: row for row in store.query_rows("queries/areas")}

    def name_place(row: dict) -> dict:
        area = areas[row["area_id"]][f"name_{get_language()}"]
        indicator = books.indicators.rows[row["indicator_id"]][f"name_{get_language()}"]
        return {"area": area, "name": indicator, "year": row["year"]}

    lines = [_describe_figure(trace, name_place(vars(trace)))]
    for revision in trace.revisions:
        lines += _list_revision_lines(revision, books, store)
    for key, rows in (("inputs", trace.inputs), ("counties", trace.counties)):
        lines += [t(f"trace.{key}")] if rows else []
        for row in rows:
            value = _format_value(row["value"], row.get("unit") or trace.unit)
            lines.append(t("trace.item", value=value, **name_place(row)))
    for step in trace.steps:
        old, new = (_format_value(step[f"{side}_value"], trace.unit) for side in ("old", "new"))
        kind = t(f"changes.change.{step['change']}")
        lines.append(t("trace.step", change=kind, old=old, new=new, act=describe_step(step)))
    lines += [describe_return(row, **name_place(row)) for row in trace.returns]
    for row in trace.plan:
        value = _format_value(row["value"], row["unit"])
        lines.append(t("trace.plan", value=value, year=row["year"] or "—", path=row["path"]))
    return lines


def _describe_figure(trace: Trace, place: dict) -> str:
    if trace.value is None:
        key = "below_coverage" if trace.origin == ROLLED_UP else "no_figure"
        return t(f"trace.{key}", reported=trace.reported, expected=trace.expected, **place)
    told = {"reported": trace.reported, "expected": trace.expected}
    return t(
        "trace.figure",
        value=_format_value(trace.value, trace.unit),
        state=t(f"shell.state.{trace.state}") if trace.state else "—",
        origin=t(f"trace.origin.{trace.origin}", **told),
        **place,
    )


def _list_revision_lines(row: dict, books: Books, store: Store) -> list[str]:
    value = _format_value(row["value"], row["unit"])
    state = t(f"shell.state.{row['state']}")
    lines = [t("trace.revision", value=value, state=state, fate=describe_fate(row))]
    if row["upload_id"]:
        lines += _list_file_lines(row, store)
        by = name_sender(row["recorded_by"])
        at = format_time(row["recorded_at"])
        lines.append(t("trace.revision_by", by=by, at=at, upload_id=row["upload_id"]))
    if row["source"]:
        lines.append(t("trace.revision_source", source=row["source"]))
    if row["read"]:
        lines += [t("trace.title", title=row["read"].title)] if row["read"].title else []
        lines += [t("trace.heading", heading=row["read"].heading)] if row["read"].heading else []
        words = t("shell.list_separator").join(describe_words(row["read"].words, books))
        lines += [t("trace.words", words=words)] if words else []
    return lines


def _name_file_state(row: dict, store: Store) -> str:
    if row["file_is_kept"]:
        return "trace.kept"
    if not row["file_is_withheld"]:
        return "trace.not_kept"
    return "trace.own" if find_sent_file(store, row["upload_id"]) else "trace.withheld"


def _list_file_lines(row: dict, store: Store) -> list[str]:
    if row["is_typed"]:
        return [t("trace.revision_typed", typed=t("trace.typed_in"))]
    kept = t(_name_file_state(row, store))
    is_cell = bool(row["file_row"] or row["value_read"])
    return [
        t(
            "trace.revision_file" if is_cell else "trace.revision_of_file",
            file=row["file_name"],
            kept=kept,
            sha256=row["sha256"] or "—",
            place=describe_file_cell(row),
            read=describe_text_read(row),
        )
    ]


def _format_value(value: float | None, unit: str | None) -> str:
    if is_missing(value):
        return t("shell.no_data")
    return join_unit(format_exact(value), name_unit(unit))
