"""The table of the benchmarks: what is held and missed, and what README.md shows of it."""

import re
from datetime import date

import pytest

from benchmarks._readme import BEGIN, END, find_part, format_part, replace_part
from benchmarks._table import HEADS, Row, print_table, read_rows, save_rows
from tests.architecture.tree import ROOT

ROWS = [
    Row("a county, repeated", 31.0, 8, reference=4.0, beside="empty page"),
    Row("a county, new", 170.0, 40, reference=4.0, beside="empty page"),
    Row("95 of 100 actions", 0.4, 0.5, unit="s"),
]


def test_a_limit_is_a_multiple_of_the_reference_or_stands_alone():
    assert [row.is_held for row in ROWS] == [True, False, True]
    assert [row.ratio for row in ROWS] == [7.75, 42.5, None]


def test_the_step_of_the_clock_is_spared():
    assert not Row("a", 5.1, 1.0, reference=4.0).is_held
    assert Row("a", 5.1, 1.0, reference=4.0, spare=1.5).is_held


def test_what_nothing_is_asked_of_is_neither_held_nor_missed():
    row = Row("a", 50.0, None, reference=5.0, beside="empty page")
    assert row.is_held
    assert row.list_cells() == ("a", "5.00 ms (empty page)", "50 ms", "10.00", "", "")


def test_beside_a_reference_of_nothing_nothing_is_held():
    assert not Row("a", 5.0, 100, reference=0.0).is_held


def test_a_row_is_written_with_its_units():
    assert ROWS[1].list_cells() == (
        "a county, new",
        "4.00 ms (empty page)",
        "170 ms",
        "42.50",
        "40×",
        "MISSED",
    )
    assert ROWS[2].list_cells() == ("95 of 100 actions", "", "0.40 s", "", "0.50 s", "held")


def test_the_columns_of_the_printed_table_stand_below_each_other(capsys):
    print_table(ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines] == ["Verdict", "held", "MISSED", "held"]
    assert lines[1].index("31 ms") + len("31 ms") == lines[2].index("170 ms") + len("170 ms")
    assert lines[0].index("Verdict") == lines[1].index("held") == lines[2].index("MISSED")


def test_what_a_run_found_reads_back_the_same(tmp_path):
    path = tmp_path / "var" / "benchmarks.json"
    save_rows(path, {"pages": ROWS[:1], "fifty": ROWS[1:]}, date(2026, 11, 25))
    assert read_rows(path) == ([*ROWS[1:], ROWS[0]], [date(2026, 11, 25)])
    save_rows(path, {"pages": ROWS[:2]}, date(2026, 11, 26))
    assert read_rows(path) == ([*ROWS[1:], *ROWS[:2]], [date(2026, 11, 25), date(2026, 11, 26)])


def test_the_readme_takes_another_table_and_keeps_the_rest():
    readme = f"# A\n\n{BEGIN}\nold | table\n{END}\n\nrest\n"
    part = format_part(ROWS, [date(2026, 11, 26)])
    replaced = replace_part(readme, part)
    assert replaced == f"# A\n\n{BEGIN}\n{part}{END}\n\nrest\n"
    assert find_part(replaced) == part
    assert "2026-11-26" in part


def test_a_readme_without_a_place_for_the_table_is_refused():
    with pytest.raises(ValueError, match="one part"):
        replace_part("# A\n", "x")


def read_cells(part: str) -> list[list[str]]:
    """Return the cells of a table in Markdown, head and rule included."""
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def read_number(text: str) -> float:
    """Return the number that a cell begins with."""
    return float(re.match(r"-?[\d.,]+", text).group(0).replace(",", ""))


def test_the_readme_shows_a_run_whose_verdicts_follow_from_its_figures():
    part = find_part((ROOT / "README.md").read_text(encoding="utf-8"))
    assert re.search(r"\b20\d\d-\d\d-\d\d\b", part)
    head, rule, *rows = read_cells(part)
    assert tuple(head) == HEADS and set("".join(rule)) == {"-", ":"} and rows
    for workload, reference, ours, ratio, limit, verdict in rows:
        assert workload and verdict in (("held", "MISSED") if limit else ("",))
        if reference:
            # Both are rounded in the table.
            assert read_number(ours) / read_number(reference) == pytest.approx(
                read_number(ratio), rel=0.1
            )
        if limit and "+" not in limit:
            beside = read_number(ratio) if reference else read_number(ours)
            is_held = beside <= read_number(limit)
            near = beside == pytest.approx(read_number(limit), rel=0.01)
            assert near or is_held == (verdict == "held"), workload
