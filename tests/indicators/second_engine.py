"""A second engine, small and plain: the rules of judging in dicts and loops.

Written from the rules alone (docs/decisions/0010-judging-an-area.md) to check the first one. It
imports nothing of it. A scenario is a dict:

own            {year: value} of the area itself
counties       {county: {year: (above, below, weight)}}; the county's value is above ÷ below
how            sum, mean or quotient: how the counties make a whole
direction      up or down
kind, comparator, low, high    the reading
target_year, asked             years
breaks         last years on an old basis
decided        (year, value or None) or None
"""

DEFAULT_BASE, YEARS_BACK, STALE_AFTER, COVERAGE = 2021, 3, 2, 0.8
ABOUT = 1e-9


def judge(scenario: dict) -> dict:
    """Return what the first engine should say of a scenario."""
    series, reports = _make_series(scenario)
    due = scenario["target_year"]
    known = [year for year in series if year <= min(scenario["asked"], due)]
    if not known:
        return {"status": "cannot_judge"}
    latest = max(known)
    base = _find_base(scenario, series, latest)
    result = _judge_from(scenario, series, reports, latest, base)
    result["latest_year"] = latest
    years = [year for year in range(DEFAULT_BASE - YEARS_BACK, DEFAULT_BASE + 1) if year in series]
    decided = scenario["decided"]
    if decided and (decided[1] is not None or decided[0] in series):
        years.append(decided[0])
    by_base = {}
    for year in sorted(set(years)):
        if year >= latest or _is_broken(scenario, year, latest):
            continue
        value = series.get(year)
        if decided and decided[0] == year and decided[1] is not None:
            value = decided[1]
        varied = (year, value, None)
        by_base[year] = _judge_from(scenario, series, reports, latest, varied)["status"]
    result["by_base"] = by_base
    result["robust"] = (
        None if len(by_base) < 2 else all(status == result["status"] for status in by_base.values())
    )
    late = None
    if result["status"] == "missed":
        for year in sorted(series):
            if due < year <= scenario["asked"] and not _is_broken(scenario, latest, year):
                then, now, _, fits = _pair(scenario, series, reports, base, year)
                goal = _find_goal(scenario, then)
                if fits and goal and _meets(scenario, now, goal[0]):
                    late = year
                    break
    result["late"] = late
    return result


def _make_series(scenario: dict) -> tuple[dict, dict]:
    """Return the yearly values, and for a roll-up who reported in each year."""
    if any(year <= scenario["asked"] for year in scenario["own"]):
        return scenario["own"], {}
    reports: dict[int, set] = {}
    for county, values in scenario["counties"].items():
        for year in values:
            if year <= max(scenario["asked"], DEFAULT_BASE):
                reports.setdefault(year, set()).add(county)
    series = {}
    for year, who in reports.items():
        if len(who) / len(scenario["counties"]) >= COVERAGE:
            series[year] = _put_together(scenario, who, year)
    return series, reports


def _put_together(scenario: dict, who: set, year: int) -> float:
    parts = [scenario["counties"][county][year] for county in sorted(who)]
    if scenario["how"] == "sum":
        return sum(above for above, _, _ in parts)
    if scenario["how"] == "quotient":
        return sum(above for above, _, _ in parts) / sum(below for _, below, _ in parts)
    return sum(above * weight for above, _, weight in parts) / sum(w for _, _, w in parts)


def _is_broken(scenario: dict, first: int, last: int) -> bool:
    return any(first <= year < last for year in scenario["breaks"])


def _find_base(scenario: dict, series: dict, latest: int) -> tuple:
    """Return year, value and what is wrong with them."""
    found = None
    if scenario["decided"]:
        year, value = scenario["decided"]
        value = series.get(year) if value is None else value
        if value is not None:
            found = (year, value)
    else:
        for back in range(YEARS_BACK + 1):
            if DEFAULT_BASE - back in series:
                found = (DEFAULT_BASE - back, series[DEFAULT_BASE - back])
                break
    if found is None:
        return None, None, "no_baseline"
    if found[0] >= latest:
        return *found, "no_data"
    if _is_broken(scenario, found[0], latest):
        return None, None, "series_break"
    return *found, None


def _pair(scenario: dict, series: dict, reports: dict, base: tuple, year: int) -> tuple:
    """Return base value, later value, counties compared, and whether the two may compare."""
    base_year, base_value, wrong = base
    is_from_series = base_value is not None and series.get(base_year) == base_value
    everyone = len(scenario["counties"])
    then, now, both = base_value, series[year], None
    if reports and is_from_series and not wrong:
        same = reports[base_year] & reports[year]
        both = len(same)
        if both:
            then = _put_together(scenario, same, base_year)
            now = _put_together(scenario, same, year)
        if both / everyone < COVERAGE:
            return then, now, both, False
    is_part = reports and scenario["how"] == "sum" and len(reports[year]) < everyone
    about_whole = scenario["kind"] == "level" or (base_value is not None and not is_from_series)
    return then, now, both, not (is_part and about_whole)


def _find_goal(scenario: dict, base: float | None) -> tuple | None:
    kind, low, high = scenario["kind"], scenario["low"], scenario["high"]
    sign = 1 if scenario["direction"] == "up" else -1
    if kind == "level":
        return low, high
    if base is None or (kind == "relative_change" and base <= 0):
        return None
    ends = []
    for number in (low, high):
        if number is None:
            ends.append(None)
        elif kind == "pp_change":
            ends.append(base + sign * number)
        else:
            ends.append(base + sign * base * number / 100)
    return tuple(ends)


def _better(scenario: dict, value: float, edge: float) -> float:
    """Return how much better a value is than an edge; 0 where they are as good as equal."""
    lead = value - edge if scenario["direction"] == "up" else edge - value
    return 0 if abs(lead) <= ABOUT * max(1, abs(edge)) else lead


def _meets(scenario: dict, value: float, goal: float) -> bool:
    lead = _better(scenario, value, goal)
    return lead > 0 if scenario["comparator"] == "more_than" else lead >= 0


def _judge_from(scenario, series, reports, latest, base) -> dict:
    base_year, _, wrong = base
    then, now, both, fits = _pair(scenario, series, reports, base, latest)
    result = {"matched": both, "status": "cannot_judge", "completion": None, "elapsed": None}
    due, asked = scenario["target_year"], scenario["asked"]
    if latest < due < asked or not fits:
        return result
    goal = _find_goal(scenario, then)
    if goal is None:
        return result
    met = _meets(scenario, now, goal[0])
    final = "achieved" if met else "missed" if latest == due else None
    if then is None or wrong:
        if scenario["kind"] == "level" and final:
            result["status"] = final
    else:
        result["elapsed"] = (latest - base_year) / (due - base_year)
        result["status"] = final or "moving_away"
        if _better(scenario, then, goal[0]) <= 0:
            result["status"] = final or _walk(scenario, then, now, goal[0], result)
            if goal[0] != then:
                result["completion"] = (now - then) / (goal[0] - then)
    is_old = min(asked, due) - latest > STALE_AFTER
    result["is_stale"] = is_old and result["status"] != "cannot_judge"
    return result


def _walk(scenario, then, now, goal, result) -> str:
    if goal == then:
        return "moving_away" if _better(scenario, now, then) < 0 else "behind"
    done = (now - then) / (goal - then)
    gap = round((done - result["elapsed"]) * 100, 9)
    if done < 0:
        return "moving_away"
    if gap >= 0:
        return "on_pace"
    return "slightly_behind" if gap >= -10 else "behind"
