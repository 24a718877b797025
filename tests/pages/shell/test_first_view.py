"""A start page brings only the view that everybody would be shown there now."""

import json
from datetime import timedelta

import pytest

from data.clock import get_today
from data.rights.grants import record_grant
from data.store.build import keep_store
from pages.shell import first_view
from pages.shell.first_view import find_first_view
from tests.conftest import record_figures
from tests.data.former import move_back
from tests.pages.conftest import list_maps
from tests.pages.rights_apps import make_claims, open_as

VALUE = "123.25"
# As a visit of the app tests has it: they know no path.
ADDRESS = "?kind=indicator&indicator=cattle_stock&level=county&year=2023"
QUERY = dict(part.split("=") for part in ADDRESS[1:].split("&"))


@pytest.fixture(scope="module", autouse=True)
def figures(database):
    figure = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023}
    record_figures(keep_store(), figure | {"value": 1.0})
    move_back(keep_store(), 3)
    record_figures(keep_store(), figure | {"value": float(VALUE)})


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(first_view, "_kept", {})


def test_the_next_visit_of_the_address_is_brought_what_the_page_showed(open_page):
    app = open_page("map", **QUERY)
    shown = list_maps(app)[0]
    assert VALUE in json.dumps(shown)
    assert json.loads(find_first_view(ADDRESS)) | {"token": shown["token"]} == shown
    assert find_first_view("?") == find_first_view(f"{ADDRESS}&lang=en") == ""


def test_what_was_written_since_is_not_passed_over(open_page):
    open_page("map", **QUERY)
    other = {"indicator_id": "sheep_stock", "area_id": "654025", "year": 2023, "value": 5.0}
    record_figures(keep_store(), other)
    assert find_first_view(ADDRESS) == ""


def test_another_day_begins_anew(open_page, monkeypatch):
    open_page("map", **QUERY)
    monkeypatch.setattr(first_view, "get_today", lambda: get_today() + timedelta(days=1))
    assert find_first_view(ADDRESS) == ""


def test_what_is_late_is_not_brought(open_page, monkeypatch):
    open_page("map", **QUERY)
    monkeypatch.setattr(type(keep_store()), "stale_since", property(lambda store: get_today()))
    assert find_first_view(ADDRESS) == ""


def test_what_a_visit_chose_before_is_its_own(open_page):
    app = open_page("map", **QUERY)
    first_view._kept.clear()
    app.run()
    assert first_view._kept == {}


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("map", QUERY | {"asof": str(get_today() - timedelta(days=1))}),
        ("map", {"kind": "roles", "with": "all"}),
        ("map", QUERY | {"indicator": "milk_output"}),
        ("roles", {}),
    ],
)
def test_of_another_day_two_maps_an_empty_one_or_another_page_nothing_is_kept(
    open_page, name, query
):
    open_page(name, **query)
    assert first_view._kept == {}


def test_nothing_is_kept_or_brought_where_persons_are_told_apart(open_page, monkeypatch):
    open_page("map", **QUERY)
    assert VALUE in find_first_view(ADDRESS)
    monkeypatch.setattr("pages.shell.sign_on.find_sign_on", lambda: "an office's provider")
    assert find_first_view(ADDRESS) == ""
    monkeypatch.undo()
    # The whole region's administrator sees every figure; a start page does not know who asks.
    record_grant(
        keep_store(), person_id="boss", person_name="甲", role="administrator", area_id="650000"
    )
    assert find_first_view(ADDRESS) == ""
    first_view._kept.clear()
    app = open_as("map", make_claims("boss"), **QUERY)
    assert VALUE in json.dumps(list_maps(app)[0])
    assert first_view._kept == {}
