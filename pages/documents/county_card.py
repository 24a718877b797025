"""The card of a county, a prefecture or a group: one A4 page to print."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from data.ledger.codes import make_code
from data.words.catalogue import get_language, t
from data.words.names import MADE_UP, pick_name
from data.words.numbers import format_day, format_number, is_missing
from geo.locator import draw_locator
from indicators.counties.duties import list_area_projects, list_duties
from indicators.counties.peers import compare_with_peers, list_own_figures
from indicators.counties.profile import CountyInputs, get_area, list_counties, list_roles
from indicators.counties.reporting import list_unreported
from indicators.plan_figures import list_plan_figures
from indicators.shown_series import list_shown_series
from indicators.targets.progress import compute_progress, find_asked_year
from pages.documents import wording
from pages.documents.card_pictures import draw_card_chart
from pages.documents.typesetting import make_pdf

TEMPLATE = "county_card.typ"
MAX_FIGURES = 24
MAX_SOURCES = 5
MAX_SOURCE_LENGTH = 96
MOST_SERIES = 3


@dataclass
class _Sources:
    """The sources that a card names, numbered as they first appear."""

    names: list[str] = field(default_factory=list)

    def number(self, source: str) -> str:
        """Return the number of a source; "" for none."""
        if not source:
            return ""
        if source not in self.names:
            self.names.append(source)
        return str(self.names.index(source) + 1)


def make_county_card(inputs: CountyInputs, area_id: str, year: int, as_of: date) -> bytes:
    """Return the card of an area as a PDF of exactly one A4 page, in the language in use.

    Parameters
    ----------
    year : int
        Figures up to this year count.
    as_of : date
        Projects, members of groups and overdue days are as of this day.

    Raises
    ------
    UnknownIdError
        There is no such area.
    DocumentError
        The content does not fit on one page even in the smallest size (``card_too_long``).
    """
    content = build_county_card(inputs, area_id, year, as_of)
    pictures = draw_card_pictures(inputs, area_id, year, as_of)
    return make_pdf(TEMPLATE, content | name_card_pictures(area_id, pictures), as_of, pictures)


def draw_card_pictures(
    inputs: CountyInputs, area_id: str, year: int, as_of: date
) -> dict[str, bytes]:
    """Return the pictures of a card by file name: where its counties lie, its first series.

    Without two years of any figure there is no chart; without an outline there is no map.
    """
    progress = inputs.progress
    pictures = {}
    counties = list_counties(inputs, area_id, as_of.year)
    outlined = [code for code in counties if inputs.areas.loc[code, "has_boundary"]]
    if outlined:
        pictures[f"map_{area_id}.svg"] = draw_locator(outlined)
    series: list[tuple[str, pd.DataFrame]] = []
    for indicator_id in list_own_figures(inputs, area_id, year)["indicator_id"]:
        if len(series) == MOST_SERIES:
            break
        own = list_shown_series(progress, indicator_id, area_id, year)
        own = own[own["year"] <= year]
        if len(own) > 1:
            series.append((wording.name_indicator_in(inputs, indicator_id), own))
    if series:
        pictures[f"chart_{area_id}.svg"] = draw_card_chart(series)
    return pictures


def name_card_pictures(area_id: str, pictures: dict[str, bytes]) -> dict[str, str]:
    """Return the names of a card's pictures as its template takes them, and what they show."""
    names = {kind: f"{kind}_{area_id}.svg" for kind in ("map", "chart")}
    shown = {kind: name if name in pictures else "" for kind, name in names.items()}
    return shown | {f"{kind}_alt": t(f"documents.picture.{kind}") for kind in names}


