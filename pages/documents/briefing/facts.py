"""Everything that a briefing is composed from, loaded at one moment and passed on as frames."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

import pandas as pd
import pyarrow as pa

from data.clock import get_today
from data.errors import PastError
from data.ledger.changes import credit_figures, find_figure_changes
from data.ledger.packs import PackMark, load_data_version
from data.ledger.replay import NEW
from data.ledger.span import open_span
from data.store.database import Store
from data.store.plan import load_plan_words
from data.store.revisions import load_figure_history
from data.words.catalogue import PlanWords
from data.words.names import MADE_UP
from geo import sources
from indicators.counties.profile import CountyInputs, load_county_inputs
from indicators.figures import YearlyFigures
from indicators.targets.flips import list_flips

# What changed is told of so many days where nobody says when the last pack was made.
CHANGES_DAYS = 90


@dataclass(frozen=True)
class BriefingChanges:
    """What changed between two days, both included, or since a pack was made.

    Attributes
    ----------
    since, until : date
    is_since_last : bool
        Whether `since` is the day of the last pack, not our default.
    since_at : datetime or None
        When the last pack was made (UTC), where its manifest says so.
    figures : DataFrame
        As `data.ledger.changes.list_figure_changes`; of new figures only those that changed a
        status have their act.
    statuses : list of dict
        As `indicators.targets.flips.list_flips`.
    """

    since: date
    until: date
    is_since_last: bool
    figures: pd.DataFrame
    statuses: list[dict]
    since_at: datetime | None = None


@dataclass(frozen=True)
class BriefingFacts:
    """The facts of a briefing; frames as the queries return them. They need no store any more.

    Attributes
    ----------
    counties : CountyInputs
        Targets, figures, boxes, roles.
    map_areas, map_indicators, map_roles, role_names : DataFrame
        What maps are drawn from (`geo.sources`).
    map_figures : pyarrow.Table
        The yearly figures of every area.
    min_coverage : float
        Share of reporting areas below which nothing is ranked.
    approval_number : str or None
        The map approval number.
    uploads : DataFrame
        upload_id, dataset, file_name, sha256, uploaded_at: the uploads that count.
    version : str
        Names the state of the data: equal for equal facts.
    words : dict
        What the plan calls its lists of tasks (`data.store.plan.load_plan_words`).
    history : DataFrame or None
        Every revision of the yearly figures of the briefing's area; None where no annexes are made.
    changes : BriefingChanges or None
        What changed since the last pack (`load_briefing_changes`); None where it is not told.
    """

    counties: CountyInputs
    map_areas: pd.DataFrame
    map_indicators: pd.DataFrame
    map_roles: pd.DataFrame
    role_names: pd.DataFrame
    map_figures: pa.Table
    min_coverage: float
    approval_number: str | None
    uploads: pd.DataFrame
    version: str
    words: PlanWords
    history: pd.DataFrame | None = None
    changes: BriefingChanges | None = None

    @cached_property
    def has_made_up_figures(self) -> bool:
        """Whether any figure of the store is made up."""
        figures = self.counties.progress.figures.load_all()
        notes = figures["note"].fillna("")
        is_made_up = figures["source"].eq(MADE_UP).any()
        return bool(is_made_up) or bool(notes.str.contains(MADE_UP, regex=False).any())


def load_briefing_facts(
    store: Store, scope_id: str | None, counties: CountyInputs | None = None
) -> BriefingFacts:
    """Load the facts of a briefing; `counties` may be passed in where they are loaded already.

    Without a scope they are those of every scope: all but the history.
    """
    counties = _take_figures(counties or load_county_inputs(store))
    indicator_ids = list(counties.progress.index.indicators)
    history = None if scope_id is None else load_figure_history(store, indicator_ids, scope_id)
    return BriefingFacts(
        counties=counties,
        map_areas=sources.load_map_areas(store),
        map_indicators=sources.load_map_indicators(store),
        map_roles=sources.load_map_roles(store),
        role_names=sources.load_role_names(store),
        map_figures=sources.load_all_figures(store),
        min_coverage=sources.load_min_coverage(store),
        approval_number=sources.load_approval_number(store),
        uploads=store.query("queries/briefing_uploads"),
        version=load_data_version(store),
        words=load_plan_words(store),
        history=history,
    )


def _take_figures(counties: CountyInputs) -> CountyInputs:
    """Return inputs that have all figures: another process, which has no store, makes the pack."""
    figures = YearlyFigures.of_frame(counties.progress.figures.load_all())
    return replace(counties, progress=replace(counties.progress, figures=figures))


def load_briefing_changes(
    store: Store, since: date | PackMark | None, made_on: date
) -> BriefingChanges | None:
    """Return what changed since the last pack: since its day, or since what it was made from where
    its manifest is given (None: in the last `CHANGES_DAYS`).

    `made_on` is the day of the pack. None for the example, which has no former days.

    Raises
    ------
    PastError
        `since` is after the day of the pack (``span_reversed``), or a pack of other data.
    """
    until = min(made_on, get_today())
    first = until - timedelta(days=CHANGES_DAYS) if since is None else since
    try:
        span = open_span(store, first, until)
    except PastError as error:
        if error.key == "past_of_example":
            return None
        raise
    figures = find_figure_changes(span)
    flips = list_flips(span, figures)
    # Whose figure is new is told of what changed a status alone; the others are counted.
    is_told = figures["change"].ne(NEW)
    is_told |= figures.index.isin([place for flip in flips for place in flip["figures"]])
    acts = credit_figures(span, figures[is_told]).drop(columns=figures.columns)
    figures = figures.join(acts)
    return BriefingChanges(
        span.since, until, since is not None, figures, flips, since_at=span.since_at
    )
