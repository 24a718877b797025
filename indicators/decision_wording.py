"""Decisions in words, for the command line and the pages."""

from collections.abc import Mapping
from typing import Any

from data.words.catalogue import t
from data.words.numbers import POINTS, format_number, format_value, is_missing

PER_CENT = "%"


def describe_decided(record: Mapping[str, Any], reading: str | None, unit: str | None) -> str:
    """Return what was decided, without who decided it.

    Parameters
    ----------
    record : mapping
        A row of `data.ledger.decisions.list_decisions`.
    reading : str or None
        The name of its reading; None for other kinds.
    unit : str or None
        The unit of what its subject is measured by.
    """
    kind = record["kind"]
    if kind == "reading":
        return t("decisions.is_reading", name=reading)
    if kind == "judgement":
        return t("decisions.is_judgement", status=t(f"status.{record['judgement']}"))
    if kind == "number":
        return t("decisions.is_number", ask=describe_decided_number(record, unit))
    year = int(record["as_of_year"])
    if is_missing(record["value"]):
        return t("decisions.is_base_year", year=year)
    return t("decisions.is_base", year=year, value=format_value(record["value"], unit))


def describe_decided_number(record: Mapping[str, Any], unit: str | None) -> str:
    """Return a decided number in words; `unit` is that of a level."""
    kind = record["number_kind"]
    unit = {"level": unit, "pp_change": POINTS, "relative_change": PER_CENT}[kind]
    high = "" if is_missing(record["high"]) else format_value(record["high"], unit)
    # In a range only the high end carries the unit.
    low = format_number(record["low"]) if high else format_value(record["low"], unit)
    amount = t(f"decisions.comparator.{record['comparator']}", low=low, high=high)
    return t(f"decisions.number_kind.{kind}", amount=amount)
