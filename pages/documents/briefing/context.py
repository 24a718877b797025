"""What the parts of a briefing share: its facts, its scope, and the results on them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import format_value, format_year, is_missing
from geo.views import Setting
from indicators.boxes.items import compute_box_readings, compute_boxes
from indicators.boxes.register import find_stages
from indicators.counties.duties import list_duties
from indicators.counties.owed import list_missing
from indicators.counties.peers import list_own_figures
from indicators.rollup import roll_up
from indicators.targets.progress import compute_progress, find_asked_year
from indicators.targets.summary import group_rows, pick_decisive, pick_leading, pick_primary
from pages.documents import wording
from pages.documents.briefing.facts import BriefingFacts
from pages.documents.briefing.model import Evidence
from pages.documents.briefing.recipes import Recipe
from pages.documents.briefing.scopes import BriefingScope

UNKNOWN = "cannot_judge"


@dataclass
class Tracer:
    """Names rows, and keeps what each name stands for."""

    facts: BriefingFacts
    found: dict[str, Evidence] = field(default_factory=dict)
    _uploads: dict[str, dict[tuple[str, int], str]] = field(default_factory=dict)

    def note(self, row_id: str, what: str, **said: str) -> str:
        """Keep a row under an id; return the id."""
        self.found.setdefault(row_id, Evidence(row_id, what, **said))
        return row_id

    def note_figure(self, indicator_id: str, area_id: str, year: object) -> str:
        """Keep a figure, or the aggregate of an area's counties where it has no figure."""
        if is_missing(year):
            return self.note_missing(indicator_id, area_id)
        inputs = self.facts.counties
        index = inputs.progress.index
        known_year = int(str(year))
        unit = index.indicators[indicator_id]["unit"]
        what = t(
            "briefing.trace.figure",
            name=wording.name_indicator_in(inputs, indicator_id),
            area=wording.name_area_in(inputs, area_id),
            year=format_year(known_year),
        )
        row_id = f"figure:{indicator_id}:{area_id}:{known_year}"
        value = index.get_values(indicator_id, area_id).get(known_year)
        if value is None:
            rolled = roll_up(inputs.progress, indicator_id, area_id, known_year)
            if rolled is None:
                return self.note_missing(indicator_id, area_id)
            counted = t("county.rolled_up", reported=rolled.reported, expected=rolled.expected)
            return self.note(
                row_id,
                t("briefing.trace.rolled", what=what, counted=counted),
                value=format_value(rolled.value, unit),
                state="" if rolled.state is None else t(f"shell.state.{rolled.state}"),
            )
        state, source = index.get_origin(indicator_id, area_id, known_year)
        return self.note(
            row_id,
            what,
            value=format_value(value, unit),
            state=t(f"shell.state.{state}"),
            source=wording.describe_source_in(inputs, source, indicator_id),
            upload_id=self._find_upload(indicator_id, area_id, known_year),
        )

    def note_missing(self, indicator_id: str, area_id: str) -> str:
        """Keep that an area has no figure of an indicator."""
        inputs = self.facts.counties
        what = t(
            "briefing.trace.none",
            name=wording.name_indicator_in(inputs, indicator_id),
            area=wording.name_area_in(inputs, area_id),
        )
        return self.note(f"none:{indicator_id}:{area_id}", what, value=t("shell.no_data"))

    def _find_upload(self, indicator_id: str, area_id: str, year: int) -> str:
        """Return the upload of a figure, "" for one that nobody sent."""
        if area_id not in self._uploads:
            self._uploads[area_id] = self._list_uploads(area_id)
        return self._uploads[area_id].get((indicator_id, year), "")

    def _list_uploads(self, area_id: str) -> dict[tuple[str, int], str]:
        """(indicator_id, year) -> the upload of the figure of an area."""
        places = self._places.get(area_id)
        if places is None:
            return {}
        figures = self.facts.counties.progress.figures.load_all()
        own = figures[["indicator_id", "year", "upload_id"]].iloc[places]
        own = own[own["upload_id"].notna()]
        keys = zip(own["indicator_id"], own["year"].astype(int), strict=True)
        return dict(zip(keys, own["upload_id"].astype(str), strict=True))

    @cached_property
    def _places(self) -> dict[str, np.ndarray]:
        """area_id -> where its figures stand: a briefing names few of very many."""
        return self.facts.counties.progress.figures.load_all().groupby("area_id").indices


