"""A county in words, for pages and documents; no Streamlit."""

import pandas as pd

from data.words import formulas, names
from data.words.catalogue import get_language, t
from data.words.names import nest_quotes, pick_name
from data.words.numbers import (
    MINUS,
    format_day,
    format_number,
    format_signed,
    format_unit,
    is_missing,
    join_unit,
    name_unit,
)
from indicators.counties.duties import BINDINGS
from indicators.counties.profile import REGION, CountyInputs

COUNT_UNITS = ("个", "家", "户", "条")
# The prefectures of Tacheng and Altay belong to it too, but not to its counties here.
ILI = "654000"


def tell_maker_sees_part(inputs: CountyInputs, text: str) -> str:
    """Return a line of a document; of who sees a part, behind the words that it is made of that
    part, for it goes to people who see more."""
    if inputs.seen is None:
        return text
    return t("shell.sentence_separator").join((t("rights.made_of_part"), text))


def name_area_in(inputs: CountyInputs, area_id: str) -> str:
    """Return the name of an area."""
    return pick_name(inputs.area_rows[area_id])


def name_place(inputs: CountyInputs, area_id: str) -> str:
    """Return the place of an area: its prefecture and part of the region; "" for groups."""
    area = inputs.area_rows[area_id]
    parts = [name_own_prefecture(inputs, area_id)]
    if not is_missing(area["subregion"]):
        parts.append(t(f"county.scope.{area['subregion']}"))
    return " · ".join(filter(None, parts))


def name_own_prefecture(inputs: CountyInputs, area_id: str) -> str:
    """Return the name of a county's prefecture; "" for any other area."""
    area = inputs.area_rows[area_id]
    if area["level"] != "county" or area["parent_id"] == REGION:
        return ""
    return name_area_in(inputs, area["parent_id"])


def name_place_with_code(inputs: CountyInputs, area_id: str) -> str:
    """Return the code of a division and where it lies; a group has a level and no code."""
    level = inputs.area_rows[area_id]["level"]
    place = name_place(inputs, area_id) or t(f"county.level.{level}")
    return place if level == "group" else f"{area_id} · {place}"


def name_clause_in(inputs: CountyInputs, clause_id: str) -> str:
    """Return the place of a clause: numbered as in the plan, or in figures in English."""
    return names.name_clause(clause_id, inputs.clauses[clause_id])


def name_indicator_in(inputs: CountyInputs, indicator_id: str) -> str:
    """Return the name of an indicator; the id of one whose plan was taken away."""
    row = inputs.progress.index.indicators.get(indicator_id)
    return indicator_id if row is None else pick_name(row)


def join_names(names) -> str:
    """Return names as a list in one line."""
    return t("county.list_separator").join(names)


def format_with_unit(value, unit) -> str:
    """Return a number with its unit, or "no data"."""
    if is_missing(value):
        return t("county.no_data")
    return join_unit(format_number(float(value)), format_unit(unit))


def format_points(value) -> str:
    """Return a signed difference of two per cent figures, in percentage points."""
    return t("county.points", value=format_signed(round(float(value), 2)))


def format_small_share(value, decimals: int = 1) -> str:
    """Return per cent with `decimals` decimals; a share that rounds to zero is "less than"."""
    if 0 < abs(value) < 0.05:
        return "<0.1%"
    return f"{value:.{decimals}f}%".replace("-", MINUS)


def format_provenance(year, state) -> str:
    """Return year and state of a figure, e.g. ``2024 · 自报``."""
    parts = [] if is_missing(year) else [str(int(year))]
    parts += [] if is_missing(state) else [t(f"shell.state.{state}")]
    return " · ".join(parts)


def describe_source_in(inputs: CountyInputs, source, indicator_id: str) -> str:
    """Return where a figure comes from; a formula is written with the names of its inputs."""
    return (
        formulas.format_source(
            inputs.progress.index,
            indicator_id,
            source,
            lambda input_id: name_indicator_in(inputs, input_id),
        )
        or ""
    )


