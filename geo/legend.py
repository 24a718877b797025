"""The legend of a map: one list of keys for the screen and the print map."""

import itertools
from dataclasses import dataclass

from markupsafe import Markup

from data.words.catalogue import t
from data.words.numbers import format_break
from geo.classes import Classes
from geo.palettes import (
    BORDER,
    FROM_ZERO,
    HATCH,
    MARK_BORDER,
    NOT_COMPARABLE,
    NOT_FOUNDED,
    PAPER,
    XPCC_BORDER,
)

# The key of a unit of a map: a class, or why it is in none.
CLASS, NO_DATA, NOT_ASSIGNED, NOT_COMPARABLE_KEY, FROM_ZERO_KEY, NOT_FOUNDED_KEY = (
    "class",
    "no_data",
    "not_assigned",
    "not_comparable",
    "from_zero",
    "not_founded",
)
# The reasons that a legend names only where a unit has them, with their colours.
REASON_COLORS = {
    NOT_COMPARABLE_KEY: NOT_COMPARABLE,
    FROM_ZERO_KEY: FROM_ZERO,
    NOT_FOUNDED_KEY: NOT_FOUNDED,
}
XPCC = "xpcc"
MARK = "mark"


@dataclass(frozen=True)
class LegendItem:
    """One key of a legend.

    Attributes
    ----------
    key : {'class', 'no_data', 'not_assigned', 'not_comparable', 'from_zero', 'not_founded',
        'xpcc', 'mark'}
        ``xpcc`` is an outline drawn over the unit's other key, ``mark`` a place of its own.
    label : str
        Text in the language that was in use when the legend was made.
    color : str
        Fill, or the colour of the outline for ``xpcc``.
    status : str or None
        The status of the class; it is drawn with its mark.
    count : int
        Number of units on the map.
    """

    key: str
    label: str
    color: str
    status: str | None = None
    count: int = 0


def label_classes(classes: Classes) -> list[str]:
    """Return the text of each class: below the first break, between two, from the last up."""
    if classes.scheme == "counts":
        return _label_counts(len(classes.colors))
    if not classes.breaks:
        return [t("map.class.all")]
    if classes.scheme == "whole":
        return _label_whole(classes.breaks)
    marks = [format_break(value) for value in classes.breaks]
    # Between negative numbers a dash would look like another minus.
    between = "map.class.from_to" if classes.breaks[0] < 0 else "map.class.between"
    inner = [t(between, low=low, high=high) for low, high in itertools.pairwise(marks)]
    return [t("map.class.under", high=marks[0]), *inner, t("map.class.from", low=marks[-1])]


def build_legend(
    units,
    labels: list[str],
    colors: tuple[str, ...],
    *,
    statuses: tuple[str, ...] = (),
    may_be_unassigned: bool = False,
    is_partial: bool = False,
) -> tuple[LegendItem, ...]:
    """Return the keys of a map.

    Parameters
    ----------
    units : DataFrame
        Units of the map with the columns key, class_no and is_xpcc.
    labels, colors
        One per class, in the order of class_no.
    statuses : tuple of str
        The status of each class, on a status map.
    may_be_unassigned : bool
        Whether the map shows only some counties, so that others are not assigned.
    is_partial : bool
        Whether it is made of a part of the figures (`name_no_data`).

    Notes
    -----
    No data always has its key, even when every unit has data: the reader should know how a
    gap would look.
    """
    sizes = units.loc[units["key"] == CLASS, "class_no"].value_counts()
    items = [
        LegendItem(
            CLASS,
            label,
            color,
            status=statuses[number] if statuses else None,
            count=int(sizes.get(number, 0)),
        )
        for number, (label, color) in enumerate(zip(labels, colors, strict=True))
    ]
    counts = units["key"].value_counts()
    items += [
        LegendItem(key, t(f"map.key.{key}"), color, count=int(counts[key]))
        for key, color in REASON_COLORS.items()
        if key in counts
    ]
    items.append(
        LegendItem(
            NO_DATA, name_no_data(is_partial=is_partial), PAPER, count=int(counts.get(NO_DATA, 0))
        )
    )
    if may_be_unassigned:
        items.append(
            LegendItem(
                NOT_ASSIGNED,
                t("map.key.not_assigned"),
                PAPER,
                count=int(counts.get(NOT_ASSIGNED, 0)),
            )
        )
    if units["is_xpcc"].any():
        items.append(
            LegendItem(XPCC, t("map.key.xpcc"), XPCC_BORDER, count=int(units["is_xpcc"].sum()))
        )
    return tuple(items)


def name_no_data(*, is_partial: bool) -> str:
    """Return what is said of a unit without data; to who sees a part, it may have some."""
    return t("map.key.no_data_seen" if is_partial else "map.key.no_data")


def render_legend(items: tuple[LegendItem, ...], title: str) -> Markup:
    """Return the legend as HTML for the screen; styled by the classes `map-legend` and `key`."""
    from geo.palettes import STATUS_SYMBOLS, is_dark

    keys = []
    for item in items:
        ink = PAPER if is_dark(item.color) else "#1F2A24"
        symbol = STATUS_SYMBOLS[item.status] if item.status else ""
        keys.append(
            Markup(
                '<li><span class="key {}" style="{};color:{}" aria-hidden="true">{}</span>{}'
                "<small>{}</small></li>"
            ).format(
                item.key, _style_key(item), ink, symbol, item.label, t("plate.count", n=item.count)
            )
        )
    return Markup('<div class="map-legend"><b>{}</b><ul>{}</ul><small>{}</small></div>').format(
        title, Markup("").join(keys), t("plate.count_note")
    )


def _style_key(item: LegendItem) -> str:
    if item.key == XPCC:
        return f"border:2px dotted {item.color}"
    if item.key == NO_DATA:
        return (
            "background:repeating-linear-gradient(135deg,"
            f"{PAPER} 0 3px,{HATCH} 3px 4.5px);border:1px solid {BORDER}"
        )
    if item.key == MARK:
        return f"background:{item.color};border:1.4px solid {MARK_BORDER}"
    return f"background:{item.color};border:1px solid {BORDER}"


def _label_whole(breaks: tuple[float, ...]) -> list[str]:
    """Return the text of classes of whole numbers from 0 up: 0, 1–4, 5 and more."""
    edges = [0, *(int(value) for value in breaks)]
    inner = [
        str(low) if high - low == 1 else t("map.class.between", low=low, high=high - 1)
        for low, high in itertools.pairwise(edges)
    ]
    return [*inner, t("map.class.from", low=format_break(breaks[-1]))]


def _label_counts(count: int) -> list[str]:
    labels = [t("map.class.exactly", n=number) for number in range(1, count)]
    return [*labels, t("map.class.count_from" if count == 6 else "map.class.exactly", n=count)]
