"""Does the grassland of this county carry its livestock?"""

import streamlit as st

from indicators.balance.wording import format_balance_season
from pages.blocks.folds import show_fold
from pages.blocks.markup import show, show_act_title, show_empty, show_note, show_sheets, show_title
from pages.blocks.takeaway import offer_shown_tables
from pages.counties.parts import balance_views as views
from pages.counties.parts.balance_publication import show_publishing
from pages.counties.parts.balance_upload import (
    TURN,
    TYPED,
    show_balance_files,
    show_balance_upload,
    show_factor_form,
)
from pages.counties.parts.overload_map import show_overload_map
from pages.shell import address, balance_cache, cache
from pages.shell.example import is_in_example
from pages.shell.frame import REGION, choose, show_head
from pages.shell.i18n import t
from pages.shell.messages import show_done, show_notice

EVERY_SET = ""


def choose_balance(years: list[int]) -> tuple[str, int, str | None]:
    """Let the reader choose the area, the year and, where there are several, the factor set."""
    names = cache.get_area_names()
    sets = balance_cache.get_balance_inputs().sets
    set_names = {EVERY_SET: t("balance.every_set")} | dict(
        zip(sets["set_id"], sets["name"], strict=True)
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="balance_choice"):
        key = address.adopt_choice("area", list(names), REGION)
        area_id = choose("area", names, key=key, width=280)
        written = {year: t("shell.year_value", year=year) for year in years}
        year = choose("year", written, key=address.adopt_choice("year", years, years[0]), width=110)
        set_id = EVERY_SET
        if len(sets) > 1:
            key = address.adopt_choice("set", list(set_names), EVERY_SET)
            set_id = st.selectbox(
                t("balance.set"),
                list(set_names),
                key=key,
                format_func=set_names.__getitem__,
                width=260,
            )
    address.write_address(area=area_id, year=year, set=set_id or None)
    return area_id, year, set_id or None


def show_area_balance(area_id: str, year: int, set_id: str | None) -> None:
    """Show the counties of an area: how many are in balance, the map, one line each."""
    counties = balance_cache.list_area_counties(area_id, year)
    rows = balance_cache.get_county_balance(year, set_id)
    rows = rows[rows["area_id"].isin(counties)]
    silent = balance_cache.count_silent(area_id, year)
    if rows.empty:
        key = "area_silent" if cache.sees(counties) else "area_silent_seen"
        show_empty(t(f"balance.{key}", year=year))
        return
    show(views.render_counts_of_counties(rows, silent, is_partial=not cache.sees(counties)))
    if area_id == REGION:
        show_overload_map(year)
    show_title(t("balance.counties_title"))
    show_note(t("balance.unit_note"))
    show(views.render_counties(rows, cache.get_area_names(), year))
    show_note(t("balance.method_note"))
    show_publishing(area_id, year, set_id)


def show_county_balance(area_id: str, year: int, set_id: str | None) -> None:
    """Show the sheet of a county: verdict, seasons as bars, and what it is computed from."""
    rows = balance_cache.get_balance(year, set_id)
    rows = rows[rows["area_id"] == area_id]
    if rows.empty:
        key = "county_silent" if cache.sees([area_id]) else "county_silent_seen"
        show_empty(t(f"balance.{key}", year=year))
        return
    first = rows.iloc[0]
    show_title(t("balance.sheet_of", area=cache.get_area_names()[area_id], year=year))
    show(views.render_balance_status(first["status"], first["reason"]))
    sets = balance_cache.get_balance_inputs().sets.set_index("set_id", drop=False)
    for name, own in rows.groupby("set_id", sort=False, dropna=False):
        if rows["set_id"].nunique() > 1:
            show_title(t("balance.by_set", name=sets.loc[name, "name"]))
            if own.iloc[0]["season_status"] == "cannot_judge":
                show(views.render_balance_status("cannot_judge", own.iloc[0]["reason"]))
        seasons = own[own["season"].notna()]
        if len(seasons):
            deciding = seasons[seasons["deciding"].astype(bool)].iloc[0]
            show_note(format_balance_season(deciding))
            show(views.render_season_bars(seasons))
            show(views.render_seasons(seasons))
            show_note(t("balance.unit_note"))
    show_note(t("balance.method_note"))
    show_given(area_id, year, list(rows["set_id"].dropna().unique()))
    show_publishing(area_id, year, set_id)


def show_given(area_id: str, year: int, set_ids: list[str]) -> None:
    """Show what was reported of a county and year, and the factors of its sets."""
    inputs = balance_cache.get_balance_inputs()
    with st.expander(t("balance.given_title")):
        for name, frame in (
            ("pasture", inputs.pastures),
            ("forage_source", inputs.forages),
            ("herd", inputs.herds),
        ):
            own = frame[(frame["area_id"] == area_id) & (frame["year"] == year)]
            show_title(t(f"balance.sheet.{name}"))
            if own.empty:
                show_empty(t("shell.no_data"))
            else:
                show(views.render_given(name, own))
        for set_id in set_ids:
            show_title(t("balance.factors_of", set_id=set_id))
            factors = inputs.factors
            show(views.render_given("factors", factors[factors["set_id"] == set_id]))


def show_sending(is_empty: bool) -> None:
    """Show the factor sets, and take files and factor sets in."""
    show_title(t("balance.sets_title"))
    sets = balance_cache.get_balance_inputs().sets
    if sets.empty:
        show_empty(t("balance.no_sets"))
    else:
        show(views.render_factor_sets(sets))
        show_note(t("balance.sets_note"))
    show_act_title(t("balance.upload_title"))
    show_balance_files()
    show_fold(t("balance.factor_title"), show_factor_form, key="balance_factor")
    # What was just typed is looked at there, also where the reader had folded it.
    show_fold(
        t("balance.upload_file"),
        show_balance_upload,
        key=f"balance_upload_{st.session_state.get(TURN, 0)}",
        is_open=is_empty or TYPED in st.session_state,
    )


def show_balance_page() -> None:
    """Show the balance that the reader chooses, the factor sets, and how to send both."""
    balance_years = balance_cache.get_balance_years()
    if balance_years:
        show_chosen(*choose_balance(balance_years))
    else:
        address.write_address()
        show_empty(t("balance.empty"))
    show_sending(not balance_years)


def show_chosen(area_id: str, year: int, set_id: str | None) -> None:
    """Show the balance of a county, or of the counties of an area."""
    if balance_cache.has_example_balance(year) and not is_in_example():
        show_notice("warning", t("balance.example_warning"))
    is_county = cache.get_areas().loc[area_id, "level"] == "county"
    name = (t("shell.page.balance"), cache.get_area_names()[area_id], year)
    with offer_shown_tables("balance", *name):
        (show_county_balance if is_county else show_area_balance)(area_id, year, set_id)


show_head("balance", choices=False)
show_sheets("balance")
show_done()
show_balance_page()
