"""Chooses the few figures of an area that say most about what the plan asks of it."""

from data.words.numbers import is_missing
from indicators.counties.profile import CountyInputs, list_role_indicators

MOST = 8


def pick_leading_indicators(inputs: CountyInputs, area_id: str, own: list[dict]) -> list[str]:
    """Return up to eight indicators of an area that have a figure.

    First the targets that were allocated to it, then the first indicator of each of its roles,
    then what else its roles ask, then the measures of the plan's targets; in the plan's order.

    Parameters
    ----------
    own : list of dict
        From `indicators.counties.peers.list_own_rows`.
    """
    known = [row for row in own if not is_missing(row["value"])]
    allocated = [row["indicator_id"] for row in known if not is_missing(row["target_value"])]
    by_role = [
        list_role_indicators(inputs, [role]) for role in inputs.roles_by_county.get(area_id, [])
    ]
    firsts = [indicators[0] for indicators in by_role if indicators]
    measures = [
        measure["indicator_id"]
        for rows in inputs.progress.index.measures.values()
        for measure in rows
    ]
    others = [indicator_id for indicators in by_role for indicator_id in indicators[1:]]
    have = [row["indicator_id"] for row in known]
    wanted = dict.fromkeys([*allocated, *firsts, *others, *measures, *have])
    return [indicator_id for indicator_id in wanted if indicator_id in have][:MOST]
