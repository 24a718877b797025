"""The bands of peers: where the middle half of a peer group lies in each year."""

from collections.abc import Collection
from statistics import quantiles
from typing import NamedTuple

from indicators.counties.peers import MIN_PEERS, list_circles
from indicators.counties.profile import CountyInputs


class Band(NamedTuple):
    """Where the middle half of a peer group lies in a year, in the indicator's unit."""

    year: int
    low: float
    median: float
    high: float
    reported: int
    expected: int


def list_peer_bands(
    inputs: CountyInputs, area_id: str, year: int, shown: Collection[str]
) -> dict[str, list[Band]]:
    """Return where the middle half of an area's peers lies in each year, by indicator.

    Returns
    -------
    dict
        Indicator of `shown` -> its years up to `year`, oldest first: low and high are the first
        and third quartile (linear interpolation) of the peers' own figures, this area included,
        and median their median, in the indicator's unit; reported is how many of expected have
        one. The peers are those of the area's role with the most counties that has the indicator.
        A year with fewer than `MIN_PEERS` figures is left out, and so is an indicator without any.
    """
    index = inputs.progress.index
    widest: dict[str, list[str]] = {}
    for _, peers, indicators in list_circles(inputs, area_id):
        for indicator_id in indicators:
            if indicator_id in shown and len(peers) > len(widest.get(indicator_id, [])):
                widest[indicator_id] = peers
    bands: dict[str, list[Band]] = {}
    for indicator_id, peers in widest.items():
        by_year: dict[int, list[float]] = {}
        for peer in peers:
            for known, value in index.get_values(indicator_id, peer).items():
                by_year.setdefault(known, []).append(value)
        for known in sorted(by_year):
            values = by_year[known]
            if known <= year and len(values) >= MIN_PEERS:
                low, middle, high = quantiles(values, n=4, method="inclusive")
                band = Band(known, low, middle, high, len(values), len(peers))
                bands.setdefault(indicator_id, []).append(band)
    return bands
