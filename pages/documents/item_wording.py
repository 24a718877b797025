"""An item of a box in words, for pages and documents: what the plan asks, how far it is."""

from data.projects.register import STAGES
from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import is_missing
from indicators.inputs import ProgressInputs

PIPELINE = STAGES[:3]


def describe_item_reason_in(inputs: ProgressInputs, reason) -> str:
    """Return the short text of a reason; "" for a reason that the status already tells."""
    if is_missing(reason) or reason == "no_data":
        return ""
    code, _, input_id = reason.partition(":")
    if input_id == "plan_counties":
        return t("boxes.reason.members_unknown")
    if input_id:
        return t("status.reason.no_input", input=pick_name(inputs.index.indicators[input_id]))
    return t(f"boxes.reason.{code}")


def describe_pipeline(row, item) -> str:
    """Return the units under way by stage, e.g. "规划 2 · 在建 1"; a dash for none."""
    if item["kind"] in ("rate", "programme"):
        return ""
    parts = [
        t("boxes.stage_count", stage=t(f"projects.stage.{stage}"), count=int(row[stage]))
        for stage in PIPELINE
        if row[stage]
    ]
    return " · ".join(parts) or "—"
