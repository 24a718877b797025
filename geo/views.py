"""What a map shows, before it is drawn: the screen and the print map use the same view.

A view has one row per unit. The row says whether the unit falls in a class, has no data, is
not assigned, or cannot be compared. Titles, keys and sources are in the language in use.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import compress

import numpy as np
import pandas as pd

from data.ledger.codes import Coded, make_code
from data.words.catalogue import get_language, t
from data.words.names import cite_source, pick_name
from data.words.numbers import count_decimals, format_number, format_signed, format_year, name_unit
from geo.classes import Classes, compute_classes, compute_count_classes
from geo.legend import (
    CLASS,
    NO_DATA,
    NOT_ASSIGNED,
    NOT_COMPARABLE_KEY,
    NOT_FOUNDED_KEY,
    LegendItem,
    build_legend,
    label_classes,
    name_no_data,
)
from geo.palettes import ROLE, STATUS_COLORS
from geo.sources import COUNTY, PREFECTURE, REGION, name_plan_years
from geo.units import (
    add_ranks,
    describe_cutoff,
    describe_region_figure,
    format_values,
    list_map_units,
    list_shown,
    make_units,
    write_formula,
)

COVERAGE_BREAKS = (25.0, 50.0, 75.0)
PERCENT = "%"
POINTS = "个百分点"
PLAN_SOURCE = "map.source.plan"


@dataclass(frozen=True)
class MapView:
    """One map.

    Attributes
    ----------
    kind : {'indicator', 'change', 'roles', 'coverage', 'status', 'box', 'balance', 'register'}
    level : {'county', 'prefecture'}
    title : str
        Area, subject and year in one line.
    unit : str
        Unit of `value` in words; "" if there is none.
    units : DataFrame
        One row per unit of the level, by area_id, outlined or not: name, short_name, is_xpcc,
        has_shape, key (class or a reason of `geo.legend`), class_no, value (in
        `unit`, NaN if missing), text (the value in words), number (the same without its
        unit), state, source, rank, and note (why there is no value, or a remark).
    colors : tuple of str
        One per class_no.
    legend : tuple of LegendItem
    sources : tuple of str
        Sources of the values shown, each once.
    states : dict
        Number of values per state of a figure.
    cutoff : str
        The cut-off of the data, in words.
    ranked : int
        Number of ranked units; 0 if too few have data.
    is_up : bool
        Whether the highest value has the first rank, as the indicator's direction says.
    classes : Classes or None
        The breaks, for the views that have them.
    watermark : str
        Words across the picture of made-up figures.
    outside : str
        The name of units outside the map's subject: a key below ``map.key`` and ``map.table``.
    refusal : str
        The key of the legend's text for units that cannot be compared.
    region : str
        The region's own figure in words; "" if there is none.
    disagreeing : tuple of str
        Names of the units shown for which sources give different figures.
    coded : Coded or None
        What the code on the print map stands for; None for a map without figures, and for one of
        a part of them.
    is_partial : bool
        Whether it is made of a part of the figures: a unit without any may have some.
    """

    kind: str
    level: str
    title: str
    unit: str
    units: pd.DataFrame
    colors: tuple[str, ...]
    legend: tuple[LegendItem, ...]
    sources: tuple[str, ...] = ()
    states: dict[str, int] = field(default_factory=dict)
    cutoff: str = ""
    ranked: int = 0
    is_up: bool = True
    classes: Classes | None = None
    watermark: str = ""
    outside: str = NOT_ASSIGNED
    refusal: str = "map.key.not_comparable"
    region: str = ""
    disagreeing: tuple[str, ...] = ()
    coded: Coded | None = None
    is_partial: bool = False

    @property
    def remark(self) -> str:
        """What a reader must know who sees more elsewhere: that it is made of a part of the
        figures, and that a prefecture without a figure of its own is not added up here."""
        is_own = self.level == PREFECTURE and self.is_measured
        told = [t("rights.made_of_part")] * self.is_partial
        if is_own and (self.units["key"] == NO_DATA).any():
            told.append(t("map.own_figures"))
        return t("shell.sentence_separator").join(told)

    @property
    def code(self) -> str:
        """The code by which the figures are found again; "" for a map without figures."""
        if self.coded is None:
            return ""
        shown = self.coded
        return make_code(shown.indicator_id, shown.area_id, shown.year, shown.version)

    @property
    def order(self) -> str:
        """The order of the ranks, as texts name it: up where the highest value is the first."""
        return "up" if self.is_up else "down"

    @property
    def is_measured(self) -> bool:
        """Whether the values are numbers in `unit`."""
        return self.kind in ("indicator", "change")

    def name_key(self, key: str) -> str:
        """Return in words why a unit is in no class."""
        if key == NOT_COMPARABLE_KEY:
            return t(self.refusal)
        if key == NO_DATA:
            return name_no_data(is_partial=self.is_partial)
        return t(f"map.key.{self.outside if key == NOT_ASSIGNED else key}")

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The units that have an outline."""
        return self.units[self.units["has_shape"]]

    def narrow(self, name: str = "") -> "MapView":
        """Return the map of a group, named where its title does not: others are outside."""
        legend = tuple(
            replace(item, label=t("map.key.outside")) if item.key == NOT_ASSIGNED else item
            for item in self.legend
        )
        title = t("map.title.among", title=self.title, group=name) if name else self.title
        return replace(self, title=title, legend=legend, outside="outside")


