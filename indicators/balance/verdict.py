"""Judges the balance of counties: which season decides, and whether the factor sets agree."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

import pandas as pd

from data.errors import UnknownIdError
from indicators.balance.capacity import (
    ANY,
    GRAZING,
    PER_WAN,
    YEAR,
    FactorBook,
    Row,
    SeasonBalance,
    balance_season,
)
from indicators.balance.inputs import BalanceInputs
from indicators.frames import make_frame

COLUMNS = (
    "area_id",
    "year",
    "season",
    "set_id",
    "capacity_wan",
    "supplement_wan",
    "load_wan",
    "overload_pct",
    "overload_with_supplement_pct",
    "gap_t",
    "deciding",
    "status",
    "reason",
    "season_status",
    "stall_fed_wan",
    "days",
)
NUMBERS = (
    "capacity_wan",
    "supplement_wan",
    "load_wan",
    "overload_pct",
    "overload_with_supplement_pct",
    "gap_t",
    "stall_fed_wan",
)
BALANCED, SUPPLEMENTED, OVERLOADED = "balanced", "supplemented", "overloaded"
CANNOT_JUDGE, UNDECIDED = "cannot_judge", "reading_undecided"
STATUSES = (BALANCED, SUPPLEMENTED, OVERLOADED, CANNOT_JUDGE)
"""From good to bad: within its grassland, only with other forage, neither."""
MOST_DAYS = 366
# A season and those within it: stock would count twice where both have grassland.
_WITHIN = {"spring_autumn": {"spring", "autumn"}, "warm": {"summer"}, "cold": {"winter"}}
_SEASONS = ("year", "spring", "spring_autumn", "warm", "summer", "autumn", "winter", "cold")


def compute_balance(
    inputs: BalanceInputs,
    *,
    area_ids: Collection[str] | None = None,
    year: int | None = None,
    set_id: str | None = None,
) -> pd.DataFrame:
    """Return the balance of counties by year, season and factor set.

    Parameters
    ----------
    area_ids : collection of str or None
        Only these counties; None: every one with a row.
    year : int or None
        Only this year; None: every year.
    set_id : str or None
        Only this factor set; None: every real set, and the examples where there is no real one.

    Returns
    -------
    DataFrame
        One row per county, year, season and set, the columns of `COLUMNS`. Sheep units are in
        10 000, gap_t in tonnes of standard hay (negative: to spare). overload_pct is that of the
        pasture alone; overload_with_supplement_pct is that of all stock with other forage, missing
        where none was reported. deciding marks the season with the least capacity for its
        stock. season_status is that of the row; status is that of the county and year: the worst
        of its seasons, cannot_judge where sets disagree (reason reading_undecided). Where
        nothing can be computed season is missing, and reason says why: no_pasture, no_herd,
        no_factor_set, missing_factor (which), days_differ, ages_overlap (of which animal),
        seasons_overlap, days_over_year, season_without_pasture, season_without_herd (which).
        Judged rows have the reason no_forage where no other forage was reported,
        season_without_forage (which) where it was
        for other seasons only.

    Raises
    ------
    UnknownIdError
        There is no such set (``unknown_factor_set``).
    """
    sets = _choose_sets(inputs.sets, set_id)
    books = {
        name: inputs.factors[inputs.factors["set_id"] == name].to_dict("records") for name in sets
    }
    pastures, forages, herds = (
        _group(frame, area_ids, year) for frame in (inputs.pastures, inputs.forages, inputs.herds)
    )
    rows: list[dict[str, Any]] = []
    for key in sorted({*pastures, *forages, *herds}):
        given = pastures.get(key, []), forages.get(key, []), herds.get(key, [])
        judged = [_judge_set(name, FactorBook(books[name]), *given) for name in sets]
        if not sets:
            judged = [[_make_unjudged(None, find_fault(given[0], given[2]) or "no_factor_set")]]
        _compare_sets(judged)
        rows += [{"area_id": key[0], "year": key[1], **row} for own in judged for row in own]
    return make_frame(rows, COLUMNS, whole=("year", "days"), numbers=NUMBERS)


def _choose_sets(sets: pd.DataFrame, set_id: str | None) -> list[str]:
    known = list(sets["set_id"])
    if set_id is not None:
        if set_id not in known:
            raise UnknownIdError(
                "unknown_factor_set", value=set_id, candidates="、".join(known) or "—"
            )
        return [set_id]
    real = list(sets.loc[~sets["is_example"].astype(bool), "set_id"])
    return real or known


def _group(
    frame: pd.DataFrame, area_ids: Collection[str] | None, year: int | None
) -> dict[tuple[str, int], list[Row]]:
    groups: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in frame.to_dict("records"):
        if (area_ids is None or row["area_id"] in area_ids) and year in (None, row["year"]):
            groups[row["area_id"], int(row["year"])].append(row)  # type: ignore[index]
    return groups


def find_fault(pastures: Sequence[Row], herds: Sequence[Row]) -> str | None:
    """Return why a county's year cannot be judged whatever the factors are; None if it can."""
    if not pastures:
        return "no_pasture"
    if not any(row["place"] == GRAZING for row in herds):
        return "no_herd"
    days: dict[str, set[int]] = defaultdict(set)
    for row in pastures:
        days[row["season"]].add(int(row["days"]))
    differing = [season for season, found in days.items() if len(found) > 1]
    if differing:
        return f"days_differ:{differing[0]}"
    doubled = _find_doubled(herds)
    if doubled is not None:
        return f"ages_overlap:{doubled}"
    overlapping = [wide for wide, parts in _WITHIN.items() if wide in days and parts & set(days)]
    if overlapping:
        return f"seasons_overlap:{overlapping[0]}"
    if sum(max(found) for season, found in days.items() if season != YEAR) > MOST_DAYS:
        return "days_over_year"
    return None


