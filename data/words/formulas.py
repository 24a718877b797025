"""Formulas of computed figures, written with the names of their inputs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from data.words.catalogue import t
from data.words.names import cite_source


def format_formula(operands: Iterable[Mapping], name: Callable[[str], str]) -> str:
    """Return a formula in words behind the word for one, as `format_terms` writes it."""
    return t("county.formula.computed", formula=format_terms(operands, name))


def format_terms(operands: Iterable[Mapping], name: Callable[[str], str]) -> str:
    """Return a formula in words, such as "mutton output ÷ sheep slaughtered".

    Parameters
    ----------
    operands : iterable of mappings
        Rows of the formula table of one indicator: input_id, operand (numerator or
        denominator) and year_offset (-1 for an input of the year before).
    name : callable
        Returns the name of an indicator id.

    The formula leaves out factors that only convert units or turn a ratio into per cent.
    """
    parts: dict[str, list[str]] = {"numerator": [], "denominator": []}
    for row in operands:
        key = "county.formula.year_before" if row["year_offset"] == -1 else "county.formula.same"
        parts[row["operand"]].append(t(key, name=name(row["input_id"])))
    return t("county.formula.divide").join(
        t("county.formula.times").join(names) for names in parts.values() if names
    )


def format_source(
    index: Any, indicator_id: str, source: object, name: Callable[[str], str]
) -> str | None:
    """Return where a figure comes from: its source, or its formula in words, or None.

    `index` is that of the inputs of progress (indicators and operands by indicator, English
    citations of published sources).
    """
    cited = cite_source(source, index.sources_en)
    if not cited or source != index.indicators[indicator_id]["formula"]:
        return cited or None
    return format_formula(index.operands[indicator_id], name)


def parse_inputs(text: str) -> list[tuple[str, int, float]]:
    """Return the inputs of a computed figure as (indicator_id, year, value).

    The view writes them as ``beef_output 2024=62.08; cattle_slaughtered 2024=356.88``.
    """
    found = []
    for part in text.split("; "):
        head, _, value = part.partition("=")
        input_id, _, year = head.rpartition(" ")
        found.append((input_id, int(year), float(value)))
    return found
