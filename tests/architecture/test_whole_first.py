"""Threads may import at once: no module waits for one that waits for it."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.tree import get_module, list_python, name, parse, walk

# Their parts import each other. Two threads that begin with different parts of such a package, as
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
    for node in walk(tree):
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


# The parts of this package import each other too, and none of them imports all others: one module
# of ours does, and others take them from there.
ONE_ENTRANCE = {"matplotlib": "geo.canvas"}


def test_a_package_of_many_entrances_is_imported_by_one_module():
    found = {
        (package, get_module(path))
        for path in list_python()
        for node in walk(parse(path))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for package in list_packages(node)
        if package in ONE_ENTRANCE
    }
    assert found == set(ONE_ENTRANCE.items())


def list_packages(node: ast.Import | ast.ImportFrom) -> set[str]:
    """Return the packages that a statement imports, or parts of them."""
    modules = [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        modules = [node.module or ""]
    return {module.partition(".")[0] for module in modules}


# A server imports this package through one module, pages.server.routes: who needs it waits there.
BEHIND_ONE_MODULE = "data.commands"


def list_begun(tree: ast.Module) -> Iterator[str]:
    """Yield what a module imports before it is there itself; ``from a import b`` is a and a.b."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def order_modules(trees: dict[str, ast.Module]) -> list[str]:
    """Return modules so that each comes after what it imports, its package among that.

    Raises
    ------
    CycleError
        Modules wait for each other.
    """
    waits = {
        module: {found for found in list_begun(tree) if found in trees and found != module}
        | {module.rpartition(".")[0]} & {*trees}
        for module, tree in trees.items()
        if not module.startswith(BEHIND_ONE_MODULE)
    }
    return list(TopologicalSorter(waits).static_order())


def test_no_modules_wait_for_each_other():
    trees = {get_module(path): parse(path) for path in list_python()}
    assert len(order_modules(trees)) > 300


def test_modules_that_wait_for_each_other_are_found():
    code = {"a": "from a.b import c", "a.b": "import d", "d": ""}
    trees = {module: ast.parse(text) for module, text in code.items()}
    with pytest.raises(CycleError):
        order_modules(trees)
    assert order_modules(trees | {"a": ast.parse("import d")})[-1] == "a.b"
