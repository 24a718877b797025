"""Nothing outside its folder knows what a plan is about: no code asks which plan it is."""

import ast
import re

import pytest

from data.store.folders import list_plan_folders
from data.store.plan_check import read_rows
from data.store.statements import ROOT
from tests.architecture.tree import get_module, list_python, parse, walk

# Ids that are words of the code's own, with what they mean there.
WORDS = {
    "forage": "feed other than pasture",
    "actual_load": "a figure that the balance of forage and livestock computes",
    "carrying_capacity": "a figure that the balance of forage and livestock computes",
    "beef_cattle": "a kind of livestock in the words of forms",
    "cattle_slaughtered": "a measure in the words of forms",
    "sheep_slaughtered": "a measure in the words of forms",
    "mechanisation_rate": "what the demonstration of matters is about",
    "industries": "a list that a plan may count",
}
PLAN_IDS = {folder.name for folder in list_plan_folders()}
# Says which plan is looked at where none is named.
DEFAULT = "data.store.statements"
TESTED = ("tests", "benchmarks", "tools")


def list_texts(node):
    """Return the texts that stand in a piece of code."""
    return {
        inner.value
        for inner in ast.walk(node)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    }


def is_of_plan(node) -> bool:
    """Tell whether a piece of code names the id of a plan."""
    return any(
        isinstance(inner, (ast.Name, ast.Attribute, ast.Subscript))
        and re.search(r"\bplan_id\b|PLAN_ID|options\.plan", ast.unparse(inner))
        for inner in ast.walk(node)
    )


def find_questions(module: ast.Module) -> list[int]:
    """Return the lines that compare the id of a plan with a text."""
    return [
        node.lineno
        for node in walk(module)
        if isinstance(node, ast.Compare) and list_texts(node) - {"plan_id"} and is_of_plan(node)
    ]


def list_ids() -> set[str]:
    """Return the ids that plans give to what is theirs; areas and groups are all plans'."""
    areas = {row["area_id"] for row in read_rows(ROOT / "data" / "areas" / "area.csv")}
    return {
        row[name]
        for folder in list_plan_folders()
        for path in folder.glob("*.csv")
        for row in read_rows(path)
        for name in row
        if name.endswith("_id") and row[name]
    } - areas


def list_own_code():
    return [path for path in list_python() if not get_module(path).startswith(TESTED)]


def test_no_code_names_a_plan():
    named = {
        (get_module(path), value)
        for path in list_own_code()
        for value in list_texts(parse(path)) & PLAN_IDS
        if get_module(path) != DEFAULT
    }
    assert not {pair for pair in named if pair[0].startswith("pages") or "plan" in pair[0]}


def test_no_code_and_no_query_names_an_id_of_a_plan():
    """An id that a plan gives stands in its tables alone; `WORDS` are not such ids."""
    ids = list_ids()
    assert {"box2_cattle_core_north", "sheep_core_breeding", "vegetation_cover"} <= ids
    named = {
        (get_module(path), value)
        for path in list_own_code()
        for value in list_texts(parse(path)) & ids
    }
    for folder, quoted in (("sql", r"'(\w+)'"), ("words", r"\{(\w+)[}:!]")):
        for path in sorted((ROOT / "data" / folder).rglob("*.*")):
            if path.suffix in (".sql", ".yml") and "migrations" not in path.parts:
                found = set(re.findall(quoted, path.read_text(encoding="utf-8"))) & ids
                named |= {(path.name, value) for value in found}
    assert {pair for pair in named if pair[1] not in WORDS} == set()
    assert {value for _, value in named} == set(WORDS)


def test_no_code_asks_which_plan_it_is():
    found = {get_module(path): find_questions(parse(path)) for path in list_own_code()}
    assert not {module: lines for module, lines in found.items() if lines}


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("if plan_id == 'livestock': pass", 1),
        ("if store.plan_id != 'yili': pass", 1),
        ("if row['plan_id'] in ('yili', 'a'): pass", 1),
        ("if plan_id != DEFAULT_PLAN: pass", 0),
    ],
)
def test_a_question_is_found(code, count):
    assert len(find_questions(ast.parse(code))) == count
