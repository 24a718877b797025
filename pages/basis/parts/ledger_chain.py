"""The chain of a figure: where its value stands, what was read there, what stood before."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from markupsafe import Markup

from data.files.excerpt import Excerpt
from data.ledger.codes import make_code
from data.rights.handles import find_sent_file
from data.store.books import load_books
from data.store.sent_files import load_file
from data.words.names import format_note, name_sender, pick_name
from data.words.numbers import format_exact, format_number, format_unit, format_year, is_missing
from indicators.change_wording import describe_step
from indicators.trace_wording import (
    describe_answer,
    describe_fate,
    describe_file_cell,
    describe_text_read,
    describe_words,
)
from indicators.tracing import BALANCE, DERIVED, NONE, ROLLED_UP, Trace
from pages.basis.parts import ledger_cache
from pages.blocks.links import render_indicator_name, render_ledger_link, render_link
from pages.blocks.markup import render_empty, render_note, render_title, show
from pages.blocks.pictures import get_figures_version
from pages.blocks.status import cite_known_source, name_indicator
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_office_time, format_state, render_number
from pages.shell import cache
from pages.shell.example import keep_visit
from pages.shell.i18n import get_language, t

STANDING = ("in_force", "confirmed")
# Rows from which on a table scrolls.
TALL = 12
# Of the values that are added up: a quotient would have ten.
MOST_DIGITS = 4


def show_chain(indicator_id: str, area_id: str, year: int) -> None:
    """Show the whole chain of a figure, from its value back."""
    trace = ledger_cache.get_trace(indicator_id, area_id, year)
    show(render_value(trace))
    for place, revision in enumerate(_list_standing(trace)):
        _show_file(revision, place)
    rest = _render_parts(trace) + _render_steps(trace)
    rest += _render_returns(trace) + _render_former(trace) + _render_plan(trace)
    if rest:
        show(rest)


def _list_standing(trace: Trace) -> list[dict]:
    """Return the revisions whose value counts, and that somebody sent: one per file."""
    standing = [
        row for row in trace.revisions if row["fate"] in STANDING and row["upload_id"] is not None
    ]
    return list({(row["sha256"], row["sheet"]): row for row in reversed(standing)}.values())[:3]


def render_value(trace: Trace) -> Markup:
    """Return the figure itself: value, unit, state, where it comes from, and its code."""
    area = cache.get_area_names()[trace.area_id]
    name = render_indicator_name(trace.indicator_id, trace.area_id, trace.year)
    head = Markup('<p class="what">{}　{}　{}</p>').format(area, format_year(trace.year), name)
    if is_missing(trace.value):
        return Markup('<section class="traced">{}{}</section>').format(
            head, render_empty(_say_none(trace))
        )
    origin = t(f"trace.origin.{trace.origin}", reported=trace.reported, expected=trace.expected)
    code = make_code(trace.indicator_id, trace.area_id, trace.year, get_figures_version())
    lines: list[str] = [Markup("{}　{}").format(format_state(trace.state), origin)]
    lines += [t("indicator.disagree")] if trace.sources_disagree else []
    exact = format_exact(trace.value)
    # What is computed has as many digits as the division gives: pages round it.
    shown = format_number(trace.value) if trace.origin in (DERIVED, ROLLED_UP) else exact
    lines += [t("ledger.exact", value=exact)] if shown != exact else []
    return Markup(
        '<section class="traced">{}<p class="number"><b>{}</b><i>{}</i></p>{}'
        '<p class="code">{}</p></section>'
    ).format(
        head,
        shown,
        format_unit(trace.unit),
        Markup("").join(Markup("<p>{}</p>").format(line) for line in lines),
        t("trace.code", code=code),
    )


def _say_none(trace: Trace) -> str:
    if trace.origin == ROLLED_UP:
        return t("ledger.below_coverage", reported=trace.reported, expected=trace.expected)
    return t("ledger.no_figure")


def _show_file(revision: dict, place: int) -> None:
    """Show where in which file a value stands, what was read there, and the file itself."""
    if revision["is_typed"]:
        show(render_title(t("ledger.step.typed")), _render_sender(revision))
        return
    show(render_title(t("ledger.step.file")), _render_place(revision), _render_sender(revision))
    if revision["file_is_kept"]:
        if _has_cell(revision):
            excerpt = _get_excerpt(revision)
            none = render_note(t("ledger.no_excerpt"))
            show(none if excerpt is None else render_cell_excerpt(excerpt))
        _offer_file(revision, place, partial(_load_file, revision["sha256"]))
    elif revision["file_is_withheld"] and find_sent_file(cache.get_store(), revision["upload_id"]):
        show(render_note(t("ledger.own")))
        _offer_file(revision, place, partial(_load_sent_file, revision["upload_id"]))
    else:
        key = "ledger.withheld" if revision["file_is_withheld"] else "ledger.not_kept"
        show(render_note(t(key)))
    show(_render_read(revision))


def _offer_file(revision: dict, place: int, load: Callable[[], bytes]) -> None:
    st.download_button(
        t("ledger.download"),
        data=keep_visit(load),
        file_name=revision["file_name"],
        mime="application/octet-stream",
        key=f"ledger_file_{place}",
        on_click="ignore",
    )


def _has_cell(revision: dict) -> bool:
    """Tell whether a value stands in one cell: a figure of the balance follows from many."""
    return bool(revision["file_row"] and revision["file_column"])


def _load_file(sha256: str) -> bytes:
    return load_file(cache.get_store(), sha256)


def _load_sent_file(upload_id: str) -> bytes:
    """Return the file of an upload of one's own; asked again when it is downloaded."""
    store = cache.get_store()
    return load_file(store.whole, find_sent_file(store, upload_id) or "")


