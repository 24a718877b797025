"""What a page keeps grows old with everything that it shows: no page shows what stood before."""

import html
import random
import re
import shutil
from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import partial

import pandas as pd
import pytest
from streamlit import cache_resource

from data.clock import get_today, use_day
from data.ledger.allocations import save_allocation
from data.ledger.decisions import record_decision, withdraw_decision
from data.ledger.events import record_event
from data.ledger.groups import save_members
from data.ledger.settings import CONTACT, save_setting
from data.ledger.uploads import undo_upload
from data.ledger.weights import save_weights
from data.projects.register import save_programme_note, save_project
from data.store.reads import Reads
from indicators.inputs import load_inputs
from indicators.ranking import rank_areas
from indicators.targets.progress import judge_target
from pages.blocks import series
from pages.blocks.series import draw_indicator, get_shown_series
from pages.counties.parts import county_cache, county_sheet
from pages.counties.parts.county_sheet import (
    render_area_figures,
    render_area_owed,
    render_area_plan,
)
from pages.counties.parts.county_trends import render_trends
from pages.progress.parts import indicator_cache, overview, target_rows
from pages.progress.parts.indicator_cache import get_ranking
from pages.shell import audit_cache, cache, owed_cache
from pages.shell.cache import get_store, keep
from pages.shell.change_cache import count_changes, get_changes
from tests.conftest import record_figures
from tests.pages.conftest import read_text

