"""Labels of Streamlit's own parts: what is renamed exists, and each has its words."""

from pathlib import Path

import streamlit

from data.words.catalogue import load_catalogue
from pages.server.first_word import LABELS

STATIC = Path(streamlit.__file__).parent / "static/static/js"


def test_every_label_is_one_that_streamlit_writes():
    """After an upgrade a label that Streamlit words otherwise would stay English."""
    wanted = {load_catalogue("en")[f"shell.label.{name}"] for name in LABELS}
    scripts = (path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
    for script in scripts:
        wanted -= {label for label in wanted if label in script}
        if not wanted:
            break
    assert not wanted


def test_every_label_of_the_catalogue_is_renamed():
    words = load_catalogue("zh")
    prefix = "shell.label."
    assert {key.removeprefix(prefix) for key in words if key.startswith(prefix)} == set(LABELS)
