"""The places of values in an order: one rule for pages, maps, cards and files."""

from collections.abc import Iterable

import numpy as np

# Two values are one where the store takes them for the same: 1/3 and 1.1/3.3 are.
RELATIVE = 1e-9


def rank_values(values: Iterable[float], *, is_up: bool) -> list[int]:
    """Return the place of each value: 1 for the highest if `is_up`, else for the lowest.

    Values that differ from the first of their place by at most `RELATIVE` of the greater one
    share it, and the places after them are left out: 1, 1, 3. None may be missing.
    """
    numbers = np.asarray(list(values), dtype=float)
    order = np.argsort(-numbers if is_up else numbers, kind="stable")
    places = [0] * len(numbers)
    place, first = 0, 0.0
    for number, (at, value) in enumerate(
        zip(order.tolist(), numbers[order].tolist(), strict=True), 1
    ):
        # From the first, not from the one before: else many small steps would make one place.
        if not place or abs(value - first) > RELATIVE * max(abs(value), abs(first)):
            place, first = number, value
        places[at] = place
    return places
