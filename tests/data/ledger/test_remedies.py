"""Corrective actions of targets are matters: the newest stands, the history stays."""

from datetime import date

import pytest

from data.ledger.matters.listing import load_matters
from data.ledger.matters.order import MatterError
from data.ledger.matters.record import record_matter_event
from data.ledger.remedies import list_remedies, list_remedy_history, record_remedy, withdraw_remedy


def test_the_newest_remedy_stands_and_the_history_stays(store):
    remedy = {"reason": "机具不足", "responsible": "县农机局", "due_on": "2026-06-30"}
    record_remedy(store, "mechanisation_rate", remedy="购置机具", by="张三", **remedy)
    record_remedy(store, "mechanisation_rate", remedy="购置并培训", by="张三", **remedy)
    standing = list_remedies(store, "mechanisation_rate")
    assert standing["remedy"].tolist() == ["购置并培训"]
    assert standing["due_on"].iloc[0].date() == date(2026, 6, 30)
    assert len(list_remedy_history(store, "mechanisation_rate")) == 2
    withdraw_remedy(store, "mechanisation_rate", by="李四")
    assert list_remedies(store).empty
    assert list_remedy_history(store, "mechanisation_rate")["is_withdrawn"].tolist() == [
        True,
        False,
        False,
    ]
    with pytest.raises(MatterError, match="remedy_unknown"):
        withdraw_remedy(store, "mechanisation_rate")


@pytest.mark.parametrize("missing", ["reason", "remedy", "responsible"])
def test_a_remedy_says_why_what_and_who(store, missing):
    fields = {"reason": "机具不足", "remedy": "购置", "responsible": "局", "due_on": "2026-06-30"}
    with pytest.raises(MatterError, match="remedy_incomplete"):
        record_remedy(store, "mechanisation_rate", **fields | {missing: " "})
    with pytest.raises(MatterError, match="matter_date"):
        record_remedy(store, "mechanisation_rate", **fields | {"due_on": "明年"})


def test_a_remedy_is_a_matter_and_a_new_one_begins_after_it_was_closed(store):
    fields = {"reason": "机具不足", "responsible": "县农机局", "due_on": "2026-06-30"}
    record_remedy(store, "mechanisation_rate", remedy="购置机具", **fields)
    record_remedy(store, "mechanisation_rate", remedy="购置并培训", **fields)
    (first,) = load_matters(store)
    assert (first.record["title"], first.lead_unit) == ("购置并培训", "县农机局")
    assert first.record["due_on"] == date(2026, 6, 30)
    record_matter_event(store, first.record["matter_id"], "closed", "2026-06-30")
    record_remedy(store, "mechanisation_rate", remedy="再购置", **fields)
    assert [matter.record["title"] for matter in load_matters(store)] == ["购置并培训", "再购置"]
    assert list_remedies(store)["remedy"].tolist() == ["再购置"]
