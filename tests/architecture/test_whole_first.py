"""A package whose parts import each other is imported as a whole, whoever begins."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import list_python, name, parse

# the first two visitors do, both fail; a thread that begins with the package waits for the other.
WHOLE_FIRST = ("openpyxl", "docx", "pptx")


def list_parts_before_their_package(body: list[ast.stmt]) -> Iterator[str]:
    """Yield the parts of packages that a block imports before the package itself."""
    begun: set[str] = set()
    for node in body:
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found = [node.module or ""]
        else:
            continue
        for module in found:
            package, _, part = module.partition(".")
            if package in WHOLE_FIRST and part and package not in begun:
                yield module
            begun.add(package)


def list_blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """Yield what a module does at once, and what each of its functions does."""
    yield tree.body
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.body


def test_a_package_is_imported_before_its_parts():
    faults = [
        f"{name(path)} imports {part} before {part.partition('.')[0]}"
        for path in list_python()
        for block in list_blocks(parse(path))
        for part in list_parts_before_their_package(block)
    ]
    assert not faults, "\n".join(faults)


def test_a_part_before_its_package_is_found():
    code = "import docx\nfrom docx.oxml import qn\nfrom pptx.util import Emu\n"
    (body,) = list_blocks(ast.parse(code))
    assert list(list_parts_before_their_package(body)) == ["pptx.util"]
