"""The list of pages, by section. The title of a page is the text `shell.page.<name>`."""

SECTIONS = {
    "progress": ("overview", "targets", "indicator", "boxes"),
    "counties": ("roles", "county", "compare", "map", "balance"),
    "tasks": ("upload", "waiting", "projects", "matters", "briefing"),
    "basis": ("ledger", "audit", "methods", "people"),
}
# On one desk there is nobody to list.
ONLY_WITH_RIGHTS = ("people",)
HOME = "pages/progress/overview.py"


def get_path(section: str, name: str) -> str:
    """Return the script of a page, relative to the project's folder."""
    return f"pages/{section}/{name}.py"
