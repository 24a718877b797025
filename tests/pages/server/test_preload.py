"""The document of the map page names files that exist; other answers pass untouched."""

import gzip
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from geo.addresses import ROOT
from pages.server.preload import NEXT, PARTS, MapPreload, list_parts, make_tags
from tests.pages.server.asking import ask

PAGE = "<html><head><title>x</title></head><body>y</body></html>"


def answer_page(request):
    """Answer as Streamlit does: compressed for whoever asks, with a tag of the file."""
    packed = "gzip" in request.headers.get("accept-encoding", "")
    body = gzip.compress(PAGE.encode()) if packed else PAGE
    encoding = {"content-encoding": "gzip"} if packed else {}
    return Response(body, headers={"etag": '"1"', **encoding}, media_type="text/html")


GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture(scope="module")
def site():
    routes = [
        Route("/map", answer_page),
        Route("/app/map", answer_page),
        Route("/overview", answer_page),
        Route("/static/map", lambda _: PlainTextResponse(PAGE)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(MapPreload)])


@pytest.mark.parametrize("address", ["/map", "/map?year=2024", "/app/map"])
def test_the_document_names_the_parts_before_its_head_ends(site, address):
    answer = ask(site, address, headers=GZIP)
    assert answer.text == PAGE.replace("</head>", str(make_tags()) + "</head>")
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "etag" not in answer.headers, "the tag of a file without them would keep old ones alive"


@pytest.mark.parametrize("address", ["/overview", "/static/map"])
def test_other_answers_pass_as_they_are(site, address):
    assert ask(site, address).text == PAGE


def test_what_is_named_is_there():
    folder = Path(streamlit.__file__).with_name("static")
    for address in re.findall(r'(?:href|src)="(?:\./)?([^"?]+)', make_tags()):
        place = (
            ROOT / address.removeprefix("app/") if address.startswith("app/") else folder / address
        )
        assert place.is_file()


def test_every_part_is_found_in_this_version_of_streamlit():
    names = " ".join(list_parts(PARTS + NEXT))
    assert [part for part in PARTS + NEXT if f"/{part}." not in names] == []
