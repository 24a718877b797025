"""HTML is written in one way: a literal in ``Markup``, which escapes what is filled in."""

import ast
import re

import pytest

from tests.architecture.tree import (
    get_called_name,
    get_module,
    list_docstrings,
    list_python,
    name,
    parse,
    walk,
)

TAG = re.compile(r"<[a-zA-Z/!]")
# It alone may take the text of a file of ours, and show.
BLOCKS = "pages.blocks.markup"
WRITERS = [
    path
    for path in list_python()
    if (get_module(path).startswith("pages") and "documents" not in path.parts)
    or get_module(path) == "geo.legend"
]


def find_loose_html(module: ast.Module) -> set[int]:
    """Return the lines with tags in a text that is neither the literal of a Markup nor a pattern,
    which reads HTML and writes none."""
    literals = {
        argument
        for node in walk(module)
        if isinstance(node, ast.Call) and get_called_name(node) in ("Markup", "compile")
        for argument in node.args
    }
    apart = literals | list_docstrings(module)
    return {
        node.lineno
        for node in walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and TAG.search(node.value)
        and node not in apart
    }


def find_made_markup(module: ast.Module) -> list[int]:
    """Return the lines that call Markup with anything but a literal: nothing is escaped there."""
    return [
        node.lineno
        for node in walk(module)
        if isinstance(node, ast.Call)
        and get_called_name(node) == "Markup"
        and not all(isinstance(argument, ast.Constant) for argument in node.args)
    ]


def find_shown_text(module: ast.Module) -> list[int]:
    """Return the lines that hand ``html`` a text that is put together in place."""
    made = (ast.JoinedStr, ast.Constant)
    return [
        node.lineno
        for node in walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "html"
        and isinstance(node.args[0], made)
    ]


def test_tags_stand_in_markup_only():
    found = {name(path): find_loose_html(parse(path)) for path in WRITERS}
    # The words in a style sheet are not escaped as HTML is: they are a text of CSS.
    assert len(found.pop("pages/shell/frame.py")) == 1
    assert not {file: lines for file, lines in found.items() if lines}


def test_markup_is_a_literal():
    found = {
        name(path): find_made_markup(parse(path)) for path in WRITERS if get_module(path) != BLOCKS
    }
    assert not {file: lines for file, lines in found.items() if lines}


def test_nothing_is_escaped_by_hand():
    found = [
        f"{name(path)} line {node.lineno}"
        for path in WRITERS
        for node in walk(parse(path))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        and "html" in [alias.name for alias in node.names] + [getattr(node, "module", "")]
    ]
    assert not found


def test_no_text_is_shown_as_html():
    found = {
        name(path): find_shown_text(parse(path))
        for path in WRITERS
        if get_module(path) != "pages.shell.frame"
    }
    assert not {file: lines for file, lines in found.items() if lines}


@pytest.mark.parametrize(
    "code", ['x = f"<b>{name}</b>"', 'x = "<p>" + name', 'st.html("<p>a</p>")', 'f"{a}<br>"']
)
def test_loose_html_is_found(code):
    assert find_loose_html(ast.parse(code)) == {1}


@pytest.mark.parametrize(
    "code", ['Markup("<b>{}</b>").format(name)', 're.compile("<b>.*?</b>")', 'x = "a < b"', '"<3"']
)
def test_markup_is_no_loose_html(code):
    assert not find_loose_html(ast.parse(code))


def test_markup_of_a_variable_is_found():
    assert find_made_markup(ast.parse("Markup(text)")) == [1]
    assert find_made_markup(ast.parse('Markup(f"<b>{text}</b>")')) == [1]
    assert find_shown_text(ast.parse('st.html(f"{text}")')) == [1]
