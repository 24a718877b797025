"""The balance in words: statuses, reasons with what they name, one line per county."""

from collections.abc import Mapping
from typing import Any

from data.balance.fields import ANIMALS, FACTORS, FORAGES, SEASONS, SHEETS, BalanceField
from data.words.catalogue import t
from data.words.numbers import format_number, format_value, is_missing

WAN = "万羊单位"


def format_balance_reason(reason: str | None, types: Mapping[str, str]) -> str:
    """Return why something cannot be judged, with the factors, season or animal that it names.

    Parameters
    ----------
    types : mapping
        Grassland type -> its name.
    """
    if is_missing(reason) or not reason:
        return ""
    code, _, named = reason.partition(":")
    if code == "missing_factor":
        parts = [_name_factor(part, types) for part in named.split(",")]
        return t("balance.reason.missing_factor", names=t("shell.list_separator").join(parts))
    names = [format_factor_subject(part, types) for part in named.split(",") if part]
    joined = t("shell.list_separator").join(names)
    return t(f"balance.reason.{code}", season=joined, animal=joined)


def _name_factor(asked: str, types: Mapping[str, str]) -> str:
    factor, *of = asked.split("/")
    names = [format_factor_subject(part, types) for part in of]
    if factor not in FACTORS or not names:
        return t(f"balance.factor.{factor}")
    of_text = t("shell.list_separator").join(names)
    return t("balance.missing_part", factor=t(f"balance.factor.{factor}"), of=of_text)


def format_factor_subject(part: str, types: Mapping[str, str]) -> str:
    """Return what a factor is for in words: an animal, a forage, a season, a grassland type."""
    for kind, ids in (("animal", ANIMALS), ("forage", FORAGES), ("season", SEASONS)):
        if part in ids:
            return t(f"balance.{kind}.{part}")
    return types.get(part) or t(f"balance.age.{part}")


def format_balance_pct(value: float | None) -> str:
    """Return an overload in per cent with one decimal; a dash where there is none."""
    return "—" if is_missing(value) else f"{format_number(value, 1)}%"


def format_balance_season(row: Mapping[str, Any]) -> str:
    """Return the deciding season as a sentence: capacity, load, overload, forage gap."""
    gap = row["gap_t"]
    parts = [
        t(
            "balance.sentence",
            season=t(f"balance.season.{row['season']}"),
            capacity=format_value(row["capacity_wan"], WAN),
            load=format_value(row["load_wan"], WAN),
            overload=format_balance_pct(row["overload_pct"]),
        )
    ]
    if not is_missing(gap):
        parts.append(
            t(
                "balance.sentence_forage",
                overload=format_balance_pct(row["overload_with_supplement_pct"]),
                gap=t(
                    "balance.gap_lacking" if gap > 0 else "balance.gap_spare",
                    amount=format_number(abs(gap), 0),
                ),
            )
        )
    return t("shell.sentence_separator").join(parts) + t("shell.sentence_end")


def format_balance_line(row: Mapping[str, Any], area: str, types: Mapping[str, str]) -> str:
    """Return the balance of a county in one line: status, reason, and the deciding season."""
    detail = ""
    if not is_missing(row["season"]):
        detail = t(
            "balance.line_season",
            season=t(f"balance.season.{row['season']}"),
            capacity=format_value(row["capacity_wan"], WAN),
            load=format_value(row["load_wan"], WAN),
            overload=format_balance_pct(row["overload_pct"]),
        )
    status = format_balance_status(row, types)
    return t("balance.line", area=area, year=int(row["year"]), status=status, detail=detail)


def format_balance_status(row: Mapping[str, Any], types: Mapping[str, str]) -> str:
    """Return a status in words, with its reason behind it."""
    status = t(f"balance.status.{row['status']}")
    reason = format_balance_reason(row["reason"], types)
    return t("balance.with_reason", status=status, reason=reason) if reason else status


# What is said elsewhere where the rows of a sheet are shown: whose they are, and of which set.
_SAID = ("area_id", "year", "note", "set_id", "set_name", "set_source", "is_example")


def list_shown_fields(sheet: str) -> list[BalanceField]:
    """Return the columns of a sheet that are shown for a county and year, or for a factor set."""
    return [field for field in SHEETS[sheet].fields if field.name not in _SAID]


def name_balance_column(field: BalanceField) -> str:
    """Return the heading of a column, with its unit."""
    title = t(f"balance.field.{field.name}")
    if not field.unit:
        return title
    return t("balance.heading", name=title, unit=t(f"balance.unit.{field.name}"))


def format_balance_cell(
    field: BalanceField, row: Mapping[str, Any], types: Mapping[str, str]
) -> str:
    """Return a value of a row of a sheet in words."""
    value = row[field.name]
    if field.kind == "type":
        return types[value]
    if field.kind == "subject":
        return format_factor_subject(value, types)
    if field.kind == "word":
        stem = "season" if field.vocabulary == "factor_season" else field.vocabulary
        return t(f"balance.{stem}.{value}")
    if field.kind in ("number", "value"):
        return format_number(value)
    return str(value or "")
