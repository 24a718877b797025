"""The start page brings what all pages share: their look, their script and Streamlit's words."""

import html
import json
import re

import pytest

from data.words.catalogue import load_catalogue
from geo.addresses import ROOT
from pages.server.first_word import SHOWN, fill_start_page
from pages.server.headers import POLICY
from tests.pages.conftest import read_text

START = b'<html lang="en"><head></head><body><div id="root"></div></body></html>'


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_start_page_brings_the_look_and_the_script_of_all_pages(language):
    page = fill_start_page(START, language).decode()
    links = re.findall(r'(?:href|src)="\./app/(static/page/[\w.]+)\?v=\w{8}"', page)
    assert [(ROOT / link).is_file() for link in links] == [True] * 3
    # Where Streamlit says as much of something the look decides, and over it what a page brings.
    assert page.index("</head>") < page.index(links[0]) < page.index('id="root"')
    for kind in ("script", "style"):
        assert f"{kind}-src 'self'" in POLICY


def test_the_script_finds_the_words_of_each_language_by_what_a_page_says(open_page):
    page = fill_start_page(START, "zh").decode()
    spoken = json.loads(html.unescape(re.search(r'caomu-words" content="([^"]*)"', page)[1]))
    for language in ("zh", "en"):
        words = load_catalogue(language)
        text = read_text(open_page("overview", lang=language))
        (said,) = re.findall(r'<h1 class="page-title" lang="([^"]+)"', text)
        assert spoken[said]["labels"]["Skip to main content"] == words["shell.label.skip"]
        assert set(spoken[said]["words"]) == set(SHOWN)
        assert "<script" not in text


def test_a_sheet_keeps_the_words_of_a_map_with_the_map():
    """Title, legend and outlines lie in one frame, which no end of a sheet parts."""
    script = (ROOT / "static" / "map" / "map.js").read_text(encoding="utf-8")
    frame = re.search(r"this\.frame = add\(place, 'div', '([\w-]+)'\)", script)[1]
    sheet = (ROOT / "static" / "page" / "print.css").read_text(encoding="utf-8")
    whole = re.findall(r"([^{}]*)\{ break-inside: avoid; \}", sheet)
    assert any(f".{frame}" in names for names in whole)


def test_an_unfolded_part_of_a_briefing_is_on_paper_though_folds_are_not():
    parts = ROOT / "pages" / "tasks" / "parts"
    preview, look = (
        (parts / name).read_text(encoding="utf-8")
        for name in ("briefing_preview.py", "briefing.css")
    )
    key = re.search(r'key=f"(\w+)\{part\}"', preview)[1]
    printed = look[look.index("@media print") :]
    assert f'[class*="st-key-{key}"]:has(.briefing) > .stExpander {{ display: block' in printed