@dataclass(frozen=True)
class Setting:
    """What every function that builds a view needs.

    Attributes
    ----------
    areas : DataFrame
        From `geo.sources.load_map_areas`.
    level : {'county', 'prefecture'}
    min_coverage : float
        Share of units with data (a fraction) below which there are no ranks.
    sources_en : dict
        Source of the published series -> its English citation.
    version : int or None
        Version of the figures (`data.ledger.codes.load_figures_version`), for the code on
        print maps; None where no print map is made.
    part : str
        The name of the part of the region that a plan is for; "" for the whole region.
    members : frozenset of str or None
        The areas of that part: the others are outside. None for the whole region.
    stated : int
        How many counties the plan states for the group shown; 0 if it states none.
    is_partial : bool
        Whether who makes the map sees a part of the figures only (`Store.seen_areas`).
    """

    areas: pd.DataFrame
    level: str = COUNTY
    min_coverage: float = 0.8
    sources_en: dict[str, str] = field(default_factory=dict)
    version: int | None = None
    part: str = ""
    members: frozenset[str] | None = None
    stated: int = 0
    is_partial: bool = False
    _units: dict = field(default_factory=dict, compare=False, repr=False)

    def make_units(self) -> pd.DataFrame:
        """Return the units of the level without values, with names in the language in use."""
        if get_language() not in self._units:
            self._units[get_language()] = list_map_units(self.areas, self.level)
        return self._units[get_language()].copy()

    @property
    def whole(self) -> str:
        """What a title says that the units belong to."""
        return self.part or t("map.whole")

    def describe_coded(self, indicator_id: str | None, year: int | None) -> Coded | None:
        """Return what the code of a map stands for; None in place of what is several.

        A map of a part has none: its code would be that of the whole map.
        """
        if self.version is None or self.is_partial:
            return None
        return Coded(indicator_id, REGION, year, self.version)


