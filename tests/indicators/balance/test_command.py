"""`python -m indicators balance`: the hand cases from the files that a county would send."""

import json

import pytest

from data.__main__ import make_parser as make_data_parser
from data.commands import run_command
from indicators.__main__ import make_parser
from indicators.balance.verdict import COLUMNS
from tests.data.balance.sheets import GRASS, HAY, SHEEP, make_book, make_factors


@pytest.fixture
def ask(plan_file, tmp_path, capsys):
    """Return a function that runs commands on a database: send a book, ask for the balance."""
    path = tmp_path / "caomu.duckdb"
    path.write_bytes(plan_file.read_bytes())

    def run(*arguments, book: bytes | None = None):
        if book is not None:
            file = tmp_path / "book.xlsx"
            file.write_bytes(book)
            sent = ["ingest", str(file), "--dataset", "balance", "--by", "张三", "--db", str(path)]
            assert run_command(make_data_parser(), sent) == 0
            capsys.readouterr()
        code = run_command(make_parser(), ["balance", *arguments, "--db", str(path)])
        return code, capsys.readouterr()

    return run


def test_the_hand_case_and_then_with_forage(ask):
    book = make_book(pastures=[GRASS], herds=[SHEEP], factors=make_factors())
    _, answer = ask("--json", book=book)
    (row,) = json.loads(answer.out)
    assert list(row) == list(COLUMNS)
    assert row["capacity_wan"] == pytest.approx(6.849, abs=0.0005)
    assert row["overload_pct"] == pytest.approx(81.0, abs=0.05)
    assert (row["supplement_wan"], row["gap_t"]) == (None, None)
    _, answer = ask("--area", "654026", "--year", "2024", "--json", book=make_book(forages=[HAY]))
    (row,) = json.loads(answer.out)
    assert row["capacity_wan"] + row["supplement_wan"] == pytest.approx(11.187, abs=0.0005)
    assert row["overload_pct"] == pytest.approx(81.0, abs=0.05)
    assert row["overload_with_supplement_pct"] == pytest.approx(10.8, abs=0.05)


def test_two_sets_with_different_verdicts_are_both_shown(ask):
    factors = [*make_factors("a"), *make_factors("b", 利用率="60%")]
    book = make_book(pastures=[GRASS], herds=[[*SHEEP[:4], 7]], factors=factors)
    _, answer = ask("--json", book=book)
    rows = json.loads(answer.out)
    assert {row["reason"] for row in rows} == {"reading_undecided"}
    assert {row["set_id"]: row["season_status"] for row in rows} == {
        "a": "overloaded",
        "b": "balanced",
    }
    _, answer = ask("--set", "b", "--json")
    assert [row["status"] for row in json.loads(answer.out)] == ["balanced"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_read_a_line_for_each_county(ask, language):
    herds = [SHEEP, ["巩留县", 2024, "骆驼", "放牧", 1]]
    pastures = [GRASS, ["巩留县", *GRASS[1:]]]
    book = make_book(pastures=pastures, herds=herds, factors=make_factors())
    _, answer = ask("--lang", language, book=book)
    lines = answer.err.splitlines()
    assert len(lines) == 2
    words = {"zh": ("超载率81.0%", "羊单位折算系数（骆驼）"), "en": ("81.0%", "Camels")}[language]
    assert any(words[0] in line for line in lines) and any(words[1] in line for line in lines)


def test_an_unknown_set_or_area_is_an_error(ask):
    assert ask("--set", "none")[0] == 1
    assert ask("--area", "999999")[0] == 1


def test_nothing_sent_is_no_row(ask):
    code, answer = ask("--json")
    assert (code, json.loads(answer.out)) == (0, [])
