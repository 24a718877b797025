"""The targets on the overview: each in one row of sight, with its picture and its sentence."""

from markupsafe import Markup

from data.words.names import pick_name
from data.words.numbers import format_value, format_year, is_missing
from indicators.frames import list_rows
from indicators.shown_series import list_shown_points
from indicators.targets.bullet import place_bullet
from indicators.targets.summary import list_known_inputs, pick_decisive, pick_leading, pick_primary
from pages.blocks.bullet import render_bullet
from pages.blocks.figures import render_sparkline
from pages.blocks.links import render_indicator_link, render_link
from pages.blocks.markup import render_sub
from pages.blocks.missing import render_missing_link
from pages.blocks.status import describe_source, name_indicator, render_judgement, render_status
from pages.blocks.targets import describe_settling
from pages.blocks.values import format_state, render_figure
from pages.documents.target_wording import (
    describe_ask,
    describe_base,
    describe_bases,
    describe_counties,
    describe_gap,
    describe_goal_value,
    describe_proposal,
    get_reason_code,
)
from pages.shell import cache, owed_cache
from pages.shell.i18n import t

LEGEND = ("base", "latest", "pace", "goal", "open")


def render_rows(area_id: str, year: int) -> Markup:
    """Return one row per target, in groups by goal, below a legend."""
    return _render_rows(area_id, year)


@cache.keep(*owed_cache.OWED, in_words=True, by_day=True)
def _render_rows(area_id: str, year: int) -> Markup:
    targets = list_rows(cache.get_inputs().targets)
    groups = []
    for goal in cache.get_goal_names():
        rows = Markup("").join(
            _render_target(target, area_id, year) for target in targets if target["goal"] == goal
        )
        groups.append(
            Markup('<section class="goal"><h2>{}</h2><div>{}</div></section>').format(
                cache.get_goal_name(goal), rows
            )
        )
    return _render_legend() + Markup('<div class="sights">{}</div>').format(Markup("").join(groups))


def _render_legend() -> Markup:
    keys = Markup("").join(
        Markup('<span><i class="key {}" aria-hidden="true"></i>{}</span>').format(
            name, t(f"overview.legend.{name}")
        )
        for name in LEGEND
    )
    return Markup('<p class="keys">{}</p>').format(keys)


def _render_target(target: dict, area_id: str, year: int) -> Markup:
    own = cache.get_progress_rows(area_id, year)[target["target_id"]]
    rows = list_measures(own)
    first = pick_decisive(rows)
    link = render_link(
        "targets", pick_name(target), target=target["target_id"], area=area_id, year=year
    )
    has_several = len({row["indicator_id"] for row in rows}) > 1
    measures = Markup("").join(
        _render_measure(row, first, own, year, is_named=has_several) for row in rows
    )
    beside = render_missing_link(area_id, target["target_id"])
    return Markup(
        '<article class="sight {}"><div class="ask"><h3>{}</h3><p>{}</p>{}</div>'
        '<div class="measures">{}</div></article>'
    ).format(
        first["target_status"],
        link,
        t("overview.ask", ask=describe_ask(target)),
        Markup("<p>{}</p>").format(beside) if beside else "",
        measures,
    )


def list_measures(own: list[dict]) -> list[dict]:
    """Return the rows to show: primary measures, others only while those have no value."""
    rows = pick_leading(own)
    primary = [row for row in rows if row["is_primary"]]
    return primary if any(not is_missing(row["latest_value"]) for row in primary) else rows


def _render_measure(row: dict, first: dict, own, year: int, *, is_named: bool) -> Markup:
    """Return a measure of a target: its picture and sentence, its trend, its status."""
    inputs = cache.get_inputs()
    is_other = row["indicator_id"] != row["target_id"]
    name = name_indicator(row["indicator_id"]) if is_named or is_other else ""
    points = list_shown_points(inputs, row["indicator_id"], row["area_id"], year)
    trend = render_sparkline(points, width=96, height=28) if len(points) > 1 else ""
    is_first = row["indicator_id"] == first["indicator_id"]
    standing = _render_standing(row, own) if is_first else _render_beside(row)
    return Markup(
        '<div class="measure"><div class="way-line">{}{}</div>'
        '<div class="trend">{}</div><div class="standing">{}</div></div>'
    ).format(
        Markup('<p class="measure-name">{}</p>').format(name) if name else "",
        _render_way(row, year),
        trend,
        standing,
    )


