"""How far each value is between sending and publishing.

A value is sent, then checked or returned, then verified, then released. Checked, returned and
released are acts on one value as it was sent (`data.ledger.steps.record`): a value that is sent
again begins anew. Verified is a state, recorded as ever (`data.ledger.uploads`). None of them
changes which value is in force; a returned one is shown as returned until it is sent again.
"""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.errors import CaomuError, UnknownIdError
from data.store.database import Queries, Store

REGION = "650000"
SENT, CHECKED, RETURNED, VERIFIED, RELEASED = STAGES = (
    "sent",
    "checked",
    "returned",
    "verified",
    "released",
)


class StepError(CaomuError):
    """A step cannot be recorded or undone in this way."""


@dataclass(frozen=True)
class Selection:
    """Which values; None asks for all.

    Attributes
    ----------
    area_id : str or None
        An area and all below it, or the members of a group.
    indicator_id, year, upload_id : str, int, str, or None
        One of each.
    """

    area_id: str | None = None
    indicator_id: str | None = None
    year: int | None = None
    upload_id: str | None = None

    def list_areas(self, source: Queries) -> list[str] | None:
        """Return the ids of the area and of all below it; None for the whole region.

        Raises
        ------
        UnknownIdError
            There is no such area.
        """
        if self.area_id in (None, REGION):
            return None
        areas, members = source.remember(
            ("areas_and_members",),
            lambda: [source.query_rows(f"queries/{name}") for name in ("areas", "group_members")],
            of=("groups",),
        )
        if self.area_id not in {row["area_id"] for row in areas}:
            raise UnknownIdError("unknown_area", value=self.area_id)
        below = [row["area_id"] for row in members if row["group_id"] == self.area_id]
        below += [row["area_id"] for row in areas if row["parent_id"] == self.area_id]
        return [self.area_id, *dict.fromkeys(below)]

    def make_parameters(self, source: Queries) -> dict[str, Any]:
        """Return the parameters of a query: areas, indicator_id, year.

        Raises
        ------
        UnknownIdError
            There is no such area or indicator.
        """
        if self.indicator_id is not None:
            known = set(source.query("queries/indicators")["indicator_id"])
            if self.indicator_id not in known:
                raise UnknownIdError("unknown_indicator", value=self.indicator_id)
        areas = self.list_areas(source)
        return {"areas": areas, "indicator_id": self.indicator_id, "year": self.year}


EVERYTHING = Selection()


def load_stages(source: Queries, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Return how far the selected values are.

    Returns
    -------
    DataFrame
        One row per value that an office sent and that is the newest of the highest state of its
        indicator, area, year and period (none where another was verified in its place since), and
        one per verified value: subject_id (its revision), indicator_id, area_id,
        year, period, value (in `unit`), unit, state, source, note, upload_id, sent_at (UTC),
        sent_by, stage (`STAGES`); since, by, remark, document_no and decided_on of what brought it
        there, and step_id (that act, missing for sent and verified); answers and answers_value
        (remark and value of the return that a value sent again answers); standing_value and
        standing_state (the figure in force).

    Raises
    ------
    UnknownIdError
        There is no such area or indicator.
    """
    parameters = selection.make_parameters(source)
    return source.query_objects("queries/stages", upload_id=selection.upload_id, **parameters)


def is_in_force(row: dict) -> bool:
    """Tell whether a row of `load_stages` has the value that is in force."""
    return math.isclose(row["value"], row["standing_value"], rel_tol=1e-9)


def load_is_in_use(source: Queries) -> bool:
    """Tell whether anybody ever checked, returned or released a value."""
    return bool(source.query_rows("queries/steps_in_use")[0]["is_in_use"])


def list_step_acts(source: Queries) -> pd.DataFrame:
    """Return the acts, newest first.

    Returns
    -------
    DataFrame
        One row per act: step_id, step (checked, returned, released), recorded_at (UTC),
        recorded_by, values (how many), remark (where all have the same), document_no, decided_on,
        areas (how many), area_id and indicator_id (where it is only one), first_year, last_year,
        is_undone, undone_by, undone_at.
    """
    return source.query_objects("queries/steps")


def list_released(source: Store, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Return the figures that were released, each as it was released last.

    Returns
    -------
    DataFrame
        One row per figure: step_id, indicator_id, area_id, year, period, value (in `unit`), unit,
        document_no, decided_on, recorded_by, recorded_at (UTC), value_now, unit_now and state_now
        (of the figure in force), now (same: value and unit stand verified, whoever verified them;
        unverified: they stand and are no longer verified; revised: another value stands; gone:
        none does; unseen: none that is verified, in an area whose other figures `source` hides).

    Raises
    ------
    UnknownIdError
        There is no such area or indicator.
    """
    rows = source.query_objects("queries/released", **selection.make_parameters(source))
    seen = source.seen_areas
    if seen is None:
        return rows
    is_unknown = (rows["now"] == "gone") & ~rows["area_id"].isin(seen)
    return rows.assign(now=rows["now"].mask(is_unknown, "unseen"))


def load_return_rates(source: Queries, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Return one row per area that sent figures: area_id, sent (how many indicators, years and
    periods) and returned (how many of these were ever returned; an undone return is none).

    Raises
    ------
    UnknownIdError
        There is no such area or indicator.
    """
    return source.query("queries/return_rates", **selection.make_parameters(source))