def _get_excerpt(revision: dict) -> Excerpt | None:
    read = revision["read"]
    return ledger_cache.get_excerpt(
        revision["sha256"],
        revision["file_name"],
        revision["sheet"],
        int(revision["file_row"]),
        revision["file_column"],
        read.heading_rows if read else (1, 1),
    )


def _render_place(revision: dict) -> Markup:
    return Markup('<p class="place"><b>{}</b>　{}<span class="sub">SHA-256 {}</span></p>').format(
        revision["file_name"], describe_file_cell(revision), revision["sha256"] or "—"
    )


def _render_sender(revision: dict) -> Markup:
    return Markup('<p class="sender">{}</p>').format(
        t(
            "ledger.sender",
            by=name_sender(revision["recorded_by"]),
            at=format_office_time(revision["recorded_at"]),
            number=revision["upload_id"][-6:],
        )
    )


def render_cell_excerpt(excerpt: Excerpt) -> Markup:
    """Return part of a sheet as it looks there, with the cell marked."""
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(column) for column in excerpt.columns
    )
    body, before = [], None
    for number, cells in excerpt.rows:
        if before is not None and number != before + 1:
            gap = Markup('<tr class="gap"><th>⋮</th><td colspan="{}"></td></tr>')
            body.append(gap.format(len(cells)))
        body.append(_render_excerpt_row(excerpt, number, cells))
        before = number
    return Markup(
        '<div class="excerpt" role="img" aria-label="{}"><table><thead><tr><th></th>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(
        t("ledger.excerpt_label", row=excerpt.row, column=excerpt.column),
        head,
        Markup("").join(body),
    )


def _render_excerpt_row(excerpt: Excerpt, number: int, cells: list[str]) -> Markup:
    marked = Markup("").join(
        Markup('<td class="{}">{}</td>').format(
            "cell" if (number, column) == (excerpt.row, excerpt.column) else "", text
        )
        for column, text in zip(excerpt.columns, cells, strict=True)
    )
    kind = "heading" if number <= excerpt.last_heading else ""
    return Markup('<tr class="{}"><th scope="row">{}</th>{}</tr>').format(kind, number, marked)


def _render_read(revision: dict) -> Markup:
    """Return what was read at the cell: its text and unit, title, heading and words; of a figure
    that stands in no cell its source and note."""
    read, has_cell = revision["read"], _has_cell(revision)
    facts = {
        "text": describe_text_read(revision) if has_cell else "",
        "area": revision["area_read"],
    }
    if read:
        words = describe_words(read.words, load_books(cache.get_store()))
        facts |= {
            "title": read.title,
            "heading": read.heading,
            "words": t("shell.sentence_separator").join(words),
        }
    facts |= {"source": cite_known_source(revision["source"]), "note": _get_note(revision)}
    lines = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(t(f"ledger.read.{key}"), text)
        for key, text in facts.items()
        if text
    )
    note = Markup() if read or not has_cell else render_note(t("ledger.words_not_recorded"))
    title = t("ledger.step.read" if has_cell else "ledger.step.computed")
    return Markup('{}<dl class="read">{}</dl>{}').format(render_title(title), lines, note)


