"""Describes a view for the map on the screen: classes, values and words, by area id.

The browser draws it (static/map/map.js) on outlines that it fetches once from this server, so
that another year costs a few kilobytes and nothing is drawn anew.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pandas as pd

from data.words.catalogue import get_language, t
from data.words.numbers import join_unit
from geo.addresses import get_address
from geo.legend import CLASS, FROM_ZERO_KEY
from geo.palettes import STATUS_COLORS, STATUS_SYMBOLS, is_dark
from geo.views import MapView

WORDS = ("zoom_in", "zoom_out", "reset", "wheel", "failed", "separator")
# Filled in by the browser, for each unit.
VALUE, RANK, NOTE = "{value}", "{rank}", "{note}"


@dataclass(frozen=True)
class Mark:
    """A place on the map: x and y in steps (`geo.layers.project_points`), and words about it."""

    x: int
    y: int
    color: str
    lines: tuple[str, ...]


def describe_screen_map(
    view: MapView,
    *,
    marks: Iterable[Mark] = (),
    most: str = "80vh",
    linked: str = "",
    names: bool = True,
) -> dict:
    """Return a view as plain values for the browser.

    Parameters
    ----------
    marks : iterable of Mark
        Places to show over the units.
    most : str
        The height that the map may take at most, as CSS writes it.
    linked : str
        Maps with the same word here show the same part of the region; "" for none.
    names : bool
        Whether names are written where they fit.

    Returns
    -------
    dict
        shapes (address of the outlines), language, label, words (of the controls), colors and
        symbols (by class), dark (classes that need light letters), groups (key and lines of
        words that units share), units (area_id: group, class, value, rank, note), marks, and
        the options above.
    """
    shared, units = _group_units(view)
    return {
        "shapes": get_address(view.level),
        "language": get_language(),
        "label": view.title,
        "words": {word: t(f"map.screen.{word}") for word in WORDS},
        "colors": list(view.colors),
        "symbols": [STATUS_SYMBOLS[name] for name in STATUS_COLORS]
        if view.kind == "status"
        else [],
        "dark": [number for number, color in enumerate(view.colors) if is_dark(color)],
        "groups": [{"key": group[0], "lines": _format_lines(view, *group)} for group in shared],
        "units": units,
        "marks": [asdict(mark) for mark in marks],
        "most": most,
        "linked": linked,
        "names": names,
        # The few counties that a map is about are named, beside themselves if need be.
        "asked": view.kind == "roles" and len(view.colors) == 1,
    }


def _group_units(view: MapView) -> tuple[list[tuple[str, str, str, bool]], dict[str, list]]:
    """Group the units that share key, state, source and whether they are ranked.

    So their words travel only once.
    """
    drawn = view.drawn
    state, source = (drawn[name].where(drawn[name].notna(), "") for name in ("state", "source"))
    together = list(zip(drawn["key"], state, source, drawn["rank"].notna(), strict=True))
    groups = {group: number for number, group in enumerate(dict.fromkeys(together))}
    own = zip(
        drawn.index,
        together,
        drawn["class_no"],
        drawn["number"],
        drawn["rank"],
        drawn["note"],
        strict=True,
    )
    units = {
        area_id: [groups[group], *_list_own(view, group[0], *rest)] for area_id, group, *rest in own
    }
    return list(groups), units


def _list_own(view: MapView, key: str, class_no: float, number: str, rank, note: str) -> list:
    """Return what differs from unit to unit, without empty values at the end."""
    if key == FROM_ZERO_KEY:
        return ["", "", "", note]
    if key != CLASS:
        return []
    own = [int(class_no), number, int(rank) if view.ranked and pd.notna(rank) else "", note]
    while own[-1] == "":
        own.pop()
    return own


def _format_lines(view: MapView, key: str, state: str, source: str, is_ranked: bool) -> list[str]:
    """Return the words below a unit's name: value, note, state and rank, source, cut-off."""
    if key == CLASS:
        facts = [t(f"map.state.{state}")] if state else []
        if is_ranked and view.ranked:
            facts.append(t(f"map.rank_{view.order}", n=RANK, of=view.ranked))
        value = join_unit(VALUE, view.unit) if view.is_measured else VALUE
        lines = [value, NOTE, t("map.separator").join(facts), source]
    else:
        lines = [view.name_key(key), *([NOTE] if key == FROM_ZERO_KEY else [])]
    return [line for line in (*lines, view.cutoff) if line]