COUNTY = "654026"
FIGURES = [
    {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": year, "value": value}
    for year, value in ((2023, 11.25), (2024, 12.75))
]
DECIDED = {"decided_by": "畜牧处", "decided_on": "2024-05-01", "document_no": "新牧〔2024〕9号"}
PROJECT = {
    "name": "昭苏种羊核心场",
    "item_id": "box2_sheep_core_north",
    "area_id": COUNTY,
    "stage": "completed",
    "stage_on": "2024-06-30",
}


def send_figures(store):
    record_figures(store, *FIGURES, by="县统计员甲")


def add_project(store):
    save_project(store, PROJECT, by="测试员")


def note_programme(store):
    save_programme_note(store, "box4_restoration", status="in_progress", note="已修复一万亩")


def decide_reading(store):
    record_decision(store, "reading", "vegetation_cover", reading_id="vegetation_points", **DECIDED)


def name_members(store):
    save_members(store, "pastoral", [COUNTY, "654025"])


def name_contact(store):
    save_setting(store, CONTACT, "畜牧处 王某 0991-1234567", by="测试员")


def note_event(store):
    record_event(
        store,
        area_id=COUNTY,
        indicator_id=None,
        kind="disease",
        happened_on="2024-02",
        name="二月雪灾",
        source="县应急局",
    )


# A write, and pages with what they show only afterwards.
CASES = {
    send_figures: [
        ("county", {"code": COUNTY, "year": "2024"}, "12.75"),
        ("overview", {"area": COUNTY, "year": "2024"}, "12.75"),
        ("indicator", {"id": "cattle_stock", "area": COUNTY}, "12.75"),
        ("roles", {"role": "premium_beef", "year": "2024"}, "12.75"),
        ("compare", {"code": f"{COUNTY},654025", "indicator": "cattle_stock"}, "12.75"),
        ("upload", {}, "县统计员甲"),
    ],
    add_project: [
        ("boxes", {"item": PROJECT["item_id"]}, PROJECT["name"]),
        ("county", {"code": COUNTY}, PROJECT["name"]),
        ("projects", {}, PROJECT["name"]),
    ],
    note_programme: [("boxes", {}, "已修复一万亩")],
    decide_reading: [
        ("targets", {"target": "vegetation_cover"}, DECIDED["document_no"]),
        ("overview", {}, None),
    ],
    name_members: [("county", {"code": "pastoral"}, "昭苏县"), ("overview", {}, None)],
    name_contact: [("overview", {}, "0991-1234567")],
    note_event: [("indicator", {"id": "cattle_stock", "area": COUNTY}, "二月雪灾")],
}


def read_page(open_page, page: str, query: dict) -> str:
    text = re.sub(r"<(style|script).*?</\1>", "", read_text(open_page(page, **query)), flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def forget_all(store) -> None:
    """Make the store forget what it keeps, as a new process would."""
    store._memory._families.clear()


@pytest.mark.parametrize("write", CASES, ids=lambda write: write.__name__)
def test_a_page_shows_what_was_just_written(open_page, write):
    """It shows the same as a process that has kept nothing."""
    pages = CASES[write]
    before = [read_page(open_page, page, query) for page, query, _ in pages]
    write(get_store())
    after = [read_page(open_page, page, query) for page, query, _ in pages]
    forget_all(get_store())
    assert after == [read_page(open_page, page, query) for page, query, _ in pages]
    for (page, _, shown), old, new in zip(pages, before, after, strict=True):
        assert shown is None or (shown in new and shown not in old), page


def test_two_pages_may_call_a_kept_part_the_same():
    """Every page is run as the module ``__main__``."""
    made = []
    for page in ("one", "two"):
        names = {"__name__": "__main__", "keep": keep}
        part = f"@keep('plan')\ndef render_part(): return {page!r}"
        exec(compile(part, f"pages/{page}.py", "exec"), names)
        made.append(names["render_part"]())
    assert made == ["one", "two"]


# Areas whose results may stay when something is sent for one of them: a county and its prefecture,
# a county of another, a group, the region.
AREAS = (COUNTY, "654000", "652901", "pastoral", "650000")
# Plain, summed up, averaged, inputs of what is computed, and computed.
INDICATORS = (
    "cattle_stock",
    "cattle_slaughtered",
    "cattle_offtake_rate",
    "beef_output",
    "beef_carcass_yield",
    "milk_output",
    "vegetation_cover",
)
YEARS = (2022, 2023, 2024, 2025)


OF_AREAS = {
    "progress": cache.get_progress,
    "targets": target_rows.render_rows,
    "verdict": overview.render_verdict,
    "known": overview.render_known_series,
    "figures": render_area_figures,
    "peers": county_cache.get_peer_rows,
    "trends": render_trends,
}


def list_pieces():
    """Yield what pages show of some areas and indicators: a name and what makes it."""
    for area_id in AREAS:
        for name, make in OF_AREAS.items():
            yield (name, area_id), partial(make, area_id, 2024)
        yield ("missing", area_id), partial(owed_cache.get_missing, area_id)
        yield ("owed", area_id), partial(render_area_owed, area_id)
        yield ("plan", area_id), partial(render_area_plan, area_id)
        for indicator_id in INDICATORS:
            ids = (indicator_id, area_id, 2024)
            yield ("chart", *ids), partial(draw_indicator, *ids)
            yield ("ranking", *ids), partial(get_ranking, *ids)
            yield ("series", *ids), partial(get_shown_series, *ids)
    yield ("findings",), audit_cache.get_findings


def read_pieces() -> dict:
    """Return what each piece is now, as text."""
    return {name: write_out(make()) for name, make in list_pieces()}


def write_out(made) -> str:
    """Return all of a result as text; the text of a frame alone leaves out its middle."""
    if hasattr(made, "to_json"):
        return made.to_json()
    if is_dataclass(made):
        return write_out({one.name: getattr(made, one.name) for one in fields(made)})
    if isinstance(made, dict):
        return write_out([part for pair in made.items() for part in pair])
    return str([write_out(one) for one in made]) if isinstance(made, list | tuple) else repr(made)


def write_something(store, chance: random.Random, sent: list[str]) -> None:
    """Send a figure or a small file, undo one or restore it, or change a group."""
    act = chance.choice(("figure", "figure", "file", "undo", "members"))
    if act == "undo" and sent:
        sent[:] = [*sent[:-1], undo_upload(store, sent[-1])]
    elif act == "members":
        save_members(store, "pastoral", chance.sample((COUNTY, "654025", "652901"), 2))
    else:
        places = [(chance.choice(INDICATORS), chance.choice(AREAS[:3] + AREAS[4:]))]
        years = YEARS if act == "file" else (chance.choice(YEARS),)
        figures = [
            {
                "indicator_id": indicator_id,
                "area_id": area_id,
                "year": year,
                "value": float(chance.randint(1, 90)),
                "state": chance.choice(("reported", "verified", "provisional")),
            }
            for indicator_id, area_id in places
            for year in years
        ]
        sent.append(record_figures(store, *figures))


def find_old(seed: int, writes: int) -> list:
    """Write something again and again; return the pieces that did not show it."""
    store, chance, sent = get_store(), random.Random(seed), []
    record_figures(
        store,
        *(
            {"indicator_id": name, "area_id": area_id, "year": year, "value": 10.0 + year % 7}
            for name in INDICATORS
            for area_id in (COUNTY, "652901")
            for year in (2021, 2022, 2023)
        ),
    )
    read_pieces()
    old = []
    for _ in range(writes):
        write_something(store, chance, sent)
        shown = read_pieces()
        forget_all(store)
        fresh = read_pieces()
        old += [name for name in fresh if shown[name] != fresh[name]]
    return old


@pytest.mark.parametrize(
    ("seed", "writes"),
    [(0, 2), *(pytest.param(seed, 4, marks=pytest.mark.slow) for seed in range(4))],
)
def test_what_stays_is_what_would_be_made_now(seed, writes):
    """Pieces of the written area and of others, of wholes, groups and what is computed."""
    assert find_old(seed, writes) == []


def test_what_stays_though_it_should_not_would_be_found(monkeypatch):
    monkeypatch.setattr(Reads, "stand", lambda reads, version: True)
    assert {name[0] for name in find_old(1, writes=1)} >= {"figures", "chart", "ranking"}


@pytest.mark.parametrize("seed", range(3))
def test_a_ranking_that_was_kept_through_many_writes_is_the_one_made_anew(seed):
    store, chance, sent = get_store(), random.Random(seed), []
    asked = [
        (name, area_id, year)
        for name in ("cattle_stock", "beef_output", "beef_carcass_yield")
        for area_id in AREAS
        for year in YEARS
    ]
    for _ in range(12):
        write_something(store, chance, sent)
        # What was not looked at for some writes is taken over from further back.
        for ids in chance.sample(asked, 12):
            made = rank_areas(load_inputs(store), *ids)
            assert write_out(get_ranking(*ids)) == write_out(made), ids


def test_a_ranking_stays_as_long_as_its_figures_do(own_store, monkeypatch):
    beef = FIGURES[0] | {"indicator_id": "beef_output"}
    record_figures(own_store, beef, beef | {"year": 2019}, beef | {"area_id": "652901"})
    before = get_ranking("beef_output", COUNTY, 2024)
    # An older figure of an area that is ranked.
    record_figures(own_store, beef | {"year": 2019, "value": 5.5})
    monkeypatch.setattr(indicator_cache, "rank_areas", None)
    assert get_ranking("beef_output", COUNTY, 2024) is before
    monkeypatch.undo()
    record_figures(own_store, beef | {"value": 77.0})
    assert 77.0 in set(get_ranking("beef_output", COUNTY, 2024).rows["value"])
    record_figures(own_store, beef | {"year": 2024, "value": 78.0})
    assert get_ranking("beef_output", COUNTY, 2024).year == 2024


def test_what_one_county_sent_leaves_others_as_they_are(monkeypatch):
    beef = FIGURES[0] | {"indicator_id": "beef_output"}
    kept = [
        (county_sheet, "render_figures", partial(render_area_figures, "652901", 2024)),
        (series, "draw_series", partial(draw_indicator, "beef_output", "652901", 2024)),
        (indicator_cache, "rank_areas", partial(get_ranking, "beef_output", COUNTY, 2024)),
    ]
    record_figures(get_store(), *FIGURES, beef, beef | {"area_id": "652901"})
    before = [read() for *_, read in kept]
    record_figures(get_store(), FIGURES[0] | {"value": 99.0})
    for module, name, _ in kept:
        monkeypatch.setattr(module, name, None)
    assert all(read() is old for (*_, read), old in zip(kept, before, strict=True))
    monkeypatch.undo()
    assert "99" in render_area_figures(COUNTY, 2023)[1]


def test_the_changes_of_a_month_are_those_of_a_process_that_kept_nothing(own_store):
    store, month = get_store(), (get_today() - timedelta(days=30), get_today())
    seen = [count_changes(*month)]

    def check():
        shown = count_changes(*month), write_out(get_changes(*month).decisions)
        forget_all(store)
        assert shown == (count_changes(*month), write_out(get_changes(*month).decisions))
        seen.append(shown[0])

    # Others have written to this store: a project of that name is there already.
    save_project(store, PROJECT | {"name": "昭苏第二场"}, by="测试员")
    for write in (send_figures, note_programme, decide_reading, name_members, note_event):
        write(store)
        check()
    decision = get_changes(*month).decisions[0]["decision_id"]
    upload = record_figures(store, FIGURES[0] | {"value": 99.0})
    for _ in range(2):
        upload = undo_upload(store, upload)
        check()
    withdraw_decision(store, decision, by="测试员")
    check()
    assert seen[-1]["decisions"] == seen[0]["decisions"] + 2
    assert seen[-1]["projects"] > seen[0]["projects"]


def test_a_file_of_figures_leaves_the_decisions_of_a_month_as_they_are(own_store):
    store, month = get_store(), (get_today() - timedelta(days=30), get_today())
    decide_reading(store)
    before = get_changes(*month)
    record_figures(store, FIGURES[0] | {"area_id": "654323", "year": 2019})
    after = get_changes(*month)
    assert after.counts != before.counts
    assert after.decisions is before.decisions and after.groups is before.groups


JUDGED = (COUNTY, "654000", "pastoral", "650000")


def read_judged(day=None) -> dict:
    """Return the judged targets of some areas and years, as text."""
    with use_day(day):
        ids = [(area_id, year) for area_id in JUDGED for year in (2023, get_today().year)]
        return {one: write_out(cache.get_progress(*one)) for one in ids}


def decide_status(store):
    record_decision(store, "judgement", "beef_self_sufficiency", judgement="on_pace", **DECIDED)


def decide_base(store):
    record_decision(store, "base", "offtake_rate", as_of_year=2022, **DECIDED)


def allocate_target(store):
    row = {
        "target_id": "mechanisation_rate",
        "reading_id": "mechanisation_points",
        "indicator_id": "mechanisation_rate",
        "method": "equal_points",
        "area_id": COUNTY,
        "base_year": 2021,
        "base_value": 50.0,
        "target_value": 62.0,
        "unit": "%",
        "is_held": False,
    }
    save_allocation(store, "甲方案", pd.DataFrame([row]), by="张三")


def weigh_counties(store):
    save_weights(store, "digital_farm_share", {COUNTY: 2.0, "654025": 5.0})


def send_cover(store):
    record_figures(store, {**FIGURES[0], "indicator_id": "vegetation_cover", "value": 44.0})


def send_region(store):
    record_figures(store, {**FIGURES[0], "indicator_id": "mechanisation_rate", "area_id": "650000"})


def change_threshold(store):
    with store.transaction() as writer:
        writer._cursor.execute(
            "UPDATE plan.threshold SET value = 0.01 WHERE threshold_id = 'rollup_min_coverage'"
        )
        writer.subjects.add("plan")


@pytest.fixture
def own_store(plan_file, tmp_path, monkeypatch):
    """Return a store to which no other test has written: a write changes something there."""
    path = shutil.copy(plan_file, tmp_path / "caomu.duckdb")
    get_store().close()
    cache_resource.clear()
    monkeypatch.setenv("CAOMU_DB", str(path))
    yield get_store()
    get_store().close()
    cache_resource.clear()


@pytest.mark.parametrize(
    "write",
    [
        send_figures,
        send_cover,
        send_region,
        decide_reading,
        decide_status,
        decide_base,
        name_members,
        allocate_target,
        weigh_counties,
        change_threshold,
    ],
    ids=lambda write: write.__name__,
)
def test_targets_are_judged_by_what_is_known_now(write, own_store):
    """Each target is kept by itself: none stays when what it depends on has changed."""
    store = own_store
    for area_id in (COUNTY, "654025", "652901"):
        record_figures(
            store,
            *(
                {"indicator_id": name, "area_id": area_id, "year": year, "value": value}
                for name in ("cattle_stock", "cattle_slaughtered", "digital_farm_share")
                for year, value in ((2021, 9.0), (2022, 12.0), (2023, 8.0), (2024, 7.0))
            ),
        )
    before = read_judged()
    write(store)
    after = read_judged()
    forget_all(store)
    assert after == read_judged()
    assert after != before


def test_targets_are_judged_by_the_day():
    later = get_today().replace(year=get_today().year + 6)
    now, then = read_judged(), read_judged(later)
    forget_all(get_store())
    assert read_judged(later) == then != now


def test_what_was_sent_is_judged_alone(own_store, monkeypatch):
    send_cover(get_store())
    read_judged()
    judged = []

    def judge(inputs, target_id, *ids):
        judged.append(target_id)
        return judge_target(inputs, target_id, *ids)

    monkeypatch.setattr(cache, "judge_target", judge)
    record_figures(get_store(), {**FIGURES[0], "indicator_id": "vegetation_cover", "value": 45.0})
    read_judged()
    assert set(judged) == {"vegetation_cover"}


def test_findings_stay_until_a_figure_that_they_name_changes(own_store):
    before = audit_cache.get_findings()
    send_figures(get_store())
    assert audit_cache.get_findings() is before
    named = {"indicator_id": "meat_output", "area_id": "650000", "year": 2021, "value": 77.25}
    record_figures(get_store(), named)
    decide_reading(get_store())
    after = audit_cache.get_findings()
    assert DECIDED["document_no"] in write_out(after.to_dict("records"))
    assert not after.equals(before)
    forget_all(get_store())
    assert audit_cache.get_findings().equals(after)