@dataclass(frozen=True)
class BriefingContext:
    """What a part is composed from.

    Attributes
    ----------
    facts : BriefingFacts
    scope : BriefingScope
    recipe : Recipe
    year : int
        Figures up to this year count.
    as_of : date
        The day of the briefing: projects, members and overdue days are as of it.
    """

    facts: BriefingFacts
    scope: BriefingScope
    recipe: Recipe
    year: int
    as_of: date
    tracer: Tracer

    @property
    def inputs(self):
        """The inputs of counties."""
        return self.facts.counties

    @cached_property
    def area_id(self) -> str:
        """The area whose figures and targets are shown: the plan's own for a role or a box."""
        return self.scope.scope_id if self.scope.is_area else self.inputs.progress.area_id

    @property
    def is_whole_plan(self) -> bool:
        """Whether the briefing is about the area that the plan is of."""
        return self.scope.scope_id == self.inputs.progress.area_id

    @cached_property
    def area_name(self) -> str:
        """The name of that area."""
        return wording.name_area_in(self.inputs, self.area_id)

    @cached_property
    def targets(self) -> dict[str, dict]:
        """target_id -> its row of the plan."""
        return {row["target_id"]: row for row in self.inputs.progress.index.targets}

    @cached_property
    def asked_year(self) -> int | None:
        """The year asked, as the pages ask it: None for the newest."""
        return find_asked_year(self.inputs.progress, self.year)

    @cached_property
    def progress(self) -> pd.DataFrame:
        """The judged targets of the area."""
        return compute_progress(
            self.inputs.progress, self.area_id, self.asked_year, today=self.as_of
        )

    @cached_property
    def rows_by_target(self) -> dict[str, list[dict]]:
        """target_id -> its rows of the progress; the targets are in the plan's order."""
        return group_rows(self.progress)

    @cached_property
    def decisive(self) -> list[dict]:
        """The row of each target that decides its status."""
        return [pick_decisive(pick_leading(rows)) for rows in self.rows_by_target.values()]

    @cached_property
    def judged(self) -> list[dict]:
        """The primary rows of the targets that are judged."""
        return [
            row
            for rows in self.rows_by_target.values()
            for row in pick_primary(rows)
            if row["status"] != UNKNOWN
        ]

    @cached_property
    def own(self) -> pd.DataFrame:
        """The newest figures of the area, beside last year and the region."""
        return list_own_figures(self.inputs, self.area_id, self.year, self.progress)

    @cached_property
    def box_readings(self) -> pd.DataFrame:
        """The items of the boxes under every reading."""
        return compute_box_readings(self.inputs.boxes, self.as_of, today=self.as_of)

    @cached_property
    def boxes(self) -> pd.DataFrame:
        """The judged items of the boxes."""
        return compute_boxes(
            self.inputs.boxes, self.as_of, today=self.as_of, by_reading=self.box_readings
        )

    @cached_property
    def projects(self) -> pd.DataFrame:
        """The projects of the register that had reached a stage by the day."""
        boxes = self.inputs.boxes
        return find_stages(boxes.histories, boxes.counties, self.as_of, self.as_of)

    @cached_property
    def duties(self) -> pd.DataFrame:
        """What the boxes ask of the area."""
        return list_duties(self.inputs, self.area_id, self.as_of, today=self.as_of)

    @cached_property
    def missing(self) -> pd.DataFrame:
        """The figures that the scope and its counties owe."""
        found = self.missing_of_area
        if self.scope.is_area:
            return found
        return found[found["area_id"].isin(self.scope.counties)]

    @cached_property
    def missing_of_area(self) -> pd.DataFrame:
        """The figures that the area whose figures are shown and its counties owe."""
        return list_missing(self.inputs, self.as_of, self.area_id)

    @cached_property
    def setting(self) -> Setting:
        """What maps are built with."""
        return Setting(
            self.facts.map_areas,
            min_coverage=self.facts.min_coverage,
            sources_en=self.inputs.progress.sources_en,
            version=self.inputs.figures_version,
            is_partial=self.inputs.seen is not None,
        )

    @cached_property
    def is_made_up(self) -> bool:
        """Whether any figure or project of the store is made up."""
        is_made_up = self.projects["state"].eq("demonstration").any()
        return bool(is_made_up) or self.facts.has_made_up_figures

    @property
    def has_roles(self) -> bool:
        """Whether the plan gives counties roles."""
        return not self.inputs.roles.empty

    def pick_indicators(self, place: str) -> list[str]:
        """Return what a recipe charts or maps: of indicators that it names those that are this
        plan's own or measure its targets, else those that the plan names for the place."""
        inputs = self.inputs.progress
        chosen = self.recipe.charts if place == "chart" else self.recipe.maps
        if isinstance(chosen, int):
            return inputs.list_shown(place)[:chosen]
        measures = set(inputs.measures["indicator_id"])
        known = inputs.index.indicators
        own = [
            name
            for name in chosen
            if name in measures or known[name]["plan_id"] == inputs.plan["plan_id"]
        ]
        return own or (inputs.list_shown(place) if chosen else [])

    def name_measure(self, row: dict) -> str:
        """Return the name of what a target is measured by; of the target where others have the
        same measure."""
        same = {
            other["target_id"]
            for other in self.judged
            if other["indicator_id"] == row["indicator_id"]
        }
        if len(same) > 1:
            return self.name_target(row["target_id"])
        return self.name_indicator(row["indicator_id"])

    def name_indicator(self, indicator_id: str) -> str:
        """Return the name of an indicator."""
        return wording.name_indicator_in(self.inputs, indicator_id)

    def name_area(self, area_id: str) -> str:
        """Return the name of an area."""
        return wording.name_area_in(self.inputs, area_id)

    def name_role(self, role_id: str) -> str:
        """Return the name of a role with its industry."""
        roles = self.inputs.roles.set_index("role_id", drop=False)
        return wording.join_industry(roles.loc[role_id])

    def name_target(self, target_id: str) -> str:
        """Return the name of a target."""
        return pick_name(self.targets[target_id])

    def cite(self, indicator_id: str, source: object) -> str:
        """Return the citation of a figure's source; "" for none."""
        return wording.describe_source_in(self.inputs, source, indicator_id)


def join_list(texts: Iterable[str]) -> str:
    """Return texts as a list in one line."""
    return t("shell.list_separator").join(texts)