def build_indicator_view(
    setting: Setting,
    indicator,
    figures: pd.DataFrame,
    year: int,
    *,
    classes: Classes | None = None,
    peers=None,
) -> MapView:
    """Return the map of an indicator in a year.

    Parameters
    ----------
    indicator : Series
        Row of `geo.sources.load_map_indicators`.
    figures : DataFrame
        From `geo.sources.load_figures`: all years, because all of them set the breaks.
    classes : Classes or None
        The classes; if None, round ones over all years.
    peers : set of str or None
        The areas that the map is about, such as the counties with a role. All others are
        not assigned. None: every unit.
    """
    units = make_units(setting, peers, year)
    if classes is None:
        classes = compute_classes(figures.loc[figures["area_id"].isin(units.index), "value"])
    chosen = figures[figures["year"] == year].set_index("area_id")
    units = units.join(chosen[["value", "state", "source", "sources_disagree"]])
    units["source"] = write_formula(units["source"], indicator)
    unit = name_unit(indicator["unit"])
    units["text"] = format_values(units["value"], unit)
    disagree = units.pop("sources_disagree").fillna(False).astype(bool)
    units["note"] = units["note"].mask(disagree, t("map.note.sources_disagree"))
    is_up = indicator["direction"] == "up"
    ranked = add_ranks(units, setting, is_up=is_up)
    is_shown = ~units["key"].isin((NOT_ASSIGNED, NOT_FOUNDED_KEY))
    title = t(
        f"map.title.indicator_{setting.level}",
        whole=setting.whole,
        indicator=pick_name(indicator),
        year=format_year(year),
    )
    view = finish_view(
        "indicator",
        setting,
        title,
        unit,
        units,
        classes,
        peers=peers,
        ranked=ranked,
        cutoff=describe_cutoff(chosen.reindex(list_shown(units)), year),
    )
    return replace(
        view,
        is_up=is_up,
        region=describe_region_figure(chosen, unit),
        disagreeing=tuple(units.loc[disagree & is_shown, "name"]),
        coded=setting.describe_coded(indicator["indicator_id"], year),
    )


def build_roles_view(
    setting: Setting,
    roles: pd.DataFrame,
    role_names: pd.DataFrame,
    chosen: list[str] | None = None,
    *,
    classes: Classes | None = None,
) -> MapView:
    """Return the map of one role, or of how many of several roles each county has (None: all).

    `classes` come from `compute_count_classes`, for maps side by side.
    """
    chosen = list(role_names.index) if chosen is None else list(chosen)
    mine = roles[roles["role_id"].isin(chosen)]
    units = make_units(at_counties(setting), set(mine["area_id"]))
    names = mine.merge(
        role_names[["name_zh", "name_en"]],
        left_on="role_id",
        right_index=True,
        suffixes=("_old", ""),
    )
    column = "name_zh" if get_language() == "zh" else "name_en"
    separator = t("map.list_separator")
    units["note"] = names.groupby("area_id")[column].agg(separator.join)
    units["note"] = units["note"].fillna("")
    units["value"] = mine.groupby("area_id").size().astype(float)
    units["text"] = [
        t("map.role_count", n=int(value)) if value > 0 else "" for value in units["value"].fillna(0)
    ]
    units["state"], units["source"], units["rank"] = None, None, pd.NA
    if len(chosen) == 1 and classes is None:
        classes = Classes((), (ROLE,), "counts")
        labels = [t("map.class.has_role")]
    else:
        most = int(units["value"].max()) if len(mine) else 1
        classes = classes or compute_count_classes(most)
        labels = label_classes(classes)
    title = _name_roles(role_names, chosen)
    view = finish_view(
        "roles",
        at_counties(setting),
        title,
        "",
        units,
        classes,
        labels=labels,
        peers=True,
        cutoff=t("map.cutoff.plan"),
    )
    return replace(view, sources=(t(PLAN_SOURCE),))


def _name_roles(role_names: pd.DataFrame, chosen: list[str]) -> str:
    years = name_plan_years(role_names)
    if len(chosen) == 1:
        return t("map.title.role", role=pick_name(role_names.loc[chosen[0]]), years=years)
    if len(chosen) == len(role_names):
        return t("map.title.roles_all", years=years)
    return t("map.title.roles", n=len(chosen), years=years)


def build_coverage_view(setting: Setting, coverage: pd.DataFrame, year: int) -> MapView:
    """Return the map of completeness: the per cent of expected indicators with a figure."""
    units = make_units(setting, None, year)
    mine = coverage[coverage["year"] == year].set_index("area_id")
    units = units.join(mine[["found", "asked"]])
    units["value"] = units["found"] / units["asked"] * 100
    units["text"] = [
        t("map.coverage_text", found=int(row.found), asked=int(row.asked))
        if pd.notna(row.found)
        else ""
        for row in units.itertuples()
    ]
    units = units.drop(columns=["found", "asked"])
    units["state"], units["source"], units["rank"] = None, None, pd.NA
    classes = compute_classes([], "own", own=COVERAGE_BREAKS)
    title = t(f"map.title.coverage_{setting.level}", whole=setting.whole, year=format_year(year))
    view = finish_view(
        "coverage",
        setting,
        title,
        PERCENT,
        units,
        classes,
        cutoff=describe_cutoff(mine.reindex(list_shown(units)), year),
    )
    return replace(view, sources=(t("map.source.own"),), coded=setting.describe_coded(None, year))


