"""Files of the server travel compressed, whole ones only."""

import gzip

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from pages.server.compression import AssetCompression
from tests.pages.server.asking import ask

SCRIPT = b"const counties = ['" + b"zhaosu " * 1000 + b"'];"
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def assets(tmp_path):
    """Serve a script, a picture and a small file as Streamlit serves its own."""
    (tmp_path / "a.js").write_bytes(SCRIPT)
    (tmp_path / "a.png").write_bytes(b"\x89PNG" + bytes(5000))
    (tmp_path / "small.js").write_bytes(b"1")
    return Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=tmp_path)),
            Mount("/media", StaticFiles(directory=tmp_path)),
        ],
        middleware=[Middleware(AssetCompression)],
    )


def test_a_script_travels_compressed_and_is_the_same(assets):
    plain, packed = ask(assets, "/static/a.js"), ask(assets, "/static/a.js", headers=GZIP)
    assert (plain.body, "content-encoding" in plain.headers) == (SCRIPT, False)
    assert gzip.decompress(packed.body) == SCRIPT
    assert len(packed.body) == int(packed.headers["content-length"]) < len(SCRIPT) / 10
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"


def test_a_changed_file_is_compressed_anew(assets, tmp_path):
    ask(assets, "/static/a.js", headers=GZIP)
    (tmp_path / "a.js").write_bytes(SCRIPT + b"//new")
    assert gzip.decompress(ask(assets, "/static/a.js", headers=GZIP).body).endswith(b"//new")


def test_a_part_of_a_file_is_that_part(assets):
    part = ask(assets, "/static/a.js", headers=GZIP | {"Range": "bytes=0-5"})
    assert (part.status, part.body) == (206, SCRIPT[:6])
    assert "content-encoding" not in part.headers


def test_what_the_browser_has_already_is_not_sent(assets):
    tag = ask(assets, "/static/a.js", headers=GZIP).headers["etag"]
    again = ask(assets, "/static/a.js", headers=GZIP | {"If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("address", ["/static/a.png", "/static/small.js", "/media/a.js"])
def test_pictures_small_files_and_downloads_stay_as_they_are(assets, address):
    assert "content-encoding" not in ask(assets, address, headers=GZIP).headers


@pytest.mark.parametrize("encoding", ["", "br", "gzip;q=0", "identity"])
def test_a_browser_that_takes_no_gzip_gets_none(assets, encoding):
    answer = ask(assets, "/static/a.js", headers={"Accept-Encoding": encoding})
    assert answer.body == SCRIPT
