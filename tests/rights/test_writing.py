"""Role × action × area, written through the data layer and through commands.

What is expected is read from the table of rights itself; nothing else may be written.
"""

from itertools import count, product

import pytest

from data.__main__ import make_parser
from data.balance.publications import record_publication
from data.clock import get_today
from data.commands import run_command
from data.errors import RightsError
from data.ledger.answers import Answer, record_answers
from data.ledger.decisions import record_decision
from data.ledger.events import record_event
from data.ledger.matters.record import record_matter
from data.ledger.settings import CONTACT, save_setting
from data.ledger.uploads import undo_upload, verify_upload
from data.names.meanings import Meaning
from data.projects.register import save_programme_note
from data.rights.actions import ACTIONS, ROLES, load_role_actions
from data.rights.grants import load_actor, record_grant
from data.rights.handles import act_as
from data.rights.require import require
from data.statistics.ingest import ingest_file
from data.statistics.memory import remember_layout
from data.statistics.model import IngestOptions
from data.store.database import Store
from data.store.plan_check import read_rows
from data.store.statements import ROOT
from tests.conftest import record_figures
from tests.rights.world import ABROAD, AREAS, BELOW, INSIDE, OTHER, OWN, REGION, build_world

_number = count(1)


# As forms call them.
NAMES = {row["area_id"]: row["name_zh"] for row in read_rows(ROOT / "data/areas/area.csv")}


def send(store, area_id, folder):
    name = NAMES[area_id]
    file = folder / f"{next(_number)}.csv"
    # A county has less than what it lies in, or the value is held before anybody asks.
    value = (3 if area_id in (BELOW, ABROAD) else 30) + next(_number) / 2000
    text = f"2020年马存栏（单位：万头）\n地区,马年末存栏\n{name},{value:.4f}\n"
    file.write_bytes(text.encode())
    report = ingest_file(store, file)
    assert report["accepted"] == 1, report["issues"]


def undo(store, upload_id, _):
    undo_upload(store, upload_id)


def verify(store, upload_id, _):
    verify_upload(store, upload_id, by="x", document="1号")


def decide(store, area_id, _):
    record_decision(
        store,
        "base",
        "offtake_rate",
        decided_by="厅",
        decided_on=get_today(),
        document_no=f"{next(_number)}号",
        as_of_year=2020,
        value=40.0,
        area_id=area_id,
    )


def publish(store, area_id, _):
    number = f"{next(_number)}号"
    record_publication(
        store, {}, number=number, area_id=area_id, year=2023, published_on=get_today()
    )


def answer(store, _area, _folder):
    record_answers(store, [Answer(f"词{next(_number)}", Meaning("nothing"))])


def note(store, area_id, _):
    record_event(
        store,
        area_id=area_id,
        indicator_id=None,
        kind="drought",
        happened_on="2023",
        name=f"旱{next(_number)}",
        source="报",
    )


def note_programme(store, area_id, _):
    items = store.query_rows("queries/box_items")
    item_id = next(row["item_id"] for row in items if row["kind"] == "programme")
    save_programme_note(store, item_id, status="done", note=f"{next(_number)}", area_id=area_id)


def supervise(store, area_id, _):
    record_matter(
        store, kind="document", title=f"{next(_number)}", lead_unit="某局", area_id=area_id
    )


def maintain(store, _area, _folder):
    save_setting(store, CONTACT, f"{next(_number)}")


def administer(store, area_id, _):
    record_grant(
        store, person_id=f"n{next(_number)}", person_name="新", role="reader", area_id=area_id
    )


def ask_only(action):
    """Return what asks for an action that no function of the tree has yet."""

    def act(store, area_id, _):
        with store.transaction() as writer:
            require(writer, action, [area_id])

    return act


