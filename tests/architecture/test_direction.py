"""Imports go one way: app, sections, blocks, shell and documents, indicators and geo, data."""

import pytest

from tests.architecture.tree import PACKAGES, get_module, list_imports, list_python, name

SECTIONS = ("pages.progress", "pages.counties", "pages.tasks", "pages.basis")
# Higher may import lower. Two places of the same height must not import each other.
HEIGHTS = {
    "tools": 13,
    "app": 13,
    "pages.warming": 12.5,
    **dict.fromkeys(SECTIONS, 12),
    "pages.blocks": 11,
    "pages.server": 11,
    "pages.shell": 10,
    "pages.documents": 10,
    "indicators.counties": 9,
    "indicators.audit": 9,
    "indicators.targets": 8,
    "indicators.boxes": 8,
    "indicators.balance": 8,
    "indicators": 7,
    "indicators.judgement": 6,
    "geo": 9,
    "data.package": 5,
    "data.projects": 5,
    "data.balance": 4.5,
    "data.commands": 4,
    "data.statistics": 4,
    "data.ledger": 4,
    "data.rights": 3.5,
    "data.store": 3,
    "data.files": 3,
    "data": 2,
    "data.names": 2,
    "data.words": 1,
    "data.clock": 1,
    "data.errors": 0,
}
APART = {"indicators", "geo"}
# These put the command lines of their whole package together.
COMMAND_LINES = {
    "data.__main__": 10,
    "data.answer_commands": 6,
    "data.rights_command": 5,
    # What is owed follows from the plan's roles and targets, load and capacity from the balance.
    "data.missing_command": 9.5,
    "data.file_commands": 9.5,
    "data.example_command": 9.5,
    # Where a figure comes from and what changed follows from roles and targets.
    "data.trace_command": 9.5,
    "data.changes_command": 9.5,
    # So does which county owes a report.
    "data.matters_command": 9.5,
    "data.plan_command": 6,
    "data.port_command": 6,
    "data.step_commands": 9.5,
    "data.region_commands": 6,
    "data.sample_commands": 9.6,
    "indicators.__main__": 10,
}


def find_place(module: str) -> str | None:
    """Return the place of the tree that a module belongs to, None when it is not ours."""
    parts = module.split(".")
    if parts[0] not in PACKAGES:
        return None
    longest = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return next((place for place in longest if place in HEIGHTS), None)


def get_height(module: str) -> float:
    """Return how high a module stands."""
    return COMMAND_LINES.get(module, HEIGHTS[find_place(module)])


def find_wrong_imports(module: str, imports: set[str]) -> list[str]:
    """Return the imports of a module that go up, or sideways into another place."""
    if find_place(module) is None:
        return []
    own = module.split(".")[0]
    return sorted(
        imported
        for imported in imports
        if find_place(imported) not in (None, find_place(module))
        and (get_height(imported) >= get_height(module) or {imported.split(".")[0], own} == APART)
    )


def test_every_python_file_has_its_place():
    homeless = [
        name(path)
        for path in list_python()
        if find_place(get_module(path)) is None and get_module(path) != "pages"
    ]
    assert not homeless, "DESIGN has no such folder"


def test_imports_go_down():
    wrong = {
        name(path): find_wrong_imports(get_module(path), list_imports(path))
        for path in list_python()
    }
    assert not {file: imports for file, imports in wrong.items() if imports}


def test_only_the_app_imports_its_routes():
    found = [
        name(path)
        for path in list_python()
        if get_module(path) != "app"
        and find_place(get_module(path)) != "pages.server"
        and any(find_place(imported) == "pages.server" for imported in list_imports(path))
    ]
    assert not found


def test_the_app_does_not_import_tests_or_benchmarks():
    found = {
        name(path): roots
        for path in list_python()
        if (
            roots := {imported.split(".")[0] for imported in list_imports(path)}
            & {"tests", "benchmarks"}
        )
    }
    assert not found


def test_modules_are_imported_by_name():
    """An import by a computed name would be unseen here."""
    found = [
        name(path)
        for path in list_python()
        if "importlib" in {imported.split(".")[0] for imported in list_imports(path)}
        or "__import__" in path.read_text(encoding="utf-8")
    ]
    assert not found


def test_streamlit_stays_in_the_pages():
    found = [
        name(path)
        for path in list_python()
        if get_module(path).startswith(("data", "indicators", "geo", "tools", "pages.documents"))
        and "streamlit" in {imported.split(".")[0] for imported in list_imports(path)}
    ]
    assert not found


def test_duckdb_stays_in_data():
    found = [
        name(path)
        for path in list_python()
        if "duckdb" in {imported.split(".")[0] for imported in list_imports(path)}
        and not get_module(path).startswith("data")
    ]
    assert not found


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("data.store.database", "indicators.judgement.pace"),
        ("data.names.units", "data.files.grid"),
        ("data.files.readers", "data.statistics.model"),
        ("data.statistics.read", "data.projects.record"),
        ("data.statistics.read", "data.ledger.uploads"),
        ("indicators.judgement.pace", "indicators.inputs"),
        ("indicators.judgement.pace", "geo.classes"),
        ("geo.plate", "indicators.judgement.status"),
        ("pages.progress.targets", "pages.tasks.upload"),
        ("pages.shell.frame", "pages.blocks.tables"),
        ("pages.shell.frame", "pages.documents.card"),
        ("pages.documents.card", "pages.blocks.tables"),
        ("pages.documents.card", "pages.counties.county"),
        ("pages.server.interface", "pages.blocks.tables"),
        ("data.statistics.ingest", "data.commands.places"),
        ("indicators.judgement.pace", "pages.shell.i18n"),
    ],
)
def test_a_wrong_import_is_found(module, imported):
    assert find_wrong_imports(module, {imported}) == [imported]


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("app", "pages.shell.frame"),
        ("pages.progress.targets", "pages.blocks.tables"),
        ("pages.documents.card", "geo.plate"),
        ("indicators.targets.progress", "data.store.database"),
        ("indicators.targets.progress", "indicators.judgement.status"),
        ("data.store.database", "pandas"),
    ],
)
def test_a_right_import_passes(module, imported):
    assert not find_wrong_imports(module, {imported})
