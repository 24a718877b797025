"""The pages that there are, by section. A page's title is `shell.page.<name>`."""

SECTIONS = {
    "progress": ("overview", "targets", "boxes"),
    "counties": ("roles", "county", "map"),
    "tasks": ("upload", "projects"),
    "basis": ("methods",),
}
HOME = "pages/progress/overview.py"


def get_path(section: str, name: str) -> str:
    """Return the script of a page, seen from the project's folder."""
    return f"pages/{section}/{name}.py"
