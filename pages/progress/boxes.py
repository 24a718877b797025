"""How far is each project of the boxes?"""

from datetime import date

import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.projects.register import NOTE_STATUSES, save_programme_note
from data.words.amounts import describe_amount
from data.words.names import pick_name
from indicators.audit.findings import CONTRADICTS
from indicators.boxes.register_sums import count_item_statuses
from pages.blocks.boxes import (
    SYMBOLS,
    format_choice_of_day,
    get_item_word,
    list_dates,
    name_box,
    render_count,
    render_distance,
    render_item_judgement,
    render_item_status,
    render_keys,
    show_box_style,
)
from pages.blocks.links import render_link
from pages.blocks.markup import render_sub, show, show_empty, show_note, show_title
from pages.blocks.plan import describe_terms
from pages.blocks.projects import describe_break, render_project_table
from pages.blocks.saving import (
    Saving,
    get_basis,
    hold,
    render_versions,
    run_saving,
    show_conflict,
    show_outdated,
)
from pages.blocks.tables import Column, render_table
from pages.documents.item_wording import describe_pipeline
from pages.progress.parts.box_files import offer_boxes
from pages.shell import address, audit_cache, box_cache, cache
from pages.shell.actor import ask_actor_in_form
from pages.shell.frame import show_head
from pages.shell.i18n import t
from pages.shell.messages import show_done


def choose_date() -> date:
    """Let the reader choose the day up to which projects count."""
    days = list_dates(st.query_params.get("asof"))
    names = {day: format_choice_of_day(day) for day in days}
    key = address.adopt_choice("asof", days, days[0])
    return st.selectbox(t("boxes.as_of"), days, key=key, format_func=names.__getitem__, width=200)


def show_verdict(boxes) -> None:
    """Show one sentence on the progress of the countable items."""
    items = box_cache.get_items()
    counts = count_item_statuses(boxes, dict(zip(items.index, items["kind"], strict=True)))
    known = {status: count for status, count in counts.items() if count}
    parts = [
        t("overview.count", count=count, status=get_item_word(status))
        for status, count in known.items()
    ]
    sentence = t(
        "boxes.verdict", total=sum(counts.values()), parts=t("shell.list_separator").join(parts)
    )
    bar = Markup("").join(
        Markup(
            '<span class="{}" style="flex-grow:{}"><i aria-hidden="true">{}</i> {}</span>'
        ).format(status, count, SYMBOLS[status], count)
        for status, count in known.items()
    )
    legend = Markup("").join(
        render_item_status(status, count=count) for status, count in counts.items()
    )
    show(
        Markup(
            '<section class="verdict"><p>{}</p><div class="bar" aria-hidden="true">'
            '{}</div><div class="legend">{}</div></section>'
        ).format(sentence, bar, legend)
    )


def show_boxes(boxes, readings, as_of: date, chosen_id: str) -> None:
    """Show one table per box, one row per item."""
    show(render_keys())
    items = box_cache.get_items()
    for box_no in items["box_no"].unique():
        own = items[items["box_no"] == box_no]
        show(Markup('<h2 class="block box-head">{}</h2>').format(name_box(box_no)))
        rows = [
            _make_row(item, boxes, readings, as_of, chosen_id) for item in own.to_dict("records")
        ]
        show(Markup('<div class="box-table">{}</div>').format(render_table(_list_columns(), rows)))
        _show_conflicts(box_no)


def _list_columns() -> list[Column]:
    return [
        Column("name", t("boxes.column.item"), "html"),
        Column("ask", t("boxes.column.ask"), is_minor=True),
        Column("far", t("boxes.column.far"), "html"),
        Column("counted", t("boxes.column.counted"), "html"),
        Column("pipeline", t("boxes.column.pipeline"), is_minor=True),
        Column("status", t("boxes.column.status"), "html"),
    ]


def _make_row(item: dict, boxes, readings, as_of: date, chosen_id: str) -> dict:
    judged = boxes[boxes["item_id"] == item["item_id"]].iloc[0]
    first = readings[readings["item_id"] == item["item_id"]].iloc[0]
    link = render_link("boxes", pick_name(item), item=item["item_id"], asof=as_of.isoformat())
    ask = describe_amount(item)
    terms = Markup("").join(
        render_sub(line) for line in describe_terms("box_item", item["item_id"])
    )
    return {
        "name": Markup('{}<span class="sub narrow">{}</span>{}').format(link, ask, terms),
        "ask": ask,
        "far": render_distance(first, item),
        "counted": render_count(first, item),
        "pipeline": describe_pipeline(first, item),
        "status": _render_standing(item, judged),
        "_class": "chosen" if item["item_id"] == chosen_id else "",
    }