def _get_note(revision: dict) -> str:
    is_chinese = get_language() == "zh" and revision["note_zh"]
    return revision["note_zh"] if is_chinese else format_note(revision["note"] or "")


def _render_parts(trace: Trace) -> Markup:
    """Return what a figure is made of: inputs of its formula, or its counties."""
    if trace.origin == ROLLED_UP:
        return _render_counties(trace)
    if trace.origin in (DERIVED, NONE) and trace.inputs:
        return _render_inputs(trace)
    if trace.origin == BALANCE:
        link = render_link("balance", t("ledger.step.balance"), area=trace.area_id, year=trace.year)
        return Markup("<p>{}</p>").format(link)
    return Markup()


def _render_inputs(trace: Trace) -> Markup:
    columns = [
        Column("operand", t("ledger.column.operand"), "short"),
        Column("name", t("ledger.column.indicator")),
        Column("year", t("ledger.column.year"), "short"),
        Column("value", t("ledger.column.value"), "number"),
        Column("unit", t("ledger.column.unit"), "short"),
        Column("state", t("ledger.column.state"), "short"),
    ]
    rows = [
        {
            "operand": t(f"ledger.operand.{row['operand']}"),
            "name": name_indicator(row["indicator_id"]),
            "year": format_year(row["year"]),
            # With all digits: whoever divides them gets the value above.
            "value": _link(row, format_exact(row["value"])),
            "unit": format_unit(row["unit"]),
            "state": format_state(row["state"]),
        }
        for row in trace.inputs
    ]
    note = t("ledger.inputs_note" if trace.origin == DERIVED else "ledger.inputs_lacking")
    title = render_title(t("ledger.step.inputs"))
    return title + render_table(columns, rows, is_labelled=True) + render_note(note)


def _link(row: dict, text: str) -> Markup:
    """Return a value as a link to its own chain; a missing one leads there too."""
    return render_ledger_link(text, row["indicator_id"], row["area_id"], int(row["year"]))


def _render_counties(trace: Trace) -> Markup:
    areas = cache.get_areas()
    # As many as any of them has: whoever adds them up gets the value above.
    digits = [format_exact(row["value"]) for row in trace.counties if not is_missing(row["value"])]
    needed = max((len(text.partition(".")[2]) for text in digits), default=0)
    decimals = min(needed, MOST_DIGITS)
    columns = [
        Column("name", t("ledger.column.area")),
        Column("value", t("ledger.column.value"), "number"),
        Column("unit", t("ledger.column.unit"), "short"),
        Column("state", t("ledger.column.state"), "short"),
    ]
    rows = [
        {
            "name": pick_name(areas.loc[row["area_id"]]),
            "value": _link(row, render_number(row["value"], decimals)),
            "unit": format_unit(trace.unit),
            "state": t("shell.list_separator").join(map(format_state, row["states"])),
        }
        for row in sorted(trace.counties, key=lambda row: is_missing(row["value"]))
    ]
    return (
        render_title(t("ledger.step.counties", method=t(f"rollup.method.{trace.method}")))
        + render_table(columns, rows, is_tall=len(rows) > TALL)
        + render_note(
            t(
                "ledger.counties_note",
                reported=format_number(trace.reported),
                expected=format_number(trace.expected),
            )
        )
    )


