"""The list of pages, by section. The title of a page is the text `shell.page.<name>`."""

SECTIONS = {
    "progress": ("overview", "targets", "indicator", "boxes"),
    "counties": ("roles", "county", "compare", "map", "balance"),
    "tasks": ("upload", "projects", "matters"),
    "basis": ("ledger", "audit", "methods"),
}
HOME = "pages/progress/overview.py"


def get_path(section: str, name: str) -> str:
    """Return the script of a page, relative to the project's folder."""
    return f"pages/{section}/{name}.py"
