"""How old the subjects of a store are, and how old the figures of each area and indicator.

A write of figures that was only sent touches some areas and some indicators: what was read of the
figures of another area, or of another indicator, is as it was.
"""

import threading
from collections.abc import Iterable, Mapping
from typing import Any, Self, cast

from data.store.reads import Part
from data.store.statements import OF_ACTS, OF_ONE, SUBJECTS, SUBJECTS_OF

# The column that names an area or an indicator, and its id.
Touched = frozenset[tuple[str, str]]
NOTHING: Touched = frozenset()
# What a file may write: a list of uploads shows it whatever it brings.
OF_FILES = SUBJECTS_OF["facts.upload"]
# What a query reads is changed by an undo and the like, not by what another file brings.
ACTS: Part = ("acts", None)


def join(one: Touched | None, other: Touched | None) -> Touched | None:
    """Return what two parts of a write touched together; None where one of them does not know."""
    return None if one is None or other is None else one | other


def find_part(name: str, parameters: Mapping[str, Any]) -> Part | None:
    """Return what ``data/sql/<name>.sql`` reads of what files bring; None where it may be all."""
    if name in OF_ACTS:
        return ACTS
    column = OF_ONE.get(name)
    if column is None or parameters.get(column) is None:
        return None
    return column, parameters[column]


class Ages:
    """The versions at which subjects, and figures of areas and indicators, were last written.

    It stands for inputs whose parts (`data.store.reads`) are the figures of an area or indicator: a
    part is ``("area_id", id)`` or ``("indicator_id", id)``, and what is found there is its age.
    `ACTS` are all other writes of what files bring: to undo one, or to send projects.

    Attributes
    ----------
    of : dict
        Subject -> the version at which it was last written.
    version : int
        Grows with every committed write.
    """

    # Nothing is kept of what looks found: ages change.
    found: Mapping[Part, Any] = {}

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.of = dict.fromkeys(SUBJECTS, 0)
        self.version = 0
        self._of_parts: dict[tuple[str, str], int] = {}
        # When figures were last written of which nobody said whose they are.
        self._of_all_parts = 0

    def age(self, subjects: Iterable[str], touched: Touched | None) -> None:
        """Note a write of some subjects; touched are the areas and indicators whose figures it may
        have changed, None for all."""
        subjects = set(subjects)
        with self.lock:
            self.version += 1
            self.of.update(dict.fromkeys(subjects, self.version))
            if touched is not None:
                self._of_parts.update(dict.fromkeys(touched, self.version))
            elif not OF_FILES.isdisjoint(subjects):
                self._of_all_parts = self.version

    def get(self) -> Self:
        """Return these ages: the source of their parts."""
        return self

    def take_parts(self, parts: list[Part]) -> None:
        """Nothing is loaded for a part."""

    def get_part(self, part: Part) -> int:
        """Return the version at which the figures of an area or indicator were last written."""
        return max(self._of_all_parts, self._of_parts.get(cast(tuple, part), 0))

    def list_written(self, since: int) -> dict[str, set[str]] | None:
        """Return the areas and the indicators whose figures were written since a version, by
        ``area_id`` and ``indicator_id``; None where these may be all."""
        if self._of_all_parts > since:
            return None
        written: dict[str, set[str]] = {"area_id": set(), "indicator_id": set()}
        for (column, one), version in dict(self._of_parts).items():
            if version > since:
                written[column].add(one)
        return written
