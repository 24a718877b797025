"""The part on what changed since the last pack: counts, revisions, statuses, and whose they are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.clock import get_today
from data.errors import PastError
from data.ledger.codes import Coded, find_coded
from data.ledger.uploads import undo_upload
from data.words.catalogue import t, use_language
from pages.documents.briefing.compose import compose_briefing
from pages.documents.briefing.facts import load_briefing_changes, load_briefing_facts
from tests.conftest import IN_BOTH_LANGUAGES
from tests.data.former import move_back
from tests.pages.documents.making import MADE_AT, list_texts, load

COUNTY, OTHER = "654026", "654025"
FIGURE = {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": 2023, "value": 10.0}


def compose(store, scope_id, since):
    facts = load_briefing_facts(store, scope_id)
    facts = replace(facts, changes=load_briefing_changes(store, since, get_today()))
    recipe = load(facts, parts=["changes"])
    return compose_briefing(facts, scope_id, 2024, recipe, MADE_AT)


@pytest.fixture
def changed(store, send_figures):
    """A store with one figure revised by a half, one by a tenth, one withdrawn and one new."""
    send_figures(store, FIGURE, FIGURE | {"year": 2022}, FIGURE | {"area_id": OTHER})
    gone = send_figures(store, FIGURE | {"year": 2021})
    day = move_back(store, 10)
    send_figures(store, FIGURE | {"year": 2022, "value": 11.0}, FIGURE | {"value": 15.0}, by="乙")
    send_figures(store, FIGURE | {"year": 2024}, by="乙")
    undo_upload(store, gone, by="丙")
    return store, day + timedelta(days=1)


def test_it_counts_what_changed_and_lists_the_largest_revisions_first(changed, send_figures):
    # A figure after the year of the briefing is counted apart, not left out in silence.
    send_figures(changed[0], FIGURE | {"year": 2025}, by="乙")
    briefing = compose(changed[0], COUNTY, changed[1])
    (section,) = briefing.sections
    assert section.title == "自上次汇编以来的变化"
    said = section.sentences[0]
    assert said.text.endswith(
        "昭苏县：新增1个数据、修订2个数据、撤销1个数据、2024年以后的数据变动1个（未列入本材料）。"
    )
    assert set(said.row_ids) <= briefing.traces.keys()
    table = section.blocks[0]
    told = [
        (row[0].text, row[3].text, row[4].value, row[5].value, row[6].text) for row in table.rows
    ]
    assert told == [
        ("修订", "2023年", 10.0, 15.0, "+50.0%"),
        ("修订", "2022年", 10.0, 11.0, "+10.0%"),
        ("撤销", "2021年", 10.0, None, ""),
    ]
    assert table.rows[0][7].text.startswith("乙，") and table.rows[2][7].text.startswith("丙")
    assert all(set(ids) <= briefing.traces.keys() for ids in table.row_ids)


def test_another_county_has_no_part_in_it(changed):
    (section,) = compose(changed[0], OTHER, changed[1]).sections
    assert "没有新增、修订或撤销的数据" in section.sentences[0].text and not section.blocks


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_a_status_that_changed_names_the_figures_that_did_it(store, send_figures, language):
    rate = FIGURE | {"indicator_id": "mechanisation_rate", "area_id": "650000"}
    send_figures(store, rate | {"year": 2021, "value": 40.0})
    day = move_back(store, 10)
    send_figures(store, rate | {"year": 2024, "value": 55.0})
    with use_language(language):
        briefing = compose(store, "650000", day + timedelta(days=1))
        texts = list_texts(briefing)
        wanted = [
            t("status.cannot_judge"),
            t("status.achieved"),
            t("changes.cause.figures", count=1),
        ]
    table = briefing.sections[0].blocks[-1]
    (row,), (ids,) = table.rows, table.row_ids
    assert [cell.text for cell in row[2:4]] == wanted[:2] and row[4].text.startswith(wanted[2])
    assert ids == ("change:mechanisation_rate:650000:2024:Y",) and ids[0] in briefing.traces
    assert not [text for text in texts if "None" in text or "nan" in text.lower().split()]


def test_without_a_day_it_tells_of_the_last_days_and_says_so(changed):
    changes = load_briefing_changes(changed[0], None, get_today())
    assert changes.since == get_today() - timedelta(days=90) and not changes.is_since_last
    (section,) = compose(changed[0], COUNTY, None).sections
    assert section.title.endswith("以来的变化") and "上次" not in section.title


def test_a_last_pack_to_come_is_refused(store):
    with pytest.raises(PastError) as error:
        load_briefing_changes(store, get_today() + timedelta(days=1), get_today())
    assert error.value.key == "span_reversed"


def test_the_code_of_a_briefing_is_found_and_stands_for_its_area_and_year(changed):
    store, since = changed
    briefing = compose(store, COUNTY, since)
    code = briefing.made.rpartition("数据码")[2]
    version = load_briefing_facts(store, COUNTY).counties.figures_version
    assert version > 0 and find_coded(store, code) == [Coded(None, COUNTY, 2024, version)]
