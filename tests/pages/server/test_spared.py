"""What is spared changes nothing that is sent."""

import pytest
from streamlit import config
from streamlit.elements import html
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from pages.server import spared
from pages.server.spared import spare_runs

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar")
COLOR = "theme.primaryColor"


@pytest.fixture(autouse=True)
def sparing(monkeypatch):
    """Spare during one test only."""
    monkeypatch.setattr(app_session, "_populate_theme_msg", None)
    monkeypatch.setattr(html, "_html_only_style_tags", None)
    spare_runs()


def write_look(section: str) -> NewSession:
    """Return a first message of a run with a section of the look."""
    message = NewSession()
    app_session._populate_theme_msg(message.custom_theme, section)
    return message


@pytest.mark.parametrize("section", SECTIONS)
def test_the_look_is_sent_as_the_settings_say(section):
    expected = NewSession()
    spared._populate_theme(expected.custom_theme, section)
    assert [write_look(section), write_look(section)] == [expected, expected]


def test_a_section_that_says_nothing_is_not_sent():
    assert not write_look("theme.nothing").HasField("custom_theme")


def test_the_look_follows_settings_that_were_read_again(monkeypatch):
    assert write_look("theme").custom_theme.primary_color == config.get_option(COLOR)
    monkeypatch.setattr(config, "_config_options", {**config.get_config_options()})
    option = config.ConfigOption(COLOR, description="", default_val="#123456")
    config._config_options[COLOR] = option
    assert write_look("theme").custom_theme.primary_color == "#123456"


@pytest.mark.parametrize(
    "content",
    [
        "<p>text</p>",
        "text",
        "",
        "  \n",
        "<style>p { }</style>",
        " <STYLE media='print'>p { }</STYLE>\n<style>b { }</style>",
        "<!-- why --><style>p { }</style>",
        "<!-- why --><p>text</p>",
        "<style>p { }</style><p>text</p>",
        "<p>text</p><style>p { }</style>",
    ],
)
def test_styles_alone_are_told_from_what_shows_something(content):
    assert html._html_only_style_tags(content) == spared._look_for_styles_alone(content)
