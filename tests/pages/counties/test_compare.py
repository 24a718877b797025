"""Areas beside each other: two to six, any indicators or a role's, on one scale."""

import html
import re

import pytest

from pages.shell.cache import get_store
from tests.conftest import record_figures
from tests.pages.conftest import list_notices, read_text

CODES = "652823,652924"


@pytest.fixture(scope="module")
def figures(database):
    record_figures(
        get_store(),
        *(
            {
                "indicator_id": "cattle_stock",
                "area_id": area_id,
                "year": year,
                "value": value + year - 2023,
            }
            for area_id, value in (("652823", 4), ("652924", 10), ("652922", 6))
            for year in (2023, 2024)
        ),
    )


def read(app) -> str:
    return html.unescape(read_text(app))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"code": "654026"},
        {"code": "650000,652300,pastoral", "indicator": "beef_output,milk_output"},
        {"code": CODES, "role": "simmental_beef"},
    ],
)
def test_it_opens_without_figures_of_counties(open_page, query, language):
    app = open_page("compare", lang=language, **query)
    assert not app.exception and not list_notices(app, "error")


def test_without_figures_it_begins_with_what_to_do(open_page):
    app = open_page("compare", code="654026,654025")
    text = read(app)
    assert "昭苏县、新源县尚无可对照的数据" in text and "<table>" not in text
    for address in ("missing.xlsx?area=654026", "missing.xlsx?area=654025", 'href="upload?'):
        assert address in text
    assert re.search(r'href="compare\?code=654026,654025&example=1', text)


def test_one_area_is_asked_for_another(open_page):
    assert "请选择两个至六个地区" in read(open_page("compare", code="654026"))


def test_the_areas_of_a_row_share_one_scale_and_one_year(open_page, figures):
    app = open_page("compare", code=f"{CODES},652922", role="simmental_beef")
    text = read(app)
    assert text.count('class="panel"') == 3
    table = text.rpartition("<table>")[2]
    assert "沙雅县" in text and "较上年+10.0%" in table
    assert app.query_params["role"] in ("simmental_beef", ["simmental_beef"])


def test_areas_of_different_levels_are_warned_of(open_page, figures):
    app = open_page("compare", code="652823,652800", indicator="cattle_stock")
    assert "层级不同" in list_notices(app, "warning")[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"code": "652823,999999,652924"}, "code=999999"),
        ({"code": "652823,652924,652922,652925,652926,652927,652928"}, "code=652928"),
        ({"code": CODES, "indicator": "cattle_stock,cows"}, "indicator=cows"),
        ({"code": CODES, "role": "cows"}, "role=cows"),
        ({"code": CODES, "year": "1850"}, "year=1850"),
    ],
)
def test_what_the_address_asks_in_vain_is_said(open_page, figures, query, said):
    app = open_page("compare", **query)
    assert said in list_notices(app, "warning")[0]
    assert "652823" in str(app.query_params["code"])


def test_the_county_page_leads_here_with_a_neighbour(open_page):
    text = read(open_page("county", code="654026"))
    assert re.search(r'href="compare\?code=654026,\d{6}&lang=zh"', text)
    assert "compare_with" not in open_page("county", code="654026").session_state
