"""The figures of the area in a briefing: what moved most since last year, series over years."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from data.words.catalogue import t
from data.words.numbers import format_value, format_year, is_missing, name_unit
from indicators.shown_series import list_shown_series
from pages.documents import wording
from pages.documents.briefing.context import BriefingContext, join_list
from pages.documents.briefing.model import (
    Chart,
    ChartLine,
    Section,
    Sentence,
    Table,
    TableCell,
    TableColumn,
)

MOST_MOVERS = 3
# Who reads a sentence alone must know that its figure is not vouched for.
OPEN = ("reported", "provisional", "returned")
MOST_BARS = 12
MOST_CHART_YEARS = 16
# An index of growth is a change already.
NO_UNIT, PER_CENT = "—", "%"


def list_movers(context: BriefingContext) -> pd.DataFrame:
    """Return the amounts of the newest year that changed since the year before, highest first.

    Rows of `indicators.counties.peers.list_own_figures`. A figure older than the newest one, one
    beyond a series break, an index, and figures in per cent, whose change is in points, are left
    out.
    """
    own = context.own
    is_amount = ~own["unit"].isin((NO_UNIT, PER_CENT))
    known = own[own["change_pct"].notna() & is_amount & (own["change_pct"] != 0)]
    if known.empty:
        return known
    newest = known[known["year"] == known["year"].max()]
    return newest.sort_values(["change_pct", "indicator_id"], ascending=[False, True])


def list_mover_sentences(context: BriefingContext) -> list[Sentence]:
    """Return which figures rose and which fell most in per cent; none without two years."""
    movers = list_movers(context)
    up = movers[movers["change_pct"] > 0].head(MOST_MOVERS)
    down = movers[movers["change_pct"] < 0].iloc[::-1].head(MOST_MOVERS)
    sentences = []
    for key, rows in (("rose", up), ("fell", down)):
        if len(rows):
            text = t(
                f"briefing.movers.{key}",
                year=format_year(int(rows["year"].iloc[0])),
                area=context.area_name,
                list=join_list(_describe_mover(context, row) for row in rows.to_dict("records")),
            )
            sentences.append(Sentence(text, _note_changes(context, rows)))
    return sentences


def compose_movers(context: BriefingContext) -> Section:
    """Return what moved most since last year: sentences, bars, a table."""
    movers = list_movers(context)
    if movers.empty:
        sentences = [Sentence(t("briefing.movers.none", area=context.area_name))]
        return Section("movers", t("briefing.part.movers"), tuple(sentences))
    sentences = list_mover_sentences(context)
    return Section(
        "movers",
        t("briefing.part.movers"),
        tuple(sentences),
        (_make_mover_chart(context, movers), _make_mover_table(context, movers)),
        (t("briefing.define.change"), t("briefing.define.states")),
    )


def compose_series(context: BriefingContext) -> Section:
    """Return the area's figures: a table of the newest ones, a chart per asked series."""
    known = context.own[context.own["value"].notna()]
    if known.empty:
        return Section("series", t("briefing.part.series"), _tell_none(context))
    newest = known[known["year"] == known["year"].max()]
    text = t(
        "briefing.series.known",
        area=context.area_name,
        n=len(known),
        newest=len(newest),
        year=format_year(int(known["year"].max())),
    )
    sentence = Sentence(text, _note_rows(context, known))
    charts = [
        chart
        for indicator_id in context.pick_indicators("chart")
        if (chart := _make_series_chart(context, indicator_id)) is not None
    ]
    return Section(
        "series",
        t("briefing.part.series"),
        (sentence, *_tell_later(context)),
        (_make_figure_table(context, known), *charts),
        (t("briefing.define.states"), t("briefing.define.breaks")),
    )


def _tell_none(context: BriefingContext) -> tuple[Sentence, ...]:
    """Return that the area has no figure, of the years up to the briefing's where it has later."""
    later = _tell_later(context)
    key = "briefing.series.none_until" if later else "briefing.series.none"
    text = t(key, area=context.area_name, year=format_year(context.year))
    return (Sentence(text), *later)


