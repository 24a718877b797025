"""Chooses the few figures of an area that say most about what the plan asks of it."""

import pandas as pd

from indicators.counties.profile import CountyInputs, list_role_indicators

MOST = 8


def pick_leading_indicators(inputs: CountyInputs, area_id: str, own: pd.DataFrame) -> list[str]:
    """Return up to eight indicators of an area that have a figure.

    First the targets that were allocated to it, then the first indicator of each of its roles,
    then what else its roles ask, then the measures of the plan's targets; in the plan's order.

    Parameters
    ----------
    own : DataFrame
        From `indicators.counties.peers.list_own_figures`.
    """
    known = own[own["value"].notna()]
    allocated = known.loc[known["target_value"].notna(), "indicator_id"]
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
    wanted = dict.fromkeys([*allocated, *firsts, *others, *measures, *known["indicator_id"]])
    have = set(known["indicator_id"])
    return [indicator_id for indicator_id in wanted if indicator_id in have][:MOST]