def build_county_card(inputs: CountyInputs, area_id: str, year: int, as_of: date) -> dict:
    """Return the content of an area's card, as texts ready for the template."""
    area = get_area(inputs, area_id)
    counties = list_counties(inputs, area_id, as_of.year)
    is_county = area["level"] == "county"
    roles = list_roles(inputs, area_id, as_of.year)
    duties = list_duties(inputs, area_id, as_of, today=as_of)
    owed = list_unreported(inputs, area_id, as_of)
    own_projects = list_area_projects(inputs, area_id, as_of, today=as_of)
    has_roles = not inputs.roles.empty
    sources = _Sources()
    figures = _build_figures(inputs, area_id, year, sources)
    return {
        "area_id": area_id,
        "language": get_language(),
        "name": wording.pick_name(area),
        "place": wording.name_place_with_code(inputs, area_id),
        "title": t("documents.card_title" if is_county else "documents.area_title"),
        "plan": pick_name(inputs.progress.plan, "title"),
        "as_of": t("documents.as_of", date=format_day(as_of), year=year),
        "watermark": _find_watermark(inputs, own_projects),
        **_name_parts(has_roles),
        # Not every plan gives counties roles.
        "roles_summary": wording.summarise_roles(inputs, area, roles, counties),
        "roles": _build_roles(inputs, roles, is_county),
        "duties_summary": _summarise_duties(inputs, duties, counties),
        "duties": [_build_duty(inputs, duty, is_county) for duty in duties.to_dict("records")],
        "projects_note": _note_other_projects(own_projects, duties),
        "stated": _build_stated(inputs, area_id),
        **figures,
        "unreported_summary": wording.summarise_unreported(
            inputs, roles, owed, is_county=is_county
        ),
        "unreported": _build_owed(inputs, owed, is_county),
        "counties": [] if is_county else _build_counties(inputs, counties),
        "sources_title": t("documents.sources"),
        "sources": _cut_sources(sources),
        "footer": wording.tell_maker_sees_part(
            inputs,
            t(
                "documents.footer",
                share=wording.format_small_share(
                    inputs.progress.thresholds["rollup_min_coverage"] * 100, 0
                ),
            ),
        ),
        "code": t("trace.printed", code=make_code(None, area_id, year, inputs.figures_version)),
    }


def _summarise_duties(inputs: CountyInputs, duties: pd.DataFrame, counties: list[str]) -> str:
    """Return a sentence on the items; "" where no item of the plan is about some counties."""
    if not duties.empty:
        return wording.summarise_duties(duties)
    if inputs.role_items.empty and not inputs.bound_by_item:
        return ""
    return t("documents.no_duties" if counties else "documents.no_members")


def _name_parts(has_roles: bool) -> dict[str, dict[str, str]]:
    """Return the headings of the card and of the columns of its tables."""
    # Only a role gives a county peers.
    without_roles = () if has_roles else ("figures",)
    sections = ("roles", "duties", "figures", "unreported", "counties")
    columns = (
        "industry",
        "roles",
        "clause",
        "duty",
        "asked",
        "binding",
        "progress",
        "indicator",
        "latest",
        "change",
        "target",
        "peers",
        "coverage",
        "place",
        "region",
    )
    return {
        "headings": {
            name: t(f"documents.section.{name}{'_plain' if name in without_roles else ''}")
            for name in sections
        },
        "columns": {name: t(f"documents.column.{name}") for name in columns},
    }


def _find_watermark(inputs: CountyInputs, projects: pd.DataFrame) -> str:
    is_demonstration = (projects["state"] == "demonstration").any() or (
        MADE_UP in inputs.progress.figures.load_sources()
    )
    return t("documents.demonstration") if is_demonstration else ""


def _build_roles(inputs: CountyInputs, roles: pd.DataFrame, is_county: bool) -> list[dict]:
    """Return one row per industry with its roles; for several counties with their number."""
    rows = []
    for _, group in roles.groupby("industry_id", sort=False):
        first = group.iloc[0]
        names = [
            wording.pick_name(role)
            if is_county
            else t("county.role_count", name=wording.pick_name(role), count=role["count"])
            for role in group.to_dict("records")
        ]
        rows.append(
            {
                "industry": wording.pick_name(first, "industry"),
                "roles": wording.join_names(names),
                "clause": wording.name_clause_in(inputs, first["industry_clause_id"]),
            }
        )
    return rows


def _build_duty(inputs: CountyInputs, duty: dict, is_county: bool) -> dict:
    note = wording.describe_binding(inputs, duty)
    if not is_county and duty["area_ids"]:
        concerned = t("county.binding_note.counties", count=len(duty["area_ids"]))
        note = t("county.sentence_separator").join([concerned, note])
    return {
        "item_id": duty["item_id"],
        "name": wording.pick_name(duty),
        "asked": wording.describe_quantity(inputs, duty),
        "clause": wording.name_clause_in(inputs, duty["clause_id"]),
        "binding": t(f"county.binding.{duty['binding']}"),
        "kind": duty["binding"],
        "note": note,
        "progress": wording.describe_progress(duty),
    }


def _note_other_projects(projects: pd.DataFrame, duties: pd.DataFrame) -> str:
    others = projects[~projects["item_id"].isin(duties["item_id"])]
    return "" if others.empty else t("documents.other_projects", count=len(others))


