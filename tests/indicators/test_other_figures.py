"""What others give for a year stands beside the figure that counts; corrections do not."""

import pandas as pd

from data.store.revisions import load_figure_history
from indicators.other_figures import pick_other_figures

BEEF = {"indicator_id": "beef_output", "area_id": "654026", "year": 2023}


def pick(store):
    history = load_figure_history(store, ["beef_output"], "654026")
    return pick_other_figures(history)[["value", "state", "source"]].values.tolist()


def test_another_source_is_another_figure(store, send_figures):
    send_figures(store, BEEF | {"value": 1.0, "state": "verified", "source": "甲"})
    send_figures(store, BEEF | {"value": 2.0, "source": "乙"})
    assert pick(store) == [[2.0, "reported", "乙"]]


def test_a_correction_and_an_equal_value_are_not(store, send_figures):
    send_figures(store, BEEF | {"value": 1.0})
    send_figures(store, BEEF | {"value": 2.0})
    send_figures(store, BEEF | {"value": 2.0, "state": "provisional", "source": "乙"})
    assert pick(store) == []


def test_nothing_known_is_nothing_else(store):
    assert pick(store) == []
    assert isinstance(pick_other_figures(load_figure_history(store, [], "654026")), pd.DataFrame)
