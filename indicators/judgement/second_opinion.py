"""The second opinion on progress: classes of the ratio of growth rates.

The first opinion compares with the straight line from base to target (status). The second
compares compound growth so far with the compound growth from base to target. Source of the
classes: Eurostat, monitoring report on progress towards the SDGs, assessment of indicators
with a target; Open SDG uses the same ratio. The thresholds are in data/conventions/threshold.csv
(``cagr_on_track``, ``cagr_moderate``).
"""

CLASSES = ("on_track", "moderate", "slow", "moving_away")

# The class of each method's result, by which the two are compared.
_CAMPS = {
    "achieved": "good",
    "on_pace": "good",
    "on_track": "good",
    "slightly_behind": "slow",
    "behind": "slow",
    "moderate": "slow",
    "slow": "slow",
    "moving_away": "away",
}


def classify_growth_ratio(ratio: float | None, thresholds: dict[str, float]) -> str | None:
    """Return the class of actual over required growth; None if there is no ratio."""
    if ratio is None:
        return None
    # Roots and divisions round: a ratio a billionth below the threshold counts as on it.
    ratio = round(ratio, 9)
    if ratio >= thresholds["cagr_on_track"]:
        return "on_track"
    if ratio >= thresholds["cagr_moderate"]:
        return "moderate"
    return "slow" if ratio >= 0 else "moving_away"


def do_methods_disagree(status: str, cagr_class: str | None) -> bool:
    """Tell whether pace and growth ratio lead to different conclusions.

    Each result is enough (achieved, on pace; on track), too slow (slightly behind, behind;
    moderate, slow) or moving away. The methods disagree if these differ. Degrees of slow are
    not compared, because the scales differ. If either opinion is missing, they do not disagree.
    """
    if cagr_class is None or status not in _CAMPS:
        return False
    return _CAMPS[status] != _CAMPS[cagr_class]
