"""What each act changed of a figure: sent, derived, aggregated."""

from data.ledger.uploads import undo_upload, verify_upload
from indicators.former_values import list_former_values
from indicators.inputs import load_inputs
from indicators.rollup import list_members
from indicators.tracing import trace_figure

COUNTY = "654026"
STOCK = {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": 2023, "value": 10.0}
SOLD = STOCK | {"indicator_id": "cattle_slaughtered", "year": 2024, "value": 5.0}


def read(store, indicator_id, area_id, year):
    rows = list_former_values(store, load_inputs(store), indicator_id, area_id, year)
    return [(r["act"], r["acted_by"], r["old_value"], r["new_value"], r["note"]) for r in rows]


def test_a_sent_figure_tells_who_verified_and_who_undid_it_and_why(store, send_figures):
    first = send_figures(store, STOCK, by="甲")
    verified, _ = verify_upload(store, first, by="乙", document="1号")
    undone = undo_upload(store, verified, by="丙", reason="文号有误")
    undo_upload(store, undone, by="丁")
    assert read(store, "cattle_stock", COUNTY, 2023) == [
        ("sent", "甲", None, 10.0, None),
        ("verified", "乙", 10.0, 10.0, "1号"),
        ("unverified", "丙", 10.0, 10.0, "文号有误"),
        ("reverified", "丁", 10.0, 10.0, None),
    ]


def test_a_derived_figure_has_former_values(store, send_figures):
    send_figures(store, STOCK, SOLD, by="甲")
    later = send_figures(store, STOCK | {"value": 20.0}, by="乙")
    undo_upload(store, later, by="丙")
    found = read(store, "cattle_offtake_rate", COUNTY, 2024)
    assert [(act, by, old, new) for act, by, old, new, _ in found] == [
        ("sent", "甲", None, 50.0),
        ("sent", "乙", 50.0, 25.0),
        ("undo", "丙", 25.0, 50.0),
    ]


def test_an_aggregated_figure_has_former_values_and_comes_with_coverage(store, send_figures):
    """The value after each act is what the trace shows then."""
    inputs = load_inputs(store)
    counties = list_members(inputs, "654000", 2023)
    shown, uploads = [], []
    for number, county in enumerate(counties):
        figures = [STOCK | {"area_id": county, "value": float(number + 1)}]
        uploads.append(send_figures(store, *figures, by=f"县{number}"))
        shown.append(trace_figure(store, load_inputs(store), "cattle_stock", "654000", 2023).value)
    undo_upload(store, uploads[0], by="丙")
    shown.append(trace_figure(store, load_inputs(store), "cattle_stock", "654000", 2023).value)
    assert shown[0] is None and shown[-2] == sum(range(1, len(counties) + 1))
    rows = list_former_values(store, load_inputs(store), "cattle_stock", "654000", 2023)
    values = [value for value in dict.fromkeys(shown) if value is not None]
    assert [row["new_value"] for row in rows] == values
    assert rows[-1]["acted_by"] == "丙" and rows[-1]["act"] == "undo"
    send_figures(store, STOCK | {"area_id": "654000", "value": 99.0}, by="州")
    rows = list_former_values(store, load_inputs(store), "cattle_stock", "654000", 2023)
    assert (rows[-1]["new_value"], rows[-1]["acted_by"]) == (99.0, "州")
