"""The pieces of the page of one indicator: newest figure, ranking, definition, sources."""

from markupsafe import Markup

from data.words.formulas import format_terms
from data.words.names import cite_source, pick_name
from data.words.numbers import (
    count_decimals,
    format_difference,
    format_number,
    format_share,
    format_unit,
    format_value,
    format_year,
    is_missing,
    round_as_shown,
)
from indicators.comparison import pick_common_figures
from indicators.frames import list_rows
from indicators.inputs import REGION
from indicators.plan_figures import list_plan_figures
from indicators.ranking import Ranking
from indicators.rollup import can_roll_up, compare_with_rollup
from indicators.targets.summary import pick_primary
from pages.blocks.links import render_indicator_link, render_ledger_link, render_link
from pages.blocks.markup import render_empty, render_note, render_sub, render_title, render_unseen
from pages.blocks.series import get_shown_series
from pages.blocks.status import describe_source, get_word, name_indicator, render_judgement
from pages.blocks.tables import SHOWN, Column, render_table
from pages.blocks.target_names import name_reading, name_silent, name_target
from pages.blocks.targets import describe_settling, render_way
from pages.blocks.values import format_state, render_number
from pages.documents.target_wording import (
    describe_ask,
    describe_counties,
    describe_gap,
    describe_goal_value,
    describe_proposal,
)
from pages.documents.wording import describe_years, format_yearly_change
from pages.progress.parts.indicator_cache import do_sources_disagree, get_ranking
from pages.shell import cache
from pages.shell.i18n import get_language, t


@cache.keep_drawing
def render_newest(indicator_id: str, area_id: str, year: int) -> Markup:
    """Return the newest figure large: value, year, state, change, source, place, target."""
    series = get_shown_series(indicator_id, area_id, year)
    area = cache.get_areas().loc[area_id]
    heading = Markup('<h2 class="subject">{}<small>{}</small></h2>').format(
        name_indicator(indicator_id), pick_name(area)
    )
    facts = (
        _render_missing(indicator_id, area_id, year)
        if series.empty
        else _render_figure(series, indicator_id, area_id, year)
    )
    return Markup('<section class="newest">{}{}{}</section>').format(
        heading, facts, _render_targets(indicator_id, area_id, year)
    )


def _render_figure(series, indicator_id: str, area_id: str, year: int) -> Markup:
    last = series.iloc[-1]
    figure = pick_common_figures(
        series.assign(area_id=area_id), cache.get_inputs(), [indicator_id], [area_id]
    ).iloc[0]
    facts = [format_year(last["year"]), format_state(last["state"])]
    lines = [_describe_change(figure), *_describe_rolled(last, indicator_id)]
    lines += [_describe_counties(indicator_id, area_id, int(last["year"]))]
    lines += [_describe_place(indicator_id, area_id, int(last["year"]), year)]
    lines += [_describe_disagreement(indicator_id, area_id, int(last["year"]))]
    source = describe_source(indicator_id, last["source"])
    notes = [t("indicator.source", source=source)] if source else []
    place = (indicator_id, area_id, last["year"])
    lines.append(render_ledger_link(t("indicator.who_sent"), *place))
    return Markup('<p class="number"><b>{}</b><i>{}</i></p><p class="facts">{}</p>{}{}').format(
        render_ledger_link(format_number(last["value"]), *place),
        format_unit(last["unit"]),
        " · ".join(facts),
        Markup("").join(Markup("<p>{}</p>").format(line) for line in lines if line),
        Markup("").join(render_note(note) for note in notes),
    )


def _describe_change(figure) -> str:
    if figure["change_reason"] == "series_break":
        return t("indicator.change_break")
    if is_missing(figure["change"]):
        return ""
    return t("indicator.change", change=format_yearly_change(figure))


def _describe_rolled(row, indicator_id: str) -> list[str]:
    """Return over how many counties a value is aggregated, and whether its sum lacks some."""
    if is_missing(row["reported"]):
        return []
    reported, expected = int(row["reported"]), int(row["expected"])
    lines = [t("indicator.rolled", reported=reported, expected=expected)]
    is_sum = cache.get_inputs().index.indicators[indicator_id]["aggregation"] == "sum"
    return lines + [t("indicator.partial_sum")] * (is_sum and reported < expected)


def _describe_counties(indicator_id: str, area_id: str, latest: int) -> str:
    """Return how far an area's own figure is from that of its counties; "" where they agree."""
    found = compare_with_rollup(cache.get_inputs(), indicator_id, area_id, latest)
    if found is None or round_as_shown(found["own_value"]) == round_as_shown(found["rolled_value"]):
        return ""
    return t(
        "indicator.counties_differ",
        value=format_value(found["rolled_value"], found["unit"]),
        difference=format_difference(found["difference"], found["unit"]),
        reported=found["reported"],
        expected=found["expected"],
    )


