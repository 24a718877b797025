"""Allocates the target of a whole to its counties.

Every method changes a county's base by ``c · u``. u is 1 (equal points), the base itself
(proportional) or the county's weight; c is the same for all counties. c follows from the
whole: the parts add up to its target or, for shares, their weighted mean equals it. A county
that would pass a bound of the indicator stops there, and the others take on the remainder.
All computations use fractions, so rounding loses nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

import pandas as pd

from data.errors import CaomuError
from indicators.frames import make_frame
from indicators.inputs import ProgressInputs, get_series
from indicators.judgement.status import TargetReading
from indicators.judgement.target_values import compute_target_values
from indicators.rollup import collect_parts, count_expected, list_members

METHODS = ("equal_points", "proportional", "weights")
DIVISIONS = ("local", "xpcc")
COUNT_UNITS = ("个", "家", "户")
DECIMALS = 4
"""Decimals of a part of a sum: in a unit of ten thousand, the last is one head or kilogram."""

COLUMNS = (
    "target_id",
    "reading_id",
    "indicator_id",
    "method",
    "area_id",
    "base_year",
    "base_value",
    "target_value",
    "unit",
    "change",
    "importance",
    "is_held",
)


class AllocationError(CaomuError):
    """The target cannot be allocated as requested."""


@dataclass(frozen=True)
class Allocation:
    """A target allocated to counties.

    Attributes
    ----------
    frame : DataFrame
        One row per county, `COLUMNS`: values in `unit`; change is target minus base;
        importance is the county's share in the mean (1 for sums); is_held marks counties
        that stopped at a bound. `data.ledger.allocations.save_allocation` saves the frame.
    kind : {'sum', 'mean'}
        Whether the parts add up to the whole, or their weighted mean equals it.
    whole_base : float or None
        The whole's own base; None if it has none or if the target was given.
    whole_target : float
        In the indicator's unit. For a range the low end is allocated.
    parts_base : float
        The aggregate of the counties' bases; it may differ from the whole's own base.
    scope_id : str or None
        The scope of the counties: the id of the whole; ``local`` or ``xpcc`` for one division
        of it (地方, 兵团); None for a selection.
    """

    frame: pd.DataFrame
    kind: str
    whole_base: float | None
    whole_target: float
    parts_base: float
    scope_id: str | None = None


def build_allocation(
    inputs: ProgressInputs,
    target_id: str,
    reading: TargetReading,
    indicator_id: str,
    area_ids: list[str],
    *,
    base_year: int,
    method: str,
    whole_id: str = "650000",
    weights: Mapping[str, float] | None = None,
    whole_target: float | None = None,
) -> Allocation:
    """Allocate a target of an area to counties.

    Parameters
    ----------
    reading : TargetReading
        The reading that gives the target value.
    area_ids : list of str
        The counties that share it, each with a base value in `base_year`.
    method : {'equal_points', 'proportional', 'weights'}
        The same change for every county; in proportion to its base; by `weights`.
    weights : mapping or None
        County -> weight, zero or more, for the method weights.
    whole_target : float or None
        The target value of these counties together, if it was decided. Otherwise it follows
        from the reading and a base: the whole's own value in the base year, which only all of
        its counties can share; for the local counties alone, or the XPCC cities alone, the
        value of their scope; without such a value, the aggregate of the counties.

    Raises
    ------
    AllocationError
        A base, a weight or a county of the whole is missing, the indicator cannot be
        allocated, the reading gives no value, or the target cannot be reached within the
        bounds.
    """
    if not area_ids:
        raise AllocationError("allocation_no_areas")
    bases, importance, kind = _collect_bases(inputs, indicator_id, area_ids, base_year)
    shares = _choose_shares(method, bases, weights)
    indicator = inputs.index.indicators[indicator_id]
    parts_base = float(sum(importance[area] * bases[area] for area in bases))
    scope_id = find_scope(inputs, whole_id, bases, base_year)
    whole_base = None
    if whole_target is None:
        is_level = kind == "sum" and reading.kind == "level"
        whole_base = _find_whole_base(
            inputs, indicator_id, whole_id, scope_id, base_year, bases, is_level=is_level
        )
        whole_target = _compute_whole(
            reading, indicator, parts_base if whole_base is None else whole_base
        )
    whole = Fraction(Decimal(str(whole_target)))
    lower, upper = (_get_bound(indicator, key) for key in ("lower_bound", "upper_bound"))
    decimals = 0 if indicator["unit"] in COUNT_UNITS else DECIMALS
    if kind == "sum":
        whole = _round(whole, decimals)
    targets, held = share_out(bases, whole, shares, importance=importance, lower=lower, upper=upper)
    if kind == "sum":
        targets = round_parts(targets, whole, decimals)
    frame = make_frame(
        [
            {
                "target_id": target_id,
                "reading_id": reading.reading_id,
                "indicator_id": indicator_id,
                "method": method,
                "area_id": area,
                "base_year": base_year,
                "base_value": float(bases[area]),
                "target_value": float(targets[area]),
                "unit": indicator["unit"],
                "change": float(targets[area] - bases[area]),
                "importance": float(importance[area]),
                "is_held": area in held,
            }
            for area in sorted(bases)
        ],
        COLUMNS,
    )
    return Allocation(frame, kind, whole_base, float(whole), parts_base, scope_id)


def share_out(
    bases: Mapping[str, Fraction],
    whole: Fraction,
    shares: Mapping[str, Fraction],
    *,
    importance: Mapping[str, Fraction],
    lower: Fraction | None = None,
    upper: Fraction | None = None,
) -> tuple[dict[str, Fraction], set[str]]:
    """Share out the change from the bases to the whole, exactly.

    Parameters
    ----------
    bases, shares, importance : mapping
        Area -> base value, share of the change (not negative), and factor of the area in
        the whole: ``sum(importance · target) == whole``.

    Returns
    -------
    (targets, held)
        Area -> target, and the areas that stopped at a bound.

    Raises
    ------
    AllocationError
        ``allocation_exceeds_limits``: even with every area at its bound the whole is not
        reached; ``allocation_nothing_to_share``: all shares are zero.
    """
    if not any(importance[area] * shares[area] for area in bases):
        raise AllocationError("allocation_nothing_to_share")
    held: dict[str, Fraction] = {}
    while True:
        free = [area for area in bases if area not in held]
        missing = (
            whole
            - sum(importance[area] * value for area, value in held.items())
            - sum(importance[area] * bases[area] for area in free)
        )
        pull = sum(importance[area] * shares[area] for area in free)
        if pull == 0 and missing != 0:
            reach = whole - missing
            raise AllocationError(
                "allocation_exceeds_limits", whole=_format(whole), reach=_format(reach)
            )
        factor = missing / pull if pull else Fraction(0)
        targets = {area: bases[area] + factor * shares[area] for area in free}
        over = {
            area: bound
            for area, value in targets.items()
            if (bound := _hold(value, lower, upper)) != value
        }
        if not over:
            return held | targets, set(held)
        held |= _keep_one_side(over, targets)


def round_parts(
    targets: Mapping[str, Fraction], whole: Fraction, decimals: int
) -> dict[str, Fraction]:
    """Round parts so that they still add up to the whole, by largest remainder.

    `whole` must have at most `decimals` decimals. Among equal remainders the smaller area id
    is rounded up first.
    """
    scaled = {area: value * 10**decimals for area, value in targets.items()}
    floors = {area: value.numerator // value.denominator for area, value in scaled.items()}
    left = int(whole * 10**decimals) - sum(floors.values())
    by_remainder = sorted(scaled, key=lambda area: (floors[area] - scaled[area], area))
    for area in by_remainder[:left]:
        floors[area] += 1
    return {area: Fraction(floors[area], 10**decimals) for area in targets}


def _collect_bases(
    inputs: ProgressInputs, indicator_id: str, area_ids: list[str], base_year: int
) -> tuple[dict[str, Fraction], dict[str, Fraction], str]:
    """Return bases and importances as fractions, and whether the whole is a sum or a mean."""
    method, parts, gaps = collect_parts(inputs, indicator_id, sorted(set(area_ids)), base_year)
    if method is None:
        raise AllocationError("allocation_not_possible", value=indicator_id)
    if gaps:
        raise AllocationError(
            "allocation_missing_base",
            n=len(gaps),
            year=base_year,
            areas=", ".join(sorted(gaps)),
            inputs=", ".join(sorted(set(gaps.values()))),
        )
    if method == "sum":
        return (
            {area: _exact(part.numerator) for area, part in parts.items()},
            dict.fromkeys(parts, Fraction(1)),
            "sum",
        )
    factors = {
        area: _exact(part.denominator if method == "computed" else part.weight)
        for area, part in parts.items()
    }
    total = sum(factors.values())
    if total <= 0 or min(factors.values()) <= 0:
        raise AllocationError("allocation_not_possible", value=indicator_id)
    bases = {
        area: _exact(part.numerator) / (factors[area] if method == "computed" else 1)
        for area, part in parts.items()
    }
    return bases, {area: factor / total for area, factor in factors.items()}, "mean"


def _choose_shares(
    method: str, bases: Mapping[str, Fraction], weights: Mapping[str, float] | None
) -> dict[str, Fraction]:
    if method == "equal_points":
        return dict.fromkeys(bases, Fraction(1))
    if method == "proportional":
        if min(bases.values()) < 0:
            raise AllocationError("allocation_negative_base")
        return dict(bases)
    if method != "weights":
        raise AllocationError("allocation_method", value=method)
    given = weights or {}
    missing = sorted(area for area in bases if not _is_weight(given.get(area)))
    if missing:
        raise AllocationError("allocation_missing_weight", n=len(missing), areas=", ".join(missing))
    return {area: _exact(given[area]) for area in bases}


def _is_weight(value: float | None) -> bool:
    return value is not None and not pd.isna(value) and 0 <= value < float("inf")


def find_scope(
    inputs: ProgressInputs, whole_id: str, area_ids: Iterable[str], year: int
) -> str | None:
    """Return the scope that some counties of a whole form; None for a selection of them.

    Returns
    -------
    str or None
        `whole_id` for all of its counties; ``local`` or ``xpcc`` for all of its counties of
        that division, if it also has counties of the other.
    """
    chosen, members = set(area_ids), list_members(inputs, whole_id, year)
    unnamed = count_expected(inputs, whole_id, members) - len(members)
    if not members or unnamed:
        return None
    if chosen == set(members):
        return whole_id
    divisions = (set(list_members(inputs, name, year)) & set(members) for name in DIVISIONS)
    found = (name for name, own in zip(DIVISIONS, divisions, strict=True) if own == chosen)
    return next(found, None)


def _find_whole_base(
    inputs: ProgressInputs,
    indicator_id: str,
    whole_id: str,
    scope_id: str | None,
    base_year: int,
    bases: Mapping[str, Fraction],
    *,
    is_level: bool,
) -> float | None:
    """Return the base of the counties' scope; None if it has none of its own.

    Only all counties of a whole together can share its value, or a level required of it.
    """
    own = get_series(inputs, indicator_id, scope_id or whole_id).get_value(base_year)
    is_of_whole = is_level if scope_id else is_level or own is not None
    if scope_id == whole_id or not is_of_whole:
        return own if scope_id else None
    members = list_members(inputs, whole_id, base_year)
    missing = sorted(set(members) - set(bases))
    # Counties that the plan counts but nobody has named are missing too.
    unnamed = count_expected(inputs, whole_id, members) - len(members)
    raise AllocationError(
        "allocation_incomplete",
        n=len(missing) + unnamed if members else "—",
        areas=", ".join(missing) or "—",
    )


def _compute_whole(reading: TargetReading, indicator: dict, base: float) -> float:
    target = compute_target_values(
        reading.kind, reading.low, reading.high, base, indicator["direction"]
    )
    if target is None:
        raise AllocationError("allocation_no_target")
    return target.low


def _keep_one_side(
    over: dict[str, Fraction], targets: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Return the areas to hold now: those beyond the bound where more is cut off.

    An area held at one bound pushes the others towards the other bound, so one step never
    fixes both sides.
    """
    above = {area: bound for area, bound in over.items() if targets[area] > bound}
    below = {area: bound for area, bound in over.items() if targets[area] < bound}
    cut_above = sum(targets[area] - bound for area, bound in above.items())
    cut_below = sum(bound - targets[area] for area, bound in below.items())
    return above if cut_above >= cut_below else below


def _hold(value: Fraction, lower: Fraction | None, upper: Fraction | None) -> Fraction:
    if upper is not None and value > upper:
        return upper
    return lower if lower is not None and value < lower else value


def _get_bound(indicator: dict, key: str) -> Fraction | None:
    bound = indicator.get(key)
    return None if bound is None or pd.isna(bound) else _exact(bound)


def _exact(value: float) -> Fraction:
    """Return the shortest decimal form of a float as a fraction."""
    return Fraction(Decimal(str(value)))


def _round(value: Fraction, decimals: int) -> Fraction:
    scaled = value * 10**decimals + Fraction(1, 2)
    return Fraction(scaled.numerator // scaled.denominator, 10**decimals)


def _format(value: Fraction) -> str:
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{number.quantize(Decimal('0.01'), ROUND_FLOOR):f}"
