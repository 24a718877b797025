"""The operator's addresses: for this computer or with the token; each request has a line."""

import json
import logging

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from data import journal
from data.journal import read_journal, request_id, start_journal
from pages.server.requests import Journal
from pages.server.routes import ROUTER
from tests.pages.server.asking import ask

TOKEN = {"Authorization": "Bearer secret"}


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """Return a function that asks as `ask` does."""
    monkeypatch.setenv("CAOMU_DB", str(tmp_path / "none.duckdb"))
    monkeypatch.setenv("CAOMU_LOG", str(tmp_path / "logs"))
    start_journal("test")
    app = Journal(ROUTER)

    yield lambda path, **options: ask(app, path, **options)
    for logger in (journal._LINES, *map(logging.getLogger, ("data", "pages", "indicators"))):
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
            handler.close()


@pytest.mark.parametrize("path", ["/metrics", "/healthz"])
def test_only_the_operator_may_ask(watched, monkeypatch, path):
    monkeypatch.delenv("CAOMU_OPERATOR_TOKEN", raising=False)
    assert watched(path).status in (200, 503)
    assert watched(path, client="10.0.0.9").status == 403
    # Past a proxy of this computer everybody comes from this computer.
    for header, value in (
        ("X-Forwarded-For", "127.0.0.1"),
        ("Forwarded", "for=127.0.0.1"),
        ("X-Real-IP", "127.0.0.1"),
    ):
        assert watched(path, headers={header: value}).status == 403
    assert watched(path, client="10.0.0.9", headers={"Authorization": "Bearer "}).status == 403
    assert watched(path, client="10.0.0.9", headers=TOKEN).status == 403
    monkeypatch.setenv("CAOMU_OPERATOR_TOKEN", "secret")
    assert watched(path, client="10.0.0.9", headers=TOKEN).status in (200, 503)
    wrong = {"Authorization": "Bearer other"}
    assert watched(path, client="10.0.0.9", headers=wrong).status == 403


def test_the_counters_count(watched):
    def count():
        text = watched("/metrics").text
        line = next(
            line
            for line in text.splitlines()
            if line.startswith('caomu_requests_total{kind="api",status="404"}')
        )
        return float(line.split()[1])

    watched("/api/none")
    before = count()
    watched("/api/none")
    assert count() == before + 1
    assert "caomu_store_open 0.0" in watched("/metrics").text


def test_each_request_has_a_line_with_its_id_and_area(watched, tmp_path):
    watched("/api/none?area=654026&area=654025", headers={"X-Request-ID": "0123456789abcdef"})
    watched("/api/none", headers={"X-Request-ID": 'short"'})
    first, second = read_journal(tmp_path / "logs")
    assert first["request"] == "0123456789abcdef" and first["area"] == "654026,654025"
    assert (first["action"], first["status"], first["from"]) == ("api", 404, "127.0.0.1")
    assert len(second["request"]) == 32 and json.dumps(second)


def test_what_is_done_for_a_request_knows_its_id(watched):
    app = Journal(Starlette(routes=[Route("/", lambda _: PlainTextResponse(request_id.get()))]))
    said = ask(app, "/", headers={"X-Request-ID": "0123456789abcdef"})
    assert said.text == "0123456789abcdef" and request_id.get() == ""