def _find_doubled(herds: Sequence[Row]) -> str | None:
    """Return an animal of which a season has both the whole stock and its ages: counted twice.

    The stock of the whole year counts in each season.
    """
    ages: dict[tuple[str, str, str], set[bool]] = defaultdict(set)
    for row in herds:
        if row["head"]:
            ages[row["kind"], row["place"], row["season"]].add(row["age"] == ANY)
    return next(
        (
            kind
            for (kind, place, season), found in ages.items()
            if len(found | ages.get((kind, place, YEAR), set())) > 1
        ),
        None,
    )


def _judge_set(
    set_id: str, factors: FactorBook, pastures: list[Row], forages: list[Row], herds: list[Row]
) -> list[dict[str, Any]]:
    """Return the rows of a county's year under one set."""
    seasons = _list_seasons(pastures)
    known = {YEAR, *seasons}
    reason = find_fault(pastures, herds)
    stray = [row["season"] for row in (*herds, *forages) if row["season"] not in known]
    if reason is None and stray:
        reason = f"season_without_pasture:{stray[0]}"
    if reason is not None:
        return [_make_unjudged(set_id, reason)]
    found: list[SeasonBalance] = []
    for season in seasons:
        grass, fodder, stock = (
            [row for row in rows if row["season"] in (season, YEAR)]
            for rows in (pastures, forages, herds)
        )
        if not any(row["place"] == GRAZING for row in stock):
            return [_make_unjudged(set_id, f"season_without_herd:{season}")]
        balance = balance_season(season, grass, fodder, stock, factors)
        if balance is not None:
            found.append(balance)
    if factors.missing:
        return [_make_unjudged(set_id, "missing_factor:" + ",".join(factors.missing))]
    deciding = max(found, key=_rank_pressure)
    status = max((judge_season(one) for one in found), key=STATUSES.index)
    reason = _explain_forage(found)
    return [_make_row(set_id, one, one is deciding, status, reason) for one in found]


def _explain_forage(found: Sequence[SeasonBalance]) -> str | None:
    """Return that no other forage was reported, or in which seasons; None where it was in all."""
    lacking = [one.season for one in found if one.supplement is None]
    if len(lacking) == len(found):
        return "no_forage"
    return f"season_without_forage:{','.join(lacking)}" if lacking else None


def _list_seasons(pastures: Sequence[Row]) -> list[str]:
    """Return the seasons of a county: the whole year only where there is no other."""
    named = {row["season"] for row in pastures}
    return sorted(named - {YEAR} or named, key=_SEASONS.index)


def _rank_pressure(one: SeasonBalance) -> Decimal:
    if not one.capacity:
        return Decimal("Infinity") if one.load else Decimal(-1)
    return one.load / one.capacity


def judge_season(one: SeasonBalance) -> str:
    """Return the status of a season.

    The balance is that of all forage and all stock (Order No. 48, article 3): what the pasture
    does not carry may be fed otherwise. Without a report of other forage the pasture decides.
    """
    is_over = one.load > one.capacity
    if one.supplement is None:
        return OVERLOADED if is_over else BALANCED
    if one.load + one.stall_fed > one.capacity + one.supplement:
        return OVERLOADED
    return SUPPLEMENTED if is_over else BALANCED


def _make_unjudged(set_id: str | None, reason: str) -> dict[str, Any]:
    return {
        "set_id": set_id,
        "deciding": False,
        "status": CANNOT_JUDGE,
        "season_status": CANNOT_JUDGE,
        "reason": reason,
    }


def _make_row(
    set_id: str, one: SeasonBalance, is_deciding: bool, status: str, reason: str | None
) -> dict[str, Any]:
    return {
        "season": one.season,
        "set_id": set_id,
        "capacity_wan": _round(one.capacity / PER_WAN),
        "supplement_wan": None if one.supplement is None else _round(one.supplement / PER_WAN),
        "load_wan": _round(one.load / PER_WAN),
        "stall_fed_wan": _round(one.stall_fed / PER_WAN),
        "overload_pct": _round(one.overload_pct),
        "overload_with_supplement_pct": _round(one.overload_with_supplement_pct),
        "gap_t": _round(one.gap_t),
        "deciding": is_deciding,
        "status": status,
        "season_status": judge_season(one),
        "reason": reason,
        "days": one.days,
    }


def _round(value: Decimal | None) -> float | None:
    """Return a number for people; None for one beyond every measure (1e-300 ha carry nothing)."""
    number = float("nan") if value is None else float(value)
    return round(number, 6) if isfinite(number) else None


def _compare_sets(judged: list[list[dict[str, Any]]]) -> None:
    """Take the verdict away where factor sets lead to different ones."""
    verdicts = {rows[0]["status"] for rows in judged} - {CANNOT_JUDGE}
    if len(verdicts) > 1:
        for rows in judged:
            for row in rows:
                if row["status"] != CANNOT_JUDGE:
                    row["status"], row["reason"] = CANNOT_JUDGE, UNDECIDED


def pick_counties(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per county and year: the deciding season under the newest set that can be
    judged, else the row that says why it cannot."""
    order = rows.assign(rank=~rows["deciding"].astype(bool))
    return (
        order.sort_values(["area_id", "year", "rank"], kind="stable")
        .drop_duplicates(["area_id", "year"])
        .drop(columns="rank")
        .reset_index(drop=True)
    )