def describe_quantity(inputs: CountyInputs, duty) -> str:
    """Return the quantity of an obligation, in the plan's terms."""
    unit = name_unit(duty["unit"])
    if get_language() != "zh" and duty["unit"] in COUNT_UNITS:
        unit = ""
    high = "" if is_missing(duty["high"]) else format_number(float(duty["high"]))
    quantity = (
        t(
            f"county.quantity.{duty['comparator']}",
            low=format_number(float(duty["low"])),
            high=high,
            unit=unit,
        )
        .strip()
        .replace("  ", " ")
    )
    if duty["binding"] == "shared":
        return t(
            "county.quantity.shared", quantity=quantity, scope=t(f"county.scope.{duty['scope']}")
        )
    return t("county.quantity.per_county", quantity=quantity)


def describe_binding(inputs: CountyInputs, duty) -> str:
    """Return why an obligation binds, may bind, or is shared."""
    binding = duty["binding"]
    if binding == "shared":
        return t("county.binding_note.shared", candidates=len(duty["candidates"]))
    if binding == "bound":
        return t(
            "county.binding_note.decided" if duty["is_decided"] else "county.binding_note.bound"
        )
    if binding == "unknown":
        return t("county.binding_note.unknown")
    key = "undecided_open" if duty["readings_open"] else "undecided"
    return t(
        f"county.binding_note.{key}",
        readings=t("county.binding_note.or").join(
            t("county.binding_note.reading", reading=nest_quotes(name_reading_in(inputs, one)))
            for one in duty["readings_for"]
        ),
    )


def name_reading_in(inputs: CountyInputs, reading_id: str) -> str:
    """Return the name of a reading of an item of the boxes."""
    readings = inputs.boxes.readings.set_index("reading_id")
    return pick_name(readings.loc[reading_id])


def describe_progress(duty) -> str:
    """Return the progress of an obligation in the register; no project is not shown as zero."""
    planned = int(duty["planned"]) + int(duty["approved"])
    if not planned + int(duty["building"]) + int(duty["counted"]):
        return t("county.progress.nothing")
    return t(
        "county.progress.counts",
        counted=int(duty["counted"]),
        building=int(duty["building"]),
        planned=planned,
    )


def format_yearly_change(row) -> str:
    """Return the change since the year before as a signed number for a table.

    It is in per cent of the older value; for per cent figures in points. One without an amount
    is the growth of a volume index: it says that it is at constant prices, for the two values
    beside it give another. It is "" without a figure, and the reason if a figure cannot be
    compared.
    """
    if is_missing(row["value"]):
        return ""
    if not is_missing(row["change_reason"]):
        return t(f"county.change.{row['change_reason']}")
    if row["unit"] == "%":
        return format_points(row["change"])
    if is_missing(row["change_pct"]):
        return join_unit(format_signed(float(row["change"])), format_unit(row["unit"]))
    text = f"{format_signed(float(row['change_pct']), 1)}%"
    return t("county.change.constant_prices", change=text) if is_missing(row["change"]) else text


def describe_yearly_change(row) -> str:
    """Return the change since the year before in words; "" where there is none to compare."""
    text = format_yearly_change(row)
    if not text or not is_missing(row["change_reason"]):
        return ""
    amount = text.lstrip(f"+{MINUS}")
    if not amount.strip("0.,%") or amount.startswith("0.0%"):
        return t("briefing.series.same")
    key = "fell" if text.startswith(MINUS) else "rose"
    return t(f"briefing.series.{key}{'_points' if row['unit'] == '%' else ''}", amount=amount)


def describe_aggregated(row) -> str:
    """Return of how many counties a figure is aggregated, or that too few have the year's; ""
    for an area's own figure."""
    if row["scope"] != "rolled_up":
        return ""
    key = "county.rolled_up_low" if is_missing(row["value"]) else "county.rolled_up"
    numbers = {name: int(row[name]) for name in ("year", "reported", "expected")}
    return t(key, **numbers)


