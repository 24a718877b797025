"""The map in a real browser: painted without the internet, clicked, and taken along."""

import re

import pandas as pd
import pytest
from playwright.sync_api import TimeoutError as NotYet
from playwright.sync_api import expect

from data.store.build import ROOT
from geo.layers import get_geographic_middles

ROLES = pd.read_csv(ROOT / "data" / "plan" / "county_role.csv", dtype=str)
COUNTIES = sorted(ROLES["area_id"].unique())
# Where a place in degrees lies on the screen: plotly keeps its projection in the figure.
PLACE = """([lon, lat]) => {
  const figure = document.querySelector('.js-plotly-plot');
  const [x, y] = figure._fullLayout.geo._subplot.projection([lon, lat]);
  const area = figure.querySelector('.main-svg').getBoundingClientRect();
  return [area.left + x, area.top + y];
}"""
# Plotly hands what it finds under the pointer to whoever listens for clicks.
POINTED = """(code) => {
  const found = document.querySelector('.js-plotly-plot')._hoverdata;
  return Boolean(found) && found.some((point) => point.location === code);
}"""
DRAWN = """() => {
  const paths = [...document.querySelectorAll('.choroplethlayer path')];
  return paths.filter((path) => path.getBBox().width > 0).length > 100;
}"""

# Left, top, right and bottom of all shapes together, in pixels.
EXTENT = """(shape) => {
  const boxes = [...document.querySelectorAll(shape)].map((path) => path.getBoundingClientRect())
    .filter((box) => box.width > 0);
  return [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top)),
    Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
}"""


def open_map(visit, server, query=""):
    page = visit(server, f"/map?kind=roles{query}")
    page.wait_for_function(DRAWN)
    return page


def test_counties_are_painted_without_the_internet(visit, server):
    page = open_map(visit, server)
    fills = page.eval_on_selector_all(
        ".choroplethlayer path", "paths => [...new Set(paths.map(p => getComputedStyle(p).fill))]"
    )
    assert len(fills) >= 5
    expect(page.locator(".map-legend")).to_contain_text("规划未安排")
    expect(page.locator(".table caption")).to_contain_text("数据表")


def test_the_preview_lies_where_the_map_comes_and_makes_way(visit, server):
    page = open_map(visit, server)
    preview, painted = (
        page.evaluate(EXTENT, shape) for shape in (".map-preview path", ".choroplethlayer path")
    )
    assert preview == pytest.approx(painted, abs=2)
    expect(page.locator(".map-preview")).not_to_be_visible()


def test_every_county_of_the_plan_leads_to_its_page(visit, server):
    """What lies under the pointer is what a click takes; two are clicked, far from each other."""
    middles = get_geographic_middles("county")
    page = open_map(visit, server)

    def point_at(area_id):
        place = page.evaluate(PLACE, [middles[area_id].x, middles[area_id].y])
        page.mouse.move(*place)
        page.wait_for_function(POINTED, arg=area_id, timeout=10_000)
        return place

    missed = []
    for area_id in COUNTIES:
        try:
            point_at(area_id)
        except NotYet:
            missed.append(area_id)
    assert not missed
    for area_id in (COUNTIES[0], COUNTIES[-1]):
        page.mouse.click(*point_at(area_id))
        page.wait_for_url(re.compile(rf"/county\?.*code={area_id}"))
        page.get_by_role("link", name="地图", exact=True).click()
        page.wait_for_url(re.compile(r"/map"))
        page.wait_for_function(DRAWN)


@pytest.mark.parametrize(("language", "save"), [("zh", "生成并下载")])
def test_a_picture_is_downloaded(visit, server, language, save):
    page = open_map(visit, server, f"&lang={language}")
    page.get_by_role("button", name="导出图片").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=save).click()
    data = download.value.path().read_bytes()
    assert data.startswith(b"\x89PNG")
    assert download.value.suggested_filename.endswith(".png")


def test_the_address_keeps_the_view(visit, server):
    page = visit(server, "/map?kind=indicator&indicator=livestock_stock&level=prefecture&lang=en")
    expect(page.locator("h2.block").first).to_contain_text("by prefecture, Xinjiang, 2002")
    expect(page).to_have_url(re.compile("indicator=livestock_stock"))
    expect(page).to_have_url(re.compile("level=prefecture"))