def _tell_later(context: BriefingContext) -> tuple[Sentence, ...]:
    """Return how many indicators have figures after the year of the briefing; none without."""
    index = context.inputs.progress.index
    newest = [
        (indicator_id, max(index.get_values(indicator_id, context.area_id)))
        for indicator_id in sorted(index.figures.list_known(context.area_id))
    ]
    found = [(indicator_id, year) for indicator_id, year in newest if year > context.year]
    if not found:
        return ()
    text = t("briefing.series.later", n=len(found), year=format_year(context.year))
    ids = (context.tracer.note_figure(name, context.area_id, year) for name, year in found)
    return (Sentence(text, tuple(ids)),)


def _describe_mover(context: BriefingContext, row: dict) -> str:
    facts = {
        "name": context.name_indicator(row["indicator_id"]),
        "value": format_value(row["value"], row["unit"]),
        "change": wording.format_yearly_change(row),
    }
    if row["state"] not in OPEN:
        return t("briefing.movers.one", **facts)
    return t("briefing.movers.one_open", **facts, state=t(f"shell.state.{row['state']}"))


def _note_rows(context: BriefingContext, rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(
        context.tracer.note_figure(row.indicator_id, context.area_id, row.year)
        for row in rows.itertuples()
    )


def _note_changes(context: BriefingContext, rows: pd.DataFrame) -> tuple[str, ...]:
    found = [row_id for row in rows.to_dict("records") for row_id in _note_change(context, row)]
    return tuple(dict.fromkeys(found))


def _note_change(context: BriefingContext, row: dict) -> tuple[str, ...]:
    """Keep the figures of a change: this year's, and last year's where there is one; for a growth
    at constant prices its volume index too."""
    indicator_id, year = row["indicator_id"], row["year"]
    named = [(indicator_id, year), (indicator_id, row["previous_year"])]
    if is_missing(row["change"]) and not is_missing(row["change_pct"]):
        named.append((context.inputs.progress.index.indicators[indicator_id]["growth_id"], year))
    return tuple(
        context.tracer.note_figure(name, context.area_id, known)
        for name, known in named
        if not is_missing(known)
    )


def _cite_all(context: BriefingContext, rows: Iterable[dict]) -> tuple[str, ...]:
    """Return the sources of figures; one that is aggregated from counties has none of its own."""
    own = t("map.source.own")
    return tuple(
        dict.fromkeys(context.cite(row["indicator_id"], row["source"]) or own for row in rows)
    )


def _make_mover_chart(context: BriefingContext, movers: pd.DataFrame) -> Chart:
    """Return the change of each figure in per cent, the largest ones of either sign."""
    largest = movers.loc[movers["change_pct"].abs().nlargest(MOST_BARS).index]
    shown = largest.sort_values("change_pct", ascending=False)
    records = shown.to_dict("records")
    year = format_year(int(shown["year"].iloc[0]))
    return Chart(
        "movers",
        t("briefing.movers.chart", area=context.area_name, year=year),
        "bars",
        tuple(context.name_indicator(row["indicator_id"]) for row in records),
        (
            ChartLine(
                t("documents.column.change"),
                tuple(round(float(row["change_pct"]), 1) for row in records),
            ),
        ),
        unit="%",
        finding=_describe_extremes(context, records),
        note=t("briefing.movers.note"),
        sources=_cite_all(context, records),
        row_ids=_note_changes(context, shown),
        picture=_make_ranking(context, shown),
    )


def _describe_extremes(context: BriefingContext, records: list[dict]) -> str:
    """Return which figure rose and which fell most; records are in order, the highest first."""
    first, last = records[0], records[-1]
    if len(records) == 1:
        return t("briefing.movers.only", one=_describe_mover(context, first))
    high, low = (
        t(
            "briefing.with_fact",
            name=context.name_indicator(row["indicator_id"]),
            fact=wording.format_yearly_change(row),
        )
        for row in (first, last)
    )
    key = "all_rose" if last["change_pct"] > 0 else "extremes"
    key = "all_fell" if first["change_pct"] < 0 else key
    return t(f"briefing.movers.{key}", high=high, low=low)


def _make_ranking(context: BriefingContext, shown: pd.DataFrame) -> pd.DataFrame:
    """Return the changes as `draw_ranking_picture` takes them."""
    return pd.DataFrame(
        {
            "name": [context.name_indicator(name) for name in shown["indicator_id"]],
            "value": shown["change_pct"].astype(float).round(1).tolist(),
            "place": pd.array([pd.NA] * len(shown), dtype="Int64"),
            "is_open": shown["state"].isin(OPEN).tolist(),
            "is_chosen": False,
        }
    )


def _make_mover_table(context: BriefingContext, movers: pd.DataFrame) -> Table:
    records = movers.to_dict("records")
    columns = (
        TableColumn(t("documents.column.indicator"), 2.2),
        TableColumn(t("briefing.column.before"), 1.4, is_number=True),
        TableColumn(t("documents.column.latest"), 1.4, is_number=True),
        TableColumn(t("documents.column.change"), 1.2, is_number=True),
        TableColumn(t("overview.column.state"), 0.9),
    )
    rows = [
        (
            TableCell(context.name_indicator(row["indicator_id"])),
            _make_cell(row["previous_value"], row["unit"], row["previous_year"]),
            _make_cell(row["value"], row["unit"], row["year"]),
            TableCell(wording.format_yearly_change(row), float(row["change_pct"]), "%"),
            TableCell(t(f"shell.state.{row['state']}")),
        )
        for row in records
    ]
    return Table(
        "movers",
        t("briefing.movers.table", area=context.area_name),
        columns,
        tuple(rows),
        finding=t("briefing.movers.compared", n=len(records)),
        note=t("briefing.movers.note"),
        sources=_cite_all(context, records),
        row_ids=tuple(_note_change(context, row) for row in records),
        most_rows=context.recipe.most_rows,
    )


def _make_cell(value: Any, unit: str, year: Any) -> TableCell:
    if is_missing(value):
        return TableCell("—")
    text = t("briefing.of_year", value=format_value(value, unit), year=int(year))
    return TableCell(text, float(value), name_unit(unit))


def make_figure_cell(row: dict) -> TableCell:
    """Return the cell of an area's figure, with its unit."""
    unit = row["unit"]
    return TableCell(format_value(row["value"], unit), float(row["value"]), name_unit(unit))


def make_state_cell(row: dict) -> TableCell:
    """Return the cell of a figure's state, with of how many counties it is aggregated."""
    state = t(f"shell.state.{row['state']}")
    if row["scope"] != "rolled_up":
        return TableCell(state)
    numbers = {name: int(row[name]) for name in ("reported", "expected")}
    counts = t("briefing.of_counties", **numbers)
    return TableCell(t("briefing.with_fact", name=state, fact=counts))


def _make_figure_table(context: BriefingContext, known: pd.DataFrame) -> Table:
    columns: tuple[TableColumn, ...] = (
        TableColumn(t("documents.column.indicator"), 2.2),
        TableColumn(t("documents.column.latest"), 1.4, is_number=True),
        TableColumn(t("overview.column.year"), 0.8),
        TableColumn(t("overview.column.state"), 1.5),
        TableColumn(t("documents.column.change"), 1.3, is_number=True),
    )
    is_region = context.scope.kind == "region"
    if not is_region:
        columns = (*columns, TableColumn(t("documents.column.region"), 1.8))
    rows = []
    for row in known.to_dict("records"):
        cells = (
            TableCell(context.name_indicator(row["indicator_id"])),
            TableCell(
                format_value(row["value"], row["unit"]), float(row["value"]), name_unit(row["unit"])
            ),
            TableCell(format_year(int(row["year"]))),
            make_state_cell(row),
            TableCell(wording.format_yearly_change(row)),
        )
        rows.append(
            cells
            if is_region
            else (*cells, TableCell(wording.describe_region(context.inputs, row)))
        )
    ids = tuple((row_id,) for row_id in _note_rows(context, known))
    return Table(
        "figures",
        t("briefing.series.table", area=context.area_name),
        columns,
        tuple(rows),
        finding=t(
            "briefing.series.known",
            area=context.area_name,
            n=len(known),
            newest=int((known["year"] == known["year"].max()).sum()),
            year=format_year(int(known["year"].max())),
        ),
        note=t("briefing.define.states"),
        sources=_cite_all(context, known.to_dict("records")),
        row_ids=ids,
        most_rows=context.recipe.most_rows,
    )


def _make_series_chart(context: BriefingContext, indicator_id: str) -> Chart | None:
    """Return the series of an indicator; None with fewer than two years."""
    series = list_shown_series(context.inputs.progress, indicator_id, context.area_id, context.year)
    series = series[series["year"] <= context.year].tail(MOST_CHART_YEARS)
    if len(series) < 2:
        return None
    first, last = int(series["year"].iloc[0]), int(series["year"].iloc[-1])
    values = dict(zip(series["year"].astype(int), series["value"], strict=True))
    years = range(first, last + 1)
    unit = str(series["unit"].iloc[-1])
    name = context.name_indicator(indicator_id)
    segments = series["segment"].astype(int)
    breaks = tuple(
        str(int(year))
        for year, here, after in zip(series["year"], segments, segments.shift(-1), strict=True)
        if not is_missing(after) and after != here
    )
    return Chart(
        f"series_{indicator_id}",
        t("briefing.series.chart", name=name, area=context.area_name, first=first, last=last),
        "lines",
        tuple(str(year) for year in years),
        (ChartLine(name, tuple(_to_number(values.get(year)) for year in years)),),
        unit=name_unit(unit),
        finding=_describe_series(context, indicator_id, series, unit),
        note=t("briefing.series.breaks", years=join_list(breaks)) if breaks else "",
        sources=_cite_all(
            context,
            ({"indicator_id": indicator_id, "source": source} for source in series["source"]),
        ),
        breaks=breaks,
        picture=series,
        value_unit=unit,
        row_ids=tuple(
            context.tracer.note_figure(indicator_id, context.area_id, year)
            for year in series["year"]
        ),
    )


def _describe_series(
    context: BriefingContext, indicator_id: str, series: pd.DataFrame, unit: str
) -> str:
    """Return the newest value of a series and its change since last year, as a sentence."""
    last = series.iloc[-1]
    is_known = context.own["value"].notna()
    own = context.own[is_known & (context.own["indicator_id"] == indicator_id)]
    change = "" if own.empty else wording.describe_yearly_change(own.iloc[0].to_dict())
    is_same_year = not own.empty and own["year"].iloc[0] == last["year"]
    facts = {
        "name": context.name_indicator(indicator_id),
        "area": context.area_name,
        "year": format_year(int(last["year"])),
        "value": format_value(last["value"], unit),
    }
    doubts = _list_doubts(last)
    if doubts:
        facts["value"] = t("briefing.with_fact", name=facts["value"], fact=join_list(doubts))
    if not is_same_year or not change:
        return t("briefing.series.newest", **facts)
    return t("briefing.series.newest_change", **facts, change=change)


def _list_doubts(figure: pd.Series) -> list[str]:
    """Return what a sentence says of a figure that is not vouched for, or lacks counties."""
    doubts = [t(f"shell.state.{figure['state']}")] if figure["state"] in OPEN else []
    if not is_missing(figure["reported"]) and figure["reported"] < figure["expected"]:
        numbers = {name: int(figure[name]) for name in ("reported", "expected")}
        doubts.append(t("briefing.of_counties", **numbers))
    return doubts


def _to_number(value: float | None) -> float | None:
    return None if value is None or is_missing(value) else float(value)