def describe_region(inputs: CountyInputs, row) -> str:
    """Return an area's share of the region, or its difference from it, for the same year."""
    if is_missing(row["region_value"]):
        return "" if is_missing(row["value"]) else t("county.region.none")
    value = format_with_unit(row["region_value"], row["unit"])
    if not is_missing(row["region_share_pct"]):
        return t("county.region.share", share=format_small_share(row["region_share_pct"]))
    if is_missing(row["region_difference"]):
        provenance = format_provenance(row["region_year"], row["region_state"])
        return t("county.region.value", value=f"{value} · {provenance}")
    difference = row["region_difference"]
    if difference == 0:
        return t("county.region.same", value=value)
    amount = _write_difference(inputs, difference, row["unit"])
    word = t(f"county.region.{'higher' if difference > 0 else 'lower'}", difference=amount)
    return t("county.region.difference", value=value, difference=word)


def _write_difference(inputs: CountyInputs, difference, unit) -> str:
    """Return the size of a difference without sign; for per cent in percentage points."""
    if unit == "%":
        return format_points(abs(difference)).removeprefix("+")
    return format_with_unit(abs(difference), unit)


def describe_place(row) -> str:
    """Return the rank in the peer group, or why there is none."""
    if not is_missing(row["place"]):
        return t("county.place.is", place=int(row["place"]), reported=int(row["reported"]))
    return t(f"county.place.{row['place_reason']}", reported=int(row["reported"]))


def describe_coverage(row) -> str:
    """Return how many of the peer group report."""
    text = t("county.peers.coverage", reported=int(row["reported"]), expected=int(row["expected"]))
    if is_missing(row["weakest_state"]):
        return text
    return t("county.peers.weakest", coverage=text, state=t(f"shell.state.{row['weakest_state']}"))


def describe_years(years) -> str:
    """Return missing years in short: consecutive ones as a span, others one by one."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return join_names(
        t("county.years.span" if len(run) > 1 else "county.years.one", first=run[0], last=run[-1])
        for run in runs
    )


def join_industry(role) -> str:
    """Return a role with its industry, for a list to choose from."""
    return t("county.role_of", role=pick_name(role), industry=pick_name(role, "industry"))


def format_coverage(inputs: CountyInputs) -> str:
    """Return the coverage needed for ranks and aggregates, in per cent."""
    return format_small_share(inputs.progress.thresholds["rollup_min_coverage"] * 100, 0)


def summarise_roles(inputs: CountyInputs, area: dict, roles: pd.DataFrame, counties) -> str:
    """Return a sentence on the roles that the plan gives an area; "" where it gives none to any."""
    if inputs.roles.empty:
        return ""
    name = pick_name(area)
    if not len(counties):
        return t("county.no_members", name=name)
    if roles.empty:
        return t("county.without_role", name=name)
    if area["level"] == "county":
        return t(
            "county.roles_summary", count=len(roles), industries=roles["industry_id"].nunique()
        )
    named = {county for group in roles["area_ids"] for county in group}
    key = "county.roles_summary_ili" if area["area_id"] == ILI else "county.roles_summary_many"
    return t(key, counties=len(counties), named=len(named), count=len(roles))


def summarise_duties(duties: pd.DataFrame) -> str:
    """Return a sentence on how many items bind, may bind, wait or are shared; "" for none."""
    if duties.empty:
        return ""
    counts = duties["binding"].value_counts()
    return t(
        "county.duties.summary",
        parts=join_names(
            t(f"county.duties.{binding}", count=int(counts[binding]))
            for binding in BINDINGS
            if binding in counts
        ),
    )


def summarise_unreported(
    inputs: CountyInputs, roles: pd.DataFrame, owed: pd.DataFrame, *, is_county: bool
) -> str:
    """Return a sentence on the overdue figures of an area; "" where no county has a role."""
    if inputs.roles.empty:
        return ""
    if roles.empty:
        return t("county.unreported_nothing_due") if is_county else ""
    if owed.empty:
        return t("county.unreported_none")
    newest = owed.loc[owed["days_late"].idxmin()]
    facts = {
        "count": len(owed),
        "due": format_day(newest["due_on"]),
        "days": int(newest["days_late"]),
    }
    if is_county:
        return t("county.unreported_summary", **facts)
    return t("county.unreported_many", counties=owed["area_id"].nunique(), **facts)
