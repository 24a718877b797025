"""What Streamlit does at each start that this app has no use for, and is not done.

Both take the first reader a fifth of a second: they read what `pip` noted about every package, and
the source of every module on the stack.
"""

from streamlit import delta_generator
from streamlit.components.v2 import manifest_scanner


def spare_start() -> None:
    """Leave out the search for components in the installed packages, of which none has any, and
    the question at the first element whether somebody types Python at a prompt."""
    manifest_scanner.scan_component_manifests = _find_no_components
    delta_generator._use_warning_has_been_displayed = True


def _find_no_components(max_workers: int | None = None) -> list:
    return []
