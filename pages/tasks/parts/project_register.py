"""The register as it is shown: filtered and drawn once for all who ask for the same."""

from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from data.clock import get_today
from data.ledger.groups import load_groups
from data.projects.register import STAGES
from data.words.names import pick_name
from indicators.boxes.register_sums import filter_projects
from indicators.rollup import list_members
from pages.blocks.boxes import name_box, name_item
from pages.blocks.links import render_link
from pages.blocks.markup import render_note
from pages.blocks.projects import describe_break, render_project_table, render_stages
from pages.shell import box_cache, cache
from pages.shell.i18n import t

STATES = ("verified", "reported", "demonstration")


class Wanted(NamedTuple):
    """What the reader filters by; "" and None stand for everything."""

    box_no: int | str
    item_id: str
    area_id: str | None
    stage: str
    state: str
    text: str


@cache.keep(*box_cache.BOXES, by_day=True, most=64)
def find_projects(wanted: Wanted) -> pd.DataFrame:
    """Return the projects of the register that are wanted."""
    asked, area_ids = wanted, None
    if wanted.area_id and cache.get_areas().loc[wanted.area_id, "level"] == "group":
        area_ids = list_members(cache.get_inputs(), wanted.area_id, get_today().year)
        asked = wanted._replace(area_id=None)
    return filter_projects(box_cache.get_projects(), area_ids=area_ids, **asked._asdict())


@cache.keep(*box_cache.BOXES, in_words=True, by_day=True, most=64)
def render_overview(wanted: Wanted) -> list[Markup]:
    """Return how many projects of all are wanted, and how many of them are in each stage."""
    shown, total = find_projects(wanted), len(box_cache.get_projects())
    count = render_note(t("projects.counts", shown=len(shown), total=total))
    return [count, render_stages(shown)] if len(shown) else [count]


@cache.keep(*box_cache.BOXES, in_words=True, by_day=True, most=64)
def render_register(wanted: Wanted) -> Markup:
    """Return the wanted projects as a table."""
    return render_project_table(find_projects(wanted))


@box_cache.keep_box_drawing
def render_rule_breaks() -> tuple[int, Markup]:
    """Return where the register departs from the plan's own rules: how many lines, and these."""
    breaks = box_cache.get_rule_breaks(get_today())
    lines = []
    for keys, group in breaks.groupby(
        ["item_id", "rule_id", "reading_id"], dropna=False, sort=False
    ):
        link = render_link("boxes", name_item(keys[0]), item=keys[0])
        lines.append(Markup("<li>{}: {}</li>").format(link, describe_break(group)))
    return len(lines), Markup('<ul class="rules">{}</ul>').format(Markup("").join(lines))


def list_project_filters(wanted: Wanted) -> list[str]:
    """Return the words of the filters in force, other than the area."""
    names = name_filters(wanted.box_no)
    asked = {"box": wanted.box_no, "item": wanted.item_id, "stage": wanted.stage}
    asked["state"] = wanted.state
    found = [names[name][value] for name, value in asked.items() if value]
    return found + [t("projects.found_by", text=wanted.text)] * bool(wanted.text)


@box_cache.keep_box_drawing
def name_filters(box_no: int | str) -> dict[str, dict]:
    """Return the options of each filter with their names; items are those of a box."""
    every = {"": t("projects.all")}
    items = box_cache.get_item_rows().values()
    areas = cache.get_areas()
    groups = load_groups(cache.get_store())
    filled = set(groups.loc[groups["member_count"] > 0, "group_id"])
    known = areas[(areas["level"] != "group") | areas.index.isin(filled)]
    return {
        "box": every
        | {number: name_box(number) for number in dict.fromkeys(int(r["box_no"]) for r in items)},
        "item": every
        | {r["item_id"]: pick_name(r) for r in items if box_no in ("", int(r["box_no"]))},
        "area": {r["area_id"]: pick_name(r) for r in known.to_dict("records")},
        "stage": every | {name: t(f"projects.stage.{name}") for name in STAGES},
        "state": every | {name: t(f"projects.state.{name}") for name in STATES},
    }
