"""The map in a real browser: painted without the internet, reached, moved, and taken along."""

import re

import pandas as pd
import pytest
from playwright.sync_api import expect

from data.store.build import ROOT
from tests.browser.looking import say

ROLES = pd.read_csv(ROOT / "data" / "plans" / "livestock" / "county_role.csv", dtype=str)
COUNTIES = sorted(ROLES["area_id"].unique())
# The counties of a list that do not answer at the place where the map says that they are.
UNREACHED = """(codes) => codes.filter((code) => {
  const path = document.querySelector(`.map [data-id="${code}"]`);
  const svg = path.ownerSVGElement;
  const [x, y] = window.places[code];
  const place = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
  return document.elementFromPoint(place.x, place.y) !== path;
})"""
LOAD_PLACES = """async () => {
  const units = (await (await fetch('app/static/geo/county.json')).json()).units;
  window.places = Object.fromEntries(Object.entries(units).map(([code, unit]) => [code, unit.at]));
}"""
# The head of each printed sheet: of several, the last one holds.
IS_HEAD_OF = """(year) => [...document.querySelectorAll('style')]
  .map((style) => style.textContent).filter((text) => text.includes('@top-left'))
  .at(-1).includes(`${year}年`)"""
BOXES = "maps => maps.map((svg) => svg.getAttribute('viewBox'))"


def open_map(visit, server, query=""):
    page = visit(server, f"/map?kind=roles{query}")
    expect(page.locator(".map[data-shown]").first).to_be_visible()
    return page


def test_counties_are_painted_and_every_one_of_the_plan_can_be_reached(visit, server):
    page = open_map(visit, server)
    fills = page.eval_on_selector_all(
        ".map .units path",
        "paths => [...new Set(paths.map((path) => getComputedStyle(path).fill))]",
    )
    assert len(fills) >= 5
    expect(page.locator(".map-legend")).to_contain_text("规划未安排")
    page.evaluate(LOAD_PLACES)
    assert page.evaluate(UNREACHED, COUNTIES) == []
    zhaosu = page.locator('.map [data-id="654026"]')
    assert zhaosu.get_attribute("aria-label").startswith("昭苏县，8项定位，")
    zhaosu.hover()
    expect(page.locator(".map-tip.seen b")).to_have_text("昭苏县")
    zhaosu.click()
    page.wait_for_url(re.compile(r"/county\?.*code=654026"))


def test_keys_lead_from_county_to_county_and_to_its_page(visit, server):
    page = open_map(visit, server, "&lang=en")
    names = say("en", "map.screen.zoom_in"), say("en", "map.screen.reset")
    first = page.locator('.map .units path[tabindex="0"]')
    expect(first).to_have_count(1)
    first.focus()
    start = first.get_attribute("data-id")
    page.keyboard.press("ArrowRight")
    focused = page.locator(".map .units path:focus")
    expect(focused).not_to_have_attribute("data-id", start)
    code = focused.get_attribute("data-id")
    page.keyboard.press("+")
    expect(page.get_by_role("button", name=names[1])).to_be_enabled()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/county\?.*code={code}"))


def test_two_maps_move_together_and_another_year_draws_nothing_anew(visit, server):
    page = visit(server, "/map?kind=status&year=2024&with=2020")
    expect(page.locator(".map[data-shown]")).to_have_count(2)
    page.get_by_role("button", name="放大").first.click()
    maps = page.locator(".map svg")
    one, other = maps.evaluate_all(BOXES)
    assert one == other
    page.evaluate("() => { window.kept = document.querySelector('.map .units path'); }")
    page.get_by_role("slider").press("ArrowLeft")
    expect(page.locator(".map").first).to_have_attribute("data-shown", re.compile("2023"))
    assert page.evaluate("() => window.kept.isConnected")
    assert maps.evaluate_all(BOXES) == [one, one]
    page.wait_for_function(IS_HEAD_OF, arg=2023)


