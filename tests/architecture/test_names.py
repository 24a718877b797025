"""Names: a public name stands once in the tree; each name and each key of words is used."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable

from data.words.catalogue import load_catalogue
from tests.architecture.tree import list_python, list_strings, name, parse, walk

ERRORS = "errors."
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Each command line has these.
COMMAND_LINES = {"add_commands", "main", "make_parser"}


def list_public_names(module: ast.Module) -> set[str]:
    """Return the names of the functions and classes that a module offers to others."""
    return {
        node.name
        for node in module.body
        if isinstance(node, DEFINITIONS) and not node.name.startswith("_")
    }


def list_used_names(nodes: Iterable[ast.AST]) -> Counter:
    """Return how often nodes read each name, bare, behind a dot or under another name."""
    nodes = list(nodes)
    names = Counter(
        node.id if isinstance(node, ast.Name) else node.attr
        for node in nodes
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load)
    )
    names.update(node.name for node in nodes if isinstance(node, ast.alias) and node.asname)
    return names


def find_own_calls(module: ast.Module, wanted: str) -> int:
    """Return how often a function or class reads its own name."""
    own = next(node for node in module.body if getattr(node, "name", None) == wanted)
    return list_used_names(ast.walk(own))[wanted]


def find_unused_names(modules: list[ast.Module]) -> list[str]:
    """Return the public names that no module reads, but within their own definition."""
    used: Counter = Counter()
    for module in modules:
        used.update(list_used_names(walk(module)))
    return sorted(
        public
        for module in modules
        for public in list_public_names(module)
        if used[public] <= find_own_calls(module, public)
    )


def test_a_public_name_stands_once():
    places = defaultdict(list)
    for path in list_python():
        for public in list_public_names(parse(path)):
            places[public].append(name(path))
    twice = {public: files for public, files in places.items() if len(files) > 1}
    assert not {key: twice[key] for key in twice.keys() - COMMAND_LINES}


def test_every_public_name_is_used():
    """What only tests call is not part of the app."""
    assert not find_unused_names([parse(path) for path in list_python()])


def test_an_unused_name_is_found():
    modules = [
        ast.parse("def a():\n    return b()\ndef b():\n    return c.d\ndef _e(): pass"),
        ast.parse("def d(n):\n    return d(n - 1)\ndef f(n):\n    return f(n - 1)"),
    ]
    assert find_unused_names(modules) == ["a", "f"]


def list_key_texts(path) -> tuple[set[str], set[str]]:
    """Return the texts of a file, and what the texts that are put together begin with."""
    whole = {text for _, text in list_strings(path)}
    begun = {
        node.values[0].value
        for node in walk(parse(path))
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)
    }
    return whole, {text for text in begun if "." in text}


def find_unused_keys(keys: set[str], whole: set[str], begun: set[str]) -> list[str]:
    """Return the keys of the catalogue that no text of the code is, or begins.

    An error is raised by its key without the subject.
    """
    begun = tuple(text for text in begun if not text.startswith(ERRORS))
    return sorted(
        key
        for key in keys
        if key not in whole
        and not key.startswith(begun)
        and not (key.startswith(ERRORS) and key.removeprefix(ERRORS) in whole)
    )


def test_every_key_of_the_catalogue_is_used():
    whole, begun = set(), set()
    for path in list_python():
        texts, beginnings = list_key_texts(path)
        whole |= texts
        begun |= beginnings
    assert not find_unused_keys(set(load_catalogue("zh")), whole, begun)


def test_an_unused_key_is_found():
    keys = {"status.behind", "status.gone", "map.title.a", "errors.bad", "errors.unheard"}
    assert find_unused_keys(keys, {"status.behind", "bad"}, {"map.title.", "errors."}) == [
        "errors.unheard",
        "status.gone",
    ]