def _render_steps(trace: Trace) -> Markup:
    """Return what each act changed of a figure: who sent, verified, undid it, and why."""
    if not trace.steps:
        return Markup()
    columns = [
        Column("change", t("ledger.column.change"), "short"),
        Column("old", t("ledger.column.old"), "number"),
        Column("new", t("ledger.column.new"), "number"),
        Column("state", t("ledger.column.state"), "short"),
        Column("who", t("ledger.column.act")),
        Column("file", t("ledger.column.file"), "long", is_minor=True),
    ]
    rows = [
        {
            "change": t(f"changes.change.{row['change']}"),
            "old": "—" if is_missing(row["old_value"]) else format_exact(row["old_value"]),
            "new": "—" if is_missing(row["new_value"]) else format_exact(row["new_value"]),
            "state": format_state(row["new_state"]) if row["new_state"] else "—",
            "who": describe_step(row),
            "file": row["file_name"] or "—",
        }
        for row in reversed(trace.steps)
    ]
    note = render_note(t("ledger.steps_note")) if trace.origin in (DERIVED, ROLLED_UP) else Markup()
    table = render_table(columns, rows, is_tall=len(rows) > TALL, is_labelled=True)
    return render_title(t("ledger.step.steps")) + table + note


def _render_returns(trace: Trace) -> Markup:
    """Return who returned which value and why, and what answered it, newest first."""
    if not trace.returns:
        return Markup()
    columns = [
        Column("name", t("ledger.column.indicator")),
        Column("year", t("ledger.column.year"), "short"),
        Column("value", t("ledger.column.value"), "number"),
        Column("unit", t("ledger.column.unit"), "short"),
        Column("by", t("ledger.column.returned_by"), "short"),
        Column("at", t("ledger.column.returned_at"), "short"),
        Column("remark", t("ledger.column.remark"), "long"),
        Column("answer", t("ledger.column.answer"), "long"),
    ]
    rows = [
        {
            "name": name_indicator(row["indicator_id"]),
            "year": format_year(row["year"]),
            "value": _link(row, format_exact(row["value"])),
            "unit": format_unit(row["unit"]),
            "by": row["returned_by"] or "—",
            "at": format_office_time(row["returned_at"]),
            "remark": row["remark"],
            "answer": describe_answer(row),
            "_class": "undone" if row["undone_at"] else "",
        }
        for row in reversed(trace.returns)
    ]
    return render_title(t("ledger.step.returns")) + render_table(columns, rows, is_labelled=True)


def _render_former(trace: Trace) -> Markup:
    """Return every value that was ever sent or published, with what became of it."""
    if not trace.revisions:
        return Markup()
    columns = [
        Column("value", t("ledger.column.value"), "number"),
        Column("unit", t("ledger.column.unit"), "short"),
        Column("state", t("ledger.column.state"), "short"),
        Column("fate", t("ledger.column.fate")),
        Column("by", t("targets.column.sent_by"), "short"),
        Column("at", t("targets.column.sent_at"), "short"),
        Column("place", t("ledger.column.place"), "long"),
    ]
    rows = [
        {
            "value": format_exact(row["value"]),
            "unit": format_unit(row["unit"]),
            "state": format_state(row["state"]),
            "fate": describe_fate(row),
            "by": row["recorded_by"] or "—",
            "at": format_office_time(row["recorded_at"]),
            "place": _describe_source(row),
            "_class": "undone" if row["fate"] in ("undone", "withdrawn") else "",
        }
        for row in trace.revisions
    ]
    return render_title(t("ledger.step.former")) + render_table(columns, rows, is_labelled=True)


def _describe_source(row: dict) -> str:
    """Return the file and place of a revision, or the source of a published figure."""
    parts = [row["file_name"], describe_file_cell(row)] if row["upload_id"] else []
    parts += [cite_known_source(row["source"])] if row["source"] else []
    parts += [_get_note(row)]
    parts += [t("ledger.edition", edition=row["edition"])] if row["edition"] else []
    return t("shell.sentence_separator").join(dict.fromkeys(filter(None, parts)))


def _render_plan(trace: Trace) -> Markup:
    """Return what the plan states for the same indicator and area."""
    if not trace.plan:
        return Markup()
    columns = [
        Column("value", t("ledger.column.value"), "number"),
        Column("unit", t("ledger.column.unit"), "short"),
        Column("year", t("ledger.column.year"), "short"),
        Column("path", t("ledger.column.clause")),
    ]
    rows = [
        {
            "value": format_exact(row["value"]),
            "unit": format_unit(row["unit"]),
            "year": t("indicator.plan_year_unknown")
            if is_missing(row["year"])
            else format_year(row["year"]),
            "path": row["path"],
        }
        for row in trace.plan
    ]
    return render_title(t("ledger.step.plan")) + render_table(columns, rows)
