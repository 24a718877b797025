"""Nothing unreleased of another county is read: by commands, documents, the interface, pages."""

import asyncio
import io
import re
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from streamlit import cache_data, cache_resource

import data.__main__
import geo.__main__
import indicators.__main__
import pages.documents.__main__
from data.commands import run_command
from data.errors import RightsError
from data.rights import tokens as tokens_of
from data.rights.actions import ROLES
from data.rights.door import enter_store, use_token
from data.rights.grants import load_actor
from data.rights.log import load_access_log
from data.rights.tokens import list_tokens, make_token, withdraw_token
from data.store.backup import back_up
from data.store.build import keep_store
from data.store.current import empty_current
from data.store.database import Store
from pages.server.routes import ROUTER
from tests.pages.conftest import PAGES, read_text
from tests.pages.rights_apps import make_claims, open_as
from tests.rights.world import ABROAD, BELOW, OTHER, OWN, SECRETS, build_world, find_leaks

# Who sends and who grants; `make test-slow` asks for the others, who may read the same.
FIRST = ("reporter", "administrator")
EACH_ROLE = [
    role if role in FIRST else pytest.param(role, marks=pytest.mark.slow) for role in ROLES
]
FIGURES = "/api/v1/figures?indicator=cattle_stock&limit=5000"
ADDRESSES = (
    FIGURES,
    "/api/v1/progress?area=" + ABROAD,
    "/api/v1/boxes",
    f"/api/v1/missing.xlsx?area={OTHER}",
    "/api/v1/package",
)
DATA, INDICATORS = data.__main__.make_parser, indicators.__main__.make_parser
GEO, DOCUMENTS = geo.__main__.make_parser, pages.documents.__main__.make_parser
TRACE = ("trace", "--indicator", "cattle_stock", "--area", ABROAD, "--year")
PACK = ("pack", "--scope", OTHER)
COMMANDS = {
    "export": (DATA, ("export", "OUT.csv")),
    "export xlsx": (DATA, ("export", "OUT.xlsx")),
    "trace": (DATA, (*TRACE, "2022", "--json")),
    "trace of the file": (DATA, (*TRACE, "2023", "--json")),
    "trace to the file": (DATA, (*TRACE, "2023", "--file", "OUT.csv")),
    "changes": (DATA, ("changes", "--since", "2020-01-01", "--json")),
    "package": (DATA, ("package", "OUT")),
    "missing": (DATA, ("missing", "OUT.xlsx", "--area", OTHER)),
    "uploads": (DATA, ("uploads", "--json")),
    "progress": (INDICATORS, ("progress", "--area", ABROAD, "--json")),
    "boxes": (INDICATORS, ("boxes", "--json")),
    "balance": (INDICATORS, ("balance", "--area", ABROAD, "--json")),
    "map": (GEO, ("package", "--indicator", "cattle_stock", "--year", "2022", "--out", "OUT.gpkg")),
    "waiting": (DATA, ("waiting", "--json")),
    "returned": (DATA, ("returned", "OUT.xlsx")),
    "steps": (DATA, ("steps", "--json")),
    "rates": (DATA, ("rates", "--json")),
    "released": (DATA, ("released", "--json")),
    "samples": (DATA, ("sample", "list", "--json")),
    "plate": (GEO, ("plate", "--indicator", "cattle_stock", "--year", "2022", "--out", "OUT.svg")),
    "pack": (DOCUMENTS, (*PACK, "--parts", "series,counties", "--out", "OUT")),
    "card": (DOCUMENTS, ("county", ABROAD, "--out", "OUT.pdf")),
}