def build_status_view(
    setting: Setting, statuses: pd.DataFrame, target_name: str, year: int
) -> MapView:
    """Return the map of a target's status.

    Parameters
    ----------
    statuses : DataFrame
        One row per area that was judged: area_id, status, reason (words, or empty). Units
        without a row have no target of their own and cannot be judged.
    """
    units = make_units(setting, None, year)
    found = statuses.set_index("area_id")
    names = tuple(STATUS_COLORS)
    status = found["status"].reindex(units.index).fillna("cannot_judge")
    units["value"] = status.map({name: float(number) for number, name in enumerate(names)})
    units["text"] = [t(f"status.{name}") for name in status]
    units["note"] = found["reason"].reindex(units.index).fillna(t("status.reason.no_target"))
    units["state"], units["source"], units["rank"] = None, None, pd.NA
    classes = Classes(
        tuple(float(number) for number in range(1, len(names))),
        tuple(STATUS_COLORS.values()),
        "counts",
    )
    title = t(
        f"map.title.status_{setting.level}",
        whole=setting.whole,
        target=target_name,
        year=format_year(year),
    )
    view = finish_view(
        "status",
        setting,
        title,
        "",
        units,
        classes,
        statuses=names,
        labels=[t(f"status.{name}") for name in names],
        cutoff=t("map.cutoff.year", year=format_year(year)),
    )
    return replace(
        view,
        sources=(t(PLAN_SOURCE), t("map.source.own")),
        coded=setting.describe_coded(None, year),
    )


def at_counties(setting: Setting) -> Setting:
    """Return the setting of a map that is always one of counties."""
    return setting if setting.level == COUNTY else replace(setting, level=COUNTY, _units={})


def finish_view(
    kind,
    setting: Setting,
    title: str,
    unit: str,
    units: pd.DataFrame,
    classes: Classes,
    *,
    labels=None,
    statuses=(),
    peers=None,
    ranked=0,
    cutoff="",
) -> MapView:
    """Return the view of units with values: assign classes, make legend, sources and states."""
    for column in ("state", "source"):
        units[column] = units[column].astype(object)
    found = units["source"].dropna().unique()
    cited = {source: cite_source(source, setting.sources_en) for source in found}
    units["source"] = units["source"].map(cited)
    in_class = (units["value"].notna() & units["key"].eq(NO_DATA)).to_numpy()
    units["key"] = np.where(in_class, CLASS, units["key"])
    units["class_no"] = classes.assign(units["value"]).where(in_class)
    units["text"] = np.where(in_class, units["text"], "")
    write = format_signed if kind == "change" else format_number
    values = units["value"].tolist()
    decimals = count_decimals(compress(values, in_class))
    units["number"] = (
        units["text"]
        if kind not in ("indicator", "change")
        else [
            write(value, decimals) if shown else ""
            for value, shown in zip(values, in_class, strict=True)
        ]
    )
    drawn = units[units["has_shape"]]
    # Who has which role is the plan's, and seen by all.
    is_partial = setting.is_partial and kind != "roles"
    legend = build_legend(
        drawn,
        labels or label_classes(classes),
        classes.colors,
        statuses=statuses,
        may_be_unassigned=peers is not None or setting.members is not None,
        is_partial=is_partial,
    )
    return MapView(
        kind=kind,
        level=setting.level,
        title=title,
        unit=unit,
        units=units,
        colors=classes.colors,
        legend=legend,
        cutoff=cutoff,
        ranked=ranked,
        classes=classes,
        sources=tuple(units.loc[in_class, "source"].dropna().unique()),
        states={state: int(n) for state, n in units.loc[in_class, "state"].value_counts().items()},
        is_partial=is_partial,
    )
