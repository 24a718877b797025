"""The boxes from a county: what binds it comes first, what is shared out to nobody stays whole."""

import csv
import io

from tests.pages.conftest import list_notices, read_text

ZHAOSU = "654026"


def test_a_county_shows_its_own_items_and_loses_none(open_page, offered):
    app = open_page("boxes", area=ZHAOSU)
    text = read_text(app)
    assert not list_notices(app, "warning") and app.query_params["area"] in (ZHAOSU, [ZHAOSU])
    assert "昭苏县：按本地评价的4项" in text
    own, whole = text.split("按新疆维吾尔自治区评价")[:2]
    assert "智慧草原畜牧业示范场" in own and "智慧草原畜牧业示范场" not in whole
    assert "规划未分解到县，按整体评价" in whole and "南疆肉牛核心育种场" in own
    head, *rows = csv.reader(io.StringIO(offered["boxes", "csv"][1]().decode("utf-8-sig")))
    assert (head[0], head[-1]) == ("评价范围", "其中所选地区完成数")
    assert [row[0] for row in rows if row].count("昭苏县") == 4
    assert (
        offered["boxes", "svg"][0].startswith("专栏项目_昭苏县_") and offered["boxes", "svg"][1]()
    )


def test_an_area_of_another_plan_is_refused_in_words(open_page):
    assert "area=999999" in list_notices(open_page("boxes", area="999999"), "warning")[0]
