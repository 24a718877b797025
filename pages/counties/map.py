"""The region on a map: choose what to see, and export it as a picture."""

from functools import partial

import streamlit as st

from data.errors import CaomuError
from geo.canvas import FORMATS, SIZES
from geo.classes import DEFAULT_COUNT, SCHEMES
from pages.blocks.folds import show_rest
from pages.blocks.maps import show_map
from pages.blocks.markup import render_note, render_title, show, show_note
from pages.blocks.takeaway import XLSX
from pages.counties.parts import maps
from pages.counties.parts.map_approval import show_approval
from pages.counties.parts.map_choices import (
    ALL_ROLES,
    PLAYING,
    Fields,
    choose_map,
    choose_other,
    choose_year,
)
from pages.counties.parts.map_files import make_map_book
from pages.shell import address
from pages.shell.appearing import get_appearing
from pages.shell.example import is_in_example, keep_visit, mark_file
from pages.shell.frame import show_head, show_print_head
from pages.shell.i18n import t
from pages.shell.messages import render_notice, show_error, show_notice
from pages.shell.parts import run_part

STEP_S = 1.5


def show_map_page() -> None:
    """Show the map that the reader chose, and let the reader choose another."""
    place = keep_room("map_choices", vertical_alignment="bottom")
    fields: Fields = []
    choice = choose_map(fields)
    # A fragment of its own, so that another year sends only the maps, not the choices.
    playing = st.session_state.get(PLAYING, False)
    run_part(show_times, choice, run_every=STEP_S if playing else None)
    with place:
        show_fields(fields)
        show_approval()


def show_times(choice) -> None:
    """Show one map or two with their tables, and let the reader choose the year."""
    place = keep_room("map_times", vertical_alignment="center")
    fields: Fields = []
    choice = choose_year(choice, fields)
    other = choose_other(choice, fields)
    fields.append(partial(run_part, show_export, choice, other))
    appearing = get_appearing()
    drawings = show_drawings(choice, other, appearing.token if appearing else "")
    if appearing and drawings:
        appearing.wait()
    with place:
        show_fields(fields)
    asked = list_address(choice, other)
    show_print_head("map", year=asked["year"])
    address.write_address(**asked)
    show_tables(drawings, list_pairs(choice, other))


def keep_room(key: str, *, vertical_alignment):
    """Return a row for fields that are drawn after the map; map.css gives it its height."""
    place = st.container(horizontal=True, vertical_alignment=vertical_alignment, key=key)
    # Without anything in it the browser leaves the row out.
    place.text("")
    return place


def show_fields(fields: Fields) -> None:
    """Draw fields beside each other."""
    for show_field in fields:
        show_field()


def list_pairs(choice, other) -> list[tuple]:
    """Return each map with the one beside it, which may be None."""
    return [(choice, other)] if other is None else [(choice, other), (other, choice)]


def show_drawings(choice, other, token: str) -> list[maps.Drawing]:
    """Show one map, or two beside each other; none, and why, where its classes cannot be used.

    `token` is that of what appears first (`pages.shell.appearing`).
    """
    try:
        drawings = [maps.get_drawing(*pair) for pair in list_pairs(choice, other)]
    except CaomuError as error:
        show_error(error)
        return []
    show_emptiness(choice, drawings[0].view)
    if other is None:
        show_sheet(drawings[0], choice.kind, "alone", token)
        return drawings
    columns = st.columns(2, gap="medium")
    for number, (column, drawing) in enumerate(zip(columns, drawings, strict=True)):
        with column:
            show_sheet(drawing, choice.kind, f"small_{number}", token)
    return drawings


def show_tables(drawings, pairs) -> None:
    """Show the values as a table behind a fold, which paper unfolds; its rest has its own fold.

    While the years run, nothing of a closed table is sent.
    """
    if not drawings:
        return
    fold = st.expander(t("map.table.fold"), key="map_table", on_change="rerun")
    if st.session_state.get(PLAYING, False) and not fold.open:
        return
    columns = fold.columns(len(drawings), gap="medium")
    for number, (column, drawing) in enumerate(zip(columns, drawings, strict=True)):
        with column:
            if not drawing.rest:
                show(drawing.table, drawing.others)
                continue
            show(drawing.table)
            lower = partial(maps.render_lower_table, *pairs[number])
            show_rest(drawing.rest, lower, key=f"map_rest_{number}")
            show(drawing.others)


