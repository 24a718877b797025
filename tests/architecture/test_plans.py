"""Nothing outside its folder knows what a plan is about: no code asks which plan it is."""

import ast
import re

import pytest

from data.store.folders import list_plan_folders
from tests.architecture.tree import get_module, list_python, parse

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
        for node in ast.walk(module)
        if isinstance(node, ast.Compare) and is_of_plan(node) and list_texts(node) - {"plan_id"}
    ]


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