def _describe_place(indicator_id: str, area_id: str, latest: int, year: int) -> str:
    ranking = get_ranking(indicator_id, area_id, year)
    place = ranking.get_place(area_id)
    if place is None or ranking.level != "county" or ranking.year != latest:
        return ""
    return t("indicator.place_county", place=place, expected=ranking.reported)


def _describe_disagreement(indicator_id: str, area_id: str, latest: int) -> str:
    return t("indicator.disagree") * do_sources_disagree(indicator_id, area_id, latest)


def _render_missing(indicator_id: str, area_id: str, year: int) -> Markup:
    """Return what is missing, what is known of the region, and where to send figures."""
    why = t(
        "indicator.no_figure_why",
        area=cache.get_area_names()[area_id],
        name=name_indicator(indicator_id),
    )
    parts = [Markup("<p>{}</p>").format(why)]
    region = get_shown_series(indicator_id, REGION, year)
    if area_id != REGION and len(region):
        last = region.iloc[-1]
        known = t(
            "indicator.region_known",
            year=int(last["year"]),
            value=format_value(last["value"], last["unit"]),
            state=format_state(last["state"]),
        )
        link = render_indicator_link(t("indicator.see_region"), indicator_id, REGION, year)
        parts.append(Markup("<p>{} {}</p>").format(known, link))
    parts.append(Markup("<p>{}</p>").format(render_link("upload", t("indicator.send"))))
    return Markup('<p class="number none"><b>{}</b></p>{}').format(
        t("indicator.no_figure"), Markup("").join(parts)
    )


def _render_targets(indicator_id: str, area_id: str, year: int) -> Markup:
    """Return each target that the indicator measures, with its status, and the plan's figure."""
    rows = cache.get_progress_rows(area_id, year)
    blocks = [
        _render_target(target, rows[target["target_id"]], indicator_id)
        for target in cache.get_inputs().index.targets
        if any(row["indicator_id"] == indicator_id for row in rows[target["target_id"]])
    ]
    if not blocks:
        blocks = [render_note(t("indicator.no_target"))]
    return Markup("").join([*blocks, *_list_plan_lines(indicator_id, area_id)])


def _render_target(target: dict, rows: list[dict], indicator_id: str) -> Markup:
    """Return a target that the indicator measures, with the target's own status.

    A target may have other measures and other readings: where these decide, what the indicator
    alone comes to stands below and is named so. Without a status there is no bar either.
    """
    own = [row for row in rows if row["indicator_id"] == indicator_id]
    row = next((row for row in own if row["is_in_force"]), own[0])
    link = render_link(
        "targets", name_target(target["target_id"]), target=target["target_id"], area=row["area_id"]
    )
    is_judged = row["target_status"] != "cannot_judge"
    lines = _list_measure_lines(row, rows) if is_judged else [describe_proposal(row)]
    if is_judged:
        lines += [describe_gap(row), _describe_judged_value(row)]
    else:
        lines.append(describe_settling(pick_primary(rows)))
    return Markup('<div class="goal-line"><h3>{}</h3><p>{} · {}</p><p>{}</p>{}{}</div>').format(
        t("indicator.target_title"),
        link,
        _describe_goal(target, own),
        render_judgement(row["target_status"], row["target_reason"]),
        render_way(row) if is_judged else "",
        Markup("").join(render_sub(line) for line in lines if line),
    )


def _describe_goal(target: dict, own: list[dict]) -> str:
    """Return the value to be reached; where nobody decided between readings, that of each."""
    known = [row for row in own if not is_missing(row["target_low"])]
    decided = [row for row in known if row["is_in_force"] and not is_missing(row["decision_id"])]
    if not known:
        return describe_ask(target)
    if decided:
        known = decided
    elif len(known) > 1 or target["kind"] == "qualitative":
        goals = [
            t(
                "indicator.goal_of_reading",
                name=name_reading(reading["reading_id"]),
                value=describe_goal_value(reading),
            )
            for reading in known
        ]
        separator = t("shell.sentence_separator")
        return separator.join([describe_ask(target), *goals])
    value = describe_goal_value(known[0])
    return t("indicator.target_value", year=own[0]["target_year"], value=value)