def test_no_other_map_stands_under_the_words_of_one_that_is_on_its_way(visit, server):
    page = visit(server, "/map?kind=coverage&level=county")
    counties = page.locator(".map .units path")
    expect(counties).not_to_have_count(0)
    waiting = []
    page.route("**/geo/prefecture.json*", lambda route: waiting.append(route))
    page.locator(".st-key-choice_level input").click()
    page.get_by_role("option", name=say("zh", "map.level_prefecture")).click()
    expect(page.locator(".map-head")).to_contain_text("各地（州、市）")
    expect(counties).to_have_count(0)
    waiting.pop().continue_()
    expect(page.locator(".map[data-shown]")).to_be_visible()
    expect(counties).not_to_have_count(0)
    page.unroute_all()


def test_the_server_is_told_once_that_the_map_is_there(visit, server):
    page = visit(server, "/overview")
    told = []
    page.on("request", lambda request: "/drawn/" in request.url and told.append(request.method))
    page.goto(f"{server.url}/map?kind=status&year=2024")
    page.get_by_role("slider").press("ArrowLeft")
    expect(page.locator(".map")).to_have_attribute("data-shown", re.compile("2023"))
    page.reload()
    expect(page.get_by_role("slider")).to_be_visible()
    assert told == ["POST", "POST"]


def test_the_page_comes_whole_where_the_server_cannot_be_told(visit, server):
    page = visit(server, "/overview")
    page.route("**/drawn/*", lambda route: route.fulfill(status=404))
    page.goto(f"{server.url}/map?kind=status&year=2024")
    expect(page.get_by_role("slider")).to_be_visible()
    expect(page.locator(".map[data-shown]")).to_be_visible()
    page.unroute_all()


def test_the_next_visit_has_the_map_before_the_app_which_takes_it_over(visit, server):
    open_map(visit, server, "&lang=zh")
    page = visit(server, "/overview")
    waiting = []
    page.route("**/static/js/index.*.js", lambda route: waiting.append(route))
    page.goto(f"{server.url}/map?kind=roles&lang=zh")
    expect(page.locator(".first-map .map[data-shown]")).to_be_visible()
    expect(page.locator(".stApp")).to_have_count(0)
    page.locator('.map [data-id="654026"]').hover()
    expect(page.locator(".map-tip.seen b")).to_have_text("昭苏县")
    page.evaluate("() => { window.kept = document.querySelector('.map .units path'); }")
    page.unroute_all()
    expect(page.locator(".stMain .map[data-shown]")).to_be_visible()
    expect(page.locator(".first-map")).to_have_count(0)
    assert page.evaluate("() => window.kept.isConnected")
    expect(page.locator(".st-key-map_export button").first).to_be_visible()


def test_the_app_begins_where_the_map_does_not(visit, server):
    open_map(visit, server)
    page = visit(server, "/overview")
    page.route("**/map/map.*.js", lambda route: route.abort())
    page.goto(f"{server.url}/map?kind=roles")
    expect(page.locator(".stMain h1.page-title")).to_be_visible()
    page.unroute_all()


@pytest.mark.parametrize("asked", ["/overview", "/map?kind=coverage"])
def test_a_map_that_the_page_does_not_show_gives_way(visit, server, asked):
    open_map(visit, server)
    page = visit(server, "/ledger")
    # The app finds another address than that of its start page.
    page.add_init_script(
        f"if (location.hash === '#left') history.replaceState(null, '', '{asked}')"
    )
    page.goto(f"{server.url}/map?kind=roles#left")
    assert page.locator('meta[name="caomu-view"]').count()
    expect(page.locator(".first-map")).to_have_count(0)
    expect(page.locator(".stMain h1.page-title")).to_be_visible()
    expect(page.locator('.map[data-shown*="定位"]')).to_have_count(0)


@pytest.mark.slow
def test_a_picture_is_downloaded(visit, server):
    page = open_map(visit, server, "&lang=zh")
    page.locator(".st-key-map_export button").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="生成并下载").click()
    data = download.value.path().read_bytes()
    assert data.startswith(b"\x89PNG")
    assert download.value.suggested_filename == "产业定位_新疆_地图.png"
