"""How far is each project of the boxes?"""

from datetime import date

import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.projects.register import NOTE_STATUSES, save_programme_note
from data.words.amounts import describe_amount
from data.words.names import pick_name
from data.words.numbers import is_missing
from indicators.audit.findings import CONTRADICTS
from indicators.boxes.register_sums import count_item_statuses
from pages.blocks.boxes import (
    SYMBOLS,
    format_choice_of_day,
    get_item_word,
    list_dates,
    name_box,
    name_item_in_box,
    render_count,
    render_distance,
    render_item_judgement,
    render_item_status,
    render_keys,
)
from pages.blocks.links import render_link
from pages.blocks.markup import (
    render_note,
    render_sub,
    render_title,
    show,
    show_empty,
    show_sheets,
    show_stack,
    show_title,
)
from pages.blocks.plan import describe_terms
from pages.blocks.projects import describe_break, name_area, render_project_table
from pages.blocks.saving import (
    Saving,
    get_basis,
    hold,
    render_versions,
    run_saving,
    show_conflict,
    show_outdated,
)
from pages.blocks.status import render_bar
from pages.blocks.tables import Column, render_table
from pages.documents.item_wording import describe_pipeline
from pages.progress.parts.box_areas import (
    choose_box_area,
    count_own_statuses,
    describe_area,
    get_item_view,
    is_own,
    is_whole,
    list_project_areas,
    list_shown_items,
    render_binding,
    render_in_area,
)
from pages.progress.parts.box_files import offer_boxes
from pages.shell import address, audit_cache, box_cache, cache
from pages.shell.actor import ask_actor_in_form, check_may
from pages.shell.frame import show_head, show_print_head
from pages.shell.i18n import t
from pages.shell.messages import show_done


def choose_date() -> date:
    """Let the reader choose the day up to which projects count."""
    days = list_dates(st.query_params.get("day"))
    names = {day: format_choice_of_day(day) for day in days}
    key = address.adopt_choice("day", days, days[0])
    return st.selectbox(t("boxes.as_of"), days, key=key, format_func=names.__getitem__, width=200)


@box_cache.keep_box_drawing
def render_verdict_of(as_of: date, area_id: str) -> Markup:
    """Return one sentence on the progress of the countable items, and on those of an area."""
    if is_whole(area_id):
        items = box_cache.get_items()
        kinds = dict(zip(items.index, items["kind"], strict=True))
        counts = count_item_statuses(box_cache.get_boxes(as_of), kinds)
    else:
        counts = count_own_statuses(as_of, area_id)
    total = sum(counts.values())
    parts = t("shell.list_separator").join(
        t("overview.count", count=count, status=get_item_word(status).lower())
        for status, count in counts.items()
        if count
    )
    notes: list[str] = []
    if not is_whole(area_id):
        sentence, *notes = describe_area(as_of, area_id, parts, total)
    elif total:
        sentence = t("boxes.verdict", total=total, parts=parts)
    else:
        sentence = t("boxes.verdict_none", n=len(box_cache.get_items()))
    bar = _render_counts(counts) if total else Markup()
    why = Markup("").join(Markup('<p class="why">{}</p>').format(note) for note in notes)
    return Markup('<section class="verdict"><p>{}</p>{}{}</section>').format(sentence, bar, why)


def _render_counts(counts: dict[str, int]) -> Markup:
    bar = render_bar(counts, SYMBOLS, {status: get_item_word(status) for status in counts})
    legend = Markup("").join(
        render_item_status(status, count=count) for status, count in counts.items()
    )
    return Markup('{}<div class="legend">{}</div>').format(bar, legend)


def show_boxes(as_of: date, area_id: str, chosen_id: str) -> None:
    """Show one table per box, one row per item; above them those that a part is judged by."""
    items = box_cache.get_item_rows()
    # The line stays without its keys, beside which the page offers its files.
    parts = [render_keys() if _has_countable() else Markup('<p class="keys">&nbsp;</p>')]
    own = list_shown_items(as_of, area_id, of_area=True)
    if own:
        parts += _render_items(t("boxes.area.own_title"), own, as_of, area_id, chosen_id)
    if not is_whole(area_id):
        title = t("boxes.area.whole_title", whole=name_area(cache.get_plan_area()))
        parts.append(Markup('<h2 class="block part">{}</h2>').format(title))
    others = list_shown_items(as_of, area_id, of_area=False)
    for box_no in dict.fromkeys(row["box_no"] for row in items.values()):
        shown = tuple(item_id for item_id in others if items[item_id]["box_no"] == box_no)
        if shown:
            parts += _render_items(name_box(box_no), shown, as_of, area_id, chosen_id)
        parts += _render_conflicts(box_no) if is_whole(area_id) else []
    show_stack(parts)


