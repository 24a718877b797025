"""Finds why an area has no value of an indicator: missing inputs, or too few counties."""

from indicators.inputs import ProgressInputs
from indicators.rollup import FoundSeries


def explain_missing(inputs: ProgressInputs, found: FoundSeries) -> str:
    """Return why a series has no value: ``no_input:<id>``, low_coverage or no_data."""
    newest = found.by_year[max(found.by_year)] if found.by_year else None
    if newest is not None:
        # An input is the reason only if the counties would suffice with it. An input that the
        # area has itself is not missing: too few counties sent the rest.
        would_be = (newest.reported + newest.lacking_input) / newest.expected
        if (
            newest.missing_input
            and not inputs.index.get_values(newest.missing_input, found.series.area_id)
            and would_be >= inputs.thresholds["rollup_min_coverage"]
        ):
            return f"no_input:{newest.missing_input}"
        if newest.reported:
            return "low_coverage"
    missing = list_missing_inputs(inputs, found.series.indicator_id, found.series.area_id)
    if missing:
        return f"no_input:{missing[0]}"
    return "no_data" if newest is None else "low_coverage"


def list_missing_inputs(inputs: ProgressInputs, indicator_id: str, area_id: str) -> list[str]:
    """Return the inputs of a derived indicator for which an area has no figure.

    These are the inputs without any figure. If every input has figures in some year, they are
    the inputs that are missing beside the newest figure of the others.
    """
    operands = inputs.index.operands.get(indicator_id, [])
    values = [(row, inputs.index.get_values(row["input_id"], area_id)) for row in operands]
    missing = [row["input_id"] for row, series in values if not series]
    if missing or not operands:
        return missing
    newest = max(max(series) - int(row["year_offset"]) for row, series in values)
    return [
        row["input_id"] for row, series in values if newest + int(row["year_offset"]) not in series
    ]
