"""Figures on pages: number, unit, year and state together; a missing one is never 0."""

import pandas as pd
from markupsafe import Markup

from data import clock
from data.words.catalogue import t
from data.words.numbers import CLOSE_UNITS, format_number, format_unit, format_year, is_missing


def render_number(value, decimals: int | None = None) -> Markup:
    """Return a number as HTML, aligned at the decimal point with its neighbours.

    A column of one unit has the same `decimals` in each row (`count_decimals`). Without them a
    number keeps its own, at most two, and invisible characters keep the place of the others.
    """
    text = format_number(value, decimals)
    if is_missing(value):
        return Markup('<span class="none">{}</span>').format(text)
    own = text.partition(".")[2]
    pad = "" if decimals is not None else "00"[len(own) :] if own else ".00"
    return Markup('{}<span class="pad" aria-hidden="true">{}</span>').format(text, pad)


def format_state(state) -> str:
    """Return the word for the state of a figure."""
    return "—" if is_missing(state) else t(f"shell.state.{state}")


def render_figure(
    value, unit, year=None, state=None, source=None, *, note="", decimals: int | None = None
) -> Markup:
    """Return a figure as HTML: number, unit, year and state, the source on hover.

    A missing value is the text "no data" in grey, without a unit. `note` takes the place of
    the state, such as the origin of a baseline. `decimals` are those of a column of one unit.
    """
    if is_missing(value):
        return Markup('<span class="figure none">{}</span>').format(t("shell.no_data"))
    facts = [] if is_missing(year) else [format_year(year)]
    facts += [note] if note else [] if is_missing(state) else [format_state(state)]
    title = "" if is_missing(source) else t("shell.source_is", source=source)
    written = format_unit(unit)
    return Markup(
        '<span class="figure" title="%s"><b>%s</b><i%s>%s</i><small>%s</small></span>'
    ) % (
        title,
        format_number(value, decimals),
        Markup(' class="close"') if written in CLOSE_UNITS else "",
        written,
        " · ".join(facts),
    )


def format_office_time(time) -> str:
    """Return a UTC time as office time, to the minute."""
    return "—" if is_missing(time) else clock.format_time(pd.Timestamp(time).to_pydatetime())


def describe_day(value) -> str:
    """Return a day as 2025-06-30 and a text as it was typed; a dash for nothing."""
    if value is None or is_missing(value):
        return "—"
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value) or "—"