@box_cache.keep_box_drawing
def _render_items(
    title: str, item_ids: tuple[str, ...], as_of: date, area_id: str, chosen_id: str
) -> list[Markup]:
    rows = [_make_row(item_id, as_of, area_id, chosen_id) for item_id in item_ids]
    return [
        Markup('<h2 class="block box-head">{}</h2>').format(title),
        Markup('<div class="box-table">{}</div>').format(render_table(_list_columns(), rows)),
    ]


def _has_countable() -> bool:
    return any(row["kind"] != "programme" for row in box_cache.get_item_rows().values())


def _list_columns() -> list[Column]:
    name = Column("name", t("boxes.column.item"), "html")
    status = Column("status", t("boxes.column.status"), "html")
    if not _has_countable():
        return [name, status]
    return [
        name,
        Column("ask", t("boxes.column.ask"), is_minor=True),
        Column("far", t("boxes.column.far"), "html"),
        Column("counted", t("boxes.column.counted"), "html"),
        Column("pipeline", t("boxes.column.pipeline"), is_minor=True),
        status,
    ]


def _make_row(item_id: str, as_of: date, area_id: str, chosen_id: str) -> dict:
    view = get_item_view(item_id, as_of, area_id)
    item, first = view.item, view.numbers
    link = _render_item_link(item, as_of, area_id)
    ask = describe_amount(item)
    lines = describe_terms("box_item", item["item_id"])
    if is_own(view.seen, area_id):
        lines = [pick_name(item, "label"), *lines]
    if not is_missing(item["lead_zh"]):
        lines = [t("boxes.lead", name=pick_name(item, "lead")), *lines]
    terms = Markup("").join(render_sub(line) for line in lines)
    return {
        "name": Markup('{}<span class="sub narrow">{}</span>{}').format(link, ask, terms),
        "ask": ask,
        "far": render_distance(first, item),
        "counted": render_count(first, item) + render_in_area(view.seen),
        "pipeline": describe_pipeline(first, item),
        "status": _render_standing(item, view.judged) + render_binding(view),
        "_class": "chosen" if item["item_id"] == chosen_id else "",
    }


def _render_item_link(item: dict, as_of: date, area_id: str) -> Markup:
    return render_link(
        "boxes", pick_name(item), item=item["item_id"], area=area_id, day=as_of.isoformat()
    )


def _render_standing(item: dict, judged: dict) -> Markup:
    """Return the status of an item; for a programme, the newest status note."""
    if item["kind"] != "programme":
        return render_item_judgement(judged["status"], judged["reason"])
    note = box_cache.get_newest_notes().get(item["item_id"])
    if note is None:
        return render_item_status("programme")
    words = t(
        "boxes.note_line",
        status=t(f"boxes.note_status.{note['status']}"),
        day=f"{note['noted_on']:%Y-%m-%d}",
        by=note["recorded_by"] or "—",
    )
    return Markup('{}<span class="sub">{}</span>').format(words, note["note"])


@cache.keep(*box_cache.BOXES, in_words=True, by_day=True)
def _render_conflicts(box_no: int) -> list[Markup]:
    """Return where the numbers of this box do not fit the counties that the plan names."""
    items = box_cache.get_item_rows()
    return [
        render_note(t("boxes.finding", item=row.subject_name, follows=row.follows))
        for row in audit_cache.get_findings().itertuples()
        if row.verdict == CONTRADICTS
        and row.check_id == "role_items"
        and row.subject in items
        and items[row.subject]["box_no"] == box_no
    ]


def choose_item() -> str:
    """Let the reader choose one item to view; at first none is chosen."""
    names = {"": t("boxes.no_item")} | {
        row["item_id"]: name_item_in_box(row) for row in box_cache.get_item_rows().values()
    }
    key = address.adopt_choice("item", list(names), "")
    return st.selectbox(
        t("boxes.detail_title"), list(names), key=key, format_func=names.__getitem__, width=360
    )