def _render_way(row: dict, year: int) -> Markup:
    if is_missing(row["latest_value"]):
        return _render_inputs(row, year)
    is_open = row["target_status"] == "cannot_judge" or not row["is_primary"]
    is_undecided = get_reason_code(row["target_reason"]) == "reading_undecided"
    status = "cannot_judge" if is_undecided or not row["is_primary"] else row["status"]
    steps = list_steps(row)
    picture = render_bullet(
        place_bullet(row),
        status,
        t("overview.arrow").join(text for _, text in steps),
        is_open=is_open,
    )
    sentence = Markup(' <span aria-hidden="true">→</span> ').join(
        render_indicator_link(
            Markup("<b>{}</b>").format(text), row["indicator_id"], row["area_id"], year
        )
        if name == "latest"
        else Markup("<span>{}</span>").format(text)
        for name, text in steps
    )
    facts = [describe_counties(row) or t("overview.own_figure"), format_state(row["latest_state"])]
    source = describe_source(row["indicator_id"], row["latest_source"])
    title = t("shell.source_is", source=source) if source else ""
    return Markup('{}<p class="steps">{}</p><p class="facts" title="{}">{}</p>').format(
        picture, sentence, title, " · ".join(facts)
    )


def list_steps(row: dict) -> list[tuple[str, str]]:
    """Return base, latest value and goal in words, without what is not known."""
    steps = []
    if not is_missing(row["baseline_value"]):
        value = format_value(row["baseline_value"], row["unit"])
        year = format_year(row["baseline_year"])
        steps.append(("base", t("overview.step.base", value=value, year=year)))
    value, year = format_value(row["latest_value"], row["unit"]), format_year(row["latest_year"])
    steps.append(("latest", t("overview.step.latest", value=value, year=year)))
    if not is_missing(row["target_low"]):
        steps.append(("goal", t("overview.step.goal", value=describe_goal_value(row))))
    return steps


def _render_inputs(row: dict, year: int) -> Markup:
    """Return the known inputs of a measure that has no value, else that there is no data."""
    figures = cache.get_area_figures(row["area_id"])
    known = list_known_inputs(cache.get_inputs(), figures, row, year)
    if known.empty:
        return Markup('<p class="figure none">{}</p>').format(t("shell.no_data"))
    lines = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(
            name_indicator(figure.indicator_id),
            render_indicator_link(
                render_figure(
                    figure.value,
                    figure.unit,
                    figure.year,
                    figure.state,
                    describe_source(figure.indicator_id, figure.source),
                ),
                figure.indicator_id,
                figure.area_id,
                year,
            ),
        )
        for figure in known.itertuples()
    )
    return Markup("<dl>{}</dl>").format(lines)


def _render_standing(row: dict, own: list[dict]) -> Markup:
    """Return the status of a target beside the measure that decides it."""
    code = get_reason_code(row["target_reason"])
    lines = []
    if row["is_primary"]:
        # A single base cannot be varied; the default one stands in the sentence already.
        base = describe_bases(row)
        if is_missing(row["robust"]):
            base = "" if row["baseline_origin"] == "default" else describe_base(row)
        lines = [describe_proposal(row), describe_gap(row), base]
    if code != "no_target":
        lines.append(describe_settling(pick_primary(own)))
    return render_judgement(row["target_status"], code) + _render_lines(*lines)


def _render_beside(row: dict) -> Markup:
    """Return what a further measure comes to by itself."""
    if not row["is_primary"]:
        return render_sub(t("overview.secondary"))
    return render_status(row["status"]) + _render_lines(describe_gap(row))


def _render_lines(*texts: str) -> Markup:
    return Markup("").join(Markup("<p>{}</p>").format(text) for text in texts if text)
