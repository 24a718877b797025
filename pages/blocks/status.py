"""Statuses as symbol, word and colour together, with reasons and sources in words."""

from markupsafe import Markup

from data.words import formulas, names
from data.words.formulas import parse_inputs
from data.words.numbers import format_value, is_missing
from pages.documents.target_wording import describe_reason_in
from pages.shell import cache
from pages.shell.i18n import get_language, t

# Best first. The symbols differ in shape, so that they are distinct in print and for any eye.
# The colours (style.css) go from blue to purple, which is safe for common colour blindness.
SYMBOLS = {
    "achieved": "●",
    "on_pace": "▲",
    "slightly_behind": "◆",
    "behind": "▼",
    "moving_away": "✕",
    "missed": "■",
    "cannot_judge": "○",
}


def get_word(status: str) -> str:
    """Return the word for a status."""
    return t(f"status.{status}")


def render_status(status: str, *, count=None) -> Markup:
    """Return a status as HTML: symbol and word, and a count if one is given."""
    return render_mark(status, SYMBOLS[status], get_word(status), count=count)


def render_judgement(status: str, reason) -> Markup:
    """Return a status with its reason as HTML."""
    return render_status(status) + render_beside(describe_reason(reason))


def render_mark(status: str, symbol: str, word: str, *, count=None) -> Markup:
    """Return any status as HTML, styled by its name; targets and box items have their own."""
    number = "" if count is None else Markup("<b>{}</b>").format(count)
    rank = " zero" if count == 0 else ""
    return Markup('<span class="status {}{}"><span aria-hidden="true">{}</span>{}{}</span>').format(
        status, rank, symbol, word, number
    )


def render_bar(counts: dict[str, int], symbols: dict[str, str], words: dict[str, str]) -> Markup:
    """Return counts as one bar, each part as long as its share; a legend beside it says them too.

    The parts are styled by their names; those of which there are none are left out.
    """
    parts = Markup("").join(
        Markup('<span class="{}" style="flex-grow:{}" title="{} {}"><i>{}</i> {}</span>').format(
            name, count, words[name], count, symbols.get(name, ""), count
        )
        for name, count in counts.items()
        if count
    )
    return Markup('<div class="bar" aria-hidden="true">{}</div>').format(parts)


def render_beside(words: str) -> Markup:
    """Return the text of a reason as HTML for the place beside a status; "" for none."""
    return Markup('<em class="reason">{}</em>').format(words) if words else Markup()


def describe_source(indicator_id: str, source) -> str | None:
    """Return where a figure comes from; a formula is written with the names of its inputs."""
    return formulas.format_source(cache.get_inputs().index, indicator_id, source, name_indicator)


def describe_shown_source(row: dict) -> str:
    """Return where a figure of a shown series comes from; "" where its sender does not say."""
    if not is_missing(row["reported"]):
        return t("indicator.source_counties")
    return describe_source(row["indicator_id"], row["source"]) or ""


def cite_known_source(source) -> str:
    """Return the citation of a source that is not a formula; "" for none."""
    return names.cite_source(source, cache.get_inputs().sources_en)


def describe_inputs(text: str) -> str:
    """Return the inputs of a computed figure with their years and values."""
    indicators = cache.get_indicators()
    return t("shell.list_separator").join(
        t(
            "shell.input",
            name=name_indicator(input_id),
            year=year,
            value=format_value(value, indicators.loc[input_id, "unit"]),
        )
        for input_id, year, value in parse_inputs(text)
    )


def name_indicator(indicator_id: str) -> str:
    """Return the name of an indicator in the language in use; the id of one whose plan was taken
    away: its figures stay on record."""
    return cache.get_indicator_names(get_language()).get(indicator_id, indicator_id)


def describe_reason(reason) -> str:
    """Return the short text of a reason, with the name of the input after its colon."""
    return describe_reason_in(cache.get_inputs(), reason)