def _build_figures(inputs: CountyInputs, area_id: str, year: int, sources: _Sources) -> dict:
    asked = find_asked_year(inputs.progress, year)
    progress = compute_progress(inputs.progress, area_id, asked)
    own = list_own_figures(inputs, area_id, year, progress)
    circles = _choose_circles(compare_with_peers(inputs, area_id, year))
    has_peers = bool(circles)
    rows = [
        _build_figure(inputs, row, circles.get(row["indicator_id"]), sources)
        for row in own.head(MAX_FIGURES).to_dict("records")
    ]
    more = len(own) - len(rows)
    return {
        "figures": rows,
        "has_peers": has_peers,
        "has_targets": bool(own["target_value"].notna().any()),
        "target_note": "" if own["target_value"].notna().any() else t("county.target.none"),
        "no_figures": t("documents.no_figures"),
        "more_figures": t("documents.more_rows", count=more) if more > 0 else "",
    }


def _build_stated(inputs: CountyInputs, area_id: str) -> list[str]:
    """Return the figures that the plan itself states for an area, one line each."""
    rows = list_plan_figures(inputs.progress, area_id).to_dict("records")
    return [_write_stated(inputs, row) for row in rows]


def _write_stated(inputs: CountyInputs, row: dict) -> str:
    line = t(
        "documents.stated",
        name=wording.name_indicator_in(inputs, row["indicator_id"]),
        value=wording.format_with_unit(row["value"], row["unit"]),
        provenance=wording.format_provenance(row["year"], "plan"),
        clause=wording.name_clause_in(inputs, row["clause_id"]),
    )
    note = pick_name(row, "note")
    return line if is_missing(note) else t("plan.noted", line=line, note=note)


def _choose_circles(peers: pd.DataFrame) -> dict[str, dict]:
    """Return for each indicator the row of the role with the most counties."""
    widest = peers.sort_values("expected", ascending=False, kind="stable")
    return {
        row["indicator_id"]: row
        for row in widest.drop_duplicates("indicator_id").to_dict("records")
    }


def _build_figure(inputs: CountyInputs, row: dict, circle: dict | None, sources: _Sources) -> dict:
    has_value = not pd.isna(row["value"])
    text: dict[str, Any] = {
        "name": wording.name_indicator_in(inputs, row["indicator_id"]),
        "value": wording.format_with_unit(row["value"], row["unit"]),
        "has_value": has_value,
        "provenance": wording.format_provenance(row["year"], row["state"]) if has_value else "",
        "source": sources.number(
            wording.describe_source_in(inputs, row["source"], row["indicator_id"])
        ),
        "change": wording.format_yearly_change(row),
        "target": ""
        if pd.isna(row["target_value"])
        else wording.format_with_unit(row["target_value"], row["unit"]),
        "region": wording.describe_region(inputs, row),
        "region_source": sources.number(
            wording.describe_source_in(inputs, row["region_source"], row["indicator_id"])
        ),
        "peers": "",
        "coverage": "",
        "place": "",
    }
    told = filter(None, [text["provenance"], wording.describe_aggregated(row)])
    text["provenance"] = " · ".join(told)
    return text | ({} if circle is None else _build_circle(circle))


def _build_circle(circle: dict) -> dict:
    text = {
        "coverage": f"{int(circle['reported'])}/{int(circle['expected'])}",
        "place": "—" if pd.isna(circle["place"]) else str(int(circle["place"])),
    }
    if pd.isna(circle["mean"]):
        return text | {"peers": "—"}
    return text | {"peers": f"{format_number(circle['median'])} | {format_number(circle['mean'])}"}


def _build_owed(inputs: CountyInputs, owed: pd.DataFrame, is_county: bool) -> list[str]:
    """Return the overdue figures in short: by missing years, or by county for other areas."""
    if owed.empty:
        return []
    if not is_county:
        counts = owed["area_id"].value_counts(sort=False)
        return [
            t("documents.owed_county", name=wording.name_area_in(inputs, area_id), count=count)
            for area_id, count in counts.items()
        ]
    lines = []
    for years, group in owed.groupby("missing_years", sort=False):
        names = [wording.name_indicator_in(inputs, name) for name in group["indicator_id"]]
        lines.append(
            t(
                "documents.owed",
                names=wording.join_names(names),
                years=wording.describe_years(years),
            )
        )
    return lines


def _build_counties(inputs: CountyInputs, counties: list[str]) -> list[dict]:
    return [
        {
            "name": wording.name_area_in(inputs, county),
            "count": len(inputs.roles_by_county.get(county, [])),
        }
        for county in counties
    ]


def _cut_sources(sources: _Sources) -> list[str]:
    names = [
        name if len(name) <= MAX_SOURCE_LENGTH else f"{name[:MAX_SOURCE_LENGTH]}…"
        for name in sources.names
    ]
    shown = [f"{number} {name}" for number, name in enumerate(names[:MAX_SOURCES], start=1)]
    if len(names) > MAX_SOURCES:
        shown.append(t("documents.more_sources", count=len(names) - MAX_SOURCES))
    return shown
