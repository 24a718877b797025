"""Pictures of charts: complete words, every row drawn, no missing glyph, three formats."""

import io
import re
import warnings

import pandas as pd
import pytest
from PIL import Image

from data.words.catalogue import use_language
from geo.canvas import PlateError, drawing
from geo.palettes import STATUS_MARKERS
from indicators.targets.bullet import Bullet
from pages.documents.bar_pictures import (
    draw_bullets_picture,
    draw_ranking_picture,
    draw_strips_picture,
    make_bullets_sheet,
    make_ranking_sheet,
    make_strips_sheet,
)
from pages.documents.chart_data import BulletRow, Caption, Goal, Panel, SeriesMarks, StripRow
from pages.documents.chart_pictures import (
    draw_panels_picture,
    draw_series_picture,
    make_panels_sheet,
    make_series_sheet,
)
from tests.conftest import IN_BOTH_LANGUAGES

CAPTION = Caption(
    "牛肉产量，新疆，2019—2024年",
    "单位：万吨",
    "资料来源：国家统计局",
    "数据截至2024年",
    ("空心标记为自报数据。",),
    "演示数据",
)
SERIES = pd.DataFrame(
    {
        "year": [2019, 2020, 2022, 2023, 2024],
        "value": [44.5, 44.0, 49.1, 50.5, 53.25],
        "state": ["published", "published", "derived", "reported", "provisional"],
        "segment": [0, 0, 1, 1, 1],
    }
)
MARKS = SeriesMarks(
    goals=(Goal(2030, 60.0, 63.0, "2030年目标60—63万吨", ((2021, 47.0), (2030, 60.0))),),
    breaks=(2020,),
    events=((2023, "2023年旱灾"),),
    others=pd.DataFrame({"year": [2022], "value": [48.0]}),
)
BAND = pd.DataFrame(
    {"year": [2022, 2023], "low": [20.0, 21.0], "median": [30.0, 31.0], "high": [40.0, 41.0]}
)
KEYS = {"verified": "已核实", "reported": "自报", "pipeline": "在建"}
STRIPS = [StripRow("良种场", "3/10个", 1, 2, 4, 10.0), StripRow("工程", "按工程推进")]


def make_ranking(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": [f"第{number}县" for number in range(count)],
            "value": [float(count - number) for number in range(count - 1)] + [None],
            "place": range(1, count + 1),
            "is_open": [number % 2 == 0 for number in range(count)],
            "is_chosen": [number == 1 for number in range(count)],
        }
    )


def list_bullets() -> list[BulletRow]:
    places = Bullet(0.1, 0.4, 0.5, 0.8, 0.9)
    return [
        BulletRow(f"目标{status}", "40→44→50", status, "偏慢", places) for status in STATUS_MARKERS
    ] + [BulletRow("没有数据的目标", "", "cannot_judge", "无法判断", Bullet())]


def list_words(make, *arguments) -> str:
    with drawing():
        return re.sub(r"\s", "", "|".join(make(*arguments).words))


@pytest.fixture(params=["series", "panels", "ranking", "bullets", "strips"])
def picture(request):
    """Return the functions of a picture, to make a file of it, and to read its words."""
    panel = Panel("牛存栏", "31万头 2024年 自报", SERIES, band=BAND)
    kinds = {
        "series": (draw_series_picture, make_series_sheet, (SERIES, "万吨", CAPTION, MARKS)),
        "panels": (draw_panels_picture, make_panels_sheet, ([panel] * 4, CAPTION)),
        "ranking": (draw_ranking_picture, make_ranking_sheet, (make_ranking(9), CAPTION)),
        "bullets": (draw_bullets_picture, make_bullets_sheet, (list_bullets(), CAPTION)),
        "strips": (draw_strips_picture, make_strips_sheet, (STRIPS, CAPTION, KEYS)),
    }
    return kinds[request.param]


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_a_picture_says_what_it_shows_in_every_format(picture, language):
    draw, make, arguments = picture
    with use_language(language), warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph is a warning of matplotlib
        words = list_words(make, *arguments)
        with Image.open(io.BytesIO(draw(*arguments, "png"))) as image:
            assert abs(image.width - 200 / 25.4 * 200) <= 1
        assert draw(*arguments, "svg").lstrip().startswith(b"<?xml")
    for text in (CAPTION.title, CAPTION.unit, CAPTION.source, CAPTION.cutoff, CAPTION.watermark):
        assert text in words
    assert CAPTION.notes[0] in words


def test_an_unknown_format_is_refused():
    with pytest.raises(PlateError):
        draw_series_picture(SERIES, "万吨", CAPTION, MARKS, "gif")


def test_a_series_names_what_is_beside_it():
    words = list_words(make_series_sheet, SERIES, "万吨", CAPTION, MARKS)
    for text in ("53.25万吨", "2030年目标60—63万吨", "统计口径变动", "2023年旱灾", "时序进度线"):
        assert text in words
    assert all(state in words for state in ("已公布", "计算", "自报", "快报", "其他来源"))


def test_a_series_alone_names_only_what_occurs():
    words = list_words(make_series_sheet, SERIES.head(2), "万吨", CAPTION, SeriesMarks())
    assert "时序进度线" not in words and "自报" not in words.replace(CAPTION.notes[0], "")


@pytest.mark.parametrize("count", [1, 9, 35, 108])
def test_no_row_of_a_ranking_is_left_out(count):
    words = list_words(make_ranking_sheet, make_ranking(count), CAPTION)
    assert all(f"第{number}县" in words for number in range(count))


def test_a_missing_value_has_words_and_no_bar():
    assert "无数据" in list_words(make_ranking_sheet, make_ranking(3), CAPTION)


def test_a_panel_without_figures_keeps_its_title():
    panel = Panel("奶产量", "无数据", SERIES.head(0))
    assert "奶产量|无数据" in list_words(make_panels_sheet, [panel], CAPTION)


def test_the_same_picture_gives_the_same_file():
    arguments = (STRIPS, CAPTION, KEYS, "svg")
    assert draw_strips_picture(*arguments) == draw_strips_picture(*arguments)
