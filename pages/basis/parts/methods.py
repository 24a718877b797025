"""The sections of the methods page. Thresholds and examples come from the engine."""

from markupsafe import Markup

from data.words.formulas import format_terms
from data.words.names import pick_name
from data.words.numbers import (
    attach_unit,
    format_number,
    format_share,
    format_signed,
    format_value,
    is_missing,
    name_unit,
)
from indicators.audit.findings import CONTRADICTS
from indicators.inputs import REGION
from indicators.judgement.second_opinion import CLASSES
from indicators.targets.allocation import METHODS
from indicators.targets.worked_examples import (
    LATEST_YEAR,
    compute_formula_numbers,
    list_kind_examples,
    list_status_examples,
)
from pages.blocks.links import render_indicator_name
from pages.blocks.status import name_indicator, render_judgement, render_status
from pages.blocks.tables import Column, render_table
from pages.blocks.target_names import explain_reading, name_reading, name_reading_subject
from pages.blocks.values import format_state
from pages.documents.target_wording import name_reason
from pages.shell import cache
from pages.shell.audit_cache import get_findings
from pages.shell.i18n import t

REASONS = (
    "no_data",
    "no_input",
    "no_baseline",
    "series_break",
    "reading_undecided",
    "qualitative",
    "scope_differs",
    "low_coverage",
    "no_target",
    "not_assigned",
    "stale",
)
PER_CENT = "%"
ROLLUPS = ("sum", "weighted_mean", "mean", "computed")
FORMULAS = ("completion", "elapsed", "gap", "pace_value", "required", "required_pct", "ratio")
# What a formula names; each has a symbol in words and a number in the worked case.
SYMBOLS = (
    *("base", "latest", "target", "base_year", "latest_year", "target_year"),
    *("completion", "elapsed", "actual_pct", "asked_pct"),
)
POWER = {"{": Markup("<sup>"), "}": Markup("</sup>")}


@cache.keep_drawing
def render_statuses() -> Markup:
    """Return each status with its rule and a worked case."""
    thresholds = _write_thresholds()
    columns = [
        Column("status", t("methods.column.status"), "html"),
        Column("rule", t("methods.column.rule"), "long"),
        Column("latest", t("methods.column.latest"), "number"),
        Column("completion", t("targets.column.completion"), "number", is_minor=True),
        Column("gap", t("targets.column.gap"), "number"),
    ]
    rows = [
        {
            "status": render_status(example.example_id),
            "rule": t(f"methods.rule.{example.example_id}", **thresholds),
            "latest": _write_latest(example),
            "completion": _write_share(example.judgement.completion),
            "gap": _write_gap(example.judgement.pace_gap),
        }
        for example in list_status_examples(_get_thresholds())
    ]
    table = render_table(columns, rows, is_labelled=True)
    return _say("status.example") + table + _say("status.several", "status.manual")


def _write_latest(example) -> str:
    """Return a latest value, with its year if that differs from the column's."""
    value = format_number(example.latest)
    if example.latest_year == LATEST_YEAR:
        return value
    return t("methods.value_of_year", value=value, year=example.latest_year)


@cache.keep_drawing
def render_formulas() -> Markup:
    """Return each formula with its numbers filled in, and the classes of the growth ratio."""
    numbers = compute_formula_numbers(_get_thresholds())
    written = _write_numbers(numbers)
    symbols = {name: t(f"methods.symbol.{name}") for name in SYMBOLS}
    columns = [
        Column("name", t("methods.column.quantity")),
        Column("formula", t("methods.column.formula"), "html"),
        Column("worked", t("methods.column.worked"), "html"),
    ]
    rows = [
        {
            "name": t(f"methods.quantity.{name}"),
            "formula": _raise_powers(t(f"methods.formula.{name}", **symbols)),
            "worked": _raise_powers(
                t(
                    "methods.worked",
                    formula=t(f"methods.formula.{name}", **written),
                    result=t(f"methods.result.{name}", **written),
                )
            ),
        }
        for name in FORMULAS
    ]
    classes = t("shell.sentence_separator").join(
        t(f"methods.cagr.{name}", **_write_thresholds()) for name in CLASSES
    )
    return (
        _say("formulas.symbols", **written)
        + render_table(columns, rows, is_labelled=True)
        + Markup('<p class="text">{}{}</p>').format(classes, t("shell.sentence_end"))
        + _say("formulas.opinions")
    )


def _raise_powers(words: str) -> Markup:
    """Return a formula with what stands in braces as an exponent."""
    drawn = Markup.escape(words)
    for brace, tag in POWER.items():
        drawn = drawn.replace(brace, tag)
    return drawn


@cache.keep_drawing
def render_kinds() -> Markup:
    """Return each kind of target with its rule and a worked case."""
    columns = [
        Column("kind", t("methods.column.kind")),
        Column("rule", t("methods.column.rule"), "long"),
        Column("base", t("targets.column.base"), "number"),
        Column("latest", t("targets.column.latest"), "number"),
        Column("goal", t("methods.column.goal"), "number", is_minor=True),
        Column("status", t("methods.column.result"), "html"),
    ]
    rows = [_make_kind_row(example) for example in list_kind_examples(_get_thresholds())]
    return render_table(columns, rows, is_labelled=True) + _say("kinds.per_county")