def show_item(item_id: str, as_of: date, area_id: str) -> None:
    """Show one item: its status, readings, rules and projects, or a programme's notes."""
    show_stack(_render_item(item_id, as_of, area_id))
    if box_cache.get_item_rows()[item_id]["kind"] == "programme":
        _show_notes(item_id)
    title = t("boxes.all_title")
    show(Markup('<h2 class="block part">{}</h2>').format(title))


@box_cache.keep_box_drawing
def _render_item(item_id: str, as_of: date, area_id: str) -> list[Markup]:
    """Return the status of an item, its readings, rules and projects."""
    item = box_cache.get_item_rows()[item_id]
    back = render_link("boxes", t("boxes.to_all"), area=area_id, day=as_of.isoformat())
    if not is_whole(area_id):
        whole = cache.get_plan_area()
        text = t("boxes.area.to_whole", whole=name_area(whole))
        query = {"item": item_id, "area": whole, "day": as_of.isoformat()}
        back = Markup("{} · {}").format(back, render_link("boxes", text, **query))
    head = Markup(
        '<h2 class="block">{} <small>{}</small></h2><div class="box-table headed">{}</div>{}'
    ).format(
        pick_name(item),
        back,
        render_table(_list_columns(), [_make_row(item_id, as_of, area_id, "")]),
        render_keys(),
    )
    if item["kind"] == "programme":
        return [head]
    if item["kind"] == "rate":
        return [head, render_note(t("boxes.rate_note"))]
    readings = box_cache.get_box_readings(as_of)
    own = readings[readings["item_id"] == item_id]
    parts = [head]
    if own["reading_id"].notna().any() and is_whole(area_id):
        parts.append(_render_readings(own, item))
    breaks = _render_breaks(item_id, as_of) if is_whole(area_id) else []
    return [*parts, *breaks, *_render_projects(item_id, as_of, area_id)]


def _render_readings(own, item) -> Markup:
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
    return Markup('<h2 class="block">{}</h2>{}').format(
        t("boxes.readings_title"), render_table(columns, rows)
    )


def _name_reading(row: dict, known) -> str:
    name = pick_name(known.loc[row["reading_id"]], "reading")
    if row["is_decided"]:
        return t("boxes.decided_reading", name=name)
    return t("boxes.default_reading", name=name) if row["is_default"] else name


def _render_breaks(item_id: str, as_of: date) -> list[Markup]:
    breaks = box_cache.get_rule_breaks(as_of)
    own = breaks[breaks["item_id"] == item_id]
    lines = [
        describe_break(group)
        for _, group in own.groupby(["rule_id", "reading_id"], dropna=False, sort=False)
    ]
    if not lines:
        return []
    drawn = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    return [
        Markup('<h2 class="block">{}</h2><ul class="rules">{}</ul>').format(
            t("boxes.rules_title"), drawn
        )
    ]


def _render_projects(item_id: str, as_of: date, area_id: str) -> list[Markup]:
    stages = box_cache.get_stages(as_of)
    own = stages[stages["item_id"] == item_id]
    total, empty, title = (
        len(own),
        t("boxes.no_projects"),
        t("boxes.projects_title", count=len(own)),
    )
    if not is_whole(area_id):
        own = own[own["area_id"].isin(list_project_areas(as_of.year, area_id))]
        words = {"whole": name_area(cache.get_plan_area()), "total": total}
        empty = t("boxes.area.no_projects", **words)
        title = t("boxes.area.projects_title", count=len(own), **words)
    if own.empty:
        link = render_link("projects", t("boxes.to_register"), item=item_id)
        return [render_title(title), Markup('<p class="empty">{} {}</p>').format(empty, link)]
    table = render_project_table(own, with_item=False)
    return [render_title(title), table]


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
    if not check_may("note"):
        return
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
show_sheets("boxes")
with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
    day_chosen = choose_date()
    area_chosen = choose_box_area(day_chosen.year)
    item_chosen = choose_item()
show_print_head("boxes", area_chosen)
address.write_address(day=day_chosen.isoformat(), area=area_chosen, item=item_chosen or None)
if item_chosen:
    show_item(item_chosen, day_chosen, area_chosen)
else:
    show(render_verdict_of(day_chosen, area_chosen))
offer_boxes(day_chosen, area_chosen)
show_boxes(day_chosen, area_chosen, item_chosen)
