"""A figure of the plan that changes in its table changes on every page that shows it."""

import re

import pytest
from streamlit import cache_resource

from data.store import build
from pages.shell.cache import get_store
from tests.pages.conftest import PAGES, read_text
from tests.plan_changes import write_changed_tables

# What the pages show before and after.
FIGURES = {"42.59": "42.61", "45.7": "46.3", "6,858": "6,868", "33.8": "34.9"}
CHANGES = {
    "baseline": [
        ({"indicator_id": "average_vegetation_cover"}, {"value": "42.61"}),
        ({"area_id": "pastoral"}, {"value": "6868"}),
    ],
    "baseline_change": [
        ({"change_id": "rodent_area_change"}, {"change_pct": "-46.3"}),
        ({"change_id": "herder_income_pastoral_change"}, {"change_pct": "34.9"}),
    ],
    "stated_count": [({"subject_id": "forage_base"}, {"count": "24"})],
    "box_item": [({"item_id": "box9_county_platforms"}, {"low": "41"})],
}
# The pages that show these figures; `make test-slow` reads all.
SHOWING = ("overview", "targets", "indicator", "boxes", "audit", "methods")
VISITS = [
    ("overview", {"area": "plan_counties"}),
    ("overview", {"area": "pastoral"}),
    ("targets", {"target": "vegetation_cover"}),
    ("indicator", {"id": "average_vegetation_cover", "area": "plan_counties"}),
    ("indicator", {"id": "herder_income", "area": "pastoral"}),
    ("boxes", {"item": "box9_county_platforms"}),
]


def count_figures(text: str, figures) -> dict[str, int]:
    """Return how often each figure stands in a text, not as part of another number."""
    return {
        figure: len(re.findall(rf"(?<![\d.,]){re.escape(figure)}(?![\d]|[.,]\d)", text))
        for figure in figures
    }


def read_pages(open_page, names) -> dict[str, str]:
    """Return the text of each visit."""
    visits = [*((name, {}) for name in names), *VISITS]
    return {f"{name} {query}": read_text(open_page(name, **query)) for name, query in visits}


@pytest.mark.parametrize(
    "names", [SHOWING, pytest.param(tuple(PAGES), marks=pytest.mark.slow)], ids=["few", "all"]
)
def test_a_changed_figure_changes_on_every_page_that_shows_it(
    open_page, tmp_path, monkeypatch, names
):
    before = read_pages(open_page, names)
    get_store().close()
    copies = write_changed_tables(tmp_path, CHANGES)
    monkeypatch.setattr(build, "list_source_files", lambda *_: copies)
    monkeypatch.setenv("CAOMU_DB", str(tmp_path / "changed.duckdb"))
    cache_resource.clear()
    after = read_pages(open_page, names)
    get_store().close()
    cache_resource.clear()

    shown = {}
    for visit, text in before.items():
        olds, news = count_figures(text, FIGURES), count_figures(after[visit], FIGURES.values())
        assert list(olds.values()) == list(news.values()), visit
        assert not any(count_figures(after[visit], FIGURES).values()), visit
        for figure, count in olds.items():
            shown.setdefault(figure, set()).update({visit.split()[0]} if count else ())
    assert all({"audit", "methods"} <= pages for pages in shown.values()), shown
    assert {"overview", "indicator"} <= shown["42.59"] & shown["6,858"], shown

    # Counts are common numbers: what stands beside them is compared.
    gone = before["boxes {}"].count("40个") - after["boxes {}"].count("40个")
    assert after["boxes {}"].count("41个") == gone > 0
    assert "41个" in after["audit {}"] and "41个" not in before["audit {}"]
    assert "24" in _read_finding(after["audit {}"], "规划所述县数与所列名单不同")


def _read_finding(text: str, follows: str) -> str:
    return next(row for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL) if follows in row)
