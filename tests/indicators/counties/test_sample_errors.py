"""What a sample found, by county: counted by hand."""

import pandas as pd

from indicators.counties.sample_errors import compute_sample_errors, estimate_share_wrong

COLUMNS = ["area_id", "value", "finding", "found", "frame_size"]


def make_values(*rows):
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object).astype({"value": float})


def test_wrong_values_are_counted_and_measured():
    values = make_values(
        ("654025", 10.0, "agrees", None, 30),
        ("654025", 12.0, "differs", 10.0, 30),
        ("654025", 8.0, "differs", 10.0, 30),
        ("654025", 5.0, "differs", 0.0, 30),
        ("654025", 7.0, "not_found", None, 30),
        ("654025", 7.0, None, None, 30),
    )
    (row,) = compute_sample_errors(values).to_dict("records")
    assert (row["drawn"], row["checked"], row["wrong"]) == (6, 5, 3)
    assert (row["too_high"], row["too_low"], row["not_found"]) == (2, 1, 1)
    assert row["share_wrong"] == 0.75
    # (0 + 2/10 + 2/10) / 3: where 0 was found, and where there is no record, nothing compares.
    assert (round(row["mean_error"], 6), row["compared"]) == (0.133333, 3)


def test_nothing_looked_into_is_no_error_of_zero():
    values = make_values(("654025", 10.0, None, None, 30))
    (row,) = compute_sample_errors(values).to_dict("records")
    assert pd.isna(row["share_wrong"]) and pd.isna(row["mean_error"])
    assert estimate_share_wrong(values) is None


def test_a_large_county_weighs_more_than_the_one_value_drawn_of_it():
    values = make_values(
        ("654025", 10.0, "agrees", None, 90),
        ("654026", 12.0, "differs", 10.0, 10),
        ("652823", 12.0, None, None, 500),
    )
    assert estimate_share_wrong(values) == 0.1


def test_no_record_is_neither_right_nor_wrong():
    values = make_values(("654025", 10.0, "not_found", None, 30))
    (row,) = compute_sample_errors(values).to_dict("records")
    assert (row["checked"], row["wrong"], row["not_found"]) == (1, 0, 1)
    assert pd.isna(row["share_wrong"]) and estimate_share_wrong(values) is None
