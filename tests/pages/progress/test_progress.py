"""The pages of progress with figures in every state."""

import re

import pytest

from data.statistics.commit import commit_upload
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics
from data.words.catalogue import load_catalogue
from indicators.judgement.status import STATUSES
from pages.shell.cache import get_progress, get_store
from tests.conftest import IN_BOTH_LANGUAGES
from tests.pages.conftest import list_notices, read_text

# One target of each status: demonstration values, not statistics.
FIGURES = """indicator_id,area,year,value,unit
mechanisation_rate,新疆,2021,52.1,%
mechanisation_rate,新疆,2024,56.2,%
digital_farm_share,新疆,2024,20.6,%
traceability_coverage,新疆,2021,60,%
traceability_coverage,新疆,2024,66.5,%
vegetation_cover,新疆,2021,41.2,%
vegetation_cover,新疆,2024,41.1,%
grass_yield,新疆,2021,9800,万吨
grass_yield,新疆,2024,9850,万吨
offtake_rate,新疆,2021,61.5,%
offtake_rate,新疆,2024,64.4,%
beef_consumption,新疆,2024,58.5,万吨
actual_load,新疆,2024,4200,万羊单位
carrying_capacity,新疆,2024,4000,万羊单位
"""


@pytest.fixture(scope="module", autouse=True)
def figures(database):
    reading = read_statistics(FIGURES.encode(), "示例.csv", get_store(), options=IngestOptions())
    commit_upload(get_store(), reading, by="测试")


def _list_statuses():
    progress = get_progress("650000", 2024).drop_duplicates("target_id")
    return dict(zip(progress["target_id"], progress["target_status"], strict=True))


def test_the_figures_reach_every_status():
    # Nothing is missed before the target's year.
    assert set(_list_statuses().values()) == set(STATUSES) - {"missed"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_overview_shows_each_target_with_its_status(open_page, language):
    text = read_text(open_page("overview", lang=language))
    words = load_catalogue(language)
    for target_id, status in _list_statuses().items():
        card = re.search(
            rf"<article[^>]*>(?:(?!</article>).)*target={target_id}&.*?</article>", text, re.DOTALL
        )
        assert words[f"status.{status}"] in card.group(), target_id


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
@pytest.mark.parametrize(
    "target_id",
    [
        "beef_self_sufficiency",
        "milk_self_sufficiency",
        "mechanisation_rate",
        "offtake_rate",
        "carcass_yield",
        "smart_ranches",
        "digital_farm_share",
        "traceability_coverage",
        "grazing_pressure",
        "vegetation_cover",
        "grass_yield",
    ],
)
def test_each_target_has_its_detail(open_page, target_id, language):
    app = open_page("targets", target=target_id, lang=language)
    assert not list_notices(app, "error")
    assert not app.exception
    assert load_catalogue(language)["targets.readings_title"] in read_text(app)


def test_both_readings_are_shown_where_they_differ(open_page):
    text = read_text(open_page("targets", target="traceability_coverage"))
    table = text[text.index("规划口径与评价结果") :]
    assert "符合时序进度" in table
    assert "略慢" in table


def test_a_missing_value_is_never_zero(open_page):
    text = read_text(open_page("overview"))
    card = text[text.index("target=smart_ranches") :][:1200]
    assert "无数据" in card
    assert "<b>0</b>" not in card


def test_an_area_without_a_target_says_so(open_page):
    text = read_text(open_page("overview", area="654026"))
    assert "未分解到本地" in text
    assert "没有任何年度数据" in text
