"""What the architecture tests look at: the project's own files, parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "pages", "indicators", "geo", "data", "tools")


@cache
def list_files() -> tuple[Path, ...]:
    """Return every file that belongs to the project: tracked, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    paths = {ROOT / name for name in output.decode().split("\0") if name}
    return tuple(sorted(path for path in paths if path.is_file()))


def list_python(*, with_tests: bool = False) -> list[Path]:
    """Return the Python files of the app, or of the whole tree."""
    files = [path for path in list_files() if path.suffix == ".py"]
    return [path for path in files if with_tests or get_module(path).split(".")[0] in PACKAGES]


@cache
def list_text() -> tuple[tuple[str, str], ...]:
    """Return name and text of every file that is text."""
    return tuple(_read_texts())


def _read_texts() -> Iterator[tuple[str, str]]:
    for path in list_files():
        try:
            yield name(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def name(path: Path) -> str:
    """Return a file's path below the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def get_module(path: Path) -> str:
    """Return the dotted name under which a file is imported."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def walk(module: ast.Module) -> tuple[ast.AST, ...]:
    """Return every node of a module: each is looked for once, as many tests as ask for them."""
    return tuple(ast.walk(module))


def forget() -> None:
    """Let go of all that was read: no test of another folder looks at it."""
    for kept in (list_files, list_text, parse, walk, list_imports, list_strings):
        kept.cache_clear()


@cache
def list_imports(path: Path) -> frozenset[str]:
    """Return the dotted names that a file imports, at its top or inside a function.

    ``from a.b import c`` counts as ``a.b.c``: c may be a module. Relative imports are
    resolved against the file's own package.
    """
    package = get_module(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    names = set()
    for node in walk(parse(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return frozenset(names)


def list_docstrings(module: ast.Module) -> set[ast.Constant]:
    """Return the string nodes that are docstrings."""
    found = set()
    for node in walk(module):
        if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            found.add(first.value)
    return found


@cache
def list_strings(path: Path) -> list[tuple[int, str]]:
    """Return line and text of every string literal that is no docstring."""
    module = parse(path)
    docstrings = list_docstrings(module)
    return [
        (node.lineno, node.value)
        for node in walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings
    ]


def get_called_name(node: ast.Call) -> str:
    """Return the last part of the name that a call calls, e.g. ``execute``."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))
