"""Beside the targets: the plan's own starting point, the boxes in one strip, what is overdue."""

from dataclasses import asdict

from markupsafe import Markup

from data.clock import get_today
from data.store.plan import load_baseline_changes
from data.words.names import name_clause, pick_name
from data.words.numbers import format_number, format_value, format_year, is_missing
from indicators.boxes.register_sums import count_item_statuses
from indicators.counties.owed import summarise_missing
from indicators.plan_figures import list_plan_figures
from pages.blocks.boxes import SYMBOLS, get_item_word, render_item_status
from pages.blocks.links import render_link
from pages.blocks.markup import join_unbroken
from pages.blocks.missing import render_missing_link
from pages.blocks.plan import describe_note
from pages.blocks.status import name_indicator
from pages.shell import box_cache, cache, owed_cache
from pages.shell.i18n import t

GROUPS = ("plan_counties", "pastoral", "semi_pastoral")


@cache.keep_drawing
def render_start() -> Markup:
    """Return the plan's own figures of where it began, each with the counties it speaks for."""
    changes = load_baseline_changes(cache.get_store())
    changes = changes[changes["is_default"]].to_dict("records")
    by_key = {(row["indicator_id"], row["area_id"]): row for row in changes}
    tiles = []
    stated = [area_id for area_id in GROUPS if area_id in cache.get_inputs().stated_counts]
    for area_id in stated:
        for row in list_plan_figures(cache.get_inputs(), area_id).to_dict("records"):
            change = by_key.pop((row["indicator_id"], area_id), None)
            tiles.append(_render_tile(area_id, row, change))
    tiles += [_render_tile(row["area_id"], row, row) for row in by_key.values()]
    groups = [
        t(
            "overview.start_group",
            area=cache.get_area_names()[area_id],
            count=cache.get_inputs().stated_counts[area_id],
        )
        for area_id in stated
    ]
    if not tiles:
        return Markup()
    return Markup(
        '<h2 class="block" id="plan-start">{}</h2><div class="start">{}</div><p class="note">{}</p>'
    ).format(
        t("overview.start_title"),
        Markup("").join(tiles),
        t("overview.start_note", groups=t("shell.list_separator").join(groups)),
    )


def _render_tile(area_id: str, row: dict, change: dict | None) -> Markup:
    """Return a figure of the plan, or a change whose level the plan does not give."""
    value = row.get("value")
    figure = "" if is_missing(value) else format_value(value, row["unit"])
    year = row.get("year", row.get("to_year"))
    facts = [t("plan.no_year") if is_missing(year) else format_year(year)]
    facts.append(name_clause(row["clause_id"], row["path"]))
    note = describe_note(row) if "note_zh" in row else ""
    return Markup(
        '<div title="{}"><h3>{}</h3><p><b>{}</b> {}</p><p class="sub">{}</p>'
        '<p class="sub">{}</p></div>'
    ).format(
        note,
        name_indicator(row["indicator_id"]),
        figure,
        _write_change(change) if change else "",
        cache.get_area_names()[area_id],
        join_unbroken(facts),
    )


def _write_change(change: dict) -> Markup:
    key = "fell" if change["change_pct"] < 0 else "grew"
    text = t(
        f"overview.start_{key}_{change['comparator']}",
        pct=format_number(abs(change["change_pct"])),
        year=change["from_year"],
    )
    return Markup('<span class="change-since">{}</span>').format(text)


@box_cache.keep_box_drawing
def render_boxes_and_overdue(area_id: str) -> Markup:
    """Return the boxes in one strip (of the region) and the overdue reports of an area."""
    boxes = _render_boxes() if area_id == cache.get_plan_area() else Markup()
    return Markup('<div class="beside" id="boxes-and-overdue">{}{}</div>').format(
        boxes, _render_overdue(area_id)
    )


@box_cache.keep_box_drawing
def _render_boxes() -> Markup:
    items = box_cache.get_items()
    judged = box_cache.get_boxes(get_today()).set_index("item_id")["status"]
    kinds = dict(zip(items.index, items["kind"], strict=True))
    counts = count_item_statuses(judged.reset_index(), kinds)
    order = {status: place for place, status in enumerate(SYMBOLS)}
    countable = [item_id for item_id in items.index if kinds[item_id] != "programme"]
    shown = sorted(countable, key=lambda item_id: order[judged[item_id]])
    cells = Markup("").join(
        Markup('<i class="{}" title="{}"><span aria-hidden="true">{}</span></i>').format(
            judged[item_id],
            t(
                "overview.box_item",
                item=pick_name(items.loc[item_id]),
                status=get_item_word(judged[item_id]),
            ),
            SYMBOLS[judged[item_id]],
        )
        for item_id in shown
    )
    legend = Markup("").join(
        render_item_status(status, count=count) for status, count in counts.items() if count
    )
    return Markup(
        '<section><h2 class="block">{}</h2><div class="strip" aria-hidden="true">{}</div>'
        '<div class="legend">{}</div></section>'
    ).format(
        render_link(
            "boxes", t("overview.boxes_title", count=len(shown), programmes=len(items) - len(shown))
        ),
        cells,
        legend,
    )


def _render_overdue(area_id: str) -> Markup:
    owed = summarise_missing(owed_cache.get_missing(area_id), get_today())
    key = "overview.overdue" if owed.role_cells else "overview.overdue_plain"
    # Who sees a part cannot know that everything was sent.
    none = "overview.overdue_none" if cache.sees_all() else "overview.overdue_none_seen"
    text = t(key, **asdict(owed)) if owed.cells else t(none)
    links = [render_link("county", t("overview.overdue_list"), code=area_id)]
    links += [link] if (link := render_missing_link(area_id)) else []
    return Markup(
        '<section><h2 class="block">{}</h2><p>{}</p><p class="act">{}</p></section>'
    ).format(t("overview.overdue_title"), text, Markup(" · ").join(links))
