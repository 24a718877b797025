"""Imports go one way: app, sections, documents, shell, then indicators and geo, then data."""

import pytest

from tests.architecture.tree import PACKAGES, get_module, list_imports, list_python, name

SECTIONS = ("pages.progress", "pages.counties", "pages.tasks", "pages.basis")
# Higher may import lower. Two places of the same height must not import each other.
HEIGHTS = {
    "app": 6,
    **dict.fromkeys(SECTIONS, 5),
    "pages.documents": 4,
    "pages.shell": 3,
    "indicators": 2,
    "geo": 2,
    "data": 1,
}


def find_place(module: str) -> str | None:
    """Return the place of the tree that a module belongs to, None when it is not ours."""
    parts = module.split(".")
    if parts[0] not in PACKAGES:
        return None
    return ".".join(parts[:2]) if parts[0] == "pages" and len(parts) > 1 else parts[0]


def is_allowed(importer: str, imported: str) -> bool:
    """Tell whether a file of one place may import from another place."""
    return importer == imported or HEIGHTS[importer] > HEIGHTS[imported]


def find_wrong_imports(module: str, imports: set[str]) -> list[str]:
    """Return the imports of a module that go up, or sideways."""
    importer = find_place(module)
    return sorted(
        imported
        for imported in imports
        if find_place(imported) in HEIGHTS
        and importer in HEIGHTS
        and not is_allowed(importer, find_place(imported))
    )


def test_every_python_file_has_its_place():
    homeless = [
        name(path)
        for path in list_python()
        if find_place(get_module(path)) not in {*HEIGHTS, "pages"}
    ]
    assert not homeless, "DESIGN has no such folder"


@pytest.mark.parametrize("path", list_python(), ids=name)
def test_imports_go_down(path):
    assert not find_wrong_imports(get_module(path), list_imports(path))


def test_the_app_does_not_import_tests_or_benchmarks():
    for path in list_python():
        roots = {imported.split(".")[0] for imported in list_imports(path)}
        assert not roots & {"tests", "benchmarks"}, name(path)


def test_modules_are_imported_by_name():
    """An import by a computed name would be unseen here."""
    for path in list_python():
        roots = {imported.split(".")[0] for imported in list_imports(path)}
        assert "importlib" not in roots, name(path)
        assert "__import__" not in path.read_text(encoding="utf-8"), name(path)


def test_streamlit_stays_in_the_pages():
    for path in list_python():
        module = get_module(path)
        below = find_place(module) in {"data", "indicators", "geo", "pages.documents"}
        roots = {imported.split(".")[0] for imported in list_imports(path)}
        assert not (below and "streamlit" in roots), name(path)


def test_duckdb_stays_in_data():
    for path in list_python():
        roots = {imported.split(".")[0] for imported in list_imports(path)}
        assert "duckdb" not in roots or get_module(path).startswith("data"), name(path)


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("data.store", "indicators.pace"),
        ("indicators.pace", "geo.classes"),
        ("geo.plate", "indicators.status"),
        ("pages.progress.targets", "pages.tasks.upload"),
        ("pages.shell.frame", "pages.documents.card"),
        ("pages.documents.card", "pages.counties.county"),
        ("indicators.pace", "pages.shell.i18n"),
    ],
)
def test_a_wrong_import_is_found(module, imported):
    assert find_wrong_imports(module, {imported}) == [imported]


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("app", "pages.shell.frame"),
        ("pages.progress.targets", "pages.shell.tables"),
        ("pages.documents.card", "geo.plate"),
        ("indicators.pace", "data.store"),
        ("indicators.pace", "indicators.status"),
        ("data.store", "pandas"),
    ],
)
def test_a_right_import_passes(module, imported):
    assert not find_wrong_imports(module, {imported})
