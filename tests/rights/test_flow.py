"""A real login per role against a provider: what the session opens, and what it does not."""

import httpx
import pytest

from data.journal import read_journal
from data.rights.actions import ROLES
from data.store.database import Store
from tests.rights.signing_on import refuse, serve_with_sign_on, sign_on
from tests.rights.world import ABROAD, OTHER, build_world, find_leaks

# The provider of the tests closes its sockets when it likes, and warns of what it imports.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning",
    "ignore::ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)
FIGURES = "/api/v1/figures?indicator=cattle_stock&limit=5000"
MOST_ASKED = 100
PEOPLE = {role: f"{role}氏" for role in ROLES} | {"boss": "王主任", "stranger": "路人"}


@pytest.fixture(scope="module")
def server(plan_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("signed")
    path = folder / "caomu.duckdb"
    path.write_bytes(plan_file.read_bytes())
    with Store(path) as store:
        build_world(store, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_LOG", str(folder / "log"))
        with serve_with_sign_on(folder, PEOPLE) as running:
            yield running


@pytest.mark.parametrize(
    "role",
    [role if role == "reporter" else pytest.param(role, marks=pytest.mark.slow) for role in ROLES],
)
def test_a_login_opens_the_own_prefecture(server, role):
    with sign_on(server, role) as browser:
        for address in (FIGURES, f"/api/v1/progress?area={ABROAD}", "/api/v1/boxes"):
            answer = browser.get(address)
            assert answer.status_code == 200 and not find_leaks(answer.text)
        assert "813.1257" in browser.get(FIGURES).text
        missing = browser.get(f"/api/v1/missing.xlsx?area={OTHER}")
        assert missing.status_code == 200


def test_whoever_sees_everything_sees_it_after_the_login_only(server):
    with sign_on(server, "boss") as browser:
        assert find_leaks(browser.get(FIGURES).text)
        browser.get("auth/logout", follow_redirects=False)
        assert browser.get(FIGURES).status_code == 401


def test_a_stranger_signs_on_and_sees_what_is_released(server):
    # A file that a page made is for nobody who has not signed on; here there is none.
    file = "/media/0f1e2d.xlsx"
    assert httpx.get(server.url + file, timeout=60).status_code == 401
    bearer = {"Authorization": "Bearer caomu_none"}
    assert httpx.get(server.url + file, timeout=60, headers=bearer).status_code == 401
    with sign_on(server, "stranger") as browser:
        assert browser.get(file).status_code == 404
        text = browser.get(FIGURES).text
        assert "857.5692" in text and "813.1257" not in text and not find_leaks(text)


def test_without_a_login_or_with_a_forged_one_nothing_is_answered(server):
    assert httpx.get(server.url + FIGURES, timeout=60).status_code == 401
    forged = {"_streamlit_user": ".eJxtkFtrwzAMhf9K8fNoneaex9HS.awfReA.C4IApguLhH8BABEAiXbK8KJCyL4"}
    assert httpx.get(server.url + FIGURES, cookies=forged, timeout=60).status_code == 401


def test_who_is_turned_away_by_the_provider_stays_outside_and_is_recorded(server):
    with refuse(server) as browser:
        assert browser.get(FIGURES).status_code == 401
    with sign_on(server, "boss") as browser:
        assert browser.get(FIGURES).status_code == 200
    assert "access_denied" in server.log.read_text(encoding="utf-8", errors="replace")


def test_the_journal_says_who_asked_and_keeps_nothing_that_lets_in(server):
    with sign_on(server, "boss") as browser:
        browser.get("/api/v1/progress?area=652300")
        asked = []
        # The line is written when the answer has gone: meanwhile something else is asked for.
        for _ in range(MOST_ASKED):
            lines = list(read_journal(server.log.parent / "log"))
            if asked := [line for line in lines if line.get("area") == "652300"]:
                break
            browser.get("/api/v1/plans")
    assert [line["user"] for line in asked] == ["王主任"]
    back = [line for line in lines if line.get("path") == "/oauth2callback"]
    # The provider sends its code in the address: whoever reads it could sign on with it.
    assert back and all("area" not in line and "code" not in str(line) for line in back)


def test_a_session_ends(plan_file, tmp_path):
    (tmp_path / "caomu.duckdb").write_bytes(plan_file.read_bytes())
    with Store(tmp_path / "caomu.duckdb") as store:
        build_world(store, tmp_path)
    # A session of no length is over as soon as it begins.
    with (
        serve_with_sign_on(tmp_path, PEOPLE, hours=1e-9) as running,
        sign_on(running, "boss") as browser,
    ):
        assert browser.get(FIGURES).status_code == 401
    with Store(tmp_path / "caomu.duckdb") as store:
        kinds = {row["kind"] for row in store.query_rows("rights/access_log", most=50)}
    assert "owner" not in kinds
