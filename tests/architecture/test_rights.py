"""No write without the question whether it may be, no way into a store past the door."""

import ast

import pytest

from data.rights.actions import ACTIONS, ROLES, list_roles_of, load_role_actions
from data.rights.seen import SEEN
from tests.architecture.tree import (
    get_called_name,
    get_module,
    list_imports,
    list_python,
    parse,
    walk,
)

# These write what no person does (the plan, the cache, a copy, the ledger of access), or pass a
# transaction on.
OF_THE_PROGRAM = ("data.store", "data.rights.log", "data.rights.handles")
# Who opens a store itself: the door, what builds, copies and moves, and the start of the server.
OPENERS = {
    "data.rights.door",
    "data.store.build",
    "data.store.move",
    "tools.serve.__main__",
    "data.__main__",
    "data.region_commands",
    "pages.server.commands",
    "pages.server.sign_on_log",
    "pages.server.startup",
    "pages.shell.cache",
}
DOORS = {"data.store.build.open_store", "data.store.build.keep_store"}


def find_unasked(module: ast.Module) -> list[int]:
    """Return the lines of the transactions in which nobody asks for a right."""
    return [
        node.lineno
        for node in walk(module)
        if isinstance(node, ast.With)
        and any("transaction" in ast.unparse(item.context_expr) for item in node.items)
        and not any(
            isinstance(inner, ast.Call) and "require" in get_called_name(inner)
            for inner in ast.walk(node)
        )
    ]


def test_every_write_asks_for_a_right():
    found = {
        get_module(path): find_unasked(parse(path))
        for path in list_python()
        if not get_module(path).startswith((*OF_THE_PROGRAM, "tools"))
    }
    assert not {module: lines for module, lines in found.items() if lines}


def test_what_asks_for_a_right_names_the_action():
    known = set(ACTIONS)
    wrong = {
        (get_module(path), node.lineno)
        for path in list_python()
        for node in walk(parse(path))
        if isinstance(node, ast.Call)
        and get_called_name(node) == "require"
        and not (isinstance(node.args[1], ast.Constant) and node.args[1].value in known)
    }
    assert not wrong


@pytest.mark.parametrize(
    "code",
    [
        "with store.transaction() as writer:\n    writer.insert('facts.upload', rows)",
        "with nullcontext(w) if w else store.transaction() as writer:\n    pass",
    ],
)
def test_a_write_without_a_question_is_found(code):
    assert find_unasked(ast.parse(code)) == [1]


def test_only_the_door_opens_a_store():
    found = {
        get_module(path): sorted(DOORS & list_imports(path))
        for path in list_python()
        if get_module(path) not in OPENERS and DOORS & list_imports(path)
    }
    assert not found, "enter by data.rights.door"


def test_each_table_says_how_its_rows_are_seen(plan_store):
    tables = plan_store.query_rows("rights/relations")
    names = {f"{row['schema_name']}.{row['table_name']}" for row in tables}
    assert {name for name in names if not name.startswith(("plan.", "plans."))} == set(SEEN)


def test_each_action_has_a_role_and_each_role_an_action():
    assert all(list_roles_of(action) for action in ACTIONS)
    assert all(load_role_actions()[role] for role in ROLES)
