"""Take it away: every file that a page offers can be made, says what it is, and is typed."""

import csv
import io

import openpyxl
import pytest

from data.words.catalogue import use_language
from pages.blocks import takeaway
from pages.blocks.takeaway import make_file_name
from pages.shell import cache
from tests.conftest import IN_BOTH_LANGUAGES, record_figures
from tests.pages.conftest import PAGES

KINDS = {"png": b"\x89PNG", "svg": b"<?xml", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}
# A page offers at least these; the others have nothing to take away, or files of their own.
OFFERS = {
    "overview": {"targets", "known", "plan_items"},
    "targets": {"targets", "readings"},
    "indicator": {"series"},
    "boxes": {"boxes"},
    "roles": {"matrix", "role"},
    "compare": {"comparison"},
}
ADDRESSES = {
    "targets": {"target": "carcass_yield"},
    "indicator": {"id": "beef_output"},
    "compare": {"code": "650000,654026", "indicator": "beef_output,sheep_stock"},
}


def check_file(kind: str, content: bytes) -> None:
    assert content.lstrip()[: len(KINDS[kind])] == KINDS[kind]
    if kind == "xlsx":
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            assert sheet["A4"].value and not isinstance(sheet["A4"].value, float)
    if kind == "csv":
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        assert rows and {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
@pytest.mark.parametrize("name", OFFERS)
def test_every_file_that_a_page_offers_can_be_made(open_page, offered, name, language):
    assert name in PAGES
    open_page(name, lang=language, **ADDRESSES.get(name, {}))
    assert {key for key, _ in offered} >= OFFERS[name]
    for (_, kind), (file_name, make) in offered.items():
        assert file_name and not set(file_name) & set(takeaway.REFUSED) and " " not in file_name[:1]
        with use_language(language):
            check_file(kind, make())


def test_nothing_is_made_before_it_is_unfolded(open_page):
    app = open_page("indicator", id="beef_output", area="650000")
    assert not app.get("download_button")
    app.session_state["files_series"] = True
    app.run()
    assert len(app.get("download_button")) == len(KINDS)


def test_a_file_says_what_it_is(open_page, offered):
    open_page("indicator", id="beef_output", area="650000")
    assert offered["series", "png"][0] == "牛肉产量_新疆维吾尔自治区_2024_走势"
    assert make_file_name("甲/乙", "", 2024) == "甲_乙_2024"


def test_files_of_a_made_up_store_say_so_but_not_of_what_is_published(
    open_page, offered, monkeypatch
):
    monkeypatch.setattr(cache, "has_made_up_figures", lambda: True)
    figure = {"indicator_id": "beef_output", "area_id": "654026", "year": 2024, "value": 1.5}
    record_figures(cache.get_store(), figure)
    mark = "演示数据，非真实数据"
    for area_id, marks in (("654026", {mark}), ("650000", {""})):
        open_page("indicator", id="beef_output", area=area_id)
        rows = list(csv.reader(io.StringIO(offered["series", "csv"][1]().decode("utf-8-sig"))))
        assert rows[0][-1] == "数据性质" and {row[-1] for row in rows[1:]} == marks
    book = openpyxl.load_workbook(io.BytesIO(offered["series", "xlsx"][1]()))
    assert all(sheet["A2"].value.startswith(mark) for sheet in book)


def test_a_ranking_is_taken_away_whole(open_page, offered):
    open_page("indicator")
    counties = [code for code in cache.get_areas().index if code.startswith("6540")][1:9]
    for number, code in enumerate(counties):
        figure = {"indicator_id": "milk_output", "area_id": code, "year": 2024}
        record_figures(cache.get_store(), figure | {"value": 1.5 + number})
    open_page("indicator", id="milk_output", area="654000")
    header, *rows = csv.reader(io.StringIO(offered["ranking", "csv"][1]().decode("utf-8-sig")))
    assert {row[1] for row in rows} >= set(counties) and len(header) == 8
    check_file("png", offered["ranking", "png"][1]())
    check_file("xlsx", offered["ranking", "xlsx"][1]())
