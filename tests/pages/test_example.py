"""A visit opens the example and leaves it; nothing made up enters the office's own file."""

import csv
import html
import io
import re
import shutil

import openpyxl
import pytest

from data.ledger.uploads import load_sendings
from data.projects.example import open_example
from data.store.build import keep_store
from data.store.kept import get_lock_path
from data.words.catalogue import load_catalogue
from pages.blocks.table_files import NUMBER, read_tables
from tests.conftest import IN_BOTH_LANGUAGES
from tests.pages.conftest import FEW_PAGES, list_notices, read_text

VISITS = {
    "targets": {"target": "carcass_yield"},
    "indicator": {"id": "beef_output"},
    "county": {"code": "654026"},
    "compare": {"code": "654026,654025", "indicator": "beef_output"},
    "ledger": {"indicator": "cattle_stock", "area": "654026", "year": "2024"},
    "balance": {"area": "654026"},
}
# Words that only programs use: ids, and names of columns. Code may have them, and a file as sent.
INTERNAL = re.compile(r"\b[a-z]+_[a-z0-9_]+\b|\b[0-9a-f]{8}-[0-9a-f]{4}-\S+")
ASIDE = re.compile(
    r"<(style|script|code|pre)\b.*?</\1>|<div class=\"excerpt\".*?</table>|<[^>]*>", re.DOTALL
)


@pytest.fixture(scope="module", autouse=True)
def example(example_file, tmp_path_factory):
    path = shutil.copy(example_file, tmp_path_factory.mktemp("example") / "example.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_EXAMPLE", str(path))
        yield
        open_example().close()
        get_lock_path(path).unlink(missing_ok=True)


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
@pytest.mark.parametrize("name", FEW_PAGES)
def test_every_page_says_that_it_shows_the_example(open_page, name, language):
    app = open_page(name, lang=language, example="1", **VISITS.get(name, {}))
    words, text = load_catalogue(language), read_text(app)
    assert words["example.banner"] in html.unescape(text)
    assert words["example.leave"] in text and 'class="demonstration-mark"' in text
    assert not list_notices(app, "error")
    assert not INTERNAL.findall(html.unescape(ASIDE.sub(" ", text)))
    # It survives a reload, and goes along when the address is sent.
    assert app.query_params["example"] in ("1", ["1"])


def test_links_stay_in_the_example_and_leaving_goes_out_of_it(open_page):
    text = html.unescape(read_text(open_page("overview", example="1")))
    links = [part.split('"')[0] for part in text.split('<a href="')[1:]]
    links = [link for link in links if not link.startswith("#")]
    inside = [link for link in links if "example=1" in link]
    assert len(inside) > 12
    assert [link for link in links if "example=1" not in link] == ["overview?lang=zh&example=0"]
    assert "target=mechanisation_rate&lang=zh&example=1" in text


def test_a_visit_without_the_example_sees_its_own_file(open_page):
    inside = read_text(open_page("overview", example="1"))
    outside = read_text(open_page("overview"))
    assert 'class="masthead"' in inside and 'class="opening"' not in inside
    assert 'class="opening"' in outside and '<div class="demonstration-mark"' not in outside


def test_a_write_in_the_example_is_refused_in_words(open_page):
    app = open_page("overview", example="1")
    app.text_input("contact").set_value("畜牧兽医局")
    app.text_input("actor_field_contact").set_value("甲")
    app.button("contact_save").click().run()
    assert load_catalogue("zh")["errors.example_is_read_only"] in list_notices(app, "error")
    assert load_sendings(keep_store())["uploads"] == 0
    app = open_page("overview", example="1")
    assert "畜牧兽医局" not in read_text(app)


def test_an_upload_in_the_example_is_read_and_not_recorded(open_page):
    app = open_page("upload", example="1")
    file = "地区,年份,牛年末存栏(万头)\n昭苏县,2024,12.5\n".encode()
    app.file_uploader[0].upload("a.csv", file, "text/csv").run()
    assert not app.exception
    assert load_sendings(keep_store())["uploads"] == 0


# Columns whose rows are of several quantities, or show a number as it was sent.
OF_MANY_KINDS = {
    "balance": {"系数值"},
    "indicator": {"数值"},
    "overview": {"最新值"},
    "ledger": {"数值"},
    "methods": {"基期值", "最新值", "应达到", "2024年（算例）", "数值"},
}
# The preview of a pack is taken away with the pack, as its workbook.
WITH_ITS_OWN_FILES = {"briefing"}


def list_mixed(table) -> set[str]:
    """Return the columns of one unit whose numbers have different decimals."""
    mixed = set()
    for place, header in enumerate(table.header):
        cells = [row[place] for row in table.rows if place < len(row)]
        found = [NUMBER.fullmatch(cell.text) for cell in cells if cell.kind in ("number", "figure")]
        units = {number[2] for number in found if number}
        decimals = {len(number[1].partition(".")[2]) for number in found if number}
        if len(units) == 1 and len(decimals) > 1:
            mixed.add(header)
    return mixed


@pytest.mark.parametrize("name", FEW_PAGES)
def test_every_table_is_taken_away_and_says_that_it_is_made_up(open_page, offered, name):
    app = open_page(name, example="1", **VISITS.get(name, {}))
    words, cells = load_catalogue("zh"), set()
    mark, published = words["map.demonstration"], words["shell.state.published"]
    for (key, kind), (_, make) in offered.items():
        if kind == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(make()))
            assert all(mark in sheet["A2"].value for sheet in book), key
            cells |= {str(cell) for sheet in book for row in sheet.values for cell in row}
        elif kind == "csv":
            _, *lines = csv.reader(io.StringIO(make().decode("utf-8-sig")))
            # Published figures are real, in the example too.
            made_up = [line for line in lines if published not in line]
            assert lines and {line[-1] for line in made_up} <= {mark}, key
            assert not any(mark in line for line in lines if published in line), key
    tables = [table for html_ in app.get("html") for table in read_tables(html_.proto.body)]
    left = [
        (table.title, table.header)
        for table in tables
        if not any(cell.text in cells for cell in table.rows[0] if cell.kind != "number")
    ]
    assert not left or name in WITH_ITS_OWN_FILES
    mixed = {column for table in tables for column in list_mixed(table)}
    assert mixed <= OF_MANY_KINDS.get(name, set())