def _list_measure_lines(row: dict, rows: list[dict]) -> list[str]:
    """Return what the indicator alone comes to, if the target has other measures as well."""
    primary = {row["indicator_id"] for row in rows if row["is_primary"]}
    if primary == {row["indicator_id"]} and row["is_in_force"]:
        return []
    key = "own_status" if row["is_primary"] and row["is_in_force"] else "beside_status"
    return [t(f"indicator.{key}", status=get_word(row["status"]))]


def _describe_judged_value(row) -> str:
    """Return the value that is judged if it comes from fewer counties than the one shown."""
    if row["latest_origin"] != "rollup" or is_missing(row["latest_value"]):
        return ""
    value = format_value(row["latest_value"], row["unit"])
    return t("indicator.judged_value", value=value, counties=describe_counties(row))


def _list_plan_lines(indicator_id: str, area_id: str) -> list[Markup]:
    stated = list_plan_figures(cache.get_inputs(), area_id)
    own = stated[stated["indicator_id"] == indicator_id]
    return [
        render_note(
            t(
                "indicator.plan_says",
                value=format_value(row["value"], row["unit"]),
                year=t("indicator.plan_year_unknown")
                if is_missing(row["year"])
                else format_year(row["year"]),
                area=cache.get_area_names()[area_id],
            )
        )
        for row in list_rows(own)
    ]


def describe_rolled_years(indicator_id: str, area_id: str, year: int) -> str:
    """Return the note on a series aggregated from counties; "" for an own one."""
    series = get_shown_series(indicator_id, area_id, year)
    return t("targets.rolled_marks") if series["reported"].notna().any() else ""


@cache.keep_drawing
def render_ranking(indicator_id: str, area_id: str, year: int) -> Markup:
    """Return the areas with a figure as a table with bars, and who has none."""
    ranking = get_ranking(indicator_id, area_id, year)
    if ranking.rows.empty:
        area = cache.get_area_names()[ranking.within]
        return render_title(t("indicator.rank_title")) + render_empty(
            t("indicator.rank_none_county", area=area)
        )
    title = t(f"indicator.rank_title_{ranking.level}", year=format_year(ranking.year))
    return Markup("").join(
        [
            render_title(title),
            render_note(describe_coverage_of(ranking, indicator_id)),
            _render_ranked(ranking, slice(0, SHOWN), indicator_id, area_id, year),
            _render_silent(ranking),
        ]
    )


def name_rest(ranking: Ranking) -> str:
    """Return how many areas `render_ranking` leaves out; "" if it shows all."""
    rest = ranking.reported - SHOWN
    return t("indicator.rank_rest", count=rest) if rest > 0 else ""


@cache.keep_drawing
def render_lower_ranking(indicator_id: str, area_id: str, year: int) -> Markup:
    """Return the areas that come after those of `render_ranking`."""
    ranking = get_ranking(indicator_id, area_id, year)
    return _render_ranked(ranking, slice(SHOWN, None), indicator_id, area_id, year)


def _render_ranked(
    ranking: Ranking, places: slice, indicator_id: str, area_id: str, year: int
) -> Markup:
    """Return some areas of a ranking as a table with bars."""
    unit = format_unit(ranking.rows["unit"].iloc[0]) or t("indicator.unitless")
    columns = [Column("place", t("indicator.column.place"), "number")] * ranking.has_places + [
        Column("name", t("indicator.column.area"), "name"),
        Column("value", t("indicator.column.value", unit=unit), "number"),
        Column("bar", render_unseen(t("indicator.column.bar")), "html", is_minor=True),
        Column("state", t("indicator.column.state"), "short"),
    ]
    most = ranking.rows["value"].abs().max() or 1
    same = {"year": ranking.year, "decimals": count_decimals(ranking.rows["value"])}
    rows = [
        _make_rank_row(row | same, indicator_id, area_id, year, row["value"] / most)
        for row in list_rows(ranking.rows.iloc[places])
    ]
    return render_table(columns, rows, is_tall=len(rows) > 11)


def _make_rank_row(row: dict, indicator_id: str, area_id: str, year: int, share: float) -> dict:
    name = cache.get_area_names()[row["area_id"]]
    return {
        "place": "" if is_missing(row["place"]) else str(int(row["place"])),
        "name": render_indicator_link(name, indicator_id, row["area_id"], year),
        "value": render_ledger_link(
            render_number(row["value"], row["decimals"]), indicator_id, row["area_id"], row["year"]
        ),
        "bar": Markup(
            '<span class="length" aria-hidden="true"><i style="width:{:.1%}"></i></span>'
        ).format(max(share, 0)),
        "state": format_state(row["state"]),
        "_class": "chosen" if row["area_id"] == area_id else "",
    }


