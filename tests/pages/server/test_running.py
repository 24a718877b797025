"""Commands while the app has the database open: what they say and make is the same as without."""

import http.client
import json
import re
import shutil
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from data.__main__ import make_parser as make_data_parser
from data.commands import run_command
from data.store.build import open_store
from data.store.kept import get_lock_path
from geo.__main__ import make_parser as make_geo_parser
from indicators.__main__ import make_parser as make_indicators_parser
from pages.documents.__main__ import make_parser as make_documents_parser
from tests.browser.serving import run_server

PARSERS = {
    "data": make_data_parser,
    "geo": make_geo_parser,
    "indicators": make_indicators_parser,
    "documents": make_documents_parser,
}
FIGURES = "地区,年份,牛存栏（万头）,羊存栏乙种（万只）\n昭苏县,2023,{value},1\n火星县,2023,3,1\n"
# Ids and times differ from run to run; so does the day on which a PDF was made.
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:[\d.]+)?")


@pytest.fixture(scope="module")
def both(plan_file, tmp_path_factory):
    """Return two databases alike: a server has the first open, nobody the second."""
    folder = tmp_path_factory.mktemp("running")
    alone = shutil.copy(plan_file, folder / "alone.duckdb")
    shutil.copy(plan_file, folder / "caomu.duckdb")
    with run_server(folder) as server:
        # Whoever asks for figures waits until the database is open.
        urllib.request.urlopen(f"{server.url}/api/v1/areas?level=region", timeout=60).close()
        assert get_lock_path(server.database).stat().st_mode & 0o777 == 0o600
        yield server, alone
    assert not get_lock_path(server.database).exists()


@pytest.fixture
def run_both(both, capsys, tmp_path, monkeypatch):
    """Return a function that runs a command with and without the app and compares."""
    server, alone = both

    def run(module, *arguments):
        results = []
        for name, database in (("with", server.database), ("without", alone)):
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            monkeypatch.chdir(folder)
            given = [argument.replace("LAST", last.get(name, "")) for argument in arguments]
            code = run_command(PARSERS[module](), [*given, "--db", str(database)])
            said = capsys.readouterr()
            last[name] = next(iter(ID.findall(said.out)), "")
            texts = [
                TIME.sub("TIME", ID.sub("ID", text)).replace(str(database), "DB")
                for text in (said.out, said.err)
            ]
            results.append((code, *texts))
        assert results[0] == results[1]
        made = [{path.name for path in (tmp_path / name).iterdir()} for name in ("with", "without")]
        assert made[0] == made[1]
        return results[0]

    last = {}

    def write(name, text):
        for folder in ("with", "without"):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).write_text(text, encoding="utf-8")

    run.write = write
    run.read = lambda name: [(tmp_path / f / name).read_bytes() for f in ("with", "without")]
    return run


def test_commands_that_read(run_both):
    assert run_both("indicators", "progress", "--json")[0] == 0
    assert run_both("indicators", "progress", "--area", "654026", "--lang", "en")[0] == 0
    assert run_both("indicators", "boxes", "--as-of", "2025-06-30", "--json")[0] == 0
    assert run_both("data", "check", "--json")[0] == 0
    code, out, err = run_both("indicators", "progress", "--area", "999999")
    assert (code, out) == (1, "") and "999999" in err


def test_commands_that_write(run_both):
    run_both.write("a.csv", FIGURES.format(value=9))
    code, out, _ = run_both("data", "ingest", "a.csv", "--json")
    assert code == 3
    word = json.loads(out)["unread"][0]["word"]
    answered = ("--means", f"{word}=nothing", "--rejected", "refused.xlsx", "--by", "张三")
    code, out, _ = run_both("data", "ingest", "a.csv", *answered, "--source", "旗", "--json")
    assert code == 0 and json.loads(out)["rejected"] == 2
    run_both.write("b.csv", FIGURES.format(value=9.5))
    assert run_both("data", "ingest", "b.csv", "--explain")[0] == 0
    assert run_both("data", "answers", "--json")[0] == 0
    code, out, _ = run_both("data", "uploads", "--json")
    assert code == 0 and "b.csv" in out
    assert (
        run_both("data", "verify", "LAST", "--by", "李四", "--document", "新牧〔2026〕1号")[0] == 0
    )
    run_both("data", "uploads", "--json")
    assert run_both("data", "undo", "LAST")[0] == 0
    assert run_both("data", "undo", "no-such-id")[0] == 1
    assert run_both("data", "ingest", "none.csv")[0] == 1
    assert run_both("data", "build")[0] == 0


@pytest.mark.slow
def test_commands_that_make_files(run_both, both):
    assert run_both("data", "export", "all.csv")[0] == 0
    first, second = run_both.read("all.csv")
    assert first == second
    assert run_both("data", "template", "t.xlsx", "--year", "2024")[0] == 0
    assert run_both("data", "demonstration", "d.csv")[0] == 0
    assert run_both("data", "ingest", "d.csv", "--dataset", "projects", "--dry-run")[0] == 0
    assert run_both("geo", "roles", "--role", "forage_base", "--out", "m.svg")[0] == 0
    assert run_both("documents", "county", "654026", "--out", "c.pdf")[0] == 0
    assert run_both("documents", "county", "654026", "--out", "a/b/c.pdf")[0] == 1
    assert run_both("geo", "roles", "--out", "m.gif")[0] == 1


def test_a_backup_while_the_app_runs_is_whole(run_both, tmp_path):
    assert run_both("data", "backup", "copy.duckdb")[0] == 0
    assert run_both("data", "backup", "copy.duckdb")[0] == 1
    rows = []
    for name in ("with", "without"):
        with open_store(tmp_path / name / "copy.duckdb") as store:
            rows.append(
                store.query("queries/ingest_export", area_id=None, indicator_id=None, language="zh")
            )
    assert len(rows[0]) and rows[0].equals(rows[1])


def test_pages_and_routes_are_of_one_process(both):
    server, _ = both
    for path in ("/overview", "/healthz", "/api/v1/openapi.json", "/_stcore/health"):
        with urllib.request.urlopen(server.url + path, timeout=30) as answer:
            assert answer.status == 200
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in server.log.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize(("host", "status"), [("evil.example", 403), ("127.0.0.1", 101)])
def test_a_foreign_name_opens_no_socket(both, host, status):
    server, _ = both
    port = urlsplit(server.url).port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Host": f"{host}:{port}",
        "Origin": f"http://{host}:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    connection.request("GET", "/_stcore/stream", headers=headers)
    answer = connection.getresponse()
    assert answer.status == status
    assert status == 101 or "CAOMU_HOSTS" in answer.read().decode("utf-8")
    connection.close()


def test_counters_are_not_for_strangers(both):
    server, _ = both
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        urllib.request.urlopen(f"{server.url}/_stcore/metrics", timeout=30)
    refused.value.close()
