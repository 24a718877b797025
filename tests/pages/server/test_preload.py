"""The document of the map page names files that exist; other documents do not."""

import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route

from geo.addresses import ROOT
from pages.server.first_word import FirstWord
from pages.server.preload import NEXT, PARTS, list_parts, make_tags
from tests.pages.server.asking import ask

START = (Path(streamlit.__file__).with_name("static") / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site():
    routes = [Route(path, lambda _: HTMLResponse(START)) for path in ("/map", "/app/map", "/roles")]
    return Starlette(routes=routes, middleware=[Middleware(FirstWord)])


@pytest.mark.parametrize(
    ("address", "is_named"), [("/map?year=2024", True), ("/app/map", True), ("/roles?x=map", False)]
)
def test_the_document_of_a_map_alone_names_the_parts_before_its_head_ends(site, address, is_named):
    assert (f"{make_tags()}</head>" in ask(site, address).text) == is_named


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