@pytest.fixture(scope="module")
def world(plan_file, tmp_path_factory):
    """Give this module's app and commands a region under rights; yield file and tokens."""
    folder = tmp_path_factory.mktemp("reading")
    path = folder / "caomu.duckdb"
    path.write_bytes(plan_file.read_bytes())
    with Store(path) as store:
        tokens = build_world(store, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_DB", str(path))
        cache_resource.clear()
        cache_data.clear()
        # Commands run on the store that is kept; each opens its own in test_writing.py.
        keep_store(path)
        yield path, tokens
        keep_store(path).close()
        cache_resource.clear()


def read_everything(place: Path) -> str:
    """Return the text of a file or of all files of a folder, unpacked."""
    if place.is_dir():
        return "\n".join(read_everything(one) for one in sorted(place.rglob("*")))
    content = place.read_bytes()
    if place.suffix == ".pdf":
        command = ["pdftotext", "-layout", str(place), "-"]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return unpack(content)


def unpack(content: bytes) -> str:
    """Return the text of a file; of a ZIP, the texts of what is in it."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(unpack(archive.read(name)) for name in archive.namelist())


def ask(address: str, authorization: str | None) -> httpx.Response:
    """Return the answer of the interface."""

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=ROUTER)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(
                address, headers={"Authorization": authorization} if authorization else {}
            )

    return asyncio.run(get())


def run(monkeypatch, capsys, world, person, name, folder):
    path, tokens = world
    parser, arguments = COMMANDS[name]
    out = {text: str(folder / text) for text in arguments if text.startswith("OUT")}
    monkeypatch.setenv("CAOMU_TOKEN", tokens[person])
    code = run_command(parser(), [*(out.get(text, text) for text in arguments), "--db", str(path)])
    captured = capsys.readouterr()
    made = [read_everything(Path(place)) for place in out.values() if Path(place).exists()]
    return code, "\n".join((captured.out, captured.err, *made))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_or_document_gives_nothing_away(world, name, monkeypatch, capsys, tmp_path):
    code, text = run(monkeypatch, capsys, world, "reporter", name, tmp_path)
    assert not find_leaks(text)
    assert code in (0, 1) and "Traceback" not in text


@pytest.mark.parametrize(
    "name", ["export", "trace", "trace to the file", "package", "pack", "card"]
)
def test_the_same_shows_who_may_see_everything_what_is_there(
    world, name, monkeypatch, capsys, tmp_path
):
    _, text = run(monkeypatch, capsys, world, "boss", name, tmp_path)
    assert find_leaks(text), "the test would find nothing anyway"


@pytest.mark.parametrize("role", EACH_ROLE)
def test_each_role_exports_the_own_prefecture_only(world, role, monkeypatch, capsys, tmp_path):
    _, text = run(monkeypatch, capsys, world, role, "export", tmp_path)
    assert not find_leaks(text)
    assert "813.1257" in text and "824.2368" in text and "857.5692" in text


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", EACH_ROLE)
def test_the_interface_gives_nothing_away(world, role, address):
    _, tokens = world
    answer = ask(address, f"Bearer {tokens[role]}")
    assert answer.status_code == 200
    assert not find_leaks(unpack(answer.content))
    if address == FIGURES:
        assert "813.1257" in answer.text
        whole = ask(address, f"Bearer {tokens['boss']}")
        assert find_leaks(whole.text)
        assert whole.headers["etag"] != answer.headers["etag"]
        for said, is_partial in ((answer, True), (whole, False)):
            assert said.json()["is_partial"] is is_partial
            assert ("caomu-is-partial" in said.headers) is is_partial


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("token", [None, "Bearer caomu_none", "Basic abc"])
def test_whoever_is_nobody_gets_no_answer(world, address, token):
    answer = ask(address, token)
    assert answer.status_code == 401
    assert not find_leaks(answer.text)


def test_a_token_that_is_over_or_withdrawn_opens_no_door(world, monkeypatch, capsys, tmp_path):
    path, tokens = world
    store = keep_store(path)
    over, last = make_token(store, "boss", days=1)
    withdrawn, _ = make_token(store, "boss", note="收回")
    ids = list_tokens(store).set_index("note")["token_id"]
    withdraw_token(store, ids["收回"])
    monkeypatch.setattr(tokens_of, "get_day", lambda: last + timedelta(days=1))
    before = len(load_access_log(store))
    for person, token, words in (("late", over, "到期"), ("gone", withdrawn, "令牌无效")):
        for address in ADDRESSES:
            answer = ask(address, f"Bearer {token}")
            assert answer.status_code == 401 and not find_leaks(answer.text), address
        for name in ("export", "progress", "map", "card", "pack"):
            folder = tmp_path / person / name
            folder.mkdir(parents=True)
            with_token = (path, {person: token})
            code, text = run(monkeypatch, capsys, with_token, person, name, folder)
            assert code == 2 and words in text and not find_leaks(text), (name, text)
            assert not list(folder.iterdir()), name
        # As a command that another process asks this one to run.
        with use_token(token), pytest.raises(RightsError):
            enter_store(path)
    # A file that a page made is for a session: no token opens it (test_flow.py).
    assert set(load_access_log(store)["kind"].head(len(load_access_log(store)) - before)) == {
        "login_failed"
    }
    assert ask(FIGURES, f"Bearer {tokens['boss']}").status_code == 200


def test_the_description_says_that_a_token_is_needed(world):
    text = ask("/api/v1/openapi.json", None).text
    assert "令牌" in text and "不需凭证" not in text


PLACES = {
    "overview": {},
    "targets": {},
    "indicator": {"id": "cattle_stock", "area": ABROAD},
    "boxes": {},
    "roles": {},
    "county": {"code": ABROAD},
    "compare": {"code": f"{ABROAD},{BELOW}"},
    "map": {"indicator": "cattle_stock", "year": "2022"},
    "balance": {"area": ABROAD},
    "upload": {},
    "waiting": {},
    "projects": {},
    "matters": {},
    "briefing": {},
    "ledger": {"indicator": "cattle_stock", "area": ABROAD, "year": "2022"},
    "audit": {},
    "methods": {},
    "people": {},
}


def read_app(app) -> str:
    """Return all that an app sends to the browser."""
    return read_text(app) + "\n".join(
        str(element.proto) for element in app.main if hasattr(element, "proto")
    )


def test_each_page_has_its_place_here():
    assert set(PLACES) == set(PAGES)


@pytest.mark.parametrize("name", PLACES)
def test_a_page_gives_nothing_away(world, name):
    app = open_as(name, make_claims("reporter"), **PLACES[name])
    assert not find_leaks(read_app(app))


@pytest.mark.parametrize("role", EACH_ROLE)
def test_each_role_sees_the_own_county_and_not_another(world, role):
    assert "813.1" in read_app(open_as("county", make_claims(role), code=BELOW, year="2022"))
    assert not find_leaks(read_app(open_as("county", make_claims(role), code=ABROAD)))


def test_the_same_page_shows_it_to_who_may_see_everything(world):
    for name in ("county", "ledger"):
        app = open_as(name, make_claims("boss"), **PLACES[name])
        assert find_leaks(read_app(app)) or "713" in read_app(app)


def test_the_secrets_are_told_apart():
    assert len(SECRETS) == 4 and OWN not in SECRETS.values()


def change_hidden(path: Path) -> None:
    """Change every value that `INSIDE` and what lies above do not see, and compute anew."""
    with Store(path) as store:
        seen = load_actor(store, "reporter").seen
        with store.transaction() as writer:
            writer._cursor.execute("SET VARIABLE seen = $ids::VARCHAR[]", {"ids": sorted(seen)})
            for statement in CHANGES:
                writer._cursor.execute(statement + NOT_SEEN)
            empty_current(writer)


NOT_SEEN = " AND area_id NOT IN (SELECT unnest(getvariable('seen')))"
CHANGES = (
    "UPDATE facts.observation_row SET value = value * 7 + 13 WHERE part_id NOT IN"
    " (SELECT part_id FROM facts.observation_part WHERE state IN ('verified', 'published'))",
    "UPDATE facts.project_revision SET investment_wan = 5, stage = 'completed'"
    " WHERE state <> 'verified'",
    "UPDATE facts.herd_revision SET head = head * 7 + 13 WHERE true",
)
# When it was made, hash and compressed size of files that say so, and the steps, side by side.
VARIES = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?"
    r'|"sha256": "\w+"|"bytes": \d+|^（\d+/\d+）.*\n',
    re.M,
)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("package", "map")])
def test_what_is_hidden_changes_nothing_that_is_shown(world, name, monkeypatch, capsys, tmp_path):
    """Totals, medians, ranks and bands tell nothing of a hidden value: with another value each
    answer is the same. So nothing is to be gained by subtracting what is shown."""
    path, tokens = world
    other = tmp_path / "other.duckdb"
    back_up(keep_store(path), other)
    change_hidden(other)
    said = []
    for database in (path, other):
        folder = tmp_path / f"of-{database.stem}"
        folder.mkdir()
        code, text = run(monkeypatch, capsys, (database, tokens), "reporter", name, folder)
        text = text.replace(str(folder), "").replace(str(database), "")
        said.append((code, VARIES.sub("", text)))
    assert said[0] == said[1]
    # Who sees everything sees the change.
    _, text = run(monkeypatch, capsys, (other, tokens), "boss", "export", tmp_path)
    assert "5004.8799" in text
