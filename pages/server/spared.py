"""What Streamlit does at each start or run that this app has no use for, and is not done.

At the start it takes the first reader a fifth of a second: Streamlit reads what `pip` noted about
every package, and the source of every module on the stack. Of each run it was a fifteenth.
"""

import re

import streamlit.elements.html
from streamlit import config, delta_generator
from streamlit.components.v2 import manifest_scanner
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session

_populate_theme = app_session._populate_theme_msg
_elements = streamlit.elements.html
_look_for_styles_alone = _elements._html_only_style_tags
_STYLE = re.compile(r"\s*(<style|<!--|$)", re.IGNORECASE)


def spare_start() -> None:
    """Leave out the search for components in the installed packages, of which none has any, and
    the question at the first element whether somebody types Python at a prompt."""
    manifest_scanner.scan_component_manifests = _find_no_components
    delta_generator._use_warning_has_been_displayed = True


def spare_runs() -> None:
    """Read the look from the settings once, not for each run of a page, and do not search through
    the whole of each table and drawing for styles that could stand there alone."""
    app_session._populate_theme_msg = _KeptLook()
    _elements._html_only_style_tags = _is_style_alone


class _KeptLook:
    """Writes into the first message of a run what the settings say of the look.

    Streamlit looked through all settings six times for it. It reads its files again when somebody
    changes them, and then has new settings.
    """

    def __init__(self) -> None:
        self._settings: dict | None = None
        self._made: dict[str, NewSession] = {}

    def __call__(self, msg: CustomThemeConfig, section: str = "theme") -> None:
        settings = config.get_config_options()
        if settings is not self._settings:
            self._settings, self._made = settings, {}
        if section not in self._made:
            made = self._made[section] = NewSession()
            _populate_theme(made.custom_theme, section)
        # A section that says nothing is not mentioned.
        if self._made[section].HasField("custom_theme"):
            msg.CopyFrom(self._made[section].custom_theme)


def _is_style_alone(html_content: str) -> bool:
    """Tell whether HTML is nothing but style tags: only what begins with one can be."""
    return bool(_STYLE.match(html_content)) and _look_for_styles_alone(html_content)


def _find_no_components(max_workers: int | None = None) -> list:
    return []
