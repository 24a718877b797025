"""A page reads like a table of contents: it computes nothing and asks no database."""

import ast

from pages.shell.registry import SECTIONS, get_path
from tests.architecture.tree import ROOT, get_called_name, list_python, name, parse

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
        for node in ast.walk(module)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC)
    ]


def test_a_page_computes_nothing():
    found = {name(path): find_arithmetic(parse(path)) for path in PAGES}
    assert not {file: lines for file, lines in found.items() if lines}


def test_a_page_asks_no_database():
    found = [
        f"{name(path)} line {node.lineno}"
        for path in PAGES
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and get_called_name(node) in DATABASE_CALLS
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
