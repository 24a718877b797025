"""Colours of every map, on the screen and in print.

People with common colour blindness can distinguish them: sequential ramps fall steadily in
lightness; the diverging one goes from brown to blue-green, which is safe for red-green
blindness.
"""

INK = "#1F2A24"
MUTED = "#5B6861"
BORDER = "#8B968F"
PREFECTURE_BORDER = "#3D4A43"
PAPER = "#FFFFFF"
HATCH = "#8B968F"
NOT_COMPARABLE = "#DADDD9"
FROM_ZERO = "#B4BAB6"
NOT_FOUNDED = "#D8D2EE"
XPCC_BORDER = "#6B3FA0"
ROLE = "#2F7F57"
MARK_BORDER = "#7A2B5E"

# Stages of a project, from light to dark.
STAGE_COLORS = {
    "planned": "#C7CFC9",
    "approved": "#9DB3A7",
    "building": "#6FA488",
    "completed": "#2F6B4F",
    "accepted": "#173D2C",
}

# Light to dark. Every ramp takes colours from this row.
_GREENS = ("#E9EFC2", "#CBDE9D", "#9DC581", "#62A46A", "#2F7F57", "#14523F")
SEQUENTIAL = {
    1: (_GREENS[4],),
    2: (_GREENS[1], _GREENS[4]),
    3: (_GREENS[0], _GREENS[2], _GREENS[4]),
    4: (_GREENS[0], _GREENS[2], _GREENS[3], _GREENS[5]),
    5: (_GREENS[0], _GREENS[1], _GREENS[2], _GREENS[4], _GREENS[5]),
    6: _GREENS,
}
# Below and above the midpoint, each from the midpoint outwards.
BELOW = ("#EFDFC2", "#CC9A57", "#8A4B12")
ABOVE = ("#CBE4E3", "#64ACB0", "#14626B")
# Within capacity, then over it: the more, the warmer and darker.
OVERLOAD = ("#DCEEEE", "#F2D49B", "#DF9F58", "#B65C28", "#6C2911")

# A colour for each status, the same as that of the status words on the screen.
STATUS_COLORS = {
    "achieved": "#14598C",
    "on_pace": "#1D7A8C",
    "slightly_behind": "#8A6100",
    "behind": "#B0431A",
    "moving_away": "#7A2B5E",
    "missed": "#4A1F1A",
    "cannot_judge": "#E3E8E1",
}
STATUS_SYMBOLS = {
    "achieved": "●",
    "on_pace": "▲",
    "slightly_behind": "◆",
    "behind": "▼",
    "moving_away": "✕",
    "missed": "■",
    "cannot_judge": "○",
}
# The same marks for matplotlib, drawn rather than written, so that no font needs them.
STATUS_MARKERS = {
    "achieved": "o",
    "on_pace": "^",
    "slightly_behind": "D",
    "behind": "v",
    "moving_away": "x",
    "missed": "s",
    "cannot_judge": "o",
}


def pick_sequential(count: int) -> tuple[str, ...]:
    """Return `count` colours (1 to 6) from light to dark."""
    return SEQUENTIAL[count]


def pick_diverging(below: int, above: int) -> tuple[str, ...]:
    """Return colours for classes below and above the midpoint, at most three each."""
    return (*reversed(_pick_side(BELOW, below)), *_pick_side(ABOVE, above))


def _pick_side(side: tuple[str, ...], count: int) -> tuple[str, ...]:
    return {0: (), 1: side[1:2], 2: side[0:1] + side[2:3], 3: side}[count]


def is_dark(color: str) -> bool:
    """Tell whether white text is easier to read on a colour than dark text."""
    red, green, blue = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140
