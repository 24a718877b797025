"""Where published series changed their definition, and where that is an open question."""

from markupsafe import Markup

from data.store.plan import load_series_questions
from data.words.names import pick_note
from data.words.numbers import format_value, format_year
from pages.blocks.status import cite_known_source, name_indicator
from pages.blocks.tables import Column, render_table
from pages.shell import cache
from pages.shell.i18n import t

REGION = "650000"


@cache.keep_drawing
def render_region_breaks() -> Markup:
    """Return the years in which the region's series changed their definition, with evidence."""
    breaks = cache.get_breaks(REGION)
    columns = [
        Column("series", t("targets.column.measure")),
        Column("years", t("methods.column.breaks"), "long"),
        Column("evidence", t("methods.column.evidence")),
    ]
    rows = [
        {
            "series": name_indicator(indicator_id),
            "years": t("shell.list_separator").join(
                _write_jump(year) for year in sorted(set(group["after_year"]))
            ),
            "evidence": t(f"methods.evidence.{evidence}"),
        }
        for (indicator_id, evidence), group in breaks.groupby(
            ["indicator_id", "evidence"], sort=False
        )
    ]
    return Markup("{}{}{}{}").format(
        _say("breaks.rule"),
        render_table(columns, rows, is_tall=True),
        _say("breaks.where"),
        _render_questions(),
    )


def _render_questions() -> Markup:
    """Return the jumps of series for which no source states a changed definition."""
    questions = load_series_questions(cache.get_store())
    columns = [
        Column("series", t("targets.column.measure")),
        Column("years", t("methods.column.breaks"), "short"),
        Column("values", t("methods.column.values")),
        Column("note", t("methods.column.question"), "long"),
        Column("source", t("targets.column.source"), "long", is_minor=True),
    ]
    rows = [
        {
            "series": name_indicator(row.indicator_id),
            "years": _write_jump(row.after_year),
            "values": _write_values(row),
            "note": pick_note(row),
            "source": cite_known_source(row.source),
        }
        for row in questions.itertuples()
    ]
    title = t("methods.questions.title")
    return Markup('<h2 class="block">{}</h2>{}{}').format(
        title, _say("questions.rule"), render_table(columns, rows, is_labelled=True)
    )


def _write_jump(after_year) -> str:
    return f"{after_year}/{after_year + 1}"


def _write_values(question) -> str:
    """Return the nearest present figures before and after a jump."""
    figures = cache.get_area_figures(question.area_id)
    own = figures[figures["indicator_id"] == question.indicator_id].set_index("year").sort_index()
    before = [year for year in own.index if year <= question.after_year]
    after = [year for year in own.index if year > question.after_year]
    return t("shell.list_separator").join(
        t(
            "methods.value_in_year",
            year=format_year(year),
            value=format_value(own.at[year, "value"], own.at[year, "unit"]),
        )
        for year in (*before[-1:], *after[:1])
    )


def _say(key: str) -> Markup:
    return Markup('<p class="text">{}</p>').format(t(f"methods.{key}"))
