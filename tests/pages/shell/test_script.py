"""The script that every page brings along runs only if the browser knows it by its hash."""

import hashlib
import re
from base64 import b64encode

import pytest

from pages.server.headers import list_hashes
from tests.pages.conftest import read_text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_script_of_a_page_is_known_by_its_hash(open_page, language):
    text = read_text(open_page("overview", lang=language))
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    digest = b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in list_hashes()
    assert "data-caomu-labels=" in text