def _make_kind_row(example) -> dict:
    judged, reading = example.judgement, example.reading
    low = format_number(reading.low)
    goal = format_number(judged.target_low)
    if judged.target_high is not None:
        goal = t("targets.between", low=goal, high=format_number(judged.target_high))
    high = "" if reading.high is None else format_number(reading.high)
    return {
        "kind": t(f"methods.kind.{example.example_id}", low=low, high=high),
        "rule": t(f"methods.kind_rule.{example.example_id}", **_write_thresholds()),
        "base": "—" if example.base is None else format_number(example.base),
        "latest": format_number(example.latest),
        "goal": goal,
        "status": render_judgement(judged.status, judged.reason),
    }


@cache.keep_drawing
def render_reasons() -> Markup:
    """Return why a target cannot be judged, and what settles it."""
    columns = [
        Column("reason", t("methods.column.reason"), "short"),
        Column("meaning", t("methods.column.meaning"), "long"),
    ]
    rows = [
        {
            "reason": name_reason(reason),
            "meaning": t(f"methods.reason.{reason}", **_write_thresholds()),
        }
        for reason in REASONS
    ]
    return render_table(columns, rows)


@cache.keep_drawing
def render_base_rules() -> Markup:
    """Return how a base year is chosen, and the plan's figures that cannot be one."""
    return _list("base", 5) + _render_other_measures()


def _render_other_measures() -> Markup:
    """Return the figures of the plan whose measure is not that of the target they are about."""
    found = get_findings()
    other = found[(found["check_id"] == "measures") & (found["verdict"] == CONTRADICTS)]
    return Markup("").join(
        Markup('<p class="text">{}</p>').format(
            t("methods.base.other_measure", stated=row.stated, found=row.found, follows=row.follows)
        )
        for row in other.itertuples()
    )


@cache.keep("settings", in_words=True)
def render_all_readings() -> Markup:
    """Return every reading of the plan's words, with its rationale."""
    columns = [
        Column("subject", t("methods.column.subject")),
        Column("reading", t("targets.column.reading")),
        Column("why", t("methods.column.why"), "long"),
    ]
    rows, last = [], None
    for row in cache.get_readings().to_dict("records"):
        name = name_reading(row["reading_id"])
        subject = name_reading_subject(row["subject_kind"], row["subject_id"])
        rows.append(
            {
                "subject": "" if subject == last else subject,
                "reading": t("targets.default_reading", name=name) if row["is_default"] else name,
                "why": explain_reading(row["reading_id"]),
            }
        )
        last = subject
    return _say("readings.rule") + render_table(columns, rows, is_labelled=True)


@cache.keep_drawing
def render_states() -> Markup:
    """Return the states that a figure can have, the strongest first."""
    columns = [
        Column("state", t("targets.column.state"), "short"),
        Column("meaning", t("methods.column.meaning"), "long"),
    ]
    states = [row["state"] for row in cache.get_store().query_rows("queries/states")]
    rows = [
        {"state": format_state(state), "meaning": t(f"methods.state.{state}")}
        for state in (*states, "plan")
    ]
    return render_table(columns, rows) + _say("states.order", "states.none")


@cache.keep_drawing
def render_coverage() -> Markup:
    """Return how figures are aggregated from counties, and the coverage that it needs."""
    columns = [
        Column("method", t("methods.column.method"), "short"),
        Column("meaning", t("methods.column.meaning"), "long"),
    ]
    rows = [
        {"method": t(f"rollup.method.{method}"), "meaning": t(f"methods.rollup.{method}")}
        for method in ROLLUPS
    ]
    return (
        _say("coverage.rule", **_write_thresholds())
        + render_table(columns, rows)
        + _say("coverage.own", "coverage.same")
    )


def _name_span(first: int, last: int) -> str:
    key = "methods.ahead.one" if first == last else "methods.ahead.span"
    return t(key, first=first, last=last)


@cache.keep_drawing
def render_forecast() -> Markup:
    """Return the model of the forecast and what the backtest found."""
    columns = [
        Column("ahead", t("methods.column.ahead")),
        Column("count", t("methods.column.forecasts"), "number"),
        Column("share", t("methods.column.within"), "number"),
    ]
    spans = cache.get_store().query_rows("queries/forecast_coverage")
    rows = [
        {
            "ahead": _name_span(row["first_ahead"], row["last_ahead"]),
            "count": format_number(row["forecasts"]),
            "share": format_share(row["share"]),
        }
        for row in spans
    ]
    thresholds = _write_thresholds()
    return (
        _say("forecast.model", "forecast.rules", **thresholds)
        + Markup('<div class="narrow">{}</div>').format(render_table(columns, rows))
        + _say("forecast.backtest", **spans[0], level=thresholds["forecast_interval"])
        + _say("forecast.means")
    )