def _render_standing(item: dict, judged) -> Markup:
    """Return the status of an item; for a programme, the newest status note."""
    if item["kind"] != "programme":
        return render_item_judgement(judged["status"], judged["reason"])
    notes = box_cache.get_notes()
    own = notes[notes["item_id"] == item["item_id"]]
    if own.empty:
        return render_item_status("programme")
    note = own.iloc[0]
    words = t(
        "boxes.note_line",
        status=t(f"boxes.note_status.{note['status']}"),
        day=f"{note['noted_on']:%Y-%m-%d}",
        by=note["recorded_by"] or "—",
    )
    return Markup('{}<span class="sub">{}</span>').format(words, note["note"])


def _show_conflicts(box_no: int) -> None:
    """Show where the numbers of this box do not fit the counties that Box 1 names."""
    items = box_cache.get_items()
    own = set(items.index[items["box_no"] == box_no])
    for row in audit_cache.get_findings().itertuples():
        if row.verdict == CONTRADICTS and row.check_id == "role_items" and row.subject in own:
            show_note(t("boxes.finding", item=row.subject_name, follows=row.follows))


def choose_item() -> str:
    """Let the reader choose one item to view; at first none is chosen."""
    names = {"": t("boxes.no_item")} | {
        row["item_id"]: t("boxes.item_in_box", box=int(row["box_no"]), name=pick_name(row))
        for row in box_cache.get_items().to_dict("records")
    }
    key = address.adopt_choice("item", list(names), "")
    return st.selectbox(
        t("boxes.detail_title"), list(names), key=key, format_func=names.__getitem__, width=360
    )


def show_item(item_id: str, boxes, readings, as_of: date) -> None:
    """Show one item: its status, readings, rules and projects, or a programme's notes."""
    item = box_cache.get_items().loc[item_id]
    back = render_link("boxes", t("boxes.to_all"), asof=as_of.isoformat())
    show(
        Markup(
            '<h2 class="block">{} <small>{}</small></h2><div class="box-table headed">{}</div>{}'
        ).format(
            pick_name(item),
            back,
            render_table(_list_columns(), [_make_row(item, boxes, readings, as_of, "")]),
            render_keys(),
        )
    )
    if item["kind"] == "programme":
        _show_notes(item_id)
    elif item["kind"] == "rate":
        show_note(t("boxes.rate_note"))
    else:
        _show_countable(item_id, item, readings, as_of)
    title = t("boxes.all_title")
    show(Markup('<h2 class="block part">{}</h2>').format(title))


def _show_countable(item_id: str, item, readings, as_of: date) -> None:
    own = readings[readings["item_id"] == item_id]
    if own["reading_id"].notna().any():
        _show_readings(own, item)
    _show_breaks(item_id, as_of)
    _show_projects(item_id, as_of)


def _show_readings(own, item) -> None:
    known = cache.get_readings()
    columns = [
        Column("name", t("boxes.column.reading")),
        Column("counted", t("boxes.column.counted"), "html"),
        Column("far", t("boxes.column.far"), "html"),
        Column("status", t("boxes.column.status"), "html"),
        Column("why", t("boxes.column.why"), "long", is_minor=True),
    ]
    rows = [
        {
            "name": _name_reading(row, known),
            "counted": render_count(row, item),
            "far": render_distance(row, item),
            "status": render_item_judgement(row["status"], row["reason"]),
            "why": pick_name(known.loc[row["reading_id"]], "rationale"),
        }
        for row in own.to_dict("records")
    ]
    show(
        Markup('<h2 class="block">{}</h2>{}').format(
            t("boxes.readings_title"), render_table(columns, rows)
        )
    )


def _name_reading(row: dict, known) -> str:
    name = pick_name(known.loc[row["reading_id"]], "reading")
    if row["is_decided"]:
        return t("boxes.decided_reading", name=name)
    return t("boxes.default_reading", name=name) if row["is_default"] else name


