"""Warns of values that jump in their own series: probably a slip of the pen or of the unit."""

from collections import defaultdict

import numpy as np
import pandas as pd
import pyarrow as pa

from data.names.matching import REGION
from data.statistics.issues import IssueLog
from data.statistics.model import WARNING
from data.statistics.observations import take_rows
from data.statistics.words import number
from data.store.database import Store
from data.words.numbers import format_digits

LEAST_CHANGES = 5
LARGEST_Z = 3.5
# Below two per cent of spread a series counts as calm: rounding alone moves it.
CALM = 0.01
LEAST_STEP = 0.04
UNIT_POWERS = (1, 2, 4)
UNIT_TOLERANCE = 0.1
# A change by so many powers of ten is reported however short the series is.
LARGE_STEP = 0.9
# The bounds themselves count, whatever the logarithm rounds to: 51 is ten times 5.1.
_SLACK = 1e-9
KEPT_FIGURES = 50_000
_NAMES = pa.dictionary(pa.int32(), pa.string())
_CODED = pa.schema(
    [("indicator_id", _NAMES), ("area_id", _NAMES), ("year", pa.int64()), ("value", pa.float64())]
)


def check_series(store: Store, batch: pa.Table, log: IssueLog) -> None:
    """Warn of yearly values far from their series in file and database together.

    A value about 10, 100 or 10,000 times the last one, or the same fraction of it, may have a
    wrong unit. A change by nearly a power of ten or more is reported however short the series
    is. Any other change is judged by the robust z-score of the logarithmic changes of its
    series, (change − median) × 0.6745 ÷ MAD, above 3.5 with at least five changes (Iglewicz and
    Hoaglin 1993). Changes across a known series break are not judged.

    Parameters
    ----------
    batch : Arrow table
        The observations of a reading.
    """
    if not len(batch):
        return
    frame = _take_keys(batch)
    frame = frame[frame["period"] == "Y"]
    history = _load_history(store, frame[["indicator_id", "area_id"]].drop_duplicates())
    if history.empty and not frame.duplicated(["indicator_id", "area_id"]).any():
        return
    flagged = find_jumps(frame, history)
    if flagged.empty:
        return
    breaks = _load_breaks(store)
    rows = take_rows(batch, flagged["position"].to_numpy())
    for jump, row in zip(flagged.itertuples(), rows, strict=True):
        if not _crosses_break(breaks, row, jump.last_year):
            rule = "jump_short" if np.isnan(jump.z) else "jump"
            rule = "unit_suspicion" if jump.is_unit else rule
            log.tell(
                row["sheet"],
                row["file_row"],
                row["file_column"],
                row["value_read"],
                rule,
                WARNING,
                times=format_digits(jump.times, 3),
                last_year=jump.last_year,
                last=format_digits(jump.last),
                now=format_digits(row["value"]),
                unit=row["unit"],
                z="" if np.isnan(jump.z) else f"{jump.z:.1f}",
            )


def _load_history(store: Store, keys: pd.DataFrame) -> pd.DataFrame:
    """Return the present yearly figures of the series; a small set is kept in memory."""
    kept = store.remember(("history",), lambda: _load_all(store), of=("figures",))
    if kept is None:
        history = store.query_arrow("queries/ingest_history", pa.Table.from_pandas(keys))
        return history.cast(_CODED).to_pandas()
    history, places = kept
    wanted = [
        places[key]
        for key in zip(keys["indicator_id"], keys["area_id"], strict=True)
        if key in places
    ]
    return history.take(np.concatenate(wanted)) if wanted else history.iloc[:0]


def _load_all(store: Store) -> tuple[pd.DataFrame, dict] | None:
    if store.query_rows("queries/ingest_size")[0]["revisions"] > KEPT_FIGURES:
        return None
    history = store.query("queries/ingest_history_all")
    return history, history.groupby(["indicator_id", "area_id"]).indices


