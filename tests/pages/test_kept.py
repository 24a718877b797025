"""What a page keeps grows old with everything that it shows: no page shows what stood before."""

import html
import re

import pytest

from data.ledger.decisions import record_decision
from data.ledger.events import record_event
from data.ledger.groups import save_members
from data.ledger.settings import CONTACT, save_setting
from data.projects.register import save_programme_note, save_project
from pages.shell.cache import get_store, keep
from tests.conftest import record_figures
from tests.pages.conftest import read_text

COUNTY = "654026"
FIGURES = [
    {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": year, "value": value}
    for year, value in ((2023, 11.25), (2024, 12.75))
]
DECIDED = {"decided_by": "畜牧处", "decided_on": "2024-05-01", "document_no": "新牧〔2024〕9号"}
PROJECT = {
    "name": "昭苏种羊核心场",
    "item_id": "box2_sheep_core_north",
    "area_id": COUNTY,
    "stage": "completed",
    "stage_on": "2024-06-30",
}


def send_figures(store):
    record_figures(store, *FIGURES, by="县统计员甲")


def add_project(store):
    save_project(store, PROJECT, by="测试员")


def note_programme(store):
    save_programme_note(store, "box4_restoration", status="in_progress", note="已修复一万亩")


def decide_reading(store):
    record_decision(store, "reading", "vegetation_cover", reading_id="vegetation_points", **DECIDED)


def name_members(store):
    save_members(store, "pastoral", [COUNTY, "654025"])


def name_contact(store):
    save_setting(store, CONTACT, "畜牧处 王某 0991-1234567", by="测试员")


def note_event(store):
    record_event(
        store,
        area_id=COUNTY,
        indicator_id=None,
        kind="disease",
        happened_on="2024-02",
        name="二月雪灾",
        source="县应急局",
    )


# A write, and pages with what they show only afterwards.
CASES = {
    send_figures: [
        ("county", {"code": COUNTY, "year": "2024"}, "12.75"),
        ("overview", {"area": COUNTY, "year": "2024"}, "12.75"),
        ("indicator", {"id": "cattle_stock", "area": COUNTY}, "12.75"),
        ("roles", {"role": "premium_beef", "year": "2024"}, "12.75"),
        ("compare", {"code": f"{COUNTY},654025", "indicator": "cattle_stock"}, "12.75"),
        ("upload", {}, "县统计员甲"),
    ],
    add_project: [
        ("boxes", {"item": PROJECT["item_id"]}, PROJECT["name"]),
        ("county", {"code": COUNTY}, PROJECT["name"]),
        ("projects", {}, PROJECT["name"]),
    ],
    note_programme: [("boxes", {}, "已修复一万亩")],
    decide_reading: [
        ("targets", {"target": "vegetation_cover"}, DECIDED["document_no"]),
        ("overview", {}, None),
    ],
    name_members: [("county", {"code": "pastoral"}, "昭苏县"), ("overview", {}, None)],
    name_contact: [("overview", {}, "0991-1234567")],
    note_event: [("indicator", {"id": "cattle_stock", "area": COUNTY}, "二月雪灾")],
}


def read_page(open_page, page: str, query: dict) -> str:
    text = re.sub(r"<(style|script).*?</\1>", "", read_text(open_page(page, **query)), flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def forget_all(store) -> None:
    """Make the store forget what it keeps, as a new process would."""
    store._memory._families.clear()


@pytest.mark.parametrize("write", CASES, ids=lambda write: write.__name__)
def test_a_page_shows_what_was_just_written(open_page, write):
    """It shows the same as a process that has kept nothing."""
    pages = CASES[write]
    before = [read_page(open_page, page, query) for page, query, _ in pages]
    write(get_store())
    after = [read_page(open_page, page, query) for page, query, _ in pages]
    forget_all(get_store())
    assert after == [read_page(open_page, page, query) for page, query, _ in pages]
    for (page, _, shown), old, new in zip(pages, before, after, strict=True):
        assert shown is None or (shown in new and shown not in old), page


def test_two_pages_may_call_a_kept_part_the_same():
    """Every page is run as the module ``__main__``."""
    made = []
    for page in ("one", "two"):
        names = {"__name__": "__main__", "keep": keep}
        part = f"@keep('plan')\ndef render_part(): return {page!r}"
        exec(compile(part, f"pages/{page}.py", "exec"), names)
        made.append(names["render_part"]())
    assert made == ["one", "two"]