def _show_breaks(item_id: str, as_of: date) -> None:
    breaks = box_cache.get_rule_breaks(as_of)
    own = breaks[breaks["item_id"] == item_id]
    lines = [
        describe_break(group)
        for _, group in own.groupby(["rule_id", "reading_id"], dropna=False, sort=False)
    ]
    if not lines:
        return
    drawn = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    show(
        Markup('<h2 class="block">{}</h2><ul class="rules">{}</ul>').format(
            t("boxes.rules_title"), drawn
        )
    )


def _show_projects(item_id: str, as_of: date) -> None:
    stages = box_cache.get_stages(as_of)
    own = stages[stages["item_id"] == item_id]
    title = t("boxes.projects_title", count=len(own))
    show_title(title)
    if own.empty:
        show(
            Markup('<p class="empty">{} {}</p>').format(
                t("boxes.no_projects"),
                render_link("projects", t("boxes.to_register"), item=item_id),
            )
        )
        return
    show(render_project_table(own, cache.get_areas(), with_item=False))


def _show_notes(item_id: str) -> None:
    notes = box_cache.get_notes()
    own = notes[notes["item_id"] == item_id]
    show_title(t("boxes.notes_title"))
    if own.empty:
        show_empty(t("boxes.no_notes"))
    else:
        columns = [
            Column("day", t("boxes.column.day"), "short"),
            Column("status", t("boxes.column.status"), "short"),
            Column("note", t("boxes.column.note"), "long"),
            Column("by", t("boxes.column.by")),
        ]
        show(
            render_table(
                columns,
                [
                    {
                        "day": f"{row.noted_on:%Y-%m-%d}",
                        "note": row.note,
                        "by": row.recorded_by or "—",
                        "status": t(f"boxes.note_status.{row.status}"),
                    }
                    for row in own.itertuples()
                ],
            )
        )
    if show_conflict(f"note_{item_id}"):
        return
    with st.expander(t("boxes.add_note")):
        _ask_note(item_id, 0 if own.empty else int(own["seq"].iloc[0]))


def _ask_note(item_id: str, now: int) -> None:
    form = f"note_{item_id}"
    seq = hold(form, now, lambda _: f"note_text_{item_id}")
    if seq != now:
        show_outdated(form)
    words = {status: t(f"boxes.note_status.{status}") for status in NOTE_STATUSES}
    with st.form("note_form", border=False, enter_to_submit=False):
        status = st.selectbox(
            t("boxes.column.status"),
            list(words),
            width=220,
            format_func=words.__getitem__,
            key=f"note_status_{item_id}",
        )
        note = st.text_area(t("boxes.column.note"), key=f"note_text_{item_id}", max_chars=1000)
        name = ask_actor_in_form("_note")
        is_sent = st.form_submit_button(t("boxes.save_note"), key="save_note", type="primary")
    if not is_sent:
        return
    run_saving(
        name,
        Saving(
            form,
            lambda known: save_programme_note(
                cache.get_store(),
                item_id,
                status=status,
                note=note,
                by=name,
                based_on=get_basis(known, "changed_note", seq),
            ),
            lambda _: t("boxes.note_saved"),
            lambda error: _compare_notes(error, status, note),
            forget=(f"note_text_{item_id}",),
        ),
    )


def _compare_notes(error: ChangedMeanwhileError, status: str, note: str) -> Markup:
    (theirs,) = error.theirs
    rows = [
        {
            "label": t("boxes.column.status"),
            "theirs": t(f"boxes.note_status.{theirs['status']}"),
            "mine": t(f"boxes.note_status.{status}"),
        },
        {"label": t("boxes.column.note"), "theirs": theirs["note"], "mine": note},
    ]
    return render_versions(error, rows)


show_head("boxes", choices=False)
show_done()
show_box_style()
with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
    day_chosen = choose_date()
    item_chosen = choose_item()
address.write_address(asof=day_chosen.isoformat(), item=item_chosen or None)
judged_boxes = box_cache.get_boxes(day_chosen)
judged_readings = box_cache.get_box_readings(day_chosen)
if item_chosen:
    show_item(item_chosen, judged_boxes, judged_readings, day_chosen)
else:
    show_verdict(judged_boxes)
offer_boxes(day_chosen)
show_boxes(judged_boxes, judged_readings, day_chosen, item_chosen)
