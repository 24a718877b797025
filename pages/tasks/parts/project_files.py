"""Files of the register for download: template, register, example, demonstration list."""

from data.projects.demonstration import make_project_demonstration
from data.projects.template import export_projects, make_project_template
from data.store.statements import ROOT
from pages.shell.cache import get_store

EXAMPLE = ROOT / "data" / "examples" / "central_budget_2025.csv"


def make_template_file() -> bytes:
    """Return the empty workbook in the language in use."""
    return make_project_template(get_store())


def make_register_file() -> bytes:
    """Return the register in the form of the template."""
    return export_projects(get_store())


def make_demonstration_file() -> bytes:
    """Return the demonstration list, with every row marked."""
    return make_project_demonstration(get_store())


def load_example() -> tuple[bytes, str]:
    """Return the example of public central budget support, and its file name."""
    return EXAMPLE.read_bytes(), EXAMPLE.name
