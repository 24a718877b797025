"""The audit: every check in the order of the page, and all that they find."""

from collections.abc import Callable, Iterator

import pandas as pd

from data.words.names import name_clause
from indicators.audit.changes import check_changes
from indicators.audit.counts import (
    check_bound_counties,
    check_county_minimums,
    check_facility_counties,
    check_group_parts,
    check_groups,
    check_industries,
    check_named_counties,
    check_role_counties,
    check_role_items,
)
from indicators.audit.findings import COLUMNS, AuditInputs
from indicators.audit.statements import (
    check_baselines,
    check_measures,
    check_open_lists,
    check_other_figures,
    check_readings,
    check_unused_baselines,
)
from indicators.frames import make_frame

CHECKS: tuple[Callable[[AuditInputs], Iterator[dict]], ...] = (
    check_role_items,
    check_bound_counties,
    check_measures,
    check_other_figures,
    check_changes,
    check_named_counties,
    check_facility_counties,
    check_county_minimums,
    check_role_counties,
    check_groups,
    check_group_parts,
    check_industries,
    check_readings,
    check_baselines,
    check_unused_baselines,
    check_open_lists,
)


def compute_audit(inputs: AuditInputs) -> pd.DataFrame:
    """Check the plan against itself, and list the questions that it leaves open.

    Parameters
    ----------
    inputs : AuditInputs
        From `indicators.audit.findings.load_audit_inputs`.

    Returns
    -------
    DataFrame
        One row per finding, in the order of `CHECKS`: check_id; subject, the id of what was
        checked; stated and found, what the plan says and what the tables show; verdict (agrees,
        contradicts, open); clause_id; follows, what this means for the user; decision_id of the
        decision that settled it, None for most; subject_kind (role, group, list, box_item,
        target, indicator, baseline_change), subject_name and clause, its number in the plan.
        Texts are in the language in use.
    """
    rows = [row for check in CHECKS for row in check(inputs)]
    for row in rows:
        row["clause"] = name_clause(row["clause_id"], inputs.clauses[row["clause_id"]])
    return make_frame(rows, COLUMNS)
