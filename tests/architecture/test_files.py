"""Sizes, docstrings, words and paths: what any file of the project keeps to."""

import ast
import csv
import re

import pytest

from tests.architecture.tree import (
    ROOT,
    get_module,
    list_python,
    list_strings,
    list_text,
    name,
    parse,
    walk,
)

MAX_LINES = 500
MAX_APP_LINES = 29
MAX_FUNCTION_LINES = 60
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Folders at the root of a file system. Addresses of pages have one part and stay out of this.
# A leading colon, letter, dot or slash means that the text is an address or a relative path.
ROOTED = re.compile(r"""(?<![\w.:/\-~$})*<>"'])/([a-z]{2,12})/[\w.]""")
QUOTED_ROOTED = re.compile(r"""["'`]/([a-z]{2,12})/[\w.]""")
# Places that every machine of a kind has, and the placeholder of the documentation.
COMMON_ROOTS = {"usr", "bin", "dev", "etc", "path", "app", "static", "api", "media", "srv", "var"}
# This file names what it looks for.
THIS_FILE = "tests/architecture/test_files.py"
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
OUTSIDE = re.compile(r"https?://(?!127\.0\.0\.1|localhost|www\.w3\.org/)[A-Za-z0-9]")


def find_machine_paths(text: str) -> list[str]:
    """Return the absolute paths in a text that hold on one machine only."""
    matches = [*ROOTED.finditer(text), *QUOTED_ROOTED.finditer(text)]
    return [match[0] for match in matches if match[1] not in COMMON_ROOTS]


def read_units():
    """Return the units of the plan tables, in every spelling."""
    with (ROOT / "data" / "conventions" / "unit.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {unit for row in rows for unit in [row["unit"], *row["spellings"].split("|")]}


def list_functions(path):
    """Yield every function of a file."""
    for node in walk(parse(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def list_public(path):
    """Yield the functions and classes that a module offers to others.

    What only types a way to call a function has no words of its own.
    """
    for node in parse(path).body:
        if (
            isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            and not node.name.startswith("_")
            and "overload" not in [getattr(mark, "id", "") for mark in node.decorator_list]
        ):
            yield node


def test_no_file_is_too_long():
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in list_python(with_tests=True)
    }
    assert not {file: lines for file, lines in lengths.items() if lines > MAX_LINES}


def test_the_entry_is_only_a_router():
    lines = (ROOT / "app.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MAX_APP_LINES


def count_code_lines(node) -> int:
    """Return the lines of a function without its docstring."""
    first = node.body[0]
    has_docstring = ast.get_docstring(node) is not None
    docstring = first.end_lineno - first.lineno + 1 if has_docstring else 0
    return node.end_lineno - node.lineno + 1 - docstring


def test_functions_are_short():
    long = [
        f"{name(path)} {node.name}: {count_code_lines(node)} lines"
        for path in list_python()
        for node in list_functions(path)
        if count_code_lines(node) > MAX_FUNCTION_LINES
    ]
    assert not long


def test_what_others_call_is_described():
    silent = [
        f"{name(path)} {node.name}"
        for path in list_python()
        for node in list_public(path)
        if not ast.get_docstring(node)
    ]
    assert not silent


def test_every_module_says_what_it_is():
    silent = [
        name(path)
        for path in list_python(with_tests=True)
        if parse(path).body and not ast.get_docstring(parse(path))
    ]
    assert not silent


def test_pages_take_their_words_from_the_catalogues():
    # A unit is named by its Chinese sign in the tables, as an id.
    units = read_units()
    found = [
        f"{name(path)} line {line}: {text}"
        for path in list_python()
        if get_module(path).split(".")[0] in {"app", "pages"}
        for line, text in list_strings(path)
        if CHINESE.search(text) and text not in units
    ]
    assert not found


def test_no_path_of_one_machine():
    found = {file: find_machine_paths(text) for file, text in list_text() if file != THIS_FILE}
    assert not {file: paths for file, paths in found.items() if paths}


def test_nothing_is_left_unfinished():
    found = [file for file, text in list_text() if file != THIS_FILE and UNFINISHED.search(text)]
    assert not found


def test_the_interface_names_no_other_server():
    """Fonts, scripts, tiles and telemetry come from this server or not at all."""
    served = (".py", ".css", ".js", ".html", ".svg", ".toml", ".yml")
    found = [
        f"{file}: {line.strip()[:80]}"
        for file, text in list_text()
        if file.startswith(("pages/", "static/", ".streamlit/", "app.py")) and file.endswith(served)
        for line in text.splitlines()
        if OUTSIDE.search(line)
    ]
    assert not found


def test_telemetry_is_off():
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert re.search(r"^gatherUsageStats\s*=\s*false", config, re.MULTILINE)


@pytest.mark.parametrize("text", ['"/home/li/x.csv"', "see /opt/data/x", "(/mnt/c/x)"])
def test_a_machine_path_is_found(text):
    assert len(find_machine_paths(text)) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "/overview?lang=en",
        "./static/fonts/a",
        "https://a.org/b/c",
        "zh/en",
        "</div>",
        "#!/usr/bin/env bash",
        "data/sql/x.sql",
    ],
)
def test_no_machine_path_is_seen_where_there_is_none(text):
    assert not find_machine_paths(text)


def test_the_year_of_a_target_stands_in_the_plans_table_only():
    found = {
        name(path): lines
        for path in list_python()
        # The worked examples of the methods are made up, and say so.
        if path.name != "worked_examples.py"
        and (
            lines := [
                node.lineno
                for node in walk(parse(path))
                if isinstance(node, ast.Constant) and node.value == 2030
            ]
        )
    }
    assert not found