def describe_coverage_of(ranking: Ranking, indicator_id: str) -> str:
    """Return how many areas have a figure, in which states, and what the order means."""
    states = t("shell.list_separator").join(
        t("indicator.state_count", state=format_state(state), n=n)
        for state, n in ranking.count_states().items()
    )
    text = t(
        "indicator.coverage", expected=ranking.expected, reported=ranking.reported, states=states
    )
    if ranking.has_places:
        direction = cache.get_indicators().loc[indicator_id, "direction"]
        return text + " " * text.endswith(".") + t(f"indicator.direction_places.{direction}")
    needed = format_share(cache.get_inputs().thresholds["rollup_min_coverage"])
    return text + " " * text.endswith(".") + t("indicator.no_places", needed=needed)


def _render_silent(ranking: Ranking) -> Markup:
    if not ranking.missing:
        return Markup()
    return render_note(name_silent(ranking.missing))


@cache.keep_drawing
def render_definition(indicator_id: str) -> Markup:
    """Return the definition of an indicator as a list of terms."""
    lines = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(name, text)
        for name, text in list_definition(indicator_id)
    )
    return Markup('{}<dl class="definition">{}</dl>').format(
        render_title(t("indicator.definition_title")), lines
    )


def list_definition(indicator_id: str) -> list[tuple[str, str]]:
    """Return what an indicator is, as pairs of a term and its words."""
    index = cache.get_inputs().index
    row = index.indicators[indicator_id]
    direction = "context" if row["goal"] == "context" else row["direction"]
    is_computed = indicator_id in index.operands
    aggregation = "computed" if is_computed else row["aggregation"]
    targets = [
        name_target(target_id)
        for target_id, measures in index.measures.items()
        if indicator_id in {measure["indicator_id"] for measure in measures}
    ]
    facts = {
        "unit": format_unit(row["unit"]) or t("indicator.unitless"),
        "formula": format_terms(index.operands[indicator_id], name_indicator)
        if is_computed
        else t("indicator.formula_none"),
        "direction": t(f"indicator.direction.{direction}"),
        "goal": cache.get_goal_name(row["goal"]),
        "frequency": t(f"indicator.frequency.{row['frequency']}"),
        "aggregation": t(
            f"indicator.aggregation.{aggregation}"
            if can_roll_up(cache.get_inputs(), indicator_id)
            else "indicator.aggregation.none"
        ),
        "bounds": _describe_bounds(row),
        "note": row["note"] if get_language() == "zh" and not is_missing(row["note"]) else "",
        "targets": t("shell.list_separator").join(targets),
    }
    return [(t(f"indicator.definition.{key}"), text) for key, text in facts.items() if text]


def _describe_bounds(row) -> str:
    if is_missing(row["lower_bound"]):
        return ""
    low = format_number(row["lower_bound"])
    if is_missing(row["upper_bound"]):
        return t("indicator.bounds_from", low=low)
    high = format_value(row["upper_bound"], row["unit"])
    return t("indicator.bounds_between", low=low, high=high)


@cache.keep_drawing
def render_sources_of(indicator_id: str, area_id: str, year: int) -> Markup:
    """Return where the figures of a series come from: one row per source."""
    rows = [
        {
            "source": source["text"],
            "years": source["years"],
            "states": source["states"],
            "count": str(source["count"]),
        }
        for source in list_series_sources(indicator_id, area_id, year)
    ]
    if not rows:
        return Markup()
    columns = [
        Column("source", t("indicator.source_column.source"), "long"),
        Column("years", t("indicator.source_column.years"), "short"),
        Column("states", t("indicator.source_column.states"), "short"),
        Column("count", t("indicator.source_column.count"), "number"),
    ]
    return render_title(t("indicator.sources_title")) + render_table(
        columns, rows, is_labelled=True
    )


def list_series_sources(indicator_id: str, area_id: str, year: int) -> list[dict]:
    """Return the sources of a series in words: text, years, states, count."""
    series = get_shown_series(indicator_id, area_id, year)
    found = []
    for source, part in series.groupby("source", sort=False, dropna=False):
        states = dict.fromkeys(format_state(state) for state in part["state"])
        whose = "counties" if part["reported"].notna().all() else "unstated"
        found.append(
            {
                "text": describe_source(indicator_id, source)
                or cite_source(source, cache.get_inputs().sources_en)
                or t(f"indicator.source_{whose}"),
                "years": describe_years(sorted(int(year) for year in part["year"])),
                "states": t("shell.list_separator").join(states),
                "count": len(part),
            }
        )
    return found
