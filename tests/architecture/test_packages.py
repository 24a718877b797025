"""Pins: everything imported is pinned, everything pinned directly is imported and explained."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.tree import PACKAGES, ROOT, list_imports, list_python, name

# What a package is imported as, where that is not its own name.
IMPORTED_AS = {
    "pyyaml": "yaml",
    "python-calamine": "python_calamine",
    "fonttools": "fontTools",
    "pylopdf-fonts-zh-cn": "pylopdf_fonts_zh_cn",
    "pytest-xdist": "xdist",
    "pillow": "PIL",
    "python-docx": "docx",
    "python-pptx": "pptx",
}
# Used without an import: a command, a plugin, or the module that another package loads.
USED_OTHERWISE = {
    "ruff",
    "mypy",
    "types-pyyaml",
    "types-openpyxl",
    "pre-commit",
    "pytest-xdist",
    "pytest-cov",
    "authlib",
    "httpx",
    "brotli",
    "pyarrow",
}
# Run by hand to make files that are part of the repository, never by the app.
SCRIPTS = {"tools/fonts.py", "tools/boundaries.py"}
OWN = {*PACKAGES, "tests", "benchmarks"}


PIN = re.compile(r"[a-z0-9_.-]+==[^\s;]+( ; [^\\]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*$")


def read_names(file: str) -> dict[str, str]:
    """Return package name → version of a requirements file, both as they stand there."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pins = [re.match(r"([A-Za-z0-9_.-]+)==([^\s;]+)", line) for line in lines]
    return {pin[1].lower(): pin[2] for pin in pins if pin}


def list_roots(paths) -> set[str]:
    """Return the top names that files import, without Python's own and ours."""
    roots = {imported.split(".")[0] for path in paths for imported in list_imports(path)}
    return roots - set(sys.stdlib_module_names) - OWN - {"conftest"}


def get_import_name(package: str) -> str:
    return IMPORTED_AS.get(package, package.replace("-", "_"))


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_line_is_an_exact_pin(file):
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", "")
    pins = [
        line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    loose = [line for line in pins if not PIN.match(line)]
    assert pins and not loose


@pytest.mark.parametrize("stem", ["requirements", "requirements-dev"])
def test_the_pins_were_compiled_from_the_list(stem):
    wanted, pinned = read_names(f"{stem}.in"), read_names(f"{stem}.txt")
    assert wanted == {package: pinned.get(package) for package in wanted}


def test_both_lists_pin_the_same_versions():
    app, dev = read_names("requirements.txt"), read_names("requirements-dev.txt")
    assert not {package for package in app.keys() & dev.keys() if app[package] != dev[package]}


def test_the_app_imports_only_what_make_run_installs():
    """Otherwise the tests pass and the app does not start."""
    wanted = {get_import_name(package) for package in read_names("requirements.in")}
    served = [path for path in list_python() if name(path) not in SCRIPTS]
    assert not list_roots(served) - wanted


# Imports what a sign-on imports, where what is named cannot be imported.
SIGN_ON = """
import sys
hidden = set(sys.argv[1:])
class Hide:
    def find_spec(self, name, path=None, target=None):
        if name in hidden:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hide())
import authlib.integrations.starlette_client
"""


def test_the_sign_on_needs_nothing_that_make_run_does_not_install():
    """Streamlit imports authlib when somebody signs on, and authlib what it does not ask for."""
    installed = read_names("requirements.txt").keys()
    hidden = [
        module
        for module, packages in packages_distributions().items()
        if not {re.sub("[-_.]+", "-", package).lower() for package in packages} & installed
    ]
    assert "pytest" in hidden
    subprocess.run([sys.executable, "-c", SIGN_ON, *hidden], check=True, capture_output=True)


def test_everything_imported_is_asked_for():
    wanted = {
        get_import_name(package)
        for package in read_names("requirements.in") | read_names("requirements-dev.in")
    }
    assert not list_roots(list_python(with_tests=True)) - wanted


def test_everything_asked_for_is_used():
    used = list_roots(list_python(with_tests=True))
    wanted = read_names("requirements.in") | read_names("requirements-dev.in")
    assert not {
        package
        for package in wanted
        if package not in USED_OTHERWISE and get_import_name(package) not in used
    }


def test_every_package_has_its_reason():
    reasons = (ROOT / "docs/decisions/0001-dependencies.md").read_text(encoding="utf-8").lower()
    wanted = read_names("requirements.in") | read_names("requirements-dev.in")
    assert not {package for package in wanted if f"| {package} |" not in reasons}
