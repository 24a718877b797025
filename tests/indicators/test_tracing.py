"""The chain of a figure leads to the cell of a file, to inputs, to counties, or to a source."""

import pytest

from data.errors import UnknownIdError
from data.ledger.steps.record import return_values
from data.ledger.steps.stages import Selection, load_stages
from data.ledger.uploads import undo_upload, verify_upload
from data.statistics.commit import commit_upload
from data.statistics.read import read_statistics
from indicators.inputs import load_inputs
from indicators.tracing import trace_figure

COUNTY = "654026"
FORM = "2024年各县牛存栏（单位：头）\n地区,牛年末存栏\n昭苏县,{value}\n".format


def send(store, value, *, by="甲", name="牛.csv"):
    reading = read_statistics(FORM(value=value).encode(), name, store)
    return commit_upload(store, reading, by=by)["upload_id"]


def trace(store, indicator_id="cattle_stock", area_id=COUNTY, year=2024):
    return trace_figure(store, load_inputs(store), indicator_id, area_id, year)


def test_a_sent_figure_leads_to_its_cell(store):
    send(store, 125000)
    found = trace(store)
    (row,) = found.revisions
    assert (found.origin, found.value, found.unit) == ("sent", 12.5, "万头")
    assert (row["sheet"], row["file_row"], row["file_column"]) == ("牛", 3, "B")
    assert (row["value_read"], row["unit_read"], row["file_name"]) == ("125000", "头", "牛.csv")
    assert row["file_is_kept"] and not row["is_typed"] and row["fate"] == "in_force"
    assert (row["read"].title, row["read"].heading) == ("2024年各县牛存栏", "牛年末存栏")


def test_former_values_say_what_became_of_them(store):
    first = send(store, 125000)
    second = send(store, 135000, by="乙", name="更正.csv")
    verify_upload(store, second, by="丙", document="1号")
    third = send(store, 145000, by="丁", name="再报.csv")
    fates = [(row["value"], row["fate"], row["ended_by"]) for row in trace(store).revisions]
    assert fates == [
        (14.5, "outranked", "丙"),
        (13.5, "in_force", None),
        (13.5, "outranked", "丙"),
        (12.5, "replaced", "乙"),
    ]
    undo_upload(store, third, by="戊")
    undone = trace(store).revisions[0]
    assert (undone["fate"], undone["ended_by"]) == ("undone", "戊")
    undo_upload(store, first, by="戊")
    assert [row["fate"] for row in trace(store).revisions][-1] == "undone"


def test_a_published_figure_names_its_source_and_former_editions(plan_store):
    found = trace(plan_store, "beef_output", "650000", 2020)
    assert found.origin == "published" and found.revisions[0]["source"]
    assert found.revisions[0]["file_name"] is None and not found.revisions[0]["file_is_kept"]


def test_a_derived_figure_shows_its_inputs_and_each_leads_on(plan_store):
    found = trace(plan_store, "cattle_offtake_rate", "650000", 2024)
    assert found.origin == "derived" and not found.revisions
    sold, stock = found.inputs
    assert (sold["operand"], sold["year"]) == ("numerator", 2024)
    assert (stock["operand"], stock["year"]) == ("denominator", 2023)
    assert found.value == pytest.approx(sold["value"] * sold["factor"] / stock["value"])
    for row in found.inputs:
        own = trace(plan_store, row["indicator_id"], row["area_id"], row["year"])
        assert own.value == row["value"] and own.origin != "none"


def test_a_rolled_up_figure_shows_its_counties(store, send_figures):
    counties = [f"6540{n:02}" for n in (2, 3, 4)]
    send_figures(
        store,
        *(
            {"indicator_id": "cattle_stock", "area_id": code, "year": 2024, "value": 1.0}
            for code in counties
        ),
    )
    found = trace(store, "cattle_stock", "654000")
    assert found.origin == "rolled_up" and found.value is None
    assert found.reported == len([row for row in found.counties if row["value"] == 1.0]) < 4
    assert found.expected == len(found.counties) == 11


def test_a_figure_of_the_balance_says_so(store, send_figures):
    """It is recorded without an upload of its own."""
    figure = {"indicator_id": "carrying_capacity", "area_id": COUNTY, "year": 2024, "value": 9.0}
    send_figures(store, figure | {"upload_id": None, "state": "derived"})
    assert trace(store, "carrying_capacity").origin == "balance"


def test_what_the_plan_states_stands_beside(plan_store):
    found = trace(plan_store, "average_vegetation_cover", "plan_counties", 2021)
    assert [(row["value"], row["year"]) for row in found.plan] == [(42.59, 2021)]


def test_an_unknown_id_is_told(plan_store):
    with pytest.raises(UnknownIdError, match="unknown_indicator"):
        trace(plan_store, "nothing")
    with pytest.raises(UnknownIdError, match="unknown_area"):
        trace(plan_store, area_id="999999")


def give_back(store, period, remark):
    rows = load_stages(store, Selection(COUNTY, "cattle_stock", 2024))
    subject_id = rows.loc[rows["period"] == period, "subject_id"].iloc[0]
    return_values(store, by="审核员", remarks={subject_id: remark})


def test_the_returns_of_a_year_are_not_those_of_its_half(store, send_figures):
    year = {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": 2024, "value": 12.0}
    send_figures(store, year, year | {"period": "H1", "value": 5.0})
    give_back(store, "H1", "半年错")
    assert trace(store).returns == []
    give_back(store, "Y", "年错")
    assert [row["remark"] for row in trace(store).returns] == ["年错"]


def test_a_weaker_value_is_no_answer_to_a_return(store, send_figures):
    year = {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": 2024, "value": 12.0}
    send_figures(store, year)
    give_back(store, "Y", "错")
    send_figures(store, year | {"value": 13.0, "state": "provisional"}, by="甲")
    assert trace(store).returns[0]["answered_by"] is None
    send_figures(store, year | {"value": 14.0}, by="乙")
    assert trace(store).returns[0]["answered_by"] == "乙"
