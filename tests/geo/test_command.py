"""The command line of the maps: files, messages and exit codes."""

import shutil
import sqlite3

import pytest

from data.commands import run_command
from data.ledger.settings import MADE_OF, save_setting
from data.store.database import Store
from geo import frame
from geo.__main__ import make_parser
from geo.approval import get_approval_line
from geo.sources import APPROVAL_SETTING


def run(database, *arguments) -> int:
    return run_command(make_parser(), [*arguments, "--db", str(database)])


@pytest.mark.parametrize(
    ("arguments", "ending"),
    [
        (("plate", "--indicator", "beef_output", "--year", "2024"), "png"),
        pytest.param(
            ("plate", "--indicator", "beef_output", "--year", "2024", "--change-from", "2020"),
            "png",
            marks=pytest.mark.slow,
        ),
        (("plate", "--indicator", "beef_output", "--year", "2020", "--year", "2024"), "svg"),
        pytest.param(
            ("plate", "--indicator", "livestock_stock", "--year", "2002", "--level", "prefecture"),
            "pdf",
            marks=pytest.mark.slow,
        ),
        (
            (
                "plate",
                "--indicator",
                "sheep_stock",
                "--year",
                "2024",
                "--role",
                "forage_base",
                "--breaks",
                "10,20,50",
                "--lang",
                "en",
                "--labels",
                "extremes",
            ),
            "svg",
        ),
        (("roles", "--role", "forage_base"), "png"),
        pytest.param(
            ("roles", "--role", "forage_base", "--role", "ili_horse", "--lang", "en"),
            "svg",
            marks=pytest.mark.slow,
        ),
        (("roles", "--each", "--size", "wide"), "pdf"),
    ],
)
def test_a_picture_is_written(database, tmp_path, capsys, arguments, ending):
    out = tmp_path / f"map.{ending}"
    assert run(database, *arguments, "--out", str(out)) == 0
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending]
    assert out.read_bytes().startswith(start)
    said = capsys.readouterr()
    assert said.out == "" and "map." in said.err


def test_a_map_without_figures_is_drawn_and_said(database, tmp_path, capsys):
    out = tmp_path / "map.svg"
    assert (
        run(database, "plate", "--indicator", "milk_output", "--year", "2024", "--out", str(out))
        == 0
    )
    assert "无数据" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("plate", "--indicator", "nope", "--year", "2024"), "nope"),
        (("roles", "--role", "nope"), "nope"),
        (("plate", "--indicator", "beef_output", "--year", "2024", "--breaks", "3,1"), "分级界限"),
        (("plate", "--indicator", "beef_output", "--year", "2024", "--role", "nope"), "nope"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_words(database, tmp_path, capsys, arguments, words):
    out = tmp_path / "map.png"
    assert run(database, *arguments, "--out", str(out)) == 1
    assert words in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("name", ["map.jpg", "map", "none/map.png"])
def test_a_file_that_cannot_be_written_is_said(database, tmp_path, capsys, name):
    assert run(database, "roles", "--out", str(tmp_path / name)) == 1
    assert "。" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ([], "审图号：新S(2026)001号"),
        (["--approval", "审图号：GS(2024)1号"], "审图号：GS(2024)1号"),
        (["--approval", " "], "内部工作示意图，不得公开发布"),
        (["--approval", ""], "内部工作示意图，不得公开发布"),
    ],
)
def test_blanks_are_no_approval_and_the_number_given_prevails(
    database, tmp_path, monkeypatch, given, line
):
    path = shutil.copy(database, tmp_path / "approved.duckdb")
    with Store(path) as store:
        save_setting(store, APPROVAL_SETTING, "新S(2026)001号")
    lines = []

    def write(number):
        lines.append(get_approval_line(number))
        return lines[-1]

    monkeypatch.setattr(frame, "get_approval_line", write)
    out = ("--out", str(tmp_path / "map.svg"), "--labels", "none")
    assert run(path, "roles", "--role", "forage_base", *given, *out) == 0
    assert set(lines) == {line}


@pytest.mark.parametrize(
    "arguments",
    [
        ("plate", "--indicator", "beef_output", "--year", "2024"),
        ("plate", "--indicator", "beef_output", "--year", "2020", "--year", "2024"),
        pytest.param(("roles", "--role", "forage_base"), marks=pytest.mark.slow),
        pytest.param(("roles", "--each"), marks=pytest.mark.slow),
    ],
)
def test_every_plate_of_an_example_is_marked(database, tmp_path, monkeypatch, arguments):
    marks = []
    monkeypatch.setattr(frame, "draw_watermark", lambda sheet, words: marks.append(words))
    out = str(tmp_path / "map.svg")
    run(database, *arguments, "--out", out)
    assert not marks, "its figures are not marked as made up"
    example = shutil.copy(database, tmp_path / "example.duckdb")
    with Store(example) as store:
        save_setting(store, MADE_OF, "x", by="")
    run(example, *arguments, "--out", out)
    assert marks == ["演示数据，非真实数据"]


def test_the_package_of_an_example_is_marked(database, tmp_path):
    example, out = shutil.copy(database, tmp_path / "example.duckdb"), tmp_path / "map.gpkg"
    with Store(example) as store:
        save_setting(store, MADE_OF, "x", by="")
    given = ("--indicator", "beef_output", "--year", "2024", "--out", str(out))
    assert run(example, "package", *given) == 0
    with sqlite3.connect(out) as package:
        (described,) = package.execute("SELECT description FROM gpkg_contents").fetchone()
    assert "演示数据，非真实数据" in described
