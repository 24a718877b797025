"""Weights of counties that users send, for allocations and for means.

A set of weights has a name. If the name is the id of an indicator that is aggregated as a mean,
the set also weights that mean.
"""

from contextlib import nullcontext
from dataclasses import dataclass

import pandas as pd

from data.clock import get_now, get_today
from data.errors import CaomuError
from data.files.safely import read_file_safely
from data.names.matching import AMBIGUOUS, OK
from data.names.numbers import NUMBER, parse_number
from data.rights.require import require
from data.store.basis import check_basis
from data.store.books import load_books
from data.store.database import Store, Transaction
from data.store.ids import make_id


class WeightError(CaomuError):
    """The weights cannot be saved."""


@dataclass(frozen=True)
class WeightIssue:
    """A row of a file of weights that was not understood.

    Attributes
    ----------
    row : int
        Row as Excel shows it.
    text : str
        The text of the row.
    rule : str
        unknown, ambiguous, not_a_county, no_number, negative or repeated; the text is
        ``allocation.weight_issue.<rule>``.
    candidates : tuple of str
        Codes that an ambiguous name could mean.
    """

    row: int
    text: str
    rule: str
    candidates: tuple[str, ...] = ()


def read_weights(
    store: Store, content: bytes, file_name: str
) -> tuple[dict[str, float], list[WeightIssue]]:
    """Read weights from a .csv, .xls or .xlsx file with a column of counties and one of numbers.

    In each row the county is the first cell that names one, and the weight is the last cell
    that is a number. Rows above the first such row are headings.

    Returns
    -------
    (weights, issues)
        County code -> weight, and the rows that were not understood.

    Raises
    ------
    UnreadableFileError
        The file cannot be read as a table.
    """
    book = load_books(store).areas
    year = get_today().year
    weights: dict[str, float] = {}
    issues: list[WeightIssue] = []
    for grid in read_file_safely(content, file_name):
        for number, row in enumerate(grid.rows, start=1):
            cells = [cell.strip() for cell in row if cell.strip()]
            if not cells:
                continue
            found = _read_row(book, cells, year, number)
            if isinstance(found, WeightIssue):
                if weights or found.rule != "unknown":
                    issues.append(found)
            elif found[0] in weights:
                issues.append(WeightIssue(number, " ".join(cells), "repeated"))
            else:
                weights[found[0]] = found[1]
    return weights, issues


def save_weights(
    store: Store,
    name: str,
    weights: dict[str, float],
    *,
    by: str = "",
    based_on: int | None = None,
    writer: Transaction | None = None,
) -> int:
    """Save a set of weights under a name; return how many counties it has.

    Counties of an earlier set of this name that this one lacks are withdrawn.

    Parameters
    ----------
    based_on : int or None
        ``seq`` of the set of this name as it was read, 0 where there was none.
    writer : Transaction or None
        The transaction that this is a part of.

    Raises
    ------
    WeightError
        There is no name or no weight, an area is not a county, or a weight is negative.
    ChangedMeanwhileError
        Another set of this name is in force.
    """
    name = name.strip()
    if not name:
        raise WeightError("weights_need_name")
    if not weights:
        raise WeightError("weights_empty")
    areas = store.query("queries/areas")
    counties = set(areas.loc[areas["level"] == "county", "area_id"])
    wrong = sorted(
        area
        for area, weight in weights.items()
        if area not in counties or not 0 <= weight < float("inf")
    )
    if wrong:
        raise WeightError("weights_wrong", areas=", ".join(wrong))
    with nullcontext(writer) if writer else store.transaction() as writer:
        require(writer, "maintain", [])
        check_basis(writer, "weights", based_on, weights_name=name)
        earlier = load_weights(store, name)
        rows = [(area, weight, False) for area, weight in weights.items()]
        rows += [(area, weight, True) for area, weight in earlier.items() if area not in weights]
        writer.insert(
            "facts.weight_revision",
            pd.DataFrame(rows, columns=["area_id", "weight", "is_withdrawn"]).assign(
                revision_id=[make_id() for _ in rows],
                name=name,
                recorded_at=get_now(),
                recorded_by=by.strip(),
            ),
        )
    return len(weights)


def load_weights(store: Store, name: str) -> dict[str, float]:
    """Return the weights in force under a name: county -> weight."""
    weights = store.query("queries/weights")
    mine = weights[weights["name"] == name.strip()]
    return dict(zip(mine["area_id"], mine["weight"], strict=True))


def list_weight_names(store: Store) -> list[str]:
    """Return the names of the sets of weights in force."""
    return sorted(store.query("queries/weights")["name"].unique())


def _read_row(book, cells: list[str], year: int, number: int) -> tuple[str, float] | WeightIssue:
    text = " ".join(cells)
    matches = [book.resolve(cell, year) for cell in cells]
    county = next(
        (
            match.id
            for match in matches
            if match.kind == OK and book.levels.get(match.id) == "county"
        ),
        None,
    )
    if county is None:
        ambiguous = next((match for match in matches if match.kind == AMBIGUOUS), None)
        if ambiguous is not None:
            return WeightIssue(number, text, "ambiguous", ambiguous.candidates)
        is_other = any(match.kind == OK for match in matches)
        return WeightIssue(number, text, "not_a_county" if is_other else "unknown")
    # A code is a number as well: only cells that name no area can be the weight.
    numbers = [
        parsed.value
        for cell, match in zip(cells, matches, strict=True)
        if match.kind != OK
        and (parsed := parse_number(cell)).kind == NUMBER
        and parsed.value is not None
    ]
    if not numbers:
        return WeightIssue(number, text, "no_number")
    if numbers[-1] < 0:
        return WeightIssue(number, text, "negative")
    return county, float(numbers[-1])
