"""Who is let in, and the headers of every answer."""

import pytest
from starlette.responses import PlainTextResponse

from geo.addresses import get_address
from pages.server.guard import get_host
from pages.server.headers import SecurityHeaders, make_policy
from tests.pages.server.asking import ask
from tests.pages.server.conftest import TOKEN


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8501", "localhost", "LOCALHOST.:8501", "[::1]:8501", "10.1.2.3:8501"]
)
def test_own_names_and_the_address_that_was_reached_are_let_in(app, host):
    assert ask(app, "/healthz", headers={"host": host}, server="10.1.2.3").status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8501",
        "127.0.0.1.evil.example",
        "localhost:8501@evil.example",
        "",
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_foreign_name_is_refused_in_words(app, host, kind):
    headers = {"host": host, "origin": f"http://{host}"}
    answer = ask(app, "/_stcore/stream", headers=headers, kind=kind)
    assert answer.status == 403
    assert "CAOMU_HOSTS" in answer.text and "没有" in answer.text


@pytest.mark.parametrize(
    "origin", ["http://localhost:9999", "https://evil.example", "null", "http://localhost:x"]
)
def test_a_page_of_another_site_opens_no_socket(app, origin):
    headers = {"host": "localhost:8501", "origin": origin}
    answer = ask(app, "/_stcore/stream", headers=headers, kind="websocket")
    assert answer.status == 403 and "其他网站" in answer.text


def test_a_listed_name_is_let_in(app, monkeypatch):
    monkeypatch.setenv("CAOMU_HOSTS", "caomu.office.example, other.example")
    headers = {"host": "Caomu.Office.example:8501"}
    assert ask(app, "/healthz", headers=headers).status == 200
    assert ask(app, "/healthz", headers={"host": "office.example"}).status == 403


def test_two_names_are_none():
    scope = {"type": "http", "headers": [(b"host", b"localhost"), (b"host", b"evil.example")]}
    assert get_host(scope) is None


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/app/_stcore/metrics/"])
def test_counters_are_for_those_with_the_token(app, path):
    assert ask(app, path).status == 403
    headers = {"Authorization": f"Bearer {TOKEN}"}
    # Streamlit answers it in the app; here there is no such route.
    assert ask(app, path, headers=headers).status == 404


@pytest.mark.parametrize("address", ["/healthz", "/api/v1/areas", "/api/none", "/none"])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_every_answer_has_the_headers(app, address, host):
    headers = ask(app, address, headers={"host": host}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy and "object-src 'none'" in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts and scripts.count("'sha256-") >= 2


def test_a_browser_keeps_a_file_whose_address_changes_with_its_content():
    async def answer(scope, receive, send):
        await PlainTextResponse("x")(scope, receive, send)

    site, address = SecurityHeaders(answer), get_address("county")
    assert "immutable" in ask(site, f"/{address}").headers["cache-control"]
    for other in (address.partition("?")[0], f"{address}0", "healthz?v=1", f"{address}&w=1"):
        assert "cache-control" not in ask(site, f"/{other}").headers


def test_a_name_cannot_write_into_the_policy():
    odd = b"x; script-src *"
    assert "*" not in make_policy({"headers": [(b"host", odd)]})