@cache.keep_drawing
def render_breakdown() -> Markup:
    """Return the methods of allocating a target to counties."""
    columns = [
        Column("method", t("methods.column.method")),
        Column("meaning", t("methods.column.meaning"), "long"),
    ]
    rows = [
        {"method": t(f"allocation.method.{method}"), "meaning": t(f"methods.allocation.{method}")}
        for method in METHODS
    ]
    return render_table(columns, rows) + _say("breakdown.rule")


@cache.keep_drawing
def render_definitions() -> Markup:
    """Return the formulas of the derived indicators, and the sector's definitions with sources."""
    formulas = write_formulas()
    columns = [
        Column("indicator", t("methods.column.term")),
        Column("formula", t("methods.column.formula"), "long"),
        Column("unit", t("methods.column.unit"), "short"),
    ]
    indicators = cache.get_indicators()
    rows = [
        {
            "indicator": render_indicator_name(indicator_id, REGION),
            "formula": formula,
            "unit": name_unit(indicators.loc[indicator_id, "unit"]) or t("methods.no_unit"),
        }
        for indicator_id, formula in formulas.items()
    ]
    return (
        _say("definitions.derived")
        + render_table(columns, rows, is_labelled=True)
        + _render_terms(formulas)
    )


def _render_terms(formulas: dict[str, str]) -> Markup:
    columns = [
        Column("term", t("methods.column.term"), "short"),
        Column("meaning", t("methods.column.definition"), "long"),
        Column("source", t("targets.column.source"), "long"),
    ]
    rows = []
    for row in cache.get_store().query_rows("queries/definitions"):
        share = "" if is_missing(row["share"]) else format_value(row["share"], row["share_unit"])
        names = formulas | {"share": share}
        rows.append(
            {
                "term": pick_name(row),
                "meaning": pick_name(row, "meaning").format_map(names),
                "source": (pick_name(row, "source") or "").format_map(names),
            }
        )
    if not rows:
        return Markup()
    return _say("definitions.terms") + render_table(columns, rows, is_labelled=True)


def write_formulas() -> dict[str, str]:
    """Return the formula of each derived indicator in words, from the table that computes it."""
    operands = cache.get_inputs().index.operands
    return {
        indicator_id: format_terms(rows, name_indicator) for indicator_id, rows in operands.items()
    }


@cache.keep("settings", in_words=True)
def render_thresholds() -> Markup:
    """Return every threshold with what hangs on it."""
    columns = [
        Column("meaning", t("methods.column.meaning"), "long"),
        Column("value", t("methods.column.value"), "number"),
    ]
    rows = [
        {
            "meaning": pick_name(row, "note"),
            # A year has no separator; the meaning says what the other numbers count.
            "value": str(int(row["value"]))
            if row["threshold_id"].endswith("_year")
            else format_number(row["value"]),
        }
        for row in cache.get_store().query_rows("queries/thresholds")
    ]
    return _say("thresholds.rule") + render_table(columns, rows)


def _say(*keys: str, **values) -> Markup:
    return Markup("").join(
        Markup('<p class="text">{}</p>').format(t(f"methods.{key}", **values)) for key in keys
    )


def _list(section: str, count: int) -> Markup:
    items = Markup("").join(
        Markup("<li>{}</li>").format(t(f"methods.{section}.rule_{place}", **_write_thresholds()))
        for place in range(1, count + 1)
    )
    return Markup('<ol class="text">{}</ol>').format(items)


def _get_thresholds() -> dict[str, float]:
    return cache.get_inputs().thresholds


def _write_thresholds() -> dict[str, str]:
    """Return every threshold by its id, written for a sentence."""
    written = {name: format_number(value) for name, value in _get_thresholds().items()}
    for name in ("baseline_default_year",):
        written[name] = str(int(_get_thresholds()[name]))
    for name in ("rollup_min_coverage", "forecast_interval"):
        written[name] = f"{_get_thresholds()[name]:.0%}"
    return written


def _write_numbers(numbers: dict) -> dict[str, str]:
    written = {name: str(value) for name, value in numbers.items()}
    for name in ("base", "latest", "target"):
        written[name] = format_number(numbers[name])
    for name in ("completion", "elapsed"):
        written[name] = format_share(numbers[name])
    for name in ("ratio", "required", "pace_value"):
        written[name] = format_number(numbers[name], 2)
    for name in ("required_pct", "actual_pct", "asked_pct"):
        written[name] = attach_unit(format_number(numbers[name], 2), PER_CENT)
    written["gap"] = format_signed(numbers["gap"], 1)
    written["cagr_class"] = t(f"progress.cagr_{numbers['cagr_class']}")
    return written


def _write_share(fraction) -> str:
    return "—" if is_missing(fraction) else format_share(fraction)


def _write_gap(gap) -> str:
    return "—" if is_missing(gap) else format_signed(gap, 1)
