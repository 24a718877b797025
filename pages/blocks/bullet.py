"""A target in one line: base, latest value, pace line and target as a small picture."""

from urllib.parse import quote

from markupsafe import Markup

from indicators.targets.bullet import Bullet

# The colours of the statuses in style.css; a picture cannot read them there.
COLOURS = {
    "achieved": "#14598c",
    "on_pace": "#1d7a8c",
    "slightly_behind": "#8a6100",
    "behind": "#b0431a",
    "moving_away": "#7a2b5e",
    "missed": "#4a1f1a",
    "cannot_judge": "#66736c",
}
WIDTH, HEIGHT, MIDDLE = 320, 26, 15
INK = "#1f2a24"


def render_bullet(bullet: Bullet, status: str, label: str, *, is_open: bool = False) -> Markup:
    """Return the picture, with its sentence for readers of a screen; "" without two values.

    Parameters
    ----------
    status : str
        Gives the colour of the way from base to latest value.
    is_open : bool
        Whether the status is not settled: the way is then dashed.
    """
    if bullet == Bullet():
        return Markup()
    colour = COLOURS[status]
    parts = [_draw_line(0, 1, "#e3e8e1", 9, round_ends=True)]
    if bullet.low is not None and bullet.high is not None and bullet.high != bullet.low:
        parts.append(_draw_line(bullet.low, bullet.high, "#a9b6ae", 9))
    if bullet.base is not None and bullet.latest is not None:
        parts.append(_draw_line(bullet.base, bullet.latest, colour, 9, is_dashed=is_open))
    if bullet.pace is not None:
        parts.append(_draw_mark(bullet.pace, 1.6))
    if bullet.low is not None:
        parts += [_draw_flag(bullet.low), _draw_mark(bullet.low, 1.6)]
    if bullet.base is not None:
        parts.append(_draw_dot(bullet.base, 4.2, "#fff", INK))
    if bullet.latest is not None:
        parts.append(_draw_dot(bullet.latest, 5.6, colour, "#fff"))
    picture = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}">'
        "{}</svg>"
    ).format(WIDTH, HEIGHT, WIDTH, HEIGHT, Markup("").join(parts))
    return Markup('<img class="bullet" src="data:image/svg+xml,{}" alt="{}">').format(
        quote(picture), label
    )


def _draw_line(
    start: float,
    end: float,
    colour: str,
    width: float,
    *,
    is_dashed: bool = False,
    round_ends: bool = False,
) -> Markup:
    edge = width / 2 if round_ends else 0
    return Markup(
        '<path d="M{:.1f} {}H{:.1f}" stroke="{}" stroke-width="{}" stroke-linecap="{}"{}/>'
    ).format(
        start * WIDTH + edge,
        MIDDLE,
        end * WIDTH - edge,
        colour,
        width,
        "round" if round_ends else "butt",
        Markup(' stroke-dasharray="5 3"') if is_dashed else "",
    )


def _draw_mark(place: float, width: float) -> Markup:
    return Markup('<path d="M{:.1f} 6V24" stroke="{}" stroke-width="{}"/>').format(
        place * WIDTH, INK, width
    )


def _draw_flag(place: float) -> Markup:
    return Markup('<path d="M{:.1f} 7l4.6 -6.4h-9.2z" fill="{}"/>').format(place * WIDTH, INK)


def _draw_dot(place: float, radius: float, fill: str, stroke: str) -> Markup:
    return Markup(
        '<circle cx="{:.1f}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="1.5"/>'
    ).format(place * WIDTH, MIDDLE, radius, fill, stroke)
