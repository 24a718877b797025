"""Bars of box items."""

from pages.blocks.boxes import render_distance


def test_an_item_that_binds_no_county_of_the_area_has_no_bar():
    """Under one reading an item may bind a county, under another none of the area's."""
    row = {"counties_met": 0, "counties_bound": 0}
    assert render_distance(row, {"kind": "per_county"}) == ""
    assert "goal" in render_distance(row | {"counties_bound": 4}, {"kind": "per_county"})