def find_jumps(frame: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `frame` that jump.

    Parameters
    ----------
    frame, history : DataFrame
        indicator_id, area_id, year, value; frame also position. A value in frame goes
        before one of the same year in history.

    Returns
    -------
    DataFrame
        One row per value that is not in history already: position, last_year, last, times
        (value ÷ last), z (NaN where not judged), is_unit.
    """
    series = _number(history, frame)
    years, figures = (
        np.concatenate([part[name].to_numpy(dtype=kind) for part in (history, frame)])
        for name, kind in (("year", np.int64), ("value", np.float64))
    )
    first = years.min()
    shape = (int(series.max()) + 1, int(years.max() - first) + 1)
    values, places = np.full(shape, np.nan), np.full(shape, -1, dtype=np.int64)
    old, new = slice(None, len(history)), slice(len(history), None)
    values[series[old], years[old] - first] = figures[old]
    is_known = np.isclose(values[series[new], years[new] - first], figures[new], rtol=1e-9)
    values[series[new], years[new] - first] = figures[new]
    places[series[new], years[new] - first] = np.where(
        is_known, -1, frame["position"].to_numpy(dtype=np.int64)
    )
    # A series with nothing new is not judged.
    is_new = (places >= 0).any(axis=1)
    return _judge(values[is_new], places[is_new], int(first))


def find_large_steps(now: np.ndarray, old: np.ndarray) -> np.ndarray:
    """Tell which values are nearly ten times another or more, or about a tenth of it or less.

    Neither is judged where one of the two is missing, zero or negative.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where((now > 0) & (old > 0), np.log10(now / old), np.nan)
        return np.abs(change) >= LARGE_STEP - _SLACK


def _number(history: pd.DataFrame, frame: pd.DataFrame) -> np.ndarray:
    """Return the number of each row's series, first the rows of the history."""
    whole, size = np.zeros(len(history) + len(frame), np.int64), 1
    for name in ("indicator_id", "area_id"):
        old, names = pd.factorize(history[name])
        new, others = _get_codes(frame[name])
        places = {text: at for at, text in enumerate(names)}
        at = [places.setdefault(text, len(places)) for text in others]
        codes = np.concatenate([old, np.asarray(at, np.int64)[new]])
        whole, size = whole * len(places) + codes, size * len(places)
    return number(whole, size)[1]


def _get_codes(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), list(column.cat.categories)
    codes, names = pd.factorize(column)
    return codes, list(names)


def _judge(values: np.ndarray, places: np.ndarray, first: int) -> pd.DataFrame:
    last_at = _find_last(values)
    last = np.where(last_at >= 0, np.take_along_axis(values, np.maximum(last_at, 0), 1), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        is_pair = (values > 0) & (last > 0)
        change = np.where(is_pair, np.log10(values / last), np.nan)
    median, counts = _compute_median(change)
    spread, _ = _compute_median(np.abs(change - median[:, None]))
    with np.errstate(invalid="ignore"):
        z = 0.6745 * np.abs(change - median[:, None]) / np.maximum(spread, CALM)[:, None]
        z = np.where((counts >= LEAST_CHANGES)[:, None], z, np.nan)
        is_unit = np.zeros(change.shape, dtype=bool)
        for power in UNIT_POWERS:
            is_unit |= np.abs(np.abs(change) - power) <= UNIT_TOLERANCE + _SLACK
        is_jump = is_unit | ((z > LARGEST_Z) & (np.abs(change) > LEAST_STEP))
        is_jump |= np.abs(change) >= LARGE_STEP - _SLACK
    row, column = np.nonzero(is_jump & (places >= 0))
    return pd.DataFrame(
        {
            "position": places[row, column],
            "last_year": first + last_at[row, column],
            "last": last[row, column],
            "times": values[row, column] / last[row, column],
            "z": z[row, column],
            "is_unit": is_unit[row, column],
        }
    ).sort_values("position")


def _find_last(values: np.ndarray) -> np.ndarray:
    """Return for each cell the column of the last value before it in its row; -1 for none."""
    at = np.where(np.isnan(values), -1, np.arange(values.shape[1]))
    filled = np.maximum.accumulate(at, axis=1)
    return np.concatenate([np.full((len(at), 1), -1), filled[:, :-1]], axis=1)


def _compute_median(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each row's median without its missing values, and how many values it has."""
    ordered = np.sort(rows, axis=1)
    counts = np.count_nonzero(~np.isnan(ordered), axis=1)
    middle = np.stack([np.maximum(counts - 1, 0) // 2, counts // 2], axis=1)
    middle = np.minimum(middle, ordered.shape[1] - 1)
    return np.take_along_axis(ordered, middle, 1).mean(axis=1), counts


def _take_keys(batch: pa.Table) -> pd.DataFrame:
    frame = batch.select(["indicator_id", "area_id", "year", "period", "value"]).to_pandas()
    return frame.assign(position=range(len(frame)))


def _load_breaks(store: Store) -> dict[tuple[str, str], list[int]]:
    """Return for each indicator and area the years after which its series breaks."""
    breaks = defaultdict(list)
    for row in store.query_rows("queries/ingest_breaks"):
        breaks[row["indicator_id"], row["area_id"]].append(row["after_year"])
    return dict(breaks)


def _crosses_break(breaks: dict, row: dict, last_year: int) -> bool:
    years = [
        year
        for area in (row["area_id"], REGION)
        for year in breaks.get((row["indicator_id"], area), ())
    ]
    return any(last_year <= year < row["year"] for year in years)
