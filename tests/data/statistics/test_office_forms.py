"""Forms as offices send them: what is taken, what waits for an answer, what is said.

fixtures/office_forms/expected.csv has one row for each value that stands in a form and may
go in. `must` is accepted; accepted_or_held (right or asked, never lost); accepted_or_refused
(right or turned away in words); or held. No other value may go in from any form.
"""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.data.statistics.outcome import Outcome, read_form

FORMS = Path(__file__).resolve().parents[2] / "fixtures" / "office_forms"

# Files that are no tables: the words that call them what they are.
NO_TABLES = {"i08_mhtml.xls": "网页", "i25_wps_text.wps": "文字|文档|Word"}
# What the user must be told, the file's name aside.
SAYS = {
    "h24_title_vs_sheet.xlsx": "2024",  # the sheet's name says another year than the title
    "k09b_township_two.xlsx": "乡镇",
    "k19_value_word_col.xlsx": "单位|数量",  # no unit stands at 数量
    "p01_xpcc_flow.xlsx": "项目|一师",
}
# What would send the user the wrong way.
NEVER_SAYS = {
    "h03_this_last.xlsx": "对应哪项指标",
    "h05_plan_done_rate.xlsx": "对应哪项指标",
    "h31d_growth_words.xlsx": "对应哪项指标",
    "k14_sheet_species.xlsx": "对应哪项指标",
    "k14b_title_species.xlsx": "对应哪项指标",
    "k14c_sheep_only.xlsx": "对应哪项指标",
    "i16b_year_format.xlsx": "2024-12-01",  # the cell shows 2024年12月
}
# Rules that the refused values must name, with the number of values, and rules that mislead.
RULES = {"m35_error_cells.xlsx": {"cell_error": 2}}
NEVER_RULES = {
    "k09b_township_two.xlsx": "conflicting_values",
    "n07_last_year_row.xlsx": "conflicting_values",
    "n07b_benqi.xlsx": "conflicting_values",
}
# Forms all of whose figures are among the expected: when they went in, nothing has to be said.
WHOLE_FORMS = {
    "h32_no_area_header.xlsx", "h33c_title_1_to_11.xlsx", "h33f_month_note.xlsx",
    "i14_dim_a0.xlsx", "i16b_year_format.xlsx", "k02_circled_in_year.xlsx",
    "k03_ranked_side_by_side.xlsx", "k04b_last_year_end.xlsx", "k10_year_start_title.xlsx",
    "k11_02.xlsx", "k11_05.xlsx", "k11_13.xlsx", "k14_sheet_species.xlsx",
    "k14b_title_species.xlsx", "k14c_sheep_only.xlsx", "m30_blank_corner_years.xlsx",
    "m34_00.xlsx", "m34_07.xlsx", "m43b_pref_county_nomerge.xlsx", "m43c_region_name.xlsx",
    "n01_annex_line.xlsx", "n06f_half_merge.xlsx", "n06g_june_stock_merge.xlsx",
    "q02b_period_col2.xlsx", "q04_sheet_two_titles.xlsx", "s01_circled_mark.xlsx",
}  # fmt: skip


def read_expected() -> dict[str, dict]:
    """Return {file: {key: (value, must)}} for every form."""
    expected = {
        path.name: {}
        for path in sorted(FORMS.iterdir())
        if path.suffix != ".csv" and path.is_file()
    }
    with (FORMS / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["indicator_id"], row["area_id"], int(row["year"]), row["period"])
            expected[row["file"]][key] = (float(row["value"]), row["must"])
    return expected


EXPECTED = read_expected()


def list_faults(name: str, outcome: Outcome) -> list[str]:
    """Return what is wrong with the outcome of a form, a line for each fault."""
    if name in NO_TABLES:
        return _check_refusal(name, outcome)
    if outcome.refused and any(
        must.startswith("accepted") and not must.endswith("refused")
        for _, must in EXPECTED[name].values()
    ):
        return [f"refused whole: {outcome.refused}"]
    return [
        *_check_accepted(EXPECTED[name], outcome),
        *_check_held(EXPECTED[name], outcome),
        *_check_words(name, outcome),
    ]


def _check_refusal(name: str, outcome: Outcome) -> list[str]:
    sentence = outcome.sentence.replace(name, "")
    if not outcome.refused:
        return [f"not refused: {len(outcome.accepted)} values accepted"]
    if not re.search(NO_TABLES[name], sentence):
        return [f"does not say {NO_TABLES[name]}: {sentence}"]
    return []


def _check_accepted(expected: dict, outcome: Outcome) -> list[str]:
    faults = []
    for key, value in outcome.accepted.items():
        right, must = expected.get(key, (None, "left out"))
        if not must.startswith("accepted"):
            faults.append(f"{_show(key)} = {value:g} went in, must be {must}")
        elif value != pytest.approx(right, rel=1e-9):
            faults.append(f"{_show(key)} = {value:g} went in, right is {right:g}")
    faults += [
        f"{_show(key)} = {value:g} did not go in"
        for key, (value, must) in expected.items()
        if must == "accepted" and key not in outcome.accepted
    ]
    return faults


def _check_held(expected: dict, outcome: Outcome) -> list[str]:
    waiting = [
        key
        for key, (_, must) in expected.items()
        if key not in outcome.accepted and must in ("accepted_or_held", "held")
    ]
    if outcome.held < len(waiting):
        return [f"{len(waiting)} values must be held, {outcome.held} are"]
    return []


def _check_words(name: str, outcome: Outcome) -> list[str]:
    told = outcome.told.replace(name, "")
    faults = []
    is_whole = name in WHOLE_FORMS and len(outcome.accepted) == len(EXPECTED[name])
    if not is_whole and not told:
        faults.append("nothing is said")
    if name in SAYS and not re.search(SAYS[name], told):
        faults.append(f"does not say {SAYS[name]}")
    if name in NEVER_SAYS and re.search(NEVER_SAYS[name], told):
        faults.append(f"says {NEVER_SAYS[name]}")
    rules = Counter(outcome.rules)
    faults += [
        f"{count} values must be refused by {rule}, {rules[rule]} are"
        for rule, count in RULES.get(name, {}).items()
        if rules[rule] < count
    ]
    if rules[NEVER_RULES.get(name)]:
        faults.append(f"refused by {NEVER_RULES[name]}")
    return faults


def _show(key) -> str:
    indicator, area, year, period = key
    return f"{indicator}/{area}/{year}{'' if period == 'Y' else period}"


def test_every_row_of_the_expectations_is_of_a_form():
    named = {*SAYS, *NEVER_SAYS, *RULES, *NEVER_RULES, *WHOLE_FORMS, *NO_TABLES}
    assert len(EXPECTED) == 56
    assert not named - EXPECTED.keys()


def test_office_forms(plan_store):
    faults = {
        name: found
        for name in EXPECTED
        if (found := list_faults(name, read_form(FORMS / name, plan_store)))
    }
    lines = [f"{name}: {'; '.join(found)}" for name, found in faults.items()]
    if faults:
        pytest.fail("\n".join([f"{len(faults)} of {len(EXPECTED)} forms:", *lines]), pytrace=False)
