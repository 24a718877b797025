"""The page of sources: chains lead to cells, codes to figures, missing cells to forms."""

import html
import re

import pytest

from data.clock import get_today
from data.ledger.codes import load_figures_version, make_code
from data.ledger.packs import MANIFEST
from data.ledger.steps.record import return_values
from data.statistics.commit import commit_upload
from data.statistics.read import read_statistics
from data.store.build import keep_store
from data.words.catalogue import load_catalogue
from tests.conftest import record_figures
from tests.data.former import move_back
from tests.data.ledger.test_packs import make_manifest, make_zip
from tests.pages.conftest import list_notices, read_print_head, read_text

FORM = "2024年各县牛存栏（单位：头）\n地区,牛年末存栏\n昭苏县,{value}\n".format
KEY = {"indicator": "cattle_stock", "area": "654026", "year": "2024"}


@pytest.fixture(scope="module", autouse=True)
def figures(database):
    """Two files of one figure: the first ten days ago, returned today, the second today."""
    store = keep_store()
    for value, by, name in ((125000, "甲", "首报.csv"), (135000, "乙", "更正.csv")):
        reading = read_statistics(FORM(value=value).encode(), name, store)
        commit_upload(store, reading, by=by)
        if by == "甲":
            day = move_back(store, 10)
            return_values(store, by="审核员", remark="少计一个乡")
    return day


def read_plain(app) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", read_text(app)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_chain_shows_the_cell_what_was_read_and_what_stood_before(open_page, language):
    app = open_page("ledger", lang=language, **KEY)
    words, text = load_catalogue(language), read_plain(app)
    assert not list_notices(app, "error")
    assert "更正.csv" in text and "首报.csv" in text and "13.5" in text and "12.5" in text
    assert '<td class="cell">135000</td>' in read_text(app)
    assert words["trace.fate.replaced"] in text and "牛年末存栏" in text
    assert words["ledger.step.returns"] in text and "审核员" in text and "少计一个乡" in text
    assert {"zh": "重报为13.5万头", "en": "answered with 13.5"}[language] in text
    assert len(app.get("download_button")) == 1
    assert app.query_params["indicator"] in ("cattle_stock", ["cattle_stock"])


def test_cells_of_an_indicators_page_lead_to_the_chain(open_page):
    text = html.unescape(read_text(open_page("indicator", id="cattle_stock", area="654026")))
    links = re.findall(r'<a class="to-ledger" href="([^"]+)"', text)
    assert links and all("ledger?indicator=cattle_stock" in link for link in links)
    assert any("area=654026" in link and "year=2024" in link for link in links)


def test_a_derived_figure_leads_to_its_inputs(open_page):
    app = open_page("ledger", indicator="cattle_offtake_rate", area="650000", year="2024")
    text = html.unescape(read_text(app))
    assert "indicator=cattle_slaughtered&area=650000&year=2024" in text
    assert "indicator=cattle_stock&area=650000&year=2023" in text
    # The value is rounded as on the pages; its inputs give it in full.
    big, full = re.search(r"<b>([\d.]+)</b>", text)[1], re.search(r"完整数值：([\d.]+)", text)[1]
    assert len(big) < len(full) and float(big) == round(float(full), 2)


def test_a_code_leads_to_its_figure_and_says_what_it_was(open_page):
    shown = ("cattle_stock", "654026", 2024)
    assert load_figures_version(keep_store()) == 2
    app = open_page("ledger", code=make_code(*shown, 1))
    (told,) = list_notices(app, "warning")
    assert "12.5万头" in told and "13.5万头" in told
    assert app.query_params["area"] in ("654026", ["654026"])
    app = open_page("ledger", code=make_code(*shown, 2))
    assert list_notices(app, "done") == [load_catalogue("zh")["ledger.coded_same"]]
    app = open_page("ledger", code=make_code(None, "654026", 2024, 2))
    assert list_notices(app, "note") == [load_catalogue("zh")["ledger.coded_many"]]
    assert "nonsense" in list_notices(open_page("ledger", code="nonsense"), "error")[0]


def test_a_link_from_another_part_of_the_page_leads_to_the_chain(open_page):
    app = open_page("ledger", tab="changes")
    link = re.search(r'href="ledger\?([^"]+)"', html.unescape(read_text(app)))[1]
    app.query_params.clear()
    for key, value in (pair.split("=") for pair in link.split("&")):
        app.query_params[key] = value
    app.run()
    assert 'class="traced"' in read_text(app) and not list_notices(app, "error")


def test_a_code_may_be_typed_into_the_field(open_page):
    app = open_page("ledger")
    app.text_input("ledger_code").set_value(make_code("cattle_stock", "654026", 2024, 2))
    app.button[[button.label for button in app.button].index("查找")].click().run()
    assert not app.exception and "13.5" in read_plain(app)


def test_what_changed_is_told_and_on_the_overview_in_one_line(open_page, figures):
    app = open_page("ledger", tab="changes", since=str(figures), until=str(figures))
    assert "新增1个数据" in read_plain(app)
    text = read_plain(open_page("ledger", tab="changes"))
    assert "新增1个数据" in text and "13.5" in text
    overview = html.unescape(read_text(open_page("overview")))
    assert "近30天：新增1个数据" in overview and "ledger?tab=changes" in overview


def test_days_that_are_none_are_told(open_page):
    app = open_page("ledger", tab="changes", since="gestern")
    assert "gestern" in list_notices(app, "error")[0]
    app = open_page("ledger", tab="changes", since=f"{get_today()} 25:00")
    assert "25:00" in list_notices(app, "error")[0]
    app = open_page("ledger", tab="changes", until="2999-01-01")
    assert "2999-01-01" in list_notices(app, "warning")[0]
    app = open_page("ledger", tab="changes", since="2026-02-01", until="2026-01-01")
    assert len(list_notices(app, "error")) == 1


def test_changes_count_from_the_zip_of_a_pack_and_a_wrong_one_ends_the_page(open_page):
    app = open_page("ledger", tab="changes")
    packed = make_zip({MANIFEST: make_manifest(keep_store())})
    app.file_uploader(key="ledger_pack_since").upload(
        "briefing.zip", packed, "application/zip"
    ).run()
    assert "没有变化" in read_plain(app) and "的汇编算起" in list_notices(app, "note")[0]
    app.file_uploader(key="ledger_pack_since").upload("x.json", b"{}", "application/json").run()
    assert "x.json" in list_notices(app, "error")[0] and "没有变化" not in read_plain(app)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_missing_cell_fetches_its_form_and_another_leads_to_its_chain(open_page, language):
    app = open_page("ledger", tab="completeness", area="654026", of="2024", lang=language)
    text = html.unescape(read_text(app))
    assert not list_notices(app, "error")
    assert "api/v1/missing.xlsx?area=654026&indicator=" in text
    late = re.search(r'<td class="late">(.*?)</td>', text)[1]
    assert "ledger?indicator=cattle_stock&area=654026&year=2024" in late
    app = open_page("ledger", tab="completeness", owed="cattle_stock", area="654000")
    assert "2023年" in read_plain(app) and "2025年" in read_plain(app)
    assert all(words in read_print_head(app) for words in ("伊犁", "上报情况", "牛年末存栏"))


def test_rows_that_are_computed_are_counted_apart(open_page):
    slaughtered = {"indicator_id": "cattle_slaughtered", "area_id": "654026", "year": 2024}
    record_figures(keep_store(), slaughtered | {"value": 5.4})
    text = read_plain(open_page("ledger", tab="changes"))
    assert "新增2个数据" in text
    assert "表中另有1个由公式计算得出的数据" in text
