"""The ledger of publications: numbers count on, none is given twice, a text stays as it was."""

from datetime import date

import pytest

from data.balance.publications import (
    PublicationError,
    list_publications,
    load_publication,
    propose_number,
    record_publication,
)

FIRST = "草畜平衡公布〔2026〕1号"
TODAY = date(2026, 11, 26)


def publish(store, number, day=TODAY, text="甲"):
    record_publication(
        store,
        {"title": text},
        number=number,
        area_id="654026",
        year=2024,
        published_on=day,
        by="张三",
    )


def test_the_next_number_counts_on_within_a_year(store):
    assert propose_number(store, TODAY, FIRST) == FIRST
    publish(store, "新草字〔2026〕9号")
    assert propose_number(store, TODAY, FIRST) == "新草字〔2026〕10号"
    assert propose_number(store, date(2027, 1, 4), "新的一年1号") == "新的一年1号"


@pytest.mark.parametrize("number", ["", "  ", "长" * 61])
def test_a_number_is_given(store, number):
    with pytest.raises(PublicationError):
        publish(store, number)
    assert list_publications(store).empty


def test_a_number_is_given_once_and_its_text_stays(store):
    publish(store, FIRST, text="甲")
    with pytest.raises(PublicationError):
        publish(store, FIRST, text="乙")
    assert load_publication(store, FIRST) == {"title": "甲"}
    with pytest.raises(PublicationError):
        load_publication(store, "别的号")
