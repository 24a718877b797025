"""A word while the app loads: on a slow line its scripts take seconds, and the page was white.

Streamlit's start page is an empty shell. Here it gets the product's name, the language, one line
in the place that the app then fills, where its server is (``start.html``), the web fonts, and
what all pages share: their look and their script, which no run of a page has to send. A page that
begins with a map also names what that is made of (``preload.py``).
"""

import gzip
import json
import re
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.words.catalogue import LANGUAGES, load_subject, t, use_language
from geo.addresses import ROOT, make_static_address
from pages.server.compression import LEVEL, takes_gzip
from pages.server.preload import begins_with_map, make_tags

PLACE = Markup('<div id="root"></div>')
LOADING = Markup(
    '<div id="root"><p role="status" style="font: 16px sans-serif; color: #5b6861; '
    'padding: 18vh 1rem; text-align: center">{}</p></div>'
)
# Streamlit compresses the page where a browser takes that, and calls it unchanged while its own
# part of it is: both would keep from the browser what is filled in here. It is compressed after.
_NOT_ASKED = (b"accept-encoding", b"if-none-match", b"if-modified-since")
_TITLE, _END_OF_HEAD = Markup("<title>"), Markup("</head>")
# Streamlit's scripts keep the browser busy for half a second: static/map/map.js lets them begin
# when the browser shows the map.
_APP = re.compile(
    rb'<script type="module"( crossorigin) src(="\./static/js/index\.[\w.-]+")></script>'
)
_VIEW = Markup('<meta name="caomu-view" content="{}">')
_SCRIPT, _FACES = (
    Path(__file__).with_name(name).read_text(encoding="utf-8")
    for name in ("start.html", "fonts.css")
)
# Streamlit's own labels for readers of a screen; the English catalogue has them word for word.
LABELS = (
    "skip",
    "sidebar",
    "collapse",
    "expand",
    "pages",
    "home",
    "logo",
    "menu",
    "open",
    "close",
    "clear",
    "clear_all",
    "chosen",
    "remove",
    "choose",
    "file_upload",
)
# The look of all pages and their scripts, in static/.
STYLES = ("page/style.css", "page/print.css", "map/map.css")
SCRIPTS = ("map/map.js", "page/script.js")
# Texts that style.css shows in place of Streamlit's own.
SHOWN = ("drop", "browse", "limit", "none", "lost")
BEGINNINGS = (
    (Markup('<html lang="en">'), Markup('<html lang="{}">'), "shell.html_language"),
    (Markup("<title>Streamlit</title>"), Markup("<title>{}</title>"), "shell.product"),
)


class FirstWord:
    """Fill the start page on its way to the browser; every other answer passes through."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; hold back a page of HTML until all of it is there."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return await self.app(scope, receive, send)
        asked = scope
        if "text/html" in Headers(scope=scope).get("accept", ""):
            kept = [(name, value) for name, value in scope["headers"] if name not in _NOT_ASKED]
            asked = {**scope, "headers": kept}
        held: list[Message] = []

        async def take(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)
                if not message.get("more_body", False):
                    await _finish(held, scope, send)

        await self.app(asked, receive, take)


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_html = headers.get("content-type", "").startswith("text/html")
    return start["status"] == 200 and is_html and "content-encoding" not in headers


def _find_language(scope: Scope) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _find_view(scope: Scope) -> str:
    # Imported late: what it imports would make the start later.
    from pages.shell.first_view import find_first_view

    return find_first_view(f"{scope['path']}?{scope['query_string'].decode('latin-1')}")


async def _finish(held: list[Message], scope: Scope, send: Send) -> None:
    start, *parts = held
    body = b"".join(part.get("body", b"") for part in parts)
    headers = MutableHeaders(raw=list(start["headers"]))
    if PLACE.encode() in body:
        is_packed, has_map = takes_gzip(scope), begins_with_map(scope)
        view = _find_view(scope) if has_map else ""
        body = _make_page(body, _find_language(scope), has_map, view, is_packed)
        if view:
            # Of this moment: whoever goes back to it is not shown it again.
            headers["Cache-Control"] = "no-store"
        headers.add_vary_header("Accept-Encoding")
        if is_packed:
            headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    del headers["etag"], headers["last-modified"], headers["accept-ranges"]
    await send({**start, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=64)
def _make_page(page: bytes, language: str, has_map: bool, view: str, is_packed: bool) -> bytes:
    """Return the start page as it is sent; few at a time, and each visit begins with one."""
    filled = fill_start_page(page, language)
    if has_map:
        end = _END_OF_HEAD.encode()
        brought = _VIEW.format(view) if view else ""
        filled = filled.replace(end, f"{make_tags()}{brought}".encode() + end, 1)
    if view:
        filled = _APP.sub(rb'<link rel="modulepreload" class="app"\1 href\2>', filled)
    return gzip.compress(filled, LEVEL, mtime=0) if is_packed else filled


def fill_start_page(page: bytes, language: str) -> bytes:
    """Return the start page with name, language and the line to wait by."""
    text = page.decode("utf-8", errors="surrogateescape")
    with use_language(language):
        for before, after, key in BEGINNINGS:
            text = text.replace(before, after.format(t(key)), 1)
        text = text.replace(PLACE, _render_look() + LOADING.format(t("server.loading")), 1)
    # Before Streamlit's styles: behind them it, and all below, would wait until those are there.
    text = text.replace(_TITLE, f"{_SCRIPT}{_TITLE}", 1)
    text = text.replace(_END_OF_HEAD, _render_head(), 1)
    return text.encode("utf-8", errors="surrogateescape")


@cache
def _render_head() -> str:
    """Return the end of the head: the fonts, and Streamlit's words."""
    words = {
        load_subject(language, "shell")["shell.html_language"]: _list_words(language)
        for language in LANGUAGES
    }
    named = Markup('<meta name="caomu-words" content="{}"><style>').format(
        json.dumps(words, ensure_ascii=False)
    )
    return "".join((named, _FACES, Markup("</style></head>")))


def _list_words(language: str) -> dict[str, dict[str, str]]:
    own, labels = load_subject(language, "shell"), map("shell.label.{}".format, LABELS)
    return {
        "labels": {load_subject("en", "shell")[key]: own[key] for key in labels},
        "words": {name: own[f"shell.streamlit.{name}"] for name in SHOWN},
    }


@cache
def _render_look() -> Markup:
    """Return look and script of all pages, for the place before the app.

    Where several say as much of something, the last one decides: Streamlit's styles stand in the
    head, those of a page in the app.
    """
    styles = (
        Markup('<link rel="stylesheet" href="./{}">').format(_locate(name)) for name in STYLES
    )
    scripts = (
        # They do not wait for Streamlit's, which take longer to arrive and to run.
        Markup('<script type="module" async src="./{}"></script>').format(_locate(name))
        for name in SCRIPTS
    )
    return Markup("").join((*styles, *scripts))


def _locate(name: str) -> str:
    return make_static_address(ROOT / "static" / name)
