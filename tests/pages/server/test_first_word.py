"""The start page says that the app loads, in the language of its address."""

import gzip
import html
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from pages.server.first_word import FirstWord
from tests.pages.server.asking import ask

START = (Path(streamlit.__file__).with_name("static") / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def app():
    """Serve Streamlit's start page, another page and a text."""
    return Starlette(
        routes=[
            Route("/other", lambda _: HTMLResponse("<p>甲</p>")),
            Route("/text", lambda _: PlainTextResponse('<div id="root"></div>')),
            Route("/{page}", lambda _: HTMLResponse(START)),
        ],
        # Streamlit compresses in the same way.
        middleware=[Middleware(FirstWord), Middleware(GZipMiddleware)],
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [("", ("正在载入", 'lang="zh-CN"', "<title>草牧")), ("?lang=en", ("Loading", 'lang="en"'))],
)
def test_the_page_says_that_it_loads(app, query, words):
    # As a browser asks.
    asked = {"accept": "text/html,*/*;q=0.8", "accept-encoding": "gzip", "if-none-match": "x"}
    answer = ask(app, f"/overview{query}", headers=asked)
    assert answer.headers["content-encoding"] == "gzip"
    assert "etag" not in answer.headers, "the tag of Streamlit's file would keep an old page alive"
    text = gzip.decompress(answer.body).decode()
    assert all(word in text for word in words) and "<title>Streamlit" not in text
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert text.count('id="root"') == 1 and "static/js/index" in text
    # Streamlit of another version may not ask for these names.
    script = text.partition("window.__streamlit = ")[2].partition("</script>")[0]
    folder = Path(streamlit.__file__).with_name("static") / "static" / "js"
    written = "".join(path.read_text(encoding="utf-8") for path in folder.glob("index.*.js"))
    for name in ("BACKEND_BASE_URL", "HOST_CONFIG", "allowedOrigins", "useExternalAuthToken"):
        assert name in script and name in written


def test_who_reads_nothing_compressed_gets_the_same_page(app):
    plain, packed = ask(app, "/map"), ask(app, "/map", headers={"accept-encoding": "br"})
    assert plain.body == packed.body and "content-encoding" not in packed.headers
    assert all("Accept-Encoding" in answer.headers["vary"] for answer in (plain, packed))


def test_every_other_answer_is_as_it_was(app):
    assert ask(app, "/other").body.decode() == "<p>甲</p>"
    assert ask(app, "/text").body == b'<div id="root"></div>'


def test_a_map_that_is_known_comes_along_and_the_app_begins_after_it(app, monkeypatch):
    without = ask(app, "/map?year=2024")
    known = {"/map?year=2024": '{"head":"<b>\'甲\'</b>"}'}
    monkeypatch.setattr(
        "pages.shell.first_view.find_first_view", lambda asked: known.get(asked, "")
    )
    brought = ask(app, "/map?year=2024")
    view = re.search(r'<meta name="caomu-view" content="([^"]*)">', brought.text)[1]
    assert html.unescape(view) == known["/map?year=2024"]
    assert brought.headers["cache-control"] == "no-store"
    begins = re.search(
        r'<link rel="modulepreload" class="app" crossorigin href="([^"]+)">', brought.text
    )
    assert f'<script type="module" crossorigin src="{begins[1]}">' in without.text
    assert f'src="{begins[1]}"' not in brought.text
    for other in ("/map?year=2023", "/roles?year=2024"):
        assert "caomu-view" not in ask(app, other).text
    assert "caomu-view" not in without.text


def test_no_script_of_ours_waits_for_styles(app):
    text = ask(app, "/overview").text
    assert text.index("window.__streamlit") < text.index('rel="stylesheet"')