ACTS = {
    "send": (send,),
    "undo": (undo,),
    "verify": (verify,),
    "decide": (decide,),
    "publish": (publish,),
    "answer": (answer,),
    "note": (note, note_programme),
    "supervise": (supervise,),
    "maintain": (maintain,),
    "administer": (administer,),
    **{action: (ask_only(action),) for action in ("check", "return", "release", "sample")},
}
# Nobody may whose role does not hold for the region.
WHOLE_REGION = ("maintain", "answer")
# What is done to an upload, which was sent before; one that nobody may touch serves again.
OF_UPLOADS = ("undo", "verify")
# The same doors for all: who sends, who lets people in, and who only reads.
AT_THE_DOOR = ("reader", "reporter", "administrator")


@pytest.fixture(scope="module")
def world(plan_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    (folder / "caomu.duckdb").write_bytes(plan_file.read_bytes())
    with Store(folder / "caomu.duckdb") as store:
        build_world(store, folder)
        yield store, folder


@pytest.fixture(scope="module")
def uploads(world):
    """Return a function that names an upload of an area, kept until it was undone or verified."""
    store, kept = world[0], {}

    def find(area_id):
        if area_id not in kept:
            figure = {"indicator_id": "sheep_stock", "area_id": area_id, "year": 2019}
            kept[area_id] = record_figures(store, figure | {"value": float(next(_number))})
        return kept[area_id]

    find.forget = kept.pop
    return find


def is_expected(role, action, area_id):
    """Tell what the table of rights says of a person with a role in `OWN`."""
    if action not in load_role_actions()[role]:
        return False
    if action in WHOLE_REGION:
        return False
    return area_id in INSIDE


def test_every_action_is_tried():
    assert set(ACTS) == set(ACTIONS) - {"read"}


def list_cells():
    """Yield role, action and areas: what a role may do nowhere is tried in two areas, by
    `make test-slow` in all."""
    for role, action in product(ROLES, ACTS):
        if action in load_role_actions()[role] and action not in WHOLE_REGION:
            yield role, action, AREAS
        else:
            yield role, action, (BELOW, ABROAD)
            yield pytest.param(role, action, (OWN, OTHER, REGION), marks=pytest.mark.slow)


@pytest.mark.parametrize(("role", "action", "areas"), [*list_cells()])
def test_role_action_area(world, uploads, role, action, areas):
    store, folder = world
    person, wrong = act_as(store, load_actor(store, role)), []
    for act in ACTS[action]:
        for area_id in areas:
            place = uploads(area_id) if action in OF_UPLOADS else area_id
            before = store.version
            try:
                act(person, place, folder)
                was_done = True
            except RightsError as error:
                was_done = False
                assert error.key == "rights_refused"
            if was_done != is_expected(role, action, area_id):
                wrong.append((act.__name__, area_id, was_done))
            if was_done and action in OF_UPLOADS:
                uploads.forget(area_id)
            # The ledger of access ages nothing.
            assert was_done or store.version == before
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sends_as_verified_who_may_not_vouch(world, role):
    store, folder = world
    person = act_as(store, load_actor(store, role))
    file = folder / f"v{next(_number)}.csv"
    text = f"2018年马存栏（单位：万头）\n地区,马年末存栏\n昭苏县,{3 + next(_number) / 2000:.4f}\n"
    file.write_bytes(text.encode())
    with pytest.raises(RightsError):
        ingest_file(person, file, options=IngestOptions(state="verified"))


@pytest.fixture(scope="module")
def closed_world(plan_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("closed")
    path = folder / "caomu.duckdb"
    path.write_bytes(plan_file.read_bytes())
    with Store(path) as store:
        return path, build_world(store, folder)


def run(monkeypatch, capsys, path, token, *arguments):
    monkeypatch.setenv("CAOMU_TOKEN", token)
    code = run_command(make_parser(), [*arguments, "--db", str(path)])
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    "role",
    [role if role in AT_THE_DOOR else pytest.param(role, marks=pytest.mark.slow) for role in ROLES],
)
def test_commands_obey_by_token(closed_world, role, monkeypatch, capsys, tmp_path):
    path, tokens = closed_world
    token, may = tokens[role], load_role_actions()[role]
    wrong = []
    for area_id, name in ((BELOW, "昭苏县"), ("653121", "疏附县")):
        file = tmp_path / f"{area_id}.csv"
        value = 3 + next(_number) / 2000
        file.write_bytes(
            f"2020年马存栏（单位：万头）\n地区,马年末存栏\n{name},{value:.4f}\n".encode()
        )
        code, said = run(monkeypatch, capsys, path, token, "ingest", str(file), "--by", "假名")
        if (code == 0) != ("send" in may and area_id == BELOW):
            wrong.append(("ingest", area_id, said))
        grant = ("rights", "grant", f"n{next(_number)}", "reader", "--area", area_id)
        code, said = run(monkeypatch, capsys, path, token, *grant)
        if (code == 0) != ("administer" in may and area_id == BELOW):
            wrong.append(("grant", area_id, said))
    for command in (("rights", "tokens"), ("rights", "log"), ("rights", "token", "reader")):
        if run(monkeypatch, capsys, path, token, *command)[0] == 0:
            wrong.append(command)
    assert not wrong
    with Store(path) as store:
        assert "假名" not in {row["uploaded_by"] for row in store.query_rows("queries/uploads")}


@pytest.mark.parametrize("token", ["", "caomu_none", "x"])
def test_a_command_without_a_valid_token_does_nothing(closed_world, token, monkeypatch, capsys):
    path, _ = closed_world
    for command in (("uploads",), ("export", str(path.with_name("out.csv")))):
        assert run(monkeypatch, capsys, path, token, *command)[0] == 2
    assert not path.with_name("out.csv").exists()


def test_the_owner_needs_no_token_and_is_recorded(closed_world, monkeypatch, capsys):
    path, _ = closed_world
    grant = ("rights", "grant", "rescue", "administrator", "--area", REGION)
    assert run(monkeypatch, capsys, path, "", *grant)[0] == 0
    with Store(path) as store:
        event = store.query_rows("rights/access_log", most=1)[0]
    assert (event["kind"], event["detail"]) == ("owner", "rights grant")


def test_what_the_owner_copies_or_checks_is_recorded(closed_world, monkeypatch, capsys, tmp_path):
    path, _ = closed_world
    copy = tmp_path / "copy.duckdb"
    assert run(monkeypatch, capsys, path, "", "backup", str(copy))[0] == 0
    assert run(monkeypatch, capsys, path, "", "check")[0] in (0, 1)
    with Store(path) as store:
        deeds = {row["detail"] for row in store.query_rows("rights/access_log", most=5)}
    assert {f"backup {copy}", "check"} <= deeds
    assert run(monkeypatch, capsys, path, "", "restore", str(copy))[0] == 0
    with Store(path) as store:
        event = store.query_rows("rights/access_log", most=1)[0]
    assert (event["kind"], event["detail"]) == ("owner", f"restore {copy}")


def test_an_answer_for_every_office_needs_the_region_one_for_the_file_does_not(
    closed_world, monkeypatch, capsys, tmp_path
):
    path, tokens = closed_world
    file = tmp_path / "x.csv"
    file.write_bytes("2020年\n地区,牛存栏（万头）,羊存栏乙种（万只）\n昭苏县,3.1,2\n".encode())
    with Store(path) as store:
        word = ingest_file(store, file, is_dry_run=True)["unread"][0]["word"]
    asked = ("ingest", str(file), "--means", f"{word}=nothing")
    code, said = run(monkeypatch, capsys, path, tokens["reporter"], *asked)
    assert code == 0 and "只用于本文件" in said, said
    with Store(path) as store:
        assert store.query_rows("queries/reading_words") == []
        reporter = act_as(store, load_actor(store, "reporter"))
        with pytest.raises(RightsError, match="rights_refused"):
            remember_layout(reporter, "form", {"header_rows": [0, 0]})
