"""The second opinion on a pace: classes of the ratio of growth rates.

The first opinion is the straight line from base to target (status). The second compares
compound growth so far with the compound growth that base to target asks for. Source of the
classes: Eurostat, monitoring report on progress towards the SDGs, assessment of indicators
with a target; the same ratio is used by Open SDG. The thresholds stand in the table
(``cagr_on_track``, ``cagr_moderate``).
"""

CLASSES = ("on_track", "moderate", "slow", "moving_away")

# What a word of either method means for whoever reads it.
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
    """Return the class of actual over required growth; None where there is no ratio."""
    if ratio is None:
        return None
    # Roots and divisions: a ratio a billionth below the threshold is on it.
    ratio = round(ratio, 9)
    if ratio >= thresholds["cagr_on_track"]:
        return "on_track"
    if ratio >= thresholds["cagr_moderate"]:
        return "moderate"
    return "slow" if ratio >= 0 else "moving_away"


def do_methods_disagree(status: str, cagr_class: str | None) -> bool:
    """Tell whether pace and growth ratio lead to different conclusions.

    Each method's words fall into three camps: enough (achieved, on pace; on track), too
    slow (slightly behind, behind; moderate, slow) and moving away. The methods disagree
    where their camps differ. How slow is not compared, since the two scales differ.
    Without either opinion there is nothing to disagree.
    """
    if cagr_class is None or status not in _CAMPS:
        return False
    return _CAMPS[status] != _CAMPS[cagr_class]
