"""Figures that no longer stand as they were shown, beside those of an upload."""

from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.names.meanings import parse_meaning
from data.names.text import fold
from data.statistics.wording import describe_meaning
from data.store.books import load_books
from data.words.numbers import attach_unit, format_exact, format_period, is_missing
from pages.blocks.saving import render_versions
from pages.blocks.status import name_indicator
from pages.blocks.values import format_state
from pages.shell import cache
from pages.shell.i18n import t
from pages.tasks.parts.upload import count_preview, render_counts, render_rest

MOST = 300


def compare_figures(error: ChangedMeanwhileError) -> Markup:
    """Return the values of a file beside what was there when it was shown, and what is now."""
    rows = [
        {
            "label": _name_cell(row),
            "before": _write_value(row["shown_value"], row["unit"]),
            "theirs": _write_value(row["current_value"], row["unit"], _find_state(row)),
            "mine": _write_mine(row),
        }
        for row in error.theirs[:MOST]
    ]
    counts = render_counts(count_preview(error.now))
    return counts + render_versions(error, rows, before="shown") + render_rest(len(error.theirs))


def compare_verified(error: ChangedMeanwhileError) -> Markup:
    """Return the figures of an upload beside what others sent of them since."""
    rows = [
        {
            "label": _name_cell(row),
            "theirs": _write_value(row["value"], row["unit"], row["state"]),
            "mine": _write_value(row["own_value"], row["unit"], "verified"),
        }
        for row in error.theirs[:MOST]
    ]
    return render_versions(error, rows) + render_rest(len(error.theirs))


def compare_answers(error: ChangedMeanwhileError, mine: dict[str, str]) -> Markup:
    """Return what words mean beside what others said; `mine` has folded word -> its meaning."""
    rows = [
        {
            "label": row["word"],
            "theirs": t("shell.conflict.withdrawn")
            if row["is_withdrawn"]
            else describe_recorded_meaning(row["meaning"]),
            "mine": mine.get(fold(row["word"]), "—"),
        }
        for row in error.theirs
    ]
    return render_versions(error, rows)


def describe_recorded_meaning(meaning: str) -> str:
    """Return in words what a stored answer says."""
    return describe_meaning(parse_meaning(meaning), load_books(cache.get_store()))


def _name_cell(row: dict) -> str:
    year = format_period(row["year"], row["period"])
    area = cache.get_area_names()[row["area_id"]]
    return t("upload.cell", area=area, indicator=name_indicator(row["indicator_id"]), year=year)


def _write_value(value, unit: str, state=None) -> str:
    if is_missing(value):
        return t("shell.no_data")
    written = attach_unit(format_exact(value), unit)
    if is_missing(state):
        return written
    return t("upload.value_in_state", value=written, state=format_state(state))


def _find_state(row: dict):
    """Return the state of the figure that stands now."""
    return row["old_state"] if is_missing(row["hidden_by"]) else row["hidden_by"]


def _write_mine(row: dict) -> str:
    written = _write_value(row["value"], row["unit"], row["state"])
    if not is_missing(row["hidden_by"]):
        effect = t("upload.stays_hidden", state=format_state(row["hidden_by"]))
    else:
        effect = t(f"upload.change.{row['change']}")
    return t("upload.value_with_effect", value=written, effect=effect)
