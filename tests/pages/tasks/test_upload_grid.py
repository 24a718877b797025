"""A grid of single figures: its rows, and what becomes of those that were filled in."""

import pytest

from data.statistics.commit import preview_upload
from data.statistics.read import read_entries
from data.words.catalogue import LANGUAGES, use_language
from pages.shell.cache import get_store
from pages.tasks.parts.upload_grid import (
    GridChoice,
    is_filled,
    make_entries,
    make_grid_table,
    name_rows,
)

AREA = GridChoice("area", "650000", 2016)
INDICATOR = GridChoice("indicator", "beef_output", 2016)


def fill(table, **values):
    filled = table.copy()
    for key, value in values.items():
        filled.loc[filled["indicator_id"] == key, "value"] = value
    return filled


def test_rows_show_what_is_known_and_ask_for_nothing():
    table = make_grid_table(AREA).set_index("indicator_id")
    assert table.loc["beef_output", ["current", "state", "unit"]].tolist() == [
        "42.48",
        "已公布",
        "万吨",
    ]
    assert not is_filled(table)
    assert table["name"].is_unique


def test_a_grid_of_areas_has_every_area_but_no_group():
    table = make_grid_table(INDICATOR)
    assert table["area_id"].is_unique
    assert {"650000", "654000", "654026"} <= set(table["area_id"])
    assert table["area_id"].str.isdigit().all()


def test_a_grid_has_the_areas_of_its_year():
    areas = set(make_grid_table(GridChoice("indicator", "beef_output", 2025))["area_id"])
    assert "653229" in areas
    assert "653229" not in set(make_grid_table(INDICATOR)["area_id"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_rows_become_figures_in_either_language(language):
    with use_language(language):
        entries = make_entries(
            fill(make_grid_table(AREA), beef_output=43.5, cattle_stock=12.0), 2016
        )
    assert sorted(entries["unit"]) == ["万吨", "万头"]
    preview = preview_upload(get_store(), read_entries(entries, get_store(), name="x"))
    changes = preview.frame.set_index("indicator_id")
    assert changes.loc["beef_output", "value"] == 43.5
    assert changes.loc["cattle_stock", "area_id"] == "650000"


def test_another_unit_is_converted():
    table = fill(make_grid_table(AREA), beef_output=424800.0)
    table.loc[table["indicator_id"] == "beef_output", "unit"] = "吨"
    reading = read_entries(make_entries(table, 2016), get_store(), name="x")
    assert reading.observations["value"].tolist() == [42.48]


def test_a_faulty_figure_is_refused_under_the_name_of_its_row():
    entries = make_entries(fill(make_grid_table(AREA), digital_farm_share=120.0), 2016)
    reading = read_entries(entries, get_store(), name="x")
    issue = reading.issues[0]
    assert issue.rule == "out_of_bounds"
    assert name_rows(entries, AREA)[issue.row] == "规模养殖场数字化改造比例"


def test_the_upload_is_named_after_the_grid():
    assert AREA.name == "逐项填报：新疆维吾尔自治区2016年"
