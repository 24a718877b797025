"""What the functions that compute and judge say of themselves: their docstrings, as they are."""

import inspect
from collections.abc import Callable

from markupsafe import Markup

from indicators.audit.audit import compute_audit
from indicators.boxes.standing import judge_count, judge_counties
from indicators.judgement import comparators, pace, second_opinion, status, target_values
from indicators.matching import match_years
from indicators.rollup import roll_up
from indicators.targets.allocation import build_allocation
from indicators.targets.bases import choose_baseline
from indicators.targets.forecast import compute_forecast
from indicators.targets.implied_levels import compute_implied_levels
from pages.shell.i18n import t

# Where the rules are told by the module and not by one function of it.
MODULES = (comparators, second_opinion)
FUNCTIONS: tuple[Callable, ...] = (
    pace.compute_completion,
    pace.compute_time_elapsed,
    pace.compute_pace_gap,
    pace.compute_pace_value,
    pace.compute_required_change,
    pace.compute_growth_rate,
    pace.compute_growth_ratio,
    target_values.compute_target_values,
    status.judge_value,
    status.classify_pace,
    status.combine_readings,
    choose_baseline,
    match_years,
    roll_up,
    build_allocation,
    compute_forecast,
    judge_count,
    judge_counties,
    compute_implied_levels,
    compute_audit,
)


def render_engine() -> Markup:
    """Return each function with its docstring, folded."""
    entries: list[tuple[str, object]] = [(module.__name__, module) for module in MODULES]
    entries += [(f"{one.__module__}.{one.__qualname__}", one) for one in FUNCTIONS]
    told = Markup("").join(
        Markup("<details><summary><code>{}</code></summary><pre>{}</pre></details>").format(
            name, inspect.getdoc(one)
        )
        for name, one in entries
    )
    return Markup('<p class="text">{}</p>{}').format(t("methods.engine.rule"), told)
