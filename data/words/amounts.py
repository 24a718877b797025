"""Amounts that the plan asks for, in words."""

from collections.abc import Mapping
from typing import Any

from data.words.catalogue import t
from data.words.numbers import attach_unit, format_number, format_value, is_missing


def describe_amount(item: Mapping[str, Any] | Any) -> str:
    """Return what the plan asks of an item in its own terms, e.g. "10个左右".

    `item` has kind (per_county, or anything else), comparator, low, high and unit.
    """
    if is_missing(item["low"]):
        return t("boxes.ask.programme")
    key = f"boxes.ask.{item['comparator']}"
    if item["kind"] == "per_county":
        key = f"boxes.ask.per_county.{item['comparator']}"
    high = (
        "" if is_missing(item["high"]) else attach_unit(format_number(item["high"]), item["unit"])
    )
    return t(
        key,
        low=format_number(item["low"]),
        high=high,
        quantity=format_value(item["low"], item["unit"]),
    )
