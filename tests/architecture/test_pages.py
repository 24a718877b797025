"""A page reads like a table of contents: it computes nothing and asks no database."""

import ast

from pages.shell.registry import SECTIONS, get_path
from tests.architecture.tree import (
    ROOT,
    get_called_name,
    get_module,
    list_python,
    name,
    parse,
    walk,
)

ARITHMETIC = (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult)
DATABASE_CALLS = {"query", "query_rows", "transaction", "execute", "insert", "Store"}
PAGES = [
    path
    for path in list_python()
    if name(path)
    in {get_path(section, page) for section, pages in SECTIONS.items() for page in pages}
]


def find_arithmetic(module: ast.Module) -> list[int]:
    """Return the lines where something is computed."""
    return [
        node.lineno
        for node in walk(module)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC)
    ]


def test_a_page_computes_nothing():
    found = {name(path): find_arithmetic(parse(path)) for path in PAGES}
    assert not {file: lines for file, lines in found.items() if lines}


def test_a_page_asks_no_database():
    found = [
        f"{name(path)} line {node.lineno}"
        for path in PAGES
        for node in walk(parse(path))
        if isinstance(node, ast.Call) and get_called_name(node) in DATABASE_CALLS
    ]
    assert not found


def test_a_part_that_runs_alone_knows_the_visit():
    """Streamlit runs it in a thread that knows no language and no day: `run_part` keeps them."""
    found = [
        f"{name(path)} line {node.lineno}"
        for path in list_python()
        if name(path) != "pages/shell/parts.py"
        for node in walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr == "fragment"
    ]
    assert not found


def test_every_page_of_the_registry_has_its_script():
    scripts = [get_path(section, page) for section, pages in SECTIONS.items() for page in pages]
    assert scripts and not [script for script in scripts if not (ROOT / script).is_file()]


def test_a_section_holds_its_pages_and_their_parts():
    scripts = {get_path(section, page) for section, pages in SECTIONS.items() for page in pages}
    beside = [
        name(path)
        for path in list_python()
        if path.parent.parent == ROOT / "pages"
        and path.parent.name in SECTIONS
        and path.name != "__init__.py"
        and name(path) not in scripts
    ]
    assert not beside, "what pages are made of belongs into parts/ beside them"


def test_no_page_lies_directly_under_pages():
    """Streamlit would find it by itself and run it without the frame."""
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def test_arithmetic_is_found():
    assert find_arithmetic(ast.parse("share = done / total\nname = a + b")) == [1]


def list_based_functions() -> set[str]:
    """Return the functions of data that can be told what a save is based on."""
    return {
        node.name
        for path in list_python()
        if get_module(path).startswith("data")
        for node in walk(parse(path))
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "based_on" in {argument.arg for argument in node.args.kwonlyargs}
    }


def find_unbased(module: ast.Module, functions: set[str]) -> list[int]:
    """Return the lines that save without saying what the save is based on.

    A call with ``**`` hands on what its caller said.
    """
    return [
        node.lineno
        for node in walk(module)
        if isinstance(node, ast.Call)
        and get_called_name(node) in functions
        and not {"based_on", None} & {keyword.arg for keyword in node.keywords}
    ]


def test_a_page_says_what_a_save_is_based_on():
    """Between reading and saving somebody else may have saved; a command reads as it writes."""
    functions = list_based_functions()
    assert {"save_project", "commit_upload", "record_decision", "verify_upload"} <= functions
    pages = [path for path in list_python() if name(path).startswith("pages/")]
    found = {name(path): find_unbased(parse(path), functions) for path in pages}
    assert not {file: lines for file, lines in found.items() if lines}


def test_a_save_based_on_nothing_is_found():
    module = ast.parse("save(a, by=b)\nsave(a, based_on=c)\nsave(a, **d)\nother()")
    assert find_unbased(module, {"save"}) == [1]