def list_address(choice, other) -> dict:
    """Return the keys that bring a reader back to this map."""
    is_yearly, has_indicator = choice.kind in maps.YEARLY, choice.kind in maps.WITH_INDICATOR
    has_classes = choice.kind == "indicator"
    return {
        "kind": choice.kind,
        "indicator": choice.indicator_id if has_indicator else None,
        "level": choice.level if choice.kind in maps.WITH_LEVEL else None,
        "year": choice.year if is_yearly and choice.year else None,
        "from": choice.from_year if choice.kind == "change" and choice.from_year else None,
        "target": choice.target_id if choice.kind == "status" else None,
        "item": choice.item_id if choice.kind == "box" else None,
        "roles": ",".join(choice.roles) or None if choice.kind == "roles" else None,
        "peers": choice.peers or None if has_indicator else None,
        "scheme": choice.scheme if has_classes and choice.scheme != SCHEMES[0] else None,
        "classes": choice.count if has_classes and choice.count != DEFAULT_COUNT else None,
        "breaks": choice.breaks or None if has_classes else None,
        "with": describe_other(other),
    }


def describe_other(other) -> str | None:
    """Return what the second map shows, as the address writes it."""
    if other is None:
        return None
    return ",".join(other.roles) or ALL_ROLES if other.kind == "roles" else str(other.year)


def show_sheet(drawing, kind: str, place: str, token: str) -> None:
    """Show one map with title and legend; a click leads to the unit's page.

    `place` is ``alone``, or ``small_`` and the number of one of two maps side by side.
    """
    view = drawing.view
    head = render_title(view.title)
    if view.watermark and not is_in_example():  # there the page says it once
        head += render_notice("warning", view.watermark)
    is_county = view.level == "county"
    page, place_key = ("county", "code") if is_county else ("overview", "area")
    show_map(
        drawing.picture,
        key=place,
        page=page,
        place=place_key,
        head=head + drawing.legend,
        foot=render_note(drawing.facts),
        kind=kind,
        token=token,
        comes_first=place == "alone" and has_values(view),
    )


def has_values(view) -> bool:
    """Tell whether any unit has a value."""
    return (view.units["key"] == "class").any()


def show_emptiness(choice, view) -> None:
    """If no unit has a value, say what is missing and what is known of the region."""
    if has_values(view):
        return
    if choice.kind not in maps.WITH_INDICATOR:
        show_notice("note", t(f"map.empty.{choice.kind}"))
    else:
        show_notice("note", maps.describe_missing(choice))
    if view.remark:
        show_note(view.remark)


def show_export(choice, other) -> None:
    """Offer the map with its approval number as a picture, and with its figures for a GIS."""
    number = maps.get_approval_number()
    fold = st.popover(
        t("takeaway.title"), icon=":material/download:", key="map_export", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        small = _may_be_small(choice) and st.checkbox(
            t(f"map.export.small_{'roles' if choice.kind == 'roles' else 'years'}"), key="map_small"
        )
        size = _pick("size", tuple(SIZES))
        kind = _pick("format", FORMATS)
        labels = _pick("labels", ("auto", "extremes", "none"))
        options = maps.PlateOptions(size=size, labels=labels, approval_number=number)
        st.download_button(
            t("map.export.save"),
            on_click="ignore",
            key="map_save",
            type="primary",
            data=keep_visit(
                partial(maps.draw_map_picture, choice, other, kind, options, small=small)
            ),
            file_name=mark_file(f"{maps.name_file(choice, small=small)}.{kind}"),
        )
        st.download_button(
            t("takeaway.xlsx"),
            on_click="ignore",
            key="map_book",
            data=keep_visit(partial(make_map_book, choice, other)),
            file_name=mark_file(f"{maps.name_file(choice)}.xlsx"),
            mime=XLSX,
        )
        if choice.kind in maps.WITH_INDICATOR:
            st.download_button(
                t("map.export.package"),
                on_click="ignore",
                key="map_package",
                data=keep_visit(partial(maps.make_package, choice)),
                file_name=mark_file(f"{maps.name_file(choice)}.gpkg"),
                mime="application/geopackage+sqlite3",
                help=t("map.export.package_help"),
            )


def _may_be_small(choice) -> bool:
    if choice.kind == "roles":
        return True
    return choice.kind == "indicator" and len(maps.list_years(choice)) > 1


def _pick(name: str, options) -> str:
    words = {option: t(f"map.export.{name}_{option}") for option in options}
    return st.segmented_control(
        t(f"map.export.{name}"),
        options,
        default=options[0],
        format_func=words.__getitem__,
        key=f"map_{name}",
        required=True,
    )


show_head("map", choices=False)
run_part(show_map_page)
